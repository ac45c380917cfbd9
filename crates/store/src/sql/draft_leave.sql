INSERT INTO draft_history (kind, record, path, home_unit, value, at, left_at, reason)
SELECT kind, record, path, home_unit, value, at, :now, :reason
FROM draft
WHERE kind = :kind AND record = :record AND path = :path
