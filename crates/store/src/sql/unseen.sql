SELECT kind, id
FROM confirmed
WHERE feed = ?1
    AND NOT EXISTS (
        SELECT 1 FROM seen
        WHERE seen.feed = confirmed.feed AND seen.kind = confirmed.kind AND seen.id = confirmed.id
    )
LIMIT ?2
