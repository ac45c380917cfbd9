//! Submittals: "Må jeg sende dette CV?" and what follows when it was sent (D230–D235, R1–R14, R36).
//!
//! The app never sends a CV itself. It says whether it may be sent, and takes down that it was.

mod choose;
mod view;
mod words;

use feltmappen_domain::{
    candidate::CvStatus,
    consent::Consent,
    order::JobOrder,
    record::{Kind, Path, Record, RecordKey},
    schema::SEND_CHANNELS,
    submittal::{Ask, Cover, Decision, Submittal, cover, permit},
};
use feltmappen_store::AccessAction;
use feltmappen_sync::RecordChange;
use serde_json::Value;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{PermitOutcome, PermitView},
    edit::changes_to,
};

/// What a permit and a fact are called in the history and at central.
const PERMIT: &str = "permit";
const SENT: &str = "sent";
/// A follow-up is proposed so many days after the sending (R36).
const FOLLOW_UP: u32 = 14;

/// Everything that an answer rests on, as it is on this computer.
struct Around {
    submittal: Record,
    candidate: Option<Record>,
    job_order: Option<Record>,
    consent: Option<Record>,
}

impl App {
    /// The submittal of a candidate to an order: the one that is begun, or a new one, on the consent that fits best.
    pub fn prepare_submittal(&self, order: RecordKey, candidate: RecordKey) -> Outcome<PermitView> {
        let open = self.opened()?;
        if order.kind != Kind::JobOrder || candidate.kind != Kind::Candidate {
            return Err(ErrorCode::BadValue.into());
        }
        let job = open.workspace.record(&order)?.filter(Record::alive).ok_or(ErrorCode::NotHere)?;
        open.workspace.record(&candidate)?.filter(Record::alive).ok_or(ErrorCode::NotHere)?;
        let workplace = JobOrder::new(&job.fields).workplace().ok_or(ErrorCode::WrongStep)?;
        let today = self.danish_now().date_naive();
        let begun = open.workspace.children(candidate.id, Kind::Submittal)?.into_iter().find(|one| {
            let submittal = Submittal::new(&one.fields);
            submittal.job_order() == Some(order.id)
                && submittal.workplace() == Some(workplace)
                && choose::goes_on(&submittal, today)
        });
        let key = match begun {
            Some(begun) => begun.key,
            None => {
                let mut values = vec![
                    ("candidate", Value::from(candidate.id.to_string())),
                    ("job_order", order.id.to_string().into()),
                    ("workplace", workplace.to_string().into()),
                ];
                let company = JobOrder::new(&job.fields).company();
                values.extend(company.map(|company| ("company", Value::from(company.to_string()))));
                let key = RecordKey::new(Kind::Submittal, self.new_id()?);
                self.make(&open, open.me()?, key, "create", values)?;
                key
            }
        };
        self.choose_consent(&open, key)?;
        // The one that is begun may be as it was: then nothing that is written says that somebody looked at it.
        self.log(&open, AccessAction::Read, &[key], "permit");
        self.permit_view(&open, key)
    }

    /// The answer as it stands. Who asks logs what was asked for: a look is a read, and a step is a change already (R78).
    pub(crate) fn permit_view(&self, open: &Open, key: RecordKey) -> Outcome<PermitView> {
        self.permit_shown(open, &self.around(open, key)?)
    }

    /// What Jobnet says of the CV now (R5): taken down for this sending and for the candidate, in one action.
    pub fn confirm_cv(&self, key: RecordKey, status: String) -> Outcome<PermitView> {
        let open = self.opened()?;
        let around = self.around(&open, key)?;
        if CvStatus::from_code(Some(&status)) == CvStatus::Unknown {
            return Err(ErrorCode::BadValue.into());
        }
        let candidate = around.candidate.as_ref().ok_or(ErrorCode::NotHere)?;
        let read = vec![
            (Path::known("cv.status"), Value::from(status)),
            (Path::known("cv.checked_at"), self.danish_moment().into()),
        ];
        let also = vec![changes_to(candidate, read.clone())];
        self.settle_with(&open, key, "confirm_cv", read, also)?;
        self.permit_view(&open, key)
    }

    /// Asks whether it may be sent, and takes the answer down when it is yes. There is no other way to a permit.
    pub fn give_permit(&self, key: RecordKey) -> Outcome<PermitOutcome> {
        let open = self.opened()?;
        let around = self.around(&open, key)?;
        let submittal = Submittal::new(&around.submittal.fields);
        if submittal.permit_at().is_some() || submittal.sent_at().is_some() {
            return Ok(PermitOutcome {
                done: submittal.permit_at().is_some(),
                view: self.permit_shown(&open, &around)?,
            });
        }
        if !self.decide_on(&open, &around)?.allowed() {
            return Ok(PermitOutcome { done: false, view: self.permit_shown(&open, &around)? });
        }
        let me = open.me()?;
        let given = vec![
            (Path::known("permit.at"), Value::from(self.danish_moment())),
            (Path::known("permit.by"), me.employee.to_string().into()),
        ];
        self.alone(&open, &around.submittal, PERMIT, given)?;
        Ok(PermitOutcome { done: true, view: self.permit_view(&open, key)? })
    }

