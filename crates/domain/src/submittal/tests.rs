use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::moment::date;
use crate::record::{Fields, Path, RecordId};

const CANDIDATE: u128 = 1;
const ORDER: u128 = 2;
const WORKPLACE: u128 = 3;
const CONSENT: u128 = 4;
const UNIT: u128 = 5;
const COORDINATOR: u128 = 6;
const OTHER: u128 = 99;

fn id(number: u128) -> Value {
    Uuid::from_u128(number).to_string().into()
}

fn fields(values: &[(&'static str, Value)]) -> Fields {
    values.iter().map(|(path, value)| (Path::known(path), value.clone())).collect()
}

/// A sending of a CV that is not searchable, on a consent that covers it.
struct World {
    submittal: Fields,
    candidate: Fields,
    job_order: Fields,
    consent: Option<Fields>,
    today: NaiveDate,
}

impl World {
    fn new() -> Self {
        Self {
            submittal: fields(&[
                ("candidate", id(CANDIDATE)),
                ("job_order", id(ORDER)),
                ("workplace", id(WORKPLACE)),
                ("consent", id(CONSENT)),
                ("channel", json!("jobag")),
                ("data.education", json!(true)),
                ("cv.status", json!("not_searchable")),
                ("cv.checked_at", json!("2026-11-24T09:12:00+01:00")),
            ]),
            candidate: fields(&[("name", json!("Amina Prøve"))]),
            job_order: fields(&[
                ("status", json!("open")),
                ("workplace", id(WORKPLACE)),
                ("coordinator", id(COORDINATOR)),
            ]),
            consent: Some(fields(&[
                ("candidate", id(CANDIDATE)),
                ("job_order", id(ORDER)),
                ("workplace", id(WORKPLACE)),
                ("channel", json!("jobag")),
                ("data.education", json!(true)),
                ("data.experience", json!(true)),
                ("given.how", json!("oral")),
                ("given.at", json!("2026-11-20T09:50:00+01:00")),
                ("given.to", id(COORDINATOR)),
                ("given.place", json!("Egelund")),
                ("purpose", json!("at vurdere ansøgningen til jobbet på lageret")),
                ("valid_until", json!("2027-01-15")),
                ("finalised_at", json!("2026-11-20T10:00:00+01:00")),
            ])),
            today: date("2026-11-24").unwrap(),
        }
    }

    fn submittal(mut self, path: &'static str, value: Value) -> Self {
        self.submittal.set(Path::known(path), value);
        self
    }

    fn candidate(mut self, path: &'static str, value: Value) -> Self {
        self.candidate.set(Path::known(path), value);
        self
    }

    fn order(mut self, path: &'static str, value: Value) -> Self {
        self.job_order.set(Path::known(path), value);
        self
    }

    fn consent(mut self, path: &'static str, value: Value) -> Self {
        self.consent.as_mut().unwrap().set(Path::known(path), value);
        self
    }

    fn without_consent(mut self) -> Self {
        self.consent = None;
        self
    }

    fn on(mut self, day: &str) -> Self {
        self.today = date(day).unwrap();
        self
    }

    fn ask(&self) -> Ask<'_> {
        Ask {
            submittal: &self.submittal,
            candidate: Some(&self.candidate),
            job_order: Some(&self.job_order),
            consent: self.consent.as_ref(),
            unit: RecordId::from_u128(UNIT),
            today: self.today,
        }
    }

    fn reason(&self) -> Option<Reason> {
        permit(&self.ask()).reason()
    }
}

#[test]
fn r1_a_cv_that_is_not_searchable_goes_only_where_a_consent_says() {
    assert_eq!(World::new().reason(), None);
    assert_eq!(World::new().without_consent().reason(), Some(Reason::NoConsent));
    assert_eq!(World::new().consent("workplace", id(OTHER)).reason(), Some(Reason::OtherWorkplace));
    assert_eq!(World::new().consent("workplace", Value::Null).reason(), Some(Reason::OtherWorkplace));
    assert_eq!(World::new().consent("candidate", id(OTHER)).reason(), Some(Reason::OtherCandidate));
    assert_eq!(World::new().consent("channel", json!("secure_mail")).reason(), Some(Reason::OtherChannel));
}

#[test]
fn r2_a_draft_is_no_consent() {
    assert_eq!(World::new().consent("finalised_at", Value::Null).reason(), Some(Reason::Draft));
}

#[test]
fn r2_r3_a_consent_that_says_too_little_covers_nothing_whoever_finalised_it() {
    let too_little = |path: &'static str, value: Value| {
        assert_eq!(World::new().consent(path, value).reason(), Some(Reason::SaysTooLittle), "{path}");
    };
    for path in ["purpose", "given.how", "given.at", "given.to", "given.place"] {
        too_little(path, Value::Null);
    }
    too_little("purpose", json!("ansøgning"));
    too_little("purpose", json!("at sende CV'et til relevante virksomheder"));
    too_little("given.how", json!("screen"));
    too_little("data.attachment", json!(true));
    too_little("given.representative", json!("En værge"));
    // How far ahead its last day may be is asked where it is finalised.
    assert_eq!(World::new().consent("valid_until", json!("2028-11-20")).reason(), None);
}

