INSERT INTO central (one, dataset, generation, sealing_key)
VALUES (1, ?1, ?2, ?3)
ON CONFLICT (one) DO UPDATE
SET dataset = excluded.dataset, generation = excluded.generation, sealing_key = excluded.sealing_key
