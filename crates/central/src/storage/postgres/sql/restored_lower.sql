INSERT INTO feed (id, sequence, count, hash, restored) VALUES ($1, 0, 0, decode(repeat('00', 32), 'hex'), 0)
ON CONFLICT (id) DO UPDATE SET restored = least(feed.restored, $2)
