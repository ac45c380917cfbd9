//! Pieces that several documents share.

use chrono::{DateTime, FixedOffset};

use crate::{
    consent::{Item as Data, words},
    input::{Authority, Person, Personal, Sender, Sent, Workplace, day},
    tree::{Block, Cell, Document, Form, Row, Span, Style, Table},
};

/// A fact of a table: what it is about, and what it says.
pub type Said = (&'static str, Cell);

/// What every paper says of itself.
pub struct Sheet<'a> {
    /// What kind of paper it is, as its head says.
    pub kind: &'static str,
    /// Its title, as a window shows it.
    pub title: String,
    /// Who it is from.
    pub author: &'a str,
    /// What tells it from all others.
    pub id: &'a str,
    /// When it was made.
    pub made: DateTime<FixedOffset>,
}

impl Sheet<'_> {
    /// The paper with what it says.
    pub fn with(self, blocks: Vec<Block>) -> Document {
        Document {
            title: self.title,
            author: self.author.to_owned(),
            subject: self.kind.to_owned(),
            id: self.id.to_owned(),
            made: self.made,
            head: [self.author.to_owned(), format!("{} · {}", self.kind, day(self.made.date_naive()))],
            foot: format!("Dokument {}", self.id),
            form: Form::Upright,
            blocks,
        }
    }
}

/// A mail address as a link, if it is one.
pub fn mail(address: &str) -> Span {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'-' | b'_' | b'+');
    if address.bytes().all(plain) && address.contains('@') {
        Span::link(address, format!("mailto:{address}"))
    } else {
        Span::plain(address)
    }
}

/// A value of one kind of words.
pub fn value(text: impl Into<String>) -> Vec<Span> {
    vec![Span::plain(text)]
}

/// A value to be seen first.
pub fn strong(text: impl Into<String>) -> Vec<Span> {
    vec![Span::strong(text)]
}

/// The place that a document is about, in a box of its own.
pub fn workplace(workplace: &Workplace, remark: &str) -> Block {
    let mut blocks = vec![
        Block::text(Style::Strong, &workplace.name),
        Block::text(Style::Tight, workplace.address.to_string()),
        Block::text(Style::Tight, workplace.numbers()),
    ];
    if !remark.is_empty() {
        blocks.push(Block::text(Style::Small, remark));
    }
    Block::Panel(blocks)
}

/// The company that a document is about, where not more of its place is known.
pub fn company(name: &str, remark: &str) -> Block {
    let mut blocks = vec![Block::text(Style::Strong, name)];
    if !remark.is_empty() {
        blocks.push(Block::text(Style::Small, remark));
    }
    Block::Panel(blocks)
}

/// How to reach the municipality.
pub fn contact(authority: &Authority) -> Vec<(&'static str, Vec<Span>)> {
    reach(&Sender::from(authority))
}

/// How to reach a unit, as far as that is known.
pub fn reach(sender: &Sender) -> Vec<(&'static str, Vec<Span>)> {
    let place = match &sender.address {
        Some(address) => Some(("Adresse", value(format!("{}, {address}", sender.unit)))),
        None if sender.unit != sender.name => Some(("Enhed", value(&sender.unit))),
        None => None,
    };
    let phone = sender.phone.as_ref().map(|phone| ("Telefon", value(phone)));
    let email = sender.email.as_ref().map(|email| ("Mail", vec![mail(email)]));
    [place, phone, email].into_iter().flatten().collect()
}

/// How to reach a person: the name, then the rest on lines of their own.
pub fn person(person: &Person) -> Cell {
    let name = match &person.title {
        Some(title) => format!("{}, {}", &*person.name, &**title),
        None => person.name.to_string(),
    };
    let mut paragraphs = vec![(Style::Tight, value(name))];
    let mut reach: Vec<Span> = Vec::new();
    if let Some(phone) = &person.phone {
        reach.push(Span::plain(format!("Telefon {}", phone.replace(' ', "\u{a0}"))));
    }
    if let Some(email) = &person.email {
        if !reach.is_empty() {
            reach.push(Span::plain(" · "));
        }
        reach.push(mail(email));
    }
    if !reach.is_empty() {
        paragraphs.push((Style::Tight, reach));
    }
    Cell(paragraphs)
}

/// Whom to ask: the person, where there is one, and the unit.
pub fn questions(who: Option<&Person>, sender: &Sender) -> Block {
    let mut facts: Vec<Said> = Vec::new();
    facts.extend(who.map(|who| ("Kontakt", person(who))));
    facts.push(("Kommune", value(&sender.name).into()));
    facts.extend(reach(sender).into_iter().map(|(about, spans)| (about, spans.into())));
    Block::Together(vec![Block::Heading("Spørgsmål".to_owned()), Block::Table(Table::facts(facts))])
}

/// Paragraphs of texts that were typed.
pub fn paragraphs(texts: &[Personal]) -> Cell {
    Cell::paragraphs(texts.iter().map(|text| text.to_string()))
}

/// What was sent, when and how.
pub fn sent(sent: &[Sent]) -> Block {
    let row = |one: &Sent| Row {
        about: day(one.on),
        cells: vec![value(words::channel(one.channel)).into(), Cell::paragraphs(one.items.iter().map(data))],
    };
    let head = ["Sendt", "Hvordan", "Oplysninger"].map(str::to_owned).to_vec();
    Block::Table(Table { columns: vec![0.25, 0.3, 0.45], head: Some(head), rows: sent.iter().map(row).collect() })
}

/// A thing that was passed on.
fn data(item: &Data) -> String {
    match &item.detail {
        Some(detail) => format!("{}: {}", words::kind(item.kind), &**detail),
        None => words::kind(item.kind).to_owned(),
    }
}

/// How a complaint is made (L5 m).
pub fn complaint() -> Block {
    let [about, how] = words::COMPLAINT;
    let [site, address] = words::COMPLAINT_TO;
    let spans = vec![Span::strong(about), Span::plain(format!(" {how} ")), Span::link(site, address), Span::plain(".")];
    Block::Paragraph(Style::Body, spans)
}
