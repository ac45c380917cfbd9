SELECT id, kind, record, size, sha256, here, whole, sent, n
FROM attachment
WHERE id = ?1
