UPDATE record SET sequence = ?4, state = 0, fields = ?5, conflicts = ?6, hash = ?7, size = ?8, changed_by = ?9,
    changed_at = ?10
WHERE home_unit = ?1 AND kind = ?2 AND id = ?3
