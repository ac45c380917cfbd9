//! Many deletions at once may be a mistake.

use serde_json::json;

use feltmappen_proofs::until;

use crate::world::{Consultant, World};

pub async fn many_deletions_wait_for_a_yes(world: World) {
    const MANY: usize = 20;
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let mut orders = Vec::new();
    for number in 0..MANY {
        orders.push(maja.device.order(&format!("Stilling {number}")).await);
    }
    let keys: Vec<_> = orders.iter().collect();
    world.settles(&[&maja, &soren], &keys).await;
    maja.device.proxy.part();
    for key in &orders {
        maja.device.does("discard", json!({ "key": key })).await;
    }
    maja.device.proxy.join();
    maja.says("decide").await;
    asks(&maja, MANY).await;
    // The question outlives a power cut, and what is edited meanwhile waits with it.
    maja.device.kill().await;
    maja.device.switch_on().await;
    maja.says("decide").await;
    asks(&maja, MANY).await;
    let alive = soren.device.does("open", json!({ "key": orders[0] })).await["alive"].take();
    assert_eq!(alive, true, "nothing is deleted before the answer");
    maja.device.does("allow_deletions", json!({})).await;
    maja.says("all_sent").await;
    world.settles(&[&maja, &soren], &keys).await;
    let end = world.ends(vec![maja, soren], &[]).await;
    for number in 0..MANY {
        assert_eq!(end.central.count("title", &format!("Stilling {number}")), 0);
    }
}

async fn asks(who: &Consultant, deletions: usize) {
    until("the question", async || (who.device.attention().await["deletions"] == deletions).then_some(())).await;
}
