-- Schema 2: what central has answered. Schema 1 had the first outline of these tables; nothing ever wrote to them.
--
-- Kinds, ids, times and values are written as in schema 1 (7 template, 8 visit, 9 promise, 10 match_check).

DROP TABLE confirmed;
DROP TABLE feed;

-- Which central the confirmed state is from.
CREATE TABLE central (
    one INTEGER PRIMARY KEY CHECK (one = 1),        -- a single row; none before the first answer
    dataset BLOB NOT NULL CHECK (length(dataset) = 16), -- another one means another central
    generation INTEGER NOT NULL CHECK (generation >= 0), -- another one means a restore from backup
    sealing_key TEXT NOT NULL                       -- public key for work that may no longer be read here
) STRICT;

CREATE TABLE feed (
    n INTEGER PRIMARY KEY,                          -- a small number, for the tables below
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),       -- feed id as central names it
    cursor INTEGER NOT NULL DEFAULT 0 CHECK (cursor >= 0), -- central's sequence up to which entries are stored
    count INTEGER NOT NULL DEFAULT 0 CHECK (count >= 0), -- records of the feed that are here
    hash BLOB NOT NULL DEFAULT (zeroblob(32)) CHECK (length(hash) = 32), -- sum of their content hashes
    complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)), -- 1 once it was read to its end
    reading INTEGER NOT NULL DEFAULT 0 CHECK (reading IN (0, 1, 2)), -- 1: being read again from the start, to heal;
                                                    -- 2: so, after central was restored or swapped
    known INTEGER NOT NULL DEFAULT 0 CHECK (known >= 0) -- the sequence that the backup ended at
) STRICT;

-- What central holds, per feed, apart from this device's own edits.
CREATE TABLE confirmed (
    row INTEGER PRIMARY KEY,                        -- no meaning
    feed INTEGER NOT NULL REFERENCES feed (n),      -- where it was read
    kind INTEGER NOT NULL CHECK (kind > 0),         -- see schema 1
    id BLOB NOT NULL CHECK (length(id) = 16),       -- record id
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- never changes
    sequence INTEGER NOT NULL CHECK (sequence > 0), -- central's sequence of this state
    fields TEXT NOT NULL CHECK (json_type(fields) = 'object'), -- canonical JSON
    conflicts TEXT CHECK (json_type(conflicts) = 'array'), -- open conflicts; NULL: none
    hash BLOB NOT NULL CHECK (length(hash) = 32),   -- its part of feed.hash
    author BLOB CHECK (length(author) = 16),        -- who changed it last, if central said so
    at TEXT                                         -- and when, by that person's device
) STRICT;
CREATE UNIQUE INDEX confirmed_by_record ON confirmed (feed, kind, id);
CREATE INDEX confirmed_in_conflict ON confirmed (kind, id) WHERE conflicts IS NOT NULL;

-- Records met while a feed is read again from the start: what is not among them at the end is gone at central.
CREATE TABLE seen (
    feed INTEGER NOT NULL REFERENCES feed (n),      -- the feed
    kind INTEGER NOT NULL CHECK (kind > 0),         -- see schema 1
    id BLOB NOT NULL CHECK (length(id) = 16),       -- record id
    PRIMARY KEY (feed, kind, id)
) STRICT, WITHOUT ROWID;

-- What was confirmed before central was restored or swapped, and may be newer than what it holds now.
CREATE TABLE earlier (
    feed INTEGER NOT NULL REFERENCES feed (n),      -- the feed
    kind INTEGER NOT NULL CHECK (kind > 0),         -- see schema 1
    id BLOB NOT NULL CHECK (length(id) = 16),       -- record id
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- of the record
    restored INTEGER NOT NULL CHECK (restored >= 0), -- the sequence that the backup ended at
    fields TEXT NOT NULL CHECK (json_type(fields) = 'object'), -- as it was confirmed
    conflicts TEXT CHECK (json_type(conflicts) = 'array'), -- what was open then; NULL: none
    PRIMARY KEY (feed, kind, id)
) STRICT, WITHOUT ROWID;

