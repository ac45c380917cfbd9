INSERT INTO feed (id, sequence, count, hash) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, count = excluded.count, hash = excluded.hash
