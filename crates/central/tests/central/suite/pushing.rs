//! Handing in.

use feltmappen_sync::Outcome;
use feltmappen_sync::wire::{Answer, Dataset, EntryState};
use serde_json::json;
use uuid::Uuid;

use crate::support::{World, commit, company, contact, create, edit, id};

fn applied(answer: &Answer) -> u64 {
    match answer {
        Answer::Done { outcome: Outcome::Applied, feeds } => feeds[0].1,
        other => panic!("{other:?}"),
    }
}

fn rejected(answer: &Answer) -> &str {
    match answer {
        Answer::Done { outcome: Outcome::Rejected { code }, feeds } if feeds.is_empty() => code,
        other => panic!("{other:?}"),
    }
}

pub async fn what_is_pushed_is_read(world: World) {
    let device = world.device(id(1)).await;
    let answer = device.push_one(&commit(vec![create(contact(1), id(1), "Agnete")])).await;
    assert_eq!(applied(&answer), 1);
    let mirror = world.device(id(1)).await.pull(10).await;
    assert_eq!(mirror.value(contact(1), "name"), Some(json!("Agnete")));
    assert_eq!(mirror.entries[&contact(1)].home_unit, id(1));
}

pub async fn the_same_commit_twice_gets_the_same_answer(world: World) {
    let device = world.device(id(1)).await;
    let first = commit(vec![create(contact(1), id(1), "Agnete")]);
    let answer = device.push_one(&first).await;
    device.push(&[commit(vec![edit(contact(1), id(1), &[("name", json!("Agnete"), json!("Bodil"))])])]).await;
    assert_eq!(device.push_one(&first).await, answer, "also when the record has moved on");
    let mirror = device.pull(10).await;
    assert_eq!((mirror.cursor, mirror.value(contact(1), "name")), (2, Some(json!("Bodil"))));
}

pub async fn the_same_commit_twice_in_one_push(world: World) {
    let device = world.device(id(1)).await;
    let one = commit(vec![create(contact(1), id(1), "Agnete")]);
    let mut other = one.clone();
    other.action = "create".to_owned();
    let reply = device.push(&[one.clone(), one.clone(), other]).await;
    assert_eq!(reply.results[0], reply.results[1]);
    assert_eq!(reply.results[2].answer, Answer::OtherPayload);
    assert_eq!(device.pull(10).await.cursor, 1);
}

pub async fn a_lost_reply_is_made_good_by_sending_again(world: World) {
    let device = world.device(id(1)).await;
    let commits: Vec<_> = (1..=20).map(|n| commit(vec![create(contact(n), id(1), "Agnete")])).collect();
    // The answer is never read: the device does not know whether anything was stored.
    drop(device.try_push(&commits, None).await);
    let reply = device.push(&commits).await;
    let landed: Vec<u64> = reply.results.iter().map(|result| applied(&result.answer)).collect();
    assert_eq!(landed, (1..=20).collect::<Vec<_>>());
    assert_eq!(device.pull(100).await.numbers(), (1..=20).collect::<Vec<_>>());
}

pub async fn another_payload_under_a_known_id_is_an_error(world: World) {
    let device = world.device(id(1)).await;
    let one = commit(vec![create(contact(1), id(1), "Agnete")]);
    device.push(std::slice::from_ref(&one)).await;
    let mut other = commit(vec![create(contact(1), id(1), "Bodil")]);
    other.id = one.id;
    assert_eq!(device.push_one(&other).await, Answer::OtherPayload);
    assert_eq!(device.pull(10).await.value(contact(1), "name"), Some(json!("Agnete")));
}

pub async fn a_commit_waits_for_what_it_needs(world: World) {
    let device = world.device(id(1)).await;
    let first = commit(vec![create(company(1), id(1), "Møbler A/S")]);
    let mut second = commit(vec![create(contact(2), id(1), "Agnete")]);
    second.needs = vec![first.id];
    assert_eq!(device.push_one(&second).await, Answer::Held { needs: first.id });
    assert!(device.pull(10).await.entries.is_empty(), "nothing of it is stored");
    let reply = device.push(&[first, second]).await;
    assert_eq!(reply.results.iter().map(|result| applied(&result.answer)).collect::<Vec<_>>(), [1, 2]);
}

