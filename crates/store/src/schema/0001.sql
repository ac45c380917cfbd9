-- Schema 1. Never edited after its release: a change is 0002.sql, and a fixture of this one stays in tests/fixtures.
--
-- kind is a number everywhere (see src/kind.rs): 1 unit, 2 employee, 3 company, 4 workplace, 5 contact, 6 job_order.
-- Ids are 16-byte UUIDs. Times are RFC 3339 in UTC, as the device told them: for people, never for ordering between
-- devices. Values are canonical JSON.

CREATE TABLE workspace (
    one INTEGER PRIMARY KEY CHECK (one = 1),        -- a single row
    id BLOB NOT NULL CHECK (length(id) = 16),       -- the random workspace id, as in the key file
    created_at TEXT NOT NULL,                       -- when it was made
    opened_at TEXT NOT NULL,                        -- when it was last opened
    opens INTEGER NOT NULL DEFAULT 1,               -- how often; the write at start that proves we may write
    checkpoints INTEGER NOT NULL DEFAULT 0          -- how often the log was emptied; see src/keeper.rs
) STRICT;

-- Units and employees by a small number, so that the list indexes stay narrow enough to be scanned.
CREATE TABLE party (
    n INTEGER PRIMARY KEY,                          -- the small number
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16) -- id of a unit or an employee, known as a record or not
) STRICT;

-- What the user sees: confirmed values with this device's own commits laid over them.
CREATE TABLE record (
    row INTEGER PRIMARY KEY,                        -- kind << 40 | running number: one kind lies together, also in search
    kind INTEGER NOT NULL CHECK (kind = row >> 40), -- see above
    id BLOB NOT NULL CHECK (length(id) = 16),       -- record id
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- never changes
    fields TEXT NOT NULL CHECK (json_type(fields) = 'object'), -- all fields, flat, canonical JSON
    alive INTEGER NOT NULL CHECK (alive IN (0, 1)), -- 0: deleted (a change, never an absence)
    title TEXT NOT NULL,                            -- from here on: derived from fields, for lists
    subtitle TEXT NOT NULL,                         -- second line of a list row
    sort_key BLOB NOT NULL,                         -- title in Danish order, see src/sort.rs
    status TEXT,                                    -- code, for kinds that have one
    unit INTEGER REFERENCES party (n),              -- responsible unit
    owner INTEGER REFERENCES party (n),             -- coordinator
    parent BLOB CHECK (length(parent) = 16),        -- the company it belongs to
    due TEXT NOT NULL CHECK (length(due) = 10),     -- deadline as ISO date; 9999-12-31 for none, which sorts last
    branch TEXT,                                    -- branche in words
    changed_at TEXT NOT NULL                        -- device time of the last change
) STRICT;

CREATE UNIQUE INDEX record_by_id ON record (kind, id);
CREATE INDEX record_by_parent ON record (parent, kind, alive, sort_key) WHERE parent IS NOT NULL;
-- Each list order carries the filter columns, so that filtering and skipping never touch the wide table.
CREATE INDEX record_by_title ON record (kind, alive, sort_key, status, unit, owner, due, branch);
CREATE INDEX record_by_status ON record (kind, alive, status, sort_key, unit, owner, due, branch);
CREATE INDEX record_by_due ON record (kind, alive, due, sort_key, status, unit, owner, branch);
CREATE INDEX record_by_change ON record (kind, alive, changed_at, status, unit, owner, due, branch);
-- "Mine" is the filter most used, and selects little.
CREATE INDEX record_by_owner ON record (owner, kind, alive, sort_key, status, unit, due, branch) WHERE owner IS NOT NULL;
-- The narrowest one, for counting under any filter.
CREATE INDEX record_count ON record (kind, alive, status, unit, owner, due, branch);

-- Companies that share a CVR number, without reading every company.
CREATE INDEX record_by_cvr ON record (kind, fields ->> '$.cvr') WHERE fields ->> '$.cvr' IS NOT NULL;

