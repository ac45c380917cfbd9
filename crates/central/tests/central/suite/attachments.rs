//! Attachments, and what is handed in sealed.

use chrono::{DateTime, TimeDelta, Utc};
use feltmappen_central::abandoned::{GIVEN_UP, forget};
use feltmappen_central::orphans::{Opened, open};
use feltmappen_central::purge::purge;
use feltmappen_central::sealing;
use feltmappen_central::storage::Blob;
use feltmappen_domain::record::RecordKey;
use feltmappen_sync::Outcome;
use feltmappen_sync::wire::{Answer, PIECE_BYTES};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::support::{Device, World, commit, contact, create, edit, id};

/// Says what the whole will be.
pub fn announce(request: RequestBuilder, record: RecordKey, whole: &[u8]) -> RequestBuilder {
    let hash: String = Sha256::digest(whole).iter().map(|byte| format!("{byte:02x}")).collect();
    request
        .header("Feltmappen-Record", format!("{}/{}", record.kind, record.id))
        .header("Feltmappen-Size", whole.len())
        .header("Feltmappen-Sha256", hash)
}

async fn put(device: &Device, blob: Uuid, record: RecordKey, whole: &[u8], offset: usize, piece: &[u8]) -> Response {
    let request = device.ask(Method::PUT, &format!("/v1/blobs/{blob}?offset={offset}"));
    announce(request, record, whole).body(piece.to_vec()).send().await.unwrap()
}

/// Sends all pieces.
pub async fn put_whole(device: &Device, blob: Uuid, record: RecordKey, whole: &[u8]) {
    for (index, piece) in whole.chunks(PIECE_BYTES).enumerate() {
        let answer = put(device, blob, record, whole, index * PIECE_BYTES, piece).await;
        assert_eq!(answer.status(), 204);
    }
}

fn stands(answer: &Response) -> (u64, bool) {
    let text = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    (text("feltmappen-offset").parse().unwrap(), text("feltmappen-complete") == "true")
}

