//! Turning rows into records: companies, workplaces and contacts.

use std::collections::HashMap;

use csv::StringRecord;
use feltmappen_domain::{
    canonical, fold, identity, municipality, numbers,
    record::{ALIVE, Fields, Kind, Path, Record, RecordId, RecordKey},
    schema,
};
use feltmappen_store::{AccessAction, AccessEntry};
use feltmappen_sync::{Commit, RecordChange};
use serde_json::Value;

use super::{Import, LISTED_ERRORS, candidates::Candidates};
use crate::{
    App, ErrorCode, Me, Open, Outcome,
    api::{ImportField, ImportKind, RowError},
    edit::changes_to,
};

/// Does the next rows of an import. Rows are only counted once they are durable. A field that the user changes in the
/// same moment is met by reading again, once.
pub(super) fn step(app: &App, open: &Open, import: &mut Import, rows: usize) -> Outcome<()> {
    let before = import.progress.clone();
    let mut done = attempt(app, open, import, rows);
    if done.as_ref().is_err_and(|failure| failure.code == ErrorCode::ChangedMeanwhile) {
        import.progress = before.clone();
        done = attempt(app, open, import, rows);
    }
    if done.is_err() {
        import.progress = before;
    }
    done
}

fn attempt(app: &App, open: &Open, import: &mut Import, rows: usize) -> Outcome<()> {
    let me = open.me()?;
    let Some(table) = &import.table else { return Err(ErrorCode::NoFile.into()) };
    let from = import.progress.done as usize;
    let mut commits: Vec<Commit> = Vec::new();
    let mut pending = Pending::default();
    let mut people = match import.kind {
        ImportKind::Companies => None,
        ImportKind::Candidates => Some(Candidates::known(open)?),
    };
    for (line, row) in table.rows.iter().skip(from).take(rows) {
        let outcome = match &mut people {
            Some(people) => people.changes(app, me, &import.mapping, row)?,
            None => Row { app, open, me, line: *line, cells: row, import_mapping: &import.mapping }.changes(
                &mut import.seen,
                &mut import.contacts,
                &mut pending,
            )?,
        };
        match outcome {
            Ok((_, records)) if records.is_empty() => import.progress.unchanged += 1,
            Ok((new, records)) => {
                if new {
                    import.progress.created += 1
                } else {
                    import.progress.updated += 1
                }
                commits.push(app.new_commit(me, "import", records)?);
            }
            Err(message) => {
                import.progress.error_count += 1;
                if import.progress.errors.len() < LISTED_ERRORS {
                    import.progress.errors.push(RowError { line: *line, message });
                }
            }
        }
        import.progress.done += 1;
    }
    open.workspace.commit_logged(&commits, &access(me, &commits))?;
    import.progress.finished = import.progress.done as usize >= table.rows.len();
    Ok(())
}

/// What an import changed, for the access log (R78).
fn access(me: Me, commits: &[Commit]) -> Vec<AccessEntry> {
    let records = commits.iter().flat_map(|commit| &commit.records);
    let entry = |record: &RecordChange| AccessEntry {
        who: me.employee,
        action: AccessAction::Change,
        kind: record.key.kind,
        id: Some(record.key.id),
        why: "import".to_owned(),
    };
    records.map(entry).collect()
}

/// Records that earlier rows of the same step will have made: not on disk yet.
#[derive(Default)]
struct Pending(Vec<Record>);

impl Pending {
    fn record(&self, open: &Open, key: RecordKey) -> Outcome<Option<Record>> {
        match self.0.iter().find(|record| record.key == key) {
            Some(record) => Ok(Some(record.clone())),
            None => Ok(open.workspace.record(&key)?),
        }
    }

    /// What belongs to a company, on disk or not yet.
    fn children(&self, open: &Open, company: RecordId, kind: Kind) -> Outcome<Vec<Record>> {
        let mut children = open.workspace.children(company, kind)?;
        let own = |one: &&Record| one.key.kind == kind && one.fields.id("company") == Some(company);
        let newer: Vec<_> = self.0.iter().filter(own).cloned().collect();
        children.retain(|child| newer.iter().all(|one| one.key != child.key));
        children.extend(newer);
        Ok(children)
    }

    fn keep(&mut self, record: &Record, change: &RecordChange) {
        let mut after = record.clone();
        feltmappen_sync::apply(&mut after.fields, &change.changes);
        self.0.retain(|known| known.key != record.key);
        self.0.push(after);
    }
}

