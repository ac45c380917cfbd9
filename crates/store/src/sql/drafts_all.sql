SELECT kind, record, home_unit, path, value, at, base
FROM draft
ORDER BY at DESC, kind, record, path
