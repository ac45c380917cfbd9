//! Attachments on this device: put here and read in pieces, out before what names them, in when they are wanted, and gone
//! with their record.

use std::io::{self, Read};

use feltmappen_domain::record::{Kind, RecordKey};
use feltmappen_store::{JournalState, Passphrase, StoreError, Workspace};
use feltmappen_sync::wire::{Answer, CommitResult, EntryState, PIECE_BYTES, PushReply};
use feltmappen_sync::{Commit, Outcome};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::central::{Central, feed, freeze, met, reply};
use crate::support::*;

pub const FIELD: &str = "paper.blob";

pub fn picture(size: usize) -> Vec<u8> {
    (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

pub fn read(workspace: &Workspace, id: Uuid) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    workspace.read_attachment(id, &mut bytes).unwrap().then_some(bytes)
}

fn count(workspace: &Workspace, table: &str) -> i64 {
    workspace.raw(|c| c.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))).unwrap()
}

/// Puts an attachment here and names it.
pub fn attach(workspace: &Workspace, key: RecordKey, bytes: &[u8]) -> (Uuid, Commit) {
    let blob = id();
    workspace.put_attachment(blob, key, &mut &*bytes, NOW).unwrap();
    let before = text(workspace, &key, FIELD).map_or(Value::Null, Value::from);
    let names = commit(key, vec![change(FIELD, before, format!("blob:{blob}"))]);
    workspace.commit(&names).unwrap();
    (blob, names)
}

fn held(commit: &Commit, needs: Uuid) -> feltmappen_sync::wire::PushReply {
    reply(CommitResult { id: commit.id, answer: Answer::Held { needs } })
}

/// Fetches as central would give it.
pub fn fetch(workspace: &Workspace, id: Uuid, whole: &[u8]) -> Result<(), StoreError> {
    let announced = (whole.len() as u64, Sha256::digest(whole).into());
    while let Some(wanted) = workspace.next_wanted().unwrap() {
        assert_eq!(wanted.id, id);
        let from = usize::try_from(wanted.here).unwrap();
        let piece = &whole[from..whole.len().min(from + PIECE_BYTES)];
        workspace.store_piece(id, announced, wanted.here, piece)?;
    }
    Ok(())
}

#[test]
fn what_is_put_here_is_read_back_piece_by_piece() {
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "Gartneriet");
    for size in [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES] {
        let whole = picture(size);
        let (blob, _) = attach(&workspace, key, &whole);
        assert!(read(&workspace, blob).unwrap() == whole, "{size} bytes");
        let facts = workspace.attachment(blob).unwrap().unwrap();
        assert_eq!(facts.announced, Some((size as u64, Sha256::digest(&whole).into())), "{size} bytes");
    }
    let longest: i64 = workspace
        .raw(|c| c.query_row("SELECT max(length(bytes)) FROM attachment_piece", [], |row| row.get(0)))
        .unwrap();
    assert_eq!(longest, PIECE_BYTES as i64);
    drop(workspace);
    let stored = std::fs::read(home.file("feltmappen.db")).unwrap();
    assert!(!stored.windows(64).any(|part| part == &picture(64)[..]), "nothing of it is plain");
}

#[test]
fn what_is_too_large_or_cannot_be_read_leaves_nothing() {
    struct Breaks(usize);
    impl Read for Breaks {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            let some = self.0.min(into.len());
            self.0 -= some;
            Ok(some)
        }
    }
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "Gartneriet");
    let mut endless = io::repeat(7);
    assert_eq!(workspace.put_attachment(id(), key, &mut endless, NOW), Err(StoreError::AttachmentTooLarge));
    assert_eq!(workspace.put_attachment(id(), key, &mut Breaks(PIECE_BYTES + 5), NOW), Err(StoreError::Io));
    assert_eq!((count(&workspace, "attachment"), count(&workspace, "attachment_piece")), (0, 0));
    // The program ended in the middle.
    let begun = "INSERT INTO attachment (id, kind, record, sent, at) VALUES (zeroblob(16), 3, zeroblob(16), 0, '')";
    workspace.raw(|c| c.execute(begun, [])).unwrap();
    let (blob, _) = attach(&workspace, key, b"whole");
    workspace.want_attachments(&[(id(), key)], false, NOW).unwrap();
    drop(workspace);
    let workspace = home.open().unwrap();
    assert_eq!(count(&workspace, "attachment"), 2, "what is whole stays, and what is wanted");
    assert!(read(&workspace, blob).is_some());
}