-- Entries that could not be read or stored. They never stop a page; a newer program tries them again.
CREATE TABLE quarantine (
    feed INTEGER NOT NULL REFERENCES feed (n),      -- where it was read
    sequence INTEGER NOT NULL CHECK (sequence > 0), -- central's sequence
    kind TEXT,                                      -- kind as it was written, if that much could be read
    id BLOB CHECK (length(id) = 16),                -- record id, if that much could be read
    reason TEXT NOT NULL CHECK (reason <> ''),      -- why, as a code
    payload TEXT NOT NULL,                          -- the entry as it came
    hash BLOB CHECK (length(hash) = 32),            -- its part of feed.hash; NULL: it has none
    at TEXT NOT NULL,                               -- when it came
    PRIMARY KEY (feed, sequence)
) STRICT, WITHOUT ROWID;

-- How far a commit has come. A row leaves the journal when central has it and the device has read that.
ALTER TABLE journal ADD COLUMN answered_at TEXT;    -- when the outcome came
ALTER TABLE journal ADD COLUMN held BLOB CHECK (length(held) = 16); -- the commit that central waits for first
ALTER TABLE journal ADD COLUMN own INTEGER NOT NULL DEFAULT 0 CHECK (own IN (0, 1)); -- 1: never sent, gives way to central
ALTER TABLE journal ADD COLUMN ahead INTEGER NOT NULL DEFAULT 0 CHECK (ahead IN (0, 1)); -- 1: goes out before all others
ALTER TABLE journal ADD COLUMN lost INTEGER NOT NULL DEFAULT 0 CHECK (lost IN (0, 1)); -- 1: about records out of reach
ALTER TABLE journal ADD COLUMN dropped_at TEXT;     -- discarded by the user then; recoverable for 30 days
ALTER TABLE journal ADD COLUMN became BLOB CHECK (length(became) = 16); -- the commit that was sent instead
CREATE INDEX journal_ahead ON journal (seq) WHERE ahead = 1;
-- Counted for the status after every save, without reading the payloads of a long journal.
DROP INDEX journal_unsent;
CREATE INDEX journal_unsent ON journal (seq, outcome, own, lost, dropped_at) WHERE outcome IS NULL;
CREATE INDEX journal_answered ON journal (seq, outcome, dropped_at) WHERE outcome IS NOT NULL;
CREATE INDEX journal_dropped ON journal (dropped_at) WHERE dropped_at IS NOT NULL;

-- The catalogue of municipalities that each device makes for itself.
UPDATE journal SET own = 1 WHERE payload ->> '$.action' = 'seed';

-- How many commits can be sent and have no answer. Counted as they come and go: the status asks after every save, and
-- counting a long journal each time takes longer than the save.
CREATE TABLE unsent (
    one INTEGER PRIMARY KEY CHECK (one = 1),        -- a single row
    commits INTEGER NOT NULL CHECK (commits >= 0)   -- how many
) STRICT;
INSERT INTO unsent (one, commits)
SELECT 1, count(*) FROM journal WHERE outcome IS NULL AND own = 0 AND lost = 0 AND dropped_at IS NULL;
CREATE TRIGGER unsent_made AFTER INSERT ON journal
WHEN NEW.outcome IS NULL AND NEW.own = 0 AND NEW.lost = 0 AND NEW.dropped_at IS NULL
BEGIN
    UPDATE unsent SET commits = commits + 1;
END;
CREATE TRIGGER unsent_gone AFTER DELETE ON journal
WHEN OLD.outcome IS NULL AND OLD.own = 0 AND OLD.lost = 0 AND OLD.dropped_at IS NULL
BEGIN
    UPDATE unsent SET commits = commits - 1;
END;
CREATE TRIGGER unsent_changed AFTER UPDATE OF outcome, own, lost, dropped_at ON journal
BEGIN
    UPDATE unsent
    SET commits = commits
        + (NEW.outcome IS NULL AND NEW.own = 0 AND NEW.lost = 0 AND NEW.dropped_at IS NULL)
        - (OLD.outcome IS NULL AND OLD.own = 0 AND OLD.lost = 0 AND OLD.dropped_at IS NULL);
END;

