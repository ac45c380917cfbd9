SELECT
    EXISTS (SELECT 1 FROM confirmed WHERE feed = ?3 AND kind = ?1 AND id = ?2),
    EXISTS (
        SELECT 1 FROM confirmed
        WHERE feed IN (SELECT n FROM feed WHERE n <> ?3) AND kind = ?1 AND id = ?2
    )