fn picture(size: usize) -> Vec<u8> {
    (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

pub async fn an_attachment_comes_in_pieces_and_goes_on_where_it_stopped(world: World) {
    let device = world.device(id(1)).await;
    let whole = picture(2 * PIECE_BYTES + 17);
    let (blob, path) = (id(0xb1), format!("/v1/blobs/{}", id(0xb1)));
    let pieces: Vec<&[u8]> = whole.chunks(PIECE_BYTES).collect();
    assert_eq!(stands(&put(&device, blob, contact(1), &whole, 0, pieces[0]).await), (PIECE_BYTES as u64, false));
    // The reply was lost, so the piece comes again; and one comes too early.
    assert_eq!(stands(&put(&device, blob, contact(1), &whole, 0, pieces[0]).await), (PIECE_BYTES as u64, false));
    let early = put(&device, blob, contact(1), &whole, 2 * PIECE_BYTES, pieces[2]).await;
    assert_eq!((early.status().as_u16(), early.headers()["feltmappen-offset"].to_str().unwrap()), (409, "1048576"));
    let head = device.ask(Method::HEAD, &path).send().await.unwrap();
    assert_eq!(stands(&head), (PIECE_BYTES as u64, false));
    assert_eq!(device.ask(Method::GET, &path).send().await.unwrap().status(), 404, "not before it is whole");
    put(&device, blob, contact(1), &whole, PIECE_BYTES, pieces[1]).await;
    assert_eq!(
        stands(&put(&device, blob, contact(1), &whole, 2 * PIECE_BYTES, pieces[2]).await),
        (whole.len() as u64, true)
    );

    for from in [0, 5, PIECE_BYTES, PIECE_BYTES + 1, whole.len() - 1, whole.len()] {
        let answer = device.ask(Method::GET, &format!("{path}?offset={from}")).send().await.unwrap();
        assert_eq!(answer.headers()["content-length"].to_str().unwrap(), (whole.len() - from).to_string());
        assert!(answer.bytes().await.unwrap() == whole[from..], "from {from}");
    }
    for (from, limit) in [(0, 0), (0, 1), (5, PIECE_BYTES), (PIECE_BYTES, PIECE_BYTES), (whole.len() - 1, usize::MAX)] {
        let answer = device.ask(Method::GET, &format!("{path}?offset={from}&limit={limit}")).send().await.unwrap();
        let said = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(said("feltmappen-size"), whole.len().to_string());
        assert_eq!(said("feltmappen-sha256").len(), 64);
        let until = whole.len().min(from.saturating_add(limit));
        assert_eq!(said("content-length"), (until - from).to_string());
        assert!(answer.bytes().await.unwrap() == whole[from..until], "from {from}, at most {limit}");
    }
    let past = device.ask(Method::GET, &format!("{path}?offset={}", whole.len() + 1)).send().await.unwrap();
    assert_eq!(past.status(), 400);
}

pub async fn what_nobody_finishes_is_given_up_and_may_begin_anew(world: World) {
    let device = world.device(id(1)).await;
    let whole = picture(PIECE_BYTES + 5);
    let (first, last) = whole.split_at(PIECE_BYTES);
    put_whole(&device, id(0xb2), contact(2), &whole).await;
    assert_eq!(put(&device, id(0xb1), contact(1), &whole, 0, first).await.status(), 204);
    let came = world.blobs().touched(id(1), id(0xb1)).await.unwrap().unwrap();
    let early = came + GIVEN_UP - TimeDelta::seconds(1);
    assert_eq!(forget(&world.storage, &world.blobs(), early).await.unwrap(), 0);
    assert_eq!(forget(&world.storage, &world.blobs(), came + GIVEN_UP).await.unwrap(), 1);
    assert_eq!(world.blobs().touched(id(1), id(0xb1)).await.unwrap(), None, "its bytes are gone");
    let head = async |blob| device.ask(Method::HEAD, &format!("/v1/blobs/{blob}")).send().await.unwrap().status();
    assert_eq!((head(id(0xb1)).await.as_u16(), head(id(0xb2)).await.as_u16()), (404, 200), "what is whole stays");
    // The device comes back after all.
    let goes_on = put(&device, id(0xb1), contact(1), &whole, PIECE_BYTES, last).await;
    assert_eq!((goes_on.status().as_u16(), goes_on.headers()["feltmappen-offset"].to_str().unwrap()), (409, "0"));
    put_whole(&device, id(0xb1), contact(1), &whole).await;
    assert_eq!(head(id(0xb1)).await.as_u16(), 200);
}

pub async fn what_has_only_been_announced_is_not_given_up(world: World) {
    let device = world.device(id(1)).await;
    let announced =
        Blob { record: contact(1), size: 1, sha256: Sha256::digest(b"x").into(), stored: 0, complete: false };
    world.storage.blob_begin(id(1), id(0xb1), announced, [7; 32]).await.unwrap();
    assert_eq!(forget(&world.storage, &world.blobs(), DateTime::<Utc>::MAX_UTC).await.unwrap(), 0);
    assert!(world.storage.blob(id(1), id(0xb1)).await.unwrap().is_some());
    put_whole(&device, id(0xb1), contact(1), b"x").await;
}

pub async fn a_piece_that_is_gone_comes_again(world: World) {
    let device = world.device(id(1)).await;
    let whole = picture(PIECE_BYTES + 5);
    let (first, last) = whole.split_at(PIECE_BYTES);
    assert_eq!(put(&device, id(0xb1), contact(1), &whole, 0, first).await.status(), 204);
    world.blobs().forget(id(1), id(0xb1)).await.unwrap();
    let ends = put(&device, id(0xb1), contact(1), &whole, PIECE_BYTES, last).await;
    assert_eq!((ends.status().as_u16(), ends.headers()["feltmappen-offset"].to_str().unwrap()), (409, "0"));
    put_whole(&device, id(0xb1), contact(1), &whole).await;
    // Gone once all were there: whoever asks is told so, and not left with an answer that breaks off.
    world.blobs().forget(id(1), id(0xb1)).await.unwrap();
    let answer = device.ask(Method::GET, &format!("/v1/blobs/{}", id(0xb1))).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (404, r#"{"code":"not_found"}"#));
}

pub async fn pieces_that_do_not_fit_are_refused(world: World) {
    let device = world.device(id(1)).await;
    let whole = picture(PIECE_BYTES + 5);
    let (first, last) = whole.split_at(PIECE_BYTES);
    let blob = id(0xb1);
    for (name, offset, piece) in
        [("too short", 0, &first[1..]), ("no place for a piece", 5, first), ("past it", 4 * PIECE_BYTES, last)]
    {
        assert_eq!(put(&device, blob, contact(1), &whole, offset, piece).await.status(), 400, "{name}");
    }
    assert_eq!(put(&device, blob, contact(1), &whole, 0, &picture(PIECE_BYTES + 1)).await.status(), 413);
    assert_eq!(put(&device, blob, contact(1), &whole, 0, first).await.status(), 204);
    assert_eq!(put(&device, blob, contact(2), &whole, 0, first).await.status(), 400, "another record");
    // The bytes are not those that were announced: all of them have to come again.
    let wrong = put(&device, blob, contact(1), &whole, PIECE_BYTES, b"wrong").await;
    assert_eq!((wrong.status().as_u16(), wrong.headers()["feltmappen-offset"].to_str().unwrap()), (409, "0"));
    put_whole(&device, blob, contact(1), &whole).await;
    let answer = device.ask(Method::GET, &format!("/v1/blobs/{blob}")).send().await.unwrap();
    assert!(answer.bytes().await.unwrap() == whole);
    let request = device.ask(Method::PUT, &format!("/v1/blobs/{}", id(0xb2)));
    let request =
        request.header("Feltmappen-Record", format!("contact/{}", id(1))).header("Feltmappen-Sha256", "0".repeat(64));
    assert_eq!(request.header("Feltmappen-Size", 64 * 1024 * 1024 + 1).send().await.unwrap().status(), 413);
}

pub async fn a_commit_waits_for_the_attachment_it_names(world: World) {
    let device = world.device(id(1)).await;
    let blob = id(0xb1);
    let named = format!("blob:{blob}");
    let names = commit(vec![edit(contact(1), id(1), &[("scan.blob", json!(null), json!(named))])]);
    assert_eq!(device.push_one(&names).await, Answer::Held { needs: blob });
    put_whole(&device, blob, contact(1), b"whole").await;
    assert!(matches!(device.push_one(&names).await, Answer::Done { .. }));
    assert_eq!(device.pull(10).await.value(contact(1), "scan.blob"), Some(json!(named)));
}

pub async fn a_text_that_looks_like_an_attachment_waits_for_nothing(world: World) {
    let device = world.device(id(1)).await;
    let typed =
        commit(vec![edit(contact(1), id(1), &[("position", json!(null), json!(format!("blob:{}", id(0xb1))))])]);
    assert!(matches!(device.push_one(&typed).await, Answer::Done { .. }));
}

/// Who deletes a record says all that he saw of it, and central may have gone back to when it had less.
pub async fn a_guard_that_names_an_attachment_waits_for_nothing(world: World) {
    let device = world.device(id(1)).await;
    device.push_one(&commit(vec![create(contact(1), id(1), "Agnete")])).await;
    let blob = json!(format!("blob:{}", id(0xb1)));
    let saw = [("scan.blob", blob.clone(), blob), ("name", json!("Agnete"), json!("Agnete"))];
    let deletes = [saw.as_slice(), &[("@alive", json!(null), json!(false))]].concat();
    let answer = device.push_one(&commit(vec![edit(contact(1), id(1), &deletes)])).await;
    // What he saw is not there: a person decides.
    assert!(matches!(answer, Answer::Done { outcome: Outcome::AppliedWithConflict, .. }), "{answer:?}");
}

pub async fn purging_destroys_the_key(world: World) {
    let device = world.device(id(1)).await;
    device.push(&[commit(vec![create(contact(1), id(1), "Agnete")])]).await;
    put_whole(&device, id(0xb1), contact(1), b"of the one").await;
    put_whole(&device, id(0xb2), contact(2), b"of another").await;
    feltmappen_central::backup::backup_keys(&world.storage, &world.file("keys")).await.unwrap();
    assert_eq!(std::fs::read_to_string(world.file("keys")).unwrap().lines().count(), 2);
    purge(&world.storage, &world.blobs(), &world.ledger(), contact(1)).await.unwrap();
    assert_eq!(world.storage.keys().await.unwrap().len(), 1);
    let unit = world.file("blobs").join(id(1).to_string());
    assert!(!std::fs::read_dir(unit.join(id(0xb1).to_string())).is_ok_and(|mut pieces| pieces.next().is_some()));
    assert_eq!(device.ask(Method::GET, &format!("/v1/blobs/{}", id(0xb1))).send().await.unwrap().status(), 404);
    let other = device.ask(Method::GET, &format!("/v1/blobs/{}", id(0xb2))).send().await.unwrap();
    assert_eq!(other.bytes().await.unwrap(), "of another");
    let late = put(&device, id(0xb3), contact(1), b"x", 0, b"x").await;
    assert_eq!(late.status(), 404, "nothing comes to an erased record");
    // An old file of keys does not bring the key back, and no backup of the database has any.
    feltmappen_central::backup::restore_keys(&world.storage, &world.file("keys")).await.unwrap();
    assert_eq!(world.storage.keys().await.unwrap().len(), 1);
    feltmappen_central::backup::backup(&world.storage, &world.file("backup")).await.unwrap();
    let file = rusqlite::Connection::open(world.file("backup")).unwrap();
    let keys: i64 = file.query_row("SELECT count(*) FROM blob_key", [], |row| row.get(0)).unwrap();
    assert_eq!(keys, 0);
}

pub async fn orphaned_work_is_kept_once_and_opened(world: World) {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let device = world.device(id(1)).await;
    let key = STANDARD.decode(device.feeds().await.sealing_key).unwrap();
    let key = crypto_box::PublicKey::from_slice(&key).unwrap();
    let sealed = key.seal(&mut crypto_box::aead::OsRng, b"unsent work").unwrap();
    world.storage.revoke(device.id, "2026-11-24T10:52:00Z".to_owned()).await.unwrap();
    for _ in 0..2 {
        let answer = device.ask(Method::POST, "/v1/orphans").body(sealed.clone()).send().await.unwrap();
        assert_eq!(answer.status(), 204);
    }
    let kept = world.storage.orphans().await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].device, kept[0].unit, kept[0].bytes), (device.id, id(1), sealed.len() as u64));
    let stored = world.storage.sealed(id(1), kept[0].id).await.unwrap();
    let secret = world.storage.standing(id(1)).await.unwrap().sealing_secret;
    assert_eq!(sealing::open(secret, &stored).unwrap(), b"unsent work");
    assert_eq!(sealing::open([9; 32], &stored), None);
}

