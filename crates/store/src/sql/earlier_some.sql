SELECT
    kind, id, home_unit, fields, conflicts,
    ifnull(
        (
            SELECT sequence > earlier.restored FROM confirmed
            WHERE confirmed.feed = earlier.feed AND confirmed.kind = earlier.kind AND confirmed.id = earlier.id
        ),
        0
    )
FROM earlier
LIMIT ?1
