//! From a consent's records to the papers that say it.

use chrono::{DateTime, FixedOffset};
use feltmappen_documents::{
    Paper as _, Refusal,
    consent::{self as paper, Channel, Citizen, Copy, Given, Item, ItemKind, Representative},
    input::{Address, Authority, Dpo, Order, Personal, Workplace},
    tree::{Block, Cell, Document, Span},
};
use feltmappen_domain::{
    consent::{Consent, data_items},
    moment::{danish, date, instant},
    municipality,
    numbers::cpr,
    record::{Fields, Kind, Path, Record, RecordId, RecordKey},
};

use super::{label_of, signature};
use crate::{
    App, Open, Outcome,
    api::{ConsentObstacle, Named, PaperPiece},
    paper::undrawable,
};

/// The version of the form's words.
pub(super) const FORM: &str = "1";
/// How long a consent is kept, until the municipality decides otherwise (L9).
const RETENTION: &str = "Til jobordren er lukket, og seks måneder efter. Så bliver det slettet, medmindre arkivloven \
    kræver, at det gemmes.";

/// What a consent's papers are made from.
pub(super) struct Parts {
    pub consent: Fields,
    candidate: Option<Record>,
    order: Option<Record>,
    company: Option<Record>,
    workplace: Option<Record>,
    unit: Option<Record>,
    employee: Option<Record>,
}

impl App {
    pub(super) fn consent_parts(&self, open: &Open, record: &Record) -> Outcome<Parts> {
        let consent = Consent::new(&record.fields);
        let found = |kind, id: Option<RecordId>| -> Outcome<Option<Record>> {
            Ok(id.map(|id| open.workspace.record(&RecordKey::new(kind, id))).transpose()?.flatten())
        };
        let me = open.me()?;
        Ok(Parts {
            candidate: found(Kind::Candidate, consent.candidate())?,
            order: found(Kind::JobOrder, consent.job_order())?,
            company: found(Kind::Company, consent.company())?,
            workplace: found(Kind::Workplace, consent.workplace())?,
            unit: found(Kind::Unit, Some(record.home_unit))?,
            employee: found(Kind::Employee, consent.given_to().or(Some(me.employee)))?,
            consent: record.fields.clone(),
        })
    }
}

