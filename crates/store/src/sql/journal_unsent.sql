SELECT seq, frozen, held, payload
FROM journal
WHERE outcome IS NULL AND own = 0 AND lost = 0 AND dropped_at IS NULL
ORDER BY seq
LIMIT ?1
