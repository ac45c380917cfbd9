SELECT kind, id, home_unit, fields
FROM record
WHERE parent = ?1 AND kind = ?2 AND alive = 1
ORDER BY sort_key, row