-- What central is known to hold, per feed, apart from this device's edits.
CREATE TABLE feed (
    id TEXT PRIMARY KEY CHECK (id <> ''),           -- feed id as central names it
    dataset BLOB NOT NULL CHECK (length(dataset) = 16), -- a change means another central
    generation INTEGER NOT NULL CHECK (generation >= 0), -- a change means a restore from backup
    cursor INTEGER NOT NULL CHECK (cursor >= 0),    -- central's sequence up to which pages are stored
    count INTEGER NOT NULL CHECK (count >= 0),      -- records in the feed, to prove completeness
    hash BLOB NOT NULL CHECK (length(hash) = 32)    -- incremental hash over them, for the same purpose
) STRICT;

CREATE TABLE confirmed (
    feed TEXT NOT NULL REFERENCES feed (id),        -- where it was read
    kind INTEGER NOT NULL CHECK (kind > 0),         -- see above
    id BLOB NOT NULL CHECK (length(id) = 16),       -- record id
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- never changes
    sequence INTEGER NOT NULL CHECK (sequence > 0), -- central's sequence of this state
    fields TEXT NOT NULL CHECK (json_type(fields) = 'object'), -- canonical JSON
    PRIMARY KEY (feed, kind, id)
) STRICT, WITHOUT ROWID;

-- Commits made here, until central's answer is known and stored. Never dropped while unsent.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,          -- order on this device; numbers are never used twice
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16), -- commit id
    hash BLOB NOT NULL CHECK (length(hash) = 32),   -- payload hash: the same id with another one is refused
    payload TEXT NOT NULL CHECK (json_type(payload) = 'object'), -- the commit
    frozen INTEGER NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)), -- 1 from the first attempt to send: never squashed after
    outcome TEXT CHECK (outcome IN ('applied', 'applied_with_conflict', 'rejected', 'purged')), -- NULL: not known
    code TEXT CHECK (code IS NULL OR outcome IS 'rejected') -- why it was rejected
) STRICT;
CREATE INDEX journal_unsent ON journal (seq) WHERE outcome IS NULL;

-- One row per changed value, for "Fortryd" and for seeing who did what. Kept 30 days.
CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,           -- order on this device
    commit_id BLOB NOT NULL CHECK (length(commit_id) = 16), -- the commit it belongs to
    at TEXT NOT NULL,                               -- device time
    author BLOB NOT NULL CHECK (length(author) = 16), -- employee
    action TEXT NOT NULL,                           -- code of the user action
    kind INTEGER NOT NULL CHECK (kind > 0),         -- see above
    record BLOB NOT NULL CHECK (length(record) = 16), -- record id
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- of the record
    path TEXT NOT NULL CHECK (path <> ''),          -- field
    before TEXT NOT NULL CHECK (json_valid(before)), -- value before; null: none
    after TEXT NOT NULL CHECK (json_valid(after)),  -- value after; null: removed
    undone_by BLOB CHECK (length(undone_by) = 16)   -- the commit that undid it
) STRICT;
CREATE INDEX history_by_record ON history (kind, record, id);
CREATE INDEX history_by_commit ON history (commit_id);
CREATE INDEX history_by_undo ON history (undone_by) WHERE undone_by IS NOT NULL;
CREATE INDEX history_by_time ON history (at);
-- What was discarded, without reading the whole history.
CREATE INDEX history_by_end ON history (kind, record, at) WHERE path = '@alive' AND after = 'false';

-- What is being typed: can hold a half-typed CVR, is never sent.
CREATE TABLE draft (
    kind INTEGER NOT NULL CHECK (kind > 0),         -- see above
    record BLOB NOT NULL CHECK (length(record) = 16), -- record id; the record need not exist yet
    path TEXT NOT NULL CHECK (path <> ''),          -- field
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- of the record
    value TEXT NOT NULL CHECK (json_valid(value)),  -- as typed, canonical JSON
    at TEXT NOT NULL,                               -- when it was saved
    PRIMARY KEY (kind, record, path)
) STRICT, WITHOUT ROWID;

