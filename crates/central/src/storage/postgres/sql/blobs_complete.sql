SELECT id FROM blob WHERE home_unit = $1 AND id = ANY ($2) AND complete