-- Which records the journal's commits touch, as long as they are laid over what central holds.
CREATE TABLE overlay (
    kind INTEGER NOT NULL CHECK (kind > 0),         -- see schema 1
    id BLOB NOT NULL CHECK (length(id) = 16),       -- record id
    seq INTEGER NOT NULL REFERENCES journal (seq),  -- the commit
    PRIMARY KEY (kind, id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX overlay_by_commit ON overlay (seq);
INSERT INTO overlay (kind, id, seq)
SELECT
    CASE part.value ->> '$.key.kind'
        WHEN 'unit' THEN 1 WHEN 'employee' THEN 2 WHEN 'company' THEN 3 WHEN 'workplace' THEN 4 WHEN 'contact' THEN 5
        WHEN 'job_order' THEN 6 WHEN 'template' THEN 7 WHEN 'visit' THEN 8 WHEN 'promise' THEN 9
        WHEN 'match_check' THEN 10
    END,
    unhex(part.value ->> '$.key.id', '-'),
    seq
FROM journal, json_each(journal.payload, '$.records') AS part;

-- Where answered commits landed at central, until the device has read so far.
CREATE TABLE landing (
    feed TEXT NOT NULL CHECK (feed <> ''),          -- feed id as central names it
    sequence INTEGER NOT NULL CHECK (sequence > 0), -- central's sequence
    seq INTEGER NOT NULL REFERENCES journal (seq),  -- the commit
    PRIMARY KEY (feed, sequence, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX landing_by_commit ON landing (seq);

-- Work that may no longer be read here, sealed for the unit that owns it, until it is handed in.
CREATE TABLE orphan (
    id INTEGER PRIMARY KEY,                         -- order
    sealed BLOB NOT NULL CHECK (length(sealed) > 48), -- sealed box: key, tag and content
    at TEXT NOT NULL                                -- when
) STRICT;

ALTER TABLE history ADD COLUMN outside INTEGER NOT NULL DEFAULT 0 CHECK (outside IN (0, 1)); -- 1: read from central
CREATE INDEX history_from_outside ON history (id) WHERE outside = 1;
-- What the record said when the typing began, once it says something else: what the author of the draft has seen.
ALTER TABLE draft ADD COLUMN base TEXT CHECK (base IS NULL OR json_valid(base));

-- Attachments. Their bytes lie in pieces, so that no more than one of them is ever in memory.
CREATE TABLE attachment (
    n INTEGER PRIMARY KEY,                          -- a small number, for the pieces
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16), -- random; as its record names it
    kind INTEGER NOT NULL CHECK (kind > 0),         -- of its record, see schema 1
    record BLOB NOT NULL CHECK (length(record) = 16), -- its record
    size INTEGER CHECK (size >= 0),                 -- bytes of the whole; NULL: central has not said yet
    sha256 BLOB CHECK (length(sha256) = 32),        -- of the whole, as a check only; NULL likewise
    here INTEGER NOT NULL DEFAULT 0 CHECK (here >= 0), -- bytes that are here
    whole INTEGER NOT NULL DEFAULT 0 CHECK (whole IN (0, 1)), -- 1: all of them, and the hash fits
    sent INTEGER NOT NULL CHECK (sent IN (0, 1)),   -- 1: central has all of it. Sent and not whole: it is being fetched
    missing INTEGER NOT NULL DEFAULT 0 CHECK (missing IN (0, 1)), -- 1: it is wanted, and central did not have it
    at TEXT NOT NULL                                -- when it was put here, or wanted
) STRICT;
CREATE INDEX attachment_by_record ON attachment (kind, record);
CREATE INDEX attachment_unsent ON attachment (id) WHERE sent = 0;
CREATE INDEX attachment_in_part ON attachment (n) WHERE whole = 0;

CREATE TABLE attachment_piece (
    attachment INTEGER NOT NULL REFERENCES attachment (n) ON DELETE CASCADE, -- whose bytes
    offset INTEGER NOT NULL CHECK (offset >= 0),    -- the first of them
    bytes BLOB NOT NULL,                            -- 1 MiB, the last one what is left
    PRIMARY KEY (attachment, offset)
) STRICT;

-- Which attachments the journal's commits name: they go to central before these.
CREATE TABLE attachment_use (
    seq INTEGER NOT NULL REFERENCES journal (seq) ON DELETE CASCADE, -- the commit
    attachment BLOB NOT NULL CHECK (length(attachment) = 16), -- the attachment, which need not be here
    PRIMARY KEY (seq, attachment)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_use_by_attachment ON attachment_use (attachment);
