//! What users do about citizens: consents are said, finalised and withdrawn, permits asked for, and what was sent is taken
//! down (R1, R2, R6, R11, R12). For the models here and for the real store alike.

use chrono::NaiveDate;
use feltmappen_domain::record::{ALIVE, Fields, Kind, Path, RecordId, RecordKey};
use feltmappen_domain::rule;
use feltmappen_domain::submittal::Submittal;
use serde_json::Value;
use uuid::Uuid;

use crate::{RecordChange, asks_for_permit, permit};

/// The day on which every schedule happens, for devices.
const DAY: &str = "2026-11-24";
/// A day that no clock has come to, also that of a real central.
const VALID_UNTIL: &str = "2999-12-31";
/// What a purpose that says something begins with.
const PURPOSE: &str = "at ansætte til lageret";
/// The ways of sending that are used.
const CHANNELS: [&str; 2] = ["jobag", "secure_mail"];

/// The day on which every schedule happens, for devices.
pub fn today() -> NaiveDate {
    feltmappen_domain::moment::date(DAY).unwrap_or_default()
}

/// One action on one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its code.
    pub action: &'static str,
    /// The record.
    pub key: RecordKey,
    /// What its fields shall be.
    pub wants: Vec<(Path, Value)>,
}

/// A user at a device.
pub struct Desk<'a> {
    /// All chance.
    pub rng: &'a mut fastrand::Rng,
    /// How many words users have made.
    pub words: &'a mut u64,
    /// How many ids have been made.
    pub ids: &'a mut u128,
    /// Who he is.
    pub me: RecordId,
    /// The unit that he works for.
    pub unit: RecordId,
    /// Records of his unit that he can open.
    pub records: &'a [RecordKey],
    /// What he sees of a record; nothing of what he cannot open.
    pub look: &'a dyn Fn(RecordKey) -> Option<Fields>,
}

/// Whether a word is a moment of a schedule: each is made once, so that it can be looked for.
pub fn is_moment(word: &str) -> bool {
    word.strip_prefix(DAY).is_some_and(|rest| rest.starts_with('T'))
}

/// Whether nothing but what stands can be chosen in a conflict about this: it is sealed, or done again by its step.
pub fn only_stands(kind: Kind, view: &Fields, path: &Path) -> bool {
    rule::sealed(kind, view, path) || rule::vouches(kind, path)
}

/// Whether changes say that something has happened, besides whatever else.
pub fn says_sent(record: &RecordChange) -> bool {
    record.changes.iter().any(|one| !one.is_noop() && rule::states_fact(record.key.kind, &one.path))
}

/// The permit that changes ask for.
pub fn asked(record: &RecordChange) -> Option<&Value> {
    let at = record.changes.iter().find(|one| one.path.as_str() == "permit.at" && !one.is_noop());
    at.filter(|_| asks_for_permit(record)).map(|one| &one.value)
}

/// A sealed field that is not as it was; a deletion is none as long as the record lives.
pub fn broken_seal<'a>(kind: Kind, before: &'a Fields, after: &'a Fields) -> Option<&'a Path> {
    if !matches!(kind, Kind::Consent | Kind::Submittal) {
        return None;
    }
    let dead = |fields: &Fields| fields.flag(ALIVE) == Some(false);
    let differs = |path: &Path| match path.as_str() {
        ALIVE => dead(before) != dead(after),
        _ => before.get(path) != after.get(path),
    };
    let mut paths = before.iter().chain(after.iter()).map(|(path, _)| path);
    paths.find(|path| rule::sealed(kind, before, path) && differs(path))
}

