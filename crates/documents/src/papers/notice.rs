//! The notice to an employer that holds data whose consent was taken back: delete it (L8, R6). No CPR number, no date of
//! birth, no age (R15, R75), and not why it was taken back.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    Paper, Refusal,
    input::{self, Authority, Order, Person, Personal, Sent, Workplace, day},
    parts,
    tree::{Block, Document, Item, List, Marks, Style, Table},
};

/// All that stands in the notice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EmployerNotice {
    /// What tells this document from all others.
    pub document_id: String,
    /// When the notice is made.
    pub made: DateTime<FixedOffset>,
    /// Who it is from.
    pub authority: Authority,
    /// Whom to ask, where that is one person.
    pub contact: Option<Person>,
    /// The place that received the data.
    pub recipient: Workplace,
    /// The person there who received it.
    pub attention: Option<Personal>,
    /// The job it was about.
    pub order: Order,
    /// Whose data it is.
    pub citizen: Personal,
    /// The day on which the consent was taken back.
    pub withdrawn_on: NaiveDate,
    /// What was sent, and when. Something was: nobody else gets this notice.
    pub received: Vec<Sent>,
    /// The day by which an answer is asked for.
    pub answer_by: Option<NaiveDate>,
}

impl Paper for EmployerNotice {
    fn document(&self) -> Result<Document, Refusal> {
        let notice = input::ready(self)?;
        if notice.received.is_empty() {
            return Err(Refusal::Empty("received".to_owned()));
        }
        input::each_says_something("received", &notice.received)?;
        input::for_a_company(&notice)?;
        input::without_age(notice.of_the_citizen())?;
        let lead = format!(
            "{} har trukket sit samtykke tilbage. Derfor skal I slette de oplysninger, vi har sendt jer.",
            &*notice.citizen
        );
        let attention = notice.attention.as_ref().map(|who| format!("Att. {}", &**who)).unwrap_or_default();
        let mut facts: Vec<parts::Said> = vec![
            ("Ansøger", parts::strong(&*notice.citizen).into()),
            ("Job", parts::value(notice.order.to_string()).into()),
            ("Trukket tilbage", parts::value(day(notice.withdrawn_on)).into()),
        ];
        facts.extend(parts::from(notice.contact.as_ref(), &notice.authority));
        let mut blocks = vec![
            Block::Title(TITLE.to_owned()),
            Block::text(Style::Lead, lead),
            parts::workplace(&notice.recipient, &attention),
            Block::Table(Table::facts(facts)),
            Block::Heading("Det har I modtaget".to_owned()),
            parts::sent(&notice.received),
            Block::Heading("Det beder vi jer gøre".to_owned()),
            notice.asked(),
            Block::Heading("Derfor skriver vi".to_owned()),
        ];
        blocks.extend(WHY.map(|[about, text]| Block::said(about, text)));
        let sheet = parts::Sheet {
            kind: "Besked til virksomheden",
            title: TITLE.to_owned(),
            author: &notice.authority.name,
            id: &notice.document_id,
            made: notice.made,
        };
        Ok(sheet.with(blocks))
    }
}

const TITLE: &str = "Slet de oplysninger, I har modtaget";

/// By what right, and what may stay (L8).
const WHY: [[&str; 2]; 2] = [
    [
        "Samtykket var grundlaget.",
        "Vi måtte kun sende oplysningerne med samtykke. Når det er trukket tilbage, skal vi sige det til dem, der har \
         modtaget dem. Det står i databeskyttelsesforordningens artikel 17 og 19.",
    ],
    [
        "I er selv dataansvarlige for det, I har modtaget.",
        "Er der noget, I efter loven skal gemme, så skriv til os, hvad det er, og hvorfor.",
    ],
];

impl EmployerNotice {
    fn asked(&self) -> Block {
        let answer = match self.answer_by {
            Some(by) => format!("Skriv til os senest den {}, når det er gjort.", day(by)),
            None => "Skriv til os, når det er gjort.".to_owned(),
        };
        let item = |text: String| Item { ticked: false, spans: parts::value(text), remark: None };
        let items = [
            "Slet oplysningerne overalt, hvor I har dem: i systemer, mails, mapper og på papir.".to_owned(),
            "Har I givet dem videre, så bed modtageren om også at slette dem.".to_owned(),
            answer,
        ];
        Block::List(List { marks: Marks::Numbers, items: items.into_iter().map(item).collect() })
    }

    /// The free texts about the citizen, by field.
    fn of_the_citizen(&self) -> Vec<(String, &str)> {
        let mut texts: Vec<(String, &str)> = vec![("citizen".to_owned(), &self.citizen)];
        for (place, sent) in self.received.iter().enumerate() {
            for (item, data) in sent.items.iter().enumerate() {
                let field = || format!("received.{place}.items.{item}.detail");
                texts.extend(data.detail.as_deref().map(|detail| (field(), detail)));
            }
        }
        texts
    }
}
