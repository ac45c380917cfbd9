//! Visits and templates at their edges: several days, the clock that changes, two at once, files with harm in them, a
//! question from a newer version, and a text that is about to leave.

use std::{fs, os::unix::fs::PermissionsExt};

use feltmappen_proofs::{
    Home, Launch,
    Step::{Choose, Fill, Press, Tick},
    Window, until,
};
use serde_json::{Value, json};

const COMPANY: &str = "Prøven";
/// A text as somebody with bad intentions writes it.
const HTML: &str = "<img src=x onerror=\"window.hasRun = true\">Hvad laver I?";
/// Gives the file field of the page a file, as the system's dialog does.
const CHOOSE: &str = "
const [name, text] = arguments;
const input = document.querySelector('main input[type=file]');
const held = new DataTransfer();
held.items.add(new File([text], name, { type: 'application/json' }));
input.files = held.files;
input.dispatchEvent(new Event('change', { bubbles: true }));";

async fn open(home: &Home) -> Window {
    let window = Launch::new().demo(0).open(home).await;
    window.arrive_at("I dag").await;
    window
}

async fn create(window: &Window, kind: &str, values: Value) -> Value {
    let made = window.invoke("create", json!({ "kind": kind, "values": values })).await;
    assert!(made["key"]["id"].is_string(), "{made}");
    made
}

fn id(record: &Value) -> &str {
    record["key"]["id"].as_str().unwrap()
}

fn pairs(values: &[(&str, Value)]) -> Value {
    values.iter().map(|(path, value)| json!({ "path": path, "value": value })).collect()
}

async fn company(window: &Window) -> String {
    id(&create(window, "company", pairs(&[("name", json!(COMPANY))])).await).to_owned()
}

async fn visit(window: &Window, company: &str, from: &str, to: &str, more: &[(&str, Value)]) -> String {
    let mut values =
        vec![("company", json!(company)), ("type", json!("first")), ("starts_at", json!(from)), ("ends_at", json!(to))];
    values.extend_from_slice(more);
    id(&create(window, "visit", pairs(&values)).await).to_owned()
}

async fn plan(window: &Window, visit: &str) -> String {
    window.go("/i-dag", "I dag").await;
    window.go(&format!("/besoeg/{visit}"), COMPANY).await;
    window.wait_for(".fm-prepsheet").await;
    text(window).await
}

