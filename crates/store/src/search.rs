//! One search field over everything: as you type, beginnings first, then the inside of compounds.
//!
//! Nothing is ranked over all hits. Titles that begin with the text come from an index of beginnings; then documents
//! with words that begin so, newest first, orders and the rest side by side; then, from three letters on and only
//! when there is room left, the inside of words. Each step fetches no more than can be shown; the few dozen
//! candidates are ranked here.

use std::collections::HashSet;
use std::fmt;

use feltmappen_domain::record::{Kind, RecordKey};
use rusqlite::{Connection, params};

use crate::error::Result;
use crate::excerpt::excerpt;
use crate::kind::{key_at, rows_of};
use crate::search_index::START_CHARS;
use crate::terms::{self, begins_word};
use crate::workspace::Workspace;

/// How well a hit fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// The title begins with the text.
    TitleStart,
    /// Every word sought begins a word of the title.
    TitleWord,
    /// Every word sought begins a word somewhere.
    Word,
    /// Some word sought is inside a word.
    Inside,
}

/// One hit. Marks are made by `feltmappen_domain::fold::mark` on `title` and `body` with [`SearchHit::terms`].
#[derive(Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The record.
    pub key: RecordKey,
    /// Its title, as written.
    pub title: String,
    /// The part of its text around the first hit, as written; its beginning when only the title was hit.
    pub body: String,
    /// Status code.
    pub status: Option<String>,
    /// How well it fits.
    pub fit: Fit,
}

impl fmt::Debug for SearchHit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchHit").field("key", &self.key).field("fit", &self.fit).finish_non_exhaustive()
    }
}

impl SearchHit {
    /// The folded words that a text seeks, as they are to be marked.
    #[must_use]
    pub fn terms(text: &str) -> Vec<String> {
        terms::terms(text)
    }
}

/// A document that may be shown.
struct Candidate {
    row: i64,
    folded_title: String,
    hit: SearchHit,
}

impl Workspace {
    /// The best hits for what has been typed so far; all its words must be there. At most `limit` (1–200).
    ///
    /// # Errors
    /// `Io`, `Damaged`. No text is an error.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<SearchHit>> {
        let terms = terms::terms(text);
        let Some(words) = terms::words_query(&terms) else { return Ok(Vec::new()) };
        let limit = limit.clamp(1, 200);
        self.core.catch_up_if_possible();
        self.read(|connection| {
            let mut search = Search { connection, limit, seen: HashSet::new(), found: Vec::new() };
            search.beginnings(&terms)?;
            if search.has_room() {
                search.words(&words, &terms)?;
            }
            if search.has_room()
                && let Some(inside) = terms::inside_query(&terms)
            {
                search.inside(&inside, &terms)?;
            }
            Ok(search.ranked())
        })
    }
}

/// Row numbers that are asked for, per hit that can be shown.
const ASKED: usize = 4;

struct Search<'a> {
    connection: &'a Connection,
    limit: usize,
    seen: HashSet<i64>,
    found: Vec<Candidate>,
}

impl Search<'_> {
    fn has_room(&self) -> bool {
        self.found.len() < self.limit
    }

    /// Titles that begin with the first word, as long as the others are there too.
    fn beginnings(&mut self, terms: &[String]) -> Result<()> {
        let start: String = terms.join(" ").chars().take(START_CHARS).collect();
        // U+10FFFF is no character, so it comes after every continuation.
        let end = format!("{start}\u{10FFFF}");
        let mut statement = self.connection.prepare_cached(include_str!("sql/search_start.sql"))?;
        let mut rows = statement.query(params![start, end, self.sql_limit()])?;
        while let Some(row) = rows.next()? {
            self.add(row.get(0)?, terms)?;
        }
        Ok(())
    }

    /// Words that begin so. Asking is dear and row numbers are cheap: several times as many are asked for as are
    /// looked at, so that orders (the newest rows) do not hide companies and contacts.
    fn words(&mut self, query: &str, terms: &[String]) -> Result<()> {
        let orders = rows_of(Kind::JobOrder).0;
        let sql = include_str!("sql/search_words.sql");
        let rows = self.rows(sql, query, 0, i64::MAX)?;
        let mut others: Vec<i64> = rows.iter().copied().filter(|row| *row < orders).collect();
        let only_orders = others.is_empty() && rows.len() == self.limit * ASKED;
        if only_orders && terms.len() == 1 {
            others = self.rows(sql, query, 0, orders - 1)?;
        }
        let room = self.limit - self.found.len();
        others.truncate(room);
        let rest = rows.into_iter().filter(|row| *row >= orders).take(room);
        for row in others.into_iter().chain(rest) {
            self.add(row, terms)?;
        }
        Ok(())
    }

    fn inside(&mut self, query: &str, terms: &[String]) -> Result<()> {
        for row in self.rows(include_str!("sql/search_inside.sql"), query, 0, i64::MAX)? {
            if !self.has_room() {
                break;
            }
            self.add(row, terms)?;
        }
        Ok(())
    }

    fn rows(&self, sql: &str, query: &str, first: i64, last: i64) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let limit = self.sql_limit().saturating_mul(ASKED as i64);
        let rows = statement.query_map(params![query, first, last, limit], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn sql_limit(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX)
    }

    /// Fetches one document and keeps it when it holds every word.
    fn add(&mut self, row: i64, terms: &[String]) -> Result<()> {
        if !self.seen.insert(row) {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached(include_str!("sql/search_doc.sql"))?;
        let mut rows = statement.query([row])?;
        let Some(found) = rows.next()? else { return Ok(()) };
        let folded_title: String = found.get(4)?;
        let folded_body: String = found.get(6)?;
        let Some(fit) = fit(&folded_title, &folded_body, terms) else { return Ok(()) };
        let hit = SearchHit {
            key: key_at(found, 0)?,
            title: found.get(3)?,
            body: excerpt(found.get_ref(5)?.as_str().unwrap_or_default(), &folded_body, terms),
            status: found.get(2)?,
            fit,
        };
        self.found.push(Candidate { row, folded_title, hit });
        Ok(())
    }

    fn ranked(mut self) -> Vec<SearchHit> {
        self.found.sort_by(|a, b| (a.hit.fit, &a.folded_title, a.row).cmp(&(b.hit.fit, &b.folded_title, b.row)));
        self.found.truncate(self.limit);
        self.found.into_iter().map(|candidate| candidate.hit).collect()
    }
}

/// How well a document fits; `None` when a word is missing.
fn fit(title: &str, body: &str, terms: &[String]) -> Option<Fit> {
    if !terms.iter().all(|term| title.contains(term.as_str()) || body.contains(term.as_str())) {
        return None;
    }
    if title.starts_with(&terms.join(" ")) {
        return Some(Fit::TitleStart);
    }
    if terms.iter().all(|term| begins_word(title, term).is_some()) {
        return Some(Fit::TitleWord);
    }
    if terms.iter().all(|term| begins_word(title, term).or_else(|| begins_word(body, term)).is_some()) {
        return Some(Fit::Word);
    }
    Some(Fit::Inside)
}
