//! A device is struck off.

use feltmappen_proofs::until;

use crate::world::World;

const ORPHANS: &str = "POST /v1/orphans";

pub async fn a_device_that_is_struck_off_says_so_and_hands_in_what_it_has(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let key = maja.device.order("Kok").await;
    soren.sees(&key, "title", "Kok").await;
    maja.says("all_sent").await;
    maja.device.proxy.part();
    maja.device.sets(&key, &[("title", "Kok, dag")]).await;
    world.operate(&["revoke", "--device", &maja.enrolled()]).unwrap();
    maja.device.proxy.join();
    maja.says("sign_in").await;
    // Central's records have left the device, and what was not sent has been handed in sealed.
    assert_eq!(maja.device.text(&key, "title").await, None);
    until("the sealed work to be handed in", async || (maja.device.proxy.asked(ORPHANS) > 0).then_some(())).await;
    maja.device.kill().await;
    maja.device.switch_on().await;
    maja.says("sign_in").await;
    // Struck off by mistake: enrolled anew, the records come back.
    world.connect(&maja).await;
    maja.sees(&key, "title", "Kok").await;
    maja.says("all_sent").await;
    soren.device.sets(&key, &[("title", "Kok, aften")]).await;
    world.settles(&[&maja, &soren], &[&key]).await;
    world.ends(vec![maja, soren], &[(&key, "title", "Kok, aften")]).await;
}
