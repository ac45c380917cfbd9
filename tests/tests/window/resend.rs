//! What central did not take is put right and sent again, in the real window, by keyboard: then a colleague sees it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use feltmappen_app::api::{Kind, Path, RecordKey};
use feltmappen_proofs::{
    Home, Launch, Window,
    office::{MAJA, Office, SOREN, UNIT},
    until,
};
use feltmappen_store::{NewSlots, Passphrase, Place, Workspace};
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::{Value, json};
use uuid::Uuid;

const NOW: &str = "2026-11-24T10:52:00.000+01:00";
const PASSPHRASE: &str = "tre ord at huske";
/// Longer than a title may be.
const LONG: &str = "Lagermedarbejder til pluk, pakning, modtagelse og kvalitetskontrol på frostlageret i skiftende vagter hele året rundt";
const SHORT: &str = "Lagermedarbejder til frostlageret";
const TASKS: &str = "Pluk og pakning efter liste.";

/// Unsent work of an earlier program, which let a title be as long as it liked.
fn written_by_an_earlier_program() -> String {
    let folder = tempfile::tempdir().unwrap();
    let passphrase = Passphrase::new(PASSPHRASE.to_owned());
    let slots = NewSlots { keyring: None, passphrase: Some(&passphrase) };
    let workspace = Workspace::create(&Place::new(folder.path().join("mappe")), slots, NOW).unwrap();
    let change =
        |path: &str, value: &str| Change { path: Path::new(path).unwrap(), base: Value::Null, value: value.into() };
    let record = RecordChange {
        key: RecordKey::new(Kind::JobOrder, Uuid::from_u128(0x019a_a1b2_7c00_7000_8000_0000_0000_0777)),
        home_unit: UNIT.parse().unwrap(),
        changes: vec![change("title", LONG), change("tasks", TASKS)],
        resolves: Vec::new(),
    };
    let commit = Commit {
        id: Uuid::from_u128(0x019a_a1b2_7c00_7000_8000_0000_0000_0778),
        author: MAJA.parse().unwrap(),
        device_time: NOW.to_owned(),
        action: "create".to_owned(),
        needs: Vec::new(),
        records: vec![record],
    };
    workspace.commit(&commit).unwrap();
    STANDARD.encode(workspace.rescue(&passphrase).unwrap().0)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_central_did_not_take_is_put_right_by_keyboard_and_reaches_a_colleague() {
    let office = Office::open();
    let homes = [Home::new(), Home::new()];
    let maja = office.window(&homes[0], Launch::new(), &office.address(), MAJA, "0").await;
    maja.wait_for_text("Alt er gemt og sendt").await;
    let taken = json!({ "passphrase": PASSPHRASE, "base64": written_by_an_earlier_program() });
    assert_eq!(maja.invoke("rescue_take", taken).await["commits"], 1);

    maja.wait_for_text("1 ting venter på dig").await;
    maja.click_on("a.fm-sync-link").await;
    maja.wait_for_text("blev ikke modtaget").await;
    maja.click("Ret og send igen").await;
    maja.wait_for_words("dialog[open]", &["Stillingsbetegnelse", "tegn for lang", "Arbejdsopgaver"]).await;

    // As it stands it would be refused again: nothing is sent, and the dialog says why.
    maja.press("Ctrl+Enter").await;
    maja.wait_for("dialog[open] [role=alert]").await;
    until("what is wrong to have the focus", async || {
        maja.focused().await.contains("Stillingsbetegnelse").then_some(())
    })
    .await;
    whole_title(&maja).await;
    assert_eq!(maja.violations().await, []);
    maja.screenshot("resend-not-sent").await;
    maja.resize(480, 768).await;
    whole_title(&maja).await;
    maja.screenshot("resend-not-sent-480").await;
    assert_eq!(maja.cut_off().await, [""; 0]);
    maja.press("Ctrl+A").await;
    maja.type_text(SHORT).await;
    maja.screenshot("resend-put-right").await;
    maja.press("Ctrl+Enter").await;
    maja.wait_until_gone("dialog[open]").await;
    maja.wait_for_text("Intet venter på dig").await;
    maja.wait_for_text("Alt er gemt og sendt").await;

    let soren = office.window(&homes[1], Launch::new(), &office.address(), SOREN, "soren").await;
    soren.wait_for_text("Alt er gemt og sendt").await;
    soren.click("Jobordrer").await;
    soren.click(SHORT).await;
    soren.click("Stilling og opgaver").await;
    soren.wait_for_value("Arbejdsopgaver", TASKS).await;
    maja.close().await;
    soren.close().await;
}

/// Nothing of the refused title is hidden.
async fn whole_title(window: &Window) {
    let script = "const box = document.querySelector('dialog [aria-invalid=true]'); return box.scrollHeight <= box.clientHeight;";
    until("the whole title to be seen", async || window.run(script).await.as_bool()?.then_some(())).await;
}
