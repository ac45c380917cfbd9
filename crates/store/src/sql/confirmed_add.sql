INSERT INTO confirmed (feed, kind, id, home_unit, sequence, fields, conflicts, hash)
VALUES (:feed, :kind, :id, :home_unit, :sequence, :fields, :conflicts, :hash)
