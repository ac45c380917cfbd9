SELECT id, kind, record, home_unit, path, value, at, left_at, reason
FROM draft_history
WHERE kind = ?1 AND record = ?2
ORDER BY id DESC
