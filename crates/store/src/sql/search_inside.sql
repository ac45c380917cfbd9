SELECT rowid
FROM search_inside
WHERE search_inside MATCH ?1 AND rowid BETWEEN ?2 AND ?3
ORDER BY rowid DESC
LIMIT ?4