-- Drafts that were overwritten, discarded, or committed as another value. Kept 30 days.
CREATE TABLE draft_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,           -- order on this device
    kind INTEGER NOT NULL CHECK (kind > 0),         -- as in draft
    record BLOB NOT NULL CHECK (length(record) = 16), -- as in draft
    path TEXT NOT NULL CHECK (path <> ''),          -- as in draft
    home_unit BLOB NOT NULL CHECK (length(home_unit) = 16), -- as in draft
    value TEXT NOT NULL CHECK (json_valid(value)),  -- the value that was left
    at TEXT NOT NULL,                               -- when it was saved
    left_at TEXT NOT NULL,                          -- when it was left
    reason TEXT NOT NULL CHECK (reason IN ('replaced', 'discarded', 'committed')) -- how it was left
) STRICT;
CREATE INDEX draft_history_by_field ON draft_history (kind, record, path, id);
CREATE INDEX draft_history_by_time ON draft_history (left_at);

-- Who saw or changed whose data, and why (R78). Each row carries the hash of the one before.
CREATE TABLE access_log (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),        -- without gaps
    at TEXT NOT NULL,                               -- when
    who BLOB NOT NULL CHECK (length(who) = 16),     -- employee
    action TEXT NOT NULL CHECK (action IN ('read', 'search', 'change', 'print', 'export')), -- what
    kind INTEGER NOT NULL CHECK (kind > 0),         -- of what kind
    record BLOB CHECK (length(record) = 16),        -- whose; NULL for a search or an export of many
    why TEXT NOT NULL,                              -- reason code
    hash BLOB NOT NULL CHECK (length(hash) = 32)    -- SHA-256 over the previous hash and this row
) STRICT;
CREATE INDEX access_log_by_record ON access_log (kind, record, seq) WHERE record IS NOT NULL;

CREATE TABLE access_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),        -- a single row
    seq INTEGER NOT NULL CHECK (seq >= 0),          -- the last row of access_log: shows when the end was cut off
    hash BLOB NOT NULL CHECK (length(hash) = 32)    -- and its hash
) STRICT;
INSERT INTO access_head (one, seq, hash) VALUES (1, 0, zeroblob(32));

CREATE TABLE setting (
    name TEXT PRIMARY KEY CHECK (name <> ''),       -- dotted name
    value TEXT NOT NULL CHECK (json_valid(value)),  -- JSON
    changed_at TEXT NOT NULL                        -- when
) STRICT, WITHOUT ROWID;

-- Everything a consultant remembers, as written (to mark hits in) and folded (what the two indexes hold: they must
-- be handed exactly the old text to forget it).
CREATE TABLE search_doc (
    row INTEGER PRIMARY KEY REFERENCES record (row), -- the record
    start TEXT NOT NULL,                            -- the first letters of the folded title, for "begins with"
    title TEXT NOT NULL,                            -- as written
    folded_title TEXT NOT NULL,                     -- folded (æ/ae, ø/oe, å/aa, no case)
    body TEXT NOT NULL,                             -- as written
    folded_body TEXT NOT NULL                       -- folded
) STRICT;
CREATE INDEX search_by_start ON search_doc (start);

-- Records whose document is behind: a commit only says so here, the background catches up (src/search_index.rs).
CREATE TABLE search_todo (
    row INTEGER PRIMARY KEY REFERENCES record (row) -- the record
) STRICT;

CREATE VIRTUAL TABLE search_words USING fts5 (
    folded_title, folded_body,
    content = 'search_doc', content_rowid = 'row', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3'
);
INSERT INTO search_words (search_words, rank) VALUES ('secure-delete', 1);

-- Trigrams find the inside of compounds. They keep columns but no positions, which is smaller; hits are checked
-- against the text. Not detail = none: with secure-delete, FTS5 of SQLite 3.53 then damages its own index when one
-- transaction forgets several documents (tests/store/tripwires.rs finds it).
CREATE VIRTUAL TABLE search_inside USING fts5 (
    folded_title, folded_body,
    content = 'search_doc', content_rowid = 'row', columnsize = 0, detail = column,
    tokenize = 'trigram'
);
INSERT INTO search_inside (search_inside, rank) VALUES ('secure-delete', 1);
