use super::{
    consent::{Case, open_order},
    desk::{pairs, text},
};
use feltmappen_app::{
    App, ErrorCode,
    api::{ConsentTaskCode, Kind, NewPerson, Path, PermitNextCode, PermitView, RecordKey, Scalar, Undone},
};
use feltmappen_domain::consent::State;
use feltmappen_domain::record::ALIVE;
use feltmappen_domain::submittal::{CheckCode, Cover, Reason};
use feltmappen_store::AccessAction;
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::{Value, json};
use uuid::Uuid;

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
    let view = app.open(key).unwrap().permit.unwrap();
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
    let view = app.open(key).unwrap().permit.unwrap();
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
fn r2_r3_a_consent_that_says_too_little_covers_nothing_whoever_finalised_it() {
    let mut case = Case::new();
    let consent = case.finalised();
    let key = case.not_searchable();
    assert!(case.desk.app.open(key).unwrap().permit.unwrap().allowed);
    let author = case.desk.app.catalogue().unwrap().me.unwrap();
    // As a program without the rule would have left it.
    case.behind_its_back(|store| {
        let record = store.record(&consent).unwrap().unwrap();
        let base = record.fields.get("purpose").cloned().unwrap();
        let changes = vec![Change { path: Path::known("purpose"), base, value: json!("diverse") }];
        let records = vec![RecordChange { key: consent, home_unit: record.home_unit, changes, resolves: Vec::new() }];
        let (id, device_time) = (Uuid::from_u128(1), "2026-11-24T12:00:00.000Z".into());
        store.commit(&Commit { id, author, device_time, action: "edit".into(), needs: Vec::new(), records }).unwrap();
    });
    let view = case.desk.app.give_permit(key).unwrap().view;
    assert_eq!((view.allowed, view.reason), (false, Some(Reason::SaysTooLittle)));
    assert_eq!(ways(&view)[0], PermitNextCode::AskConsent);
    let line = view.checks.iter().find(|line| line.check.code == CheckCode::ConsentInForce).unwrap();
    assert_eq!(line.source, "Siger ikke nok til at sende på");
    assert_eq!(case.desk.app.open(consent).unwrap().consent.unwrap().state, State::SaysTooLittle);
    // A new one that has been begun goes before it.
    case.filled();
    assert_eq!(case.prepared().reason, Some(Reason::Draft));
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
    assert!(app.open(key).unwrap().permit.unwrap().allowed, "it begins with what was consented to");
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
fn a_task_stays_until_it_is_done_however_much_is_sent_after_it() {
    let mut case = Case::new();
    let key = case.not_searchable();
    case.desk.app.record_sent(key, "secure_mail".into()).unwrap();
    let candidate = case.candidate.id.to_string();
    let author = case.desk.app.catalogue().unwrap().me.unwrap();
    case.behind_its_back(|store| {
        let home_unit = store.record(&key).unwrap().unwrap().home_unit;
        let later = |number: u128| {
            let values = [
                (ALIVE, json!(true)),
                ("candidate", json!(candidate)),
                ("cv.status", json!("searchable")),
                ("permit.at", json!("2026-11-24T13:00:00+01:00")),
                ("sent.at", json!("2026-11-24T13:00:00+01:00")),
                ("sent.channel", json!("jobag")),
                ("told_at", json!("2026-11-24T13:00:00+01:00")),
            ];
            let changes = values.map(|(path, value)| Change { path: Path::known(path), base: Value::Null, value });
            let key = RecordKey::new(Kind::Submittal, Uuid::from_u128(number));
            let records = vec![RecordChange { key, home_unit, changes: changes.into(), resolves: Vec::new() }];
            let device_time = "2026-11-24T12:00:00.000Z".into();
            Commit {
                id: Uuid::from_u128(number),
                author,
                device_time,
                action: "sent".into(),
                needs: Vec::new(),
                records,
            }
        };
        store.commit_many(&(1..=1_000).map(later).collect::<Vec<_>>()).unwrap();
    });
    let tasks = case.desk.app.consent_tasks().unwrap();
    assert!(tasks.iter().any(|task| (task.code, task.key) == (ConsentTaskCode::Uncovered, key)));
    assert!(tasks.iter().all(|task| task.key == key), "nothing is left to do about the others");
}

#[test]
fn r12_a_fact_is_not_undone_before_it_is_sent_either() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.not_searchable();
    app.record_sent(key, "secure_mail".into()).unwrap();
    let rows = app.history(Some(key)).unwrap();
    let fact = rows.iter().find(|row| row.what == "Sendt").unwrap().action;
    for force in [false, true] {
        assert_eq!(app.undo_change(fact, force).err().unwrap().code, ErrorCode::Sealed);
    }
    // The day to follow up on was proposed after it, and is no fact.
    assert!(matches!(app.undo().unwrap(), Undone::Done { .. }));
    assert_eq!(app.undo().err().unwrap().code, ErrorCode::Sealed);
    assert!(app.open(key).unwrap().permit.unwrap().sent_at.is_some());
}

#[test]
fn r14_a_cv_from_another_unit_waits_for_the_coordinator() {
    let case = Case::new();
    let app = &case.desk.app;
    case.finalised();
    let other = app.catalogue().unwrap().units.into_iter().find(|unit| unit.name == "Odense Kommune").unwrap();
    case.desk.set(case.candidate, &[("cv.unit", other.key.id.to_string().into())]);
    let key = case.not_searchable();
    let view = app.open(key).unwrap().permit.unwrap();
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

#[test]
fn a_candidates_page_says_to_whom_each_cv_was_to_go_and_whether_it_did() {
    let case = Case::new();
    let app = &case.desk.app;
    let long = format!("{}A/S", "Nordhavn Kølelogistik og Søn ".repeat(4));
    assert_eq!(long.chars().count(), 119);
    case.desk.set(case.company.key, &[("name", long.as_str().into())]);
    case.finalised();
    let key = case.not_searchable();
    let listed = || {
        let submittals = app.open(case.candidate).unwrap().candidate.unwrap().submittals;
        assert_eq!((submittals.len(), submittals[0].key), (1, key));
        (submittals[0].name.clone(), submittals[0].detail.clone())
    };
    let name = format!("{}, {long}", app.open(case.order).unwrap().title);
    assert_eq!(listed(), (name.clone(), "Kajen 3, ikke sendt".to_owned()));
    assert!(app.give_permit(key).unwrap().done);
    app.record_sent(key, "jobag".into()).unwrap();
    assert_eq!(listed(), (name, "Kajen 3, sendt 24. november 2026".to_owned()));
}

#[test]
fn r78_one_look_at_the_answer_is_one_read_however_much_is_chosen() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.not_searchable();
    app.open(key).unwrap();
    let before = app.open(key).unwrap().permit.unwrap();
    let chosen = case.desk.set(key, &[("data.education", true.into()), ("channel", "jobag".into())]);
    assert_eq!(chosen.permit.unwrap().reason, before.reason, "a save answers with the answer");
    app.confirm_cv(key, "searchable".into()).unwrap();
    case.desk.app.close();
    let lines = super::desk::workspace(&case.desk).access_log(&key).unwrap();
    let reads: Vec<_> = lines.iter().filter(|line| line.entry.action == AccessAction::Read).collect();
    let whys: Vec<&str> = reads.iter().map(|line| &*line.entry.why).collect();
    assert_eq!(whys, ["permit", "open", "open"], "prepared once and looked at twice");
}
