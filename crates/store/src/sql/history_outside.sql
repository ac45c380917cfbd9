-- Where it was told before, under own work that lay over it, whoever was named then is named again. Else whoever changed the
-- record last, but under own work nobody who has done some here: then it is his own that was last.
INSERT INTO history (commit_id, at, author, action, kind, record, home_unit, path, before, after, outside)
SELECT
    :commit, ifnull(told.at, :at), ifnull(told.author, CASE
        WHEN :unless_own AND EXISTS (
            SELECT 1 FROM history
            WHERE kind = :kind AND record = :record AND author = :author AND outside = 0
        ) THEN :nobody
        ELSE :author
    END), 'outside', :kind, :record, :home_unit, :path, :before,
    :after, 1
FROM (SELECT 1) LEFT JOIN (
    SELECT at, author FROM history
    WHERE :earlier AND kind = :kind AND record = :record AND path = :path AND outside = 1 AND after = :after
    ORDER BY id DESC
    LIMIT 1
) AS told
