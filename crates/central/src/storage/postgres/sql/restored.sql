-- Where each feed stood in the backup; the lowest, when there have been several restores.
UPDATE feed SET restored = least(sequence, restored, (SELECT e.restored FROM earlier e WHERE e.id = feed.id));
-- A feed that is younger than the backup stood at nothing in it; forgotten, it would seem never to have gone back.
INSERT INTO feed (id, sequence, count, hash, restored)
SELECT id, 0, 0, decode(repeat('00', 32), 'hex'), 0 FROM earlier WHERE id NOT IN (SELECT id FROM feed)
