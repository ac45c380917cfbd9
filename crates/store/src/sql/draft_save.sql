INSERT INTO draft (kind, record, path, home_unit, value, at)
VALUES (:kind, :record, :path, :home_unit, :value, :now)
ON CONFLICT (kind, record, path) DO UPDATE SET value = excluded.value, at = excluded.at
