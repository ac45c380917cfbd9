//! Turning rows into candidates. A candidate has no natural key: who a row is about is told by the CPR number where both have one,
//! else by the name together with telephone or mail. The id says nothing about the person.

use csv::StringRecord;
use feltmappen_domain::{
    candidate::Candidate,
    fold,
    numbers::cpr,
    record::{ALIVE, Fields, Kind, Path, Record, RecordKey},
};
use serde_json::Value;

use super::{
    Mapping,
    rows::{RowChanges, hold, municipality_code},
};
use crate::{App, Me, Open, Outcome, api::ImportField, edit::changes_to};

/// The fields that are taken over as they stand.
const TEXTS: [(ImportField, &str); 7] = [
    (ImportField::Name, "name"),
    (ImportField::Phone, "phone"),
    (ImportField::Email, "email"),
    (ImportField::Cpr, "cpr"),
    (ImportField::JobGoals, "job_goals"),
    (ImportField::Qualifications, "qualifications"),
    (ImportField::DrivingLicence, "driving_licence"),
];

/// The candidates that are here, with those that earlier rows of the same step will have made.
pub(super) struct Candidates(Vec<Record>);

impl Candidates {
    pub fn known(open: &Open) -> Outcome<Self> {
        Ok(Self(open.workspace.all(Kind::Candidate)?))
    }

    /// The change of a row; or what is wrong with it, in Danish and without its values.
    pub fn changes(&mut self, app: &App, me: Me, mapping: &Mapping, cells: &StringRecord) -> Outcome<RowChanges> {
        let cell = |field| mapping.cell(cells, field);
        if cell(ImportField::Name).is_none() {
            return Ok(Err("Navnet mangler.".to_owned()));
        }
        let mut values: Vec<(&'static str, Value)> =
            TEXTS.iter().filter_map(|(field, path)| Some((*path, Value::from(cell(*field)?)))).collect();
        values.extend(cell(ImportField::Municipality).map(|cell| ("municipality", municipality_code(cell))));
        let mut values = match hold(Kind::Candidate, values) {
            Ok(values) => values,
            Err(message) => return Ok(Err(message)),
        };
        let wanted: Fields = values.iter().cloned().collect();
        let same: Vec<usize> = (0..self.0.len()).filter(|at| is_same(&self.0[*at].fields, &wanted)).collect();
        let at = match same[..] {
            [] => None,
            [at] => Some(at),
            _ => return Ok(Err("Mere end én kandidat passer på rækken. Ret den, det gælder, i mappen.".to_owned())),
        };
        let record = match at {
            Some(at) => self.0[at].clone(),
            None => {
                values.push((Path::known(ALIVE), Value::Bool(true)));
                values.push((Path::known("consultant"), me.employee.to_string().into()));
                let key = RecordKey::new(Kind::Candidate, app.new_id()?);
                Record { key, home_unit: me.unit, fields: Fields::default() }
            }
        };
        let change = changes_to(&record, values);
        if change.changes.is_empty() {
            return Ok(Ok((false, Vec::new())));
        }
        let mut after = record;
        feltmappen_sync::apply(&mut after.fields, &change.changes);
        match at {
            Some(at) => self.0[at] = after,
            None => self.0.push(after),
        }
        Ok(Ok((at.is_none(), vec![change])))
    }
}

/// Whether a candidate that is here is the one of a row.
fn is_same(here: &Fields, row: &Fields) -> bool {
    let (here, row) = (Candidate::new(here), Candidate::new(row));
    let number =
        |text: Option<&str>| text.and_then(|text| cpr::check(text).ok()).map(|number| number.digits().to_owned());
    if let (Some(own), Some(wanted)) = (number(here.cpr()), number(row.cpr())) {
        return own == wanted;
    }
    let name = |candidate: Candidate<'_>| candidate.name().map(|name| fold::fold(name.trim()).text);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let phone = |candidate: Candidate<'_>| candidate.phone().map(digits);
    let mail = |candidate: Candidate<'_>| candidate.email().map(|mail| fold::fold(mail).text);
    let both = |one: Option<String>, other: Option<String>| one.is_some() && one == other;
    let bare = |candidate: Candidate<'_>| candidate.phone().is_none() && candidate.email().is_none();
    name(here) == name(row)
        && (both(phone(here), phone(row)) || both(mail(here), mail(row)) || (bare(here) && bare(row)))
}
