SELECT n, cursor, count, hash, complete, reading, known
FROM feed
WHERE id = ?1
