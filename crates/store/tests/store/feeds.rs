//! What central sends: pages, what cannot be read, and differences that heal.

use feltmappen_domain::record::{Kind, RecordKey};
use feltmappen_sync::wire::{ContentHash, FeedState, Page, PageReading, read_page};
use serde_json::{Value, json};

use crate::central::{Central, feed, freeze, met, named};
use crate::support::*;

#[test]
fn pages_come_into_sight_with_lists_search_and_sums() {
    for count in [0, 1, 2, 3, 4, 7] {
        let home = Home::new();
        let (workspace, mut central) = met(&home);
        let keys: Vec<_> = (0..count).map(|_| key(Kind::Company)).collect();
        for (n, key) in keys.iter().enumerate() {
            central.set(*key, &named(&format!("Virksomhed {n}")));
        }
        assert!(central.pull(&workspace), "{count} records in pages of 3");
        assert_eq!(workspace.count(Kind::Company).unwrap(), count as u64);
        assert_eq!(workspace.search("virksomhed", 20).unwrap().len(), count);
        assert_eq!(workspace.feeds().unwrap()[0].sequence, central.last);
        assert!(workspace.has_everything().unwrap());
        assert!(workspace.history(None, 10).unwrap().is_empty(), "the first reading is no news");
    }
}

#[test]
fn whoever_never_stops_saving_stops_no_page_and_loses_nothing() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let mine = key(Kind::Company);
    workspace.commit(&fresh(mine, &[("name", "Egen virksomhed")])).unwrap();
    for n in 0..60 {
        central.set(key(Kind::Company), &named(&format!("Virksomhed {n}")));
    }
    let last = std::thread::scope(|scope| {
        let pulling = scope.spawn(|| central.pull(&workspace));
        let mut saved = 0;
        while !pulling.is_finished() {
            saved += 1;
            workspace.save_draft(&mine, UNIT, &path("notes"), &json!(saved), NOW).unwrap();
        }
        assert!(pulling.join().unwrap(), "what is here is what central has");
        saved
    });
    assert_eq!(workspace.drafts(&mine).unwrap()[0].value, json!(last));
    assert_eq!(workspace.count(Kind::Company).unwrap(), 61);
    assert_eq!(workspace.search("egen", 200).unwrap().len(), 1);
    // What the search has left for later is there as soon as nothing comes any more.
    while workspace.search("virksomhed", 200).unwrap().len() < 61 {
        std::thread::yield_now();
    }
    let synchronous: i64 =
        workspace.raw(|connection| connection.query_row("PRAGMA synchronous", [], |row| row.get(0))).unwrap();
    assert_eq!(synchronous, 2, "a save is durable, whatever was broken off before it");
}

#[test]
fn the_same_page_twice_changes_nothing_and_an_old_one_neither() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let company = key(Kind::Company);
    central.set(company, &named("Jensen"));
    let old = central.page(0, 10);
    central.pull(&workspace);
    let after = workspace.feeds().unwrap();
    let again = workspace.store_page(&old, 0, &[], NOW).unwrap();
    assert_eq!(again.agrees, Some(true));
    assert_eq!(workspace.feeds().unwrap(), after);
    central.set(company, &named("Hansen"));
    central.pull(&workspace);
    let late = Page { complete: None, ..old };
    workspace.store_page(&late, 1, &[], NOW).unwrap();
    assert_eq!(text(&workspace, &company, "name").as_deref(), Some("Hansen"));
}

#[test]
fn a_page_that_skips_some_is_refused() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    for _ in 0..4 {
        central.set(key(Kind::Company), &named("Jensen"));
    }
    assert!(workspace.store_page(&central.page(2, 10), 2, &[], NOW).is_err());
    assert_eq!(workspace.count(Kind::Company).unwrap(), 0);
}

#[test]
fn what_cannot_be_read_is_put_aside_counts_and_gives_way_to_what_can() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let good = key(Kind::Company);
    central.set(good, &named("Jensen"));
    let mut strange = serde_json::to_value(&central.page(0, 10).entries[0]).unwrap();
    strange["key"] = json!({"kind": "spaceship", "id": id()});
    let reading = with_strange(&central, strange, central.state());
    let outcome = workspace.store_page(&reading.page, 0, &reading.unreadable, NOW).unwrap();
    assert_eq!((outcome.agrees, outcome.quarantined), (Some(true), 1));
    assert_eq!(text(&workspace, &good, "name").as_deref(), Some("Jensen"));
    let aside = workspace.quarantined().unwrap().remove(0);
    assert_eq!(aside.reason, "unknown_kind");
    assert!(!format!("{aside:?}").contains("Jensen"));
    assert_eq!(workspace.read_quarantined(NOW).unwrap(), 0);
}

