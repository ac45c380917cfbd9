SELECT DISTINCT branch
FROM record
WHERE kind = ?1 AND alive = 1 AND branch IS NOT NULL
