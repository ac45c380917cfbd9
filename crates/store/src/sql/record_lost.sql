SELECT EXISTS (
    SELECT 1 FROM confirmed
    WHERE feed = ?1
        AND NOT EXISTS (SELECT 1 FROM record WHERE record.kind = confirmed.kind AND record.id = confirmed.id)
)
