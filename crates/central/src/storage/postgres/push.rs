//! A push on PostgreSQL: the records it touches are locked, then it is planned, then the feed's counter is locked, then
//! everything is written in a few statements.
//!
//! Locks are taken in one order by everybody: records by (kind, id), then feeds by id. The counter comes last, so that
//! pushes of one unit only wait for each other while numbers are given and written. What does not exist yet cannot be
//! locked: two nodes that make the same record or answer the same commit meet at a primary key, and the later one
//! starts again with what the earlier one wrote.

use std::collections::HashMap;

use deadpool_postgres::{GenericClient as _, Object, Transaction};
use feltmappen_domain::record::{Fields, RecordId, RecordKey};
use feltmappen_sync::merge::State;
use feltmappen_sync::wire::{ContentHash, Dataset, FeedId, PushReading};
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::super::{PushDone, Result, StorageError, outcome_number};
use super::{Postgres, row};
use crate::clock;
use crate::push::{AnswerWrite, Answered, Counter, Known, RecordWrite, Row, RowState, Sender, Wanted, plan};

impl Postgres {
    /// See [`super::super::Storage::push`].
    pub async fn push(&self, sender: Sender, push: PushReading) -> Result<PushDone> {
        let wanted = Wanted::of(&push.commits);
        attempt!(self, connection => { self.push_once(connection, sender, &push, &wanted).await })
    }

    async fn push_once(
        &self,
        connection: &mut Object,
        sender: Sender,
        push: &PushReading,
        wanted: &Wanted,
    ) -> Result<PushDone> {
        let unit = sender.unit;
        let tx = connection.transaction().await?;
        let (dataset, known) = self.load(&tx, unit, wanted).await?;
        if push.dataset.is_some_and(|meant| meant != dataset) {
            return Err(StorageError::OtherDataset);
        }
        let planned = plan(sender, &push.commits, known, clock::today());
        let moves = planned.moves();
        let before = if moves { lock_counter(&tx, unit).await? } else { Counter::default() };
        let (answers, writes) = planned.land(before);
        let (new, changed): (Vec<_>, Vec<_>) = writes.records.iter().partition(|record| record.new);
        // Sent one after another without waiting for each answer.
        let written = tokio::join!(
            write_records(&tx, include_str!("sql/record_add.sql"), unit, &new),
            write_records(&tx, include_str!("sql/record_change.sql"), unit, &changed),
            write_answers(&tx, unit, &writes.answers),
            put_counter(&tx, unit, &writes.counter, moves),
        );
        all_written([written.0, written.1, written.2, written.3])?;
        tx.commit().await?;
        Ok(PushDone { dataset, answers, moved: moves.then_some(writes.counter.sequence) })
    }

