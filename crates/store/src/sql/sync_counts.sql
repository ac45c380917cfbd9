SELECT
    (SELECT commits FROM unsent),
    (SELECT count(*) FROM journal WHERE outcome IN ('applied', 'applied_with_conflict')),
    (SELECT count(*) FROM journal WHERE outcome = 'rejected' AND dropped_at IS NULL),
    (SELECT count(*) FROM quarantine),
    (SELECT count(*) FROM orphan)
