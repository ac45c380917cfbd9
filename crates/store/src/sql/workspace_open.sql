INSERT INTO workspace (one, id, created_at, opened_at)
VALUES (1, ?1, ?2, ?2)
ON CONFLICT (one) DO UPDATE SET opened_at = excluded.opened_at, opens = opens + 1 WHERE id = excluded.id
