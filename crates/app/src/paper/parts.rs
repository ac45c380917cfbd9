//! What several papers take from records: persons, places and days as a paper writes them.

use chrono::{DateTime, FixedOffset, NaiveDate};
use feltmappen_documents::{
    input::{self, Address, Authority, Dpo, Office, Person, Personal, Sender},
    text,
};
use feltmappen_domain::{
    municipality,
    numbers::cvr,
    record::{Fields, Kind, Record, RecordId, RecordKey},
    typed::{Company, Contact, Employee, Unit, Workplace},
    visit::day_of,
};

use crate::{
    App, ErrorCode, Failure, Open, Outcome,
    time::{danish, instant},
};

/// What every paper says of itself.
pub(super) struct Stamp {
    /// Its id.
    pub id: RecordId,
    /// When it is made.
    pub made: DateTime<FixedOffset>,
}

impl App {
    pub(super) fn stamp(&self) -> Outcome<Stamp> {
        Ok(Stamp { id: self.new_id()?, made: self.danish_now() })
    }

    /// A record that another points at, if it does and it is here.
    pub(super) fn pointed(&self, open: &Open, kind: Kind, id: Option<RecordId>) -> Outcome<Option<Record>> {
        let record = id.map(|id| open.workspace.record(&RecordKey::new(kind, id))).transpose()?;
        Ok(record.flatten())
    }

    /// The unit that a paper is from: the one that is named, or mine.
    pub(super) fn unit_of_paper(&self, open: &Open, named: Option<RecordId>) -> Outcome<Fields> {
        let unit = match self.pointed(open, Kind::Unit, named)? {
            Some(unit) => Some(unit),
            None => self.pointed(open, Kind::Unit, Some(open.me()?.unit))?,
        };
        Ok(unit.map(|unit| unit.fields).unwrap_or_default())
    }
}

/// A text on one line; nothing where nothing was written.
pub(super) fn said(text: Option<&str>) -> Option<String> {
    text.map(text::on_one_line).filter(|text| !text.is_empty())
}

/// The same of a person.
pub(super) fn personal(text: Option<&str>) -> Option<Personal> {
    said(text).map(Personal::from)
}

/// The paragraphs of a text.
pub(super) fn paragraphs(text: Option<&str>) -> Vec<Personal> {
    input::paragraphs(text.unwrap_or_default())
}

/// A day, or that of a moment.
pub(super) fn day(text: Option<&str>) -> Option<NaiveDate> {
    let text = text?;
    match moment(Some(text)) {
        Some(moment) => Some(moment.date_naive()),
        None => NaiveDate::parse_from_str(day_of(text).unwrap_or(text), "%Y-%m-%d").ok(),
    }
}

/// A moment in Danish time.
pub(super) fn moment(text: Option<&str>) -> Option<DateTime<FixedOffset>> {
    instant(text?).map(|moment| danish(moment.to_utc()))
}

/// What the municipality calls itself, and its unit. Until somebody has given the unit a name of its own they are one.
pub(super) fn office(unit: &Fields) -> Office {
    let unit = Unit::new(unit);
    let known = unit.municipality().and_then(municipality::by_code).map(|one| format!("{} Kommune", one.name));
    let name = said(unit.name());
    Office {
        authority: known.clone().or(name.clone()).unwrap_or_else(|| NO_UNIT.to_owned()),
        unit: name.or(known).unwrap_or_else(|| NO_UNIT.to_owned()),
    }
}

/// A paper is from somebody, also on a device that has not got its units yet.
const NO_UNIT: &str = "Kommunen";

/// The same with how to reach it, as far as that is known.
pub(super) fn sender(unit: &Fields) -> Sender {
    let Office { authority, unit: name } = office(unit);
    let unit = Unit::new(unit);
    Sender { name: authority, unit: name, address: None, phone: said(unit.phone()), email: said(unit.email()) }
}

/// The municipality with all that a paper to a citizen must say of it.
pub(super) fn authority(unit: &Fields) -> Outcome<Authority> {
    const NEEDED: [(&str, &str); 6] = [
        ("phone", "telefon"),
        ("email", "mail"),
        ("dpo.email", "databeskyttelsesrådgiverens mail"),
        ("address.street", "vej og nummer"),
        ("address.postcode", "postnummer"),
        ("address.city", "by"),
    ];
    let lacks: Vec<_> = NEEDED.iter().filter(|(path, _)| !unit.filled(path)).map(|(_, words)| *words).collect();
    let text = |path: &str| said(unit.filled_text(path)).ok_or_else(|| lacking(&["Jeres enhed", &lacks.join(", ")]));
    let Office { authority, unit: name } = office(unit);
    Ok(Authority {
        name: authority,
        unit: name,
        address: Address {
            street: text("address.street")?,
            postcode: text("address.postcode")?,
            city: text("address.city")?,
        },
        phone: text("phone")?,
        email: text("email")?,
        dpo: Dpo { phone: said(unit.filled_text("dpo.phone")), email: text("dpo.email")? },
    })
}

