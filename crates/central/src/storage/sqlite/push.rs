//! A push on SQLite: load, plan, write, all under the one writer.

use feltmappen_domain::record::{Fields, RecordId};
use feltmappen_sync::merge::State;
use feltmappen_sync::wire::{Dataset, FeedId, PushReading};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::super::{NOTHING, PushDone, Result, StorageError, outcome_number};
use super::{Sqlite, row};
use crate::clock;
use crate::push::{Answered, Counter, Known, Row, RowState, Sender, Wanted, Writes, plan};

impl Sqlite {
    /// See [`super::super::Storage::push`].
    pub async fn push(&self, sender: Sender, push: PushReading) -> Result<PushDone> {
        let unit = sender.unit;
        self.write(move |tx| {
            let (dataset, pushed) = (dataset(tx)?, push.commits);
            if push.dataset.is_some_and(|meant| meant != dataset) {
                return Err(StorageError::OtherDataset);
            }
            let known = load(tx, unit, &Wanted::of(&pushed))?;
            let planned = plan(sender, &pushed, known, clock::today());
            let moves = planned.moves();
            let before = counter(tx, unit)?;
            let (answers, writes) = planned.land(before);
            write(tx, unit, &writes, moves)?;
            Ok(PushDone { dataset, answers, moved: moves.then_some(writes.counter.sequence) })
        })
        .await
    }
}

fn load(tx: &Transaction<'_>, unit: RecordId, wanted: &Wanted) -> Result<Known> {
    let mut known = Known::default();
    let mut record = tx.prepare_cached(include_str!("sql/record.sql"))?;
    let mut purged = tx.prepare_cached("SELECT 1 FROM purged WHERE kind = ?1 AND id = ?2")?;
    for key in &wanted.records {
        let (kind, id) = (key.kind.as_str(), key.id.as_bytes());
        let mut rows = record.query(params![unit.as_bytes(), kind, id])?;
        if let Some(found) = rows.next()? {
            known.records.insert(*key, stored_record(found, unit)?);
        }
        if purged.exists(params![kind, id])? {
            known.purged.insert(*key);
        }
    }
    let mut answered = tx.prepare_cached(include_str!("sql/answered.sql"))?;
    for id in &wanted.commits {
        let mut rows = answered.query(params![unit.as_bytes(), id.as_bytes()])?;
        if let Some(found) = rows.next()? {
            let outcome = row::outcome(found, 1)?;
            known.commits.insert(*id, Answered { hash: found.get(0)?, outcome, sequence: row::number(found, 3)? });
        }
    }
    let mut blob = tx.prepare_cached("SELECT 1 FROM blob WHERE home_unit = ?1 AND id = ?2 AND complete = 1")?;
    for id in &wanted.blobs {
        if blob.exists(params![unit.as_bytes(), id.as_bytes()])? {
            known.blobs.insert(*id);
        }
    }
    Ok(known)
}

fn stored_record(found: &rusqlite::Row<'_>, unit: RecordId) -> Result<Row> {
    let state = match found.get::<_, i16>(1)? {
        0 => {
            let fields: Fields = serde_json::from_str(row::text(found, 2)?).map_err(|_| StorageError::Damaged)?;
            let conflicts = serde_json::from_str(row::text(found, 3)?).map_err(|_| StorageError::Damaged)?;
            RowState::Present(State { home_unit: unit, fields, conflicts })
        }
        1 => RowState::Retracted,
        _ => RowState::Purged,
    };
    Ok(Row { state, sequence: row::number(found, 0)?, hash: row::hash(found, 4)? })
}

fn write(tx: &Transaction<'_>, unit: RecordId, writes: &Writes, moves: bool) -> Result<()> {
    let mut add = tx.prepare_cached(include_str!("sql/record_add.sql"))?;
    let mut change = tx.prepare_cached(include_str!("sql/record_change.sql"))?;
    for record in &writes.records {
        let size = row::stored((record.fields.len() + record.conflicts.len()) as u64)?;
        let statement = if record.new { &mut add } else { &mut change };
        statement.execute(params![
            unit.as_bytes(),
            record.key.kind.as_str(),
            record.key.id.as_bytes(),
            row::stored(record.sequence)?,
            record.fields,
            record.conflicts,
            record.hash.as_bytes(),
            size,
            record.by.as_ref().map(|(who, _)| who.as_bytes()),
            record.by.as_ref().map(|(_, at)| at),
        ])?;
    }
    let mut answer = tx.prepare_cached(include_str!("sql/answered_add.sql"))?;
    for one in &writes.answers {
        let (outcome, code) = outcome_number(&one.outcome);
        let sequence = row::stored(one.sequence)?;
        answer.execute(params![unit.as_bytes(), one.id.as_bytes(), one.hash, outcome, code, sequence])?;
    }
    if moves {
        put_counter(tx, unit, &writes.counter)?;
    }
    Ok(())
}

/// How a unit's feed stands; at nothing when it has no row yet.
pub fn counter(connection: &Connection, unit: RecordId) -> Result<Counter> {
    let mut statement = connection.prepare_cached("SELECT sequence, count, hash, restored FROM feed WHERE id = ?1")?;
    let mut rows = statement.query([FeedId::unit(unit).as_str()])?;
    match rows.next()? {
        Some(found) => Ok(Counter {
            sequence: row::number(found, 0)?,
            count: row::number(found, 1)?,
            hash: row::hash(found, 2)?,
            restored: found.get::<_, Option<i64>>(3)?.unwrap_or(0).unsigned_abs(),
        }),
        None => Ok(Counter { hash: NOTHING, ..Counter::default() }),
    }
}

/// Writes how a unit's feed stands.
pub fn put_counter(connection: &Connection, unit: RecordId, counter: &Counter) -> Result<()> {
    connection.prepare_cached(include_str!("sql/feed_put.sql"))?.execute(params![
        FeedId::unit(unit).as_str(),
        row::stored(counter.sequence)?,
        row::stored(counter.count)?,
        counter.hash.as_bytes(),
    ])?;
    Ok(())
}

/// Which data this is.
pub fn dataset(connection: &Connection) -> Result<Dataset> {
    let mut statement = connection.prepare_cached("SELECT id, generation FROM dataset")?;
    let found =
        statement.query_row([], |found| Ok((found.get::<_, [u8; 16]>(0)?, found.get::<_, i64>(1)?))).optional()?;
    let (id, generation) = found.ok_or(StorageError::Damaged)?;
    Ok(Dataset {
        id: uuid::Uuid::from_bytes(id),
        generation: u64::try_from(generation).map_err(|_| StorageError::Damaged)?,
    })
}
