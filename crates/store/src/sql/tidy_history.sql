DELETE FROM history
WHERE id <= (SELECT max(history) FROM tidied WHERE day <= ?1)
    AND (
        NOT EXISTS (SELECT 1 FROM journal WHERE journal.id = history.commit_id AND outcome IS NULL)
        OR EXISTS (
            SELECT 1 FROM history AS later
            WHERE later.kind = history.kind AND later.record = history.record AND later.id > history.id
                AND later.path = history.path
        )
    )