#[test]
fn a_commit_waits_for_its_attachment_and_everything_else_goes() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let (paper, other) = (company(&workspace, "Gartneriet"), company(&workspace, "Bageriet"));
    workspace.store_reply(&central.push(&freeze(&workspace)), NOW).unwrap();
    central.pull(&workspace);
    let (blob, _) = attach(&workspace, paper, b"signed");
    workspace.commit(&commit(paper, vec![change("name", "Gartneriet", "Gartneri Syd")])).unwrap();
    workspace.commit(&commit(other, vec![change("name", "Bageriet", "Bageri Nord")])).unwrap();
    assert_eq!(workspace.sync_counts().unwrap().unsent, 4, "three commits and an attachment");
    let sent = freeze(&workspace);
    assert_eq!(sent.iter().map(|one| one.records[0].key).collect::<Vec<_>>(), [other]);
    workspace.store_reply(&central.push(&sent), NOW).unwrap();
    assert!(freeze(&workspace).is_empty(), "what is about the same record rests on it");
    assert_eq!(workspace.next_attachment().unwrap(), Some(blob));
    workspace.attachment_sent(blob).unwrap();
    assert_eq!(workspace.next_attachment().unwrap(), None);
    let sent = freeze(&workspace);
    assert_eq!(sent.iter().flat_map(Commit::attachments).collect::<Vec<_>>(), [blob]);
    workspace.store_reply(&central.push(&sent), NOW).unwrap();
    central.pull(&workspace);
    assert_eq!(workspace.sync_counts().unwrap(), feltmappen_store::SyncCounts::default());
    assert_eq!(text(&workspace, &paper, "name").as_deref(), Some("Gartneri Syd"));
    assert!(read(&workspace, blob).is_some(), "it stays here to be looked at");
}

#[test]
fn an_attachment_that_central_does_not_have_goes_again_and_is_never_taken_for_a_commit() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let key = company(&workspace, "Gartneriet");
    workspace.store_reply(&central.push(&freeze(&workspace)), NOW).unwrap();
    let (blob, _) = attach(&workspace, key, b"signed");
    workspace.attachment_sent(blob).unwrap();
    let sent = freeze(&workspace);
    workspace.store_reply(&held(&sent[0], blob), NOW).unwrap();
    assert!(freeze(&workspace).is_empty());
    assert_eq!(workspace.next_attachment().unwrap(), Some(blob));
    workspace.attachment_sent(blob).unwrap();
    assert_eq!(freeze(&workspace), sent, "the same commit, under the same id");
    workspace.store_reply(&central.push(&sent), NOW).unwrap();
    central.pull(&workspace);
    assert_eq!(workspace.sync_counts().unwrap(), feltmappen_store::SyncCounts::default());
}

#[test]
fn a_commit_whose_attachment_nobody_has_is_shown_to_the_user() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let (key, gone) = (company(&workspace, "Gartneriet"), id());
    workspace.store_reply(&central.push(&freeze(&workspace)), NOW).unwrap();
    let names = commit(key, vec![change(FIELD, Value::Null, format!("blob:{gone}"))]);
    workspace.commit(&names).unwrap();
    let sent = freeze(&workspace);
    workspace.store_reply(&held(&sent[0], gone), NOW).unwrap();
    let waits = workspace.held_back().unwrap();
    assert_eq!(waits[0].state, JournalState::Rejected { code: "no_attachment".to_owned() });
    assert!(freeze(&workspace).is_empty(), "it is not sent for ever");
}

