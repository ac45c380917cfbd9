UPDATE feed SET sequence = $2, count = $3, hash = $4 WHERE id = $1
