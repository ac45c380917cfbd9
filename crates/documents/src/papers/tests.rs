use feltmappen_domain::{record::Kind as Records, schema};
use serde_json::{Value, json};

use super::*;
use crate::{Paper, Refusal, input, kind::Kind, said::words};

const SCHEMA: &str = include_str!("../../../../docs/papers.schema.json");

fn value(kind: Kind, name: &str) -> Value {
    let file = format!("tests/samples/{}/{name}.json", kind.name());
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn said(kind: Kind, value: &Value) -> Result<String, Refusal> {
    kind.document(value.to_string().as_bytes()).map(|document| words(&document))
}

fn sample(kind: Kind, name: &str) -> String {
    said(kind, &value(kind, name)).unwrap()
}

fn assert_says(paper: &str, said: &[&str]) {
    for said in said {
        assert!(paper.contains(said), "{said} is not on:\n{paper}");
    }
}

/// The papers that a company gets.
const FOR_COMPANIES: [(Kind, &str); 3] = [(Kind::Notice, "notice"), (Kind::Order, "full"), (Kind::Summary, "visit")];

#[test]
fn l8_an_employer_is_told_what_to_delete_and_by_when() {
    assert_says(
        &sample(Kind::Notice, "notice"),
        &[
            "Amina Yilmaz har trukket sit samtykke tilbage",
            "Att. Bo Holm",
            "Lagermedarbejder (jobordre JO-2026-118)",
            "25. november 2026: Gennem Jobnet for arbejdsgivere (JobAG) | Kontaktoplysninger: Navn, telefon og mail",
            "27. november 2026: Med sikker mail | Bilag: Truckcertifikat",
            "bed modtageren om også at slette dem",
            "Skriv til os senest den 16. december 2026",
            "artikel 17 og 19",
        ],
    );
    let mut nothing = value(Kind::Notice, "notice");
    nothing["received"] = json!([]);
    assert_eq!(said(Kind::Notice, &nothing).unwrap_err(), Refusal::Empty("received".to_owned()));
    let mut nothing = value(Kind::Notice, "notice");
    nothing["received"][1]["items"] = json!([]);
    assert_eq!(said(Kind::Notice, &nothing).unwrap_err(), Refusal::Empty("received.1.items".to_owned()));
}

#[test]
fn r6_a_citizen_is_told_that_nothing_more_is_sent_and_what_was() {
    assert_says(
        &sample(Kind::Withdrawal, "sent"),
        &[
            "Vi sender ikke flere af dine oplysninger til Nordhavn Kølelogistik A/S.",
            "Trukket tilbage: 2. december 2026 kl. 10.15, i telefonen",
            "Den 2. december 2026 bad vi virksomheden om at slette oplysningerne.",
            "ingen betydning for din ydelse",
            "Datatilsynet",
        ],
    );
    let nothing = sample(Kind::Withdrawal, "nothing");
    assert_says(&nothing, &["Vi har ikke sendt noget."]);
    assert!(!nothing.contains("bad vi") && !nothing.contains("beder vi") && !nothing.contains("bede den"));
}

#[test]
fn r21_what_is_internal_has_no_place_on_an_order() {
    let internal: Vec<&str> =
        schema::fields_of(Records::JobOrder).iter().filter(|field| field.internal).map(|field| field.path).collect();
    assert!(internal.contains(&"close_reason"));
    for field in internal.into_iter().chain(["status"]) {
        let mut order = value(Kind::Order, "full");
        order[field] = "Virksomheden kunne ikke bruge kandidaterne".into();
        assert!(matches!(said(Kind::Order, &order), Err(Refusal::Unreadable(_))), "{field}");
    }
}

#[test]
fn an_order_says_everything_that_is_known_of_it_and_nothing_that_is_not() {
    assert_says(
        &sample(Kind::Order, "full"),
        &[
            "Jobordre: Lagermedarbejder",
            "2 stillinger · Ordinær ansættelse · Nummer JO-2026-118 · Modtaget 20. november 2026",
            "Opgaver\nPlukke og pakke frostvarer",
            "Ansættelsesdato: 4. januar 2027",
            "Skiftehold: Ja",
            "Ufravigeligt\n[ ] Gaffeltruck B \n[ ] Lagermedarbejder, 2 års erfaring",
            "Mindre vigtigt\n[ ] Teleskoplæsser",
            "Fysiske krav i jobbet: Løft op til 15 kg.",
            "Kandidater kommer: 8. december 2026",
            "Tovholder: Maja Thorsen, virksomhedskonsulent",
        ],
    );
    let empty = sample(Kind::Order, "empty");
    for absent in ["Opgaver", "Ansættelse", "Krav", "Forventninger", "Rekruttering", "Det har vi aftalt", "Tovholder"]
    {
        assert!(!empty.contains(absent), "{absent} is on:\n{empty}");
    }
}

/// Every text of a value, by its place.
fn texts(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(path.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| texts(item, &format!("{path}/{at}"), found));
        }
        Value::Object(fields) => fields.iter().for_each(|(name, field)| texts(field, &format!("{path}/{name}"), found)),
        _ => {}
    }
}

