SELECT home_unit, path, value, at, base
FROM draft
WHERE kind = ?1 AND record = ?2
ORDER BY path
