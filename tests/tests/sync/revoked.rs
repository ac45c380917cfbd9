//! A device is struck off.

use feltmappen_proofs::until;

use crate::attachments::order;
use crate::world::World;

const ORPHANS: &str = "POST /v1/orphans";

pub async fn a_device_that_is_struck_off_says_so_and_hands_in_what_it_has(world: World) {
    let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
    let key = order(&maja, &soren).await;
    maja.device.proxy.part();
    maja.device.sets(&key, &[("title", "Kok, dag")]).await;
    let paper = maja.attaches(&key, 6).await;
    let named = maja.device.text(&key, "paper.blob").await.unwrap();
    world.operate(&["revoke", "--device", &maja.enrolled()]).unwrap();
    maja.device.proxy.join();
    maja.says("sign_in").await;
    // Central's records leave the device once what was not sent is sealed, and the sealed work is handed in.
    until("the records to leave", async || maja.device.text(&key, "title").await.is_none().then_some(())).await;
    until("the sealed work to be handed in", async || (maja.device.proxy.asked(ORPHANS) >= 4).then_some(())).await;
    let listed = async || {
        let listed = world.operate(&["orphans", "list"]).unwrap();
        (listed.lines().count() == 4).then_some(listed)
    };
    let listed = until("central to have all of it", listed).await;
    assert!(listed.contains(&maja.enrolled()) && listed.contains(&maja.unit), "{listed}");
    // The leader of the unit has it opened.
    let opened = world.file("opened");
    let open = ["orphans", "open", "--unit", &maja.unit, "--leader", &soren.employee, "--to", &opened];
    assert!(world.operate(&open).unwrap().starts_with("1 parcels and 1 attachments"));
    let attachment = std::path::Path::new(&opened).join(named.strip_prefix("blob:").unwrap());
    assert!(std::fs::read(attachment).unwrap() == paper);
    let written = std::fs::read_dir(&opened).unwrap().map(|file| file.unwrap().path());
    let json = written.into_iter().find(|file| file.extension().is_some()).unwrap();
    assert!(std::fs::read_to_string(json).unwrap().contains("Kok, dag"));
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
