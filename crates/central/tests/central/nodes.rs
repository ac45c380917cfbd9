//! Several nodes on one PostgreSQL, each a process of its own, and what happens when one of them, or the server, dies.

use std::time::{Duration, Instant};

use feltmappen_central::backup::verify;
use feltmappen_central::limits::Limits;
use feltmappen_central::storage::{Place, Rig, Storage};
use feltmappen_domain::record::{Kind, RecordKey};
use feltmappen_sync::wire::{Answer, EntryState, PushReply};
use feltmappen_sync::{Commit, Outcome};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::suite::events::Stream;
use crate::suite::permits::Scene;
use crate::support::{
    Cluster, Device, LIMIT, Node, World, binary, cluster, commit, contact, create, edit, http, id, until,
};

#[tokio::test(flavor = "multi_thread")]
async fn events_cross_nodes() {
    let (database, folder) = (cluster().database(), tempfile::tempdir().unwrap());
    // What comes to the other node comes by a message of the database.
    let one = Node::start_trusting(&database, folder.path()).await;
    let two = Node::start_trusting(&database, folder.path()).await;
    let here = one.enrol(&database, 1);
    let there = here.at(&two.url);
    let mut stream = Stream::open(&there).await;
    assert_eq!(stream.next().await.unwrap().sequence, 0);
    for n in 1..=5 {
        here.push(&[commit(vec![create(contact(n.into()), id(1), "Agnete")])]).await;
        stream.reach(n).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_start_at_once_migrate_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("central.db").display());
    for database in [cluster().database(), file] {
        let nodes: Vec<Node> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| Node::spawn(&database, folder.path()))).collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        let device = nodes[0].enrol(&database, 1);
        let mut datasets = Vec::new();
        for node in &nodes {
            node.ready().await;
            datasets.push(device.at(&node.url).feeds().await.dataset.id);
        }
        datasets.dedup();
        assert_eq!(datasets.len(), 1);
    }
}

/// Pushes commits one after another until all are answered for good, at whichever node answers.
async fn push_until_answered(devices: Vec<Device>, commits: Vec<Commit>) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut turn = 0;
    for chunk in commits.chunks(5) {
        let limit = Instant::now() + LIMIT;
        let reply = loop {
            turn += 1;
            if let Some(reply) = push_once(&devices[turn % devices.len()], chunk).await {
                break reply;
            }
            assert!(Instant::now() < limit, "no node answers");
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        answers.extend(reply.results.into_iter().map(|result| result.answer));
    }
    answers
}

/// Whatever goes wrong on the way, the device does not know what has been stored.
async fn push_once(device: &Device, commits: &[Commit]) -> Option<PushReply> {
    let answer = device.try_push(commits, None).await.ok()?;
    let whole = answer.status().is_success();
    let body = answer.bytes().await.ok()?;
    whole.then(|| serde_json::from_slice(&body).unwrap())
}

/// Every commit made one record of its own: all of them are there, once, without a gap.
async fn nothing_is_lost_or_doubled(device: &Device, database: &str, keys: &[RecordKey], answers: &[Answer]) {
    assert!(answers.iter().all(|answer| matches!(answer, Answer::Done { outcome: Outcome::Applied, .. })));
    let mirror = device.pull(50).await;
    assert_eq!(mirror.entries.keys().copied().collect::<Vec<_>>(), keys);
    assert_eq!(mirror.numbers(), (1..=keys.len() as u64).collect::<Vec<_>>());
    let storage = Storage::open(&database.parse().unwrap(), Rig::default()).await.unwrap();
    assert_eq!(verify(&storage).await.unwrap().faults, []);
}

