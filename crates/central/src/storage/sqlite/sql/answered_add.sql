INSERT INTO answered (home_unit, id, hash, outcome, code, sequence) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
