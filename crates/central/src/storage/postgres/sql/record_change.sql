UPDATE record r
SET sequence = new.sequence, state = 0, fields = new.fields, conflicts = new.conflicts, hash = new.hash,
    size = octet_length(new.fields) + octet_length(new.conflicts),
    changed_by = coalesce(new.changed_by, r.changed_by), changed_at = coalesce(new.changed_at, r.changed_at)
FROM unnest($2::text[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::uuid[], $9::text[])
    AS new (kind, id, sequence, fields, conflicts, hash, changed_by, changed_at)
WHERE r.home_unit = $1 AND r.kind = new.kind AND r.id = new.id