fn records(count: u128) -> (Vec<RecordKey>, Vec<Commit>) {
    let keys: Vec<_> = (1..=count).map(contact).collect();
    let commits = keys.iter().map(|key| commit(vec![create(*key, id(1), "Agnete")])).collect();
    (keys, commits)
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_killed_in_the_middle_lose_and_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("central.db").display());
    for database in [cluster().database(), file] {
        let mut nodes = [Node::start(&database, folder.path()).await, Node::start(&database, folder.path()).await];
        let last = Node::start(&database, folder.path()).await;
        let device = last.enrol(&database, 1);
        let (keys, commits) = records(200);
        let devices = nodes.iter().map(|node| device.at(&node.url)).chain([device.clone()]).collect();
        let pushing = tokio::spawn(push_until_answered(devices, commits));
        // Killed whenever some of it has come through and some has not.
        for (node, some) in nodes.iter_mut().zip([20, 100]) {
            until("some of it", async || (device.feeds().await.feeds[0].sequence > some).then_some(())).await;
            node.kill();
        }
        let answers = pushing.await.unwrap();
        nothing_is_lost_or_doubled(&device, &database, &keys, &answers).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_restarted_in_the_middle_loses_and_doubles_nothing() {
    let server = Cluster::start();
    let (database, folder) = (server.database(), tempfile::tempdir().unwrap());
    let (one, two) = (Node::start(&database, folder.path()).await, Node::start(&database, folder.path()).await);
    let device = one.enrol(&database, 1);
    let there = device.at(&two.url);
    let mut stream = Stream::open(&there).await;
    let (keys, commits) = records(300);
    let devices = vec![device.clone(), there.clone()];
    let pushing = tokio::spawn(push_until_answered(devices, commits));
    until("some of it", async || (device.feeds().await.feeds[0].sequence > 20).then_some(())).await;
    server.crash();
    until("a node to say that it is not ready", async || {
        let answer = http().get(format!("{}/readyz", one.url)).send().await.ok()?;
        (answer.status() == 503).then_some(())
    })
    .await;
    assert!(
        http().get(format!("{}/healthz", one.url)).send().await.unwrap().status().is_success(),
        "alive all the same"
    );
    server.up();
    one.ready().await;
    let answers = pushing.await.unwrap();
    nothing_is_lost_or_doubled(&device, &database, &keys, &answers).await;
    // The stream is the same one, and hears again.
    stream.reach(300).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_what_is_under_way_finish() {
    let (database, folder) = (cluster().database(), tempfile::tempdir().unwrap());
    let mut node = Node::start(&database, folder.path()).await;
    let device = node.enrol(&database, 1);
    let mut stream = Stream::open(&device).await;
    stream.next().await.unwrap();
    let body = json!({"commits": [commit(vec![create(contact(1), id(1), "Agnete")])]}).to_string();
    let mut connection = TcpStream::connect(node.url.strip_prefix("http://").unwrap()).await.unwrap();
    let head = format!(
        "POST /v1/commits HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nfeltmappen-protocol: 1\r\n\
         expect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        device.token,
        body.len()
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let mut said = vec![0; 4096];
    let read = connection.read(&mut said).await.unwrap();
    assert!(said[..read].starts_with(b"HTTP/1.1 100"), "the request is under way");
    let stopping = tokio::task::spawn_blocking(move || node.stop());
    assert!(stream.next().await.is_none(), "open streams end");
    connection.write_all(body.as_bytes()).await.unwrap();
    let read = connection.read(&mut said).await.unwrap();
    assert!(String::from_utf8_lossy(&said[..read]).contains(r#""outcome":"applied""#));
    assert!(stopping.await.unwrap());
}

/// Two nodes on one database, in this process, so that a fault can be planted in them.
async fn edits_lost(rig: Rig) -> usize {
    let place = Place::Postgres(cluster().database());
    let one = World::start(place.clone(), tempfile::tempdir().unwrap(), rig, Limits::default()).await;
    let two = World::start(place, tempfile::tempdir().unwrap(), rig, Limits::default()).await;
    let device = one.device(id(1)).await;
    let mut lost = 0;
    for round in 1..=60 {
        let key = contact(round);
        device.push(&[commit(vec![create(key, id(1), "Agnete")])]).await;
        let (here, there) = (device.clone(), device.at(&two.url));
        let write =
            |field: &'static str, value: &str| [commit(vec![edit(key, id(1), &[(field, json!(null), json!(value))])])];
        let (first, second) = (write("phone", "70101155"), write("email", "agnete@example.dk"));
        let (first, second) = tokio::join!(here.push(&first), there.push(&second));
        for result in first.results.into_iter().chain(second.results) {
            assert!(matches!(result.answer, Answer::Done { outcome: Outcome::Applied, .. }), "{result:?}");
        }
        // Not `pull`: with the fault, count and hash do not fit either.
        let page = device.page(0, 1000).await;
        let entry = page.entries.iter().find(|entry| entry.key == key).unwrap();
        let EntryState::Present { fields, .. } = &entry.state else { panic!() };
        lost += usize::from(fields.get("phone").is_none()) + usize::from(fields.get("email").is_none());
    }
    lost
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_write_one_record_and_no_edit_is_lost() {
    assert_eq!(edits_lost(Rig::default()).await, 0);
    // Without the locks of the records the same test finds lost edits: it can tell.
    assert!(edits_lost(Rig { no_record_locks: true }).await > 0, "the planted fault was not found");
}

/// A withdrawal at one node and a permit at the other, at once, many times: the permits that stand behind the withdrawal.
async fn permits_after_the_withdrawal(rig: Rig) -> (usize, usize) {
    let place = Place::Postgres(cluster().database());
    let one = World::start(place.clone(), tempfile::tempdir().unwrap(), rig, Limits::default()).await;
    let two = World::start(place, tempfile::tempdir().unwrap(), rig, Limits::default()).await;
    let device = one.device(id(1)).await;
    let there = device.at(&two.url);
    let (mut given, mut late) = (0, 0);
    for round in 0..60 {
        let scene = Scene::new(device.clone(), 1 + 10 * round);
        scene.make().await;
        let (withdrawal, permit) = ([scene.withdrawal()], [scene.permit()]);
        let (withdrawn, _) = tokio::join!(device.push(&withdrawal), there.push(&permit));
        assert!(matches!(withdrawn.results[0].answer, Answer::Done { outcome: Outcome::Applied, .. }));
        let page = device.page(0, 1000).await;
        let find = |kind| page.entries.iter().find(|entry| entry.key == scene.key(kind)).unwrap();
        let (consent, submittal) = (find(Kind::Consent), find(Kind::Submittal));
        let EntryState::Present { fields, .. } = &submittal.state else { panic!() };
        let permitted = fields.get("permit.at").is_some();
        given += usize::from(permitted);
        late += usize::from(permitted && submittal.sequence > consent.sequence);
    }
    (given, late)
}

#[tokio::test(flavor = "multi_thread")]
async fn r6_no_permit_comes_after_the_withdrawal_on_another_node() {
    assert_eq!(permits_after_the_withdrawal(Rig::default()).await.1, 0);
    // Without the locks of the records the same test finds late permits: it can tell.
    assert!(permits_after_the_withdrawal(Rig { no_record_locks: true }).await.1 > 0, "the planted fault was not found");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_backs_up_restores_verifies_and_purges() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("central.db").display());
    let run = |words: &[&str]| {
        let done = std::process::Command::new(binary()).args(words).args(["--database", &database]).output().unwrap();
        (done.status.success(), String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap())
    };
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut node = Node::start(&database, folder.path()).await;
    let device = node.enrol(&database, 1);
    device.push(&[commit(vec![create(contact(1), id(1), "Agnete"), create(contact(2), id(1), "Bodil")])]).await;
    assert!(run(&["backup", "--to", &file("backup"), "--keys", &file("keys")]).0);
    let record = format!("contact/{}", id(1));
    let ledger = file("ledger");
    assert!(run(&["purge", "--record", &record, "--ledger", &ledger]).0);
    // The node that serves hears of it, although another process did it.
    let mut stream = Stream::open(&device).await;
    stream.reach(3).await;
    assert!(node.stop());
    let (done, printed, _) = run(&["restore", "--from", &file("backup"), "--ledger", &ledger, "--keys", &file("keys")]);
    assert!(done && printed.contains("generation"), "{printed}");
    assert_eq!(run(&["verify"]).1, "1 feeds, 1 records\n");
    let node = Node::start(&database, folder.path()).await;
    assert_eq!(device.at(&node.url).pull(10).await.entries[&contact(1)].state, EntryState::Purged);
    assert!(run(&["revoke", "--device", &device.id.to_string()]).0);
    assert!(!run(&["revoke", "--device", &id(9).to_string()]).0);
    assert_eq!(device.at(&node.url).ask(reqwest::Method::GET, "/v1/feeds").send().await.unwrap().status(), 403);
    let elsewhere = format!("sqlite:{}", file("nowhere.db"));
    for command in [vec!["verify"], vec!["backup", "--to", "x"], vec!["revoke", "--device", &record[8..]]] {
        let done =
            std::process::Command::new(binary()).args(command).args(["--database", &elsewhere]).output().unwrap();
        assert!(!done.status.success() && !folder.path().join("nowhere.db").exists());
    }
    let (done, _, said) = run(&["restore", "--from", &file("nothing"), "--ledger", &ledger]);
    assert!(!done && said.starts_with("feltmappe-central: "), "{said}");
}
