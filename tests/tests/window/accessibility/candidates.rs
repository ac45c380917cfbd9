//! The screens about citizens: the list of candidates, one of them, and a conversation.

use feltmappen_proofs::Home;
use serde_json::json;

use super::{Judge, Theme, launch};

/// As long as a name can be.
const LONG: &str = "Anna-Sofie Wilhelmine Konstantinopolitanerinde von Opdigtet-Forsøgspersonsen til Eksempelgården og Prøvestenen ved Åen";

#[tokio::test]
async fn candidates_in_the_light() {
    candidates(Theme::Light).await;
}

#[tokio::test]
async fn candidates_in_the_dark() {
    candidates(Theme::Dark).await;
}

async fn candidates(theme: Theme) {
    let home = Home::new();
    let window = launch(theme).demo(0).open(&home).await;
    window.arrive_at("I dag").await;
    let mut judge = Judge::new(&window, theme).await;
    let found = window.invoke("search", json!({ "text": "Amina Eksempel" })).await;
    let key = found["groups"][0]["hits"][0]["key"].clone();
    let amina = key["id"].as_str().unwrap_or_else(|| panic!("{found}")).to_owned();
    let values = json!([{ "path": "name", "value": LONG }]);
    let long = window.invoke("create", json!({ "kind": "candidate", "values": values })).await;
    window.go("/kandidater", "Kandidater og samtykker").await;
    window.wait_for(".fm-row-main a").await;
    judge.look_everywhere("candidates").await;
    window.go(&format!("/kandidater/{amina}"), "Amina Eksempel").await;
    window.wait_for(".fm-cvcheck").await;
    judge.look_everywhere("candidate").await;
    window.go(&format!("/kandidater/{}", long["key"]["id"].as_str().unwrap()), LONG).await;
    window.wait_for(".fm-cvcheck").await;
    judge.look("candidate-long").await;
    let values = json!([{ "path": "candidate", "value": amina }]);
    let talk = window.invoke("create", json!({ "kind": "conversation", "values": values })).await;
    let path = format!("/samtaler/{}", talk["key"]["id"].as_str().unwrap());
    window.invoke("add_item", json!({ "key": talk["key"], "list": "agreements", "values": [] })).await;
    window.go(&path, "Opfølgningssamtale").await;
    window.wait_for(".fm-agreement").await;
    judge.look_everywhere("conversation-agreements").await;
    let begun = window.invoke("guide", json!({ "key": talk["key"] })).await;
    window.run(&format!("location.hash = '#{path}/{}'", begun["form"]["sections"][1]["id"].as_str().unwrap())).await;
    window.wait_for(".fm-checkq").await;
    judge.look("conversation-cv").await;
    judge.verdict(5);
}
