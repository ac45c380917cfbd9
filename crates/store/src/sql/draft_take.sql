INSERT OR IGNORE INTO draft (kind, record, path, home_unit, value, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
