SELECT outcome IS NULL, outcome = 'rejected'
FROM overlay JOIN journal USING (seq)
WHERE kind = ?1 AND overlay.id = ?2 AND own = 0 AND lost = 0 AND dropped_at IS NULL
    AND (outcome IS NULL OR outcome = 'rejected')