/// A new contact with a signed paper.
fn signed(n: u128, unit: u128, name: &str, blob: u128) -> feltmappen_sync::RecordChange {
    let blob = json!(format!("blob:{}", id(blob)));
    edit(contact(n), id(unit), &[("name", json!(null), json!(name)), ("scan.blob", json!(null), blob)])
}

pub async fn orphaned_work_is_opened_for_the_leader_without_what_was_erased(world: World) {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let device = world.device(id(1)).await;
    let key = crypto_box::PublicKey::from_slice(&STANDARD.decode(device.feeds().await.sealing_key).unwrap()).unwrap();
    let hand_in = async |parcel: serde_json::Value| {
        let sealed = key.seal(&mut crypto_box::aead::OsRng, parcel.to_string().as_bytes()).unwrap();
        assert_eq!(device.ask(Method::POST, "/v1/orphans").body(sealed).send().await.unwrap().status(), 204);
    };
    let piece = |of: RecordKey, blob: u128, offset: usize, bytes: &[u8]| {
        let piece = json!({"id": id(blob), "key": of, "size": 6, "offset": offset, "bytes": STANDARD.encode(bytes)});
        json!({"commits": [], "drafts": [], "piece": piece})
    };
    let both = commit(vec![signed(1, 1, "Agnete", 0xb1), signed(2, 1, "Bodil", 0xb2)]);
    let draft = json!({"key": contact(2), "home_unit": id(1), "path": "title", "value": "Bager", "at": "2026-11-24"});
    hand_in(json!({"commits": [both], "drafts": [draft]})).await;
    // Pieces come in any order.
    hand_in(piece(contact(2), 0xb2, 4, b"ed")).await;
    hand_in(piece(contact(2), 0xb2, 0, b"sign")).await;
    hand_in(piece(contact(1), 0xb1, 0, b"erased")).await;
    hand_in(json!("something else")).await;
    purge(&world.storage, &world.blobs(), &world.ledger(), contact(1)).await.unwrap();

    let to = world.file("opened");
    let opened = open(&world.storage, &world.ledger(), id(1), &to).await.unwrap();
    assert_eq!(opened, Opened { parcels: 1, attachments: 1, unreadable: 1 });
    let mut files: Vec<_> = std::fs::read_dir(&to).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort_by_key(|file| file.extension().is_none());
    assert_eq!(files.len(), 2);
    let text = std::fs::read_to_string(&files[0]).unwrap();
    assert!(text.contains("Bodil") && text.contains("Bager") && text.contains(&device.id.to_string()));
    assert!(!text.contains("Agnete"), "the law outranks it");
    assert_eq!(files[1].file_name().unwrap().to_str().unwrap(), id(0xb2).to_string());
    assert_eq!(std::fs::read(&files[1]).unwrap(), b"signed");
    #[cfg(unix)]
    for path in files.iter().chain([&to]) {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o077, 0, "for the operator alone");
    }
    assert!(open(&world.storage, &world.ledger(), id(1), &to).await.is_err(), "nothing is written over");
    assert_eq!(world.storage.orphans().await.unwrap().len(), 5, "what was opened stays");
}

