//! What lists and the search need to know about a record.

use crate::numbers::cvr;
use crate::order::JobOrder;
use crate::record::{Fields, Kind, Record, RecordId};
use crate::requirement::Requirement;
use crate::schema::{FieldSpec, ValueType, fields_of};
use crate::typed::{Company, Contact, Employee, Unit, Workplace};

/// A record's line in a list, and what lists filter and sort by. Holds names, so `Debug` is not derived.
#[derive(Clone, PartialEq, Eq)]
pub struct Listing {
    /// The first line. Never empty.
    pub title: String,
    /// The second line; may be empty.
    pub subtitle: String,
    /// For a job order its state (`draft`, `open`, `inactive`, `closed`); for a company that turned out to be another
    /// one `merged`; otherwise none.
    pub status: Option<String>,
    /// The responsible unit of a job order, an employee's unit, else the home unit. None for a unit.
    pub unit: Option<RecordId>,
    /// The coordinator of a job order.
    pub owner: Option<RecordId>,
    /// The company that a job order, workplace or contact belongs to.
    pub parent: Option<RecordId>,
    /// The next day that matters, `2026-11-24`: the end of a pause, or the day a job order's position is to be filled.
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
    }
}

/// What the search looks through. Values of internal fields are in it, since it never leaves the unit; ids and codes
/// of choices are not, since nobody remembers them.
pub fn document(record: &Record) -> SearchDocument {
    let title = title(record);
    let fields = &record.fields;
    let mut lines: Vec<String> = fields_of(record.key.kind)
        .iter()
        .filter(|spec| !spec.path.contains('*'))
        .filter_map(|spec| remembered(spec, fields))
        .filter(|text| *text != title)
        .collect();
    if record.key.kind == Kind::JobOrder {
        lines.extend(Requirement::all(fields).into_iter().map(|requirement| requirement.text));
    }
    SearchDocument { title, body: lines.join("\n") }
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
        ValueType::Choice(_)
        | ValueType::Date
        | ValueType::DateTime
        | ValueType::Flag
        | ValueType::Integer { .. }
        | ValueType::Reference(_) => None,
    }
}

fn title(record: &Record) -> String {
    let fields = &record.fields;
    match record.key.kind {
        Kind::JobOrder => order_title(&JobOrder::new(fields)),
        Kind::Workplace => {
            let workplace = Workplace::new(fields);
            named(workplace.name().or(workplace.street()))
        }
        Kind::Unit => named(Unit::new(fields).name()),
        Kind::Employee => named(Employee::new(fields).name()),
        Kind::Company => named(Company::new(fields).name()),
        Kind::Contact => named(Contact::new(fields).name()),
    }
}

fn named(name: Option<&str>) -> String {
    name.unwrap_or("Uden navn").to_owned()
}

fn order_title(order: &JobOrder<'_>) -> String {
    let title = order.title().unwrap_or("Uden stillingsbetegnelse");
    match order.positions() {
        Some(positions) if positions > 1 => format!("{title}, {positions} stillinger"),
        _ => title.to_owned(),
    }
}

