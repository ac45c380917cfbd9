-- The running size lets a page end early; its first entry always fits.
SELECT sequence, kind, id, state, fields, conflicts, changed_by, changed_at FROM (
    SELECT sequence, kind, id, state, fields, conflicts, changed_by, changed_at,
           sum(size) OVER (ORDER BY sequence ROWS UNBOUNDED PRECEDING) - size AS so_far
    FROM (SELECT * FROM record WHERE home_unit = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3)
) WHERE so_far < ?4 ORDER BY sequence
