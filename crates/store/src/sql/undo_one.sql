SELECT at, action, kind, record, home_unit, path, before, after
FROM history
WHERE commit_id = ?1 AND undone_by IS NULL AND outside = 0
    AND at >= strftime('%Y-%m-%dT%H:%M:%S', ?2, '-30 days')
ORDER BY id