async fn text(window: &Window) -> String {
    let script = "return document.querySelector('main').textContent.replace(/\\s+/g, ' ')";
    window.run(script).await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_visit_of_three_days_one_through_the_change_of_clocks_and_two_at_once() {
    let home = Home::new();
    let window = open(&home).await;
    let company = company(&window).await;

    let long = visit(&window, &company, "2027-05-03T09:00:00+02:00", "2027-05-05T12:00:00+02:00", &[]).await;
    let page = plan(&window, &long).await;
    assert!(page.contains("Besøget varer 3 dage."), "{page}");

    // At two o'clock in the night the clock in Denmark goes on to three: half past one to half past three is an hour.
    let night = visit(&window, &company, "2027-03-28T01:30:00+01:00", "2027-03-28T03:30:00+02:00", &[]).await;
    let page = plan(&window, &night).await;
    assert!(page.contains("28. marts 2027 kl. 1.30–3.30"), "{page}");
    assert!(!page.contains("dage."), "one night is one day: {page}");
    assert!(!page.contains("på samme tid"), "{page}");
    // The hour after it in another offset is the same moment as its end, so the two do not meet.
    let next = visit(&window, &company, "2027-03-28T02:30:00+01:00", "2027-03-28T04:00:00+02:00", &[]).await;
    assert!(!plan(&window, &next).await.contains("andet besøg på samme tid"), "one ends as the other begins");
    let meets = visit(&window, &company, "2027-03-28T03:15:00+02:00", "2027-03-28T04:00:00+02:00", &[]).await;
    assert!(plan(&window, &meets).await.contains("på samme tid"), "the night visit is under way");

    let mine = visit(&window, &company, "2027-06-01T10:00:00+02:00", "2027-06-01T11:00:00+02:00", &[]).await;
    let colleague = create(&window, "employee", pairs(&[("name", json!("Søren Bech"))])).await;
    let theirs = [("consultant", json!(id(&colleague)))];
    visit(&window, &company, "2027-06-01T10:30:00+02:00", "2027-06-01T11:30:00+02:00", &theirs).await;
    assert!(!plan(&window, &mine).await.contains("på samme tid"), "a colleague can be elsewhere meanwhile");
    visit(&window, &company, "2027-06-01T10:45:00+02:00", "2027-06-01T11:00:00+02:00", &[]).await;
    assert!(plan(&window, &mine).await.contains("Konsulenten har et andet besøg på samme tid"));
    window.close().await;
}

#[tokio::test]
async fn a_template_file_is_previewed_as_text_and_ten_thousand_questions_are_refused_in_a_sentence() {
    let home = Home::new();
    let downloads = home.everything().join("home/Hentet");
    fs::create_dir(&downloads).unwrap();
    fs::write(home.everything().join("config/user-dirs.dirs"), "XDG_DOWNLOAD_DIR=\"$HOME/Hentet\"\n").unwrap();
    let window = open(&home).await;
    window.go("/skabeloner", "Skabeloner").await;
    window.wait_for(".fm-families").await;
    let file = |questions: Value| {
        json!({ "use": "visit", "title": "Fra fil", "parts": [{ "id": "a", "title": "Tema", "questions": questions }] })
            .to_string()
    };
    let many = (0..10_000).map(|n| json!({ "id": format!("q{n}"), "text": "Spørg", "kind": "note" })).collect();
    choose(&window, &file(many)).await;
    window.wait_for_text("En skabelon kan have højst 500 spørgsmål.").await;
    assert!(text(&window).await.contains("Filen er ikke hentet. Én ting i den skal rettes"));

    choose(&window, &file(json!([{ "id": "q", "text": HTML, "kind": "note" }]))).await;
    window.arrive_at("Fra fil").await;
    window.wait_for_text(HTML).await;
    window.click("Vis, som den bliver").await;
    window.wait_for("dialog[open] .fm-q, dialog[open] textarea").await;
    let preview = window.run("return document.querySelector('dialog[open]').textContent").await;
    assert!(preview.as_str().unwrap().contains(HTML), "{preview}");
    let harm = "return [document.querySelectorAll('main img, dialog img').length, window.hasRun ?? false]";
    assert_eq!(window.run(harm).await, json!([0, false]));
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    window.click("Gem som fil").await;
    window.wait_for_text("Filen ligger her:").await;
    let out = fs::read_to_string(downloads.join("skabelon-samtaleguide-version-2.json")).unwrap();
    let out: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(out["parts"][0]["questions"][0]["text"], HTML);
    window.close().await;
}

async fn choose(window: &Window, text: &str) {
    window.client.execute(CHOOSE, vec![json!("skabelon.json"), json!(text)]).await.expect("the file is chosen");
}

#[tokio::test]
async fn a_match_check_shows_a_question_from_a_newer_version_to_be_read() {
    let home = Home::new();
    let window = open(&home).await;
    let file = json!({ "use": "match_check", "title": "Tjek", "parts": [{ "id": "a", "title": "Del", "questions": [
        { "id": "en", "text": "Tegn jeres arbejdsgang", "kind": "sketch" }, { "id": "to", "text": "Hvem gør hvad?", "kind": "note" },
    ] }] });
    let given = json!({ "text": file.to_string(), "replace": true });
    let draft = window.invoke("import_template", given).await;
    let outcome = window.invoke("publish", json!({ "key": draft["key"] })).await;
    assert_eq!(outcome["done"], true, "{outcome}");
    let check = create(&window, "match_check", pairs(&[("title", json!("Prøven på tjek"))])).await;
    let unknown = check["check"]["visible"][0].as_str().unwrap();
    let values = pairs(&[(&*format!("answers.{unknown}.note"), json!("En tegning"))]);
    window.invoke("set_fields", json!({ "key": check["key"], "values": values })).await;
    window.go(&format!("/matchtjek/{}", id(&check)), "Prøven på tjek").await;
    window.wait_for_text("Spørgsmålet kommer fra en nyere udgave af programmet og kan kun læses her.").await;
    window.wait_for_text("En tegning").await;
    let controls = "const row = [...document.querySelectorAll('.fm-checkq')].find((one) => one.textContent.includes('Tegn jeres'));
        return row.querySelectorAll('input, textarea, select, button').length";
    assert_eq!(window.run(controls).await, 0, "it can only be read");
    window.close().await;
}

#[tokio::test]
async fn a_citizens_name_is_pointed_out_before_the_page_leaves_and_the_mail_draft_holds_the_page() {
    let home = Home::new();
    let programs = home.everything().join("programs");
    let given = home.everything().join("given");
    fs::create_dir(&programs).unwrap();
    let opener = programs.join("xdg-open");
    fs::write(
        &opener,
        format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >'{0}.part' && mv '{0}.part' '{0}'\n", given.display()),
    )
    .unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o700)).unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let window = Launch::new().demo(0).variable("PATH", path).open(&home).await;
    window.arrive_at("I dag").await;
    let company = company(&window).await;
    let held = visit(&window, &company, "2026-11-20T09:00:00Z", "2026-11-20T10:00:00Z", &[]).await;
    let key = json!({ "kind": "visit", "id": held });
    window.invoke("begin_visit", json!({ "key": key })).await;
    window.invoke("close_visit", json!({ "key": key })).await;
    window.go(&format!("/besoeg/{held}/resume"), "Resumé til virksomheden").await;
    window.wait_for_text("Vi har ikke fundet CPR-numre eller ukendte navne.").await;
    window.tab_to("Teksten").await;
    window.press("Ctrl+End").await;
    window.type_text("\nVi taler om Birgitte Vestermark i næste uge.").await;
    window.wait_for_text("1 sted kan handle om en borger").await;
    window.follow(&[Press("Åbn som mail")]).await;
    window.wait_for_text("Mailen er ikke åbnet.").await;
    assert!(!given.exists(), "nothing has left");
    window.follow(&[Press("Birgitte Vestermark")]).await;
    window.press("Backspace").await;
    window.type_text("lageret").await;
    window.wait_for_text("Vi har ikke fundet CPR-numre eller ukendte navne.").await;
    window.wait_until_saved().await;
    window.follow(&[Press("Åbn som mail")]).await;
    let address = until("the mail program to be started", async || fs::read_to_string(&given).ok()).await;
    assert!(address.starts_with("mailto:?subject=") && address.lines().count() == 1, "{address}");
    assert!(address.contains("Vi%20taler%20om%20lageret%20i%20n%C3%A6ste%20uge."), "{address}");
    assert!(!address.contains("Birgitte"), "{address}");
    window.close().await;
}

