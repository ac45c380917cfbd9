-- Everything but the keys of attachments, which no backup has, and the generation, which is set before.
UPDATE dataset SET id = b.id, sealing_secret = b.sealing_secret FROM backup.dataset AS b;
CREATE TEMP TABLE earlier AS SELECT id, restored FROM feed;
DELETE FROM device;
DELETE FROM feed;
DELETE FROM record;
DELETE FROM answered;
DELETE FROM purged;
DELETE FROM blob;
DELETE FROM orphan;
INSERT INTO device SELECT * FROM backup.device;
INSERT INTO feed (id, sequence, count, hash, restored)
SELECT b.id, b.sequence, b.count, b.hash,
       min(b.sequence, ifnull(b.restored, b.sequence), ifnull(e.restored, b.sequence))
FROM backup.feed AS b LEFT JOIN earlier AS e ON e.id = b.id;
-- A feed that is younger than the backup stood at nothing in it; forgotten, it would seem never to have gone back.
INSERT INTO feed (id, sequence, count, hash, restored)
SELECT id, 0, 0, zeroblob(32), 0 FROM earlier WHERE id NOT IN (SELECT id FROM backup.feed);
DROP TABLE earlier;
INSERT INTO record SELECT * FROM backup.record;
INSERT INTO answered SELECT * FROM backup.answered;
INSERT INTO purged SELECT * FROM backup.purged;
INSERT INTO blob SELECT * FROM backup.blob;
INSERT INTO orphan SELECT * FROM backup.orphan;
