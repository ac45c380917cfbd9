SELECT first.kind, first.id, second.kind, second.id
FROM (
    SELECT fields ->> '$.cvr' AS number
    FROM record
    WHERE kind = ?1 AND fields ->> '$.cvr' IS NOT NULL
    GROUP BY fields ->> '$.cvr'
    HAVING count(*) > 1
) AS alike
JOIN record AS first ON first.kind = ?1 AND first.fields ->> '$.cvr' = alike.number AND first.alive = 1
JOIN record AS second
    ON second.kind = ?1 AND second.fields ->> '$.cvr' = alike.number AND second.alive = 1 AND second.row > first.row
WHERE NOT EXISTS (
    SELECT 1 FROM record AS earlier
    WHERE earlier.kind = ?1 AND earlier.fields ->> '$.cvr' = alike.number AND earlier.alive = 1 AND earlier.row < first.row
)
LIMIT 50
