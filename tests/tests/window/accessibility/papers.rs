//! A paper that is looked at before it is printed: in light and dark, narrow and large, as a picture and as text.

use feltmappen_proofs::{Cups, Home, Window, until};
use serde_json::json;

use super::{Judge, Theme, example_order, launch};

#[tokio::test]
async fn papers_in_the_light() {
    papers(Theme::Light).await;
}

#[tokio::test]
async fn papers_in_the_dark() {
    papers(Theme::Dark).await;
}

async fn papers(theme: Theme) {
    let cups = Cups::start().await;
    cups.add_queue("Kontor", "Printeren på kontoret");
    let home = Home::new();
    let window = launch(theme).demo(0).variable("CUPS_SERVER", cups.address()).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    window.go(&example_order(&window).await, "Lagermedarbejder").await;
    open(&window).await;
    let white = "const page = document.querySelector('dialog canvas');
        return [...page.getContext('2d').getImageData(4, 4, 1, 1).data].join();";
    assert_eq!(window.run(white).await, "255,255,255,255", "paper is white in every theme");
    judge.look_everywhere("paper").await;
    window.tab_to("Antal eksemplarer").await;
    window.press("Ctrl+A").await;
    window.type_text("0").await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Skriv et tal fra 1 til 99.").await;
    judge.look("paper-copies").await;
    window.press("Ctrl+A").await;
    window.type_text("1").await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("Papiret er sendt til printeren").await;
    judge.look("paper-sent").await;
    window.tab_to("Vis papiret som tekst").await;
    window.press("Space").await;
    window.wait_for(".fm-papertext h3").await;
    judge.look_everywhere("paper-text").await;
    // By keyboard alone: what scrolls can be reached, and Esc gives the focus back.
    window.tab_to("Papirets sider").await;
    window.press("Escape").await;
    window.wait_until_gone("dialog[open]").await;
    assert!(window.focused().await.starts_with("Vis og udskriv"), "{}", window.focused().await);
    drop(cups);
    open(&window).await;
    window.wait_for_text("Computeren har ingen printer lige nu.").await;
    judge.look_closely("paper-no-printer").await;
    judge.verdict(5);
}

async fn open(window: &Window) {
    window.click("Vis og udskriv: Jobordren").await;
    window.wait_for("dialog[open] .fm-paperpage[data-drawn=true]").await;
    until("the printers", async || {
        (window.run("return document.querySelector('dialog .button-primary') !== null").await == json!(true))
            .then_some(())
    })
    .await;
}
