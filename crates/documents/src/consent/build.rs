//! The consent form as a document. The letters in the comments are those of L5.

use super::{Consent, Copy, Given, Item, ItemKind, words};
use crate::{
    input::{day, moment},
    parts,
    tree::{Blank, Block, Document, Figure, Form, Item as ListItem, List, Marks, Span, Style, Table},
};

/// The field for a signature.
const SIGNATURE: [f32; 2] = [220.0, 72.0];

type Fact = (&'static str, Vec<Span>);

/// The form, for whoever it is for.
pub fn document(consent: &Consent) -> Document {
    let blocks = match consent.copy {
        Copy::Employer => for_the_employer(consent),
        Copy::Citizen | Copy::Authority => for_the_citizen(consent),
    };
    Document {
        title: words::TITLE.to_owned(),
        author: consent.authority.name.clone(),
        subject: format!("{}, formular {}", words::copy(consent.copy), consent.form_version),
        id: consent.document_id.clone(),
        made: consent.made,
        head: [consent.authority.name.clone(), words::copy(consent.copy).to_owned()],
        foot: format!("Dokument {}", consent.document_id),
        form: Form::Upright,
        blocks,
    }
}

fn for_the_citizen(consent: &Consent) -> Vec<Block> {
    let who = &*consent.citizen.name;
    let lead = format!(
        "{who} giver {} lov til at sende de CV-oplysninger, der er krydset af her, til ét arbejdssted.",
        consent.authority.name
    );
    let mut blocks = vec![
        Block::Title(words::TITLE.to_owned()),
        Block::text(Style::Lead, lead),
        parts::workplace(&consent.recipient, "Andre får ikke oplysningerne. Heller ikke virksomhedens andre adresser."),
        Block::Heading("Hvem, hvad og hvorfor".to_owned()),
        Block::Table(Table::facts(about(consent))),
        Block::Heading("Hvilke oplysninger".to_owned()),
        Block::text(Style::Small, "Kun det, der er krydset af, må sendes."),
        items(&consent.items, true),
        Block::Heading("Det skal du vide, før du siger ja".to_owned()),
    ];
    blocks.extend(told(consent));
    blocks.push(Block::Together(responsible(consent)));
    blocks.push(Block::Together(given(consent)));
    blocks
}

/// Who consents to what (c, e, f, h, i, q).
fn about(consent: &Consent) -> Vec<Fact> {
    let mut facts = vec![("Navn", parts::strong(&*consent.citizen.name))];
    if let (Copy::Authority, Some(cpr)) = (consent.copy, &consent.citizen.masked_cpr) {
        facts.push(("CPR-nummer", parts::value(&**cpr)));
    }
    if let Some(representative) = &consent.representative {
        let text = format!("{}, {}", &*representative.name, &*representative.basis);
        facts.push(("Repræsentant", parts::value(text)));
    }
    if let Some(interpreter) = &consent.interpreter {
        facts.push(("Tolk", parts::value(&**interpreter)));
    }
    facts.push(("Job", parts::value(consent.order.to_string())));
    facts.push(("Formål", parts::value(&*consent.purpose)));
    facts.push(("Sendes", parts::value(words::channel(consent.channel))));
    facts.push(("Gælder til og med", parts::strong(day(consent.valid_until))));
    facts
}

/// What is passed on (g): every kind once, and each thing of a kind that there are several of.
fn items(chosen: &[Item], with_the_others: bool) -> Block {
    let of = |kind: ItemKind| {
        let ticked: Vec<&Item> = chosen.iter().filter(|item| item.kind == kind).collect();
        let spans = || parts::value(words::kind(kind));
        let mut list: Vec<ListItem> = ticked
            .iter()
            .map(|item| ListItem { ticked: true, spans: spans(), remark: item.detail.as_deref().map(str::to_owned) })
            .collect();
        if list.is_empty() && with_the_others {
            list.push(ListItem { ticked: false, spans: spans(), remark: None });
        }
        list
    };
    Block::List(List { marks: Marks::Boxes, items: words::KINDS.into_iter().flat_map(of).collect() })
}

/// What must be known before (j, k, l, m, n; L7).
fn told(consent: &Consent) -> Vec<Block> {
    let said = |[about, text]: [&str; 2]| Block::said(about, text);
    let authority = &consent.authority;
    let withdrawal = Block::Paragraph(
        Style::Body,
        vec![
            Span::strong(words::WITHDRAWAL),
            Span::plain(format!(" Ring på {}, skriv til ", authority.phone.replace(' ', "\u{a0}"))),
            parts::mail(&authority.email),
            Span::plain(format!(", brug Digital Post, eller sig det til os. {}", words::WITHDRAWN)),
        ],
    );
    let [complaint, how] = words::COMPLAINT;
    let [site, address] = words::COMPLAINT_TO;
    let complaint = Block::Paragraph(
        Style::Body,
        vec![Span::strong(complaint), Span::plain(format!(" {how} ")), Span::link(site, address), Span::plain(".")],
    );
    vec![
        said(words::VOLUNTARY),
        withdrawal,
        said(words::RECIPIENT),
        said(words::RIGHTS),
        complaint,
        Block::said("Så længe gemmer vi samtykket.", &consent.retention),
        said(words::BASIS),
    ]
}

/// Who is responsible, and whom to ask (b).
fn responsible(consent: &Consent) -> Vec<Block> {
    let mut facts = vec![("Dataansvarlig", parts::value(&consent.authority.name))];
    facts.extend(parts::contact(&consent.authority));
    let dpo = &consent.authority.dpo;
    let mut ask = vec![Span::plain("Spørg vores databeskyttelsesrådgiver: "), parts::mail(&dpo.email)];
    ask.extend(dpo.phone.as_ref().map(|phone| Span::plain(format!(", telefon {phone}"))));
    facts.push(("Databeskyttelse", ask));
    vec![Block::Heading("Hvem er ansvarlig".to_owned()), Block::Table(Table::facts(facts))]
}

/// How it is given (o), and what the form is (p).
fn given(consent: &Consent) -> Vec<Block> {
    let who = consent.representative.as_ref().map_or(&*consent.citizen.name, |one| &*one.name);
    let declared = "Jeg har læst det, der står her, eller fået det læst op, og jeg siger ja til det.";
    let mut blocks = vec![Block::Heading("Samtykket".to_owned())];
    match &consent.given {
        Given::OnScreen { at, place, witness, signature } => {
            let (size, strokes) = signature.scaled(SIGNATURE);
            blocks.push(Block::text(Style::Body, declared));
            blocks.push(Block::Figure(Figure { says: format!("Underskrift af {who}"), size, strokes }));
            blocks.push(Block::Table(Table::facts([
                ("Underskrevet af", parts::value(who)),
                ("Hvor og hvornår", parts::value(format!("{place}, {}, på skærmen", moment(*at)))),
                ("Til stede", parts::value(format!("{}, {}", &**witness, consent.authority.unit))),
            ])));
        }
        Given::OnPaper => {
            blocks.push(Block::text(Style::Body, declared));
            blocks.push(Block::Blanks(vec![
                Blank { label: "Dato", width: 0.2 },
                Blank { label: "Sted", width: 0.28 },
                Blank { label: "Underskrift", width: 0.52 },
            ]));
            blocks.push(Block::text(Style::Small, format!("Underskrives af {who}")));
        }
        Given::Orally { at, place, to } => {
            blocks.push(Block::text(
                Style::Body,
                format!("Det, der står her, er læst op for {who}, som har sagt ja til det."),
            ));
            blocks.push(Block::Table(Table::facts([
                ("Afgivet mundtligt til", parts::value(format!("{}, {}", &**to, consent.authority.unit))),
                ("Hvor og hvornår", parts::value(format!("{place}, {}", moment(*at)))),
            ])));
        }
    }
    blocks.push(form(consent));
    blocks
}

fn form(consent: &Consent) -> Block {
    let text = format!("Formular {} · Dokument {}", consent.form_version, consent.document_id);
    Block::text(Style::Small, text)
}

fn for_the_employer(consent: &Consent) -> Vec<Block> {
    let who = &*consent.citizen.name;
    let lead = format!("{who} har sagt ja til, at {} sender jer disse CV-oplysninger.", consent.authority.name);
    let given = match &consent.given {
        Given::OnScreen { at, .. } => format!("{}, med underskrift", day(at.date_naive())),
        Given::OnPaper => "På papir, med underskrift".to_owned(),
        Given::Orally { at, .. } => format!("{}, mundtligt", day(at.date_naive())),
    };
    let facts = [
        ("Ansøger", parts::strong(who)),
        ("Job", parts::value(consent.order.to_string())),
        ("Formål", parts::value(&*consent.purpose)),
        ("Sendes", parts::value(words::channel(consent.channel))),
        ("Samtykket er givet", parts::value(given)),
        ("Gælder til og med", parts::strong(day(consent.valid_until))),
    ];
    let mut asked = vec![("Kommune", parts::value(&consent.authority.name))];
    asked.extend(parts::contact(&consent.authority));
    let mut blocks = vec![
        Block::Title(words::TITLE.to_owned()),
        Block::text(Style::Lead, lead),
        parts::workplace(&consent.recipient, "Samtykket gælder kun dette arbejdssted."),
        Block::Heading("Hvem, hvad og hvorfor".to_owned()),
        Block::Table(Table::facts(facts)),
        Block::Heading("Hvilke oplysninger".to_owned()),
        Block::text(Style::Small, "I får det, der er krydset af, og ikke mere."),
        items(&consent.items, false),
        Block::Heading("Det skal I vide".to_owned()),
    ];
    blocks.extend(words::FOR_THE_EMPLOYER.map(|[about, text]| Block::said(about, text)));
    blocks.push(Block::Together(vec![
        Block::Heading("Spørgsmål".to_owned()),
        Block::Table(Table::facts(asked)),
        form(consent),
    ]));
    blocks
}