fn subtitle(record: &Record) -> String {
    let fields = &record.fields;
    match record.key.kind {
        Kind::Unit => Unit::new(fields)
            .municipality()
            .and_then(crate::municipality::by_code)
            .map(|m| format!("{} Kommune", m.name))
            .unwrap_or_default(),
        Kind::Employee => Employee::new(fields).title().unwrap_or_default().to_owned(),
        Kind::Company => {
            let company = Company::new(fields);
            let number = company.cvr().map(|number| format!("CVR {}", cvr::show(number)));
            joined([number, company.branch_text().map(str::to_owned)])
        }
        Kind::Workplace => {
            let workplace = Workplace::new(fields);
            let street = workplace.street().filter(|_| workplace.name().is_some());
            let city = [workplace.postcode(), workplace.city()];
            let city: Vec<&str> = city.into_iter().flatten().collect();
            joined([street.map(str::to_owned), (!city.is_empty()).then(|| city.join(" "))])
        }
        Kind::Contact => Contact::new(fields).title().unwrap_or_default().to_owned(),
        Kind::JobOrder => JobOrder::new(fields)
            .tasks()
            .and_then(|tasks| tasks.lines().next())
            .map(|line| line.chars().take(120).collect())
            .unwrap_or_default(),
    }
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
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
mod tests {
    use super::*;
    use crate::record::{Path, RecordKey};
    use crate::schema::REQUIREMENTS;
    use serde_json::{Value, json};
    use uuid::Uuid;

    const HOME: Uuid = Uuid::from_u128(7);

    fn record(kind: Kind, pairs: &[(&'static str, Value)]) -> Record {
        let mut record = Record::new(RecordKey::new(kind, Uuid::from_u128(1)), HOME);
        record.fields = pairs.iter().map(|(path, value)| (Path::known(path), value.clone())).collect();
        record
    }

    #[test]
    fn a_company() {
        let company = record(
            Kind::Company,
            &[
                ("name", json!("Nordhavn Kølelogistik A/S")),
                ("cvr", json!("13748136")),
                ("branch.code", json!("521000")),
                ("branch.text", json!("Oplagring")),
                ("notes", json!("Porten er blå")),
            ],
        );
        let line = listing(&company);
        assert_eq!(line.title, "Nordhavn Kølelogistik A/S");
        assert_eq!(line.subtitle, "CVR 13 74 81 36, Oplagring");
        assert_eq!(line.branch.as_deref(), Some("Oplagring"));
        assert_eq!((line.unit, line.status), (Some(HOME), None));
        let document = document(&company);
        assert_eq!(document.title, "Nordhavn Kølelogistik A/S");
        assert_eq!(document.body, "13748136 13 74 81 36\n521000\nOplagring\nPorten er blå");
    }

    #[test]
    fn a_company_that_turned_out_to_be_another_one() {
        let company = record(Kind::Company, &[("alias_of", json!(HOME.to_string()))]);
        assert_eq!(listing(&company).status.as_deref(), Some("merged"));
        assert_eq!(listing(&company).title, "Uden navn");
    }

    #[test]
    fn a_job_order() {
        let mut order = record(
            Kind::JobOrder,
            &[
                ("title", json!("Lagermedarbejder")),
                ("positions", json!(2)),
                ("tasks", json!("Pluk og pak\nKør truck")),
                ("company", json!(Uuid::from_u128(2).to_string())),
                ("coordinator", json!(Uuid::from_u128(3).to_string())),
                ("responsible_unit", json!(Uuid::from_u128(4).to_string())),
                ("start_date", json!("2026-12-01")),
                ("channel", json!("visit")),
            ],
        );
        order.fields.set(Path::item(REQUIREMENTS, Uuid::nil(), "text"), json!("Kørekort B"));
        let line = listing(&order);
        assert_eq!((line.title.as_str(), line.subtitle.as_str()), ("Lagermedarbejder, 2 stillinger", "Pluk og pak"));
        assert_eq!(line.status.as_deref(), Some("draft"));
        assert_eq!(line.parent, Some(Uuid::from_u128(2)));
        assert_eq!(line.owner, Some(Uuid::from_u128(3)));
        assert_eq!(line.unit, Some(Uuid::from_u128(4)));
        assert_eq!(line.deadline.as_deref(), Some("2026-12-01"));
        let body = document(&order).body;
        assert!(body.contains("Kør truck") && body.contains("Kørekort B") && !body.contains("visit"));

        order.fields.set(Path::known("status"), json!("inactive"));
        order.fields.set(Path::known("inactive_until"), json!("2027-01-15"));
        assert_eq!(listing(&order).deadline.as_deref(), Some("2027-01-15"));
        order.fields.set(Path::known("status"), json!("closed"));
        assert_eq!(listing(&order).deadline, None);
    }

    #[test]
    fn a_workplace_and_a_contact() {
        let workplace = record(
            Kind::Workplace,
            &[
                ("address.street", json!("Havnevej 14")),
                ("address.postcode", json!("5500")),
                ("address.city", json!("Middelfart")),
                ("municipality", json!("0410")),
            ],
        );
        let line = listing(&workplace);
        assert_eq!((line.title.as_str(), line.subtitle.as_str()), ("Havnevej 14", "5500 Middelfart"));

        let contact = record(Kind::Contact, &[("name", json!("Bo Holm")), ("phone", json!("70 10 11 55"))]);
        assert_eq!(document(&contact).body, "70 10 11 55 70101155");
    }

    #[test]
    fn every_kind_has_a_title_even_when_empty() {
        for kind in Kind::ALL {
            assert!(listing(&record(kind, &[])).title.starts_with("Uden "));
        }
    }
}
