INSERT INTO history (commit_id, at, author, action, kind, record, home_unit, path, before, after, outside)
VALUES (:commit, :at, :author, 'outside', :kind, :record, :home_unit, :path, :before, :after, 1)
