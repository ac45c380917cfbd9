-- Schema 1 of central on PostgreSQL. Never edited after its release: a change is 0002.sql. The same tables stand in
-- ../../sqlite/schema.
--
-- Kinds are their codes. The home unit is a part of every key, so that one unit's rows can be kept
-- apart from another's. Fields and conflicts are canonical JSON and leave central as they lie here.

CREATE TABLE dataset (
    one smallint PRIMARY KEY CHECK (one = 1),       -- a single row
    id uuid NOT NULL,                               -- another one means another central
    generation bigint NOT NULL CHECK (generation > 0), -- grows with every restore
    sealing_secret bytea NOT NULL CHECK (length(sealing_secret) = 32) -- X25519; opens what devices hand in as orphaned
);

CREATE TABLE device (
    token text PRIMARY KEY CHECK (length(token) = 64), -- SHA-256 of the token, hex; the token itself is nowhere
    id uuid NOT NULL UNIQUE,                        -- names the device without its token
    home_unit uuid NOT NULL,                        -- the unit whose records it reads and writes
    employee uuid NOT NULL,                         -- who uses it
    enrolled_at text NOT NULL,                      -- RFC 3339, UTC
    revoked_at text                                 -- RFC 3339, UTC; NULL: in use
);

-- One row per feed: what was assigned last, and what a complete reader has.
CREATE TABLE feed (
    id text PRIMARY KEY CHECK (id <> ''),           -- as on the wire: unit:<home unit>
    sequence bigint NOT NULL CHECK (sequence >= 0), -- the last number that was assigned, without gaps
    count bigint NOT NULL CHECK (count >= 0),       -- records that are present
    hash bytea NOT NULL CHECK (length(hash) = 32),  -- sum of their hashes modulo 2^256
    restored bigint CHECK (restored >= 0)           -- where it stood in a backup that was restored, the lowest; NULL: never
);

-- The latest state of every record, which is also its entry in the feed of its home unit.
CREATE TABLE record (
    home_unit uuid NOT NULL,                        -- never changes
    kind text NOT NULL CHECK (kind <> ''),          -- code
    id uuid NOT NULL,                               -- record id
    sequence bigint NOT NULL CHECK (sequence > 0),  -- when it last changed, in the feed of its home unit
    state smallint NOT NULL CHECK (state IN (0, 1, 2)), -- 0 present, 1 retracted, 2 purged
    fields text NOT NULL CHECK (state = 0 OR fields = '{}'), -- all values
    conflicts text NOT NULL CHECK (state = 0 OR conflicts = '[]'), -- what a person has yet to decide
    hash bytea NOT NULL CHECK (length(hash) = 32),  -- SHA-256 of its canonical text; zero when it is not present
    size bigint NOT NULL CHECK (size >= 0),         -- bytes of fields and conflicts, so that a page knows when to end
    changed_by uuid,                                -- who made the latest change; NULL when it is not present. For display only
    changed_at text,                                -- when, by that device's time. For display only
    PRIMARY KEY (home_unit, kind, id)
);
CREATE UNIQUE INDEX record_by_sequence ON record (home_unit, sequence);

-- What was answered to a commit, so that the same one gets the same answer for ever.
CREATE TABLE answered (
    home_unit uuid NOT NULL,                        -- of the device that sent it
    id uuid NOT NULL,                               -- commit id
    hash bytea NOT NULL CHECK (length(hash) = 32),  -- payload hash: the same id with another one is an error
    outcome smallint NOT NULL CHECK (outcome IN (0, 1, 2, 3)), -- 0 applied, 1 with a conflict, 2 rejected, 3 purged
    code text CHECK ((code IS NOT NULL) = (outcome = 2)), -- why it was rejected
    sequence bigint NOT NULL CHECK (sequence >= 0), -- where it landed in the unit's feed; 0: nowhere
    PRIMARY KEY (home_unit, id)
);

-- Records erased by law. The ledger beside the database says the same and outlives a restore.
CREATE TABLE purged (
    kind text NOT NULL CHECK (kind <> ''),          -- code
    id uuid NOT NULL,                               -- record id, whatever its home unit
    PRIMARY KEY (kind, id)
);

-- Attachments. Their bytes lie in the blob store, sealed under the key of their record.
CREATE TABLE blob (
    home_unit uuid NOT NULL,                        -- of its record
    id uuid NOT NULL,                               -- random
    kind text NOT NULL CHECK (kind <> ''),          -- of its record
    record uuid NOT NULL,                           -- its record
    size bigint NOT NULL CHECK (size >= 0),         -- bytes when whole
    sha256 bytea NOT NULL CHECK (length(sha256) = 32), -- of the whole, as a check only
    stored bigint NOT NULL CHECK (stored BETWEEN 0 AND size), -- bytes that are there
    complete boolean NOT NULL,                      -- all there, and the hash fits
    PRIMARY KEY (home_unit, id)
);
CREATE INDEX blob_by_record ON blob (home_unit, kind, record);

-- The key of a record's attachments. Never in a backup of the database: destroying it erases every copy of them.
CREATE TABLE blob_key (
    home_unit uuid NOT NULL,                        -- of the record
    kind text NOT NULL CHECK (kind <> ''),          -- of the record
    record uuid NOT NULL,                           -- the record
    key bytea NOT NULL CHECK (length(key) = 32),    -- random
    PRIMARY KEY (home_unit, kind, record)
);

-- Unsent work of devices that lost their scope, sealed to this dataset's public key.
CREATE TABLE orphan (
    home_unit uuid NOT NULL,                        -- of the device that handed it in
    id bytea NOT NULL CHECK (length(id) = 32),      -- SHA-256 of the sealed bytes: handing in twice keeps one
    device uuid NOT NULL,                           -- which device
    received_at text NOT NULL,                      -- RFC 3339, UTC
    sealed bytea NOT NULL,                          -- as it came
    PRIMARY KEY (home_unit, id)
);
