-- Waits for whoever writes these records now, then reads what they wrote. One by one along the key, in the order in which
-- everybody locks them: a plan made while the table was small would read all of it once it is large.
SELECT r.*
FROM (SELECT kind, id FROM unnest($2::text[], $3::uuid[]) AS wanted (kind, id) ORDER BY kind, id) AS wanted
CROSS JOIN LATERAL (
    SELECT kind, id, sequence, state, fields, conflicts, hash FROM record
    WHERE home_unit = $1 AND kind = wanted.kind AND id = wanted.id
    FOR UPDATE
) AS r
