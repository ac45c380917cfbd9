//! The card to take along to a visit: the four points of D253, each fact with source and date (R62), on one page. What
//! nobody has typed or imported says so. It is for the consultant alone.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    Paper, Refusal,
    input::{self, Office, Personal, Workplace, day, moment},
    layout, parts,
    tree::{Block, Cell, Document, Form, Row, Style, Table},
};

/// All that stands on the card.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreparationCard {
    /// What tells this document from all others.
    pub document_id: String,
    /// When the card is made.
    pub made: DateTime<FixedOffset>,
    /// Whose it is.
    pub office: Office,
    /// The company.
    pub company: String,
    /// The workplace that is visited, where one was chosen.
    pub workplace: Option<Workplace>,
    /// When the visit begins.
    pub starts_at: Option<DateTime<FixedOffset>>,
    /// The type of visit, in words (D122).
    pub visit_type: Option<String>,
    /// What it is about.
    pub purpose: Option<Personal>,
    /// Those who will be there.
    pub present: Vec<Personal>,
    /// The consultant's own note.
    pub note: Vec<Personal>,
    /// Business, market, branch, number of employees.
    pub business: Vec<Fact>,
    /// Current advertisements.
    pub postings: Vec<Fact>,
    /// Earlier contacts and orders.
    pub history: Vec<Fact>,
    /// Citizens who may fit.
    pub candidates: Vec<Fact>,
    /// What was promised and not kept yet.
    pub promises: Vec<Fact>,
}

/// A fact, or that nobody knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What it is about.
    pub label: Personal,
    /// What is known; none where nobody has typed or imported it.
    pub known: Option<Known>,
}

/// What is known, from whom, and since when.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// What is known.
    pub text: Personal,
    /// Where it is from.
    pub source: Personal,
    /// The day on which it was typed, heard or imported.
    pub on: NaiveDate,
}

/// What is left out so that the card fits on its page, step by step: how long a text may be, and how many facts a part may
/// have. The last step fits whatever is known.
const STEPS: [[usize; 2]; 16] = [
    [usize::MAX; 2],
    [400, 14],
    [300, 12],
    [240, 10],
    [190, 9],
    [150, 8],
    [120, 8],
    [120, 6],
    [90, 6],
    [90, 5],
    [70, 5],
    [70, 4],
    [70, 3],
    [54, 3],
    [40, 3],
    [36, 2],
];

impl Paper for PreparationCard {
    fn document(&self) -> Result<Document, Refusal> {
        let card = input::ready(self)?;
        let mut document = card.with_at_most(STEPS[0]);
        for step in &STEPS {
            document = card.with_at_most(*step);
            if layout::lay_out(&document).pages.len() == 1 {
                break;
            }
        }
        Ok(document)
    }
}

impl PreparationCard {
    fn with_at_most(&self, [length, count]: [usize; 2]) -> Document {
        let title = shortened(&format!("Besøg hos {}", self.company), length.saturating_mul(2));
        let mut blocks = vec![Block::Title(title.clone())];
        blocks.extend(self.lead().map(|lead| Block::text(Style::Lead, shortened(&lead, length.saturating_mul(2)))));
        let about = self.about(length, count);
        let rows = about.into_iter().map(|(about, cell)| Row { about: about.to_owned(), cells: vec![cell] }).collect();
        blocks.push(Block::Table(Table { columns: vec![COLUMNS[0], 1.0 - COLUMNS[0]], head: None, rows }));
        for (title, facts) in [
            ("Virksomheden", &self.business),
            ("Aktuelle opslag", &self.postings),
            ("Tidligere kontakter og jobordrer", &self.history),
            ("Relevante ledige", &self.candidates),
            ("Åbne aftaler", &self.promises),
        ] {
            blocks.push(Block::Heading(title.to_owned()));
            blocks.push(known(facts, length, count));
        }
        let sheet = parts::Sheet {
            kind: "Forberedelse",
            title,
            author: &self.office.unit,
            id: &self.document_id,
            made: self.made,
        };
        Document { form: Form::Dense, author: self.office.authority.clone(), ..sheet.with(blocks) }
    }

    /// When and where.
    fn lead(&self) -> Option<String> {
        let parts = [
            self.visit_type.clone(),
            self.starts_at.map(moment),
            self.workplace.as_ref().map(|workplace| workplace.address.to_string()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    fn about(&self, length: usize, count: usize) -> Vec<(&'static str, Cell)> {
        let short = |text: &str| shortened(text, length);
        let mut facts = Vec::new();
        if let Some(workplace) = &self.workplace {
            facts.push((
                "Arbejdssted",
                parts::value(short(&format!("{}, {}", workplace.name, workplace.numbers()))).into(),
            ));
        }
        facts.extend(self.purpose.as_ref().map(|purpose| ("Formål", parts::value(short(purpose)).into())));
        if !self.present.is_empty() {
            let present: Vec<&str> = self.present.iter().map(|who| &**who).collect();
            facts.push(("Deltager", parts::value(short(&present.join(", "))).into()));
        }
        if !self.note.is_empty() {
            let paragraphs = self.note.iter().take(count).map(|text| short(text));
            facts.push(("Egen note", Cell::paragraphs(paragraphs)));
        }
        facts
    }
}

/// A part of the card.
fn known(facts: &[Fact], length: usize, count: usize) -> Block {
    if facts.is_empty() {
        return Block::text(Style::Tight, NOTHING);
    }
    let mut rows: Vec<Row> = facts.iter().take(count).map(|fact| fact.row(length)).collect();
    if facts.len() > count {
        let more = format!("{} mere i Feltmappen", facts.len() - count);
        rows.push(Row { about: "Og".to_owned(), cells: vec![parts::value(more).into(), parts::value("–").into()] });
    }
    Block::Table(Table { columns: COLUMNS.to_vec(), head: None, rows })
}

/// What it is about, what is known, and from where.
const COLUMNS: [f32; 3] = [0.2, 0.47, 0.33];

/// What a part says that nobody has filled.
const NOTHING: &str = "Ikke hentet";

impl Fact {
    fn row(&self, length: usize) -> Row {
        let short = |text: &str| shortened(text, length);
        let cells = match &self.known {
            None => vec![parts::value(NOTHING).into(), parts::value("–").into()],
            Some(known) => {
                let source = format!("{}, {}", short(&known.source), day(known.on));
                vec![parts::value(short(&known.text)).into(), Cell(vec![(Style::Small, parts::value(source))])]
            }
        };
        Row { about: short(&self.label), cells }
    }
}

/// As much of a text as there is room for, up to a word's end where one is near. The whole one stands in the app.
fn shortened(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let kept: String = text.chars().take(length).collect();
    let words = kept.rsplit_once(' ').map(|(words, _)| words).filter(|words| words.len() + WORD > kept.len());
    words.unwrap_or(&kept).trim_end_matches([' ', ',', '.', '·']).to_owned() + "…"
}

/// A word that is cut off within so many bytes goes altogether.
const WORD: usize = 16;
