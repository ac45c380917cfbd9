//! What documents are made from: the parts that several of them share, and how texts are made ready.

use std::{fmt, ops::Deref};

use chrono::{DateTime, FixedOffset, NaiveDate};
use feltmappen_domain::{
    numbers::cvr,
    summary::{FindingKind, findings},
    visit::danish_day,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    Refusal, age,
    consent::{self, Channel},
    text,
};

/// Words that name or describe a person. They are written on paper, and nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Personal(String);

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal(••••)")
    }
}

impl Deref for Personal {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Personal {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// The municipality that a document is from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// The municipality, as it calls itself.
    pub name: String,
    /// The unit that does the work; its name is its own choice.
    pub unit: String,
    /// Where it lies.
    pub address: Address,
    /// Its telephone number, as people read it.
    pub phone: String,
    /// Its mail address.
    pub email: String,
    /// Whom to ask how it protects data.
    pub dpo: Dpo,
}

/// The data protection officer of a municipality.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dpo {
    /// The telephone number, as people read it.
    pub phone: Option<String>,
    /// The mail address.
    pub email: String,
}

/// An address.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} {}", self.street, self.postcode, self.city)
    }
}

/// The one place that a document is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Workplace {
    /// Its name.
    pub name: String,
    /// The company's CVR number: eight digits.
    pub cvr: String,
    /// Its P-nummer: ten digits. Not every workplace has told its own.
    pub p_number: Option<String>,
    /// Where it lies.
    pub address: Address,
}

impl Workplace {
    /// The numbers that tell it from all others.
    pub fn numbers(&self) -> String {
        let cvr = cvr::show(&self.cvr).replace(' ', "\u{a0}");
        match &self.p_number {
            Some(number) => format!("CVR\u{a0}{cvr} · P-nummer\u{a0}{}", p_number(number)),
            None => format!("CVR\u{a0}{cvr} · P-nummer er ikke oplyst, arbejdsstedet er kendt på sin adresse"),
        }
    }
}

/// The unit that a sheet for a company is from, and how to reach it, as far as anybody has typed that. What the law asks of a
/// consent is in [`Authority`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// The municipality, as it calls itself.
    pub name: String,
    /// The unit that does the work.
    pub unit: String,
    /// Where it lies.
    pub address: Option<Address>,
    /// Its telephone number, as people read it.
    pub phone: Option<String>,
    /// Its mail address.
    pub email: Option<String>,
}

impl From<&Authority> for Sender {
    fn from(authority: &Authority) -> Self {
        Self {
            name: authority.name.clone(),
            unit: authority.unit.clone(),
            address: Some(authority.address.clone()),
            phone: Some(authority.phone.clone()),
            email: Some(authority.email.clone()),
        }
    }
}

impl From<&Sender> for Sender {
    fn from(sender: &Sender) -> Self {
        sender.clone()
    }
}

/// The unit that a paper of its own is from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// The municipality, as it calls itself.
    pub authority: String,
    /// The unit.
    pub unit: String,
}

/// A person whom one can reach.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The full name.
    pub name: Personal,
    /// What the person does.
    pub title: Option<Personal>,
    /// The telephone number, as people read it.
    pub phone: Option<Personal>,
    /// The mail address.
    pub email: Option<Personal>,
}

/// Data about a citizen that an employer was sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// The day on which it was sent.
    pub on: NaiveDate,
    /// How.
    pub channel: Channel,
    /// What.
    pub items: Vec<consent::Item>,
}

/// The job order that a document is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The job title.
    pub title: String,
    /// What the unit calls the order.
    pub number: Option<String>,
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.number {
            Some(number) => write!(f, "{} (jobordre {number})", self.title),
            None => f.write_str(&self.title),
        }
    }
}

/// A P-nummer as people read it: `1 099 000 303`.
fn p_number(number: &str) -> String {
    match number.len() {
        10 if number.is_ascii() => [&number[..1], &number[1..4], &number[4..7], &number[7..]].join("\u{a0}"),
        _ => number.to_owned(),
    }
}

/// A day as Danes write it (L30).
pub fn day(day: NaiveDate) -> String {
    danish_day(&day.to_string()).replace(' ', "\u{a0}")
}

/// A moment as Danes write it (L30).
pub fn moment(at: DateTime<FixedOffset>) -> String {
    format!("{} kl.\u{a0}{}", day(at.date_naive()), at.format("%-H.%M"))
}

