INSERT OR IGNORE INTO earlier (feed, kind, id, home_unit, restored, fields, conflicts)
SELECT feed, kind, id, home_unit, ?4, fields, conflicts
FROM confirmed
WHERE feed = ?1 AND kind = ?2 AND id = ?3 AND sequence > ?4 AND (fields <> ?5 OR conflicts IS NOT NULL AND conflicts IS NOT ?6)
