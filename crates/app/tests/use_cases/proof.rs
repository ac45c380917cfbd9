//! The proof bundle of a consent, and looking at its signed paper again.

use super::{
    consent::{Case, sha256},
    desk::{text, workspace},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use feltmappen_app::{
    ErrorCode, Where,
    api::{Kind, PaperKind, Path, RecordKey, ScanLook},
};
use feltmappen_store::AccessAction;
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read as _,
    sync::{Arc, Mutex},
};
use uuid::Uuid;

const COPIES: [(&str, PaperKind, &str); 3] = [
    ("samtykke-borger.pdf", PaperKind::ConsentCitizen, "citizen.hash"),
    ("samtykke-kommune.pdf", PaperKind::ConsentAuthority, "authority.hash"),
    ("samtykke-virksomhed.pdf", PaperKind::ConsentEmployer, "employer.hash"),
];
const SCAN: &[u8] = super::consent::PNG;

/// What is in a bundle, by name.
fn unpacked(place: &str) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(place).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(name, bytes);
    }
    files
}

fn saved(case: &Case, key: RecordKey) -> BTreeMap<String, Vec<u8>> {
    unpacked(&case.desk.app.save_proof(key).unwrap().unwrap())
}

fn proof(files: &BTreeMap<String, Vec<u8>>) -> Value {
    serde_json::from_slice(&files["bevis.json"]).unwrap()
}

/// A consent that was signed on paper, with its signed paper.
fn on_paper(case: &Case) -> RecordKey {
    let key = case.filled();
    case.desk.set(key, &[("given.how", "paper".into()), ("given.place", Value::Null)]);
    case.desk.app.paper(key, PaperKind::ConsentForm).unwrap();
    case.desk.app.attach_scan(key, STANDARD.encode(SCAN)).unwrap();
    assert!(case.desk.app.finalise_consent(key).unwrap().done);
    key
}

/// Writes to a record behind the app's back, as a fault would.
fn tampered(case: &mut Case, key: RecordKey, path: &str, value: Value) {
    case.behind_its_back(|store| {
        let record = store.record(&key).unwrap().unwrap();
        let path = Path::new(path).unwrap();
        let base = record.fields.get(&path).cloned().unwrap();
        let change = RecordChange {
            key,
            home_unit: record.home_unit,
            changes: vec![Change { path, base, value }],
            resolves: Vec::new(),
        };
        let commit = Commit {
            id: Uuid::from_u128(7),
            author: record.fields.id("finalised_by").unwrap(),
            device_time: "2026-11-24T11:00:00.000Z".into(),
            action: "edit".into(),
            needs: Vec::new(),
            records: vec![change],
        };
        store.commit(&commit).unwrap();
    });
}

fn exports(case: &Case, key: RecordKey) -> usize {
    case.desk.app.close();
    let lines = workspace(&case.desk).access_log(&key).unwrap();
    lines.iter().filter(|line| line.entry.action == AccessAction::Export && line.entry.why == "proof").count()
}

