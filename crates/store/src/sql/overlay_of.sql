SELECT payload, own, outcome IS 'rejected'
FROM overlay JOIN journal USING (seq)
WHERE kind = ?1 AND overlay.id = ?2
ORDER BY ahead DESC, seq
