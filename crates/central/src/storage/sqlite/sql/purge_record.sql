UPDATE record SET sequence = ?4, state = 2, fields = '{}', conflicts = '[]', hash = zeroblob(32), size = 0,
    changed_by = NULL, changed_at = NULL
WHERE home_unit = ?1 AND kind = ?2 AND id = ?3
