//! Who may do what.

use feltmappen_sync::Outcome;
use feltmappen_sync::wire::{Answer, EntryState};
use reqwest::{Method, StatusCode};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Device, World, commit, contact, create, edit, id};

/// What a route is asked with, and what it answers to each kind of caller.
type Route = (&'static str, Method, String, Vec<u8>, [u16; 4]);

/// Every route, what it is asked with, and what each kind of caller gets: nobody, a revoked device, a device of the unit,
/// a device of another unit.
fn routes() -> Vec<Route> {
    let unit = id(1);
    let push = br#"{"commits":[]}"#.to_vec();
    let blob = format!("/v1/blobs/{}", id(0xb1));
    vec![
        ("the feeds", Method::GET, "/v1/feeds".into(), vec![], [401, 403, 200, 200]),
        ("a feed", Method::GET, format!("/v1/feeds/unit:{unit}"), vec![], [401, 403, 200, 404]),
        ("another type of feed", Method::GET, format!("/v1/feeds/community:{unit}"), vec![], [401, 403, 404, 404]),
        ("a feed of all", Method::GET, "/v1/feeds/national".into(), vec![], [401, 403, 404, 404]),
        ("no feed", Method::GET, "/v1/feeds/..%2Funit".into(), vec![], [401, 403, 404, 404]),
        ("handing in", Method::POST, "/v1/commits".into(), push, [401, 403, 200, 200]),
        ("events", Method::GET, "/v1/events".into(), vec![], [401, 403, 200, 200]),
        ("how an attachment stands", Method::HEAD, blob.clone(), vec![], [401, 403, 200, 404]),
        ("an attachment", Method::GET, blob.clone(), vec![], [401, 403, 200, 404]),
        (
            "a piece of an attachment",
            Method::PUT,
            format!("/v1/blobs/{}", id(0xb2)),
            b"x".to_vec(),
            [401, 403, 204, 204],
        ),
        ("orphaned work", Method::POST, "/v1/orphans".into(), vec![7; 100], [401, 204, 204, 204]),
        ("the description", Method::GET, "/openapi.json".into(), vec![], [200, 200, 200, 200]),
        ("alive", Method::GET, "/healthz".into(), vec![], [200, 200, 200, 200]),
        ("ready", Method::GET, "/readyz".into(), vec![], [200, 200, 200, 200]),
        ("counters", Method::GET, "/metrics".into(), vec![], [200, 200, 200, 200]),
        ("nothing", Method::GET, "/v1/everything".into(), vec![], [404, 404, 404, 404]),
    ]
}

pub async fn every_route_asks_who_is_there(world: World) {
    let own = world.device(id(1)).await;
    let other = world.device(id(2)).await;
    let revoked = world.device(id(1)).await;
    assert!(world.storage.revoke(revoked.id, "2026-11-24T10:52:00Z".to_owned()).await.unwrap());
    let nobody = Device { token: "not-a-token".to_owned(), ..own.clone() };
    super::attachments::put_whole(&own, id(0xb1), contact(1), b"x").await;

    for (name, method, path, body, expected) in routes() {
        for (who, device, status) in [
            ("nobody", &nobody, expected[0]),
            ("a revoked device", &revoked, expected[1]),
            ("a device of the unit", &own, expected[2]),
            ("a device of another unit", &other, expected[3]),
        ] {
            let request = super::attachments::announce(device.ask(method.clone(), &path), contact(1), b"x");
            let answer = request.body(body.clone()).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{name}, {who}");
        }
    }
    // Every route that is described is in the table.
    let description: serde_json::Value = serde_json::from_str(&feltmappen_central::description().unwrap()).unwrap();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let begins = path.split('{').next().unwrap();
            let listed = routes().iter().any(|(_, listed, place, ..)| {
                place.starts_with(begins) && listed.as_str().eq_ignore_ascii_case(method)
            });
            assert!(listed, "{method} {path}");
        }
    }
}

pub async fn a_device_reads_and_writes_its_unit_only(world: World) {
    let (own, other) = (world.device(id(1)).await, world.device(id(2)).await);
    own.push(&[commit(vec![create(contact(1), id(1), "Agnete")])]).await;
    let intruding = commit(vec![create(contact(1), id(1), "Bodil")]);
    let answer = other.push_one(&intruding).await;
    let expected = Outcome::Rejected { code: "home_unit".to_owned() };
    assert_eq!(answer, Answer::Done { outcome: expected, feeds: Vec::new() });
    // The same id under its own unit is another record, and tells nothing of the first.
    other.push(&[commit(vec![create(contact(1), id(2), "Carla")])]).await;
    assert_eq!(own.pull(10).await.value(contact(1), "name").unwrap(), "Agnete");
    assert_eq!(other.pull(10).await.value(contact(1), "name").unwrap(), "Carla");
    let feeds = other.feeds().await;
    assert_eq!(feeds.feeds.iter().map(|feed| feed.feed.clone()).collect::<Vec<_>>(), [other.feed()]);
    // Nor does the id of a commit.
    let mut same = commit(vec![create(contact(9), id(1), "Dorte")]);
    same.id = intruding.id;
    assert!(matches!(own.push_one(&same).await, Answer::Done { outcome: Outcome::Applied, .. }));
}

pub async fn who_hands_in_is_the_author(world: World) {
    let (one, two) = (world.device(id(1)).await, world.device(id(1)).await);
    let said = |mut commit: feltmappen_sync::Commit| {
        commit.author = id(0xbad);
        commit
    };
    let change = |before: serde_json::Value, value: &str| {
        said(commit(vec![edit(contact(1), id(1), &[("name", before, json!(value))])]))
    };
    one.push(&[change(json!(null), "Agnete"), change(json!("Agnete"), "Bodil")]).await;
    two.push(&[change(json!("Agnete"), "Carla")]).await;
    let mirror = one.pull(10).await;
    let EntryState::Present { conflicts, by, .. } = &mirror.entries[&contact(1)].state else { panic!() };
    assert_eq!((*by, conflicts[0].author), (Some(id(0xa1)), id(0xa1)), "the token says who it is, not the commit");
}

pub async fn an_older_program_may_always_hand_in(world: World) {
    let device = world.device(id(1)).await;
    let ask = |method: Method, path: &str, protocol: &'static str| {
        let request = device.http.request(method, format!("{}{path}", device.url)).bearer_auth(&device.token);
        request.header("Feltmappen-Protocol", protocol)
    };
    let push = serde_json::json!({"commits": [commit(vec![create(contact(1), id(1), "Agnete")])]}).to_string();
    let older = ask(Method::GET, "/v1/feeds", "0").send().await.unwrap();
    assert_eq!(older.status(), StatusCode::UPGRADE_REQUIRED);
    assert_eq!(older.text().await.unwrap(), r#"{"code":"too_old"}"#);
    assert!(ask(Method::POST, "/v1/commits", "0").body(push).send().await.unwrap().status().is_success());
    assert!(ask(Method::POST, "/v1/orphans", "0").body(vec![7; 100]).send().await.unwrap().status().is_success());
    assert!(ask(Method::GET, "/v1/feeds", "2").send().await.unwrap().status().is_success(), "a newer one");
    for nonsense in ["", "one", "-1", "99999999"] {
        assert_eq!(ask(Method::GET, "/v1/feeds", nonsense).send().await.unwrap().status(), 400, "{nonsense}");
    }
    assert_eq!(device.http.get(format!("{}/v1/blobs/{}", device.url, Uuid::nil())).send().await.unwrap().status(), 400);
}
