-- Higher than anything a device can have seen: than the backup's, than what is replaced here, and than the time.
UPDATE dataset SET generation = max(
    ?1, generation + 1, (SELECT generation + 1 FROM backup.dataset)
)
