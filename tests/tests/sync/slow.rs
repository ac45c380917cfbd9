//! A slow line: the user's own saves wait for nothing.

use std::time::{Duration, Instant};

use feltmappen_proofs::Fault;

use crate::world::{Backend, World};

/// The page of a first sync does not come at all while the user saves, and then it comes slowly.
#[tokio::test(flavor = "multi_thread")]
async fn saves_do_not_wait_for_what_is_fetched() {
    let world = World::new(Backend::Sqlite);
    let maja = world.consultant("Maja Thorsen").await;
    let mut orders = Vec::new();
    for number in 0..300 {
        orders.push(maja.device.order(&format!("Stilling {number}")).await);
    }
    maja.says("all_sent").await;
    let soren = world.newcomer("Søren Bech").await;
    let own = soren.device.order("Sørens egen").await;
    let idle = saves(&soren, &own, "alene").await;

    let page = "GET /v1/feeds/unit";
    soren.device.proxy.next(page, Fault::Hold);
    world.connect(&soren).await;
    soren.device.proxy.until_held().await;
    let held = saves(&soren, &own, "mens siden ikke kommer").await;
    assert!(soren.device.proxy.is_holding(), "every save was answered while the page was held back");

    soren.device.proxy.always(Some((page, Fault::Slow(40_000))));
    soren.device.proxy.release();
    let slow = saves(&soren, &own, "mens siderne kommer langsomt").await;
    println!("slowest of {SAVES} saves: {idle:?} alone, {held:?} beside a page that hangs, {slow:?} on a slow line");
    soren.device.proxy.always(None);
    let keys: Vec<_> = orders.iter().chain([&own]).collect();
    world.settles(&[&maja, &soren], &keys).await;
    let last = format!("mens siderne kommer langsomt {}", SAVES - 1);
    world.ends(vec![maja, soren], &[(&own, "tasks", &last)]).await;
}

const SAVES: usize = 40;

/// Saves again and again; the longest that one took.
async fn saves(who: &crate::world::Consultant, key: &serde_json::Value, text: &str) -> Duration {
    let mut slowest = Duration::ZERO;
    for number in 0..SAVES {
        let begun = Instant::now();
        who.device.sets(key, &[("tasks", &format!("{text} {number}"))]).await;
        slowest = slowest.max(begun.elapsed());
    }
    slowest
}
