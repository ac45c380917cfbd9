SELECT kind, id, home_unit, fields
FROM record
WHERE parent = ?1 AND kind = ?2
ORDER BY sort_key, row
