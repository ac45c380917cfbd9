DELETE FROM draft_history
WHERE left_at < strftime('%Y-%m-%dT%H:%M:%S', ?1, '-30 days')
