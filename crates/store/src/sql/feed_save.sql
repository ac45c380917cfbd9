UPDATE feed
SET cursor = :cursor, count = :count, hash = :hash, complete = :complete, reading = :reading, known = :known
WHERE n = :n
