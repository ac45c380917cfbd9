SELECT seq, frozen, held, payload
FROM journal
WHERE ahead = 1 AND outcome IS NULL AND lost = 0 AND dropped_at IS NULL
ORDER BY seq
LIMIT ?1
