SELECT frozen, payload
FROM journal
WHERE own = 0 AND lost = 0 AND dropped_at IS NULL AND (outcome IS NULL OR outcome = 'rejected')
ORDER BY seq
