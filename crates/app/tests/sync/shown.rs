//! What the window is told of sync: without asking, and never better than it is.

use std::{sync::atomic::Ordering, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use feltmappen_app::{
    ErrorCode, Stirred,
    api::{ImportKind, Kind, PathValue, RecordKey, Scalar, Standing, SyncStatus},
};
use serde_json::json;

use super::{Central, Device, LIMIT, Path, order};

impl Device {
    /// Waits to be told, without asking in between.
    pub(super) fn told(&self, what: &str, look: impl Fn(&Self) -> bool) {
        while !look(self) {
            let told = self.stirred.recv_timeout(LIMIT);
            told.unwrap_or_else(|_| panic!("waited to be told of {what}; told was {:?}", self.status()));
        }
    }

    fn status(&self) -> SyncStatus {
        self.app.sync_status().unwrap().status
    }
}

fn visit(device: &Device, company: Option<RecordKey>, starts_at: &str) -> RecordKey {
    let value = |path, value| PathValue { path: Path::new(path).unwrap(), value: Scalar(value) };
    let mut values = vec![value("starts_at", json!(starts_at))];
    values.extend(company.map(|key| value("company", json!(key.id.to_string()))));
    device.app.create(Kind::Visit, values).unwrap().key
}

#[test]
fn the_window_is_told_and_left_alone_when_nothing_happens() {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    let key = order(&maja, "Kok");
    maja.connect(&central);
    maja.told("all sent", |maja| maja.status() == SyncStatus::AllSent);
    soren.connect(&central);
    soren.told("the order", |soren| soren.text(key, "title").is_some());
    soren.told("all sent", |soren| soren.status() == SyncStatus::AllSent);
    // Reading is noted in the access log, and says so; after that there is silence.
    while soren.stirred.recv_timeout(Duration::from_millis(300)).is_ok() {}
    assert!(soren.stirred.recv_timeout(Duration::from_secs(3)).is_err(), "nothing happened, and still it was told");
    soren.app.open(key).unwrap();
    assert_eq!(soren.stirred.recv_timeout(LIMIT), Ok(Stirred::Access));
}

#[test]
fn imported_rows_are_sent_without_anything_else_happening() {
    let maja = Device::new("Maja Thorsen");
    let central = Central::start(maja.unit);
    maja.connect(&central);
    maja.told("all sent", |maja| maja.status() == SyncStatus::AllSent);
    let before = central.commits();
    let rows = "CVR-nr;Navn\n99234083;Café Lysning\n99234091;Gartneriet Solbær\n";
    let size = u32::try_from(rows.len()).unwrap();
    maja.app.import_begin("virksomheder.csv".into(), size, ImportKind::Companies).unwrap();
    maja.app.import_chunk(BASE64_STANDARD.encode(rows)).unwrap();
    let preview = maja.app.import_preview().unwrap();
    maja.app.import_start(preview.columns.into_iter().map(|column| column.target).collect()).unwrap();
    assert_eq!(maja.app.import_step().unwrap().created, 2);
    maja.told("the rows, that they are there", |_| central.commits() == before + 2);
    maja.told("all sent", |maja| maja.status() == SyncStatus::AllSent);
}

#[test]
fn a_first_reading_that_breaks_off_says_so_and_goes_on() {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    maja.connect(&central);
    for number in 0..12 {
        order(&maja, &format!("Kok {number}"));
    }
    maja.sent();
    central.page_size.store(5, Ordering::SeqCst);
    central.reach.store(0, Ordering::SeqCst);
    soren.connect(&central);
    let broken = |soren: &Device| matches!(soren.status(), SyncStatus::FirstSync { done: 5, total: 13, paused: true });
    soren.told("the break", broken);
    assert!(soren.app.orders(every()).unwrap().total > 0, "what has come can be worked with");
    // After a restart too, before anybody has answered.
    let soren = soren.again();
    assert!(matches!(soren.status(), SyncStatus::FirstSync { done: 5, .. } | SyncStatus::SavedHere { .. }));
    central.reach.store(usize::MAX, Ordering::SeqCst);
    soren.until("the rest", |soren| soren.status() == SyncStatus::AllSent);
    assert_eq!(soren.app.orders(every()).unwrap().total, 12);
}

fn every() -> feltmappen_app::api::ListQuery {
    let sort = feltmappen_app::api::Sort::Title;
    feltmappen_app::api::ListQuery {
        text: String::new(),
        status: None,
        unit: None,
        mine: false,
        within_days: None,
        branch: None,
        sort,
        descending: false,
        offset: 0,
        limit: 50,
    }
}

#[test]
fn a_program_that_is_too_old_is_one_thing_to_decide_about_until_it_may_read_again() {
    let maja = Device::new("Maja Thorsen");
    let central = Central::start(maja.unit);
    maja.connect(&central);
    maja.sent();
    central.too_old.store(true, Ordering::SeqCst);
    maja.until("the word of it", |maja| maja.app.attention().unwrap().too_old);
    let key = order(&maja, "Kok");
    maja.until("the order to be handed in", |_| central.text(key, "title").is_some());
    // However often it asks, it never says meanwhile that all is well.
    for _ in 0..20 {
        maja.app.send_now().unwrap();
        assert!(matches!(maja.status(), SyncStatus::Decide { items: 1, .. } | SyncStatus::Sending { .. }));
    }
    central.too_old.store(false, Ordering::SeqCst);
    maja.until("all to be well", |maja| maja.status() == SyncStatus::AllSent);
    assert!(!maja.app.attention().unwrap().too_old);
}

#[test]
fn each_record_says_for_itself_whether_it_is_sent() {
    let maja = Device::new("Maja Thorsen");
    let central = Central::start(maja.unit);
    maja.connect(&central);
    let (key, other) = (order(&maja, "Kok"), order(&maja, "Tjener"));
    maja.sent();
    assert_eq!(maja.app.standing(key).unwrap(), Standing::Sent);
    central.portal.store(true, Ordering::SeqCst);
    maja.set(key, "title", "Kok, dag");
    assert_eq!(maja.app.standing(key).unwrap(), Standing::SavedHere);
    assert_eq!(maja.app.standing(other).unwrap(), Standing::Sent);
    maja.app.save_draft(other, Path::new("start_date").unwrap(), Scalar(json!("den første"))).unwrap();
    assert_eq!(maja.app.standing(other).unwrap(), Standing::Waits, "a draft that does not hold is not sent");
    central.portal.store(false, Ordering::SeqCst);
    maja.until("the change to be sent", |maja| maja.app.standing(key).unwrap() == Standing::Sent);
}

#[test]
fn tomorrow_is_proven_visit_by_visit_with_what_is_missing_and_until_when_it_was_fetched() {
    let maja = Device::new("Maja Thorsen");
    let central = Central::start(maja.unit);
    let name = PathValue { path: Path::new("name").unwrap(), value: Scalar(json!("Café Lysning")) };
    let company = maja.app.create(Kind::Company, vec![name]).unwrap().key;
    visit(&maja, Some(company), "2026-11-10T10:00:00+01:00");
    let today = visit(&maja, Some(company), "2026-11-24T13:00:00+01:00");
    let tomorrow = visit(&maja, None, "2026-11-25T10:00:00+01:00");
    visit(&maja, Some(company), "2026-11-26T10:00:00+01:00");
    let before = maja.app.tomorrow().unwrap();
    assert_eq!((before.complete, before.fetched_at), (None, None), "nobody has been asked");
    maja.connect(&central);
    maja.until("the proof", |maja| maja.app.tomorrow().unwrap().fetched_at.is_some());
    let proof = maja.app.tomorrow().unwrap();
    assert_eq!((proof.day.as_str(), proof.complete), ("2026-11-25", Some(true)));
    assert!(proof.fetched_at.unwrap().starts_with("2026-11-24T10:34"));
    let found: Vec<_> = proof.visits.iter().map(|one| (one.visit.key, one.tomorrow, one.earlier)).collect();
    assert_eq!(found, [(today, false, 2), (tomorrow, true, 0)]);
    assert!(proof.visits.iter().all(|one| one.missing.is_empty()));

    // Somebody has named a workplace that has not come here.
    let elsewhere = feltmappen_app::api::RecordId::from_u128(7).to_string();
    maja.set(tomorrow, "workplace", &elsewhere);
    let proof = maja.app.tomorrow().unwrap();
    assert_eq!(proof.visits[1].missing, ["arbejdsstedet"]);
}

#[test]
fn a_rescue_that_cannot_be_is_said_in_its_own_words() {
    let maja = Device::new("Maja Thorsen");
    let central = Central::start(maja.unit);
    maja.connect(&central);
    maja.sent();
    maja.until("all sent", |maja| maja.status() == SyncStatus::AllSent);
    let nothing = maja.app.rescue_save("tre ord at huske".into()).unwrap();
    assert_eq!((nothing.path.as_str(), nothing.commits), ("", 0), "no file is made of nothing");
    let refused = |passphrase: &str, text: &str| {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(text);
        maja.app.rescue_take(passphrase.into(), text).err().unwrap().code
    };
    assert_eq!(refused("tre ord at huske", "En anden fil"), ErrorCode::NotARescueFile);
    assert_eq!(refused("tre ord at huske", "feltmappen-rescue-2\n og mere"), ErrorCode::RescueNewer);
    assert_eq!(maja.app.rescue_save("kort".into()).err().unwrap().code, ErrorCode::WeakPassphrase);
}
