//! The computer's keyring is gone, or the computer is on its way to the workshop: unsent work goes on in a file.

use serde_json::json;

use crate::world::{Consultant, PASSPHRASE, World};

const FILE_PASSPHRASE: &str = "fire ord til en fil";

pub async fn unsent_work_reaches_another_computer_once(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let old = maja.device.order("Kok").await;
    soren.sees(&old, "title", "Kok").await;
    maja.says("all_sent").await;
    maja.device.proxy.part();
    maja.device.sets(&old, &[("title", "Kok, dag")]).await;
    maja.device.sets(&old, &[("tasks", "Lave mad")]).await;
    let new = maja.device.order("Tjener").await;
    maja.device.sets(&new, &[("tasks", "Servere")]).await;
    // Typed and not left: a draft.
    let draft = json!({ "key": new, "path": "start_date", "value": "2027-01-0" });
    maja.device.does("save_draft", draft).await;
    let file = maja.device.does("rescue_save", json!({ "passphrase": FILE_PASSPHRASE })).await;
    assert!(file["commits"].as_u64().unwrap() >= 3 && file["drafts"] == 1, "{file}");
    let bytes = std::fs::read(file["path"].as_str().unwrap()).unwrap();
    assert!(!bytes.windows(6).any(|part| part == b"Tjener"), "the file says nothing");
    let text = base64(&bytes);

    // A computer that has never seen the workspace and has no keyring: the passphrase is all there is.
    let second = world.device(false).await;
    second.does("create_workspace", json!({ "passphrase": PASSPHRASE })).await;
    let second = Consultant::of(second, &maja);
    world.connect(&second).await;
    second.sees(&old, "title", "Kok").await;
    second.device.does("choose_me", json!({ "employee": maja.employee })).await;
    second.device.proxy.part();
    let wrong = json!({ "passphrase": "fire helt andre ord", "base64": text });
    assert!(second.device.tries("rescue_take", wrong).await.is_err());
    let right = json!({ "passphrase": FILE_PASSPHRASE, "base64": text });
    let taken = second.device.does("rescue_take", right.clone()).await;
    assert_eq!((&taken["commits"], &taken["drafts"]), (&file["commits"], &file["drafts"]));
    let again = second.device.does("rescue_take", right).await;
    assert_eq!((&again["commits"], &again["drafts"]), (&json!(0), &json!(0)), "the same file twice changes nothing");
    assert_eq!(second.device.text(&new, "tasks").await.as_deref(), Some("Servere"));
    // Killed before it has sent anything, and opened with the passphrase.
    second.device.kill().await;
    second.device.switch_on().await;
    second.device.does("unlock", json!({ "passphrase": PASSPHRASE })).await;
    second.device.proxy.join();
    soren.sees(&new, "tasks", "Servere").await;
    soren.sees(&old, "title", "Kok, dag").await;
    let records = world.records();

    // The first computer comes back. Its user has gone on working on the same fields meanwhile.
    maja.device.sets(&new, &[("tasks", "Servere og rydde af")]).await;
    maja.device.sets(&old, &[("tasks", "Lave mad og vaske op")]).await;
    maja.device.does("discard_draft", json!({ "key": new, "path": "start_date" })).await;
    second.device.does("discard_draft", json!({ "key": new, "path": "start_date" })).await;
    maja.device.proxy.join();
    soren.sees(&new, "tasks", "Servere og rydde af").await;
    for one in [&maja, &second] {
        assert_eq!(one.device.attention().await["refused"], json!([]), "nothing was refused");
    }
    world.settles(&[&maja, &second, &soren], &[&old, &new]).await;
    assert_eq!(world.records(), records, "nothing came twice");
    let stands = [
        (&old, "title", "Kok, dag"),
        (&old, "tasks", "Lave mad og vaske op"),
        (&new, "title", "Tjener"),
        (&new, "tasks", "Servere og rydde af"),
    ];
    let end = world.ends(vec![maja, second, soren], &stands).await;
    assert!(end.central.conflicts.is_empty(), "the same work from two computers is no conflict");
    assert_eq!(end.central.count("title", "Tjener"), 1);
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
