SELECT kind, id, home_unit, fields
FROM record
WHERE kind = ?1 AND id = ?2