#[test]
fn what_is_offered_after_a_restore_goes_on_without_what_is_not_here() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let (mine, theirs) = (key(Kind::Company), key(Kind::Company));
    let blob = id();
    central.set(theirs, &[("name", json!("Bageriet")), (FIELD, json!(format!("blob:{}", id())))]);
    central.set(mine, &[("name", json!("Gartneriet")), (FIELD, json!(format!("blob:{blob}")))]);
    central.pull(&workspace);
    workspace.want_attachments(&[(blob, mine)], false, NOW).unwrap();
    fetch(&workspace, blob, b"signed").unwrap();
    // Central goes back to when it had neither.
    let mut central = Central { generation: 1, ..Central::default() };
    workspace.begin_reconcile(central.dataset(), &[(feed(), 0)], &central.feeds().sealing_key).unwrap();
    central.pull(&workspace);
    for record in workspace.newer_than_central(9).unwrap() {
        let offer = Commit { action: "restore".into(), records: vec![record], ..commit(mine, Vec::new()) };
        workspace.offer(&[offer]).unwrap();
    }
    let offered = freeze(&workspace);
    assert_eq!(offered.len(), 2);
    for one in &offered {
        let needs = one.attachments().next().unwrap();
        workspace.store_reply(&PushReply { dataset: central.dataset(), ..held(one, needs) }, NOW).unwrap();
    }
    assert_eq!(workspace.next_attachment().unwrap(), Some(blob));
    workspace.attachment_sent(blob).unwrap();
    let sent = freeze(&workspace);
    assert_eq!(sent.iter().flat_map(Commit::attachments).collect::<Vec<_>>(), [blob]);
    assert!(offered.contains(&sent[1]) != offered.contains(&sent[0]), "the same id has the same payload");
    workspace.store_reply(&central.push(&sent), NOW).unwrap();
    central.pull(&workspace);
    assert_eq!(text(&workspace, &theirs, "name").as_deref(), Some("Bageriet"));
    assert_eq!(workspace.held_back().unwrap(), [], "nobody is asked about what he cannot help");
}

#[test]
fn what_needs_an_offer_waits_with_it_for_its_attachment() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let (mine, blob) = (key(Kind::Company), id());
    central.set(mine, &[("name", json!("Gartneriet")), (FIELD, json!(format!("blob:{blob}")))]);
    central.pull(&workspace);
    workspace.want_attachments(&[(blob, mine)], false, NOW).unwrap();
    fetch(&workspace, blob, b"signed").unwrap();
    let central = Central { generation: 1, ..Central::default() };
    workspace.begin_reconcile(central.dataset(), &[(feed(), 0)], &central.feeds().sealing_key).unwrap();
    central.pull(&workspace);
    let records = workspace.newer_than_central(9).unwrap();
    let first = Commit { action: "restore".into(), records, ..commit(mine, Vec::new()) };
    let second = commit(mine, vec![change("business", Value::Null, "Planter")]);
    let second = Commit { action: "restore".into(), needs: vec![first.id], ..second };
    workspace.offer(&[first.clone(), second.clone()]).unwrap();
    assert_eq!(freeze(&workspace).iter().map(|one| one.id).collect::<Vec<_>>(), [first.id, second.id]);
    for (one, needs) in [(&first, blob), (&second, first.id)] {
        workspace.store_reply(&PushReply { dataset: central.dataset(), ..held(one, needs) }, NOW).unwrap();
    }
    assert_eq!(
        freeze(&workspace),
        [],
        "sent alone it would be held for ever, and the attachment would not have its turn"
    );
    assert_eq!(workspace.next_attachment().unwrap(), Some(blob));
    workspace.attachment_sent(blob).unwrap();
    assert_eq!(freeze(&workspace).len(), 2);
}

#[test]
fn what_was_taken_back_or_discarded_is_not_sent() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let key = company(&workspace, "Gartneriet");
    workspace.store_reply(&central.push(&freeze(&workspace)), NOW).unwrap();
    central.pull(&workspace);
    let (blob, _) = attach(&workspace, key, b"the wrong one");
    let undo = commit(key, vec![change(FIELD, format!("blob:{blob}"), Value::Null)]);
    workspace.commit(&undo).unwrap();
    let (right, _) = attach(&workspace, key, b"the right one");
    workspace.attachment_sent(right).unwrap();
    used_until(&workspace, "2026-12-23");
    assert!(read(&workspace, blob).is_some(), "undoing can be undone for a month");
    workspace.attachment_sent(blob).unwrap();
    let sent = freeze(&workspace);
    let left: Vec<Uuid> = sent.iter().flat_map(Commit::attachments).collect();
    assert_eq!(left, [right], "squashed: nothing names it");
    workspace.raw(|c| c.execute("UPDATE attachment SET sent = 0", [])).unwrap();
    assert_eq!(workspace.next_attachment().unwrap(), Some(right));
    used_until(&workspace, "2026-12-25");
    assert_eq!(read(&workspace, blob), None);
    assert!(read(&workspace, right).is_some(), "what is to be sent stays");
}

