//! Pieces that several documents share.

use chrono::{DateTime, FixedOffset};

use crate::{
    consent::{Item as Data, words},
    input::{Authority, Person, Personal, Sender, Sent, Workplace, day},
    tree::{Block, Cell, Document, Form, Look, Row, Span, Style, Table},
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
    vec![
        ("Adresse", value(format!("{}, {}", authority.unit, authority.address))),
        ("Telefon", value(&authority.phone)),
        ("Mail", vec![mail(&authority.email)]),
    ]
}

/// A person: name and title, then how to reach them.
pub fn person(person: &Person) -> Cell {
    let mut paragraphs = vec![(Style::Tight, value(named(person)))];
    paragraphs.extend(reach(person.phone.as_deref(), person.email.as_deref()).map(|reach| (Style::Tight, reach)));
    Cell(paragraphs)
}

fn named(person: &Person) -> String {
    match &person.title {
        Some(title) => format!("{}, {}", &*person.name, &**title),
        None => person.name.to_string(),
    }
}

/// A telephone number and a mail address on a line.
fn reach(phone: Option<&str>, email: Option<&str>) -> Option<Vec<Span>> {
    let mut spans: Vec<Span> = Vec::new();
    spans.extend(phone.map(|phone| Span::plain(format!("Telefon {}", phone.replace(' ', "\u{a0}")))));
    if let Some(email) = email {
        if !spans.is_empty() {
            spans.push(Span::plain(" · "));
        }
        spans.push(mail(email));
    }
    (!spans.is_empty()).then_some(spans)
}

/// The municipality, its unit and where that lies. Until a unit has a name of its own it is the municipality.
fn place(sender: &Sender) -> String {
    let unit = (sender.unit != sender.name).then(|| sender.unit.clone());
    let address = sender.address.as_ref().map(ToString::to_string);
    [Some(sender.name.clone()), unit, address].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The unit and where it lies, and how to reach it unless somebody else is to be asked.
fn unit(sender: &Sender, reached: bool) -> Cell {
    let mut paragraphs = vec![(Style::Tight, value(place(sender)))];
    if reached {
        let reach = reach(sender.phone.as_deref(), sender.email.as_deref());
        paragraphs.extend(reach.map(|reach| (Style::Tight, reach)));
    }
    Cell(paragraphs)
}

/// Who a letter is from: the unit, and the person who can be asked, where there is one.
pub fn from(who: Option<&Person>, sender: impl Into<Sender>) -> Vec<Said> {
    let reached = who.is_none_or(|who| who.phone.is_none() && who.email.is_none());
    let mut facts = vec![("Fra", unit(&sender.into(), reached))];
    facts.extend(who.map(|who| ("Spørg", person(who))));
    facts
}

/// Whom to ask: the person, where there is one, and the unit.
pub fn questions(who: Option<&Person>, sender: impl Into<Sender>) -> Block {
    let mut facts: Vec<Said> = Vec::new();
    facts.extend(who.map(|who| ("Kontakt", person(who))));
    facts.push(("Kommune", unit(&sender.into(), true)));
    Block::Together(vec![Block::Heading("Spørgsmål".to_owned()), Block::Table(Table::facts(facts))])
}

/// Who a page is from that says the rest itself, in a remark at its end.
pub fn sender(sender: &Sender) -> Block {
    let mut spans = value(place(sender));
    if let Some(reach) = reach(sender.phone.as_deref(), sender.email.as_deref()) {
        spans.push(Span::plain(" · "));
        spans.extend(reach);
    }
    Block::Paragraph(Style::Small, spans)
}

/// Words in which mail addresses lead to where they say.
pub fn linked(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for word in text.split_inclusive(' ') {
        let address = word.trim_end_matches([' ', '.', ',', ';', ':', '!', '?', ')']);
        let span = mail(address);
        if span.look == Look::Plain {
            match spans.last_mut() {
                Some(Span { text, look: Look::Plain }) => text.push_str(word),
                _ => spans.push(Span::plain(word)),
            }
        } else {
            spans.push(span);
            spans.push(Span::plain(&word[address.len()..]));
        }
    }
    spans.retain(|span| !span.text.is_empty());
    spans
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
    Block::Table(Table { columns: vec![0.24, 0.22, 0.54], head: Some(head), rows: sent.iter().map(row).collect() })
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
