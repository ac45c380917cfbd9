//! Two people work on one match check, and on one draft of a template, at the same time.

use feltmappen_domain::guide::item_id;
use feltmappen_proofs::until_is;
use serde_json::{Value, json};

use crate::world::World;

pub async fn two_editors_of_a_check_and_of_a_template_meet_item_by_item(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let titled = json!([{ "path": "title", "value": "Match-tjek i november" }]);
    let made = maja.device.does("create", json!({ "kind": "match_check", "values": titled })).await;
    let (check, row) = (&made["key"], made["lists"]["plan"][0].as_str().unwrap());
    let draft =
        maja.device.does("new_version", json!({ "template_use": "visit", "from": "latest" })).await["key"].take();
    soren.sees(check, "title", "Match-tjek i november").await;
    soren.sees(&draft, "status", "draft").await;
    maja.says("all_sent").await;

    let note = |name: &str| format!("answers.{}.note", item_id("question", "match_check", name));
    let text = |name: &str| format!("questions.{}.text", item_id("question", "visit", name));
    let (solution, activity) = (format!("plan.{row}.solution"), format!("plan.{row}.activity"));
    let (practice, form, now, industry) = (note("order_practice"), note("order_form"), text("now"), text("industry"));
    maja.device.proxy.part();
    soren.device.proxy.part();
    maja.device.sets(check, &[(&practice, "Min note"), (&solution, "Kursus")]).await;
    maja.device.sets(&draft, &[(&now, "Hvad fylder?")]).await;
    soren.device.sets(check, &[(&practice, "En anden note"), (&form, "Din note"), (&activity, "Møde")]).await;
    soren.device.sets(&draft, &[(&now, "Hvad optager jer?"), (&industry, "Hvor går det hen?")]).await;
    soren.device.proxy.join();
    soren.says("all_sent").await;
    maja.device.proxy.join();
    maja.sees(check, &form, "Din note").await;
    maja.sees(&draft, &industry, "Hvor går det hen?").await;

    // Only what both have written is asked about; who wrote last decides. The one may be known before the other is sent.
    let asked = async || maja.device.attention().await["conflicts"].take();
    let conflicts = until_is("two conflicts", asked, |found| found.as_array().unwrap().len() == 2).await;
    maja.says("decide").await;
    for (key, mine, side) in [(check, "Min note", "mine"), (&draft, "Hvad fylder?", "theirs")] {
        let of_it = |one: &&Value| one["record"]["key"]["id"] == key["id"];
        let fields = &conflicts.as_array().unwrap().iter().find(of_it).unwrap()["fields"];
        assert_eq!(fields.as_array().unwrap().len(), 1, "{fields:#}");
        assert_eq!(fields[0]["mine"], mine);
        let choice = json!({ "conflict": fields[0]["id"], "side": side });
        maja.device.does("decide", json!({ "key": key, "choices": [choice] })).await;
    }
    soren.sees(check, &practice, "Min note").await;
    world.settles(&[&maja, &soren], &[check, &draft]).await;
    let stands = [
        (check, practice.as_str(), "Min note"),
        (check, &form, "Din note"),
        (check, &solution, "Kursus"),
        (check, &activity, "Møde"),
        (&draft, &now, "Hvad optager jer?"),
        (&draft, &industry, "Hvor går det hen?"),
    ];
    let end = world.ends(vec![maja, soren], &stands).await;
    assert!(end.central.conflicts.is_empty());
}
