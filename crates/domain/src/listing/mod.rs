//! What lists and the search need to know about a record.

mod words;

use words::{subtitle, title};

use crate::candidate::Candidate;
use crate::consent::Consent;
use crate::conversation::Conversation;
use crate::numbers::cvr;
use crate::order::JobOrder;
use crate::record::{Fields, Kind, Record, RecordId};
use crate::requirement::Requirement;
use crate::schema::{AGREEMENTS, ANSWERS, FieldSpec, NOTES, PLAN, ValueType, fields_of};
use crate::submittal::Submittal;
use crate::typed::{Company, Employee};
use crate::visit::{Promise, Visit};

/// A record's line in a list, and what lists filter and sort by. Holds names, so `Debug` is not derived.
#[derive(Clone, PartialEq, Eq)]
pub struct Listing {
    /// The first line. Never empty.
    pub title: String,
    /// The second line; may be empty.
    pub subtitle: String,
    /// For a job order its state (`draft`, `open`, `inactive`, `closed`), and so for a visit (`planned`, `held`,
    /// `closed`, `cancelled`), a promise and a match check (`open`, and `done` or `closed`) and a template (`draft`,
    /// `published`); for a company that turned out to be another one `merged`; for a candidate whether the CV is searchable;
    /// for a consent (`draft`, `finalised`, `withdrawn`) and a submittal (`draft`, `permitted`, `sent`) what has happened;
    /// otherwise none.
    pub status: Option<String>,
    /// The responsible unit of a job order, the unit of an employee or a match check, else the home unit. None for a
    /// unit.
    pub unit: Option<RecordId>,
    /// The coordinator of a job order, the consultant of a visit, the one who keeps a promise.
    pub owner: Option<RecordId>,
    /// The company that a job order, workplace, contact, visit or promise belongs to; the candidate that a conversation, consent
    /// or submittal is about.
    pub parent: Option<RecordId>,
    /// The next day that matters, `2026-11-24`: the end of a pause, the day a job order's position is to be filled, the
    /// day a promise that is not kept is due. For a visit its day, also when it is over.
    pub deadline: Option<String>,
    /// The branch of a company, in words.
    pub branch: Option<String>,
}

/// What the search looks through: everything a consultant remembers about a record.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchDocument {
    /// The words that weigh most: the record's title.
    pub title: String,
    /// Every other text and number, one per line.
    pub body: String,
}

/// A record's line in a list.
pub fn listing(record: &Record) -> Listing {
    let fields = &record.fields;
    let line = Listing {
        title: title(record),
        subtitle: subtitle(record),
        status: None,
        unit: Some(record.home_unit),
        owner: None,
        parent: fields.id("company"),
        deadline: None,
        branch: None,
    };
    match record.key.kind {
        Kind::Unit => Listing { unit: None, ..line },
        Kind::Employee => Listing { unit: Employee::new(fields).unit(), ..line },
        Kind::Company => Listing {
            status: Company::new(fields).alias_of().map(|_| "merged".to_owned()),
            branch: Company::new(fields).branch_text().map(str::to_owned),
            ..line
        },
        Kind::Workplace | Kind::Contact => line,
        Kind::JobOrder => {
            let order = JobOrder::new(fields);
            Listing {
                status: Some(order.status().as_str().to_owned()),
                unit: order.responsible_unit().or(Some(record.home_unit)),
                owner: order.coordinator(),
                deadline: deadline(&order),
                ..line
            }
        }
        Kind::Template => Listing { status: Some(state(fields, &["draft", "published"])), ..line },
        Kind::Visit => {
            let visit = Visit::new(fields);
            Listing {
                status: Some(visit.status().as_str().to_owned()),
                owner: visit.consultant(),
                deadline: visit.day().map(str::to_owned),
                ..line
            }
        }
        Kind::Promise => {
            let promise = Promise::new(fields);
            Listing {
                status: Some(if promise.done() { "done" } else { "open" }.to_owned()),
                owner: promise.owner(),
                deadline: promise.due().filter(|_| !promise.done()).map(str::to_owned),
                ..line
            }
        }
        Kind::Candidate => Listing {
            status: Some(Candidate::new(fields).cv_status().as_str().to_owned()),
            owner: fields.id("consultant"),
            ..line
        },
        Kind::Conversation => Listing {
            status: Some(Conversation::new(fields).status().as_str().to_owned()),
            owner: fields.id("consultant"),
            parent: fields.id("candidate"),
            deadline: Conversation::new(fields).day().map(str::to_owned),
            ..line
        },
        Kind::Consent => Listing {
            status: Some(consent_status(fields).to_owned()),
            parent: fields.id("candidate"),
            deadline: Consent::new(fields).valid_until().map(str::to_owned),
            ..line
        },
        Kind::Submittal => Listing {
            status: Some(submittal_status(fields).to_owned()),
            parent: fields.id("candidate"),
            owner: fields.id("sent.by").or_else(|| fields.id("permit.by")),
            deadline: Submittal::new(fields).follow_up().map(str::to_owned),
            ..line
        },
        Kind::MatchCheck => Listing {
            status: Some(state(fields, &["open", "closed"])),
            unit: fields.id("unit").or(Some(record.home_unit)),
            ..line
        },
    }
}