/// Five companies that central has.
fn five(central: &mut Central) -> Vec<RecordKey> {
    let keys: Vec<_> = (0..5).map(|_| key(Kind::Company)).collect();
    for key in &keys {
        central.set(*key, &named("Jensen"));
    }
    keys
}

/// A page with one entry more, which this program cannot read.
fn with_strange(central: &Central, mut strange: Value, state: FeedState) -> PageReading {
    let mut text = serde_json::to_value(central.page(0, 10)).unwrap();
    strange["sequence"] = json!(state.sequence + 1);
    let hash = ContentHash::of_json(&strange).unwrap();
    text["entries"].as_array_mut().unwrap().push(strange);
    text["until"] = json!(state.sequence + 1);
    text["complete"]["count"] = json!(state.count + 1);
    text["complete"]["hash"] = json!(state.hash.plus(hash).to_string());
    read_page(&text.to_string()).unwrap()
}

#[test]
fn what_was_put_aside_and_is_not_met_again_no_longer_counts() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    central.set(key(Kind::Company), &named("Jensen"));
    let mut strange = serde_json::to_value(&central.page(0, 10).entries[0]).unwrap();
    strange["key"] = json!({"kind": "spaceship", "id": id()});
    let reading = with_strange(&central, strange, central.state());
    let outcome = workspace.store_page(&reading.page, 0, &reading.unreadable, NOW).unwrap();
    assert_eq!((outcome.agrees, outcome.quarantined), (Some(true), 1));
    // Central does not have it any more.
    workspace.read_again(&feed()).unwrap();
    assert!(central.pull(&workspace), "or it would be read again for ever");
    assert!(workspace.quarantined().unwrap().is_empty());
}

#[test]
fn the_older_state_of_what_was_put_aside_stays_in_sight_when_the_feed_is_read_again() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let jensen = key(Kind::Company);
    central.set(jensen, &named("Jensen"));
    central.pull(&workspace);
    let mut strange = serde_json::to_value(&central.page(0, 10).entries[0]).unwrap();
    strange["conflicts"] = json!("of a newer form");
    let (empty, last) = (Central::default(), central.last);
    let state = FeedState { sequence: last, ..empty.state() };
    let reading = with_strange(&empty, strange, state);
    for again in [false, true] {
        let after = if again { 0 } else { last };
        if again {
            workspace.read_again(&feed()).unwrap();
        }
        let outcome = workspace.store_page(&reading.page, after, &reading.unreadable, NOW).unwrap();
        assert_eq!((outcome.agrees, outcome.quarantined), (Some(true), 1), "again: {again}");
        assert_eq!(text(&workspace, &jensen, "name").as_deref(), Some("Jensen"), "again: {again}");
    }
}

#[test]
fn one_entry_that_cannot_be_stored_is_put_aside_alone() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let keys = five(&mut central);
    let refuse = format!(
        "CREATE TRIGGER refuse BEFORE INSERT ON confirmed WHEN NEW.id = x'{}' BEGIN SELECT RAISE(ABORT, ''); END",
        keys[2].id.simple()
    );
    workspace.raw(|connection| connection.execute_batch(&refuse)).unwrap();
    let outcome = workspace.store_page(&central.page(0, 10), 0, &[], NOW).unwrap();
    assert_eq!((outcome.agrees, outcome.quarantined, outcome.until), (Some(true), 1, central.last));
    let aside = workspace.quarantined().unwrap();
    assert_eq!(aside.iter().map(|one| one.reason.as_str()).collect::<Vec<_>>(), ["not_stored"]);
    assert_eq!(workspace.search("jensen", 9).unwrap().len(), 4, "the others are here, and are found");
}