pub async fn a_rejected_need_holds_what_rests_on_it(world: World) {
    let device = world.device(id(1)).await;
    let bad = commit(vec![create(company(1), id(2), "Møbler A/S")]);
    let mut rests = commit(vec![create(contact(2), id(1), "Agnete")]);
    rests.needs = vec![bad.id];
    let mut further = commit(vec![create(contact(3), id(1), "Bodil")]);
    further.needs = vec![rests.id];
    let free = commit(vec![create(contact(4), id(1), "Carla")]);
    let commits = [bad, rests, further, free];
    for _ in 0..2 {
        let reply = device.push(&commits).await;
        assert_eq!(rejected(&reply.results[0].answer), "home_unit");
        assert_eq!(reply.results[1].answer, Answer::Held { needs: commits[0].id });
        assert_eq!(reply.results[2].answer, Answer::Held { needs: commits[1].id });
        assert_eq!(applied(&reply.results[3].answer), 1);
    }
}

pub async fn a_commit_is_all_or_nothing(world: World) {
    let device = world.device(id(1)).await;
    let half = commit(vec![
        create(contact(1), id(1), "Agnete"),
        edit(company(2), id(1), &[("cvr", json!(null), json!("not a number"))]),
    ]);
    let reply = device.push(&[half, commit(vec![create(contact(3), id(1), "Bodil")])]).await;
    assert_eq!(rejected(&reply.results[0].answer), "format");
    assert_eq!(applied(&reply.results[1].answer), 1, "what was taken back has used no number");
    assert_eq!(device.pull(10).await.entries.into_keys().collect::<Vec<_>>(), [contact(3)]);
}

pub async fn one_bad_commit_stops_no_other(world: World) {
    let device = world.device(id(1)).await;
    let good = serde_json::to_value(commit(vec![create(contact(1), id(1), "Agnete")])).unwrap();
    let with = |id: u128, path: &str, value: serde_json::Value| {
        let mut bad = good.clone();
        bad["id"] = json!(crate::support::id(id));
        *bad.pointer_mut(path).unwrap() = value;
        bad
    };
    let twice = json!([good["records"][0], good["records"][0]]);
    let cases = [
        ("a kind of tomorrow", with(11, "/records/0/key/kind", json!("spaceship")), "unknown_kind"),
        ("a value that is none", with(12, "/records/0/changes/0/value", json!({"an": "object"})), "format"),
        ("a path that is none", with(13, "/records/0/changes/0/path", json!("../name")), "format"),
        ("a record twice", with(14, "/records", twice), "format"),
        ("an endless action", with(15, "/action", json!("a".repeat(41))), "format"),
        ("a time with a null character", with(16, "/device_time", json!("2026\u{0}")), "format"),
    ];
    let commits: Vec<_> = cases.iter().map(|(_, bad, _)| bad).chain([&good]).collect();
    for _ in 0..2 {
        let answer = device.ask(reqwest::Method::POST, "/v1/commits").body(json!({"commits": commits}).to_string());
        let reply: feltmappen_sync::wire::PushReply =
            serde_json::from_str(&answer.send().await.unwrap().text().await.unwrap()).unwrap();
        for ((name, _, code), result) in cases.iter().zip(&reply.results) {
            assert_eq!(rejected(&result.answer), *code, "{name}");
        }
        assert_eq!(applied(&reply.results.last().unwrap().answer), 1);
    }
}

pub async fn r76_r77_numbers_are_judged_by_central_too(world: World) {
    use feltmappen_domain::record::{Kind, RecordKey};
    let device = world.device(id(1)).await;
    let cases = [
        (Kind::Company, "cvr", "13585628", true),
        (Kind::Company, "cvr", "13585627", false),
        (Kind::Workplace, "p_number", "0000000001", true),
        (Kind::Workplace, "p_number", "000000001", false),
        // Modulus 11 says no, and the number is taken all the same.
        (Kind::Candidate, "cpr", "0101900001", true),
        (Kind::Candidate, "cpr", "010190001", false),
    ];
    for (n, (kind, path, number, taken)) in (1_u128..).zip(cases) {
        let key = RecordKey::new(kind, id(n));
        let answer = device.push_one(&commit(vec![edit(key, id(1), &[(path, json!(null), json!(number))])])).await;
        if taken {
            applied(&answer);
        } else {
            assert_eq!(rejected(&answer), "format", "{path}");
        }
    }
}

