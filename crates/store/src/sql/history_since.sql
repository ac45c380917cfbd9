SELECT id, commit_id, at, author, action, kind, record, path, before, after, undone_by IS NOT NULL, outside
FROM history INDEXED BY history_from_outside
WHERE outside = 1 AND id > ?2
ORDER BY id DESC
LIMIT ?1