#[test]
fn r4_a_searchable_cv_needs_no_consent_and_leaves_the_candidate_to_be_told() {
    let searchable = World::new().without_consent().submittal("cv.status", json!("searchable"));
    assert_eq!(searchable.reason(), None);
    let decision = permit(&searchable.ask());
    let consent: Vec<_> =
        decision.checks.iter().filter(|check| check.ruling == Ruling::NotNeeded).map(|one| one.code).collect();
    assert!(consent.contains(&CheckCode::Consent) && consent.contains(&CheckCode::ConsentInForce));
    let sent = searchable.submittal("sent.at", json!("2026-11-24T09:20:00+01:00"));
    assert!(Submittal::new(&sent.submittal).candidate_to_be_told());
}

#[test]
fn r5_whether_it_is_searchable_is_read_at_each_sending() {
    for world in [
        World::new().submittal("cv.checked_at", Value::Null),
        World::new().submittal("cv.status", json!("unknown")),
        World::new().submittal("cv.status", Value::Null),
        World::new().on("2026-11-25"),
        World::new().submittal("permit.at", json!("2026-11-25T08:00:00+01:00")).on("2026-11-25"),
    ] {
        assert_eq!(world.reason(), Some(Reason::CvNotChecked));
    }
    let decided_later = World::new().submittal("permit.at", json!("2026-11-24T09:20:00+01:00")).on("2026-11-26");
    assert_eq!(decided_later.reason(), None, "central hears of it two days later");
    let changed = World::new()
        .without_consent()
        .submittal("cv.status", json!("searchable"))
        .candidate("cv.status", json!("not_searchable"))
        .candidate("cv.checked_at", json!("2026-11-24T11:00:00+01:00"));
    assert_eq!(changed.reason(), Some(Reason::CvChanged));
    let read_before = World::new()
        .candidate("cv.status", json!("searchable"))
        .candidate("cv.checked_at", json!("2026-11-24T08:00:00+01:00"))
        .without_consent();
    assert_eq!(read_before.reason(), Some(Reason::NoConsent), "an older reading says nothing of this sending");
}

#[test]
fn r6_a_withdrawn_consent_covers_nothing() {
    let withdrawn = World::new().consent("withdrawn_at", json!("2026-11-24T08:00:00+01:00"));
    assert_eq!(withdrawn.reason(), Some(Reason::Withdrawn));
}

#[test]
fn r8_an_expired_consent_is_no_consent() {
    assert_eq!(World::new().consent("valid_until", json!("2026-11-24")).reason(), None, "the last day counts");
    assert_eq!(World::new().consent("valid_until", json!("2026-11-23")).reason(), Some(Reason::Expired));
    assert_eq!(World::new().consent("valid_until", Value::Null).reason(), Some(Reason::Expired));
}

#[test]
fn r9_a_consent_for_one_order_covers_no_other() {
    assert_eq!(World::new().consent("job_order", id(OTHER)).reason(), Some(Reason::OtherJobOrder));
    let elsewhere = World::new().submittal("workplace", id(OTHER)).order("workplace", id(OTHER));
    assert_eq!(elsewhere.reason(), Some(Reason::OtherWorkplace), "another workplace of the same company");
}

#[test]
fn r10_no_more_is_sent_than_was_consented_to() {
    assert_eq!(World::new().submittal("data.experience", json!(true)).reason(), None);
    assert_eq!(World::new().submittal("data.languages", json!(true)).reason(), Some(Reason::DataBeyond));
    assert_eq!(World::new().submittal("data.education", Value::Null).reason(), Some(Reason::NoData));
}

#[test]
fn r12_ordinary_mail_is_not_a_way_of_sending() {
    for channel in [Value::Null, json!("mail"), json!("email")] {
        let world = World::new().submittal("channel", channel.clone()).consent("channel", channel);
        let decision = permit(&world.ask());
        let ruling = decision.checks.iter().find(|one| one.code == CheckCode::Channel).map(|one| one.ruling);
        assert_eq!(ruling, Some(Ruling::No(Reason::NoChannel)));
        assert_eq!(decision.reason(), Some(Reason::SaysTooLittle), "and no consent says so");
    }
}

#[test]
fn r14_a_cv_from_another_unit_waits_for_the_coordinator() {
    let other = || World::new().candidate("cv.unit", id(OTHER));
    assert_eq!(World::new().candidate("cv.unit", id(UNIT)).reason(), None);
    assert_eq!(other().reason(), Some(Reason::NotApproved));
    let approved =
        |by| other().submittal("approved.at", json!("2026-11-23T14:20:00+01:00")).submittal("approved.by", id(by));
    assert_eq!(approved(COORDINATOR).reason(), None);
    assert_eq!(approved(OTHER).reason(), Some(Reason::NotApproved), "somebody else than the coordinator");
}

