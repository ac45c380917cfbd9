-- Where each feed stood in the backup; the lowest, when there have been several restores.
UPDATE feed SET restored = least(sequence, restored, (SELECT e.restored FROM earlier e WHERE e.id = feed.id))