#[test]
fn what_is_wanted_is_fetched_on_where_it_stopped() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let (key, blob) = (key(Kind::Company), id());
    central.set(key, &[("name", json!("Gartneriet")), (FIELD, json!(format!("blob:{blob}")))]);
    central.pull(&workspace);
    let whole = picture(2 * PIECE_BYTES + 9);
    let announced = (whole.len() as u64, Sha256::digest(&whole).into());
    for _ in 0..2 {
        workspace.want_attachments(&[(blob, key)], false, NOW).unwrap();
    }
    assert_eq!(workspace.wanted_attachments().unwrap(), 1);
    workspace.store_piece(blob, announced, 0, &whole[..PIECE_BYTES]).unwrap();
    // The same piece once more, and one that comes too early.
    workspace.store_piece(blob, announced, 0, &whole[..PIECE_BYTES]).unwrap();
    workspace.store_piece(blob, announced, 2 * PIECE_BYTES as u64, &whole[2 * PIECE_BYTES..]).unwrap();
    drop(workspace);
    let workspace = home.open().unwrap();
    assert_eq!(workspace.next_wanted().unwrap().unwrap().here, PIECE_BYTES as u64);
    assert_eq!(read(&workspace, blob), None, "half of it is nothing");
    fetch(&workspace, blob, &whole).unwrap();
    assert!(read(&workspace, blob).unwrap() == whole);
    assert_eq!(workspace.wanted_attachments().unwrap(), 0);
    assert_eq!(workspace.sync_counts().unwrap().unsent, 0, "what came from central is not sent back");
}

#[test]
fn what_does_not_fit_its_hash_is_fetched_anew() {
    let home = Home::new();
    let (workspace, _) = met(&home);
    let (key, blob, whole) = (company(&workspace, "Gartneriet"), id(), picture(PIECE_BYTES + 9));
    workspace.want_attachments(&[(blob, key)], false, NOW).unwrap();
    let announced = (whole.len() as u64, Sha256::digest(&whole).into());
    workspace.store_piece(blob, announced, 0, &whole[..PIECE_BYTES]).unwrap();
    assert!(workspace.store_piece(blob, announced, PIECE_BYTES as u64, b"something").is_err());
    assert_eq!((workspace.next_wanted().unwrap().unwrap().here, count(&workspace, "attachment_piece")), (0, 0));
    // Central holds another one under this name than it did when the fetching began.
    workspace.store_piece(blob, (5, [1; 32]), 0, b"ab").unwrap();
    fetch(&workspace, blob, &whole).unwrap();
    assert!(read(&workspace, blob).unwrap() == whole);
    workspace.want_attachments(&[(id(), key)], false, NOW).unwrap();
    let wanted = workspace.next_wanted().unwrap().unwrap();
    workspace.attachment_missing(wanted.id).unwrap();
    workspace.attachment_missing(blob).unwrap();
    assert_eq!((workspace.wanted_attachments().unwrap(), read(&workspace, blob).is_some()), (0, true));
    let again = |himself| workspace.want_attachments(&[(wanted.id, key), (blob, key)], himself, NOW).unwrap();
    assert!(!again(false), "central did not have it: nobody asks on and on");
    assert!(again(true), "the user asks himself");
    assert_eq!(workspace.wanted_attachments().unwrap(), 1);
}

