SELECT DISTINCT kind, record
FROM history
WHERE path = '@alive' AND after = 'false' AND outside = 0 AND undone_by IS NULL
    AND (
        at >= strftime('%Y-%m-%dT%H:%M:%S', ?1, '-1 day')
        OR EXISTS (SELECT 1 FROM journal WHERE journal.id = history.commit_id AND outcome IS NULL)
    )
    AND id > ifnull((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'deletions.allowed'), 0)
    AND EXISTS (
        SELECT 1 FROM record
        WHERE record.kind = history.kind AND record.id = history.record AND alive = 0
    )
