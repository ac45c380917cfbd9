-- Where it was told before, under own work that lay over it, whoever was named then is named again.
INSERT INTO history (commit_id, at, author, action, kind, record, home_unit, path, before, after, outside)
SELECT
    :commit, ifnull(told.at, :at), ifnull(told.author, :author), 'outside', :kind, :record, :home_unit, :path, :before,
    :after, 1
FROM (SELECT 1) LEFT JOIN (
    SELECT at, author FROM history
    WHERE :earlier AND kind = :kind AND record = :record AND path = :path AND outside = 1 AND after = :after
    ORDER BY id DESC
    LIMIT 1
) AS told
