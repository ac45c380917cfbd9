//! Before the visits: who the consultant is, the guide that a leader made, the company and the plan.

use feltmappen_proofs::{
    Step::{Choose, Fill, Pick, Press, Tick},
    Window, until,
};
use serde_json::{Value, json};

use super::answers::{COMPANY, OWNED, OWNERS, TOUR};

/// What stands on the preparation card: a line for each fact, `group | label | text | source`.
const FACTS: &str = "
const words = (one) => (one?.textContent ?? '').trim().replace(/\\s+/g, ' ');
return [...document.querySelectorAll('.fm-prepsheet dl > div')].map((row) => {
  const source = words(row.querySelector('.fm-sub'));
  const text = words(row.querySelector('dd > :first-child'));
  return [words(row.closest('section').querySelector('h3')), words(row.querySelector('dt')), text, source].join(' | ');
});";

pub async fn begin(window: &Window) {
    window.follow(&[Tick("Når du er logget ind på computeren"), Press("Opret mappen")]).await;
    window.arrive_at("Hvem er du?").await;
    window.follow(&[Pick("Din enhed", "Ærø"), Fill("Dit navn", "Maja Thorsen"), Fill("Din titel", "Konsulent")]).await;
    window.press("Enter").await;
    window.arrive_at("I dag").await;
}

/// A leader has put a question into the guide where one of several answers is chosen; the app's own guide has none.
pub async fn leader(window: &Window) {
    let draft = window.invoke("new_version", json!({ "template_use": "visit", "from": "latest" })).await;
    let part = &draft["lists"]["parts"][0];
    let question = json!([
        { "path": "part", "value": part }, { "path": "kind", "value": "choice" }, { "path": "text", "value": OWNED },
    ]);
    let question = add(window, &draft, "questions", question).await;
    for owner in OWNERS {
        let choice = json!([{ "path": "question", "value": question }, { "path": "label", "value": owner }]);
        add(window, &draft, "choices", choice).await;
    }
    let outcome = window.invoke("publish", json!({ "key": draft["key"] })).await;
    assert_eq!(outcome["done"], true, "{outcome}");
}

async fn add(window: &Window, record: &Value, list: &str, values: Value) -> Value {
    let mut added = window.invoke("add_item", json!({ "key": record["key"], "list": list, "values": values })).await;
    assert!(added["id"].is_string(), "{added}");
    added["id"].take()
}

pub async fn company(window: &Window) {
    window.press("Ctrl+4").await;
    window.arrive_at("Virksomheder").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("dialog[open]").await;
    window.type_text("99 06 08 16").await;
    window.fill("Navn", COMPANY).await;
    window.press("Enter").await;
    window.arrive_at(COMPANY).await;
    let steps = [
        Fill("Antal ansatte", "58"),
        Fill("Branchekode", "521000"),
        Choose("Udgave af branchekoden", "DB25"),
        Fill("Branche", "Lager og transport"),
        Press("Opret kontaktperson"),
    ];
    window.follow(&steps).await;
    window.wait_for("dialog[open]").await;
    window.type_text("Mads Holm").await;
    window.follow(&[Fill("Stilling", "Driftsleder")]).await;
    window.press("Ctrl+Enter").await;
    window.wait_until_gone("dialog[open]").await;
    window.wait_for_text("Mads Holm").await;
}

/// Plans a visit from the company's page; the visit's page opens.
pub async fn plan(window: &Window, visit_type: &str, channel: &str, day: &str, month: &str, purpose: &str) {
    window.follow(&[Press("Planlæg besøg")]).await;
    window.wait_for("dialog[open] .fm-planning").await;
    let steps = [
        Choose("Type besøg", visit_type),
        Choose("Mødeform", channel),
        Fill("Begynder: Dag", day),
        Fill("Begynder: Måned", month),
        Fill("Begynder: År", "2025"),
        Fill("Begynder: Kl.", "10.30"),
        Fill("Formål", purpose),
    ];
    window.follow(&steps).await;
    window.press("Ctrl+Enter").await;
    window.wait_until_gone("dialog[open]").await;
    window.arrive_at(COMPANY).await;
    window.wait_for(".fm-prepsheet").await;
}

/// Who is met, and what is known of the company before the first visit.
pub async fn prepare(window: &Window) {
    window.follow(&[Pick("Tilføj kontaktperson", "Mads")]).await;
    window.wait_for_text("Fjern").await;
    let before = facts(window).await;
    for unknown in [
        "Virksomheden | Forretning | Ikke hentet | ",
        "Virksomheden | Marked | Ikke hentet | ",
        "Aktuelle opslag | Stillingsopslag | Ikke hentet | ",
        "Relevante ledige | Ledige, der passer | Ikke hentet | ",
    ] {
        assert!(before.iter().any(|fact| fact == unknown), "“{unknown}” is not in {before:#?}");
    }
    for known in [
        "Virksomheden | Branche | Lager og transport | Virksomhedens oplysninger, ",
        "Virksomheden | Antal ansatte | 58 | Virksomhedens oplysninger, ",
        "Tidligere kontakter og jobordrer | Historik | Ingen tidligere besøg eller jobordrer i mappen | Feltmappen, ",
        "Åbne aftaler | Aftaler | Ingen åbne aftaler i mappen | Feltmappen, ",
    ] {
        has_fact(&before, known);
    }
    window.fill("Virksomhedens stillingsopslag lige nu", "Chauffør, set på Jobnet.").await;
    window.press("Tab").await;
    until("the advertisement on the card, with its source", async || {
        let known = "Aktuelle opslag | Stillingsopslag | Chauffør, set på Jobnet. | Forberedelsen, Maja Thorsen, ";
        facts(window).await.iter().any(|fact| is_sourced(fact, known)).then_some(())
    })
    .await;
    window.fill("Dine noter før besøget", TOUR.1).await;
    window.wait_until_saved().await;
}

pub async fn facts(window: &Window) -> Vec<String> {
    let facts = window.run(FACTS).await;
    facts.as_array().unwrap().iter().map(|fact| fact.as_str().unwrap().to_owned()).collect()
}

/// A fact with a date after its source.
pub fn has_fact(facts: &[String], known: &str) {
    assert!(facts.iter().any(|fact| is_sourced(fact, known)), "“{known}” with a date is not in {facts:#?}");
}

fn is_sourced(fact: &str, known: &str) -> bool {
    fact.strip_prefix(known).is_some_and(|date| date.contains(char::is_numeric))
}

/// A fact whose source or text begins so; its date is part of the source's name.
pub fn has_fact_from(facts: &[String], known: &str) {
    assert!(facts.iter().any(|fact| fact.starts_with(known)), "“{known}” is not in {facts:#?}");
}
