INSERT INTO blob (home_unit, id, kind, record, size, sha256, stored, complete)
VALUES ($1, $2, $3, $4, $5, $6, 0, false) ON CONFLICT DO NOTHING
