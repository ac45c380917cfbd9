SELECT feed.id, sequence, reason, payload, at
FROM quarantine JOIN feed ON feed.n = quarantine.feed
ORDER BY at DESC, sequence DESC
LIMIT 500
