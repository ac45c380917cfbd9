SELECT d.id, d.generation, d.sealing_secret, f.sequence, f.count, f.hash, f.restored
FROM dataset d LEFT JOIN feed f ON f.id = $1
