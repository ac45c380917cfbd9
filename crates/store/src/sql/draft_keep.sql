-- Autosave replaces a draft every second while somebody types: keep a step every 10 seconds, and every step that
-- loses more than half of the text.
INSERT INTO draft_history (kind, record, path, home_unit, value, at, left_at, reason)
SELECT kind, record, path, home_unit, value, at, :now, 'replaced'
FROM draft
WHERE kind = :kind AND record = :record AND path = :path
    AND (
        length(value) > 2 * length(:value)
        OR NOT EXISTS (
            SELECT 1 FROM draft_history AS kept
            WHERE kept.kind = :kind AND kept.record = :record AND kept.path = :path
                AND kept.left_at > strftime('%Y-%m-%dT%H:%M:%S', :now, '-10 seconds')
        )
    )
