SELECT seq
FROM journal
WHERE id = ?1 AND (dropped_at IS NOT NULL OR outcome IS NULL OR outcome = 'rejected')
