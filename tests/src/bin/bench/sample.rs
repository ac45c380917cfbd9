//! Records as consultants make them: job orders of 30 fields and about 1.2 KB.

use feltmappen_domain::{
    record::{Fields, Kind, Path, RecordId, RecordKey},
    schema::REQUIREMENTS,
};
use feltmappen_sync::{Change, Commit, RecordChange, merge::guard};
use serde_json::{Value, json};
use uuid::Uuid;

/// The unit whose records they are: one of those that every device makes for itself, so that somebody can belong to it.
pub const UNIT: RecordId = Uuid::from_u128(0x5dc6_5943_7284_5780_ab85_1c11_405f_2bc2);
/// Who makes them.
pub const EMPLOYEE: RecordId = id(1, 2);
/// A field that everybody writes in.
pub const NOTE: &str = "internal_note";

const ORDERS: u32 = 2;
const NEW: u32 = 3;
const EDITS: u32 = 4;
const ITEMS: u32 = 5;

const JOBS: [&str; 12] = [
    "Lagermedarbejder",
    "Truckfører",
    "Social- og sundhedshjælper",
    "Køkkenmedhjælper",
    "Butiksassistent",
    "Rengøringsassistent",
    "Smed",
    "Tømrersvend",
    "Pædagogmedhjælper",
    "Chauffør",
    "Receptionist",
    "Bogholder",
];
const PLACES: [&str; 10] = [
    "kølelageret",
    "fryserummet",
    "plejecenteret",
    "værkstedet",
    "byggepladsen",
    "bageriet",
    "kontoret ved havnen",
    "butikken på torvet",
    "produktionshallen",
    "terminalen",
];
const WORK: [&str; 11] = [
    "modtage og pakke varer",
    "køre gaffeltruck",
    "betjene kunder og kasse",
    "gøre rent efter plan",
    "føre regnskab og sende fakturaer",
    "svejse og montere stål",
    "hjælpe beboere med bad og mad",
    "læsse af og sortere pakker",
    "sætte vinduer og døre i",
    "lave frokost til halvtreds",
    "holde øje med maskinerne",
];

/// An id of the shape that devices make: later ones sort last.
const fn id(class: u32, number: u32) -> Uuid {
    Uuid::from_u128(0x019a_a1b2_7c00_7000_8000_0000_0000_0000 | (class as u128) << 32 | number as u128)
}

/// The key of a job order.
pub const fn key(number: u32) -> RecordKey {
    RecordKey::new(Kind::JobOrder, id(ORDERS, number))
}

/// A unit that has nothing to do with them.
pub const fn other_unit(number: u32) -> RecordId {
    id(8, number)
}

fn pick<'a>(of: &[&'a str], number: u32, step: u32) -> &'a str {
    of[(number / step) as usize % of.len()]
}

/// The values of a job order. No two have the same words.
pub fn fields(number: u32) -> Fields {
    let (job, place) = (pick(&JOBS, number, 1), pick(&PLACES, number, 12));
    let (first, second, third) = (pick(&WORK, number, 1), pick(&WORK, number, 5), pick(&WORK, number, 7));
    let values = [
        ("title", json!(format!("{job} til {place} {number}"))),
        ("company", json!(id(6, number / 4).to_string())),
        ("contact", json!(id(7, number / 4).to_string())),
        ("order_type", json!("ordinary")),
        ("channel", json!("visit")),
        ("received_at", json!("2026-11-23T09:15:00+01:00")),
        ("positions", json!(1 + number % 4)),
        (
            "tasks",
            json!(format!(
                "Du skal {first} på {place} og {second}. Vi er {} på holdet, og du bliver lært op af en kollega.",
                3 + number % 40
            )),
        ),
        ("start_date", json!(format!("2026-12-{:02}", 1 + number % 28))),
        ("terms.employment", json!("permanent")),
        ("terms.time", json!("full_time")),
        ("terms.hours", json!("37 timer om ugen")),
        ("terms.shift_work", json!(number.is_multiple_of(3))),
        ("terms.temp", json!(false)),
        ("terms.working_hours", json!("Dagvagt")),
        ("terms.pay", json!("hourly")),
        ("education_demand", json!("without")),
        ("experience_demand", json!("without")),
        ("physical", json!(format!("Der løftes op til {} kg.", 10 + number % 15))),
        ("culture", json!("Uformel tone, fælles frokost.")),
        (NOTE, json!(format!("Talte med lederen om {second}, ring igen i uge {}.", 1 + number % 52))),
        ("contact_form", json!("cvs")),
        ("responsible_unit", json!(UNIT.to_string())),
        ("coordinator", json!(EMPLOYEE.to_string())),
        ("sharing", json!("internal")),
        ("status", json!("open")),
    ];
    let mut fields: Fields = values.into_iter().map(|(path, value)| (Path::known(path), value)).collect();
    let item = id(ITEMS, number);
    let wanted = format!("Erfaring med at {third}");
    for (field, value) in [("text", json!(wanted)), ("class", json!("experience")), ("@rank", json!("V"))] {
        fields.set(Path::item(REQUIREMENTS, item, field), value);
    }
    fields.set(Path::item(REQUIREMENTS, item, "priority"), json!("must"));
    fields
}

/// The commit that makes a job order.
pub fn create(number: u32) -> Commit {
    let fields = fields(number);
    let new = fields.iter().map(|(path, value)| change(path.as_str(), Value::Null, value.clone()));
    let mut changes: Vec<Change> = new.collect();
    changes.extend(guard(Kind::JobOrder, &Fields::new(), &changes));
    commit(id(NEW, number), number, "create", changes)
}

/// The same commit by somebody of another unit.
pub fn in_unit(mut commit: Commit, unit: RecordId) -> Commit {
    commit.records.iter_mut().for_each(|record| record.home_unit = unit);
    commit
}

/// A commit that changes one field of it, as somebody does who has just read it.
pub fn edit(number: u32, round: u32) -> Commit {
    let seen =
        if round == 0 { fields(number).get(NOTE).cloned().unwrap_or_default() } else { noted(number, round - 1) };
    commit(id(EDITS + 16 * round, number), number, "edit", vec![change(NOTE, seen, noted(number, round))])
}

/// What an edit leaves in its field.
pub fn noted(number: u32, round: u32) -> Value {
    json!(format!("Der er ringet {} gange, og de vil gerne se to kandidater i uge {}.", round + 1, 1 + number % 52))
}

fn change(path: &str, base: Value, value: Value) -> Change {
    Change { path: Path::new(path).expect("a path"), base, value }
}

fn commit(id: Uuid, number: u32, action: &str, changes: Vec<Change>) -> Commit {
    Commit {
        id,
        author: EMPLOYEE,
        device_time: "2026-11-24T10:52:00.000Z".to_owned(),
        action: action.to_owned(),
        needs: Vec::new(),
        records: vec![RecordChange { key: key(number), home_unit: UNIT, changes, resolves: Vec::new() }],
    }
}

#[cfg(test)]
mod tests {
    use feltmappen_domain::canonical::to_canonical_json;
    use feltmappen_domain::schema;

    use super::*;

    #[test]
    fn a_record_has_30_fields_and_about_1200_bytes_and_every_value_is_legal() {
        for number in [0, 1, 7, 11_111, 99_999] {
            let fields = fields(number);
            assert_eq!(fields.len(), 30);
            let bytes = to_canonical_json(&fields).len();
            assert!((1_100..=1_350).contains(&bytes), "{bytes}");
            assert!(fields.iter().all(|(path, value)| schema::check(Kind::JobOrder, path, value).is_none()));
        }
    }
}
