//! The job order as the company gets it. What is internal, and why an order was closed, has no field here (R21).

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    Paper, Refusal,
    input::{self, Person, Personal, Sender, Workplace, day},
    parts::{self, Said},
    tree::{Block, Cell, Document, Item, List, Marks, Style, Table},
};

/// All that stands on the sheet. Texts with several paragraphs are lists; [`input::paragraphs`] makes them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderSheet {
    /// What tells this document from all others.
    pub document_id: String,
    /// When the sheet is made.
    pub made: DateTime<FixedOffset>,
    /// Who it is from.
    pub authority: Sender,
    /// The company and the place, in words, while not all that tells it from others is known.
    pub company: Option<String>,
    /// Where the work is.
    pub workplace: Option<Workplace>,
    /// The company's own contact person.
    pub contact: Option<Person>,
    /// Who answers for the order at the unit (D4).
    pub coordinator: Option<Person>,
    /// What the unit calls the order (D64).
    pub number: Option<String>,
    /// The day on which it was received (D112).
    pub received_on: Option<NaiveDate>,
    /// The job title (D73).
    pub title: String,
    /// The type of order, in words (D66).
    pub order_type: Option<String>,
    /// How many are needed (D75).
    pub positions: Option<u32>,
    /// What there is to do (D76).
    pub tasks: Vec<Personal>,
    /// The terms (D67–D72, D74, D95–D97).
    pub terms: Terms,
    /// The requirements, in their order (D77, D78, D91–D93).
    pub requirements: Vec<Requirement>,
    /// What is said of education (D79–D81).
    pub education: Option<String>,
    /// What is said of experience (D82, D83).
    pub experience: Option<String>,
    /// Other qualifications (D85).
    pub other: Vec<Personal>,
    /// Where candidates are looked for (D221).
    pub residence: Option<String>,
    /// Personal qualities (D84, D94).
    pub qualities: Vec<Personal>,
    /// The physical demands of the job (D98).
    pub physical: Vec<Personal>,
    /// The culture at the workplace (D99).
    pub culture: Vec<Personal>,
    /// How the company recruits (D87).
    pub process: Vec<Personal>,
    /// The form of contact, in words (D101).
    pub contact_form: Option<String>,
    /// What was agreed about the contact (D101).
    pub contact_form_note: Option<Personal>,
    /// What the order can be combined with (D86).
    pub combinations: Vec<Personal>,
    /// Further remarks (D88). The company sees them.
    pub remarks: Vec<Personal>,
    /// What was agreed about what happens next, once it was (D107–D111).
    pub plan: Option<Plan>,
}

/// The terms of an order, in the words of its form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// Permanent, fixed term … (D67, D95).
    pub employment: Option<String>,
    /// The first working day (D74, D96).
    pub start: Option<NaiveDate>,
    /// Full time or part time (D69, D71).
    pub time: Option<String>,
    /// Hours a week (D68).
    pub hours: Option<String>,
    /// When work begins and ends (D96).
    pub working_hours: Option<String>,
    /// How pay is counted (D97).
    pub pay: Option<String>,
    /// More on the pay (D97).
    pub pay_note: Option<String>,
    /// Whether there are shifts (D70).
    pub shift_work: Option<bool>,
    /// For how long, when it is for a temp (D72).
    pub temp: Option<Temp>,
}

/// The time for which a temp is needed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Temp {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// A requirement (D93, R28).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// What is required.
    pub text: Personal,
    /// For how many years, where that was said (D220).
    pub years: Option<u32>,
    /// How much it matters; none while nobody has chosen.
    pub priority: Option<Priority>,
}

/// How much a requirement matters (D93).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// It must be met.
    Must,
    /// It would be good.
    Nice,
}

