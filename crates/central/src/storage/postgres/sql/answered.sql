SELECT id, hash, outcome, code, sequence FROM answered WHERE home_unit = $1 AND id = ANY ($2)
