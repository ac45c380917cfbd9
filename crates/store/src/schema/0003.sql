-- Schema 3: what is kept for thirty days is counted in days that were lived through.

-- A day on which the store was tidied, and what was there by then.
CREATE TABLE tidied (
    day TEXT PRIMARY KEY CHECK (length(day) = 10),  -- ISO date; at most a week after the one before, see src/tidy.rs
    clock TEXT NOT NULL CHECK (length(clock) = 10), -- ISO date by the device's clock, when it was tidied last that day
    history INTEGER NOT NULL CHECK (history >= 0),  -- the newest row of history; 0: none
    draft_history INTEGER NOT NULL CHECK (draft_history >= 0) -- the newest row of draft_history; 0: none
) STRICT, WITHOUT ROWID;

ALTER TABLE journal ADD COLUMN dropped_day TEXT;    -- the first such day on which it was discarded
ALTER TABLE attachment ADD COLUMN day TEXT;         -- the first such day on which all of it was here
