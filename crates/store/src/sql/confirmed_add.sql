INSERT INTO confirmed (feed, kind, id, home_unit, sequence, fields, conflicts, hash, author, at)
VALUES (:feed, :kind, :id, :home_unit, :sequence, :fields, :conflicts, :hash, :author, :at)
