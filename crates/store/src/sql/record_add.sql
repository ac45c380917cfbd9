INSERT INTO record (
    row, kind, id, home_unit, fields, changed_at, alive, title, subtitle, sort_key, status, unit, owner, parent, due,
    branch
)
VALUES (
    :row, :kind, :id, :home_unit, :fields, :changed_at, :alive, :title, :subtitle, :sort_key, :status, :unit, :owner,
    :parent, :due, :branch
)
