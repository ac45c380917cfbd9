UPDATE record
SET sequence = $4, state = 2, fields = '{}', conflicts = '[]', hash = decode(repeat('00', 32), 'hex'), size = 0,
    changed_by = NULL, changed_at = NULL
WHERE home_unit = $1 AND kind = $2 AND id = $3
