use super::{
    consent::{Case, open_order},
    desk::{app_on, pairs, text},
};
use chrono::{DateTime, Duration, TimeZone, Utc};
use feltmappen_app::{
    App, ErrorCode,
    api::{ConsentTaskCode, Kind, NewPerson, Path, PermitNextCode, PermitView, RecordKey, Scalar},
};
use feltmappen_domain::submittal::{CheckCode, Cover, Reason};
use feltmappen_store::Place;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

fn ways(view: &PermitView) -> Vec<PermitNextCode> {
    view.next.iter().map(|way| way.code).collect()
}

impl Case {
    fn prepared(&self) -> PermitView {
        self.desk.app.prepare_submittal(self.order, self.candidate).unwrap()
    }

    /// A submittal of a CV that is not searchable, looked at today.
    fn not_searchable(&self) -> RecordKey {
        let key = self.prepared().key;
        self.desk.app.confirm_cv(key, "not_searchable".into()).unwrap();
        key
    }
}

#[test]
fn r1_without_a_consent_nothing_is_permitted_and_the_way_on_is_named() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.not_searchable();
    let view = app.permit_view(key).unwrap();
    assert_eq!((view.allowed, view.reason), (false, Some(Reason::NoConsent)));
    assert_eq!(view.title, "Må jeg sende Amina Prøves CV?");
    assert_eq!(view.headline, "Nej – der mangler et samtykke");
    assert_eq!(
        view.lead,
        "CV'et er ikke søgbart, så Amina skal først sige ja til netop dette arbejdssted. CV'et er ikke sendt."
    );
    assert_eq!(ways(&view), [PermitNextCode::AskConsent, PermitNextCode::LetApply]);
    assert_eq!(view.next[0].label, "Bed om samtykke til Kajen 3");
    assert!(!app.give_permit(key).unwrap().done);
    assert_eq!(text(&app.open(key).unwrap(), "permit.at"), "");
}

#[test]
fn r1_a_covering_consent_permits_and_the_permit_is_a_commit_of_its_own() {
    let case = Case::new();
    let app = &case.desk.app;
    case.finalised();
    let key = case.not_searchable();
    let view = app.permit_view(key).unwrap();
    assert_eq!((view.allowed, view.reason), (true, None), "{}", view.headline);
    assert_eq!(view.headline, "Ja – CV'et må sendes");
    let line = view.checks.iter().find(|line| line.check.code == CheckCode::CvChecked).unwrap();
    assert_eq!(
        (&*line.title, &*line.source),
        ("CV'et er ikke søgbart, så der skal være samtykke", "Kontrolleret på Jobnet i dag kl. 11.34")
    );
    let outcome = app.give_permit(key).unwrap();
    assert!(outcome.done && outcome.view.permit_at.is_some());
    let rows = app.history(Some(key)).unwrap();
    let permit = rows.iter().find(|row| row.what == "Må sendes").unwrap();
    let with: Vec<_> = rows.iter().filter(|row| row.action == permit.action).map(|row| &*row.what).collect();
    assert!(with.iter().all(|what| ["Må sendes", "Kontrolleret af"].contains(what)), "{with:?}");
    assert_eq!(app.undo().err().unwrap().code, ErrorCode::Sealed);
    let changed = app.set_fields(key, pairs(&[("data.languages", json!(true))])).err().unwrap();
    assert_eq!(changed.code, ErrorCode::Sealed, "what a permit rests on");
}

#[test]
fn r1_no_other_path_writes_a_permit_or_a_fact() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.not_searchable();
    let steps = [
        "permit.at",
        "permit.by",
        "sent.at",
        "sent.channel",
        "approved.at",
        "cv.status",
        "cv.checked_at",
        "consent",
        "reviewed_at",
        "erasure_asked_at",
        "workplace",
        "candidate",
        "job_order",
    ];
    for path in steps {
        let value = json!("2026-11-24T11:00:00+01:00");
        let set = app.set_fields(key, pairs(&[(path, value.clone())])).err().unwrap();
        let typed = app.save_draft(key, Path::new(path).unwrap(), Scalar(value)).err().unwrap();
        assert_eq!([set.code, typed.code], [ErrorCode::BadValue; 2], "{path}");
    }
    let made = app.create(Kind::Submittal, pairs(&[("permit.at", json!("2026-11-24T11:00:00+01:00"))])).err().unwrap();
    assert_eq!(made.code, ErrorCode::BadValue);
}

