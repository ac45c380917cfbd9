INSERT INTO quarantine (feed, sequence, kind, id, reason, payload, hash, at)
VALUES (:feed, :sequence, :kind, :id, :reason, :payload, :hash, :at)
ON CONFLICT (feed, sequence) DO UPDATE
SET reason = excluded.reason, payload = excluded.payload, at = excluded.at