/// Whether a submittal is covered at this moment: by a CV that employers find themselves, or by a consent of this candidate
/// to this order that is finalised, says what for and is not withdrawn. Read off the records, besides the rule that everybody asks.
pub fn is_covered<'a>(submittal: &'a Fields, unit: RecordId, here: impl Fn(RecordKey) -> Option<&'a Fields>) -> bool {
    let named = Submittal::new(submittal);
    let consent = named.consent().and_then(|id| here(RecordKey::new(Kind::Consent, id)));
    let holds = consent.is_some_and(|consent| {
        let same = |path: &str| consent.id(path).is_some() && consent.id(path) == submittal.id(path);
        let alive = consent.flag(ALIVE) != Some(false);
        let in_force = consent.filled("finalised_at") && !consent.filled("withdrawn_at");
        let says = consent.text("purpose").is_some_and(|purpose| purpose.starts_with(PURPOSE));
        alive && in_force && says && same("candidate") && same("job_order") && same("workplace")
    });
    let found = submittal.text("cv.status") == Some("searchable");
    (found || holds) && permit::given(submittal, unit, today(), here)
}

fn set(path: &'static str, value: impl Into<Value>) -> (Path, Value) {
    (Path::known(path), value.into())
}

impl Desk<'_> {
    /// The next steps about some case; mostly one.
    pub fn steps(&mut self) -> Vec<Step> {
        let papers: Vec<RecordKey> =
            self.records.iter().filter(|key| matches!(key.kind, Kind::Consent | Kind::Submittal)).copied().collect();
        if papers.is_empty() || self.rng.u8(..12) == 0 {
            return self.begin();
        }
        let key = papers[self.rng.usize(..papers.len())];
        self.step_on(key).into_iter().collect()
    }

    /// A step on a consent or a submittal.
    pub fn step_on(&mut self, key: RecordKey) -> Option<Step> {
        let view = (self.look)(key)?;
        if view.flag(ALIVE) == Some(false) {
            // Found again.
            return (self.rng.u8(..3) == 0).then(|| Step { action: "edit", key, wants: vec![set(ALIVE, Value::Null)] });
        }
        if key.kind == Kind::Consent { Some(self.on_consent(key, &view)) } else { self.on_submittal(key, &view) }
    }

    fn word(&mut self) -> String {
        *self.words += 1;
        format!("w{}", self.words)
    }

    /// What data are needed for; now and then too little, which no program of ours finalises (R3).
    fn purpose(&mut self) -> String {
        let word = self.word();
        if self.rng.u8(..10) == 0 { word } else { format!("{PURPOSE} {word}") }
    }

    /// A moment that nobody else writes.
    fn moment(&mut self) -> String {
        *self.words += 1;
        let second = *self.words % 86_400;
        format!("{DAY}T{:02}:{:02}:{:02}+01:00", second / 3600, second / 60 % 60, second % 60)
    }

    fn new_id(&mut self) -> Uuid {
        *self.ids += 1;
        Uuid::from_u128(*self.ids)
    }

    fn channel(&mut self) -> &'static str {
        CHANNELS[usize::from(self.rng.u8(..8) == 0)]
    }

    /// A candidate, a consent to be said and a submittal, for an order that takes candidates.
    fn begin(&mut self) -> Vec<Step> {
        let orders: Vec<RecordKey> = self.records.iter().filter(|key| key.kind == Kind::JobOrder).copied().collect();
        if orders.is_empty() {
            return Vec::new();
        }
        let order = orders[self.rng.usize(..orders.len())];
        let view = (self.look)(order);
        let workplace = view.as_ref().and_then(|view| view.text("workplace"));
        let Some(workplace) = workplace.map(str::to_owned) else { return Vec::new() };
        let [candidate, consent, submittal] =
            [Kind::Candidate, Kind::Consent, Kind::Submittal].map(|kind| RecordKey::new(kind, self.new_id()));
        let (name, purpose, checked) = (self.word(), self.purpose(), self.moment());
        let status = if self.rng.u8(..8) == 0 { "searchable" } else { "not_searchable" };
        let about = [
            set("candidate", candidate.id.to_string()),
            set("job_order", order.id.to_string()),
            set("workplace", workplace),
            set("data.education", true),
        ];
        let said = [
            set("channel", "jobag"),
            set("given.at", format!("{DAY}T08:00:00+01:00")),
            set("given.how", "oral"),
            set("given.place", "Egelund"),
            set("given.to", self.me.to_string()),
            set("purpose", purpose),
            set("valid_until", VALID_UNTIL),
        ];
        let sends = [
            set("channel", self.channel()),
            set("consent", consent.id.to_string()),
            set("cv.checked_at", checked),
            set("cv.status", status),
        ];
        vec![
            Step { action: "edit", key: order, wants: vec![set("status", "open")] },
            Step { action: "create", key: candidate, wants: vec![set("name", name)] },
            Step { action: "create", key: consent, wants: about.iter().cloned().chain(said).collect() },
            Step { action: "create", key: submittal, wants: about.into_iter().chain(sends).collect() },
        ]
    }

    fn on_consent(&mut self, key: RecordKey, view: &Fields) -> Step {
        let (moment, word, me) = (self.moment(), self.word(), self.me.to_string());
        let purpose = self.purpose();
        let (finalised, withdrawn) = (view.filled("finalised_at"), view.filled("withdrawn_at"));
        let (action, wants) = match (finalised, withdrawn, self.rng.u8(..12)) {
            (false, _, 0) => ("edit", vec![set(ALIVE, false)]),
            (false, _, 1..4) => ("edit", vec![set("purpose", purpose)]),
            (false, _, _) => {
                ("finalise", vec![set("finalised_at", moment), set("finalised_by", me), set("document_id", word)])
            }
            (true, _, 0) => ("edit", vec![set("filed.case", word)]),
            // What no program of ours does: central must not let it through.
            (true, true, 1) => ("edit", vec![set("withdrawn_at", moment)]),
            (true, _, 2) => ("edit", vec![set("purpose", purpose), set("filed.case", "w")]),
            (true, false, 3..8) => {
                ("withdraw", vec![set("withdrawn_at", moment), set("withdrawn_to", me), set("withdrawn_how", "phone")])
            }
            (true, _, _) => ("edit", vec![set("filed.case", word)]),
        };
        Step { action, key, wants }
    }

    fn on_submittal(&mut self, key: RecordKey, view: &Fields) -> Option<Step> {
        let (moment, me, channel) = (self.moment(), self.me.to_string(), self.channel());
        let (permitted, sent) = (view.filled("permit.at"), view.filled("sent.at"));
        let (action, wants) = match (permitted, sent, self.rng.u8(..12)) {
            (_, true, 0) => ("edit", vec![set("told_at", moment)]),
            (true, _, 1) | (_, true, 1) => ("edit", vec![set("channel", "digital_post")]),
            (_, true, _) => ("edit", vec![set("result_note", self.word())]),
            (false, false, 0) => ("edit", vec![set(ALIVE, false)]),
            (false, false, 2) => ("edit", vec![set("channel", channel)]),
            (true, false, _) | (false, false, 3) => {
                ("sent", vec![set("sent.at", moment), set("sent.by", me), set("sent.channel", channel)])
            }
            (false, false, roll) => {
                // An older version asked without looking first.
                if roll < 10 && !self.may_send(view) {
                    return None;
                }
                ("permit", vec![set("permit.at", moment), set("permit.by", me)])
            }
        };
        Some(Step { action, key, wants })
    }

    /// Whether the device says yes, by what it shows.
    fn may_send(&self, submittal: &Fields) -> bool {
        let named = [(Kind::Candidate, "candidate"), (Kind::JobOrder, "job_order"), (Kind::Consent, "consent")];
        let shown = named.into_iter().filter_map(|(kind, path)| {
            let key = RecordKey::new(kind, submittal.id(path)?);
            Some((key, (self.look)(key)?))
        });
        let shown: Vec<(RecordKey, Fields)> = shown.collect();
        let here = |key: RecordKey| shown.iter().find(|(known, _)| *known == key).map(|(_, fields)| fields);
        permit::given(submittal, self.unit, today(), here)
    }
}
