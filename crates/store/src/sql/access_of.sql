SELECT seq, at, who, action, kind, record, why, hash
FROM access_log
WHERE kind = ?1 AND record = ?2
ORDER BY seq
