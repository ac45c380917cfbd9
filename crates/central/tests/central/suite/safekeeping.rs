//! Backup, restore, verification.

use feltmappen_central::backup::{backup, restore, verify};
use feltmappen_central::identity::revoke;
use feltmappen_central::replay::replay;
use feltmappen_central::storage::{Place, Storage, StorageError};
use serde_json::json;

use crate::support::{World, cluster, commit, contact, create, edit, id};

pub async fn a_restore_is_rehearsed(world: World) {
    let device = world.device(id(1)).await;
    let early = commit(vec![create(contact(1), id(1), "Agnete")]);
    let answer = device.push_one(&early).await;
    let before = device.feeds().await;
    backup(&world.storage, &world.file("backup")).await.unwrap();
    let late = commit(vec![edit(contact(1), id(1), &[("name", json!("Agnete"), json!("Bodil"))])]);
    device.push(std::slice::from_ref(&late)).await;
    let lost = world.device(id(1)).await;

    let generation = restore(&world.storage, &world.file("backup")).await.unwrap();
    let after = device.feeds().await;
    assert_eq!((after.dataset.id, after.sealing_key), (before.dataset.id, before.sealing_key));
    assert_eq!(i64::try_from(after.dataset.generation).unwrap(), generation);
    assert!(after.dataset.generation > before.dataset.generation);
    assert_eq!((after.feeds[0].sequence, after.feeds[0].hash), (before.feeds[0].sequence, before.feeds[0].hash));
    assert_eq!((before.feeds[0].restored, after.feeds[0].restored), (0, 1), "the feed says where the backup ended");
    assert_eq!(lost.ask(reqwest::Method::GET, "/v1/feeds").send().await.unwrap().status(), 401);

    assert_eq!(device.push_one(&early).await, answer, "what the backup knows is answered as ever");
    device.push(&[late]).await;
    assert_eq!(device.pull(10).await.value(contact(1), "name"), Some(json!("Bodil")), "what it lost can come again");
    assert_eq!(verify(&world.storage).await.unwrap().faults, []);

    // The same backup once more: the generation never repeats.
    let again = restore(&world.storage, &world.file("backup")).await.unwrap();
    assert!(again > generation);
    assert_eq!(device.feeds().await.feeds[0].restored, 1);
}

pub async fn going_back_twice_says_how_far_for_the_youngest_feed_too(world: World) {
    backup(&world.storage, &world.file("empty")).await.unwrap();
    let device = world.device(id(1)).await;
    let push = async |from: u128, device: &crate::support::Device| {
        let commits: Vec<_> = (from..from + 5).map(|n| commit(vec![create(contact(n), id(1), "Agnete")])).collect();
        device.push(&commits).await;
    };
    push(1, &device).await;
    let restored = async |name: &str| {
        restore(&world.storage, &world.file(name)).await.unwrap();
        replay(&world.storage, &world.blobs(), &world.ledger()).await.unwrap();
        world.device(id(1)).await
    };

    // The unit's feed is younger than this backup, and comes into being once more.
    let device = restored("empty").await;
    push(11, &device).await;
    backup(&world.storage, &world.file("full")).await.unwrap();
    // A device that was away knows numbers 1 to 5 from before, and they are other records.
    let feeds = restored("full").await.feeds().await.feeds;
    assert_eq!(
        (feeds[0].sequence, feeds[0].restored),
        (5, 0),
        "nothing of what the first restore took is in the second"
    );

    // And so on a new machine, where only the ledger knows of the first.
    let folder = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(folder.path().join("central.db"));
    let other = World::start(place, folder, Default::default(), Default::default()).await;
    restore(&other.storage, &world.file("full")).await.unwrap();
    replay(&other.storage, &other.blobs(), &world.ledger()).await.unwrap();
    assert_eq!(other.device(id(1)).await.feeds().await.feeds[0].restored, 0);
    assert_eq!(verify(&other.storage).await.unwrap().faults, []);
}

pub async fn a_device_that_was_struck_off_stays_so(world: World) {
    let device = world.device(id(1)).await;
    backup(&world.storage, &world.file("backup")).await.unwrap();
    assert!(revoke(&world.storage, &world.ledger(), device.id).await.unwrap());
    assert!(!revoke(&world.storage, &world.ledger(), id(0xbad)).await.unwrap());
    let status = async || device.ask(reqwest::Method::GET, "/v1/feeds").send().await.unwrap().status();
    assert_eq!(status().await, 403);

    restore(&world.storage, &world.file("backup")).await.unwrap();
    assert_eq!(status().await, 200, "the backup does not know");
    replay(&world.storage, &world.blobs(), &world.ledger()).await.unwrap();
    assert_eq!(status().await, 403, "the ledger does");
}

