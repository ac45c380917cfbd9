SELECT count(*)
FROM record
WHERE kind = ?1 AND alive = 1 AND fields ->> ?2 = ?3
