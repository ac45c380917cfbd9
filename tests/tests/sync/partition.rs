//! Two consultants go on without a network.

use serde_json::{Value, json};

use crate::world::World;

pub async fn both_go_on_without_a_network_and_one_decides(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let key = maja.device.order("Kok").await;
    maja.device.sets(&key, &[("tasks", "Lave mad. Vaske op."), ("start_date", "2027-01-04")]).await;
    soren.sees(&key, "start_date", "2027-01-04").await;
    soren.sees(&key, "tasks", "Lave mad. Vaske op.").await;
    maja.says("all_sent").await;

    maja.device.proxy.part();
    soren.device.proxy.part();
    // The same field, fields of their own, and different words of one long text.
    maja.device.sets(&key, &[("title", "Kok, dag"), ("terms.hours", "37 timer")]).await;
    maja.device.sets(&key, &[("tasks", "Lave god mad. Vaske op.")]).await;
    soren.device.sets(&key, &[("title", "Kok, aften"), ("start_date", "2027-02-01")]).await;
    soren.device.sets(&key, &[("tasks", "Lave mad. Vaske op hver dag.")]).await;
    soren.device.proxy.join();
    soren.says("all_sent").await;
    maja.device.proxy.join();
    for one in [&maja, &soren] {
        one.sees(&key, "title", "Kok, aften").await;
        one.sees(&key, "terms.hours", "37 timer").await;
        one.sees(&key, "start_date", "2027-02-01").await;
        one.sees(&key, "tasks", "Lave god mad. Vaske op hver dag.").await;
    }
    maja.says("decide").await;
    let conflicts = maja.device.attention().await["conflicts"].take();
    assert_eq!(conflicts.as_array().unwrap().len(), 1, "one record: {conflicts:#}");
    let fields = conflicts[0]["fields"].as_array().unwrap();
    assert_eq!(fields.len(), 1, "only the field that both have written");
    let sides = |field: &Value| ["base", "theirs", "mine"].map(|side| field[side].as_str().unwrap().to_owned());
    assert_eq!(sides(&fields[0]), ["Kok", "Kok, aften", "Kok, dag"]);

    // Decided without a network, and across a power cut.
    maja.device.proxy.part();
    let choice = json!({ "conflict": fields[0]["id"], "side": "own", "text": "Kok, dag og aften" });
    maja.device.does("decide", json!({ "key": key, "choices": [choice] })).await;
    assert_eq!(maja.device.attention().await["conflicts"], json!([]));
    maja.device.kill().await;
    maja.device.switch_on().await;
    assert_eq!(maja.device.text(&key, "title").await.as_deref(), Some("Kok, dag og aften"));
    assert_eq!(maja.device.attention().await["conflicts"], json!([]));
    maja.device.proxy.join();
    soren.sees(&key, "title", "Kok, dag og aften").await;
    world.settles(&[&maja, &soren], &[&key]).await;
    let stands = [
        (&key, "title", "Kok, dag og aften"),
        (&key, "tasks", "Lave god mad. Vaske op hver dag."),
        (&key, "start_date", "2027-02-01"),
        (&key, "terms.hours", "37 timer"),
    ];
    let end = world.ends(vec![maja, soren], &stands).await;
    assert!(end.central.conflicts.is_empty());
    // What lost is in the history of who wrote it.
    assert!(end.devices[0].written.iter().any(|text| text == "Kok, dag"));
    assert!(end.devices[1].written.iter().any(|text| text == "Kok, aften"));
}
