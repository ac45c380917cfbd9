SELECT kind, id, home_unit, fields, search_todo.row
FROM search_todo JOIN record USING (row)
WHERE kind = ?1 AND id = ?2
