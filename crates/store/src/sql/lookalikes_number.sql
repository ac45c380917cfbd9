SELECT first.kind, first.id, second.kind, second.id
FROM (
    SELECT fields ->> '$.cvr' AS number, min(row) AS row
    FROM record
    WHERE kind = ?1 AND alive = 1 AND fields ->> '$.cvr' IS NOT NULL
    GROUP BY number
    HAVING count(*) > 1
    LIMIT 50
) AS alike
JOIN record AS first ON first.row = alike.row
JOIN record AS second
    ON second.kind = ?1 AND second.alive = 1 AND second.fields ->> '$.cvr' = alike.number AND second.row > first.row