#[test]
fn an_attachment_goes_with_its_record() {
    for (name, state) in [("erased by law", EntryState::Purged), ("no longer shared", EntryState::Retracted)] {
        let home = Home::new();
        let (workspace, mut central) = met(&home);
        let (key, other) = (key(Kind::Company), company(&workspace, "Bageriet"));
        let blob = id();
        central.set(key, &[("name", json!("Gartneriet")), (FIELD, json!(format!("blob:{blob}")))]);
        central.pull(&workspace);
        workspace.want_attachments(&[(blob, key)], false, NOW).unwrap();
        fetch(&workspace, blob, b"signed").unwrap();
        let (kept, _) = attach(&workspace, other, b"of another");
        if state == EntryState::Purged {
            attach(&workspace, key, b"not sent yet");
        }
        central.put(key, state);
        central.pull(&workspace);
        assert_eq!((count(&workspace, "attachment"), count(&workspace, "attachment_piece")), (1, 1), "{name}");
        assert!(read(&workspace, kept).is_some(), "{name}");
        assert_eq!(workspace.next_attachment().unwrap(), Some(kept), "{name}");
    }
}

#[test]
fn a_lost_scope_takes_its_attachments_and_seals_what_is_not_sent() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let (known, blob) = (key(Kind::Company), id());
    central.set(known, &[("name", json!("Gartneriet")), (FIELD, json!(format!("blob:{blob}")))]);
    central.pull(&workspace);
    workspace.want_attachments(&[(blob, known)], false, NOW).unwrap();
    fetch(&workspace, blob, b"signed").unwrap();
    let whole = picture(PIECE_BYTES + 3);
    let (mine, _) = attach(&workspace, company(&workspace, "Aldrig sendt"), &whole);
    // Handed in by somebody of another unit by then, which is of no use to the unit of the record.
    workspace.attachment_sent(mine).unwrap();
    let secret = crypto_box::SecretKey::generate(&mut crypto_box::aead::OsRng);
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let key = STANDARD.encode(secret.public_key().as_bytes());
    workspace.seal_orphans(&[feed()], &key, NOW).unwrap();
    workspace.forget_feed(&feed(), NOW).unwrap();
    assert_eq!((count(&workspace, "attachment"), count(&workspace, "attachment_piece")), (0, 0));
    let mut sealed = Vec::new();
    while let Some((number, parcel)) = workspace.next_orphan().unwrap() {
        sealed.push(serde_json::from_slice::<Value>(&secret.unseal(&parcel).unwrap()).unwrap());
        workspace.orphan_handed_in(number).unwrap();
    }
    let names = |parcel: &Value| parcel["commits"].as_array().is_some_and(|commits| !commits.is_empty());
    assert_eq!((sealed.len(), sealed.iter().filter(|one| names(one)).count()), (3, 1));
    let pieces = sealed.iter().filter(|one| one["piece"].is_object());
    let opened: Vec<u8> =
        pieces.flat_map(|one| STANDARD.decode(one["piece"]["bytes"].as_str().unwrap()).unwrap()).collect();
    assert!(opened == whole);
}

#[test]
fn a_rescue_file_carries_what_is_not_sent() {
    let (home, other) = (Home::new(), Home::new());
    let (workspace, mut central) = met(&home);
    let key = company(&workspace, "Gartneriet");
    let whole = picture(PIECE_BYTES + 3);
    let (blob, _) = attach(&workspace, key, &whole);
    let word = Passphrase::new("tre ord at huske".into());
    let (file, saved) = workspace.rescue(&word).unwrap();
    assert_eq!((saved.attachments, saved.left_out), (1, 0));
    let elsewhere = other.create();
    let taken = elsewhere.take_over(&file, &word, NOW).unwrap();
    assert_eq!((taken.commits, taken.attachments), (saved.commits, 1));
    assert_eq!(elsewhere.take_over(&file, &word, NOW).unwrap().attachments, 0);
    assert!(read(&elsewhere, blob).unwrap() == whole);
    assert_eq!(elsewhere.next_attachment().unwrap(), Some(blob));
    elsewhere.attachment_sent(blob).unwrap();
    let sent = freeze(&elsewhere);
    assert_eq!(sent.iter().flat_map(Commit::attachments).collect::<Vec<_>>(), [blob]);
    let answers = central.push(&sent);
    assert!(answers.results.iter().all(|one| matches!(&one.answer, Answer::Done { outcome: Outcome::Applied, .. })));
}
