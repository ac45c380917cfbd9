//! Attachments between real devices and a real central: before what names them, on where they were cut, and fetched when
//! somebody wants them.

use feltmappen_proofs::{Fault, until};
use serde_json::{Value, json};

use crate::world::{Consultant, World};

const FIELD: &str = "paper.blob";
const PUT: &str = "PUT /v1/blobs";
const GET: &str = "GET /v1/blobs";
const PUSH: &str = "POST /v1/commits";
const PIECE: usize = 1024 * 1024;
const PIECES: usize = 3;

impl Consultant {
    /// Puts a paper of some pieces in a record; gives its bytes.
    pub async fn attaches(&self, key: &Value, seed: u8) -> Vec<u8> {
        let bytes: Vec<u8> = (0..(PIECES - 1) * PIECE + 17).map(|n| (n % 251) as u8 ^ seed).collect();
        let file = self.device.folder.join("paper");
        std::fs::write(&file, &bytes).unwrap();
        self.device.does("attach", json!({ "key": key, "path": FIELD, "file": file })).await;
        bytes
    }

    /// What the attachment of a record holds; nothing while it is not here.
    async fn reads(&self, key: &Value) -> Option<Vec<u8>> {
        let file = self.device.folder.join("read");
        let read = json!({ "key": key, "path": FIELD, "file": file });
        match self.device.tries("read_attachment", read).await {
            Ok(_) => Some(std::fs::read(file).unwrap()),
            // After a restore the record itself may be away for a moment.
            Err(failure) => {
                assert!(failure["code"] == "attachment_not_here" || failure["code"] == "not_here", "{failure}");
                None
            }
        }
    }

    async fn gets(&self, key: &Value, bytes: &[u8]) {
        let found = until("the attachment to be fetched", async || self.reads(key).await).await;
        assert!(found == bytes, "the bytes are those that were put in");
    }
}

/// An order that both have seen.
pub async fn order(maja: &Consultant, soren: &Consultant) -> Value {
    let key = maja.device.order("Kok").await;
    soren.sees(&key, "title", "Kok").await;
    maja.says("all_sent").await;
    soren.says("all_sent").await;
    key
}

async fn name(one: &Consultant, key: &Value) -> String {
    one.device.text(key, FIELD).await.unwrap()
}

pub async fn an_attachment_goes_on_where_it_was_cut(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let key = order(&maja, &soren).await;
    maja.device.proxy.part();
    let bytes = maja.attaches(&key, 0).await;
    maja.says("saved_here").await;
    assert_eq!(maja.device.status().await.1, 2, "the change and the paper");
    // Half of a piece arrives; then all of one, without its answer.
    maja.device.proxy.next(PUT, Fault::CutRequest(PIECE / 2));
    maja.device.proxy.next(PUT, Fault::CutReply(0));
    maja.device.proxy.join();
    maja.device.does("send_now", json!({})).await;
    until("some pieces to be sent", async || (maja.device.proxy.asked(PUT) >= 3).then_some(())).await;
    maja.device.kill().await;
    let pushes = maja.device.proxy.asked(PUSH);
    // Other work goes out although the paper is only half there.
    maja.device.switch_on().await;
    let other = maja.device.order("Tjener").await;
    soren.sees(&other, "title", "Tjener").await;
    maja.says("all_sent").await;
    assert!(maja.device.proxy.asked(PUSH) > pushes);
    // One was cut, one may have been under way when the device was killed.
    let sent = maja.device.proxy.asked(PUT);
    assert!((PIECES + 1..=PIECES + 2).contains(&sent), "{sent} pieces were sent: it was not begun anew");
    let named = name(&maja, &key).await;
    soren.sees(&key, FIELD, &named).await;

    assert_eq!(soren.device.proxy.asked(GET), 0, "nobody has asked for it");
    soren.device.proxy.next(GET, Fault::CutReply(PIECE / 3));
    soren.device.proxy.next(GET, Fault::CutReply(0));
    assert_eq!(soren.reads(&key).await, None);
    until("some pieces to be fetched", async || (soren.device.proxy.asked(GET) >= 4).then_some(())).await;
    soren.device.kill().await;
    soren.device.switch_on().await;
    soren.gets(&key, &bytes).await;
    let asked = soren.device.proxy.asked(GET);
    assert!((PIECES + 2..=PIECES + 3).contains(&asked), "{asked} pieces were asked for: it was not begun anew");
    world.settles(&[&maja, &soren], &[&key, &other]).await;
    assert!(maja.reads(&key).await.unwrap() == bytes, "and it is still where it came from");
    world.ends(vec![maja, soren], &[(&key, FIELD, &named), (&other, "title", "Tjener")]).await;
}

