SELECT payload, own, outcome IS 'rejected', outcome IS 'applied' OR outcome IS 'applied_with_conflict'
FROM overlay JOIN journal USING (seq)
WHERE kind = ?1 AND overlay.id = ?2
ORDER BY ahead DESC, seq
