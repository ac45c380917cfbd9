SELECT kind, id, status, search_doc.title, folded_title, body, folded_body
FROM search_doc JOIN record USING (row)
WHERE row = ?1
