//! What opens over a page can be read and worked by everybody too: dialogs, lists that open, the menu of a narrow window;
//! and nothing scrolls sideways in the narrowest window that the zoom makes.

use std::fs;

use feltmappen_proofs::{Home, Launch, Window};
use serde_json::json;

const USUAL: (u32, u32) = (1366, 768);
/// With 200 % this is a page of 320: as narrow as anything has to be.
const NARROW: (u32, u32) = (640, 768);

#[tokio::test]
async fn what_opens_over_a_page_in_the_light() {
    every_dialog(Launch::new(), "light").await;
}

#[tokio::test]
async fn what_opens_over_a_page_in_the_dark() {
    every_dialog(Launch::new().dark(), "dark").await;
}

#[tokio::test]
async fn what_opens_over_a_visit_in_the_light() {
    dialogs_of_visits(Launch::new(), "light").await;
}

#[tokio::test]
async fn what_opens_over_a_visit_in_the_dark() {
    dialogs_of_visits(Launch::new().dark(), "dark").await;
}

#[tokio::test]
async fn what_opens_over_the_workshop_in_the_light() {
    dialogs_of_the_workshop(Launch::new(), "light").await;
}

#[tokio::test]
async fn what_opens_over_the_workshop_in_the_dark() {
    dialogs_of_the_workshop(Launch::new().dark(), "dark").await;
}

#[tokio::test]
async fn ctrl_and_plus_make_everything_larger_and_0_takes_it_back() {
    let home = Home::new();
    let window = Window::open(&home).await;
    window.resize(USUAL.0, USUAL.1).await;
    for _ in 0..10 {
        window.press("Ctrl+Plus").await;
    }
    window.wait_for_width(USUAL.0 / 2).await;
    window.press("Ctrl+0").await;
    window.wait_for_width(USUAL.0).await;
}

struct Judge<'a> {
    window: &'a Window,
    theme: &'a str,
    faults: Vec<String>,
}

impl Judge<'_> {
    async fn look(&mut self, screen: &str) {
        self.at(&format!("{screen}-{}", self.theme)).await;
        let violations = self.window.violations().await;
        self.faults.extend(violations.into_iter().map(|violation| format!("{screen}: {violation:?}")));
        if self.theme == "dark" {
            return;
        }
        self.window.resize(NARROW.0, NARROW.1).await;
        self.window.zoom_to_200().await;
        self.window.wait_for_width(NARROW.0 / 2).await;
        self.at(&format!("{screen}-320")).await;
        self.window.zoom_to_100().await;
        self.window.resize(USUAL.0, USUAL.1).await;
    }

    async fn at(&mut self, name: &str) {
        self.window.screenshot(name).await;
        let sideways = self.window.sideways_scroll().await;
        if sideways > 0 {
            self.faults.push(format!("{name}: {sideways} pixels wider than the window"));
        }
        self.faults.extend(self.window.cut_off().await.into_iter().map(|fault| format!("{name}: {fault}")));
    }
}

async fn every_dialog(launch: Launch, theme: &str) {
    let home = Home::new();
    let window = launch.demo(20).open(&home).await;
    window.arrive_at("I dag").await;
    window.resize(USUAL.0, USUAL.1).await;
    let mut judge = Judge { window: &window, theme, faults: Vec::new() };
    order(&window, &mut judge).await;
    company(&window, &mut judge).await;
    settings(&window, &mut judge).await;
    import(&window, &home, &mut judge).await;
    menu(&window, &mut judge).await;
    assert_eq!(judge.faults, [""; 0], "{}", judge.faults.join("\n"));
    window.close().await;
}