#[test]
fn r23_only_an_open_order_takes_candidates() {
    for status in ["draft", "inactive", "closed"] {
        assert_eq!(World::new().order("status", json!(status)).reason(), Some(Reason::JobOrderNotOpen), "{status}");
    }
    assert_eq!(World::new().order("workplace", id(OTHER)).reason(), Some(Reason::NoJobOrder));
}

#[test]
fn what_is_not_here_covers_nothing() {
    let world = World::new();
    assert_eq!(permit(&Ask { candidate: None, ..world.ask() }).reason(), Some(Reason::NoCandidate));
    assert_eq!(permit(&Ask { job_order: None, ..world.ask() }).reason(), Some(Reason::NoJobOrder));
    assert!(!permit(&Ask { submittal: &Fields::new(), ..world.ask() }).allowed());
}

#[test]
fn what_was_sent_was_covered_by_a_permit_and_a_consent_that_held() {
    let sent = || World::new().submittal("sent.at", json!("2026-11-24T10:00:00+01:00"));
    let permitted = || sent().submittal("permit.at", json!("2026-11-24T09:59:00+01:00"));
    let cover_of = |world: World| cover(&world.submittal, world.consent.as_ref());
    assert_eq!(cover_of(World::new()), Cover::NotSent);
    assert_eq!(cover_of(sent()), Cover::Uncovered, "central refused the permit, or nobody asked");
    assert_eq!(cover_of(permitted()), Cover::Covered);
    assert_eq!(cover_of(permitted().without_consent()), Cover::Uncovered);
    let withdrawn = |at: &str| permitted().consent("withdrawn_at", json!(at));
    assert_eq!(
        cover_of(withdrawn("2026-11-24T08:59:59Z")),
        Cover::Uncovered,
        "withdrawn before, told in another offset"
    );
    assert_eq!(cover_of(withdrawn("2026-11-24T10:00:01+01:00")), Cover::Covered, "withdrawn afterwards");
    assert_eq!(cover_of(withdrawn("i går")), Cover::Uncovered);
    assert_eq!(cover_of(permitted().consent("valid_until", json!("2026-11-23"))), Cover::Uncovered);
    let searchable = permitted().submittal("cv.status", json!("searchable")).without_consent();
    assert_eq!(cover_of(searchable), Cover::Covered);
}

#[test]
fn r1_a_permit_that_came_after_the_sending_does_not_cover_it() {
    let given = |at: &str, status: &str| {
        let sent = World::new().submittal("sent.at", json!("2026-11-24T10:00:00+01:00"));
        let world = sent.submittal("cv.status", json!(status)).submittal("permit.at", json!(at));
        cover(&world.submittal, world.consent.as_ref())
    };
    for status in ["searchable", "not_searchable"] {
        assert_eq!(
            given("2026-11-24T10:00:01+01:00", status),
            Cover::Uncovered,
            "by a colleague who had not heard of it"
        );
        assert_eq!(given("2026-11-24T10:00:00+01:00", status), Cover::Covered);
        assert_eq!(given("2026-11-24T08:59:59Z", status), Cover::Covered, "before, told in another offset");
        assert_eq!(given("i går", status), Cover::Uncovered);
    }
}

#[test]
fn a_permit_seals_what_it_rests_on_and_a_fact_seals_itself() {
    let path = Path::known;
    let draft = World::new().submittal;
    let permitted = World::new().submittal("permit.at", json!("2026-11-24T09:59:00+01:00")).submittal;
    let sent = World::new().submittal("sent.at", json!("2026-11-24T10:00:00+01:00")).submittal;
    for field in RESTS_ON.iter().copied().map(path) {
        assert!(!sealed(&draft, &field) && sealed(&permitted, &field) && sealed(&sent, &field), "{field}");
    }
    assert!(!sealed(&draft, &path("permit.at")) && sealed(&permitted, &path("permit.at")));
    assert!(!sealed(&permitted, &path("sent.at")) && sealed(&sent, &path("sent.at")));
    assert!(!sealed(&permitted, &path("@alive")) && sealed(&sent, &path("@alive")));
    for field in ["told_at", "follow_up", "result", "erasure_asked_at", "reviewed_at"].map(path) {
        assert!(!sealed(&permitted, &field) && !sealed(&sent, &field), "{field}");
    }
}

#[test]
fn a_permit_rests_on_every_kind_of_data() {
    for (code, _) in crate::schema::DATA_ITEMS {
        assert!(RESTS_ON.contains(&format!("data.{code}").as_str()), "{code}");
    }
    let whole: BTreeSet<_> = RESTS_ON.iter().collect();
    assert_eq!(whole.len(), RESTS_ON.len());
}
