SELECT id, kind, record, home_unit, path, value, at, left_at, reason
FROM draft_history
WHERE reason = 'discarded'
ORDER BY id DESC
LIMIT 100