#[test]
fn r75_a_cpr_number_in_any_text_for_a_company_is_refused() {
    let mut tried = 0;
    for (kind, name) in FOR_COMPANIES {
        let whole = value(kind, name);
        let mut places = Vec::new();
        texts(&whole, "", &mut places);
        for place in places {
            let mut paper = whole.clone();
            *paper.pointer_mut(&place).unwrap() = "Ring om 010190-1234 i morgen".into();
            let field = place.rsplit('/').next().unwrap_or_default();
            match said(kind, &paper) {
                Err(Refusal::LooksLikeCpr(found)) => {
                    assert_eq!(found, place[1..].replace('/', "."));
                    tried += 1;
                }
                // A day, a moment or a choice cannot hold one.
                Err(Refusal::Unreadable(_)) => {}
                other => assert!(["document_id", "cvr", "p_number", "phone"].contains(&field), "{place}: {other:?}"),
            }
        }
    }
    assert!(tried > 60, "{tried}");
}

#[test]
fn r75_what_is_for_the_unit_may_hold_what_a_company_may_not_see() {
    let mut card = value(Kind::Preparation, "card");
    card["note"][0] = "Ring om 010190-1234".into();
    assert!(said(Kind::Preparation, &card).is_ok());
}

#[test]
fn r15_an_age_in_what_an_employer_is_told_of_a_citizen_is_refused() {
    let mut notice = value(Kind::Notice, "notice");
    notice["received"][1]["items"][0]["detail"] = "CV for en 35-årig".into();
    let refusal = Refusal::LooksLikeAge("received.1.items.0.detail".to_owned());
    assert_eq!(said(Kind::Notice, &notice).unwrap_err(), refusal);
    assert_eq!(refusal.code(), "looks_like_age");
    let mut consent = value(Kind::Consent, "employer");
    consent["items"][1]["detail"] = "Født den 1. januar 1990".into();
    assert!(matches!(said(Kind::Consent, &consent), Err(Refusal::LooksLikeAge(_))));
}

#[test]
fn r62_every_fact_of_the_card_has_source_and_day_or_says_that_it_was_not_fetched() {
    assert_says(
        &sample(Kind::Preparation, "card"),
        &[
            "Opfølgningsbesøg · 3. december 2026 kl. 10.30 · Kajen 3, 0999 Egelund",
            "Virksomheden\nForretning: Køle- og fryselager med egen terminal på havnen. | Virksomhedens oplysninger, 14. oktober 2026",
            "Aktuelle opslag\nStillingsopslag: Lagermedarbejder til aftenhold",
            "Tidligere kontakter og jobordrer\nOpfølgningsbesøg: Truckkursus",
            "Relevante ledige\nLedige, der passer: Ikke hentet",
            "Åbne aftaler\nAftale: Sende 4-5 CV'er",
        ],
    );
    let empty = sample(Kind::Preparation, "empty");
    assert_eq!(empty.matches("Ikke hentet").count(), 8);
}

#[test]
fn what_the_card_leaves_out_it_counts() {
    let long = sample(Kind::Preparation, "long");
    assert_says(&long, &["mere i Feltmappen", "…"]);
    // Each part is there, however much the others have.
    assert_says(
        &long,
        &["Virksomheden\n", "Aktuelle opslag\n", "Relevante ledige\nKandidat 1", "Åbne aftaler\nAftale"],
    );
}

#[test]
fn r55_every_agreement_has_an_owner_and_a_day() {
    assert_says(
        &sample(Kind::Agreements, "talk"),
        &[
            "Ringe til Egelund Erhvervsskole om truckkurset i januar.: Søren Bech | 11. december 2026",
            "Finde eksamensbeviset fra lageruddannelsen.: Amina Yilmaz | Gjort 18. november 2026\nLagt på Jobnet som bilag.",
            "Spørge Nordhavn Kølelogistik om en rundvisning.: Søren Bech | Åben, senest 27. november 2026",
            "16. december 2026 kl. 9.00, Rådhuspladsen 1",
        ],
    );
    for field in ["owner", "due"] {
        let mut sheet = value(Kind::Agreements, "talk");
        sheet["agreements"][0][field] = Value::Null;
        assert!(matches!(said(Kind::Agreements, &sheet), Err(Refusal::Unreadable(_))), "{field}");
    }
    let mut nothing = value(Kind::Agreements, "one");
    nothing["agreements"] = json!([]);
    assert_eq!(said(Kind::Agreements, &nothing).unwrap_err(), Refusal::Empty("agreements".to_owned()));
}

