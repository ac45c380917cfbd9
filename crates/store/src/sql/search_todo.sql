SELECT kind, id, home_unit, fields, search_todo.row
FROM search_todo JOIN record USING (row)
LIMIT ?1