#[tokio::test]
async fn the_alignment_of_an_order_is_filled_in_and_ended() {
    let home = Home::new();
    let window = open(&home).await;
    let company = company(&window).await;
    let values = pairs(&[("company", json!(company)), ("title", json!("Lagermedarbejder"))]);
    let order = create(&window, "job_order", values).await;
    window.go(&format!("/jobordrer/{}/alignment", id(&order)), "Lagermedarbejder").await;
    window.wait_for(".fm-needs").await;
    window.follow(&[Press("Afslut afstemningen")]).await;
    window.wait_for_text("mangler, før afstemningen kan afsluttes").await;
    let steps = [
        Tick("Kan besættes direkte"),
        Fill("Det siger vi til virksomheden", "Vi har tre, der kan begynde."),
        Fill("Hvornår kommer kandidaterne: Dag", "12"),
        Fill("Hvornår kommer kandidaterne: Måned", "1"),
        Fill("Hvornår kommer kandidaterne: År", "2027"),
    ];
    window.follow(&steps).await;
    window.wait_until_saved().await;
    let me = window.invoke("catalogue", json!({})).await["me"].clone();
    let rest = pairs(&[("alignment.contact", me)]);
    window.invoke("set_fields", json!({ "key": order["key"], "values": rest })).await;
    window.go("/jobordrer", "Jobordrer").await;
    window.go(&format!("/jobordrer/{}/alignment", id(&order)), "Lagermedarbejder").await;
    window.wait_for(".fm-needs").await;
    window.follow(&[Choose("Hvordan bliver de præsenteret", "Besøg"), Press("Afslut afstemningen")]).await;
    window.wait_for_text("Afstemt ").await;
    let kept = window.invoke("open", json!({ "key": order["key"] })).await;
    assert_eq!(kept["fields"]["alignment.direct"], true, "{kept}");
    assert_eq!(kept["fields"]["alignment.when"], "2027-01-12");
    assert!(kept["fields"]["alignment.done_at"].is_string());
    window.close().await;
}