fn text(record: &Option<Record>, path: &str) -> Option<String> {
    let text = record.as_ref()?.fields.filled_text(path)?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The municipality, as it calls itself; until it is known, its unit.
pub(super) fn authority_name(parts: &Parts) -> String {
    let code = text(&parts.unit, "municipality");
    let known = code.and_then(|code| municipality::by_code(&code)).map(|one| format!("{} Kommune", one.name));
    known.or_else(|| text(&parts.unit, "name")).unwrap_or_else(|| "Kommunen".to_owned())
}

/// A P-nummer as people read it.
pub(super) fn p_number(number: &str) -> String {
    match number.len() {
        10 if number.is_ascii() => [&number[..1], &number[1..4], &number[4..7], &number[7..]].join(" "),
        _ => number.to_owned(),
    }
}

fn personal(text: &str) -> Personal {
    Personal::from(text)
}

/// The input of a copy, when everything is there that it needs.
pub(super) fn input(parts: &Parts, copy: Copy, id: &str, made: DateTime<FixedOffset>) -> Option<paper::Consent> {
    let consent = Consent::new(&parts.consent);
    let address = |record: &Option<Record>| {
        Some(Address {
            street: text(record, "address.street")?,
            postcode: text(record, "address.postcode")?,
            city: text(record, "address.city")?,
        })
    };
    let company = text(&parts.company, "name")?;
    let place = address(&parts.workplace)?;
    let called = text(&parts.workplace, "name").filter(|name| *name != company && *name != place.street);
    let number = text(&parts.candidate, "cpr").and_then(|number| cpr::check(&number).ok());
    let basis = parts.consent.filled_text("given.basis");
    Some(paper::Consent {
        copy,
        document_id: id.to_owned(),
        form_version: FORM.to_owned(),
        made,
        authority: Authority {
            name: authority_name(parts),
            unit: text(&parts.unit, "name")?,
            address: address(&parts.unit)?,
            phone: text(&parts.unit, "phone")?,
            email: text(&parts.unit, "email")?,
            dpo: Dpo { phone: text(&parts.unit, "dpo.phone"), email: text(&parts.unit, "dpo.email")? },
        },
        citizen: Citizen {
            name: personal(&text(&parts.candidate, "name")?),
            // Only on the municipality's own copy, and masked there too (L10, R75).
            masked_cpr: number.filter(|_| copy == Copy::Authority).map(|number| personal(&number.to_string())),
        },
        recipient: Workplace {
            name: called.map_or_else(|| company.clone(), |called| format!("{company}, {called}")),
            cvr: text(&parts.company, "cvr")?,
            p_number: text(&parts.workplace, "p_number"),
            address: place,
        },
        order: Order { title: text(&parts.order, "title")?, number: None },
        purpose: personal(consent.purpose()?),
        items: items(&parts.consent),
        channel: channel(consent.channel()?)?,
        valid_until: consent.valid_until().and_then(date)?,
        given: given(parts, made),
        interpreter: parts.consent.filled_text("given.interpreter").map(personal),
        representative: parts
            .consent
            .filled_text("given.representative")
            .map(|name| Representative { name: personal(name), basis: personal(basis.unwrap_or_default()) }),
        retention: RETENTION.to_owned(),
    })
}

/// How it was given. Until all of that is known the form is one to be signed on paper.
fn given(parts: &Parts, made: DateTime<FixedOffset>) -> Given {
    let consent = Consent::new(&parts.consent);
    let who = || text(&parts.employee, "name").map(|name| personal(&name));
    let at = || consent.given_at().and_then(instant).map(|at| danish(at.to_utc()));
    let known = match consent.given_how() {
        Some("screen") => consent.signature().and_then(signature::read).zip(consent.given_place()).zip(who()).map(
            |((signature, place), witness)| Given::OnScreen {
                at: at().unwrap_or(made),
                place: place.to_owned(),
                witness,
                signature,
            },
        ),
        Some("oral") => at().zip(consent.given_place()).zip(who()).map(|((at, place), to)| Given::Orally {
            at,
            place: place.to_owned(),
            to,
        }),
        _ => None,
    };
    known.unwrap_or(Given::OnPaper)
}

/// The way of sending with this code.
pub(crate) fn channel(code: &str) -> Option<Channel> {
    match code {
        "jobag" => Some(Channel::Jobag),
        "secure_mail" => Some(Channel::SecureMail),
        "digital_post" => Some(Channel::DigitalPost),
        _ => None,
    }
}

/// The data that a consent or a submittal names.
pub(crate) fn items(fields: &Fields) -> Vec<Item> {
    let item = |code: &str| {
        let (kind, detail) = match code {
            "contact" => (ItemKind::Contact, Some("Navn, telefon og mail")),
            "education" => (ItemKind::Education, None),
            "experience" => (ItemKind::Experience, Some("Tidligere job og opgaver")),
            "qualifications" => (ItemKind::Qualifications, None),
            "languages" => (ItemKind::Languages, None),
            "driving_licence" => (ItemKind::DrivingLicence, None),
            "description" => (ItemKind::Description, None),
            "attachment" => (ItemKind::Attachment, fields.filled_text("data.attachment_names")),
            _ => return None,
        };
        Some(Item { kind, detail: detail.map(personal) })
    };
    data_items(fields).into_iter().filter_map(item).collect()
}

/// What the records around a consent lack, and what cannot be drawn on paper.
pub(super) fn obstacles(parts: &Parts, now: DateTime<FixedOffset>) -> Vec<ConsentObstacle> {
    let mut found = lacking(parts);
    let sample = RecordId::nil().to_string();
    for copy in [Copy::Authority, Copy::Employer] {
        let refused = input(parts, copy, &sample, now).and_then(|input| input.document().err());
        if let Some(one) = refused.and_then(|refusal| refused_words(parts, &refusal))
            && found.iter().all(|other| other.path != one.path)
        {
            found.push(one);
        }
    }
    if parts.consent.filled_text("signature").is_some_and(|text| signature::read(text).is_none()) {
        let message = "Underskriften kan ikke læses. Tegn den igen.".to_owned();
        found.push(ConsentObstacle {
            code: "signature".to_owned(),
            path: Path::known("signature"),
            record: None,
            message,
        });
    }
    found
}

/// What must be known of the others that the papers name (L5 b, d, e).
fn lacking(parts: &Parts) -> Vec<ConsentObstacle> {
    type Needed = (&'static str, &'static str);
    const ADDRESS: [Needed; 3] =
        [("address.street", "vej og nummer"), ("address.postcode", "postnummer"), ("address.city", "by")];
    const UNIT: [Needed; 3] =
        [("phone", "telefon"), ("email", "mail"), ("dpo.email", "databeskyttelsesrådgiverens mail")];
    let mut found = Vec::new();
    let mut look = |record: &Option<Record>, needed: &[Needed], whose: &str| {
        let Some(known) = record else { return };
        let missing: Vec<_> = needed.iter().filter(|(path, _)| text(record, path).is_none()).collect();
        let Some((path, _)) = missing.first() else { return };
        let words: Vec<_> = missing.iter().map(|(_, words)| *words).collect();
        found.push(ConsentObstacle {
            code: "record".to_owned(),
            path: Path::known(path),
            record: Some(named(known)),
            message: format!("{whose} mangler {}. Det skal stå på erklæringen.", words.join(", ")),
        });
    };
    look(&parts.workplace, &ADDRESS, "Arbejdsstedet");
    look(&parts.company, &[("name", "navn"), ("cvr", "CVR-nummer")], "Virksomheden");
    look(&parts.order, &[("title", "stilling")], "Jobordren");
    look(&parts.candidate, &[("name", "navn")], "Kandidaten");
    look(&parts.unit, &[&UNIT[..], &ADDRESS[..]].concat(), "Jeres enhed");
    found
}

fn named(record: &Record) -> Named {
    let listing = feltmappen_domain::listing::listing(record);
    Named { key: record.key, name: listing.title, detail: listing.subtitle }
}

/// The way on for a name that cannot be drawn.
const BY_HAND: &str = "Skriv det med latinske bogstaver, som i passet, eller brug en erklæring, der udfyldes i hånden.";

/// A refusal as something to do, at the field where it is put right.
fn refused_words(parts: &Parts, refusal: &Refusal) -> Option<ConsentObstacle> {
    let field = match refusal {
        Refusal::Undrawable { field, .. } | Refusal::LooksLikeCpr(field) | Refusal::LooksLikeAge(field) => field,
        // What is empty is said by the consent's own rules.
        Refusal::Empty(_) | Refusal::Unreadable(_) | Refusal::Writing(_) => return None,
    };
    let (record, path, label) = match field.as_str() {
        "citizen.name" => (&parts.candidate, "name", "Kandidatens navn"),
        "order.title" => (&parts.order, "title", "Jobordrens stilling"),
        "recipient.name" => (&parts.company, "name", "Virksomhedens navn"),
        "given.witness" | "given.to" => (&parts.employee, "name", "Medarbejderens navn"),
        one if one.starts_with("recipient.address") => (&parts.workplace, "address.street", "Arbejdsstedets adresse"),
        one if one.starts_with("authority") => (&parts.unit, "name", "Jeres enhed"),
        one => {
            let path = match one {
                "interpreter" => "given.interpreter",
                "representative.name" => "given.representative",
                "representative.basis" => "given.basis",
                "given.place" => "given.place",
                one if one.starts_with("items") => "data.attachment_names",
                _ => "purpose",
            };
            (&None, path, "")
        }
    };
    let label = if label.is_empty() { label_of(path) } else { label.to_owned() };
    let message = match refusal {
        Refusal::Undrawable { characters, .. } => format!("{} {BY_HAND}", undrawable(&label, characters)),
        Refusal::LooksLikeCpr(_) => {
            format!("{label} ligner et CPR-nummer, og det må virksomheden ikke få. Fjern nummeret.")
        }
        _ => format!("{label} ligner en fødselsdato eller en alder, og det må virksomheden ikke få. Fjern det."),
    };
    Some(ConsentObstacle {
        code: refusal.code().to_owned(),
        path: Path::known(path),
        record: record.as_ref().map(named),
        message,
    })
}

/// Exactly what the employer's copy says; nothing until the consent says enough to be one.
pub(super) fn employer_pieces(parts: &Parts, now: DateTime<FixedOffset>) -> Vec<PaperPiece> {
    let id = Consent::new(&parts.consent).document_id().unwrap_or("vises, når samtykket er færdigt").to_owned();
    let document = input(parts, Copy::Employer, &id, now).and_then(|input| input.document().ok());
    document.map(|document| pieces(&document)).unwrap_or_default()
}

fn pieces(document: &Document) -> Vec<PaperPiece> {
    fn said(spans: &[Span]) -> String {
        spans.iter().map(|span| span.text.as_str()).collect::<String>().replace('\u{a0}', " ")
    }
    fn in_cell(cell: &Cell) -> String {
        cell.0.iter().map(|(_, spans)| said(spans)).collect::<Vec<_>>().join(" ")
    }
    fn add(block: &Block, into: &mut Vec<PaperPiece>) {
        let mut piece = |look: &str, about: &str, text: String| {
            into.push(PaperPiece { look: look.to_owned(), about: about.to_owned(), text });
        };
        match block {
            Block::Title(text) => piece("title", "", text.clone()),
            Block::Heading(text) | Block::Subheading(text) => piece("heading", "", text.clone()),
            Block::Paragraph(_, spans) => piece("text", "", said(spans)),
            Block::Lines(lines) => {
                piece("text", "", lines.iter().map(|line| said(line)).collect::<Vec<_>>().join(", "))
            }
            Block::List(list) => {
                for item in &list.items {
                    let remark = item.remark.as_ref().map(|remark| format!(" ({remark})")).unwrap_or_default();
                    piece("item", "", format!("{}{remark}", said(&item.spans)));
                }
            }
            Block::Table(table) => {
                for row in &table.rows {
                    piece("fact", &row.about, row.cells.iter().map(in_cell).collect::<Vec<_>>().join(" "));
                }
            }
            Block::Figure(figure) => piece("text", "", figure.says.clone()),
            Block::Blanks(_) => {}
            Block::Panel(blocks) | Block::Together(blocks) => blocks.iter().for_each(|block| add(block, into)),
        }
    }
    let mut found = Vec::new();
    document.blocks.iter().for_each(|block| add(block, &mut found));
    found
}
