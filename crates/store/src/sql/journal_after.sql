SELECT seq, payload, outcome IS 'rejected'
FROM journal
WHERE seq >= ?1 AND ahead = 0 AND own = 0 AND lost = 0 AND dropped_at IS NULL AND (outcome IS NULL OR outcome = 'rejected')
ORDER BY seq
