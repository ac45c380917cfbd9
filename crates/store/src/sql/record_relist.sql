UPDATE record
SET alive = :alive, title = :title, subtitle = :subtitle, sort_key = :sort_key, status = :status, unit = :unit,
    owner = :owner, parent = :parent, due = :due, branch = :branch
WHERE row = :row
