//! The screens of a visit: the list, the plan with what is known, the conversation, and the page for the company.

use feltmappen_proofs::{Home, Window, until};
use serde_json::{Value, json};

use super::{Judge, Theme, launch};

const COMPANY: &str = "Nordhavn Kølelogistik A/S";
/// Far too long to stand on one line anywhere.
const LONG_NAME: &str = "Interessentskabet Nordvestjyllands Forenede Frostlager- og Emballagegrossistvirksomheder ved Anders Bjerregaard-Sørensen";

#[tokio::test]
async fn before_a_visit_in_the_light() {
    before(Theme::Light).await;
}

#[tokio::test]
async fn before_a_visit_in_the_dark() {
    before(Theme::Dark).await;
}

#[tokio::test]
async fn a_conversation_in_the_light() {
    conversation(Theme::Light).await;
}

#[tokio::test]
async fn a_conversation_in_the_dark() {
    conversation(Theme::Dark).await;
}

#[tokio::test]
async fn after_a_visit_in_the_light() {
    after(Theme::Light).await;
}

#[tokio::test]
async fn after_a_visit_in_the_dark() {
    after(Theme::Dark).await;
}

/// The first of the visits with this status.
async fn visit(window: &Window, status: &str) -> String {
    let query = json!({
        "text": "", "status": status, "unit": null, "mine": false, "within_days": null, "branch": null,
        "sort": "deadline", "descending": false, "offset": 0, "limit": 50,
    });
    let found = window.invoke("visits", json!({ "query": query })).await;
    format!("/besoeg/{}", found["rows"][0]["key"]["id"].as_str().unwrap_or_else(|| panic!("{found}")))
}

/// A visit at a company with a very long name, at the same time as another visit.
async fn long_visit(window: &Window, beside: &str) -> String {
    let made = |kind: &'static str, values: Value| async move {
        let made = window.invoke("create", json!({ "kind": kind, "values": values })).await;
        made["key"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    };
    let company = made("company", json!([{ "path": "name", "value": LONG_NAME }])).await;
    let key = json!({ "key": { "kind": "visit", "id": beside.rsplit('/').next() } });
    let fields = window.invoke("open", key).await["fields"].take();
    let values = ["starts_at", "ends_at", "type", "channel"].map(|path| json!({ "path": path, "value": fields[path] }));
    let purpose = json!({ "path": "purpose", "value": "Konkret ønske om Lagermedarbejder- og kølemontørmedhjælperstillinger i treholdsskift ".repeat(2) });
    let company = json!({ "path": "company", "value": company });
    made("visit", values.into_iter().chain([purpose, company]).collect()).await
}

async fn before(theme: Theme) {
    let home = Home::new();
    let window = launch(theme).demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    let planned = visit(&window, "planned").await;
    window.go(&planned, COMPANY).await;
    window.wait_for(".fm-prepsheet").await;
    judge.look_everywhere("visit").await;
    let long = long_visit(&window, &planned).await;
    window.go("/besoeg", "Besøg").await;
    window.wait_for(".fm-row-main a").await;
    judge.look_everywhere("visits").await;
    window.go(&format!("/besoeg/{long}"), "Interessentskabet").await;
    window.wait_for(".fm-prepsheet").await;
    judge.look("visit-long").await;
    judge.verdict(3);
}

async fn conversation(theme: Theme) {
    let home = Home::new();
    let window = launch(theme).demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    let planned = visit(&window, "planned").await;
    window.go(&planned, COMPANY).await;
    window.click("Åbn besøget").await;
    window.wait_for(".fm-q").await;
    judge.look("talk-1").await;
    show(&window, 2).await;
    write(
        &window,
        "Hvad er jeres største udfordring",
        "Fraværet på natholdet er højt. Vil gerne høre, hvad andre gør.",
    )
    .await;
    window.press("Alt+O").await;
    window.wait_for(".fm-made").await;
    write(
        &window,
        "Hvad er I optaget af lige nu",
        "Det nye frostlager åbner 4. januar. Vi mangler to på lageret fra januar, og de skal kunne køre truck. Mads vil gerne vise os rundt i februar.",
    )
    .await;
    window.run("const note = document.activeElement; const at = note.value.indexOf('Vi mangler'); note.setSelectionRange(at, at);").await;
    window.press("Shift+Tab").await;
    window.wait_for(".fm-answer-text mark").await;
    window.wait_until_saved().await;
    judge.look_everywhere("talk").await;
    show(&window, 3).await;
    judge.look("talk-3").await;
    show(&window, 4).await;
    judge.look("talk-4").await;
    let long = long_visit(&window, &planned).await;
    window.go(&format!("/besoeg/{long}/samtale"), "Interessentskabet").await;
    window.wait_for(".fm-q").await;
    judge.look("talk-long").await;
    judge.verdict(5);
}

async fn after(theme: Theme) {
    let home = Home::new();
    let window = launch(theme).demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    let closed = visit(&window, "closed").await;
    window.go(&closed, COMPANY).await;
    window.wait_for(".fm-prepsheet").await;
    judge.look("visit-closed").await;
    window.go(&format!("{closed}/resume"), "Resumé").await;
    window.wait_for(".fm-answer textarea").await;
    judge.look_everywhere("summary").await;
    write(&window, "Teksten", "\n\nMads fortalte om Karla Ibsensen, 010190-1234.").await;
    window.press("Tab").await;
    window.wait_for(".fm-places").await;
    judge.look_closely("summary-places").await;
    window.go("/virksomheder", "Virksomheder").await;
    window.wait_for(".fm-row-main a").await;
    window.click(COMPANY).await;
    window.arrive_at(COMPANY).await;
    judge.look("company-visits").await;
    judge.verdict(4);
}

/// Shows a theme of the guide by its key.
async fn show(window: &Window, theme: usize) {
    window.press(&format!("Alt+{theme}")).await;
    until("the theme", async || {
        let script = format!(
            "return document.querySelectorAll('.fm-theme')[{}]?.getAttribute('aria-current') === 'true'",
            theme - 1
        );
        window.run(&script).await.as_bool().filter(|shown| *shown)
    })
    .await;
}

/// Writes at the end of a note.
async fn write(window: &Window, question: &str, text: &str) {
    window.field(question).await;
    window.run("window.scrollTo(0, 0)").await;
    window.enter(question).await;
    window.press("Ctrl+End").await;
    window.type_text(text).await;
}
