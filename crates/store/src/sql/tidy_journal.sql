DELETE FROM journal
WHERE dropped_at IS NOT NULL AND dropped_day <= ?1