#[test]
fn r9_a_consent_for_another_workplace_says_both_addresses_and_where_it_may_go() {
    let case = Case::new();
    let app = &case.desk.app;
    let elsewhere = case.desk.create(
        Kind::Workplace,
        &[
            ("company", case.company.key.id.to_string().into()),
            ("name", "Havnevej 14".into()),
            ("address.street", "Havnevej 14".into()),
            ("address.postcode", "0999".into()),
            ("address.city", "Egelund".into()),
            ("municipality", "0410".into()),
        ],
    );
    case.finalised();
    let other = open_order(&case.desk, case.company.key, elsewhere.key, "Chauffør");
    let view = app.prepare_submittal(other, case.candidate).unwrap();
    let view = app.confirm_cv(view.key, "not_searchable".into()).unwrap();
    assert_eq!(view.reason, Some(Reason::OtherWorkplace));
    assert_eq!(view.headline, "Nej – samtykket gælder ikke dette arbejdssted");
    assert_eq!(view.consented_to.as_ref().unwrap().street, "Kajen 3");
    assert_eq!(view.sends_to.street, "Havnevej 14");
    assert_eq!(ways(&view), [PermitNextCode::AskConsent, PermitNextCode::SendToConsented, PermitNextCode::LetApply]);
    assert_eq!((&*view.next[1].label, view.next[1].target), ("Send til Kajen 3 i stedet", Some(case.order)));
    assert_eq!(
        (view.checks[0].check.code, &*view.checks[0].source),
        (CheckCode::ConsentWorkplace, "Kajen 3 er ikke Havnevej 14")
    );
    assert!(!app.give_permit(view.key).unwrap().done);
}

#[test]
fn r9_a_consent_for_one_order_covers_no_other_at_the_same_place() {
    let case = Case::new();
    let app = &case.desk.app;
    case.finalised();
    let other = open_order(&case.desk, case.company.key, case.workplace, "Chauffør");
    let view = app.prepare_submittal(other, case.candidate).unwrap();
    let view = app.confirm_cv(view.key, "not_searchable".into()).unwrap();
    assert_eq!(view.reason, Some(Reason::OtherJobOrder));
}

#[test]
fn r4_r13_a_searchable_cv_needs_no_consent_and_the_candidate_is_told() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.prepared().key;
    app.confirm_cv(key, "searchable".into()).unwrap();
    case.desk.set(key, &[("data.education", true.into()), ("channel", "jobag".into())]);
    assert!(app.give_permit(key).unwrap().done);
    let view = app.record_sent(key, "jobag".into()).unwrap();
    assert_eq!((view.cover, &*view.headline), (Cover::Covered, "CV'et er sendt"));
    assert_eq!(view.follow_up.as_deref(), Some("2026-12-08"), "R36");
    let told = |app: &App| {
        app.consent_tasks().unwrap().iter().any(|task| task.code == ConsentTaskCode::Tell && task.key == key)
    };
    assert!(told(app));
    app.told_candidate(key).unwrap();
    assert!(!told(app));
}

#[test]
fn r5_what_jobnet_says_is_taken_down_for_the_sending_and_the_candidate_at_once() {
    let case = Case::new();
    let app = &case.desk.app;
    let view = case.prepared();
    assert_eq!((view.reason, ways(&view)[0]), (Some(Reason::CvNotChecked), PermitNextCode::CheckCv));
    assert_eq!(app.confirm_cv(view.key, "unknown".into()).err().unwrap().code, ErrorCode::BadValue);
    app.confirm_cv(view.key, "searchable".into()).unwrap();
    let [submittal, candidate] = [view.key, case.candidate].map(|key| app.open(key).unwrap());
    for path in ["cv.status", "cv.checked_at"] {
        assert_eq!(text(&submittal, path), text(&candidate, path));
    }
    let of = |key| app.history(Some(key)).unwrap().into_iter().map(|row| row.action).next().unwrap();
    assert_eq!(of(view.key), of(case.candidate), "one action");
}

