SELECT id, kind, record, size, sha256, here, whole, sent, n
FROM attachment
WHERE whole = 0 AND sent = 1 AND missing = 0
ORDER BY n
LIMIT 1
