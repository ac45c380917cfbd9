SELECT kind, id, home_unit, fields
FROM record
WHERE kind = ?1 AND alive = 1
ORDER BY sort_key, status, unit, owner, due, branch, row
