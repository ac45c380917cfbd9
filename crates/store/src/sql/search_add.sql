INSERT INTO search_doc (row, start, title, folded_title, body, folded_body)
VALUES (:row, :start, :title, :folded_title, :body, :folded_body)
