-- Waits for whoever writes these records now, then reads what they wrote.
SELECT r.kind, r.id, r.sequence, r.state, r.fields, r.conflicts, r.hash
FROM record r JOIN unnest($2::text[], $3::uuid[]) AS wanted (kind, id) ON r.kind = wanted.kind AND r.id = wanted.id
WHERE r.home_unit = $1
ORDER BY r.kind, r.id
FOR UPDATE OF r
