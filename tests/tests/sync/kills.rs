//! Power cuts: of a device between any two steps of an exchange, and of central in the middle of one.

use feltmappen_proofs::{Fault, Proxy};
use serde_json::json;

use crate::world::World;

const PUSH: &str = "POST /v1/commits";

/// The network stops after one more step each time, and the device is killed right there: before it has asked, before
/// central's answer came, and when it had just come, for each request of a sync with something to send and to fetch.
pub async fn a_device_is_killed_between_any_two_steps(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let common = soren.device.order("Fælles").await;
    maja.sees(&common, "title", "Fælles").await;
    maja.says("all_sent").await;
    soren.says("all_sent").await;
    let before = world.records();
    let mut orders = Vec::new();
    // The feeds, a push, a page.
    for steps in 0..Proxy::steps_of(3) {
        maja.device.proxy.part();
        soren.device.sets(&common, &[("tasks", &format!("Sørens {steps}"))]).await;
        let key = maja.device.order(&format!("Stilling {steps}")).await;
        maja.device.sets(&key, &[("tasks", &format!("Opgaver {steps}"))]).await;
        maja.device.sets(&common, &[("start_date", &format!("2027-01-{:02}", steps + 1))]).await;
        maja.device.kill().await;
        maja.device.proxy.stop_after(steps);
        maja.device.proxy.join();
        maja.device.switch_on().await;
        maja.device.proxy.until_stopped().await;
        maja.device.kill().await;
        maja.device.proxy.go_on();
        maja.device.switch_on().await;
        assert_eq!(
            maja.device.text(&key, "tasks").await,
            Some(format!("Opgaver {steps}")),
            "what was called saved is here after a kill at step {steps}"
        );
        orders.push(key);
    }
    let last = format!("Sørens {}", Proxy::steps_of(3) - 1);
    let keys: Vec<_> = orders.iter().chain([&common]).collect();
    world.settles(&[&maja, &soren], &keys).await;
    assert_eq!(world.records(), before + orders.len() as u64, "nothing came twice");
    let texts: Vec<String> = (0..orders.len()).map(|number| format!("Opgaver {number}")).collect();
    let mut stands: Vec<_> = orders.iter().zip(&texts).map(|(key, text)| (key, "tasks", text.as_str())).collect();
    stands.push((&common, "tasks", &last));
    let date = format!("2027-01-{:02}", Proxy::steps_of(3));
    stands.push((&common, "start_date", &date));
    let end = world.ends(vec![maja, soren], &stands).await;
    assert!(end.central.conflicts.is_empty(), "nobody wrote what the other one wrote");
}

/// Central dies while it gets a push, when it has it, and when it answers; it comes back elsewhere, and all is drained
/// without anybody pressing anything.
pub async fn central_is_killed_in_the_middle_of_a_push(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    maja.says("all_sent").await;
    soren.says("all_sent").await;
    let before = world.records();
    let mut orders = Vec::new();
    for (round, fault) in
        [None, Some(Fault::CutRequest(900)), Some(Fault::Hold), Some(Fault::CutReply(30))].into_iter().enumerate()
    {
        maja.device.proxy.part();
        for number in 0..30 {
            orders.push(maja.device.order(&format!("Stilling {round}-{number}")).await);
        }
        let pushes = maja.device.proxy.asked(PUSH);
        if let Some(fault) = fault {
            maja.device.proxy.next(PUSH, fault);
        }
        maja.device.proxy.join();
        maja.device.does("send_now", json!({})).await;
        match fault {
            Some(Fault::Hold) => maja.device.proxy.until_held().await,
            Some(_) => maja.device.proxy.until_met().await,
            // As soon as the push is on its way.
            None => {
                feltmappen_proofs::until("a push", async || (maja.device.proxy.asked(PUSH) > pushes).then_some(()))
                    .await
            }
        }
        world.kill_central();
        maja.device.proxy.part();
        maja.device.proxy.release();
        let key = &orders[orders.len() - 1];
        maja.device.sets(key, &[("tasks", &format!("Skrevet uden forbindelse {round}"))]).await;
        world.start_central(&[&maja, &soren]);
        maja.device.proxy.join();
        world.settles(&[&maja, &soren], &orders.iter().collect::<Vec<_>>()).await;
        assert_eq!(world.records(), before + orders.len() as u64, "round {round}: every record is there once");
    }
    let texts: Vec<String> = (0..4).map(|round| format!("Skrevet uden forbindelse {round}")).collect();
    let stands: Vec<_> = (0..4).map(|round| (&orders[round * 30 + 29], "tasks", texts[round].as_str())).collect();
    let end = world.ends(vec![maja, soren], &stands).await;
    assert!(end.central.conflicts.is_empty());
}