#[test]
fn r6_a_withdrawal_stops_the_sending_and_the_earlier_one_stays() {
    let case = Case::new();
    let app = &case.desk.app;
    let consent = case.finalised();
    let key = case.not_searchable();
    app.withdraw_consent(consent, "in_person".into(), None).unwrap();
    let outcome = app.give_permit(key).unwrap();
    assert_eq!((outcome.done, outcome.view.reason), (false, Some(Reason::Withdrawn)));
}

#[test]
fn r10_no_more_is_sent_than_was_consented_to() {
    let case = Case::new();
    let app = &case.desk.app;
    case.finalised();
    let key = case.not_searchable();
    assert!(app.permit_view(key).unwrap().allowed, "it begins with what was consented to");
    case.desk.set(key, &[("data.languages", true.into())]);
    let outcome = app.give_permit(key).unwrap();
    assert_eq!((outcome.done, outcome.view.reason), (false, Some(Reason::DataBeyond)));
}

#[test]
fn r12_a_fact_is_always_taken_down_by_a_way_that_may_be_used_and_marked_when_nothing_covers_it() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.not_searchable();
    assert_eq!(app.record_sent(key, "mail".into()).err().unwrap().code, ErrorCode::BadValue);
    let view = app.record_sent(key, "secure_mail".into()).unwrap();
    assert_eq!((view.cover, view.to_review), (Cover::Uncovered, true));
    assert_eq!(view.headline, "CV'et er sendt, og intet dækkede det");
    let is_task =
        || app.consent_tasks().unwrap().iter().any(|task| task.code == ConsentTaskCode::Uncovered && task.key == key);
    assert!(is_task());
    assert_eq!(app.review_uncovered(key, " ".into()).err().unwrap().code, ErrorCode::BadValue);
    let view = app.review_uncovered(key, "Talt med borgeren og rådgiveren.".into()).unwrap();
    assert_eq!((view.cover, view.to_review), (Cover::Uncovered, false), "it stays marked");
    assert!(!is_task());
    assert!(!app.give_permit(key).unwrap().done, "no permit afterwards");
    assert_eq!(app.discard(key).err().unwrap().code, ErrorCode::Sealed);
    let again = app.record_sent(key, "jobag".into()).unwrap();
    assert_eq!(again.sent_at, view.sent_at, "pressed twice");
}

#[test]
fn r14_a_cv_from_another_unit_waits_for_the_coordinator() {
    let case = Case::new();
    let app = &case.desk.app;
    case.finalised();
    let other = app.catalogue().unwrap().units.into_iter().find(|unit| unit.name == "Odense Kommune").unwrap();
    case.desk.set(case.candidate, &[("cv.unit", other.key.id.to_string().into())]);
    let key = case.not_searchable();
    let view = app.permit_view(key).unwrap();
    assert_eq!((view.reason, ways(&view)[0]), (Some(Reason::NotApproved), PermitNextCode::Approve));
    assert!(app.approve_cv(key).unwrap().allowed);
    let me = NewPerson { name: "Søren Bech".into(), title: String::new(), unit: other.key.id };
    app.introduce(me).unwrap();
    assert_eq!(app.approve_cv(key).err().unwrap().code, ErrorCode::NotCoordinator);
}

#[test]
fn r23_only_an_open_order_takes_candidates() {
    let case = Case::new();
    let app = &case.desk.app;
    case.finalised();
    let key = case.not_searchable();
    app.set_status(case.order, "inactive".into(), Vec::new()).unwrap();
    assert_eq!(app.give_permit(key).unwrap().view.reason, Some(Reason::JobOrderNotOpen));
}

