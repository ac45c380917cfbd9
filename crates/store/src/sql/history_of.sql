SELECT id, commit_id, at, author, action, kind, record, path, before, after, undone_by IS NOT NULL, outside
FROM history
WHERE kind = ?2 AND record = ?3
ORDER BY id DESC
LIMIT ?1
