DELETE FROM draft_history
WHERE id <= (SELECT max(draft_history) FROM tidied WHERE day <= ?1)
