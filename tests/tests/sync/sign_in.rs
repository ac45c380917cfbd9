//! A token that is no longer good, and one for another unit.

use feltmappen_proofs::until;
use serde_json::json;

use crate::attachments::order;
use crate::world::{KOMMUNE, World};

pub async fn a_token_that_is_not_good_any_more_asks_to_sign_in_and_work_goes_on(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let key = order(&maja, &soren).await;
    let connect = json!({ "address": maja.device.proxy.address(), "token": "et-der-ikke-gaelder" });
    maja.device.does("connect", connect).await;
    maja.says("sign_in").await;
    maja.device.sets(&key, &[("title", "Kok, dag")]).await;
    soren.device.sets(&key, &[("tasks", "Smørrebrød")]).await;
    maja.device.kill().await;
    maja.device.switch_on().await;
    maja.says("sign_in").await;
    assert_eq!(maja.device.text(&key, "title").await.as_deref(), Some("Kok, dag"));
    world.connect(&maja).await;
    soren.sees(&key, "title", "Kok, dag").await;
    maja.sees(&key, "tasks", "Smørrebrød").await;
    world.settles(&[&maja, &soren], &[&key]).await;
    world.ends(vec![maja, soren], &[(&key, "title", "Kok, dag"), (&key, "tasks", "Smørrebrød")]).await;
}

pub async fn who_goes_to_another_unit_takes_nothing_along(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let key = order(&maja, &soren).await;
    maja.device.proxy.part();
    maja.device.sets(&key, &[("title", "Kok, dag")]).await;
    let catalogue = maja.device.does("catalogue", json!({})).await;
    let units = catalogue["units"].as_array().unwrap();
    let other = units.iter().find(|unit| unit["name"] != KOMMUNE).unwrap()["key"]["id"].as_str().unwrap().to_owned();
    world.connect_in(&maja, &other).await;
    maja.device.proxy.join();
    // What was not sent belongs to the unit that the record belongs to.
    until("the records to leave", async || maja.device.text(&key, "title").await.is_none().then_some(())).await;
    let listed = async || world.operate(&["orphans", "list"]).ok().filter(|listed| listed.lines().count() == 1);
    until("central to have the sealed work", listed).await;
    let opened = world.file("opened");
    let open = ["orphans", "open", "--unit", &maja.unit, "--leader", &soren.employee, "--to", &opened];
    assert!(world.operate(&open).unwrap().starts_with("1 parcels and 0 attachments"));
    let written = std::fs::read_dir(&opened).unwrap().map(|file| file.unwrap().path()).next().unwrap();
    assert!(std::fs::read_to_string(written).unwrap().contains("Kok, dag"));
    // Back again, the records come back as central has them.
    world.connect(&maja).await;
    maja.sees(&key, "title", "Kok").await;
    soren.device.sets(&key, &[("title", "Kok, aften")]).await;
    world.settles(&[&maja, &soren], &[&key]).await;
    world.ends(vec![maja, soren], &[(&key, "title", "Kok, aften")]).await;
}
