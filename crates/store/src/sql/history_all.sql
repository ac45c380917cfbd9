SELECT id, commit_id, at, author, action, kind, record, path, before, after, undone_by IS NOT NULL, outside
FROM history
ORDER BY id DESC
LIMIT ?1