pub async fn a_backup_of_one_database_restores_into_the_other(world: World) {
    let device = world.device(id(1)).await;
    let commits: Vec<_> = (1..=30).map(|n| commit(vec![create(contact(n), id(1), "Agnete")])).collect();
    device.push(&commits).await;
    device.push(&[commit(vec![edit(contact(1), id(1), &[("name", json!("Lone"), json!("Bodil"))])])]).await;
    let request = device.ask(reqwest::Method::POST, "/v1/orphans").body(vec![7; 100]);
    assert!(request.send().await.unwrap().status().is_success());
    feltmappen_central::purge::purge(&world.storage, &world.blobs(), &world.ledger(), contact(9)).await.unwrap();
    let (before, mirror) = (device.feeds().await, device.pull(10).await);
    backup(&world.storage, &world.file("backup")).await.unwrap();

    let folder = tempfile::tempdir().unwrap();
    let place = match world.place {
        Place::Sqlite(_) => Place::Postgres(cluster().database()),
        Place::Postgres(_) => Place::Sqlite(folder.path().join("central.db")),
    };
    let other = World::start(place, folder, feltmappen_central::storage::Rig::default(), Default::default()).await;
    restore(&other.storage, &world.file("backup")).await.unwrap();
    let device = device.at(&other.url);
    let (after, moved) = (device.feeds().await, device.pull(10).await);
    assert_eq!((after.dataset.id, after.feeds[0].hash), (before.dataset.id, before.feeds[0].hash));
    assert_eq!(moved.entries, mirror.entries);
    assert_eq!(verify(&other.storage).await.unwrap().faults, []);
    assert_eq!(device.push(&commits).await.results[5], world.storage_answer(&commits[5]));
}

impl World {
    /// What a commit of one record that was made here is answered with.
    fn storage_answer(&self, commit: &feltmappen_sync::Commit) -> feltmappen_sync::wire::CommitResult {
        let feeds = vec![(feltmappen_sync::wire::FeedId::unit(id(1)), 6)];
        let answer = feltmappen_sync::wire::Answer::Done { outcome: feltmappen_sync::Outcome::Applied, feeds };
        feltmappen_sync::wire::CommitResult { id: commit.id, answer }
    }
}

pub async fn verifying_finds_what_does_not_fit(world: World) {
    let device = world.device(id(1)).await;
    let commits: Vec<_> = (1..=30).map(|n| commit(vec![create(contact(n), id(1), "Agnete")])).collect();
    device.push(&commits).await;
    let fine = verify(&world.storage).await.unwrap();
    assert_eq!((fine.feeds, fine.records, fine.faults.len()), (1, 30, 0));

    let cases = [
        ("UPDATE record SET fields = '{\"name\":\"Bodil\"}' WHERE sequence = 3", vec!["hash"]),
        ("UPDATE record SET fields = '{\"name\":\"Agnete\"}' WHERE sequence = 3", vec![]),
        ("UPDATE feed SET count = 31", vec!["count"]),
        ("UPDATE feed SET count = 30, sequence = 31", vec!["sequence"]),
        ("UPDATE feed SET sequence = 30", vec![]),
        ("UPDATE record SET fields = '{\"name\":[]}' WHERE sequence = 3", vec!["hash", "unreadable"]),
        ("UPDATE record SET fields = '{\"name\":\"Agnete\"}' WHERE sequence = 3", vec![]),
        ("DELETE FROM record WHERE sequence = 3", vec!["count", "hash"]),
    ];
    for (statement, expected) in cases {
        match &world.place {
            Place::Sqlite(path) => {
                rusqlite::Connection::open(path).unwrap().execute(statement, []).unwrap();
            }
            Place::Postgres(address) => {
                cluster().sql(address.rsplit('/').next().unwrap(), statement);
            }
        }
        let found: Vec<_> = verify(&world.storage).await.unwrap().faults.iter().map(|fault| fault.what).collect();
        assert_eq!(found, expected, "{statement}");
    }
}

pub async fn a_broken_backup_changes_nothing(world: World) {
    let device = world.device(id(1)).await;
    device.push(&[commit(vec![create(contact(1), id(1), "Agnete")])]).await;
    let before = device.feeds().await;
    backup(&world.storage, &world.file("backup")).await.unwrap();
    let whole = std::fs::read(world.file("backup")).unwrap();
    let newer = world.file("newer");
    std::fs::write(&newer, &whole).unwrap();
    rusqlite::Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let other = world.file("other");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE record (id)").unwrap();
    let cut = world.file("cut");
    std::fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let text = world.file("text");
    std::fs::write(&text, "this is no backup".repeat(100)).unwrap();
    for file in [&newer, &other, &cut, &text, &world.file("missing")] {
        let error = restore(&world.storage, file).await.unwrap_err();
        if file == &newer {
            assert_eq!(error, StorageError::Newer { found: 99, known: 1 });
        }
        assert_eq!(device.feeds().await, before, "{}", file.display());
    }
    // The database of a newer program is not touched either.
    let error = Storage::open(&Place::Sqlite(newer), Default::default()).await.err().unwrap();
    assert_eq!(error, StorageError::Newer { found: 99, known: 1 });
}
