//! Lists: one page of one kind, filtered and sorted, with the total.
//!
//! Each order has an index that carries the filter columns, so that counting, filtering and skipping read only that
//! index; the records of the page itself are fetched by row. The far half of a list is read from its end. Totals are
//! remembered until a record changes.

use std::fmt;

use feltmappen_domain::record::{Kind, RecordId, RecordKey};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Row, params_from_iter};

use crate::error::Result;
use crate::kind::{key_at, number, optional_id_at, rows_of};
use crate::table::NO_DEADLINE;
use crate::terms;
use crate::workspace::Workspace;

/// What a list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// Title in Danish order.
    #[default]
    Title,
    /// Status code, then title.
    Status,
    /// Deadline, then title. Records without one come last when ascending.
    Deadline,
    /// Last change.
    Changed,
}

/// What to list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// The kind.
    pub kind: Kind,
    /// Words (or beginnings of words) that the record must hold; `None` or blank for all.
    pub text: Option<String>,
    /// Exactly this status.
    pub status: Option<String>,
    /// Exactly this responsible unit.
    pub unit: Option<RecordId>,
    /// Exactly this coordinator.
    pub owner: Option<RecordId>,
    /// Deadline before this ISO date; records without a deadline are left out.
    pub deadline_before: Option<String>,
    /// Exactly this branche, in words.
    pub branch: Option<String>,
    /// Whether records of status `closed` or `cancelled` are listed too.
    pub include_closed: bool,
    /// The order.
    pub sort: Sort,
    /// Whether the order is turned around.
    pub descending: bool,
    /// Rows to skip.
    pub offset: u64,
    /// Rows to return, at most 1,000.
    pub limit: u64,
}

impl ListQuery {
    /// Everything of one kind by title, closed ones included, first 100 rows.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            text: None,
            status: None,
            unit: None,
            owner: None,
            deadline_before: None,
            branch: None,
            include_closed: true,
            sort: Sort::Title,
            descending: false,
            offset: 0,
            limit: 100,
        }
    }
}

/// Without the words sought: they are names as often as not.
impl fmt::Debug for ListQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let page = (self.sort, self.descending, self.offset, self.limit);
        f.debug_struct("ListQuery").field("kind", &self.kind).field("page", &page).finish_non_exhaustive()
    }
}

/// One row of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListRow {
    /// The record.
    pub key: RecordKey,
    /// First line.
    pub title: String,
    /// Second line.
    pub subtitle: String,
    /// Status code.
    pub status: Option<String>,
    /// Responsible unit.
    pub unit: Option<RecordId>,
    /// Coordinator.
    pub owner: Option<RecordId>,
    /// The company it belongs to.
    pub parent: Option<RecordId>,
    /// ISO date.
    pub deadline: Option<String>,
    /// Branche code.
    pub branch: Option<String>,
    /// Device time of the last change (RFC 3339).
    pub changed_at: String,
    /// Whether something in it is being typed.
    pub has_draft: bool,
}

impl fmt::Debug for ListRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListRow").field("key", &self.key).field("status", &self.status).finish_non_exhaustive()
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// Rows that fit the filters, on all pages.
    pub total: u64,
    /// The rows of this page.
    pub rows: Vec<ListRow>,
}

/// The filters of a query: what a total depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Filter {
    kind: Kind,
    matching: Option<String>,
    status: Option<String>,
    unit: Option<RecordId>,
    owner: Option<RecordId>,
    due_before: Option<String>,
    branch: Option<String>,
    include_closed: bool,
}

/// The index for the records of one coordinator: few, so that any order is quickly made from it.
const OWNED: &str = "record_by_owner";

impl Workspace {
    /// One page of a list, with the total. Made for scrolling through 100,000 rows.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn page(&self, query: &ListQuery) -> Result<ListPage> {
        let filter = Filter::of(query);
        if filter.matching.is_some() {
            self.core.catch_up_if_possible();
        }
        self.read(|connection| {
            let total = self.total(filter.clone(), |filter| count(connection, filter))?;
            let rows = fetch(connection, &filter, query, total)?;
            Ok(ListPage { total, rows })
        })
    }
}

impl Filter {
    fn of(query: &ListQuery) -> Self {
        Self {
            kind: query.kind,
            matching: query.text.as_deref().and_then(terms::all_begin),
            status: query.status.clone(),
            unit: query.unit,
            owner: query.owner,
            due_before: query.deadline_before.clone(),
            branch: query.branch.clone(),
            include_closed: query.include_closed,
        }
    }

