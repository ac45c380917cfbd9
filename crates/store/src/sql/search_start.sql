SELECT row
FROM search_doc INDEXED BY search_by_start
WHERE start >= ?1 AND start < ?2
ORDER BY start
LIMIT ?3
