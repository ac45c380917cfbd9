//! The letter to a citizen who has taken a consent back: what stops, what was sent before, and who is asked to delete it
//! (R6, L3, L8).

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    Paper, Refusal,
    input::{self, Address, Authority, Order, Person, Personal, Sent, Workplace, day, moment},
    parts,
    tree::{Block, Cell, Document, Span, Style, Table},
};

/// All that stands in the letter.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawalLetter {
    /// What tells this document from all others.
    pub document_id: String,
    /// When the letter is made.
    pub made: DateTime<FixedOffset>,
    /// Who it is from.
    pub authority: Authority,
    /// Whom to ask, where that is one person.
    pub contact: Option<Person>,
    /// Who took the consent back.
    pub citizen: Addressee,
    /// The place that the consent was about.
    pub recipient: Workplace,
    /// The job it was about.
    pub order: Order,
    /// The day on which it was given.
    pub given_on: NaiveDate,
    /// When it was taken back.
    pub withdrawn_at: DateTime<FixedOffset>,
    /// How it was taken back.
    pub how: How,
    /// Who did it for the citizen, if somebody did.
    pub representative: Option<Personal>,
    /// What had been sent by then. Often nothing.
    pub sent: Vec<Sent>,
    /// The day on which the employer was asked to delete it; none while that is still to be done.
    pub employer_asked_on: Option<NaiveDate>,
    /// How long the consent and this letter are kept as proof, as a sentence.
    pub retention: String,
}

/// The citizen, as a letter names one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Addressee {
    /// The full name.
    pub name: Personal,
    /// Where the letter goes, when it goes by post.
    pub address: Option<Address>,
}

/// How a consent is taken back (L5 k).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Face to face.
    InPerson,
    /// By telephone.
    Phone,
    /// By mail.
    Mail,
    /// Through Digital Post.
    DigitalPost,
}

impl How {
    fn words(self) -> &'static str {
        match self {
            Self::InPerson => "sagt til os",
            Self::Phone => "i telefonen",
            Self::Mail => "på mail",
            Self::DigitalPost => "med Digital Post",
        }
    }
}

impl Paper for WithdrawalLetter {
    fn document(&self) -> Result<Document, Refusal> {
        let letter = input::ready(self)?;
        input::each_says_something("sent", &letter.sent)?;
        let mut blocks = vec![
            Block::Title(TITLE.to_owned()),
            Block::text(
                Style::Lead,
                format!("Vi sender ikke flere af dine oplysninger til {}.", letter.recipient.name),
            ),
            Block::Table(Table::facts(letter.about())),
        ];
        blocks.push(Block::Heading("Det er sendt".to_owned()));
        blocks.extend(letter.was_sent());
        blocks.push(Block::Heading("Det betyder det for dig".to_owned()));
        blocks.extend(letter.means());
        let sheet = parts::Sheet {
            kind: "Brev til borgeren",
            title: TITLE.to_owned(),
            author: &letter.authority.name,
            id: &letter.document_id,
            made: letter.made,
        };
        Ok(sheet.with(blocks))
    }
}

const TITLE: &str = "Dit samtykke er trukket tilbage";

impl WithdrawalLetter {
    fn about(&self) -> Vec<parts::Said> {
        let mut to = vec![(Style::Tight, parts::strong(&*self.citizen.name))];
        to.extend(self.citizen.address.as_ref().map(|address| (Style::Tight, parts::value(address.to_string()))));
        let recipient = &self.recipient;
        let place = [format!("{}, {}", recipient.name, recipient.address), recipient.numbers()];
        let by = self.representative.as_ref().map(|who| format!(" af {}", &**who)).unwrap_or_default();
        let withdrawn = format!("{}{by}, {}", moment(self.withdrawn_at), self.how.words());
        let mut facts = vec![("Til", Cell(to))];
        facts.extend(parts::from(self.contact.as_ref(), &self.authority));
        facts.extend([
            ("Arbejdssted", Cell::paragraphs(place)),
            ("Job", parts::value(self.order.to_string()).into()),
            ("Samtykket blev givet", parts::value(day(self.given_on)).into()),
            ("Trukket tilbage", parts::value(withdrawn).into()),
        ]);
        facts
    }

    /// What an employer has, and what is done about it (L8).
    fn was_sent(&self) -> Vec<Block> {
        if self.sent.is_empty() {
            let nothing =
                "Vi har ikke sendt noget. Virksomheden har ingen af de oplysninger, som samtykket handlede om.";
            return vec![Block::text(Style::Body, nothing)];
        }
        let asked = match self.employer_asked_on {
            Some(on) => format!("Den {} bad vi virksomheden om at slette oplysningerne.", day(on)),
            None => "Vi beder virksomheden om at slette oplysningerne.".to_owned(),
        };
        let lawful = "Det var lovligt at sende dem, mens samtykket gjaldt.";
        vec![parts::sent(&self.sent), Block::text(Style::Body, format!("{asked} {lawful}"))]
    }

    fn means(&self) -> Vec<Block> {
        let mut blocks = vec![
            Block::said(
                "Det har ingen konsekvenser.",
                "At trække samtykket tilbage har ingen betydning for din ydelse, din sag eller den hjælp, du får.",
            ),
            Block::said(
                "Du kan stadig søge jobbet.",
                "Du kan selv skrive til virksomheden, og du kan give et nyt samtykke, hvis du vil.",
            ),
        ];
        if !self.sent.is_empty() {
            blocks.push(Block::said(
                "Virksomheden er selv dataansvarlig for det, den har modtaget.",
                "Du kan også selv bede den om at slette det.",
            ));
        }
        blocks.push(Block::said("Så længe gemmer vi samtykket.", &self.retention));
        let dpo = &self.authority.dpo;
        let mut rights = vec![
            Span::strong("Du har rettigheder."),
            Span::plain(
                " Du kan få at vide, hvad vi har om dig, og få det rettet, slettet eller begrænset. Spørg os eller vores \
                 databeskyttelsesrådgiver, ",
            ),
            parts::mail(&dpo.email),
        ];
        rights.extend(dpo.phone.as_ref().map(|phone| Span::plain(format!(", telefon {phone}"))));
        rights.push(Span::plain("."));
        blocks.push(Block::Paragraph(Style::Body, rights));
        blocks.push(parts::complaint());
        blocks
    }
}