async fn dialogs_of_visits(launch: Launch, theme: &str) {
    let home = Home::new();
    let window = launch.demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    window.resize(USUAL.0, USUAL.1).await;
    let mut judge = Judge { window: &window, theme, faults: Vec::new() };
    window.go("/besoeg", "Besøg").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("dialog[open] .modal-title").await;
    judge.look("dialog-plan").await;
    // Without a company there is nothing to plan.
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Vælg den virksomhed").await;
    judge.look("dialog-plan-refused").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    let visit = visit(&window, "planned").await;
    window.go(&visit, "Nordhavn").await;
    dialog(&window, &mut judge, "Historik", "dialog-visit-history").await;
    window.wait_for(".fm-prepsheet").await;
    window.click("Åbn besøget").await;
    window.wait_for(".fm-q").await;
    write(&window, ".fm-q textarea", "De kører nu i treholdsskift. Ring om natholdet i næste uge.").await;
    window.press("Alt+O").await;
    window.wait_for(".fm-made .function-link").await;
    write(&window, ".fm-quick input", "Husk nøglen til porten.").await;
    window.press("Enter").await;
    window.wait_for_text("1 note").await;
    window.click_on(".fm-made .function-link").await;
    window.wait_for("dialog[open] .modal-title").await;
    judge.look("dialog-promise").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    window.click_on(".fm-tally .function-link").await;
    window.wait_for("dialog[open] .modal-title").await;
    judge.look("dialog-from-visit").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    dialog(&window, &mut judge, "Afslut besøget", "dialog-close-visit").await;
    window.click("Afslut besøget").await;
    window.wait_for("dialog[open] details summary").await;
    window.run("for (const one of document.querySelectorAll('dialog[open] details')) one.open = true").await;
    judge.look("dialog-close-visit-open").await;
    window.press("Ctrl+Enter").await;
    window.arrive_at("Resumé").await;
    write(&window, ".fm-answer textarea", "Rettet.").await;
    window.press("Tab").await;
    window.wait_until_saved().await;
    dialog(&window, &mut judge, "Lav teksten på ny", "dialog-renew").await;
    assert_eq!(judge.faults, [""; 0], "{}", judge.faults.join("\n"));
    window.close().await;
}

async fn dialogs_of_the_workshop(launch: Launch, theme: &str) {
    let home = Home::new();
    let window = launch.demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    window.resize(USUAL.0, USUAL.1).await;
    let mut judge = Judge { window: &window, theme, faults: Vec::new() };
    let found = window.invoke("match_checks", json!({})).await;
    let check = found[0]["key"]["id"].as_str().unwrap_or_else(|| panic!("{found}"));
    window.go(&format!("/matchtjek/{check}"), "Match-tjek").await;
    window.click("Stor skrift").await;
    window.wait_for("dialog.fm-big[open]").await;
    judge.look("big-1").await;
    for _ in 0..3 {
        window.press("PageDown").await;
    }
    window.wait_for_text("Spørgsmål 4 af").await;
    judge.look("big-4").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    dialog(&window, &mut judge, "Historik", "dialog-check-history").await;
    let draft = window.invoke("new_version", json!({ "template_use": "visit", "from": "latest" })).await;
    let template = draft["key"]["id"].as_str().unwrap_or_else(|| panic!("{draft}"));
    window.go(&format!("/skabeloner/{template}"), "Samtaleguide").await;
    window.wait_for(".fm-question").await;
    dialog(&window, &mut judge, "Vis, som den bliver", "dialog-preview").await;
    dialog(&window, &mut judge, "Hvad ændrer sig", "dialog-changes-none").await;
    let first = draft["lists"]["questions"][0].as_str().unwrap_or_else(|| panic!("{draft}"));
    let text = json!([{ "path": format!("questions.{first}.text"), "value": "Må vi gå en tur gennem lageret, før vi taler sammen?" }]);
    window.invoke("set_fields", json!({ "key": draft["key"], "values": text })).await;
    dialog(&window, &mut judge, "Hvad ændrer sig", "dialog-changes").await;
    dialog(&window, &mut judge, "Udgiv", "dialog-publish").await;
    window.go("/skabeloner", "Skabeloner").await;
    window.wait_for(".fm-family").await;
    window.click_on(".fm-family .button-tertiary").await;
    window.wait_for("dialog[open] .modal-title").await;
    judge.look("dialog-begin-again").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    // A visit on the old version can be moved to the new one.
    let published = window.invoke("publish", json!({ "key": draft["key"] })).await;
    assert_eq!(published["done"], true, "{published}");
    let visit = visit(&window, "closed").await;
    window.invoke("reopen_visit", json!({ "key": { "kind": "visit", "id": visit.rsplit('/').next() } })).await;
    window.go(&visit, "Nordhavn").await;
    dialog(&window, &mut judge, "Se, hvad der er nyt", "dialog-move").await;
    assert_eq!(judge.faults, [""; 0], "{}", judge.faults.join("\n"));
    window.close().await;
}