pub async fn two_sides_make_a_conflict_and_a_person_decides(world: World) {
    let (one, two) = (world.device(id(1)).await, world.device(id(1)).await);
    one.push(&[commit(vec![create(contact(1), id(1), "Agnete")])]).await;
    let change = |value: &str| commit(vec![edit(contact(1), id(1), &[("name", json!("Agnete"), json!(value))])]);
    applied(&one.push_one(&change("Bodil")).await);
    let answer = two.push_one(&change("Carla")).await;
    assert!(matches!(answer, Answer::Done { outcome: Outcome::AppliedWithConflict, .. }), "{answer:?}");

    let mirror = one.pull(10).await;
    let EntryState::Present { conflicts, .. } = &mirror.entries[&contact(1)].state else { panic!() };
    assert_eq!((conflicts.len(), &conflicts[0].sides[0].mine), (1, &json!("Carla")));
    assert_eq!(mirror.value(contact(1), "name"), Some(json!("Bodil")));

    let mut decided = edit(contact(1), id(1), &[("name", json!("Bodil"), json!("Carla"))]);
    decided.resolves = vec![conflicts[0].id];
    applied(&one.push_one(&commit(vec![decided])).await);
    let mirror = two.pull(10).await;
    let EntryState::Present { conflicts, .. } = &mirror.entries[&contact(1)].state else { panic!() };
    assert!(conflicts.is_empty());
    assert_eq!(mirror.value(contact(1), "name"), Some(json!("Carla")));
}

pub async fn a_push_for_other_data_is_refused(world: World) {
    let device = world.device(id(1)).await;
    let dataset = device.feeds().await.dataset;
    let one = commit(vec![create(contact(1), id(1), "Agnete")]);
    for other in [Dataset { generation: dataset.generation + 1, ..dataset }, Dataset { id: Uuid::nil(), ..dataset }] {
        let answer = device.try_push(std::slice::from_ref(&one), Some(other)).await.unwrap();
        assert_eq!(answer.status(), 409);
        assert_eq!(answer.text().await.unwrap(), r#"{"code":"other_dataset"}"#);
    }
    assert!(device.pull(10).await.entries.is_empty());
    assert!(device.try_push(&[one], Some(dataset)).await.unwrap().status().is_success());
}

pub async fn many_devices_at_once_leave_no_gap_and_lose_nothing(world: World) {
    const DEVICES: u128 = 8;
    const EACH: u128 = 30;
    let first = world.device(id(1)).await;
    // A record that everybody edits, each another field of an item of their own.
    first.push(&[commit(vec![create(contact(1), id(1), "Agnete")])]).await;
    let mut tasks = Vec::new();
    for n in 0..DEVICES {
        let device = world.device(id(1)).await;
        tasks.push(tokio::spawn(async move {
            for step in 0..EACH {
                let own = contact(1000 + n * EACH + step);
                let shared = company(2000 + step);
                let commits =
                    [commit(vec![create(own, id(1), "Bodil")]), commit(vec![create(shared, id(1), "Møbler A/S")])];
                for result in device.push(&commits).await.results {
                    assert!(matches!(result.answer, Answer::Done { .. }), "{result:?}");
                }
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let mirror = first.pull(100).await;
    let expected = u64::try_from(1 + DEVICES * EACH + EACH).unwrap();
    assert_eq!(mirror.entries.len() as u64, expected);
    // The shared records were made by the first and changed nothing for the others, so every number is there once.
    assert_eq!(mirror.numbers(), (1..=expected).collect::<Vec<_>>());
}

pub async fn the_same_new_record_from_many_devices_at_once(world: World) {
    const DEVICES: usize = 8;
    let mut tasks = Vec::new();
    for n in 0..DEVICES {
        let device = world.device(id(1)).await;
        tasks.push(tokio::spawn(async move {
            let name = format!("Navn {n}");
            device.push_one(&commit(vec![create(contact(1), id(1), &name)])).await
        }));
    }
    let mut conflicts = 0;
    for task in tasks {
        match task.await.unwrap() {
            Answer::Done { outcome: Outcome::AppliedWithConflict, .. } => conflicts += 1,
            answer => assert!(applied(&answer) > 0),
        }
    }
    assert_eq!(conflicts, DEVICES - 1, "one of them wins, every other value is kept for a person");
    let mirror = world.device(id(1)).await.pull(10).await;
    let EntryState::Present { conflicts, .. } = &mirror.entries[&contact(1)].state else { panic!() };
    let mut kept: Vec<String> = conflicts.iter().map(|one| one.sides[0].mine.as_str().unwrap().to_owned()).collect();
    kept.push(mirror.value(contact(1), "name").unwrap().as_str().unwrap().to_owned());
    kept.sort();
    assert_eq!(kept, (0..DEVICES).map(|n| format!("Navn {n}")).collect::<Vec<_>>());
}
