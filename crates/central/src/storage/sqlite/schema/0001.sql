-- Schema 1 of central on SQLite. Never edited after its release: a change is 0002.sql. The same tables stand in
-- ../../postgres/schema. A backup of either is a file of this one.
--
-- Ids are 16-byte UUIDs, kinds their codes. The home unit is a part of every key, so that one unit's rows can be kept
-- apart from another's. Fields and conflicts are canonical JSON and leave central as they lie here.

CREATE TABLE dataset (
    one INTEGER PRIMARY KEY CHECK (one = 1),        -- a single row
    id BLOB NOT NULL CHECK (length(id) = 16),       -- another one means another central
    generation INTEGER NOT NULL CHECK (generation > 0), -- grows with every restore
    sealing_secret BLOB NOT NULL CHECK (length(sealing_secret) = 32) -- X25519; opens what devices hand in as orphaned
) STRICT;

CREATE TABLE device (
    token TEXT PRIMARY KEY CHECK (length(token) = 64), -- SHA-256 of the token, hex; the token itself is nowhere
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16), -- names the device without its token
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- the unit whose records it reads and writes
    employee BLOB NOT NULL CHECK (length(employee) = 16), -- who uses it
    enrolled_at TEXT NOT NULL,                      -- RFC 3339, UTC
    revoked_at TEXT                                 -- RFC 3339, UTC; NULL: in use
) STRICT, WITHOUT ROWID;

-- One row per feed: what was assigned last, and what a complete reader has.
CREATE TABLE feed (
    id TEXT PRIMARY KEY CHECK (id <> ''),           -- as on the wire: unit:<home unit>
    sequence INTEGER NOT NULL CHECK (sequence >= 0), -- the last number that was assigned, without gaps
    count INTEGER NOT NULL CHECK (count >= 0),      -- records that are present
    hash BLOB NOT NULL CHECK (length(hash) = 32),   -- sum of their hashes modulo 2^256
    restored INTEGER CHECK (restored >= 0)          -- where it stood in a backup that was restored, the lowest; NULL: never
) STRICT, WITHOUT ROWID;

-- The latest state of every record, which is also its entry in the feed of its home unit.
CREATE TABLE record (
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- never changes
    kind TEXT NOT NULL CHECK (kind <> ''),          -- code
    id BLOB NOT NULL CHECK (length(id) = 16),       -- record id
    sequence INTEGER NOT NULL CHECK (sequence > 0), -- when it last changed, in the feed of its home unit
    state INTEGER NOT NULL CHECK (state IN (0, 1, 2)), -- 0 present, 1 retracted, 2 purged
    fields TEXT NOT NULL CHECK (state = 0 OR fields = '{}'), -- all values
    conflicts TEXT NOT NULL CHECK (state = 0 OR conflicts = '[]'), -- what a person has yet to decide
    hash BLOB NOT NULL CHECK (length(hash) = 32),   -- SHA-256 of its canonical text; zero when it is not present
    size INTEGER NOT NULL CHECK (size >= 0),        -- bytes of fields and conflicts, so that a page knows when to end
    changed_by BLOB CHECK (length(changed_by) = 16), -- who made the latest change; NULL when it is not present. For display only
    changed_at TEXT,                                -- when, by that device's time. For display only
    PRIMARY KEY (home_unit, kind, id)
) STRICT;
CREATE UNIQUE INDEX record_by_sequence ON record (home_unit, sequence);

-- What was answered to a commit, so that the same one gets the same answer for ever.
CREATE TABLE answered (
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- of the device that sent it
    id BLOB NOT NULL CHECK (length(id) = 16),       -- commit id
    hash BLOB NOT NULL CHECK (length(hash) = 32),   -- payload hash: the same id with another one is an error
    outcome INTEGER NOT NULL CHECK (outcome IN (0, 1, 2, 3)), -- 0 applied, 1 with a conflict, 2 rejected, 3 purged
    code TEXT CHECK ((code IS NOT NULL) = (outcome = 2)), -- why it was rejected
    sequence INTEGER NOT NULL CHECK (sequence >= 0), -- where it landed in the unit's feed; 0: nowhere
    PRIMARY KEY (home_unit, id)
) STRICT, WITHOUT ROWID;

-- Records erased by law. The ledger beside the database says the same and outlives a restore.
CREATE TABLE purged (
    kind TEXT NOT NULL CHECK (kind <> ''),          -- code
    id BLOB NOT NULL CHECK (length(id) = 16),       -- record id, whatever its home unit
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- Attachments. Their bytes lie in the blob store, sealed under the key of their record.
CREATE TABLE blob (
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- of its record
    id BLOB NOT NULL CHECK (length(id) = 16),       -- random
    kind TEXT NOT NULL CHECK (kind <> ''),          -- of its record
    record BLOB NOT NULL CHECK (length(record) = 16), -- its record
    size INTEGER NOT NULL CHECK (size >= 0),        -- bytes when whole
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32), -- of the whole, as a check only
    stored INTEGER NOT NULL CHECK (stored BETWEEN 0 AND size), -- bytes that are there
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)), -- 1: all there, and the hash fits
    PRIMARY KEY (home_unit, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_by_record ON blob (home_unit, kind, record);

-- The key of a record's attachments. Never in a backup of the database: destroying it erases every copy of them.
CREATE TABLE blob_key (
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- of the record
    kind TEXT NOT NULL CHECK (kind <> ''),          -- of the record
    record BLOB NOT NULL CHECK (length(record) = 16), -- the record
    key BLOB NOT NULL CHECK (length(key) = 32),     -- random
    PRIMARY KEY (home_unit, kind, record)
) STRICT, WITHOUT ROWID;

-- Unsent work of devices that lost their scope, sealed to this dataset's public key.
CREATE TABLE orphan (
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- of the device that handed it in
    id BLOB NOT NULL CHECK (length(id) = 32),       -- SHA-256 of the sealed bytes: handing in twice keeps one
    device BLOB NOT NULL CHECK (length(device) = 16), -- which device
    received_at TEXT NOT NULL,                      -- RFC 3339, UTC
    sealed BLOB NOT NULL,                           -- as it came
    PRIMARY KEY (home_unit, id)
) STRICT;