#[test]
fn r11_a_proof_holds_the_papers_as_they_were_kept_their_hashes_and_what_happened_to_them() {
    let case = Case::new();
    let app = &case.desk.app;
    case.desk.set(case.candidate, &[("cpr", "0101900000".into())]);
    let key = case.finalised();
    app.withdraw_consent(key, "phone".into(), None).unwrap();
    app.open(key).unwrap();
    let place = app.save_proof(key).unwrap().unwrap();
    let name = place.rsplit('/').next().unwrap();
    let document = text(&app.open(key).unwrap(), "document_id").to_owned();
    assert_eq!(name, format!("bevispakke-2026-11-24-{}.zip", &document[30..]), "R75: it names nobody");
    let files = unpacked(&place);
    assert_eq!(files.len(), 5);
    let proof = proof(&files);
    let record = app.open(key).unwrap();
    for (at, (name, what, hash)) in COPIES.into_iter().enumerate() {
        let kept = STANDARD.decode(app.paper(key, what).unwrap().base64).unwrap();
        assert_eq!(files[name], kept, "{name}, byte for byte");
        let told = &proof["files"][at];
        assert_eq!((&told["name"], &told["sha256"]), (&json!(name), &json!(text(&record, hash))));
        assert_eq!(told["sha256"], sha256(&files[name]));
        assert_eq!(told["bytes"], kept.len());
    }
    assert_eq!(proof["app_version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&proof["made_by"], &proof["document_id"]), (&json!("Maja Thorsen"), &json!(document)));
    assert_eq!(proof["given"]["how"], "oral");
    assert_eq!(
        (&proof["given"]["at"], &proof["given"]["to"]),
        (&json!("2026-11-24T11:00:00+01:00"), &json!("Maja Thorsen"))
    );
    assert_eq!(proof["valid_until"], "2027-01-15");
    assert_eq!((&proof["withdrawn"]["how"], &proof["withdrawn"]["to"]), (&json!("phone"), &json!("Maja Thorsen")));
    let changes = proof["history"]["changes"].as_array().unwrap();
    let steps: Vec<_> = changes.iter().map(|one| one["action"].as_str().unwrap()).collect();
    let first = |step: &str| steps.iter().position(|one| *one == step).unwrap();
    assert!(
        first("create") < first("edit") && first("edit") < first("finalise") && first("finalise") < first("withdraw")
    );
    assert!(changes.iter().all(|one| one["who"] == "Maja Thorsen"));
    let ticked = changes.iter().find(|one| one["path"] == "data.education").unwrap();
    assert_eq!((&ticked["what"], &ticked["after"]), (&json!("Uddannelse"), &json!("ja")));
    let lines = proof["access_log"]["lines"].as_array().unwrap();
    assert_eq!(proof["access_log"]["whole"], true);
    let noted = |action: &str, why: &str| lines.iter().any(|line| line["action"] == action && line["why"] == why);
    assert!(noted("read", "open") && noted("change", "finalise") && noted("change", "withdraw"));
    assert!(
        lines.iter().all(|line| line["who"] == "Maja Thorsen" && !line["what"].as_str().unwrap().contains("Andet"))
    );
    let all: Vec<u8> = files.values().flatten().copied().collect();
    assert!(!String::from_utf8_lossy(&all).contains("0101900000"), "R75: no number in plain");
    assert_eq!([exports(&case, key), exports(&case, case.candidate)], [1, 1], "R78");
}

#[test]
fn the_proof_says_in_danish_what_it_is_and_how_a_file_is_checked() {
    let case = Case::new();
    let key = case.finalised();
    let files = saved(&case, key);
    let read_me = String::from_utf8(files["LÆS MIG.txt"].clone()).unwrap();
    assert!(read_me.starts_with('\u{feff}'));
    assert_eq!(read_me.matches('\n').count(), read_me.matches("\r\n").count(), "it opens in any editor");
    for (name, ..) in COPIES {
        let about = read_me.split(&*format!("{name}\r\n")).nth(1).unwrap();
        assert!(about.contains(&sha256(&files[name])), "{name}");
    }
    for said in [
        "Samtykket: givet mundtligt 24. november 2026 kl. 11.00. Det gælder til og med 15. januar 2027. Det er ikke trukket tilbage.",
        "Pakken er lavet 24. november 2026 kl. 11.34 af Maja Thorsen",
        "Get-FileHash samtykke-borger.pdf",
        "sha256sum samtykke-borger.pdf",
        "30 dage",
    ] {
        assert!(read_me.contains(said), "{said}\n{read_me}");
    }
    assert!(!read_me.contains("ikke hele"), "the log is whole");
    case.desk.app.withdraw_consent(key, "mail".into(), None).unwrap();
    let read_me = String::from_utf8(saved(&case, key)["LÆS MIG.txt"].clone()).unwrap();
    assert!(read_me.contains("Det er trukket tilbage 24. november 2026 kl. 11.34."), "{read_me}");
}

#[test]
fn l5_the_signed_paper_goes_along_and_can_be_looked_at_again() {
    let case = Case::new();
    let key = on_paper(&case);
    let files = saved(&case, key);
    assert_eq!(files["underskrevet-erklaering.png"], SCAN, "byte for byte");
    let told = &proof(&files)["files"][3];
    assert_eq!((&told["what"], &told["sha256"]), (&json!("scan"), &json!(sha256(SCAN))));
    assert!(String::from_utf8_lossy(&files["LÆS MIG.txt"]).contains("underskrevet-erklaering.png"));
    let shown = case.desk.app.consent_scan(key).unwrap();
    assert_eq!(shown.look, ScanLook::Png);
    assert_eq!(STANDARD.decode(shown.base64).unwrap(), SCAN);
    case.desk.app.close();
    for noted in [key, case.candidate] {
        let lines = workspace(&case.desk).access_log(&noted).unwrap();
        let read = lines.iter().filter(|line| line.entry.action == AccessAction::Read && line.entry.why == "scan");
        assert_eq!(read.count(), 1, "R78: {:?}", noted.kind);
    }
}

#[test]
fn what_a_signed_paper_is_is_told_by_its_bytes_and_is_known_before_it_is_finalised() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.filled();
    case.desk.set(key, &[("given.how", "paper".into()), ("given.place", Value::Null)]);
    assert_eq!(app.consent_scan(key).err().unwrap().code, ErrorCode::NotHere);
    app.paper(key, PaperKind::ConsentForm).unwrap();
    for (bytes, look) in [
        (&b"%PDF-1.4 one page"[..], ScanLook::Pdf),
        (b"\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10\x03\x01\x11\0\x02\x11\x01\x03\x11\x01", ScanLook::Jpeg),
        (SCAN, ScanLook::Png),
    ] {
        app.attach_scan(key, STANDARD.encode(bytes)).unwrap();
        assert_eq!(app.consent_scan(key).unwrap().look, look);
    }
    let other = RecordKey::new(Kind::Candidate, case.candidate.id);
    assert_eq!(app.consent_scan(other).err().unwrap().code, ErrorCode::BadValue);
}

#[test]
fn r11_no_proof_is_made_of_papers_that_are_not_what_was_kept() {
    let mut case = Case::new();
    let key = on_paper(&case);
    tampered(&mut case, key, "scan.hash", json!(sha256(b"something else")));
    assert_eq!(case.desk.app.consent_scan(key).err().unwrap().code, ErrorCode::PaperAltered);
    assert_eq!(case.desk.app.save_proof(key).err().unwrap().code, ErrorCode::PaperAltered);
    assert_eq!(std::fs::read_dir(case.desk.folder.path().join("hentet")).unwrap().count(), 0, "nothing is written");
    assert_eq!(exports(&case, key), 0, "and nothing is logged as if it were");
}

#[test]
fn a_proof_waits_for_papers_that_are_not_here_yet() {
    let mut case = Case::new();
    let key = case.finalised();
    tampered(&mut case, key, "employer.blob", json!(format!("blob:{}", Uuid::from_u128(4711))));
    assert_eq!(case.desk.app.save_proof(key).err().unwrap().code, ErrorCode::AttachmentNotHere);
    assert_eq!(exports(&case, key), 0);
}

#[test]
fn a_proof_is_made_of_a_finalised_consent_alone() {
    let case = Case::new();
    let app = &case.desk.app;
    assert_eq!(app.save_proof(case.oral()).err().unwrap().code, ErrorCode::WrongStep);
    assert_eq!(app.save_proof(case.candidate).err().unwrap().code, ErrorCode::BadValue);
    let nobodys = RecordKey::new(Kind::Consent, case.candidate.id);
    assert_eq!(app.save_proof(nobodys).err().unwrap().code, ErrorCode::NotHere);
}

#[test]
fn a_proof_is_saved_where_the_user_says_whole_or_not_at_all() {
    let mut case = Case::new();
    let place = case.desk.folder.path().join("bevis.zip");
    let answers = Mutex::new([Where::Nowhere, Where::Here(place.clone())].into_iter());
    let proposed = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&proposed);
    case.desk.app = case.desk.app.with_ask_where(Box::new(move |name| {
        heard.lock().unwrap().push(name.to_owned());
        answers.lock().unwrap().next().unwrap_or(Where::Here("/dev/null/nowhere/bevis.zip".into()))
    }));
    let key = case.finalised();
    assert_eq!(case.desk.app.save_proof(key).unwrap(), None);
    assert!(!place.exists());
    assert_eq!(case.desk.app.save_proof(key).unwrap(), Some(place.to_string_lossy().into_owned()));
    assert_eq!(unpacked(place.to_str().unwrap()).len(), 5);
    assert_eq!(case.desk.app.save_proof(key).err().unwrap().code, ErrorCode::NotSavedThere);
    let left: Vec<_> =
        std::fs::read_dir(case.desk.folder.path()).unwrap().flatten().map(|one| one.file_name()).collect();
    assert_eq!(left.len(), 3, "the workspace, the downloads and the one file: {left:?}");
    assert!(proposed.lock().unwrap().iter().all(|name| name.starts_with("bevispakke-") && name.ends_with(".zip")));
    assert_eq!(exports(&case, key), 1, "what was not saved is not logged so");
}

/// The paths of a JSON value, lists as `…[]`. An empty object or list is a path too.
fn paths(value: &Value, at: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                paths(value, &path, into);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            items.iter().for_each(|item| paths(item, &format!("{at}[]"), into));
        }
        _ => drop(into.insert(at.to_owned())),
    }
}

#[test]
fn the_shape_of_the_proof_is_what_its_page_says() {
    let case = Case::new();
    let key = on_paper(&case);
    case.desk.app.withdraw_consent(key, "mail".into(), None).unwrap();
    let mut found = BTreeSet::new();
    paths(&proof(&saved(&case, key)), "", &mut found);
    let page = include_str!("../../../../docs/proof.md");
    let table = page.split("## `bevis.json`").nth(1).unwrap();
    let cells = table.lines().filter(|line| line.starts_with("| `")).map(|line| line.split('|').nth(1).unwrap());
    let told: BTreeSet<String> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect();
    assert_eq!(found, told);
}
