SELECT row, home_unit, fields, alive, title, subtitle, status, unit, owner, parent, due, branch
FROM record
WHERE kind = ?1 AND id = ?2
