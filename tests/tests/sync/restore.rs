//! Central is put back to an old backup: what devices have sent since comes again.

use serde_json::json;

use crate::world::World;

pub async fn central_comes_back_from_an_old_backup(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let old = maja.device.order("Kok").await;
    soren.sees(&old, "title", "Kok").await;
    maja.says("all_sent").await;
    soren.says("all_sent").await;
    world.operate(&["backup", "--to", &world.file("backup")]).unwrap();

    // After the backup: an edit and a new record, each sent and answered, and known to both.
    maja.device.sets(&old, &[("title", "Kok, aften")]).await;
    let late = soren.device.order("Tjener").await;
    soren.device.sets(&late, &[("tasks", "Servere")]).await;
    for one in [&maja, &soren] {
        one.sees(&old, "title", "Kok, aften").await;
        one.sees(&late, "tasks", "Servere").await;
        one.says("all_sent").await;
    }
    let before = world.records();

    world.stop_central();
    maja.device.proxy.part();
    soren.device.proxy.part();
    world.operate(&["restore", "--from", &world.file("backup")]).unwrap();
    assert_eq!(world.records(), before - 1, "the backup is older than the new record");
    // Not sent when central went away: a new record, and an edit of what central has lost.
    let unsent = maja.device.order("Opvasker").await;
    soren.device.sets(&late, &[("tasks", "Servere og rydde af")]).await;
    world.start_central(&[&maja, &soren]);
    soren.device.proxy.join();
    soren.says("all_sent").await;
    maja.device.proxy.join();

    // Maja's device still has what Søren has changed since, and cannot know which of them is newer: she is asked.
    maja.says("decide").await;
    let conflicts = maja.device.attention().await["conflicts"].take();
    let fields = conflicts[0]["fields"].as_array().unwrap();
    assert_eq!((conflicts.as_array().unwrap().len(), fields.len()), (1, 1), "about nothing else");
    assert_eq!((&fields[0]["theirs"], &fields[0]["mine"]), (&json!("Servere og rydde af"), &json!("Servere")));
    let choice = json!({ "conflict": fields[0]["id"], "side": "theirs", "text": null });
    maja.device.does("decide", json!({ "key": late, "choices": [choice] })).await;
    maja.says("all_sent").await;
    world.settles(&[&maja, &soren], &[&old, &late, &unsent]).await;
    assert_eq!(world.records(), before + 1, "nothing came twice, though both devices had it");
    let stands = [
        (&old, "title", "Kok, aften"),
        (&late, "title", "Tjener"),
        (&late, "tasks", "Servere og rydde af"),
        (&unsent, "title", "Opvasker"),
    ];
    let end = world.ends(vec![maja, soren], &stands).await;
    assert!(end.central.conflicts.is_empty());
}