/// What happens next (D107–D111).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// How the position can be filled, in words (D107).
    pub need: Vec<String>,
    /// What the company was told about what is possible (D111).
    pub message: Vec<Personal>,
    /// When candidates come (D109).
    pub when: Option<NaiveDate>,
    /// How they are presented, in words (D106, D109).
    pub presentation: Option<String>,
    /// Who keeps the contact (D109).
    pub contact: Option<Person>,
}

impl Paper for OrderSheet {
    fn document(&self) -> Result<Document, Refusal> {
        let order = input::ready(self)?;
        input::for_a_company(&order)?;
        let title = format!("Jobordre: {}", order.title);
        let remark = match &order.contact {
            Some(who) => format!("Kontaktperson: {}", &*who.name),
            None => String::new(),
        };
        let mut blocks = vec![Block::Title(title.clone())];
        blocks.extend(order.lead().map(|lead| Block::text(Style::Lead, lead)));
        blocks.extend(match (&order.workplace, &order.company) {
            (Some(workplace), _) => Some(parts::workplace(workplace, &remark)),
            (None, Some(company)) => Some(parts::company(company, &remark)),
            (None, None) => None,
        });
        blocks.extend(order.tasks());
        blocks.extend(section("Ansættelse", order.terms.facts()));
        blocks.extend(order.required());
        blocks.extend(section("Forventninger", order.expectations()));
        blocks.extend(section("Rekruttering", order.recruitment()));
        if let Some(plan) = &order.plan {
            blocks.extend(section("Det har vi aftalt", plan.facts()));
        }
        blocks.push(Block::Together(order.people()));
        let sheet = parts::Sheet {
            kind: "Jobordre",
            title,
            author: &order.authority.name,
            id: &order.document_id,
            made: order.made,
        };
        Ok(sheet.with(blocks))
    }
}

/// A section with a table; nothing when nothing is known.
fn section(title: &str, facts: Vec<Said>) -> Vec<Block> {
    if facts.is_empty() {
        return Vec::new();
    }
    vec![Block::Heading(title.to_owned()), Block::Table(Table::facts(facts))]
}

fn text(about: &'static str, text: Option<&str>) -> Option<Said> {
    text.map(|text| (about, parts::value(text).into()))
}

fn texts(about: &'static str, texts: &[Personal]) -> Option<Said> {
    (!texts.is_empty()).then(|| (about, parts::paragraphs(texts)))
}

fn one_day(about: &'static str, on: Option<NaiveDate>) -> Option<Said> {
    on.map(|on| (about, parts::value(day(on)).into()))
}

