INSERT INTO history (commit_id, at, author, action, kind, record, home_unit, path, before, after)
VALUES (:commit, :at, :author, :action, :kind, :record, :home_unit, :path, :before, :after)
