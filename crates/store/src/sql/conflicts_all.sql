SELECT kind, id, conflicts
FROM confirmed INDEXED BY confirmed_in_conflict
WHERE conflicts IS NOT NULL
ORDER BY kind, id
