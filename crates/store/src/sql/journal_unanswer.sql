UPDATE journal
SET outcome = NULL, answered_at = NULL, held = NULL
WHERE outcome IN ('applied', 'applied_with_conflict')
