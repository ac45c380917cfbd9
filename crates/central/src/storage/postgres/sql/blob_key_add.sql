INSERT INTO blob_key (home_unit, kind, record, key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
