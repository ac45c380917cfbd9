//! Reading feeds.

use feltmappen_sync::wire::{Answer, EntryState};
use feltmappen_sync::{Commit, Outcome};
use serde_json::json;

use crate::support::{Device, World, commit, contact, create, edit, id};

async fn fill(device: &Device, records: u128) {
    for chunk in (0..records).collect::<Vec<_>>().chunks(500) {
        let commits: Vec<_> =
            chunk.iter().map(|n| commit(vec![create(contact(100 + n), device.unit, "Agnete")])).collect();
        device.push(&commits).await;
    }
}

pub async fn page_edges(world: World) {
    const LIMIT: usize = 3;
    let cases = [
        ("nothing", 0, 1),
        ("one", 1, 1),
        ("one less than a page", 2, 1),
        ("exactly a page", 3, 1),
        ("one more than a page", 4, 2),
        ("one less than two pages", 5, 2),
        ("exactly two pages", 6, 2),
        ("one more than two pages", 7, 3),
    ];
    for (unit, (name, records, pages)) in (1..).zip(cases) {
        let device = world.device(id(unit)).await;
        fill(&device, records).await;
        let mirror = device.pull(LIMIT).await;
        assert_eq!(mirror.numbers(), (1..=u64::try_from(records).unwrap()).collect::<Vec<_>>(), "{name}");
        assert_eq!(mirror.pages, pages, "{name}");
        // From every number on: nothing twice, nothing left out.
        for after in 0..=mirror.cursor + 1 {
            let page = device.page(after, LIMIT).await;
            let expected: Vec<u64> =
                mirror.numbers().into_iter().filter(|number| *number > after).take(LIMIT).collect();
            let found: Vec<u64> = page.entries.iter().map(|entry| entry.sequence).collect();
            assert_eq!(found, expected, "{name}, after {after}");
            assert_eq!(page.complete.is_some(), page.until >= mirror.cursor, "{name}, after {after}");
        }
    }
}

pub async fn a_page_ends_early_when_it_is_large(world: World) {
    let device = world.device(id(1)).await;
    let long = "x".repeat(1_000_000);
    for n in 1..=9 {
        device.push(&[commit(vec![edit(contact(n), id(1), &[("note", json!(null), json!(long))])])]).await;
    }
    let page = device.page(0, 1000).await;
    assert!((1..9).contains(&page.entries.len()), "{}", page.entries.len());
    assert!(page.complete.is_none());
    assert_eq!(device.pull(1000).await.entries.len(), 9);
}

pub async fn a_record_that_changes_again_moves_to_its_newest_number(world: World) {
    let device = world.device(id(1)).await;
    fill(&device, 3).await;
    device.push(&[commit(vec![edit(contact(100), id(1), &[("name", json!("Agnete"), json!("Bodil"))])])]).await;
    let mirror = device.pull(2).await;
    assert_eq!(mirror.numbers(), [2, 3, 4]);
    assert_eq!(mirror.entries[&contact(100)].sequence, 4);
}

pub async fn count_and_hash_are_those_of_what_was_read(world: World) {
    let device = world.device(id(1)).await;
    fill(&device, 40).await;
    for n in 0..20 {
        let changed = edit(contact(100 + n), id(1), &[("name", json!("Agnete"), json!("Bodil"))]);
        let deleted = edit(contact(120 + n), id(1), &[("@alive", json!(null), json!(false))]);
        device.push(&[commit(vec![changed, deleted])]).await;
    }
    // `pull` compares what it has read with what central counted.
    let mirror = device.pull(7).await;
    let feeds = device.feeds().await;
    assert_eq!((feeds.feeds[0].count, feeds.feeds[0].hash), mirror.state());
    assert_eq!(feeds.feeds[0].count, 40, "a deletion is a value");
}

pub async fn who_changed_a_record_last_is_told(world: World) {
    let device = world.device(id(1)).await;
    let made = commit(vec![create(contact(1), id(1), "Agnete")]);
    device.push(std::slice::from_ref(&made)).await;
    let path = format!("/v1/feeds/{}", device.feed());
    let text = device.ask(reqwest::Method::GET, &path).send().await.unwrap().text().await.unwrap();
    let page: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(page["entries"][0]["by"], json!(made.author));
    assert_eq!(page["entries"][0]["at"], json!(made.device_time));

    // Whoever only meets a conflict has changed nothing yet.
    let late = Commit {
        author: id(0xa2),
        ..commit(vec![edit(contact(1), id(1), &[("name", json!("Anna"), json!("Bodil"))])])
    };
    let answer = device.push_one(&late).await;
    assert!(matches!(answer, Answer::Done { outcome: Outcome::AppliedWithConflict, .. }), "{answer:?}");
    let text = device.ask(reqwest::Method::GET, &path).send().await.unwrap().text().await.unwrap();
    let page: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(page["entries"][0]["conflicts"].as_array().map(Vec::len), Some(1));
    assert_eq!(page["entries"][0]["by"], json!(made.author));
}

pub async fn a_sync_without_news_is_one_small_request(world: World) {
    let device = world.device(id(1)).await;
    fill(&device, 3).await;
    let answer = device.ask(reqwest::Method::GET, "/v1/feeds").send().await.unwrap();
    let body = answer.text().await.unwrap();
    assert!(body.len() < 1024, "{} bytes", body.len());
    assert!(matches!(device.pull(10).await.entries[&contact(100)].state, EntryState::Present { .. }));
}

pub async fn pages_and_pushes_travel_packed(world: World) {
    let device = world.device(id(1)).await;
    let commits: Vec<_> = (0..50).map(|n| commit(vec![create(contact(n + 1), id(1), "Agnete")])).collect();
    let body = serde_json::to_vec(&json!({"commits": commits})).unwrap();
    let packed = zstd::encode_all(body.as_slice(), 3).unwrap();
    let request = device.ask(reqwest::Method::POST, "/v1/commits").header("content-encoding", "zstd");
    assert!(request.body(packed).send().await.unwrap().status().is_success());

    let path = format!("/v1/feeds/{}", device.feed());
    let answer = device.ask(reqwest::Method::GET, &path).header("accept-encoding", "zstd").send().await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "zstd");
    let packed = answer.bytes().await.unwrap();
    let page: feltmappen_sync::wire::Page =
        serde_json::from_slice(&zstd::decode_all(packed.as_ref()).unwrap()).unwrap();
    assert_eq!(page.entries.len(), 50);
}
