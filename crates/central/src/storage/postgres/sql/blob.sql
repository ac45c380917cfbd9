SELECT kind, record, size, sha256, stored, complete FROM blob WHERE home_unit = $1 AND id = $2
