SELECT p.kind, p.id
FROM purged p JOIN unnest($1::text[], $2::uuid[]) AS wanted (kind, id) ON p.kind = wanted.kind AND p.id = wanted.id
