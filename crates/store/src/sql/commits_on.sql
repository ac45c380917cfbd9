SELECT DISTINCT seq, frozen
FROM journal, json_each(journal.payload, '$.records') AS part
WHERE part.value ->> '$.key.kind' = ?1 AND part.value ->> '$.key.id' = ?2
