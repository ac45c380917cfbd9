UPDATE confirmed
SET home_unit = :home_unit, sequence = :sequence, fields = :fields, conflicts = :conflicts, hash = :hash,
    author = :author, at = :at
WHERE feed = :feed AND kind = :kind AND id = :id