    /// The condition and its values. Only fixed text goes into the SQL.
    fn sql(&self) -> (String, Vec<Sql>) {
        let mut sql = String::from("kind = ? AND alive = 1");
        let mut values = vec![Sql::Integer(number(self.kind))];
        let mut and = |condition: &str, value: Sql| {
            sql.push_str(" AND ");
            sql.push_str(condition);
            values.push(value);
        };
        if let Some(status) = &self.status {
            and("status = ?", Sql::Text(status.clone()));
        } else if !self.include_closed {
            and("status IS NOT ?", Sql::Text("closed".into()));
            and("status IS NOT ?", Sql::Text("cancelled".into()));
        }
        if let Some(unit) = self.unit {
            and("unit = (SELECT n FROM party WHERE id = ?)", Sql::Blob(unit.as_bytes().to_vec()));
        }
        if let Some(owner) = self.owner {
            and("owner = (SELECT n FROM party WHERE id = ?)", Sql::Blob(owner.as_bytes().to_vec()));
        }
        if let Some(due) = &self.due_before {
            and("due < ?", Sql::Text(due.clone()));
        }
        if let Some(branch) = &self.branch {
            and("branch = ?", Sql::Text(branch.clone()));
        }
        if let Some(matching) = &self.matching {
            let (first, last) = rows_of(self.kind);
            and(
                "row IN (SELECT rowid FROM search_words WHERE search_words MATCH ? AND rowid BETWEEN ? AND ?)",
                Sql::Text(matching.clone()),
            );
            values.extend([Sql::Integer(first), Sql::Integer(last)]);
        }
        (sql, values)
    }
}

fn count(connection: &Connection, filter: &Filter) -> Result<u64> {
    let (condition, values) = filter.sql();
    let index = if filter.owner.is_some() { OWNED } else { "record_count" };
    let sql = format!("SELECT count(*) FROM record INDEXED BY {index} WHERE {condition}");
    let total: i64 = connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(total.unsigned_abs())
}

fn fetch(connection: &Connection, filter: &Filter, query: &ListQuery, total: u64) -> Result<Vec<ListRow>> {
    let limit = query.limit.min(1_000).min(total.saturating_sub(query.offset));
    if limit == 0 {
        return Ok(Vec::new());
    }
    // From the nearer end.
    let from_end = query.offset > total / 2;
    let skip = if from_end { total - query.offset - limit } else { query.offset };
    let (index, columns) = match query.sort {
        Sort::Title => ("record_by_title", "sort_key, status, unit, owner, due, branch, row"),
        Sort::Status => ("record_by_status", "status, sort_key, unit, owner, due, branch, row"),
        Sort::Deadline => ("record_by_due", "due, sort_key, status, unit, owner, branch, row"),
        Sort::Changed => ("record_by_change", "changed_at, status, unit, owner, due, branch, row"),
    };
    let index = if filter.owner.is_some() && query.sort != Sort::Changed { OWNED } else { index };
    let order =
        if query.descending == from_end { columns.to_owned() } else { columns.replace(',', " DESC,") + " DESC" };
    let (condition, mut values) = filter.sql();
    let sql = format!("SELECT row FROM record INDEXED BY {index} WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?");
    values.push(Sql::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    values.push(Sql::Integer(i64::try_from(skip).unwrap_or(i64::MAX)));
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found =
        statement.query_map(params_from_iter(values), |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    if from_end {
        found.reverse();
    }
    let mut one = connection.prepare_cached(include_str!("sql/list_row.sql"))?;
    let mut listed = Vec::with_capacity(found.len());
    for row in found {
        let mut rows = one.query([row])?;
        if let Some(row) = rows.next()? {
            listed.push(list_row(row)?);
        }
    }
    Ok(listed)
}

fn list_row(row: &Row<'_>) -> Result<ListRow> {
    let due: String = row.get(8)?;
    Ok(ListRow {
        key: key_at(row, 0)?,
        title: row.get(2)?,
        subtitle: row.get(3)?,
        status: row.get(4)?,
        unit: optional_id_at(row, 5)?,
        owner: optional_id_at(row, 6)?,
        parent: optional_id_at(row, 7)?,
        deadline: (due != NO_DEADLINE).then_some(due),
        branch: row.get(9)?,
        changed_at: row.get(10)?,
        has_draft: row.get(11)?,
    })
}
