UPDATE journal
SET id = ?2, hash = ?3, payload = ?4, frozen = ?5, held = NULL
WHERE seq = ?1
