SELECT home_unit, fields, author, at
FROM confirmed
WHERE feed IN (SELECT n FROM feed) AND kind = ?1 AND confirmed.id = ?2
ORDER BY (SELECT feed.id FROM feed WHERE n = feed) LIKE 'unit:%' DESC, feed
LIMIT 1