/// A paper that cannot be made because something lacks: whose it is, and what. Nobody's name and nothing typed stands in it.
pub(super) fn lacking([whose, what]: &[&str; 2]) -> Failure {
    Failure { happened: format!("{whose} mangler {what}."), ..ErrorCode::PaperIncomplete.into() }
}

/// A workplace, when all that tells it from every other is known.
pub(super) fn workplace(company: Option<&Record>, workplace: Option<&Record>) -> Option<input::Workplace> {
    let (company, place) = (Company::new(&company?.fields), Workplace::new(&workplace?.fields));
    let address =
        Address { street: said(place.street())?, postcode: said(place.postcode())?, city: said(place.city())? };
    let name = said(company.name())?;
    let name = match said(place.name()) {
        Some(at) if at != name && at != address.street => format!("{name}, {at}"),
        _ => name,
    };
    Some(input::Workplace { name, cvr: said(company.cvr())?, p_number: said(place.p_number()), address })
}

/// The company and the place, as far as they are known.
pub(super) fn company(company: Option<&Record>, workplace: Option<&Record>) -> Option<String> {
    let name = company.and_then(|one| said(Company::new(&one.fields).name()));
    let number =
        company.and_then(|one| Company::new(&one.fields).cvr()).map(|number| format!("CVR {}", cvr::show(number)));
    let place = workplace.and_then(|one| said(Workplace::new(&one.fields).name()));
    let parts: Vec<String> = [name, place, number].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A contact person at a company.
pub(super) fn contact(record: &Record) -> Option<Person> {
    let contact = Contact::new(&record.fields);
    let [title, phone, email] = [contact.title(), contact.phone(), contact.email()].map(personal);
    Some(Person { name: personal(contact.name())?, title, phone, email })
}

/// A colleague.
pub(super) fn employee(record: &Record) -> Option<Person> {
    let employee = Employee::new(&record.fields);
    let [title, phone, email] = [employee.title(), employee.phone(), employee.email()].map(personal);
    Some(Person { name: personal(employee.name())?, title, phone, email })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: Kind, values: &[(&'static str, &str)]) -> Record {
        let mut fields = Fields::default();
        for (path, value) in values {
            fields.set(feltmappen_domain::record::Path::known(path), (*value).into());
        }
        Record { key: RecordKey::new(kind, RecordId::nil()), home_unit: RecordId::nil(), fields }
    }

    #[test]
    fn a_place_is_written_whole_or_in_words() {
        let of = record(Kind::Company, &[("name", "Nordhavn A/S"), ("cvr", "99060816")]);
        let at = record(Kind::Workplace, &[("name", "Lageret"), ("address.street", "Kajen 3")]);
        assert!(workplace(Some(&of), Some(&at)).is_none(), "the city is missing");
        assert_eq!(company(Some(&of), Some(&at)).as_deref(), Some("Nordhavn A/S, Lageret, CVR 99 06 08 16"));
        assert_eq!(company(None, None), None);
        let whole =
            [("name", "Lageret"), ("address.street", "Kajen 3"), ("address.postcode", "0999"), ("address.city", "Ø")];
        let place = workplace(Some(&of), Some(&record(Kind::Workplace, &whole))).unwrap();
        assert_eq!((&*place.name, &*place.cvr, place.p_number), ("Nordhavn A/S, Lageret", "99060816", None));
    }

    #[test]
    fn a_unit_without_a_name_of_its_own_is_its_municipality() {
        let unit = record(Kind::Unit, &[("name", "Virksomhedsindgangen"), ("municipality", "0410")]);
        let known = office(&unit.fields);
        assert_eq!((&*known.authority, &*known.unit), ("Middelfart Kommune", "Virksomhedsindgangen"));
        let nobody = office(&Fields::default());
        assert_eq!((&*nobody.authority, &*nobody.unit), (NO_UNIT, NO_UNIT));
    }

    #[test]
    fn days_are_those_of_danish_clocks() {
        let day = |text| day(Some(text)).map(|day| day.to_string());
        assert_eq!(day("2026-11-24").as_deref(), Some("2026-11-24"));
        assert_eq!(day("2026-11-24T23:30:00Z").as_deref(), Some("2026-11-25"));
        assert_eq!(day("i morgen"), None);
    }
}