impl OrderSheet {
    /// What kind of order it is, in a line.
    fn lead(&self) -> Option<String> {
        let positions = self.positions.map(|count| match count {
            1 => "1 stilling".to_owned(),
            count => format!("{count} stillinger"),
        });
        let number = self.number.as_ref().map(|number| format!("Nummer {number}"));
        let received = self.received_on.map(|on| format!("Modtaget {}", day(on)));
        let parts: Vec<String> = [positions, self.order_type.clone(), number, received].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    fn tasks(&self) -> Vec<Block> {
        if self.tasks.is_empty() {
            return Vec::new();
        }
        let heading = Block::Heading("Opgaver".to_owned());
        let said = self.tasks.iter().map(|text| Block::text(Style::Body, &**text));
        std::iter::once(heading).chain(said).collect()
    }

    /// The requirements by how much they matter, then what is said of the rest.
    fn required(&self) -> Vec<Block> {
        let lists = [
            (Some(Priority::Must), "Ufravigeligt"),
            (Some(Priority::Nice), "Mindre vigtigt"),
            (None, "Ikke afklaret, hvor vigtigt det er"),
        ];
        let mut blocks = Vec::new();
        for (priority, title) in lists {
            let items: Vec<Item> =
                self.requirements.iter().filter(|one| one.priority == priority).map(Requirement::item).collect();
            if !items.is_empty() {
                blocks.push(Block::Subheading(title.to_owned()));
                blocks.push(Block::List(List { marks: Marks::Dots, items }));
            }
        }
        let facts: Vec<Said> = [
            text("Uddannelse", self.education.as_deref()),
            text("Erfaring", self.experience.as_deref()),
            texts("Andre kvalifikationer", &self.other),
            text("Bopæl", self.residence.as_deref()),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !facts.is_empty() {
            blocks.push(Block::Table(Table::facts(facts)));
        }
        if !blocks.is_empty() {
            blocks.insert(0, Block::Heading("Krav".to_owned()));
        }
        blocks
    }

    fn expectations(&self) -> Vec<Said> {
        let facts = [
            texts("Personlige kompetencer", &self.qualities),
            texts("Fysiske krav i jobbet", &self.physical),
            texts("Kulturen på arbejdspladsen", &self.culture),
        ];
        facts.into_iter().flatten().collect()
    }

    fn recruitment(&self) -> Vec<Said> {
        let facts = [
            texts("Rekrutteringsproces", &self.process),
            text("Kontaktform", self.contact_form.as_deref()),
            text("Aftalt om kontakten", self.contact_form_note.as_deref()),
            texts("Kombinationsmuligheder", &self.combinations),
            texts("Bemærkninger", &self.remarks),
        ];
        facts.into_iter().flatten().collect()
    }

    /// Whom to ask on both sides.
    fn people(&self) -> Vec<Block> {
        let mut facts: Vec<Said> = Vec::new();
        facts.extend(self.contact.as_ref().map(|who| ("Virksomhedens kontaktperson", parts::person(who))));
        facts.extend(self.coordinator.as_ref().map(|who| ("Tovholder", parts::person(who))));
        facts.extend(parts::from(None, &self.authority));
        vec![Block::Heading("Kontakt".to_owned()), Block::Table(Table::facts(facts))]
    }
}

impl Terms {
    fn facts(&self) -> Vec<Said> {
        let pay: Vec<String> = [&self.pay, &self.pay_note].into_iter().flatten().cloned().collect();
        let temp = self.temp.as_ref().map(|temp| match (temp.from.map(day), temp.to.map(day)) {
            (Some(from), Some(to)) => format!("Fra {from} til {to}"),
            (Some(from), None) => format!("Fra {from}"),
            (None, Some(to)) => format!("Til {to}"),
            (None, None) => "Ja".to_owned(),
        });
        let shifts = self.shift_work.map(|shifts| if shifts { "Ja" } else { "Nej" });
        let facts = [
            text("Ansættelsesform", self.employment.as_deref()),
            one_day("Ansættelsesdato", self.start),
            text("Arbejdstid", self.time.as_deref()),
            text("Timer om ugen", self.hours.as_deref()),
            text("Mødetider", self.working_hours.as_deref()),
            (!pay.is_empty()).then(|| ("Løn", Cell::paragraphs(pay))),
            text("Skiftehold", shifts),
            text("Vikar", temp.as_deref()),
        ];
        facts.into_iter().flatten().collect()
    }
}

impl Requirement {
    fn item(&self) -> Item {
        let text = match self.years {
            Some(1) => format!("{}, 1 års erfaring", &*self.text),
            Some(years) => format!("{}, {years} års erfaring", &*self.text),
            None => self.text.to_string(),
        };
        Item { ticked: false, spans: parts::value(text), remark: None }
    }
}

impl Plan {
    fn facts(&self) -> Vec<Said> {
        let facts = [
            (!self.need.is_empty()).then(|| ("Sådan kan jobbet besættes", Cell::paragraphs(self.need.clone()))),
            texts("Det kan lade sig gøre", &self.message),
            one_day("Kandidater kommer", self.when),
            text("Sådan præsenteres de", self.presentation.as_deref()),
            self.contact.as_ref().map(|who| ("Kontakt hos os", parts::person(who))),
        ];
        facts.into_iter().flatten().collect()
    }
}