pub async fn central_is_killed_in_the_middle_of_an_attachment(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let key = order(&maja, &soren).await;
    maja.device.proxy.next(PUT, Fault::CutReply(0));
    maja.device.proxy.next(PUT, Fault::Hold);
    let bytes = maja.attaches(&key, 1).await;
    maja.device.proxy.until_held().await;
    world.kill_central();
    maja.device.proxy.part();
    maja.device.proxy.release();
    let named = name(&maja, &key).await;
    assert_ne!(soren.device.text(&key, FIELD).await.as_deref(), Some(named.as_str()), "the paper goes first");
    world.start_central(&[&maja, &soren]);
    maja.device.proxy.join();
    soren.sees(&key, FIELD, &named).await;
    // The held one had arrived.
    let sent = maja.device.proxy.asked(PUT);
    assert!((PIECES..=PIECES + 1).contains(&sent), "{sent} pieces were sent: it was not begun anew");
    soren.gets(&key, &bytes).await;
    world.settles(&[&maja, &soren], &[&key]).await;
    world.ends(vec![maja, soren], &[(&key, FIELD, &named)]).await;
}

pub async fn what_belongs_to_tomorrow_is_fetched_unasked(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let values = json!([{ "path": "name", "value": "Bageri Nord" }]);
    let company = maja.device.does("create", json!({ "kind": "company", "values": values })).await["key"].take();
    let day = soren.device.does("tomorrow", json!({})).await["day"].take();
    let starts = format!("{}T09:00:00+01:00", day.as_str().unwrap());
    let plan = json!([
        { "path": "company", "value": company["id"] },
        { "path": "consultant", "value": soren.employee },
        { "path": "starts_at", "value": starts },
        { "path": "status", "value": "planned" },
    ]);
    maja.device.does("create", json!({ "kind": "visit", "values": plan })).await;
    let bytes = maja.attaches(&company, 2).await;
    let named = name(&maja, &company).await;
    soren.sees(&company, FIELD, &named).await;
    let ready = async || soren.device.does("tomorrow", json!({})).await["visits"][0].take();
    let first = until("the visit to be there", async || Some(ready().await).filter(|visit| !visit.is_null())).await;
    assert_eq!(first["missing"], json!(["et bilag"]), "{first}");
    until("the paper to be fetched", async || (ready().await["missing"] == json!([])).then_some(())).await;
    soren.device.proxy.part();
    assert!(soren.reads(&company).await.unwrap() == bytes, "it is there without a network");
    soren.device.proxy.join();
    world.settles(&[&maja, &soren], &[&company]).await;
    world.ends(vec![maja, soren], &[(&company, FIELD, &named)]).await;
}

pub async fn an_attachment_comes_back_after_a_restore(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let key = order(&maja, &soren).await;
    world.operate(&["backup", "--to", &world.file("backup")]).unwrap();
    let bytes = maja.attaches(&key, 3).await;
    let named = name(&maja, &key).await;
    soren.sees(&key, FIELD, &named).await;
    maja.says("all_sent").await;
    world.stop_central();
    world.operate(&["restore", "--from", &world.file("backup")]).unwrap();
    maja.device.proxy.part();
    world.start_central(&[&maja, &soren]);
    // Søren's device knows of the paper and does not have it: that is nothing that he could help.
    soren.says("all_sent").await;
    assert_eq!(soren.device.attention().await["refused"], json!([]));
    maja.device.proxy.join();
    maja.device.does("send_now", json!({})).await;
    maja.says("all_sent").await;
    soren.sees(&key, FIELD, &named).await;
    soren.gets(&key, &bytes).await;
    assert_eq!(maja.device.attention().await["refused"], json!([]));
    world.settles(&[&maja, &soren], &[&key]).await;
    world.ends(vec![maja, soren], &[(&key, FIELD, &named)]).await;
}

pub async fn an_attachment_of_an_erased_record_is_gone_everywhere(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let key = order(&maja, &soren).await;
    let bytes = maja.attaches(&key, 4).await;
    let named = name(&maja, &key).await;
    soren.sees(&key, FIELD, &named).await;
    soren.gets(&key, &bytes).await;
    // Another one is on its way when the law comes.
    maja.device.proxy.part();
    maja.attaches(&key, 5).await;
    let record = format!("job_order/{}", key["id"].as_str().unwrap());
    world.operate(&["purge", "--record", &record]).unwrap();
    maja.device.proxy.join();
    for one in [&maja, &soren] {
        until("the record to go", async || one.device.text(&key, "title").await.is_none().then_some(())).await;
        one.says("all_sent").await;
    }
    world.ends(vec![maja, soren], &[]).await;
}
