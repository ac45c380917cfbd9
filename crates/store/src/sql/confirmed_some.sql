SELECT kind, id
FROM confirmed
WHERE feed = ?1
LIMIT ?2
