//! The power goes at any moment: what was reported saved is there, and an action is there whole or not at all.

pub mod vfs;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use feltmappen_domain::record::{Kind, RecordKey};
use feltmappen_store::{Rig, StoreError, Workspace};
use feltmappen_sync::wire::PIECE_BYTES;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::attachments::{FIELD, attach, fetch, picture, read};
use crate::central::Central;
use crate::support::*;
use vfs::{Disk, Picture, Tear};

const EDITS: u64 = 240;

/// What is in the workspace after a number of edits.
#[derive(Default, Clone, PartialEq)]
struct Model {
    name: Option<String>,
    drafts: BTreeMap<String, String>,
}

/// Edit `n`: mostly typing, sometimes a commit that takes two drafts with it, sometimes a discard.
enum Edit {
    Draft(&'static str, String),
    Discard(&'static str),
    Commit(String),
}

const FIELDS: [&str; 3] = ["name", "notes", "cvr"];

fn edit(n: u64) -> Edit {
    match n % 5 {
        0..=2 => Edit::Draft(FIELDS[(n % 3) as usize], format!("udkast {n} {}", "æøå ".repeat((n % 90) as usize))),
        3 => Edit::Commit(format!("Virksomhed {n} {}", "gaffeltruck ".repeat((n % 15) as usize).trim())),
        _ => Edit::Discard(FIELDS[(n % 3) as usize]),
    }
}

fn expected(edits: u64) -> Model {
    let mut model = Model::default();
    for n in 0..edits {
        match edit(n) {
            Edit::Draft(field, text) => {
                model.drafts.insert(field.into(), text);
            }
            Edit::Discard(field) => {
                model.drafts.remove(field);
            }
            Edit::Commit(name) => {
                model.name = Some(name);
                model.drafts.remove("name");
            }
        }
    }
    model
}

fn carry_out(workspace: &Workspace, key: &RecordKey, n: u64, standing: &mut Value) {
    match edit(n) {
        Edit::Draft(field, text) => workspace.save_draft(key, UNIT, &path(field), &json!(text), NOW).unwrap(),
        Edit::Discard(field) => workspace.discard_draft(key, &path(field), NOW).unwrap(),
        Edit::Commit(name) => {
            workspace.commit(&commit(*key, vec![change("name", standing.clone(), name.clone())])).unwrap();
            *standing = json!(name);
        }
    }
}

/// What is there; `None` when the parts of an action contradict each other.
fn found(workspace: &Workspace, key: &RecordKey) -> Result<Option<Model>, StoreError> {
    workspace.check()?;
    let name = workspace.record(key)?.and_then(|record| record.fields.text("name").map(str::to_owned));
    if let Some(name) = &name {
        let number = name.split(' ').nth(1).unwrap_or_default();
        let last = workspace.history(Some(*key), 1)?;
        let whole = workspace.search(number, 5)?.len() == 1 && last.first().is_some_and(|e| e.after == json!(name));
        if !whole {
            return Ok(None);
        }
    }
    let drafts = workspace.drafts(key)?;
    let drafts = drafts.into_iter().map(|d| (d.path.as_str().to_owned(), d.value.as_str().unwrap().to_owned()));
    Ok(Some(Model { name, drafts: drafts.collect() }))
}

/// A folder with what the cut has left.
fn after_the_cut(home: &Home, picture: &Picture, tear: Tear, dice: &mut Dice) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(home.file("feltmappen.keys"), folder.path().join("feltmappen.keys")).unwrap();
    picture.develop(folder.path(), tear, dice);
    folder
}

/// Whether everything reported at the time of the picture is there (at most one more edit can be).
fn survives(home: &Home, key: &RecordKey, picture: &Picture, tear: Tear, dice: &mut Dice) -> bool {
    let folder = after_the_cut(home, picture, tear, dice);
    let Ok(workspace) = home.open_at(folder.path()) else { return false };
    found(&workspace, key)
        .is_ok_and(|found| found == Some(expected(picture.reported)) || found == Some(expected(picture.reported + 1)))
}

struct Outcome {
    cuts: usize,
    lost: Vec<(u64, &'static str)>,
}

/// A workspace on a disk whose power can be cut. Its log is small, so that the keeper empties it many times.
fn on_a_disk(rig: &Rig) -> (Arc<Disk>, Home, Workspace) {
    let (disk, vfs) = Disk::register();
    let home = Home::new();
    let workspace = home.create_with(&Rig { vfs: Some(vfs), checkpoint_bytes: Some(256 * 1024), ..rig.clone() });
    (disk, home, workspace)
}

fn run(synchronous_off: bool, every: u64) -> Outcome {
    let (disk, home, workspace) = on_a_disk(&Rig { synchronous_off, ..Rig::default() });
    let key = key(Kind::Company);
    let mut standing = Value::Null;
    disk.cut_every(every, 7);
    for n in 0..EDITS {
        carry_out(&workspace, &key, n, &mut standing);
        disk.reported.store(n + 1, Ordering::SeqCst);
    }
    let pictures = disk.take_pictures();
    let mut dice = Dice::new(11);
    let mut lost = Vec::new();
    for (n, picture) in pictures.iter().enumerate() {
        let torn = if n % 2 == 0 { Tear::Prefix } else { Tear::Sectors };
        for (tear, how) in [(Tear::All, "all unsynced lost"), (torn, "torn")] {
            if !survives(&home, &key, picture, tear, &mut dice) {
                lost.push((picture.reported, how));
            }
        }
    }
    Outcome { cuts: pictures.len(), lost }
}

#[test]
fn no_edit_that_was_reported_saved_is_lost_at_any_of_200_cuts() {
    let outcome = run(false, 8);
    assert!(outcome.cuts >= 200, "only {} cuts", outcome.cuts);
    assert!(outcome.lost.is_empty(), "{} cuts, lost at {:?}", outcome.cuts, outcome.lost);
}

#[test]
fn the_same_test_finds_a_planted_synchronous_off() {
    let outcome = run(true, 60);
    assert!(!outcome.lost.is_empty(), "{} cuts, and nothing was lost", outcome.cuts);
}

#[test]
fn every_edit_is_exactly_one_sync_also_while_the_log_is_emptied() {
    let (disk, _home, workspace) = on_a_disk(&Rig::default());
    let me = std::thread::current().id();
    let key = key(Kind::Company);
    let mut standing = Value::Null;
    workspace.settle();
    for n in 0..EDITS {
        // A discard of nothing is no edit.
        let nothing = matches!(edit(n), Edit::Discard(field) if !expected(n).drafts.contains_key(field));
        let before = disk.syncs_of(me);
        carry_out(&workspace, &key, n, &mut standing);
        assert_eq!(disk.syncs_of(me) - before, u64::from(!nothing), "edit {n}");
    }
    let emptied = disk.syncs() - disk.syncs_of(me);
    assert!(emptied >= 3, "the log was emptied meanwhile ({emptied} syncs by the keeper)");
}

#[test]
fn after_a_reopening_the_first_edit_is_one_sync_too() {
    let (disk, vfs) = Disk::register();
    let home = Home::new();
    drop(home.create());
    let rig = Rig { vfs: Some(vfs), ..Rig::default() };
    let with = feltmappen_store::OpenWith::Keyring(&home.keyring);
    let workspace = Workspace::open_with(&home.place(), with, NOW, &rig).unwrap();
    let before = disk.syncs();
    workspace.save_draft(&key(Kind::Company), UNIT, &path("name"), &json!("x"), NOW).unwrap();
    assert_eq!(disk.syncs() - before, 1);
    workspace.commit(&fresh(key(Kind::Company), &[("name", "Jensen")])).unwrap();
    assert_eq!(disk.syncs() - before, 2);
}

/// The workspaces that cuts have left, each with what had been reported, opened again.
fn each_cut(home: &Home, disk: &Disk, mut look: impl FnMut(&Workspace, u64)) -> usize {
    let pictures = disk.take_pictures();
    let mut dice = Dice::new(11);
    for (n, picture) in pictures.iter().enumerate() {
        let folder = after_the_cut(home, picture, [Tear::All, Tear::Prefix, Tear::Sectors][n % 3], &mut dice);
        let workspace = home.open_at(folder.path()).unwrap();
        workspace.check().unwrap();
        look(&workspace, picture.reported);
    }
    pictures.len()
}

#[test]
fn pages_and_their_cursor_go_together_at_any_cut_and_the_rest_is_read_again() {
    let (disk, vfs) = Disk::register();
    let home = Home::new();
    let rig = Rig { vfs: Some(vfs), checkpoint_bytes: Some(128 * 1024), ..Rig::default() };
    let workspace = home.create_with(&rig);
    let mut central = Central::default();
    let feeds = central.feeds();
    let met = feltmappen_store::Central { dataset: feeds.dataset, sealing_key: feeds.sealing_key };
    workspace.meet_central(&met).unwrap();
    let mine = key(Kind::Company);
    for n in 0..90 {
        central.set(key(Kind::Company), &[("name", json!(format!("Virksomhed {n} {}", "gaffeltruck ".repeat(n % 9))))]);
    }
    disk.cut_every(9, 7);
    let mut after = 0;
    for n in 0..30_u64 {
        after = workspace.store_page(&central.page(after, 3), after, &[], NOW).unwrap().until;
        workspace.save_draft(&mine, UNIT, &path("notes"), &json!(format!("udkast {n}")), NOW).unwrap();
        disk.reported.store(n + 1, Ordering::SeqCst);
    }
    workspace.settle();
    let cuts = each_cut(&home, &disk, |workspace, reported| {
        let draft = workspace.drafts(&mine).unwrap().first().and_then(|draft| draft.value.as_str().map(str::to_owned));
        let number = draft.and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok()).map_or(0, |n| n + 1);
        assert!(number >= reported, "what was saved is there: {number} of {reported}");
        let feed = workspace.feeds().unwrap().first().cloned();
        let (cursor, count) = feed.map_or((0, 0), |feed| (feed.sequence, feed.count));
        // Of a page whose end was not reached the last entry is read once more.
        let ended = cursor == count || cursor + 1 == count && count.is_multiple_of(3);
        assert!(ended, "the cursor {cursor} is behind what is there, {count}");
        assert_eq!(workspace.count(Kind::Company).unwrap(), count);
        assert!(central.pull(workspace), "what is missing is read again");
        assert_eq!(workspace.search("virksomhed", 200).unwrap().len(), 90);
    });
    assert!(cuts >= 20, "only {cuts} cuts");
}

/// A paper that takes three pieces. No two have a byte in common.
fn paper(n: u8) -> Vec<u8> {
    picture(2 * PIECE_BYTES + 9).into_iter().map(|byte| byte ^ n).collect()
}

#[test]
fn a_paper_that_is_put_here_is_whole_at_any_cut_or_named_by_nothing() {
    const PAPERS: u8 = 3;
    let (disk, home, workspace) = on_a_disk(&Rig::default());
    let companies: Vec<RecordKey> = (0..PAPERS).map(|n| company(&workspace, &format!("Virksomhed {n}"))).collect();
    disk.cut_every(60, 7);
    for (n, company) in (0..).zip(&companies) {
        attach(&workspace, *company, &paper(n));
        disk.reported.store(u64::from(n) + 1, Ordering::SeqCst);
    }
    workspace.settle();
    let cuts = each_cut(&home, &disk, |workspace, reported| {
        for (n, company) in (0..).zip(&companies) {
            let named = text(workspace, company, FIELD);
            let may =
                if u64::from(n) < reported { named.is_some() } else { u64::from(n) == reported || named.is_none() };
            assert!(may, "paper {n} when {reported} were reported: {named:?}");
            let Some(blob) = named else { continue };
            let blob: Uuid = blob.strip_prefix("blob:").unwrap().parse().unwrap();
            assert!(read(workspace, blob).unwrap() == paper(n), "paper {n} is here as it was");
        }
        let half: i64 = workspace
            .raw(|c| c.query_row("SELECT count(*) FROM attachment WHERE whole = 0", [], |row| row.get(0)))
            .unwrap();
        assert_eq!(half, 0, "what was half put here has gone");
    });
    assert!(cuts >= 30, "only {cuts} cuts");
}

#[test]
fn a_paper_that_is_fetched_goes_on_at_any_cut_with_whole_pieces() {
    let (disk, home, workspace) = on_a_disk(&Rig::default());
    let mine = company(&workspace, "Gartneriet");
    let (blob, whole) = (id(), paper(0));
    workspace.want_attachments(&[(blob, mine)], false, NOW).unwrap();
    // What is wanted is noted without a sync; with this it is durable.
    workspace.save_draft(&mine, UNIT, &path("notes"), &json!("udkast"), NOW).unwrap();
    disk.cut_every(30, 7);
    fetch(&workspace, blob, &whole).unwrap();
    workspace.settle();
    let mut stages = BTreeSet::new();
    let cuts = each_cut(&home, &disk, |workspace, _| {
        let here = usize::try_from(workspace.attachment(blob).unwrap().unwrap().here).unwrap();
        assert!(here == whole.len() || here.is_multiple_of(PIECE_BYTES), "{here} bytes are no whole pieces");
        stages.insert(here);
        fetch(workspace, blob, &whole).unwrap();
        assert!(read(workspace, blob).unwrap() == whole);
    });
    assert!(cuts >= 20, "only {cuts} cuts");
    assert!(stages.iter().any(|here| (1..whole.len()).contains(here)), "one falls between two pieces: {stages:?}");
}
