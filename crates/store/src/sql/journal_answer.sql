UPDATE journal
SET outcome = ?2, code = ?3, answered_at = ?4, held = NULL
WHERE seq = ?1