#[test]
fn what_was_lost_here_is_found_by_looking_through_and_read_again() {
    let lose = ["DELETE FROM confirmed WHERE id = ?1", "DELETE FROM record WHERE id = ?1"];
    for lost in lose {
        let home = Home::new();
        let (workspace, mut central) = met(&home);
        let keys = five(&mut central);
        central.pull(&workspace);
        workspace.look_through().unwrap();
        assert!(workspace.read_again_now().unwrap().is_empty(), "nothing is lost");
        let rows = workspace.raw(|c| {
            c.execute_batch("PRAGMA foreign_keys = OFF")?;
            c.execute(lost, [keys[2].id.as_bytes()])
        });
        assert_eq!(rows.unwrap(), 1);
        workspace.look_through().unwrap();
        assert_eq!(workspace.read_again_now().unwrap(), [feed()], "{lost}");
        assert!(central.pull(&workspace));
        assert_eq!(text(&workspace, &keys[2], "name").as_deref(), Some("Jensen"), "{lost}");
        workspace.look_through().unwrap();
        assert!(workspace.read_again_now().unwrap().is_empty());
    }
}

#[test]
fn a_difference_heals_by_reading_again_and_what_is_not_met_goes() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let keys = five(&mut central);
    central.pull(&workspace);
    let unsent = company(&workspace, "Min egen");
    // Central lost two without saying so.
    central.entries.retain(|entry| entry.key != keys[0] && entry.key != keys[4]);
    central.set(keys[1], &named("Hansen"));
    assert!(!central.pull(&workspace), "the sums differ");
    workspace.read_again(&feed()).unwrap();
    assert_eq!(workspace.count(Kind::Company).unwrap(), 6, "everything stays in sight meanwhile");
    assert!(central.pull(&workspace));
    assert_eq!(workspace.count(Kind::Company).unwrap(), 4);
    assert_eq!(text(&workspace, &unsent, "name").as_deref(), Some("Min egen"));
    assert_eq!(workspace.search("jensen", 9).unwrap().len(), 2);
}

#[test]
fn a_difference_that_was_found_before_a_crash_is_read_again_after_it() {
    let home = Home::new();
    let mut central = Central::default();
    central.set(key(Kind::Company), &named("Café Lysning"));
    {
        let workspace = home.create();
        assert!(central.pull(&workspace));
        let spoil = "UPDATE feed SET hash = CAST(printf('%032d', 7) AS BLOB)";
        workspace.raw(|connection| connection.execute(spoil, [])).unwrap();
        central.set(key(Kind::Company), &named("Møllegårdens Bageri"));
        assert!(!central.pull(&workspace));
        // Nobody came to begin the reading.
    }
    let workspace = home.open().unwrap();
    assert_eq!(workspace.read_again_now().unwrap(), [feed()]);
    assert_eq!(workspace.feeds().unwrap()[0].sequence, 0);
    assert!(central.pull(&workspace));
    assert_eq!(workspace.read_again_now().unwrap(), []);
}

#[test]
fn a_sum_that_is_wrong_by_itself_heals_too() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    central.set(key(Kind::Company), &named("Jensen"));
    central.pull(&workspace);
    let spoil = "UPDATE feed SET count = 7, hash = CAST(printf('%032d', 7) AS BLOB)";
    workspace.raw(|writer| writer.execute(spoil, [])).unwrap();
    central.set(key(Kind::Company), &named("Hansen"));
    assert!(!central.pull(&workspace), "the sums differ");
    workspace.read_again(&feed()).unwrap();
    assert!(central.pull(&workspace));
}

#[test]
fn a_device_that_is_cut_off_at_the_end_of_a_page_reads_that_end_again() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let own = company(&workspace, "Min egen");
    let sent = freeze(&workspace);
    let answer = central.push(&sent);
    central.set(own, &named("Min egen"));
    workspace.store_reply(&answer, NOW).unwrap();
    workspace
        .raw(|writer| {
            writer.execute_batch(
                "CREATE TRIGGER cut BEFORE UPDATE ON feed WHEN NEW.complete BEGIN SELECT RAISE(ABORT, 'cut off'); END",
            )
        })
        .unwrap();
    assert!(workspace.store_page(&central.page(0, 9), 0, &[], NOW).is_err());
    workspace.raw(|writer| writer.execute_batch("DROP TRIGGER cut")).unwrap();
    assert!(workspace.feeds().unwrap()[0].sequence < central.last, "or else nobody would ask for it any more");
    assert!(!workspace.has_everything().unwrap());
    assert!(central.pull(&workspace));
    assert!(workspace.has_everything().unwrap());
    assert_eq!(workspace.sync_counts().unwrap().unsent, 0);
}