    /// It has been sent, outside this app. That is a fact, and always taken down, cover or not (R12).
    pub fn record_sent(&self, key: RecordKey, channel: String) -> Outcome<PermitView> {
        let open = self.opened()?;
        let around = self.around(&open, key)?;
        if !SEND_CHANNELS.iter().any(|(code, _)| *code == channel) {
            return Err(ErrorCode::BadValue.into());
        }
        if Submittal::new(&around.submittal.fields).sent_at().is_some() {
            return self.permit_shown(&open, &around);
        }
        let me = open.me()?;
        let sent = vec![
            (Path::known("sent.at"), Value::from(self.danish_moment())),
            (Path::known("sent.by"), me.employee.to_string().into()),
            (Path::known("sent.channel"), channel.into()),
        ];
        self.alone(&open, &around.submittal, SENT, sent)?;
        if !around.submittal.fields.filled("follow_up") {
            let proposed = vec![(Path::known("follow_up"), Value::from(self.day_in(FOLLOW_UP)))];
            self.settle(&open, key, "follow_up", proposed)?;
        }
        self.permit_view(&open, key)
    }

    /// The candidate has been told that the CV was sent (R13).
    pub fn told_candidate(&self, key: RecordKey) -> Outcome<PermitView> {
        let open = self.opened()?;
        let around = self.around(&open, key)?;
        if !Submittal::new(&around.submittal.fields).candidate_to_be_told() {
            return self.permit_shown(&open, &around);
        }
        self.settle(&open, key, "told", vec![(Path::known("told_at"), self.danish_moment().into())])?;
        self.permit_view(&open, key)
    }

    /// The order's coordinator approves a CV that comes from another unit (R14).
    pub fn approve_cv(&self, key: RecordKey) -> Outcome<PermitView> {
        let open = self.opened()?;
        let around = self.around(&open, key)?;
        let me = open.me()?.employee;
        let coordinator = around.job_order.as_ref().and_then(|order| JobOrder::new(&order.fields).coordinator());
        if coordinator != Some(me) {
            return Err(ErrorCode::NotCoordinator.into());
        }
        let approved = vec![
            (Path::known("approved.at"), Value::from(self.danish_moment())),
            (Path::known("approved.by"), me.to_string().into()),
        ];
        self.settle(&open, key, "approve", approved)?;
        self.permit_view(&open, key)
    }

    /// Coordinator and DPO have dealt with a sending that nothing covered. It stays marked; it is no longer a task.
    pub fn review_uncovered(&self, key: RecordKey, note: String) -> Outcome<PermitView> {
        let open = self.opened()?;
        let around = self.around(&open, key)?;
        if self.covered(&around) != Cover::Uncovered {
            return Err(ErrorCode::WrongStep.into());
        }
        if note.trim().is_empty() {
            return Err(ErrorCode::BadValue.into());
        }
        let reviewed = vec![
            (Path::known("reviewed_at"), Value::from(self.danish_moment())),
            (Path::known("reviewed_by"), open.me()?.employee.to_string().into()),
            (Path::known("review_note"), note.into()),
        ];
        self.settle(&open, key, "review", reviewed)?;
        self.permit_view(&open, key)
    }

    /// A permit and a fact are each a commit of their own, with nothing beside them (docs/adr/0008-permit-and-fact.md).
    fn alone(&self, open: &Open, record: &Record, action: &str, values: Vec<(Path, Value)>) -> Outcome<()> {
        let change: RecordChange = changes_to(record, values);
        self.commit(open, open.me()?, action, vec![change])
    }

    fn around(&self, open: &Open, key: RecordKey) -> Outcome<Around> {
        if key.kind != Kind::Submittal {
            return Err(ErrorCode::BadValue.into());
        }
        let record = open.workspace.record(&key)?.filter(Record::alive).ok_or(ErrorCode::NotHere)?;
        let found = |kind, path: &str| -> Outcome<Option<Record>> {
            let Some(id) = record.fields.id(path) else { return Ok(None) };
            Ok(open.workspace.record(&RecordKey::new(kind, id))?.filter(Record::alive))
        };
        Ok(Around {
            candidate: found(Kind::Candidate, "candidate")?,
            job_order: found(Kind::JobOrder, "job_order")?,
            consent: found(Kind::Consent, "consent")?,
            submittal: record,
        })
    }

    fn decide_on(&self, open: &Open, around: &Around) -> Outcome<Decision> {
        Ok(permit(&Ask {
            submittal: &around.submittal.fields,
            candidate: around.candidate.as_ref().map(|one| &one.fields),
            job_order: around.job_order.as_ref().map(|one| &one.fields),
            consent: around.consent.as_ref().map(|one| &one.fields),
            unit: open.me()?.unit,
            today: self.danish_now().date_naive(),
        }))
    }

    fn covered(&self, around: &Around) -> Cover {
        cover(&around.submittal.fields, around.consent.as_ref().map(|one| &one.fields))
    }

    /// Lets an open submittal rest on the consent that fits best, and begin with what that lets be sent.
    fn choose_consent(&self, open: &Open, key: RecordKey) -> Outcome<()> {
        let around = self.around(open, key)?;
        let submittal = Submittal::new(&around.submittal.fields);
        if submittal.permit_at().is_some() || submittal.sent_at().is_some() {
            return Ok(());
        }
        let chosen = self.best_consent(open, &around)?;
        let mut values = Vec::new();
        if chosen.as_ref().map(|one| one.key.id) != submittal.consent() {
            let id = chosen.as_ref().map_or(Value::Null, |one| one.key.id.to_string().into());
            values.push((Path::known("consent"), id));
        }
        if let Some(chosen) = chosen.filter(|one| choose::fits(&Consent::new(&one.fields), &submittal)) {
            values.extend(choose::begin_with(&chosen.fields, &around.submittal.fields));
        }
        self.settle(open, key, "choose_consent", values)
    }

    fn best_consent(&self, open: &Open, around: &Around) -> Outcome<Option<Record>> {
        let submittal = Submittal::new(&around.submittal.fields);
        let Some(candidate) = submittal.candidate() else { return Ok(None) };
        let consents = open.workspace.children(candidate, Kind::Consent)?;
        Ok(choose::best(consents, &submittal, self.danish_now().date_naive()))
    }
}
