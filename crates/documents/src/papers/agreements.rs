//! What was agreed in a talk with a citizen, to take along (D153, R55): every agreement with whose it is and by when.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    Paper, Refusal,
    input::{self, Authority, Person, Personal, day, moment},
    parts,
    tree::{Block, Cell, Document, Row, Style, Table},
};

/// All that stands on the sheet.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgreementSheet {
    /// What tells this document from all others.
    pub document_id: String,
    /// When the sheet is made.
    pub made: DateTime<FixedOffset>,
    /// Who it is from.
    pub authority: Authority,
    /// Who had the talk with the citizen, and can be asked.
    pub employee: Person,
    /// The citizen's full name.
    pub citizen: Personal,
    /// When the talk was.
    pub held_at: DateTime<FixedOffset>,
    /// Where it was, or by telephone.
    pub place: Option<Personal>,
    /// Others who took part.
    pub present: Vec<Personal>,
    /// What was agreed.
    pub agreements: Vec<Agreement>,
    /// What had been agreed before, and how it went.
    pub earlier: Vec<Earlier>,
    /// The next talk, once it is set.
    pub next: Option<NextTalk>,
}

/// An agreement (R55).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// What is to be done.
    pub text: Personal,
    /// Who does it.
    pub owner: Personal,
    /// By when.
    pub due: NaiveDate,
}

/// An agreement from an earlier talk.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// What was to be done.
    pub text: Personal,
    /// Who was to do it.
    pub owner: Personal,
    /// By when.
    pub due: NaiveDate,
    /// The day on which it was done; none while it is open.
    pub done_on: Option<NaiveDate>,
    /// How it went.
    pub result: Option<Personal>,
}

/// The next talk.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NextTalk {
    /// When it begins.
    pub at: DateTime<FixedOffset>,
    /// Where, or by telephone.
    pub place: Option<Personal>,
}

const TITLE: &str = "Det har vi aftalt";

impl Paper for AgreementSheet {
    fn document(&self) -> Result<Document, Refusal> {
        let sheet = input::ready(self)?;
        if sheet.agreements.is_empty() && sheet.earlier.is_empty() {
            return Err(Refusal::Empty("agreements".to_owned()));
        }
        let lead = format!("Samtale med {} den {}.", &*sheet.citizen, day(sheet.held_at.date_naive()));
        let mut blocks = vec![
            Block::Title(TITLE.to_owned()),
            Block::text(Style::Lead, lead),
            Block::Table(Table::facts(sheet.about())),
            Block::Heading("Aftaler".to_owned()),
            sheet.agreed(),
        ];
        if !sheet.earlier.is_empty() {
            blocks.push(Block::Heading("Aftaler fra sidst".to_owned()));
            blocks.push(sheet.before());
        }
        blocks.push(Block::Together(sheet.next()));
        blocks.push(parts::questions(Some(&sheet.employee), &sheet.authority));
        let paper = parts::Sheet {
            kind: "Aftalepapir",
            title: TITLE.to_owned(),
            author: &sheet.authority.name,
            id: &sheet.document_id,
            made: sheet.made,
        };
        Ok(paper.with(blocks))
    }
}

impl AgreementSheet {
    fn about(&self) -> Vec<parts::Said> {
        let place = self.place.as_ref().map(|place| format!(", {}", &**place)).unwrap_or_default();
        let mut facts: Vec<parts::Said> = vec![
            ("Navn", parts::strong(&*self.citizen).into()),
            ("Samtalen", parts::value(format!("{}{place}", moment(self.held_at))).into()),
            ("Medarbejder", parts::value(format!("{}, {}", &*self.employee.name, self.authority.unit)).into()),
        ];
        if !self.present.is_empty() {
            facts.push(("Også til stede", parts::paragraphs(&self.present)));
        }
        facts
    }

    fn agreed(&self) -> Block {
        if self.agreements.is_empty() {
            return Block::text(Style::Body, "Der er ingen nye aftaler.");
        }
        let row = |one: &Agreement| Row {
            about: one.text.to_string(),
            cells: vec![parts::value(&*one.owner).into(), parts::strong(day(one.due)).into()],
        };
        let head = ["Aftale", "Hvem gør det", "Senest"].map(str::to_owned).to_vec();
        let rows = self.agreements.iter().map(row).collect();
        Block::Table(Table { columns: vec![0.52, 0.24, 0.24], head: Some(head), rows })
    }

    fn before(&self) -> Block {
        let row = |one: &Earlier| {
            let state = match one.done_on {
                Some(on) => format!("Gjort {}", day(on)),
                None => format!("Åben, senest {}", day(one.due)),
            };
            let mut went = Cell::from(parts::value(state));
            if let Some(result) = &one.result {
                went = went.with_remark(&**result);
            }
            Row { about: one.text.to_string(), cells: vec![parts::value(&*one.owner).into(), went] }
        };
        let head = ["Aftale", "Hvem gør det", "Sådan gik det"].map(str::to_owned).to_vec();
        let rows = self.earlier.iter().map(row).collect();
        Block::Table(Table { columns: vec![0.46, 0.22, 0.32], head: Some(head), rows })
    }

    fn next(&self) -> Vec<Block> {
        let text = match &self.next {
            Some(NextTalk { at, place: Some(place) }) => format!("{}, {}", moment(*at), &**place),
            Some(NextTalk { at, place: None }) => moment(*at),
            None => "Tidspunktet er ikke aftalt endnu. Du får besked.".to_owned(),
        };
        let change = "Kan du ikke holde en aftale, så ring eller skriv, før datoen er gået. Så finder vi en ny.";
        vec![
            Block::Heading("Næste samtale".to_owned()),
            Block::text(Style::Body, text),
            Block::text(Style::Small, change),
        ]
    }
}
