INSERT INTO access_log (seq, at, who, action, kind, record, why, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
