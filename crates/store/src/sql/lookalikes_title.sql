SELECT first.kind, first.id, second.kind, second.id
FROM (
    SELECT sort_key, min(row) AS row
    FROM record
    WHERE kind = ?1 AND alive = 1
    GROUP BY sort_key
    HAVING count(*) > 1
    LIMIT 50
) AS alike
JOIN record AS first ON first.row = alike.row
JOIN record AS second ON second.kind = ?1 AND second.alive = 1 AND second.sort_key = alike.sort_key AND second.row > first.row
