SELECT commit_id
FROM history
WHERE author = ?1 AND undone_by IS NULL AND outside = 0
    AND at >= strftime('%Y-%m-%dT%H:%M:%S', ?2, '-30 days')
    AND NOT EXISTS (SELECT 1 FROM history AS undone WHERE undone.undone_by = history.commit_id)
ORDER BY id DESC
LIMIT 1
