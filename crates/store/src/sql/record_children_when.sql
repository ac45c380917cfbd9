SELECT kind, id, home_unit, json_object(
    'status', fields ->> '$.status',
    'starts_at', fields ->> '$.starts_at',
    'ends_at', fields ->> '$.ends_at'
)
FROM record
WHERE parent = ?1 AND kind = ?2 AND alive = 1
ORDER BY sort_key, row
