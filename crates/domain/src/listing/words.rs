//! What a record is called in a list, and the line below.

use crate::consent::Consent;
use crate::conversation::Conversation;
use crate::numbers::cvr;
use crate::order::JobOrder;
use crate::record::{Kind, Record};
use crate::schema::{CONVERSATION_TYPES, Choices, PROMISE_TYPES, USES, VISIT_CHANNELS, VISIT_TYPES};
use crate::submittal::Submittal;
use crate::typed::{Company, Contact, Employee, Unit, Workplace};
use crate::visit::{Promise, Visit, danish_day};

pub(super) fn title(record: &Record) -> String {
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
        Kind::Template => match (fields.filled_text("title"), fields.integer("version")) {
            (Some(title), Some(version)) => format!("{title}, version {version}"),
            (title, _) => named(title),
        },
        Kind::Visit => visit_title(&Visit::new(fields)),
        Kind::Promise => Promise::new(fields).text().and_then(first_line).unwrap_or_else(|| "Uden tekst".to_owned()),
        Kind::MatchCheck => named(fields.filled_text("title")),
        Kind::Candidate => named(fields.filled_text("name")),
        Kind::Conversation => dated(
            word(CONVERSATION_TYPES, fields.filled_text("type")).unwrap_or("Samtale"),
            Conversation::new(fields).day(),
        ),
        Kind::Consent => dated("Samtykke", Consent::new(fields).finalised_at()),
        Kind::Submittal => dated("Formidling", Submittal::new(fields).sent_at()),
    }
}

/// What it is, and on which day.
fn dated(what: &str, day: Option<&str>) -> String {
    day.map_or_else(|| what.to_owned(), |day| format!("{what}, {}", danish_day(day)))
}

fn visit_title(visit: &Visit<'_>) -> String {
    let what = word(VISIT_TYPES, visit.fields().filled_text("type"));
    match (what, visit.day().map(danish_day)) {
        (Some(what), Some(day)) => format!("{what}, {day}"),
        (Some(what), None) => what.to_owned(),
        (None, Some(day)) => format!("Besøg, {day}"),
        (None, None) => "Uden type og dato".to_owned(),
    }
}

/// The words of a code.
fn word(choices: Choices, code: Option<&str>) -> Option<&'static str> {
    choices.iter().find(|(known, _)| Some(*known) == code).map(|(_, words)| *words)
}

/// The first line with something on it, cut to what a list shows.
fn first_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(line.chars().take(120).collect())
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

pub(super) fn subtitle(record: &Record) -> String {
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
        Kind::JobOrder => JobOrder::new(fields).tasks().and_then(first_line).unwrap_or_default(),
        Kind::Template => word(USES, fields.filled_text("use")).unwrap_or_default().to_owned(),
        Kind::Visit => {
            let visit = Visit::new(fields);
            let channel = word(VISIT_CHANNELS, visit.channel()).map(str::to_owned);
            joined([channel, visit.purpose().map(str::to_owned)])
        }
        Kind::Promise => word(PROMISE_TYPES, Promise::new(fields).promise_type()).unwrap_or_default().to_owned(),
        Kind::MatchCheck => fields.filled_text("held_on").map(danish_day).unwrap_or_default(),
        Kind::Candidate => fields.filled_text("job_goals").and_then(first_line).unwrap_or_default(),
        Kind::Conversation => word(VISIT_CHANNELS, fields.filled_text("channel")).unwrap_or_default().to_owned(),
        // Whom it is about and where it goes is told by whoever may read those records.
        Kind::Consent | Kind::Submittal => String::new(),
    }
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
