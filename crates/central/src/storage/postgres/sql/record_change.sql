-- Every record is there: the key finds it without a plan that could go wrong.
INSERT INTO record AS r (home_unit, kind, id, sequence, state, fields, conflicts, hash, size, changed_by, changed_at)
SELECT $1, kind, id, sequence, 0, fields, conflicts, hash, octet_length(fields) + octet_length(conflicts),
       changed_by, changed_at
FROM unnest($2::text[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::uuid[], $9::text[])
    AS new (kind, id, sequence, fields, conflicts, hash, changed_by, changed_at)
ON CONFLICT (home_unit, kind, id) DO UPDATE
SET sequence = excluded.sequence, state = 0, fields = excluded.fields, conflicts = excluded.conflicts,
    hash = excluded.hash, size = excluded.size, changed_by = coalesce(excluded.changed_by, r.changed_by),
    changed_at = coalesce(excluded.changed_at, r.changed_at)
