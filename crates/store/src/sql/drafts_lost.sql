SELECT
    kind, record, home_unit, path, value, at,
    EXISTS (SELECT 1 FROM record WHERE record.kind = draft.kind AND record.id = draft.record)
FROM draft
ORDER BY kind, record, path
