SELECT DISTINCT seq, frozen AND outcome IS NOT 'rejected' AND dropped_at IS NULL
FROM journal, json_each(journal.payload, '$.records') AS part
WHERE part.value ->> '$.key.kind' = ?1 AND part.value ->> '$.key.id' = ?2
