//! The screens of the workshop: match checks with their plan, and templates in versions.

use feltmappen_proofs::Home;
use serde_json::{Value, json};

use super::{Judge, Theme, launch};

#[tokio::test]
async fn match_checks_in_the_light() {
    match_checks(Theme::Light).await;
}

#[tokio::test]
async fn match_checks_in_the_dark() {
    match_checks(Theme::Dark).await;
}

#[tokio::test]
async fn templates_in_the_light() {
    templates(Theme::Light).await;
}

#[tokio::test]
async fn templates_in_the_dark() {
    templates(Theme::Dark).await;
}

async fn match_checks(theme: Theme) {
    let home = Home::new();
    let window = launch(theme).demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    let found = window.invoke("match_checks", json!({})).await;
    let check = format!("/matchtjek/{}", found[0]["key"]["id"].as_str().unwrap_or_else(|| panic!("{found}")));
    window.go("/matchtjek", "Match-tjek").await;
    window.wait_for(".fm-row-main a").await;
    judge.look_everywhere("checks").await;
    window.go(&check, "Match-tjek").await;
    window.wait_for(".fm-checkq").await;
    judge.look_everywhere("check").await;
    window.run(&format!("location.hash = '#{check}/plan'")).await;
    window.wait_for(".fm-planrow, .fm-plantable").await;
    judge.look_everywhere("check-plan").await;
    window.run(&format!("location.hash = '#{check}/om'")).await;
    window.wait_for_text("Navn, dag og enhed").await;
    judge.look("check-about").await;
    judge.verdict(4);
}

async fn templates(theme: Theme) {
    let home = Home::new();
    let window = launch(theme).demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    window.go("/skabeloner", "Skabeloner").await;
    window.wait_for(".fm-family").await;
    judge.look_everywhere("templates").await;
    let draft = window.invoke("new_version", json!({ "template_use": "visit", "from": "latest" })).await;
    let template = address(&draft);
    window.go(&template, "").await;
    window.wait_for(".fm-question").await;
    judge.look_everywhere("template").await;
    window.click_on(".fm-question .fm-itemtools button").await;
    window.wait_for(".fm-question.is-open .form-input").await;
    judge.look_closely("template-question").await;
    let published = window.invoke("publish", json!({ "key": draft["key"] })).await;
    assert_eq!(published["done"], true, "{published}");
    window.go("/skabeloner", "Skabeloner").await;
    window.wait_for(".fm-family").await;
    judge.look("templates-own").await;
    window.go(&template, "").await;
    window.wait_for(".fm-frozen").await;
    judge.look("template-in-use").await;
    judge.verdict(5);
}

fn address(template: &Value) -> String {
    format!("/skabeloner/{}", template["key"]["id"].as_str().unwrap_or_else(|| panic!("{template}")))
}