/// The same desk under a clock that goes.
struct Going {
    case: Case,
    app: App,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Going {
    fn new() -> Self {
        let mut case = Case::new();
        let elsewhere = tempfile::tempdir().unwrap();
        case.desk.app.close();
        case.desk.app = app_on(elsewhere.path(), &case.desk.keyring);
        let now = Arc::new(Mutex::new(Utc.with_ymd_and_hms(2026, 11, 24, 10, 34, 0).unwrap()));
        let clock = Arc::clone(&now);
        let place = Place::new(case.desk.folder.path().join("mappe"));
        let app = App::new(place, Box::new(case.desk.keyring.clone()), Box::new(move || *clock.lock().unwrap()));
        app.start().unwrap();
        Self { case, app, now }
    }

    fn pass(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }

    /// A consent that lacks nothing, given today and holding for so many days; none when its order or candidate is discarded.
    fn consent(&self, order: RecordKey, days: i64) -> Option<RecordKey> {
        let app = &self.app;
        let key = app.new_consent(order, self.case.candidate).ok()?.record.key;
        let now = *self.now.lock().unwrap();
        let me = app.catalogue().unwrap().me.unwrap().to_string();
        let values: [(&str, Value); 7] = [
            ("data.education", true.into()),
            ("channel", "jobag".into()),
            ("valid_until", (now + Duration::days(days)).format("%Y-%m-%d").to_string().into()),
            ("given.how", "oral".into()),
            ("given.at", now.to_rfc3339().into()),
            ("given.to", me.into()),
            ("given.place", "telefon".into()),
        ];
        app.set_fields(key, pairs(&values)).unwrap();
        Some(key)
    }
}

#[test]
fn r8_an_expired_consent_is_no_consent_and_r5_the_cv_is_looked_at_again_each_day() {
    let going = Going::new();
    let app = &going.app;
    let consent = going.consent(going.case.order, 2).unwrap();
    assert!(app.finalise_consent(consent).unwrap().done);
    let key = app.prepare_submittal(going.case.order, going.case.candidate).unwrap().key;
    assert!(app.confirm_cv(key, "not_searchable".into()).unwrap().allowed);
    going.pass(Duration::days(1));
    assert_eq!(app.permit_view(key).unwrap().reason, Some(Reason::CvNotChecked));
    assert!(app.confirm_cv(key, "not_searchable".into()).unwrap().allowed);
    going.pass(Duration::days(2));
    assert_eq!(app.confirm_cv(key, "not_searchable".into()).unwrap().reason, Some(Reason::Expired));
    assert!(!app.give_permit(key).unwrap().done);
}

#[test]
fn r5_a_permit_of_yesterday_is_asked_for_anew() {
    let going = Going::new();
    let app = &going.app;
    let consent = going.consent(going.case.order, 30).unwrap();
    assert!(app.finalise_consent(consent).unwrap().done);
    let key = app.prepare_submittal(going.case.order, going.case.candidate).unwrap().key;
    app.confirm_cv(key, "not_searchable".into()).unwrap();
    assert!(app.give_permit(key).unwrap().done);
    going.pass(Duration::days(1));
    let next = app.prepare_submittal(going.case.order, going.case.candidate).unwrap();
    assert_ne!(next.key, key);
    assert_eq!(next.reason, Some(Reason::CvNotChecked));
}

/// A step of a random history.
#[derive(Clone, Copy, Debug)]
enum Step {
    Consent(bool, u8),
    Withdraw,
    Prepare(bool),
    Confirm(bool),
    More,
    Permit,
    Sent,
    Pass(u8),
    Move,
    Undo,
}

fn steps() -> impl proptest::strategy::Strategy<Value = Vec<Step>> {
    use proptest::prelude::*;
    let step = prop_oneof![
        (any::<bool>(), 1_u8..20).prop_map(|(which, days)| Step::Consent(which, days)),
        Just(Step::Withdraw),
        any::<bool>().prop_map(Step::Prepare),
        any::<bool>().prop_map(Step::Confirm),
        Just(Step::More),
        Just(Step::Permit),
        Just(Step::Sent),
        (1_u8..30).prop_map(Step::Pass),
        Just(Step::Move),
        Just(Step::Undo),
    ];
    proptest::collection::vec(step, 1..24)
}

/// Runs a history and looks at every sending with rules of its own: what the records say, not what the app answered.
fn run(going: &Going, history: &[Step]) {
    let app = &going.app;
    let case = &going.case;
    let me = app.catalogue().unwrap().me.unwrap();
    let second = {
        let values = [
            ("company", case.company.key.id.to_string().into()),
            ("workplace", case.workplace.id.to_string().into()),
            ("title", "Chauffør".into()),
            ("tasks", "Køre.".into()),
            ("positions", 1.into()),
            ("coordinator", me.to_string().into()),
            ("education_demand", "without".into()),
            ("experience_demand", "without".into()),
        ];
        let order = app.create(Kind::JobOrder, pairs(&values)).unwrap().key;
        app.set_status(order, "open".into(), Vec::new()).unwrap();
        order
    };
    let order = |first: bool| if first { case.order } else { second };
    let (mut consents, mut submittals) = (Vec::new(), Vec::<RecordKey>::new());
    for step in history {
        let latest = submittals.last().copied();
        match *step {
            Step::Consent(first, days) => {
                if let Some(key) = going.consent(order(first), days.into()) {
                    let _ = app.finalise_consent(key);
                    consents.push(key);
                }
            }
            Step::Withdraw => {
                if let Some(key) = consents.last() {
                    let _ = app.withdraw_consent(*key, "phone".into(), None);
                }
            }
            Step::Prepare(first) => {
                if let Ok(view) = app.prepare_submittal(order(first), case.candidate) {
                    submittals.push(view.key);
                }
            }
            Step::Confirm(searchable) => {
                let status = if searchable { "searchable" } else { "not_searchable" };
                let _ = latest.map(|key| app.confirm_cv(key, status.into()));
            }
            Step::More => {
                let _ = latest.map(|key| {
                    app.set_fields(key, pairs(&[("data.languages", json!(true)), ("channel", json!("jobag"))]))
                });
            }
            Step::Permit => {
                let _ = latest.map(|key| app.give_permit(key));
            }
            Step::Sent => {
                let _ = latest.map(|key| app.record_sent(key, "jobag".into()));
            }
            Step::Pass(days) => going.pass(Duration::days(days.into())),
            Step::Move => {
                let _ = app.set_status(case.order, "inactive".into(), Vec::new());
                let _ = app.set_status(case.order, "open".into(), Vec::new());
            }
            Step::Undo => {
                let _ = app.undo();
            }
        }
    }
    let tasks = app.consent_tasks().unwrap();
    submittals.dedup();
    for key in submittals {
        let Ok(view) = app.permit_view(key) else { continue };
        let record = app.open(key).unwrap();
        if view.sent_at.is_none() {
            continue;
        }
        let marked = view.cover == Cover::Uncovered
            && tasks.iter().any(|task| task.code == ConsentTaskCode::Uncovered && task.key == key);
        assert!(covered(app, &record) || marked, "{history:?}: sent without cover and not marked");
        assert!(covered(app, &record) != marked, "{history:?}: marked though it was covered");
    }
}

/// Whether a sending was covered, told anew from the fields.
fn covered(app: &App, submittal: &feltmappen_app::api::RecordView) -> bool {
    let [sent, permit] = ["sent.at", "permit.at"].map(|path| text(submittal, path).to_owned());
    if permit.is_empty() {
        return false;
    }
    if text(submittal, "cv.status") == "searchable" {
        return true;
    }
    let Ok(id) = text(submittal, "consent").parse() else { return false };
    let Ok(consent) = app.open(RecordKey::new(Kind::Consent, id)) else { return false };
    let same = ["workplace", "job_order", "candidate", "channel"]
        .iter()
        .all(|path| text(&consent, path) == text(submittal, path));
    let flags = |view: &feltmappen_app::api::RecordView| -> Vec<String> {
        let ticked =
            view.fields.iter().filter(|(path, value)| path.as_str().starts_with("data.") && value.0 == json!(true));
        ticked.map(|(path, _)| path.to_string()).collect()
    };
    let within = flags(submittal).iter().all(|item| flags(&consent).contains(item));
    let withdrawn = text(&consent, "withdrawn_at");
    let in_time = (withdrawn.is_empty() || *withdrawn > *sent) && *text(&consent, "valid_until") >= sent[..10];
    same && within && in_time && !text(&consent, "finalised_at").is_empty()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 12, max_shrink_iters: 20, ..Default::default() })]
    #[test]
    fn no_history_sends_a_cv_without_cover_that_is_not_marked(history in steps()) {
        run(&Going::new(), &history);
    }
}

#[test]
fn withdrawn_and_sent_in_the_same_second_is_marked() {
    let history =
        [Step::Consent(true, 10), Step::Prepare(true), Step::Confirm(false), Step::Permit, Step::Withdraw, Step::Sent];
    run(&Going::new(), &history);
}
