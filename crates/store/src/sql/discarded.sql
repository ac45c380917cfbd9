SELECT kind, record, max(at)
FROM history
WHERE path = '@alive' AND after = 'false'
    AND EXISTS (
        SELECT 1 FROM record
        WHERE record.kind = history.kind AND record.id = history.record AND alive = 0
    )
GROUP BY kind, record
ORDER BY max(at) DESC
LIMIT 100
