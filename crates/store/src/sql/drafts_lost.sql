SELECT kind, record, home_unit, path, value, at
FROM draft
WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.kind = draft.kind AND record.id = draft.record)
ORDER BY kind, record, path
