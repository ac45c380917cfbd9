-- One statement, so one state of the database: the entries, how the feed stood, and which data it is. The running size
-- lets a page end early; its first entry always fits. No text is larger than 1 GiB here, so no size needs a bigint, and a
-- sum of integers is one; that of bigints would be a numeric.
SELECT d.id, d.generation, f.sequence, f.count, f.hash, f.restored, e.sequence, e.kind, e.id, e.state, e.fields, e.conflicts,
       e.changed_by, e.changed_at
FROM dataset d
LEFT JOIN feed f ON f.id = $1
LEFT JOIN (
    SELECT sized.* FROM (
        SELECT page.*, sum(size::integer) OVER (ORDER BY sequence ROWS UNBOUNDED PRECEDING) - size AS so_far
        FROM (SELECT * FROM record WHERE home_unit = $2 AND sequence > $3 ORDER BY sequence LIMIT $4) AS page
    ) AS sized WHERE so_far < $5
) AS e ON true
ORDER BY e.sequence
