-- One by one along the key, as in records.sql.
SELECT a.* FROM unnest($2::uuid[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT id, hash, outcome, code, sequence FROM answered WHERE home_unit = $1 AND id = wanted.id OFFSET 0
) AS a
