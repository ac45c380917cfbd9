INSERT INTO record (home_unit, kind, id, sequence, state, fields, conflicts, hash, size, changed_by, changed_at)
VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10)
