SELECT kind, record, home_unit, path, value, at
FROM draft
ORDER BY at DESC, kind, record, path
