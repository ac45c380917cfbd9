INSERT INTO tidied (day, clock, history, draft_history)
SELECT
    ifnull(
        date(
            last.day,
            '+' || max(
                0,
                min(
                    7,
                    julianday(date(?1)) - julianday(last.clock),
                    CASE
                        WHEN julianday(last.day) - julianday(date(?1)) > 31 THEN 7
                        ELSE julianday(date(?1)) - julianday(last.day)
                    END
                )
            ) || ' days'
        ),
        date(?1)
    ),
    date(?1),
    (SELECT ifnull(max(id), 0) FROM history),
    (SELECT ifnull(max(id), 0) FROM draft_history)
FROM (SELECT 1) LEFT JOIN (SELECT day, clock FROM tidied ORDER BY day DESC LIMIT 1) AS last ON true
WHERE true
ON CONFLICT (day) DO UPDATE SET clock = excluded.clock
