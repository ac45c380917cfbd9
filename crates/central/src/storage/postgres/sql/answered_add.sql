INSERT INTO answered (home_unit, id, hash, outcome, code, sequence)
SELECT $1, id, hash, outcome, code, sequence
FROM unnest($2::uuid[], $3::bytea[], $4::smallint[], $5::text[], $6::bigint[])
    AS new (id, hash, outcome, code, sequence)
