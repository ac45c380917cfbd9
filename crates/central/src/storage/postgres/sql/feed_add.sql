INSERT INTO feed (id, sequence, count, hash) VALUES ($1, 0, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING
