INSERT INTO feed (id, sequence, count, hash, restored) VALUES (?1, 0, 0, zeroblob(32), 0)
ON CONFLICT (id) DO UPDATE SET restored = min(ifnull(restored, ?2), ?2)
