UPDATE draft
SET base = ?4
WHERE kind = ?1 AND record = ?2 AND path = ?3 AND base IS NULL