/// The first visit with this status.
async fn visit(window: &Window, status: &str) -> String {
    let query = json!({
        "text": "", "status": status, "unit": null, "mine": false, "within_days": null, "branch": null,
        "sort": "deadline", "descending": false, "offset": 0, "limit": 50,
    });
    let found = window.invoke("visits", json!({ "query": query })).await;
    format!("/besoeg/{}", found["rows"][0]["key"]["id"].as_str().unwrap_or_else(|| panic!("{found}")))
}

async fn write(window: &Window, field: &str, text: &str) {
    window.click_on(field).await;
    window.press("Ctrl+End").await;
    window.type_text(text).await;
}

async fn dialog(window: &Window, judge: &mut Judge<'_>, button: &str, name: &str) {
    window.click(button).await;
    window.wait_for("dialog[open] .modal-title").await;
    judge.look(name).await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
}

async fn order(window: &Window, judge: &mut Judge<'_>) {
    let query = json!({
        "text": "Rengøringsassistent", "status": "open", "unit": null, "mine": false, "within_days": null, "branch": null,
        "sort": "title", "descending": false, "offset": 0, "limit": 50,
    });
    let found = window.invoke("orders", json!({ "query": query })).await;
    let id = found["rows"][0]["key"]["id"].as_str().unwrap_or_else(|| panic!("{found}"));
    window.go(&format!("/jobordrer/{id}"), "Rengøringsassistent").await;
    dialog(window, judge, "Luk ordren", "dialog-close-order").await;
    dialog(window, judge, "Sæt på pause", "dialog-pause").await;
    dialog(window, judge, "Historik", "dialog-history").await;
    window.enter("Kontaktperson").await;
    window.wait_for("[role=listbox]:not([hidden]) [role=option]").await;
    judge.look("list-contacts").await;
    window.press("Escape").await;
    window.press("Ctrl+1").await;
    window.arrive_at("I dag").await;
    // A new order that is asked to be ready says what is missing.
    window.click("Opret jobordre").await;
    window.arrive_at("Uden stillingsbetegnelse").await;
    window.press("Ctrl+Enter").await;
    window.wait_for(".fm-missing").await;
    judge.look("order-missing").await;
}

async fn company(window: &Window, judge: &mut Judge<'_>) {
    let twin = json!({ "kind": "company", "values": [{ "path": "name", "value": "Café Lysning" }] });
    let made = window.invoke("create", twin).await;
    window.go(&format!("/virksomheder/{}", made["key"]["id"].as_str().unwrap()), "Café Lysning").await;
    dialog(window, judge, "Opret arbejdssted", "dialog-workplace").await;
    dialog(window, judge, "Opret kontaktperson", "dialog-contact").await;
    dialog(window, judge, "Historik", "dialog-company-history").await;
    window.go("/stillingtagen", "Kræver din stillingtagen").await;
    dialog(window, judge, "Saml dubletter", "dialog-merge").await;
    window.go("/enheder", "Enheder og medarbejdere").await;
    dialog(window, judge, "Opret enhed", "dialog-unit").await;
}

async fn settings(window: &Window, judge: &mut Judge<'_>) {
    window.go("/indstillinger", "Indstillinger").await;
    dialog(window, judge, "Skift, hvem du er", "dialog-who").await;
    dialog(window, judge, "Lås med en adgangssætning", "dialog-lock").await;
}

async fn import(window: &Window, home: &Home, judge: &mut Judge<'_>) {
    window.go("/import", "Hent virksomheder fra fil").await;
    let file = home.everything().join("liste.csv");
    fs::write(&file, "CVR-nummer;Navn;By\n99532084;Snedkeriet;Egelund\n123;Forkert;Egelund\n").unwrap();
    let input = window.wait_until_there("#importfil").await;
    input.send_keys(file.to_str().unwrap()).await.unwrap();
    window.wait_for_text("har 2 rækker.").await;
    judge.look("import-columns").await;
    window.click("Hent virksomhederne").await;
    window.wait_for_text("Linje 3").await;
    judge.look("import-done").await;
}

async fn menu(window: &Window, judge: &mut Judge<'_>) {
    window.go("/i-dag", "I dag").await;
    window.resize(683, 768).await;
    window.click_on(".fm-menubutton").await;
    window.wait_for(".fm-rail.is-open .fm-railclose").await;
    judge.at(&format!("menu-{}", judge.theme)).await;
    judge.faults.extend(window.violations().await.into_iter().map(|violation| format!("menu: {violation:?}")));
    window.press("Escape").await;
    window.wait_for_answer("return document.activeElement.matches('.fm-menubutton')", true).await;
}
