//! A network that cuts and repeats.

use feltmappen_proofs::Fault;

use crate::world::World;

const PUSH: &str = "POST /v1/commits";
const FEEDS: &str = "GET /v1/feeds";

/// The same work with each fault in its way: afterwards central has every record once.
pub async fn requests_and_replies_that_are_cut_lose_and_double_nothing(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    maja.says("all_sent").await;
    soren.says("all_sent").await;
    let before = world.records();
    let mut orders = Vec::new();
    // Central has carried the push out, and nothing, one byte, half a head, or half of the answer comes back.
    let lost = [0, 1, 40, 200].map(|bytes| (PUSH, Fault::CutReply(bytes)));
    // Nothing of it, half a head, or half of the commits reach central.
    let cut = [0, 60, 700].map(|bytes| (PUSH, Fault::CutRequest(bytes)));
    // What the device asks for is cut.
    let asked = [0, 100, 300].map(|bytes| (FEEDS, Fault::CutReply(bytes)));
    for (number, (route, fault)) in lost.into_iter().chain(cut).chain(asked).enumerate() {
        // Twice in a row: the second attempt fails as well.
        maja.device.proxy.next(route, fault);
        maja.device.proxy.next(route, fault);
        let key = maja.device.order(&format!("Stilling {number}")).await;
        maja.device.sets(&key, &[("tasks", &format!("Opgaver {number}"))]).await;
        maja.device.proxy.until_met().await;
        // What has worked once does not wait longer each time.
        maja.says("all_sent").await;
        orders.push(key);
    }
    let keys: Vec<_> = orders.iter().collect();
    world.settles(&[&maja, &soren], &keys).await;
    assert_eq!(world.records(), before + orders.len() as u64, "every record is there once");
    let texts: Vec<String> = (0..orders.len()).map(|number| format!("Opgaver {number}")).collect();
    let stands: Vec<_> = orders.iter().zip(&texts).map(|(key, text)| (key, "tasks", text.as_str())).collect();
    let end = world.ends(vec![maja, soren], &stands).await;
    for number in 0..orders.len() {
        assert_eq!(end.central.count("title", &format!("Stilling {number}")), 1);
    }
    assert!(end.central.conflicts.is_empty(), "what comes again is no conflict");
}

pub async fn requests_that_come_again_and_again_double_nothing(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    maja.says("all_sent").await;
    soren.says("all_sent").await;
    let before = world.records();
    maja.device.proxy.always(Some((PUSH, Fault::Repeat(3))));
    let key = maja.device.order("Kok").await;
    maja.says("all_sent").await;
    let sent = maja.device.proxy.asked(PUSH);
    for text in ["Kok, dag", "Kok, aften", "Kok, nat"] {
        maja.device.sets(&key, &[("title", text)]).await;
        maja.says("all_sent").await;
    }
    assert!(maja.device.proxy.asked(PUSH) >= sent + 3, "each edit was a push of its own, which came three times");
    soren.sees(&key, "title", "Kok, nat").await;
    assert_eq!(world.records(), before + 1);
    let end = world.ends(vec![maja, soren], &[(&key, "title", "Kok, nat")]).await;
    assert!(end.central.conflicts.is_empty(), "an edit that comes again is no conflict with itself");
}