    async fn load(&self, tx: &Transaction<'_>, unit: RecordId, wanted: &Wanted) -> Result<(Dataset, Known)> {
        let mut known = Known::default();
        let kinds: Vec<&str> = wanted.records.iter().map(|key| key.kind.as_str()).collect();
        let ids: Vec<Uuid> = wanted.records.iter().map(|key| key.id).collect();
        let commits: Vec<Uuid> = wanted.commits.iter().copied().collect();
        let blobs: Vec<Uuid> = wanted.blobs.iter().copied().collect();
        let locking = if self.rig.no_record_locks {
            include_str!("sql/records_unlocked.sql")
        } else {
            include_str!("sql/records.sql")
        };
        let by_key: HashMap<(&str, Uuid), RecordKey> =
            wanted.records.iter().map(|key| ((key.kind.as_str(), key.id), *key)).collect();
        let key_of = |found: &tokio_postgres::Row| -> Result<RecordKey> {
            by_key.get(&(found.try_get(0)?, found.try_get(1)?)).copied().ok_or(StorageError::Internal("key"))
        };
        let here: [Value<'_>; 3] = [&unit, &kinds, &ids];
        let anywhere: [Value<'_>; 2] = [&kinds, &ids];
        let sent: [Value<'_>; 2] = [&unit, &commits];
        let named: [Value<'_>; 2] = [&unit, &blobs];
        let records = tx.prepare_cached(locking).await?;
        let purged = tx.prepare_cached(include_str!("sql/purged.sql")).await?;
        let answered = tx.prepare_cached(include_str!("sql/answered.sql")).await?;
        let blobs_complete = tx.prepare_cached(include_str!("sql/blobs_complete.sql")).await?;
        let dataset = tx.prepare_cached("SELECT id, generation FROM dataset").await?;
        let complete =
            async { if blobs.is_empty() { Ok(Vec::new()) } else { tx.query(&blobs_complete, &named).await } };
        // Sent one after another without waiting, and carried out in this order, the records first: whatever is read after
        // their locks are held is newer than what those before us wrote.
        let (records, purged, answered, complete, dataset) = tokio::try_join!(
            biased;
            tx.query(&records, &here),
            tx.query(&purged, &anywhere),
            tx.query(&answered, &sent),
            complete,
            tx.query(&dataset, &[]),
        )?;
        for found in &records {
            known.records.insert(key_of(found)?, stored_record(found, unit)?);
        }
        for found in &purged {
            known.purged.insert(key_of(found)?);
        }
        for found in &answered {
            let (hash, outcome) = (row::bytes(found, 1)?, row::outcome(found, 2)?);
            known.commits.insert(found.try_get(0)?, Answered { hash, outcome, sequence: row::number(found, 4)? });
        }
        for found in &complete {
            known.blobs.insert(found.try_get(0)?);
        }
        Ok((row::dataset(dataset.first().ok_or(StorageError::Damaged)?, 0)?, known))
    }
}

/// When one statement fails, those behind it fail for that reason alone: what says most is the error.
fn all_written(results: [Result<()>; 4]) -> Result<()> {
    let errors = results.into_iter().filter_map(Result::err);
    match errors.max_by_key(|error| *error != StorageError::Again) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// A value of a statement.
type Value<'a> = &'a (dyn ToSql + Sync);

/// One prepared statement.
pub async fn query(tx: &Transaction<'_>, sql: &str, values: &[Value<'_>]) -> Result<Vec<tokio_postgres::Row>> {
    let statement = tx.prepare_cached(sql).await?;
    Ok(tx.query(&statement, values).await?)
}

/// One prepared statement that gives no rows. How many it wrote.
pub async fn execute(tx: &Transaction<'_>, sql: &str, values: &[Value<'_>]) -> Result<u64> {
    let statement = tx.prepare_cached(sql).await?;
    Ok(tx.execute(&statement, values).await?)
}

fn stored_record(found: &tokio_postgres::Row, unit: RecordId) -> Result<Row> {
    let state = match found.try_get::<_, i16>(3)? {
        0 => {
            let fields: Fields = serde_json::from_str(found.try_get(4)?).map_err(|_| StorageError::Damaged)?;
            let conflicts = serde_json::from_str(found.try_get(5)?).map_err(|_| StorageError::Damaged)?;
            RowState::Present(State { home_unit: unit, fields, conflicts })
        }
        1 => RowState::Retracted,
        _ => RowState::Purged,
    };
    Ok(Row { state, sequence: row::number(found, 2)?, hash: ContentHash::from_bytes(row::bytes(found, 6)?) })
}

/// The counter of a unit's feed, locked until the transaction ends. Made when there is none.
pub async fn lock_counter(tx: &Transaction<'_>, unit: RecordId) -> Result<Counter> {
    let feed = FeedId::unit(unit);
    let sql = "SELECT sequence, count, hash, restored FROM feed WHERE id = $1 FOR UPDATE";
    if let Some(found) = query(tx, sql, &[&feed.as_str()]).await?.first() {
        return row::counter(found, 0);
    }
    execute(tx, include_str!("sql/feed_add.sql"), &[&feed.as_str()]).await?;
    let found = query(tx, sql, &[&feed.as_str()]).await?;
    row::counter(found.first().ok_or(StorageError::Internal("feed"))?, 0)
}

/// Writes the counter of a unit's feed, when it has moved.
pub async fn put_counter(tx: &Transaction<'_>, unit: RecordId, counter: &Counter, moves: bool) -> Result<()> {
    if moves {
        let (sequence, count) = (row::stored(counter.sequence)?, row::stored(counter.count)?);
        let hash = counter.hash.as_bytes().as_slice();
        let feed = FeedId::unit(unit);
        execute(tx, include_str!("sql/feed_put.sql"), &[&feed.as_str(), &sequence, &count, &hash]).await?;
    }
    Ok(())
}

async fn write_records(tx: &Transaction<'_>, sql: &str, unit: RecordId, records: &[&RecordWrite]) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let kinds: Vec<&str> = records.iter().map(|record| record.key.kind.as_str()).collect();
    let ids: Vec<Uuid> = records.iter().map(|record| record.key.id).collect();
    let sequences: Vec<i64> = records.iter().map(|record| row::stored(record.sequence)).collect::<Result<_>>()?;
    let fields: Vec<&str> = records.iter().map(|record| record.fields.as_str()).collect();
    let conflicts: Vec<&str> = records.iter().map(|record| record.conflicts.as_str()).collect();
    let hashes: Vec<&[u8]> = records.iter().map(|record| record.hash.as_bytes().as_slice()).collect();
    let by: Vec<Option<Uuid>> = records.iter().map(|record| record.by.as_ref().map(|(who, _)| *who)).collect();
    let at: Vec<Option<&str>> = records.iter().map(|record| record.by.as_ref().map(|(_, at)| at.as_str())).collect();
    execute(tx, sql, &[&unit, &kinds, &ids, &sequences, &fields, &conflicts, &hashes, &by, &at]).await?;
    Ok(())
}

async fn write_answers(tx: &Transaction<'_>, unit: RecordId, answers: &[AnswerWrite]) -> Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = answers.iter().map(|one| one.id).collect();
    let hashes: Vec<&[u8]> = answers.iter().map(|one| one.hash.as_slice()).collect();
    let outcomes: Vec<i16> = answers.iter().map(|one| outcome_number(&one.outcome).0).collect();
    let codes: Vec<Option<&str>> = answers.iter().map(|one| outcome_number(&one.outcome).1).collect();
    let sequences: Vec<i64> = answers.iter().map(|one| row::stored(one.sequence)).collect::<Result<_>>()?;
    execute(tx, include_str!("sql/answered_add.sql"), &[&unit, &ids, &hashes, &outcomes, &codes, &sequences]).await?;
    Ok(())
}
