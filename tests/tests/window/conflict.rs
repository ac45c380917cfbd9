//! Two consultants at two windows and one central: both have changed the same field while one of them had no network. The
//! one whose change came last decides, by keyboard, and both windows show the same.

use feltmappen_proofs::{
    Fault, Home, Launch, Proxy, Window,
    office::{MAJA, Office, SOREN},
    until,
};

const FIELD: &str = "Arbejdsopgaver";
const BASE: &str = "Rengøring af kontorer tidligt om morgenen.";
const SORENS: &str = "Rengøring af kontorer og trapper sent om aftenen.";
const MAJAS: &str = "Rengøring af kontorer og køkken midt på dagen.";

#[tokio::test(flavor = "multi_thread")]
async fn two_consultants_write_one_field_and_one_of_them_decides_by_keyboard() {
    let office = Office::open();
    let homes = [Home::new(), Home::new()];
    let networks = [Proxy::start(&office.listens).await, Proxy::start(&office.listens).await];
    let maja = office.window(&homes[0], Launch::new(), &networks[0].address(), MAJA, "0").await;
    says(&maja, "Alt er gemt og sendt").await;
    let soren = office.window(&homes[1], Launch::new(), &networks[1].address(), SOREN, "soren").await;
    // Only Maja's device made the data; Søren has them from central.
    soren.wait_for_text("Søren Bech").await;
    says(&soren, "Alt er gemt og sendt").await;
    let filled = office.verify();
    assert!(filled.starts_with("1 feeds, "), "one unit: {filled}");
    for window in [&maja, &soren] {
        open_order(window).await;
        window.wait_for_value(FIELD, BASE).await;
    }

    // What Maja sends does not get through; she writes on.
    networks[0].always(Some(("POST /v1/commits", Fault::CutRequest(0))));
    write(&maja, MAJAS).await;
    write(&soren, SORENS).await;
    says(&soren, "Alt er gemt og sendt").await;
    networks[0].always(None);

    maja.click("I dag").await;
    says(&maja, "1 ting venter på dig").await;
    open_attention(&maja).await;
    maja.click("Vælg for 1 felt").await;
    let words = ["Oprindelig", "Sørens", "Din", BASE, SORENS, MAJAS];
    maja.wait_for_words("dialog[open] table.fm-conflict", &words).await;
    // What differs is marked, on both sides, and nothing else is.
    maja.wait_for("dialog[open] td ins").await;
    let marked = "return [...document.querySelectorAll('dialog[open] td')].map((cell) => [...cell.querySelectorAll('ins')].map((one) => one.textContent.trim()).join(' '))";
    let marked = maja.run(marked).await;
    let marked: Vec<&str> = marked.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert_eq!(marked[0], "", "the original is what the others are held against");
    assert!(marked[1].contains("aftenen") && !marked[1].contains("Rengøring"), "{marked:?}");
    assert!(marked[2].contains("dagen") && !marked[2].contains("Rengøring"), "{marked:?}");
    assert_eq!(maja.violations().await, []);
    maja.screenshot("conflict-of-two-windows").await;

    // By keyboard: to the choices, to the last of them, to the button.
    until("a choice to have the focus", async || {
        maja.press("Tab").await;
        let kind = maja.run("return document.activeElement.type ?? ''").await;
        (kind == "radio").then_some(())
    })
    .await;
    for _ in 0..3 {
        let chosen = maja.run("return document.activeElement.checked ? document.activeElement.value : ''").await;
        if chosen == "mine" {
            break;
        }
        maja.press("Right").await;
    }
    maja.wait_for_text("1 af 1 felt er valgt.").await;
    until("the button to have the focus", async || {
        maja.press("Tab").await;
        (maja.focused().await == "Gem dine valg").then_some(())
    })
    .await;
    maja.press("Enter").await;
    maja.wait_until_gone("dialog[open]").await;
    says(&maja, "Alt er gemt og sendt").await;

    open_order(&maja).await;
    maja.wait_for_value(FIELD, MAJAS).await;
    soren.wait_for_value(FIELD, MAJAS).await;
    assert_eq!(office.verify(), filled, "no record came twice or went");
    maja.close().await;
    soren.close().await;
}

async fn says(window: &Window, words: &str) {
    window.wait_for_text(words).await;
}

async fn open_order(window: &Window) {
    window.click("Jobordrer").await;
    window.click("Rengøringsassistent, 3 stillinger").await;
    window.click("Stilling og opgaver").await;
    window.field(FIELD).await;
}

async fn open_attention(window: &Window) {
    window.click_on("a.fm-sync-link").await;
}

/// Replaces the text, and leaves the field.
async fn write(window: &Window, text: &str) {
    window.enter(FIELD).await;
    window.press("Ctrl+A").await;
    window.type_text(text).await;
    window.press("Tab").await;
}
