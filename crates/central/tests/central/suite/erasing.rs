//! Erasing by law.

use feltmappen_central::backup::{backup, restore, verify};
use feltmappen_central::purge::purge;
use feltmappen_central::replay::replay;
use feltmappen_sync::Outcome;
use feltmappen_sync::wire::{Answer, EntryState};
use serde_json::json;

use crate::support::{World, commit, company, contact, create, edit, id};

fn outcome(answer: &Answer) -> &Outcome {
    match answer {
        Answer::Done { outcome, .. } => outcome,
        other => panic!("{other:?}"),
    }
}

pub async fn a_purged_record_is_gone_everywhere(world: World) {
    let device = world.device(id(1)).await;
    let made = commit(vec![create(contact(1), id(1), "Agnete")]);
    device.push(&[made.clone(), commit(vec![create(contact(2), id(1), "Bodil")])]).await;
    for again in [false, true] {
        let moved = purge(&world.storage, &world.blobs(), &world.ledger(), contact(1)).await.unwrap();
        assert_eq!(moved.len(), usize::from(!again));
    }
    let mirror = device.pull(10).await;
    assert_eq!(mirror.entries[&contact(1)].state, EntryState::Purged);
    assert_eq!((mirror.numbers(), mirror.state().0), (vec![2, 3], 1));
    assert_eq!(verify(&world.storage).await.unwrap().faults, []);

    let late = commit(vec![edit(contact(1), id(1), &[("name", json!("Agnete"), json!("Carla"))])]);
    let answer = device.push_one(&late).await;
    assert_eq!(answer, Answer::Done { outcome: Outcome::Purged, feeds: vec![(device.feed(), 3)] });
    assert_eq!(device.push_one(&late).await, answer);
    // What was made before is over as well, and rests on nothing; what needs it goes on.
    let mut rests = commit(vec![create(contact(3), id(1), "Dorte")]);
    rests.needs = vec![late.id, made.id];
    assert_eq!(outcome(&device.push_one(&rests).await), &Outcome::Applied);
    // A record that is not known here yet cannot come either.
    purge(&world.storage, &world.blobs(), &world.ledger(), contact(7)).await.unwrap();
    let unknown = commit(vec![create(contact(7), id(1), "Else")]);
    assert_eq!(device.push_one(&unknown).await, Answer::Done { outcome: Outcome::Purged, feeds: vec![] });
}

pub async fn a_commit_about_purged_and_other_records(world: World) {
    let device = world.device(id(1)).await;
    purge(&world.storage, &world.blobs(), &world.ledger(), contact(1)).await.unwrap();
    let both = commit(vec![create(contact(1), id(1), "Agnete"), create(company(2), id(1), "Møbler A/S")]);
    assert_eq!(outcome(&device.push_one(&both).await), &Outcome::Applied);
    assert_eq!(device.pull(10).await.entries.into_keys().collect::<Vec<_>>(), [company(2)]);
}

pub async fn a_ledger_outlives_a_restore(world: World) {
    let device = world.device(id(1)).await;
    device.push(&[commit(vec![create(contact(1), id(1), "Agnete"), create(contact(2), id(1), "Bodil")])]).await;
    backup(&world.storage, &world.file("backup")).await.unwrap();
    purge(&world.storage, &world.blobs(), &world.ledger(), contact(1)).await.unwrap();
    restore(&world.storage, &world.file("backup")).await.unwrap();
    assert_eq!(device.pull(10).await.value(contact(1), "name"), Some(json!("Agnete")), "the backup still had it");
    assert_eq!(replay(&world.storage, &world.blobs(), &world.ledger()).await.unwrap(), 1);
    let mirror = device.pull(10).await;
    assert_eq!(mirror.entries[&contact(1)].state, EntryState::Purged);
    assert_eq!(mirror.value(contact(2), "name"), Some(json!("Bodil")));
    assert_eq!(replay(&world.storage, &world.blobs(), &world.ledger()).await.unwrap(), 0);
}