/// What a list can tell of a consent without knowing the day (`draft`, `finalised`, `withdrawn`).
fn consent_status(fields: &Fields) -> &'static str {
    let consent = Consent::new(fields);
    match (consent.finalised_at(), consent.withdrawn_at()) {
        (_, Some(_)) => "withdrawn",
        (Some(_), None) => "finalised",
        (None, None) => "draft",
    }
}

/// How far a submittal has come (`draft`, `permitted`, `sent`).
fn submittal_status(fields: &Fields) -> &'static str {
    let submittal = Submittal::new(fields);
    match (submittal.permit_at(), submittal.sent_at()) {
        (_, Some(_)) => "sent",
        (Some(_), None) => "permitted",
        (None, None) => "draft",
    }
}

/// The state that stands in `status`; the first when there is none or one that this version does not know.
fn state(fields: &Fields, known: &[&str; 2]) -> String {
    let status = fields.text("status").filter(|status| known.contains(status));
    status.unwrap_or(known[0]).to_owned()
}

/// Lists whose texts somebody remembers. The texts of a template are not among them: they are the same everywhere.
const REMEMBERED: [&str; 4] = [AGREEMENTS, ANSWERS, NOTES, PLAN];

/// What the search looks through. Values of internal fields are in it, since it never leaves the unit; ids and codes
/// of choices are not, since nobody remembers them.
pub fn document(record: &Record) -> SearchDocument {
    let title = title(record);
    let fields = &record.fields;
    let mut lines: Vec<String> = fields_of(record.key.kind)
        .iter()
        .filter(|spec| !spec.path.contains('*') && !spec.path.ends_with("blob") && spec.path != "signature")
        .filter_map(|spec| remembered(spec, fields))
        .filter(|text| *text != title)
        .collect();
    if record.key.kind == Kind::JobOrder {
        lines.extend(Requirement::all(fields).into_iter().map(|requirement| requirement.text));
    }
    lines.extend(REMEMBERED.into_iter().flat_map(|list| remembered_items(record, list)));
    SearchDocument { title, body: lines.join("\n") }
}

/// The texts of a list's living items, item by item.
fn remembered_items(record: &Record, list: &str) -> Vec<String> {
    let texts: Vec<&str> = fields_of(record.key.kind)
        .iter()
        .filter(|spec| matches!(spec.value, ValueType::Text | ValueType::LongText))
        .filter_map(|spec| spec.path.split_once(".*.").filter(|(of, _)| *of == list).map(|(_, field)| field))
        .collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let items = record.fields.items(list);
    let said = |field| items.iter().filter_map(move |item| item.fields.filled_text(field).map(str::to_owned));
    texts.into_iter().flat_map(said).collect()
}

fn remembered(spec: &FieldSpec, fields: &Fields) -> Option<String> {
    let text = fields.filled_text(spec.path)?;
    match spec.value {
        ValueType::Text | ValueType::LongText | ValueType::Email | ValueType::PNumber | ValueType::BranchCode => {
            Some(text.to_owned())
        }
        // Found both as people read it and without spaces.
        ValueType::Cvr => Some(format!("{text} {}", cvr::show(text))),
        ValueType::Phone => {
            let bare: String = text.chars().filter(char::is_ascii_digit).collect();
            Some(if bare == text { bare } else { format!("{text} {bare}") })
        }
        ValueType::Municipality => crate::municipality::by_code(text).map(|m| m.name.to_owned()),
        // A citizen is found by name, never by number; a pen's line and a file's name are nothing to look for.
        ValueType::Choice(_)
        | ValueType::Cpr
        | ValueType::Date
        | ValueType::DateTime
        | ValueType::Flag
        | ValueType::Hash
        | ValueType::Integer { .. }
        | ValueType::Item
        | ValueType::Reference(_) => None,
    }
}

fn deadline(order: &JobOrder<'_>) -> Option<String> {
    use crate::order::Status;
    let day = match order.status() {
        Status::Draft | Status::Open => order.start_date(),
        Status::Inactive => order.inactive_until(),
        Status::Closed => None,
    };
    day.map(str::to_owned)
}

#[cfg(test)]
mod tests;
