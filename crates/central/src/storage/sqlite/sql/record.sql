SELECT sequence, state, fields, conflicts, hash FROM record WHERE home_unit = ?1 AND kind = ?2 AND id = ?3
