SELECT
    kind, id, title, subtitle, status,
    (SELECT party.id FROM party WHERE n = unit),
    (SELECT party.id FROM party WHERE n = owner),
    parent, due, branch, changed_at,
    EXISTS (SELECT 1 FROM draft WHERE draft.kind = record.kind AND draft.record = record.id)
FROM record
WHERE row = ?1
