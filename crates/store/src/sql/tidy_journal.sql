DELETE FROM journal
WHERE dropped_at < strftime('%Y-%m-%dT%H:%M:%S', ?1, '-30 days')
