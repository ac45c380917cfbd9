//! Sendings over days, and random histories of them: nothing is sent without cover that is not marked.

use super::{
    consent::Case,
    desk::{pairs, text},
};
use chrono::Duration;
use feltmappen_app::{
    App,
    api::{ConsentTaskCode, Kind, RecordKey},
};
use feltmappen_domain::submittal::{Cover, Reason};
use serde_json::{Value, json};

impl Case {
    /// A consent that lacks nothing, given today and holding for so many days; none when its order or candidate is discarded.
    fn given_today(&self, order: RecordKey, days: i64) -> Option<RecordKey> {
        let app = &self.desk.app;
        let key = app.new_consent(order, self.candidate).ok()?.key;
        let now = self.desk.clock.now();
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
    let case = Case::new();
    let app = &case.desk.app;
    let consent = case.given_today(case.order, 2).unwrap();
    assert!(app.finalise_consent(consent).unwrap().done);
    let key = app.prepare_submittal(case.order, case.candidate).unwrap().key;
    assert!(app.confirm_cv(key, "not_searchable".into()).unwrap().allowed);
    case.desk.clock.pass(Duration::days(1));
    assert_eq!(app.open(key).unwrap().permit.unwrap().reason, Some(Reason::CvNotChecked));
    assert!(app.confirm_cv(key, "not_searchable".into()).unwrap().allowed);
    case.desk.clock.pass(Duration::days(2));
    assert_eq!(app.confirm_cv(key, "not_searchable".into()).unwrap().reason, Some(Reason::Expired));
    assert!(!app.give_permit(key).unwrap().done);
}

#[test]
fn r5_a_permit_of_yesterday_is_asked_for_anew() {
    let case = Case::new();
    let app = &case.desk.app;
    let consent = case.given_today(case.order, 30).unwrap();
    assert!(app.finalise_consent(consent).unwrap().done);
    let key = app.prepare_submittal(case.order, case.candidate).unwrap().key;
    app.confirm_cv(key, "not_searchable".into()).unwrap();
    assert!(app.give_permit(key).unwrap().done);
    case.desk.clock.pass(Duration::days(1));
    let next = app.prepare_submittal(case.order, case.candidate).unwrap();
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
fn run(case: &Case, history: &[Step]) {
    let app = &case.desk.app;
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
                if let Some(key) = case.given_today(order(first), days.into()) {
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
            Step::Pass(days) => case.desk.clock.pass(Duration::days(days.into())),
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
        let Ok(record) = app.open(key) else { continue };
        let Some(view) = record.permit.as_ref() else { continue };
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
        run(&Case::new(), &history);
    }
}

#[test]
fn withdrawn_and_sent_in_the_same_moment_is_marked() {
    let history =
        [Step::Consent(true, 10), Step::Prepare(true), Step::Confirm(false), Step::Permit, Step::Withdraw, Step::Sent];
    run(&Case::new(), &history);
}

#[test]
fn r6_withdrawn_a_moment_after_the_sending_leaves_it_covered() {
    let case = Case::new();
    let app = &case.desk.app;
    let consent = case.given_today(case.order, 30).unwrap();
    assert!(app.finalise_consent(consent).unwrap().done);
    let key = app.prepare_submittal(case.order, case.candidate).unwrap().key;
    app.confirm_cv(key, "not_searchable".into()).unwrap();
    assert!(app.give_permit(key).unwrap().done);
    app.record_sent(key, "jobag".into()).unwrap();
    case.desk.clock.pass(Duration::milliseconds(1));
    app.withdraw_consent(consent, "phone".into(), None).unwrap();
    assert_eq!(app.open(key).unwrap().permit.unwrap().cover, Cover::Covered);
}
