SELECT payload
FROM journal
WHERE outcome = 'rejected' AND dropped_at IS NULL
ORDER BY seq