/// The changes of a good row, with whether its company is new; or what is wrong with the row, in Danish.
pub(super) type RowChanges = Result<(bool, Vec<RecordChange>), String>;

/// One record of a row: its key and what the cells say of it.
type Part = (RecordKey, Vec<(&'static str, Value)>);

struct Row<'a> {
    app: &'a App,
    open: &'a Open,
    me: Me,
    line: u32,
    cells: &'a StringRecord,
    import_mapping: &'a super::Mapping,
}

impl Row<'_> {
    fn cell(&self, field: ImportField) -> Option<&str> {
        self.import_mapping.cell(self.cells, field)
    }

    fn changes(
        &self,
        seen: &mut HashMap<String, (u32, String)>,
        contacts: &mut HashMap<RecordId, String>,
        pending: &mut Pending,
    ) -> Outcome<RowChanges> {
        let Some(number) = self.cell(ImportField::Cvr) else { return Ok(Err("CVR-nummeret mangler.".to_owned())) };
        let cvr = match numbers::cvr::check(number) {
            Ok(cvr) => cvr,
            Err(problem) => return Ok(Err(problem.message.into_owned())),
        };
        let Some(name) = self.cell(ImportField::Name) else { return Ok(Err("Navnet mangler.".to_owned())) };
        let (first_line, first_name) = seen.entry(cvr.clone()).or_insert_with(|| (self.line, name.to_owned()));
        if first_name != name {
            return Ok(Err(format!("CVR-nummeret står med et andet navn på linje {first_line}.")));
        }
        let company = RecordKey { kind: Kind::Company, id: identity::company_id(self.me.unit, &cvr) };
        let company = self.app.kept(self.open, company)?;
        if pending.record(self.open, company)?.is_some_and(|record| !record.alive()) {
            return Ok(Err("Virksomheden er kasseret. Hent den frem først, hvis den skal med.".to_owned()));
        }
        let parts = [
            Some((company, self.company(&cvr, name))),
            self.workplace(company.id, pending)?,
            self.contact(company.id, contacts, pending)?,
        ];
        let mut records = Vec::new();
        let mut new = false;
        for (key, values) in parts.into_iter().flatten() {
            let mut values = match hold(key.kind, values) {
                Ok(values) => values,
                Err(message) => return Ok(Err(message)),
            };
            let known = pending.record(self.open, key)?;
            new |= key == company && known.is_none();
            if known.as_ref().is_some_and(|record| !record.alive()) {
                continue;
            }
            let record = match known {
                Some(record) => record,
                None => {
                    values.push((Path::known(ALIVE), Value::Bool(true)));
                    Record { key, home_unit: self.me.unit, fields: Fields::default() }
                }
            };
            let code = values.iter().find(|(path, _)| path.as_str() == "branch.code").map(|(_, code)| code);
            if code.is_some_and(|code| record.fields.get("branch.code") != Some(code)) {
                // Another code is not of the old code's edition.
                values.push((Path::known("branch.version"), Value::Null));
            }
            let change = changes_to(&record, values);
            if !change.changes.is_empty() {
                pending.keep(&record, &change);
                records.push(change);
            }
        }
        Ok(Ok((new, records)))
    }

    fn company(&self, cvr: &str, name: &str) -> Vec<(&'static str, Value)> {
        let mut values: Vec<(&'static str, Value)> = vec![("cvr", cvr.into()), ("name", name.into())];
        let text = |field: ImportField, path: &'static str| self.cell(field).map(|cell| (path, Value::from(cell)));
        values.extend(text(ImportField::BranchText, "branch.text"));
        values.extend(self.cell(ImportField::BranchCode).map(|cell| {
            let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
            ("branch.code", digits.into())
        }));
        values.extend(self.cell(ImportField::Employees).map(|cell| {
            let number = cell.replace(['.', ' '], "").parse::<i64>();
            ("employees", number.map_or_else(|_| cell.into(), Value::from))
        }));
        values.extend(self.cell(ImportField::JobagUser).map(|cell| ("jobag_user", yes_or_no(cell))));
        values.extend(text(ImportField::Notes, "notes"));
        values
    }

    fn workplace(&self, company: RecordId, pending: &Pending) -> Outcome<Option<Part>> {
        let fields = [
            (ImportField::PNumber, "p_number"),
            (ImportField::WorkplaceName, "name"),
            (ImportField::Street, "address.street"),
            (ImportField::Postcode, "address.postcode"),
            (ImportField::City, "address.city"),
        ];
        let mut values: Vec<_> =
            fields.iter().filter_map(|(field, path)| Some((*path, Value::from(self.cell(*field)?)))).collect();
        values.extend(self.cell(ImportField::Municipality).map(|cell| ("municipality", municipality_code(cell))));
        if values.is_empty() {
            return Ok(None);
        }
        let number = self.cell(ImportField::PNumber).and_then(|cell| numbers::p_number::check(cell).ok());
        let street = self.cell(ImportField::Street).unwrap_or_default();
        let address = format!("{street}|{}", self.cell(ImportField::Postcode).unwrap_or_default());
        let folded = fold::fold(street).text;
        // One that was made by hand is met by its number, or by its address as long as the numbers do not differ.
        let known = pending.children(self.open, company, Kind::Workplace)?;
        let same = known.iter().find(|one| match (&number, one.fields.text("p_number")) {
            (Some(number), Some(own)) => number == own,
            _ => {
                !folded.is_empty()
                    && one.fields.text("address.street").is_some_and(|own| fold::fold(own).text == folded)
            }
        });
        let new = || match &number {
            Some(number) => identity::workplace_id(company, number),
            // Without a number the address is the best name a workplace has; with neither, the company has one place.
            None => identity::address_id(company, &address),
        };
        let id = same.map_or_else(new, |one| one.key.id);
        values.push(("company", company.to_string().into()));
        Ok(Some((RecordKey { kind: Kind::Workplace, id }, values)))
    }

    /// The contact of this name that no earlier row gave another mail or telephone; else a new one. Two rows with one
    /// name and two addresses are two people.
    fn contact(
        &self,
        company: RecordId,
        contacts: &mut HashMap<RecordId, String>,
        pending: &Pending,
    ) -> Outcome<Option<Part>> {
        let Some(name) = self.cell(ImportField::ContactName) else { return Ok(None) };
        let folded = fold::fold(name).text;
        let email = self.cell(ImportField::ContactEmail).unwrap_or_default();
        let address = format!("{email}|{}", self.cell(ImportField::ContactPhone).unwrap_or_default());
        let known = pending.children(self.open, company, Kind::Contact)?;
        let same = known.iter().find(|one| {
            one.fields.text("name").is_some_and(|other| fold::fold(other).text == folded)
                && contacts.get(&one.key.id).is_none_or(|given| *given == address)
        });
        let id =
            same.map_or_else(|| identity::listed_contact_id(company, &format!("{name}|{address}")), |one| one.key.id);
        contacts.insert(id, address);
        let fields = [
            (ImportField::ContactTitle, "title"),
            (ImportField::ContactEmail, "email"),
            (ImportField::ContactPhone, "phone"),
        ];
        let mut values: Vec<_> =
            fields.iter().filter_map(|(field, path)| Some((*path, Value::from(self.cell(*field)?)))).collect();
        if same.is_none() {
            values.push(("name", name.into()));
            values.push(("company", company.to_string().into()));
        }
        Ok(Some((RecordKey { kind: Kind::Contact, id }, values)))
    }
}

/// Values that all hold their format, ready to store; or what is wrong with the first that does not.
pub(super) fn hold(kind: Kind, values: Vec<(&'static str, Value)>) -> Result<Vec<(Path, Value)>, String> {
    let mut held = Vec::new();
    for (path, value) in values {
        let path = Path::known(path);
        let value = canonical::normalise(value).map_err(|_| "En celle kan ikke læses som tekst.".to_owned())?;
        if let Some(problem) = schema::check(kind, &path, &value) {
            return Err(problem.message.into_owned());
        }
        held.push((path, value));
    }
    Ok(held)
}

fn yes_or_no(cell: &str) -> Value {
    Value::Bool(matches!(fold::fold(cell).text.as_str(), "ja" | "j" | "1" | "x" | "sand" | "true" | "yes"))
}

/// A kommune by code ("410", "0410") or by name ("Middelfart", "Middelfart Kommune"); an unknown one is said to be so.
pub(super) fn municipality_code(cell: &str) -> Value {
    let wanted = fold::fold(cell.trim_end_matches(" Kommune").trim_end_matches(" kommune")).text;
    let padded = format!("{cell:0>4}");
    let found = municipality::all().iter().find(|one| one.code == padded || fold::fold(one.name).text == wanted);
    found.map_or_else(|| cell.into(), |one| one.code.into())
}
