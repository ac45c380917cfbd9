UPDATE record SET sequence = ?4, state = 0, fields = ?5, conflicts = ?6, hash = ?7, size = ?8, changed_by = ifnull(?9, changed_by),
    changed_at = ifnull(?10, changed_at)
WHERE home_unit = ?1 AND kind = ?2 AND id = ?3