/// The paragraphs of a text that was typed on several lines.
pub fn paragraphs(text: &str) -> Vec<Personal> {
    text.lines().map(text::on_one_line).filter(|line| !line.is_empty()).map(Personal).collect()
}

/// The same input with its texts made ready, each on one line, so that all of them can be drawn. What has paragraphs is a
/// list of texts.
///
/// # Errors
/// [`Refusal::Empty`] when a text says nothing, [`Refusal::Undrawable`] when it holds what the faces do not have.
pub fn ready<T: Serialize + DeserializeOwned>(input: &T) -> Result<T, Refusal> {
    let unwritable = |error: serde_json::Error| Refusal::Unreadable(error.line());
    let mut value = serde_json::to_value(input).map_err(unwritable)?;
    make_ready("", &mut value)?;
    serde_json::from_value(value).map_err(unwritable)
}

fn make_ready(path: &str, value: &mut Value) -> Result<(), Refusal> {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::String(words) => {
            *words = text::on_one_line(words);
            let characters = text::undrawable(words);
            match (words.is_empty(), characters.is_empty()) {
                (true, _) => Err(Refusal::Empty(path.to_owned())),
                (false, true) => Ok(()),
                (false, false) => Err(Refusal::Undrawable { field: path.to_owned(), characters }),
            }
        }
        Value::Array(items) => {
            items.iter_mut().enumerate().try_for_each(|(place, item)| make_ready(&below(&place.to_string()), item))
        }
        Value::Object(fields) => fields.iter_mut().try_for_each(|(name, field)| make_ready(&below(name), field)),
        _ => Ok(()),
    }
}

/// Refuses a document for a company when one of its texts holds what looks like a CPR number (R75).
///
/// # Errors
/// [`Refusal::LooksLikeCpr`] with the first such field.
pub fn without_cpr<'a>(texts: impl IntoIterator<Item = (String, &'a str)>) -> Result<(), Refusal> {
    let cpr = |text: &str| findings(text, &[]).iter().any(|finding| finding.kind == FindingKind::Cpr);
    match texts.into_iter().find(|(_, text)| cpr(text)) {
        Some((field, _)) => Err(Refusal::LooksLikeCpr(field)),
        None => Ok(()),
    }
}

/// Refuses a whole document for a company when one of its texts holds what looks like a CPR number (R75). Numbers that are
/// known to be something else are not looked at.
///
/// # Errors
/// [`Refusal::LooksLikeCpr`] with the first such field.
pub fn for_a_company<T: Serialize>(paper: &T) -> Result<(), Refusal> {
    let value = serde_json::to_value(paper).map_err(|error| Refusal::Unreadable(error.line()))?;
    let mut texts = Vec::new();
    collect("", &value, &mut texts);
    without_cpr(texts)
}

/// Refuses a list in which something has nothing in it.
///
/// # Errors
/// [`Refusal::Empty`] with its field.
pub fn each_says_something(field: &str, sent: &[Sent]) -> Result<(), Refusal> {
    match sent.iter().position(|one| one.items.is_empty()) {
        Some(place) => Err(Refusal::Empty(format!("{field}.{place}.items"))),
        None => Ok(()),
    }
}

/// Refuses a document for a company when a text about a citizen tells a date of birth or an age (R15).
///
/// # Errors
/// [`Refusal::LooksLikeAge`] with the first such field.
pub fn without_age<'a>(texts: impl IntoIterator<Item = (String, &'a str)>) -> Result<(), Refusal> {
    match texts.into_iter().find(|(_, text)| age::is_told(text)) {
        Some((field, _)) => Err(Refusal::LooksLikeAge(field)),
        None => Ok(()),
    }
}

/// Fields that are numbers of another kind.
const NUMBERS: [&str; 5] = ["document_id", "cvr", "p_number", "phone", "made"];

fn collect<'a>(path: &str, value: &'a Value, texts: &mut Vec<(String, &'a str)>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::String(text) => texts.push((path.to_owned(), text)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, item)| collect(&below(&place.to_string()), item, texts));
        }
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| !NUMBERS.contains(&name.as_str()))
            .for_each(|(name, field)| collect(&below(name), field, texts)),
        _ => {}
    }
}