/// A user moves from one unit to another before his device has handed in all that it sealed.
pub async fn orphaned_work_is_for_the_unit_that_owns_the_records(world: World) {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let (before, after) = (world.device(id(1)).await, world.device(id(2)).await);
    let key = crypto_box::PublicKey::from_slice(&STANDARD.decode(before.feeds().await.sealing_key).unwrap()).unwrap();
    let seal =
        |parcel: serde_json::Value| key.seal(&mut crypto_box::aead::OsRng, parcel.to_string().as_bytes()).unwrap();
    let hand_in = async |device: &Device, sealed: Vec<u8>| {
        assert_eq!(device.ask(Method::POST, "/v1/orphans").body(sealed).send().await.unwrap().status(), 204);
    };
    let piece = |of: RecordKey, blob: u128| {
        let piece = json!({"id": id(blob), "key": of, "size": 6, "offset": 0, "bytes": STANDARD.encode(b"signed")});
        json!({"commits": [], "drafts": [], "piece": piece})
    };
    let draft = |n: u128, unit: u128, value: &str| json!({"key": contact(n), "home_unit": id(unit), "path": "title", "value": value, "at": "2026-11-24"});
    let both = commit(vec![signed(1, 1, "Agnete", 0xb1), signed(2, 2, "Bodil", 0xb2)]);
    // Somebody says of a record of the other unit that it is his own; he has not read what it names.
    let claimed = commit(vec![create(contact(1), id(2), "Krav")]);
    let drafts = [draft(1, 1, "Bager"), draft(2, 2, "Smed")];
    hand_in(&after, seal(piece(contact(1), 0xb1))).await;
    let parcel = seal(json!({"commits": [both, claimed], "drafts": drafts}));
    hand_in(&after, parcel.clone()).await;
    hand_in(&before, parcel).await;
    hand_in(&before, seal(piece(contact(2), 0xb2))).await;
    for (unit, blob, theirs, others) in
        [(1, 0xb1, ["Agnete", "Bager"], ["Bodil", "Smed"]), (2, 0xb2, ["Bodil", "Smed"], ["Agnete", "Bager"])]
    {
        let to = world.file(&format!("opened-{unit}"));
        let opened = open(&world.storage, &world.ledger(), id(unit), &to).await.unwrap();
        assert_eq!(opened, Opened { parcels: 1, attachments: 1, unreadable: 0 });
        assert_eq!(std::fs::read(to.join(id(blob).to_string())).unwrap(), b"signed");
        let files = std::fs::read_dir(&to).unwrap().map(|file| file.unwrap().path());
        let written =
            files.filter(|file| file.extension().is_some()).map(|file| std::fs::read_to_string(file).unwrap());
        let text: String = written.collect();
        assert!(theirs.iter().all(|word| text.contains(word)), "{unit}");
        assert!(!others.iter().any(|word| text.contains(word)), "{unit}");
    }
}
