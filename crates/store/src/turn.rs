//! Who goes first at the writer: a save of the user. What the background does there is broken off for it, rolled back, and
//! done again after it.
//!
//! A save waits for no more than the frames that a step is just writing to the log, whatever the step was about: merging the
//! search's index, say, which takes as long as it takes.

use std::os::raw::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::{Result, StoreError};

/// Instructions of SQLite between two looks whether a save waits: some microseconds.
const INSTRUCTIONS: c_int = 200;

/// Who is at the writer, and who waits for it.
#[derive(Clone, Default)]
pub(crate) struct Turns(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// Saves that wait.
    waiting: AtomicUsize,
    /// Set while a step is at the writer that may be broken off.
    gives_way: AtomicBool,
}

impl Turns {
    /// Steps of the background on this connection are broken off while a save waits.
    pub(crate) fn watch(&self, writer: &mut Connection) -> Result<()> {
        let turns = self.clone();
        Ok(writer.progress_handler(INSTRUCTIONS, Some(move || turns.is_up()))?)
    }

    /// A save waits from now on.
    pub(crate) fn save_comes(&self) {
        self.0.waiting.fetch_add(1, Ordering::AcqRel);
    }

    /// It has the writer.
    pub(crate) fn save_begins(&self) {
        self.0.waiting.fetch_sub(1, Ordering::AcqRel);
    }

    /// Whether a save waits.
    pub(crate) fn save_waits(&self) -> bool {
        self.0.waiting.load(Ordering::Acquire) > 0
    }

    /// Whether the step at the writer has to end.
    pub(crate) fn is_up(&self) -> bool {
        self.0.gives_way.load(Ordering::Acquire) && self.save_waits()
    }

    /// One transaction, which ends as `BrokenOff` when a save comes and it `gives_way`: then nothing of it is stored.
    pub(crate) fn step<T>(
        &self,
        writer: &mut Connection,
        gives_way: bool,
        work: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.0.gives_way.store(gives_way, Ordering::Release);
        let done = self.transaction(writer, work);
        // What follows at the writer is not for anybody to break off.
        self.0.gives_way.store(false, Ordering::Release);
        done
    }

    fn transaction<T>(&self, writer: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        if self.is_up() {
            return Err(StoreError::BrokenOff);
        }
        transaction.commit()?;
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const ENDLESS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    fn writer(turns: &Turns) -> Connection {
        let mut writer = Connection::open_in_memory().unwrap();
        writer.execute_batch("CREATE TABLE kept (one)").unwrap();
        turns.watch(&mut writer).unwrap();
        writer
    }

    fn kept(writer: &Connection) -> i64 {
        writer.query_row("SELECT count(*) FROM kept", [], |row| row.get(0)).unwrap()
    }

    fn keep(tx: &Transaction<'_>) -> Result<()> {
        tx.execute("INSERT INTO kept VALUES (1)", [])?;
        Ok(())
    }

    #[test]
    fn a_save_breaks_a_step_off_and_nothing_of_it_is_stored() {
        let turns = Turns::default();
        let mut writer = writer(&turns);
        let (say, heard) = channel();
        let broken = std::thread::scope(|scope| {
            let saving = turns.clone();
            scope.spawn(move || {
                heard.recv().unwrap();
                saving.save_comes();
            });
            turns.step(&mut writer, true, |tx| {
                keep(tx)?;
                say.send(()).unwrap();
                Ok(tx.query_row(ENDLESS, [], |_| Ok(()))?)
            })
        });
        assert_eq!(broken, Err(StoreError::BrokenOff));
        assert_eq!(kept(&writer), 0);
    }

    #[test]
    fn a_step_between_two_statements_is_broken_off_at_its_end() {
        let turns = Turns::default();
        let mut writer = writer(&turns);
        let broken = turns.step(&mut writer, true, |tx| {
            keep(tx)?;
            turns.save_comes();
            Ok(())
        });
        assert_eq!(broken, Err(StoreError::BrokenOff));
        assert_eq!(kept(&writer), 0);
    }

    #[test]
    fn a_step_that_does_not_give_way_is_stored_and_so_is_what_the_save_writes_then() {
        let turns = Turns::default();
        let mut writer = writer(&turns);
        turns.save_comes();
        assert_eq!(turns.step(&mut writer, false, keep), Ok(()));
        // Another save waits while the first one is at the writer.
        turns.save_comes();
        turns.save_begins();
        writer.execute("INSERT INTO kept VALUES (1)", []).unwrap();
        assert_eq!(kept(&writer), 2);
    }
}
