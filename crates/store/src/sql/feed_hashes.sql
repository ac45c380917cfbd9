SELECT hash FROM confirmed WHERE feed = ?1
UNION ALL
SELECT hash FROM quarantine WHERE feed = ?1 AND hash IS NOT NULL