#[test]
fn r65_a_row_of_the_plan_without_time_or_owner_shows_it() {
    assert_says(
        &sample(Kind::Plan, "plan"),
        &[
            "Handlingsplan: Bedre matchning i Egelund",
            "18. december 2026\nGjort 1. december 2026 | Ingen ordrer uden et krav, der kan søges på. | Søren Bech",
            "Klare arbejdsgange: – | – | – | – | –",
        ],
    );
    let mut nothing = value(Kind::Plan, "plan");
    nothing["rows"] = json!([]);
    assert_eq!(said(Kind::Plan, &nothing).unwrap_err(), Refusal::Empty("rows".to_owned()));
}

#[test]
fn the_edited_text_of_a_visit_is_read_by_its_parts() {
    let text = "Førstegangsbesøg hos Nordhavn den 24. november 2026\nTil stede: Bo Holm\n\n\
                Det hørte vi\nKendskab til virksomheden:\n- Hvem er kunderne? Butikker.\n\n\
                Det har vi lovet\n- Maja sender CV'er.\n\n  \nVi ses i januar.\n\nVenlig hilsen\nMaja Thorsen\n";
    let text = SummaryText::read(text).unwrap();
    assert_eq!(&*text.title, "Førstegangsbesøg hos Nordhavn den 24. november 2026");
    assert_eq!(text.opening, ["Til stede: Bo Holm".into()]);
    let section = |title: Option<&str>, lines: Vec<Line>| Section { title: title.map(Into::into), lines };
    assert_eq!(
        text.sections,
        [
            section(
                Some("Det hørte vi"),
                vec![
                    Line::About("Kendskab til virksomheden".into()),
                    Line::Point("Hvem er kunderne? Butikker.".into())
                ]
            ),
            section(Some("Det har vi lovet"), vec![Line::Point("Maja sender CV'er.".into())]),
            section(None, vec![Line::Text("Vi ses i januar.".into())]),
            section(None, vec![Line::Text("Venlig hilsen".into()), Line::Text("Maja Thorsen".into())]),
        ]
    );
    assert_eq!(SummaryText::read(" \n\n"), None);
    assert_eq!(SummaryText::read("Titel\n\n- \n:").unwrap().sections[0].lines.len(), 2);
}

#[test]
fn a_mail_address_in_a_text_can_be_followed() {
    let spans = crate::parts::linked("Skriv til maja@egelund.example, eller ring.");
    let texts: Vec<&str> = spans.iter().map(|span| span.text.as_str()).collect();
    assert_eq!(texts, ["Skriv til ", "maja@egelund.example", ", eller ring."]);
}

#[test]
fn what_was_typed_on_lines_becomes_paragraphs() {
    assert_eq!(input::paragraphs("  Et\n\n \t\nTo \r\n"), ["Et".into(), "To".into()]);
}

#[test]
fn nobody_is_named_where_a_paper_is_logged() {
    fn debugged<T: Paper + std::fmt::Debug>(kind: Kind, name: &str) -> String {
        let paper: T = serde_json::from_value(value(kind, name)).unwrap();
        format!("{paper:?} {:?}", paper.document().unwrap())
    }
    let logged = [
        debugged::<WithdrawalLetter>(Kind::Withdrawal, "sent"),
        debugged::<EmployerNotice>(Kind::Notice, "notice"),
        debugged::<OrderSheet>(Kind::Order, "full"),
        debugged::<VisitSummary>(Kind::Summary, "visit"),
        debugged::<PreparationCard>(Kind::Preparation, "card"),
        debugged::<AgreementSheet>(Kind::Agreements, "talk"),
        debugged::<ActionPlan>(Kind::Plan, "plan"),
    ]
    .concat();
    for hidden in ["Amina", "Bo Holm", "Maja", "Søren", "Leila", "Truckcertifikat", "70 00 00 0\"", "natholdet"] {
        assert!(!logged.contains(hidden), "{hidden} is logged");
    }
}

#[test]
fn the_published_schema_is_what_is_read() {
    /// Each paper by its kind's name.
    #[derive(schemars::JsonSchema)]
    #[allow(dead_code, reason = "only its schema is asked for")]
    struct Papers {
        withdrawal: WithdrawalLetter,
        notice: EmployerNotice,
        order: OrderSheet,
        summary: VisitSummary,
        preparation: PreparationCard,
        agreements: AgreementSheet,
        plan: ActionPlan,
    }
    let schema = serde_json::to_value(schemars::schema_for!(Papers)).unwrap();
    let names: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    for kind in Kind::ALL {
        assert!(kind == Kind::Consent || names.contains(&kind.name()), "{}", kind.name());
    }
    let expected = serde_json::to_string_pretty(&schema).unwrap();
    let published: Value = serde_json::from_str(SCHEMA).unwrap_or_default();
    assert!(published == schema, "docs/papers.schema.json should be\n{expected}\n");
}
