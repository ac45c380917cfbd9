INSERT INTO tidied (day, history, draft_history)
SELECT
    ifnull(max(last, min(date(?1), date(last, '+7 days'))), date(?1)),
    (SELECT ifnull(max(id), 0) FROM history),
    (SELECT ifnull(max(id), 0) FROM draft_history)
FROM (SELECT max(day) AS last FROM tidied)
WHERE true
ON CONFLICT (day) DO NOTHING
