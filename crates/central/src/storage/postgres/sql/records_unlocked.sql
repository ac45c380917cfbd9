-- The fault that the tests plant: without locks, two nodes can both build on what neither has written yet.
SELECT r.kind, r.id, r.sequence, r.state, r.fields, r.conflicts, r.hash
FROM record r JOIN unnest($2::text[], $3::uuid[]) AS wanted (kind, id) ON r.kind = wanted.kind AND r.id = wanted.id
WHERE r.home_unit = $1
