SELECT seq, payload, code, dropped_at, answered_at
FROM journal
WHERE own = 0 AND lost = 0 AND (dropped_at IS NOT NULL OR outcome IS 'rejected' OR outcome IS NULL)
    AND EXISTS (SELECT 1 FROM journal AS any WHERE any.outcome IS NOT NULL OR any.dropped_at IS NOT NULL)
ORDER BY seq
