//! Permits and facts: central decides about the one, and takes the other down always (R1–R14, R23).

use feltmappen_domain::record::{Fields, Kind, Path, RecordKey};
use feltmappen_sync::merge::guard;
use feltmappen_sync::wire::Answer;
use feltmappen_sync::{Change, Commit, Outcome, RecordChange};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Device, World, commit, id};

const PERMITTED: &str = "2026-11-24T09:30:00+01:00";

fn fields(values: &[(&'static str, Value)]) -> Fields {
    values.iter().map(|(path, value)| (Path::known(path), value.clone())).collect()
}

fn named(n: u128) -> Value {
    json!(id(n).to_string())
}

/// What somebody who saw `seen` writes, with the guards that belong to it.
fn write(key: RecordKey, unit: Uuid, seen: &Fields, wants: &[(&'static str, Value)]) -> Commit {
    let mut changes: Vec<Change> = wants
        .iter()
        .map(|(path, value)| Change {
            path: Path::known(path),
            base: seen.get(path).cloned().unwrap_or_default(),
            value: value.clone(),
        })
        .collect();
    changes.extend(guard(key.kind, seen, &changes));
    commit(vec![RecordChange { key, home_unit: unit, changes, resolves: Vec::new() }])
}

/// A sending that central permits: a CV that is not searchable, on a consent that covers it. Ids begin at `first`.
pub struct Scene {
    pub device: Device,
    first: u128,
    pub candidate: Fields,
    pub job_order: Fields,
    pub consent: Fields,
    pub submittal: Fields,
}

impl Scene {
    pub fn new(device: Device, first: u128) -> Self {
        let (candidate, order, consent) = (named(first), named(first + 1), named(first + 2));
        let place = json!(id(0xf1).to_string());
        let both = [
            ("candidate", candidate),
            ("job_order", order),
            ("workplace", place.clone()),
            ("channel", json!("jobag")),
            ("data.education", json!(true)),
        ];
        let mut said = fields(&both);
        let given = [
            ("purpose", json!("at vurdere ansøgningen til jobbet på lageret")),
            ("given.how", json!("oral")),
            ("given.at", json!("2026-11-20T09:50:00+01:00")),
            ("given.to", named(0xa1)),
            ("given.place", json!("Egelund")),
            ("valid_until", json!("2099-12-31")),
            ("finalised_at", json!("2026-11-20T10:00:00+01:00")),
        ];
        for (path, value) in given {
            set(&mut said, path, value);
        }
        let mut sent = fields(&both);
        sent.set(Path::known("consent"), consent);
        sent.set(Path::known("cv.status"), json!("not_searchable"));
        sent.set(Path::known("cv.checked_at"), json!("2026-11-24T09:12:00+01:00"));
        Self {
            device,
            first,
            candidate: fields(&[("name", json!("Amina Prøve"))]),
            job_order: fields(&[("status", json!("open")), ("workplace", place), ("coordinator", named(0xc0))]),
            consent: said,
            submittal: sent,
        }
    }

    async fn at(world: &World) -> Self {
        Self::new(world.device(id(1)).await, 1)
    }

    pub fn key(&self, kind: Kind) -> RecordKey {
        let place =
            [Kind::Candidate, Kind::JobOrder, Kind::Consent, Kind::Submittal].iter().position(|one| *one == kind);
        RecordKey::new(kind, id(self.first + place.unwrap() as u128))
    }

    /// The commits that make the four records.
    fn making(&self) -> Vec<Commit> {
        let all = [
            (Kind::Candidate, &self.candidate),
            (Kind::JobOrder, &self.job_order),
            (Kind::Consent, &self.consent),
            (Kind::Submittal, &self.submittal),
        ];
        let made = all.map(|(kind, fields)| {
            let changes = fields
                .iter()
                .map(|(path, value)| Change { path: path.clone(), base: Value::Null, value: value.clone() })
                .collect();
            let home_unit = self.device.unit;
            commit(vec![RecordChange { key: self.key(kind), home_unit, changes, resolves: Vec::new() }])
        });
        made.to_vec()
    }

    pub async fn make(&self) {
        for result in self.device.push(&self.making()).await.results {
            assert_eq!(word(&result.answer), "applied");
        }
    }

    pub fn permit(&self) -> Commit {
        let wants = [("permit.at", json!(PERMITTED)), ("permit.by", named(0xa1))];
        write(self.key(Kind::Submittal), self.device.unit, &self.submittal, &wants)
    }

    fn sent(&self) -> Commit {
        let wants = [("sent.at", json!("2026-11-24T09:31:00+01:00")), ("sent.channel", json!("jobag"))];
        write(self.key(Kind::Submittal), self.device.unit, &self.submittal, &wants)
    }

    pub fn withdrawal(&self) -> Commit {
        let wants = [("withdrawn_at", json!("2026-11-24T09:00:00+01:00")), ("withdrawn_how", json!("phone"))];
        write(self.key(Kind::Consent), self.device.unit, &self.consent, &wants)
    }

    async fn value(&self, path: &str) -> Option<Value> {
        self.device.pull(100).await.value(self.key(Kind::Submittal), path)
    }

    /// Makes it all and asks.
    async fn ask(&self) -> String {
        self.make().await;
        let answer = word(&self.device.push_one(&self.permit()).await);
        assert_eq!(self.value("permit.at").await.is_some(), answer == "applied", "it stands when it was given");
        answer
    }
}

/// The outcome, or the code of a rejection.
fn word(answer: &Answer) -> String {
    match answer {
        Answer::Done { outcome: Outcome::Applied, .. } => "applied".to_owned(),
        Answer::Done { outcome: Outcome::AppliedWithConflict, .. } => "conflict".to_owned(),
        Answer::Done { outcome: Outcome::Rejected { code }, .. } => code.clone(),
        other => format!("{other:?}"),
    }
}

fn set(fields: &mut Fields, path: &'static str, value: Value) {
    fields.set(Path::known(path), value);
}

pub async fn r1_not_searchable_is_sent_on_a_consent_alone(world: World) {
    let mut scene = Scene::at(&world).await;
    assert_eq!(scene.ask().await, "applied");
    scene = Scene::new(scene.device, 11);
    set(&mut scene.submittal, "consent", Value::Null);
    assert_eq!(scene.ask().await, "no_permit");
    scene = Scene::new(scene.device, 21);
    set(&mut scene.submittal, "consent", named(0x99));
    assert_eq!(scene.ask().await, "no_permit", "a consent that is not here");
}

pub async fn r2_a_draft_covers_nothing(world: World) {
    let mut scene = Scene::at(&world).await;
    set(&mut scene.consent, "finalised_at", Value::Null);
    assert_eq!(scene.ask().await, "no_permit");
    // Finalised in the same push, before it: each commit sees what those before it did.
    let consent =
        write(scene.key(Kind::Consent), id(1), &scene.consent, &[("finalised_at", json!("2026-11-20T10:00:00+01:00"))]);
    let reply = scene.device.push(&[consent, scene.permit()]).await;
    assert_eq!(reply.results.iter().map(|one| word(&one.answer)).collect::<Vec<_>>(), ["applied", "applied"]);
}

pub async fn r2_r3_a_consent_that_says_too_little_covers_nothing(world: World) {
    let device = world.device(id(1)).await;
    let too_little = [
        ("purpose", Value::Null),
        ("purpose", json!("at sende CV'et til relevante virksomheder")),
        ("given.how", Value::Null),
        ("given.to", Value::Null),
        ("data.attachment", json!(true)),
    ];
    for (n, (path, value)) in (0_u128..).zip(too_little) {
        let mut scene = Scene::new(device.clone(), 1 + 10 * n);
        set(&mut scene.consent, path, value);
        assert_eq!(scene.ask().await, "no_permit", "{path}");
    }
}

pub async fn r4_a_searchable_cv_needs_no_consent(world: World) {
    let mut scene = Scene::at(&world).await;
    set(&mut scene.submittal, "consent", Value::Null);
    set(&mut scene.submittal, "cv.status", json!("searchable"));
    assert_eq!(scene.ask().await, "applied");
}

pub async fn r5_the_cv_is_read_on_the_day_and_the_latest_reading_counts(world: World) {
    let device = world.device(id(1)).await;
    let read = [
        ("cv.checked_at", json!("2026-11-23T23:59:00+01:00")),
        ("cv.checked_at", Value::Null),
        ("cv.status", Value::Null),
    ];
    for (n, (path, value)) in (0_u128..).zip(read) {
        let mut scene = Scene::new(device.clone(), 1 + 10 * n);
        set(&mut scene.submittal, path, value);
        assert_eq!(scene.ask().await, "no_permit", "{n}: {path}");
    }
    // Read as searchable for this sending, and as not searchable by somebody a little later.
    for (first, read_at, answer) in [(41, "09:11", "applied"), (51, "09:13", "no_permit")] {
        let mut scene = Scene::new(device.clone(), first);
        set(&mut scene.submittal, "consent", Value::Null);
        set(&mut scene.submittal, "cv.status", json!("searchable"));
        set(&mut scene.candidate, "cv.status", json!("not_searchable"));
        set(&mut scene.candidate, "cv.checked_at", json!(format!("2026-11-24T{read_at}:00+01:00")));
        assert_eq!(scene.ask().await, answer, "{read_at}");
    }
}

pub async fn r6_a_withdrawn_consent_covers_nothing(world: World) {
    let scene = Scene::at(&world).await;
    scene.make().await;
    let reply = scene.device.push(&[scene.withdrawal(), scene.permit(), scene.sent()]).await;
    let words: Vec<_> = reply.results.iter().map(|one| word(&one.answer)).collect();
    assert_eq!(words, ["applied", "no_permit", "applied"], "what has happened is taken down all the same");
    let later = Scene::new(scene.device.clone(), 11);
    assert_eq!(later.ask().await, "applied");
    assert_eq!(word(&later.device.push_one(&later.withdrawal()).await), "applied", "withdrawing is always possible");
}

pub async fn r7_a_withdrawal_is_always_taken(world: World) {
    let scene = Scene::at(&world).await;
    assert_eq!(scene.ask().await, "applied");
    let elsewhere = world.device(id(1)).await;
    assert_eq!(
        word(&elsewhere.push_one(&scene.withdrawal()).await),
        "applied",
        "also by a colleague who gave no permit"
    );
    let mut again = scene.withdrawal();
    again.records[0].changes.iter_mut().for_each(|change| {
        if change.path.as_str() == "withdrawn_how" {
            change.value = json!("mail");
        }
    });
    assert_eq!(word(&scene.device.push_one(&again).await), "conflict", "the first stands, and neither is lost");
    let read = scene.device.pull(100).await;
    assert_eq!(read.value(scene.key(Kind::Consent), "withdrawn_how"), Some(json!("phone")));
}

pub async fn r8_an_expired_consent_covers_nothing(world: World) {
    let mut scene = Scene::at(&world).await;
    set(&mut scene.consent, "valid_until", json!("2026-11-23"));
    assert_eq!(scene.ask().await, "no_permit");
}

pub async fn r9_a_consent_for_another_covers_nothing(world: World) {
    let device = world.device(id(1)).await;
    for (n, path) in (0_u128..).zip(["workplace", "job_order", "candidate", "channel"]) {
        let mut scene = Scene::new(device.clone(), 1 + 10 * n);
        let other = if path == "channel" { json!("secure_mail") } else { named(0x98) };
        set(&mut scene.consent, path, other);
        assert_eq!(scene.ask().await, "no_permit", "{path}");
    }
}

pub async fn r10_no_more_than_was_consented_to(world: World) {
    let mut scene = Scene::at(&world).await;
    set(&mut scene.submittal, "data.experience", json!(true));
    assert_eq!(scene.ask().await, "no_permit");
}

pub async fn r13_that_the_candidate_was_told_is_taken_after_the_sending(world: World) {
    let mut scene = Scene::at(&world).await;
    assert_eq!(scene.ask().await, "applied");
    assert_eq!(word(&scene.device.push_one(&scene.sent()).await), "applied");
    set(&mut scene.submittal, "sent.at", json!("2026-11-24T09:31:00+01:00"));
    let told =
        write(scene.key(Kind::Submittal), id(1), &scene.submittal, &[("told_at", json!("2026-11-24T10:00:00+01:00"))]);
    assert_eq!(word(&scene.device.push_one(&told).await), "applied");
    assert_eq!(scene.value("told_at").await, Some(json!("2026-11-24T10:00:00+01:00")));
}

pub async fn r14_a_cv_from_another_unit_waits_for_the_coordinator(world: World) {
    let device = world.device(id(1)).await;
    for (n, by, answer) in [(1, None, "no_permit"), (11, Some(0xa1), "no_permit"), (21, Some(0xc0), "applied")] {
        let mut scene = Scene::new(device.clone(), n);
        set(&mut scene.candidate, "cv.unit", json!(id(2).to_string()));
        if let Some(by) = by {
            set(&mut scene.submittal, "approved.at", json!("2026-11-24T09:20:00+01:00"));
            set(&mut scene.submittal, "approved.by", named(by));
        }
        assert_eq!(scene.ask().await, answer, "{by:?}");
    }
}

pub async fn r23_only_an_open_order_takes_candidates(world: World) {
    let device = world.device(id(1)).await;
    for (n, status) in (0_u128..).zip(["draft", "inactive", "closed"]) {
        let mut scene = Scene::new(device.clone(), 1 + 10 * n);
        set(&mut scene.job_order, "status", json!(status));
        assert_eq!(scene.ask().await, "no_permit", "{status}");
    }
}

pub async fn what_is_deleted_or_not_here_counts_for_nothing(world: World) {
    let scene = Scene::at(&world).await;
    scene.make().await;
    let gone = write(scene.key(Kind::Candidate), id(1), &scene.candidate, &[("@alive", json!(false))]);
    let reply = scene.device.push(&[gone, scene.permit()]).await;
    assert_eq!(word(&reply.results[1].answer), "no_permit");
}

pub async fn r12_without_a_way_of_sending_nothing_is_permitted(world: World) {
    let mut scene = Scene::at(&world).await;
    set(&mut scene.submittal, "channel", Value::Null);
    set(&mut scene.consent, "channel", Value::Null);
    assert_eq!(scene.ask().await, "no_permit");
}

pub async fn r12_a_refused_permit_never_holds_its_fact_back(world: World) {
    let device = world.device(id(1)).await;
    for (first, pushes) in [(1, 1), (11, 2)] {
        let mut scene = Scene::new(device.clone(), first);
        set(&mut scene.submittal, "consent", Value::Null);
        let made = scene.making();
        let (mut permit, mut sent) = (scene.permit(), scene.sent());
        permit.needs = vec![made[3].id];
        sent.needs = feltmappen_sync::needs(&sent.records, &[made[3].clone(), permit.clone()]);
        let mut all = made;
        all.extend([permit, sent]);
        let mut words = Vec::new();
        for part in all.chunks(all.len().div_ceil(pushes)) {
            words.extend(device.push(part).await.results.iter().map(|one| word(&one.answer)));
        }
        assert_eq!(words[4..], ["no_permit", "applied"]);
        assert_eq!((scene.value("permit.at").await, scene.value("sent.channel").await), (None, Some(json!("jobag"))));
    }
}

pub async fn a_permit_is_given_on_what_its_author_saw_or_not_at_all(world: World) {
    let scene = Scene::at(&world).await;
    scene.make().await;
    let key = scene.key(Kind::Submittal);
    let moved =
        write(key, id(1), &scene.submittal, &[("data.contact", json!(true)), ("follow_up", json!("2026-12-01"))]);
    assert_eq!(word(&scene.device.push_one(&moved).await), "applied");
    let before = scene.device.pull(100).await;
    assert_eq!(word(&scene.device.push_one(&scene.permit()).await), "no_permit");
    let mut bare = scene.permit();
    bare.records[0].changes.retain(|one| !one.is_noop());
    assert_eq!(word(&scene.device.push_one(&bare).await), "no_permit", "who names nothing has seen nothing");
    let after = scene.device.pull(100).await;
    assert_eq!(before.state(), after.state(), "and nothing of it waits for anybody");
}

pub async fn r11_what_a_permit_rests_on_is_sealed(world: World) {
    let mut scene = Scene::at(&world).await;
    assert_eq!(scene.ask().await, "applied");
    let key = scene.key(Kind::Submittal);
    let unseen = write(key, id(1), &scene.submittal, &[("channel", json!("secure_mail"))]);
    assert_eq!(word(&scene.device.push_one(&unseen).await), "conflict");
    set(&mut scene.submittal, "permit.at", json!(PERMITTED));
    set(&mut scene.submittal, "permit.by", named(0xa1));
    let seen = write(key, id(1), &scene.submittal, &[("channel", json!("secure_mail"))]);
    assert_eq!(word(&scene.device.push_one(&seen).await), "sealed");
    assert_eq!(scene.value("channel").await, Some(json!("jobag")));
}
