SELECT seq, at, who, action, kind, record, why, hash
FROM access_log
ORDER BY seq
