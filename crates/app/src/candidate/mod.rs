//! Candidates: the list, what their pages show, and the reading of the CV (D13, D33).

mod conversation;
mod relevant;

use chrono::NaiveDate;
use feltmappen_domain::{
    candidate::{Candidate, CvStatus},
    consent::{Consent, State},
    conversation::Conversation,
    municipality, numbers,
    record::{Fields, Kind, Path, Record, RecordId, RecordKey},
    submittal::Submittal,
    visit::{VisitStatus, danish_day},
};
use feltmappen_store::{AccessAction, ListRow};

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{CandidatePage, CandidateRow, CandidateView, ListQuery, Named, NextStep, NextStepKind, RecordView},
    lists::number,
};

impl App {
    /// A page of candidates. Each that is listed is a citizen that somebody read about (R78).
    pub fn candidates(&self, query: ListQuery) -> Outcome<CandidatePage> {
        let open = self.opened()?;
        let page = open.workspace.page(&self.page_query(&open, Kind::Candidate, query)?)?;
        let rows: Vec<_> = page.rows.iter().map(|row| self.candidate_row(&open, row)).collect::<Outcome<_>>()?;
        let read: Vec<_> = rows.iter().map(|row| row.key).collect();
        self.log(&open, AccessAction::Read, &read, "list");
        Ok(CandidatePage { total: number(page.total), all: number(open.workspace.count(Kind::Candidate)?), rows })
    }

    /// Somebody has looked at the CV on Jobnet just now: what it is, and when it was read, as one action (D33, R5).
    pub fn check_cv(&self, key: RecordKey, status: CvStatus) -> Outcome<RecordView> {
        let open = self.opened()?;
        if key.kind != Kind::Candidate {
            return Err(ErrorCode::BadValue.into());
        }
        let values = vec![
            (Path::known("cv.status"), status.as_str().into()),
            (Path::known("cv.checked_at"), self.danish_moment().into()),
        ];
        self.settle(&open, key, "check_cv", values)?;
        self.view(&open, key)
    }

    /// What a candidate's page shows beside its form, drafts included.
    pub(crate) fn candidate_view(&self, open: &Open, id: RecordId, fields: &Fields) -> Outcome<CandidateView> {
        let number = Candidate::new(fields).cpr().and_then(|text| numbers::cpr::check(text).ok());
        let odd = number.is_some_and(|number| !number.satisfies_modulus_11());
        let conversations = self.conversations_of(open, id)?;
        Ok(CandidateView {
            cpr_note: odd.then(|| {
                "Nummeret opfylder ikke modulus 11. Det gør nye CPR-numre heller ikke altid, så se efter, om det er tastet rigtigt."
                    .to_owned()
            }),
            agreements: self.open_agreements(open, &conversations)?,
            conversations: conversations.iter().map(|one| self.conversation_row(open, one)).collect::<Outcome<_>>()?,
            submittals: self.submittals_of(open, id)?,
        })
    }

    /// A candidate's submittals, the latest first.
    fn submittals_of(&self, open: &Open, candidate: RecordId) -> Outcome<Vec<Named>> {
        let mut records = open.workspace.children(candidate, Kind::Submittal)?;
        records.sort_by_key(|record| std::cmp::Reverse(record.key.id));
        records.iter().map(|record| self.sent_to(open, record)).collect()
    }

    /// A submittal among those of one candidate: the job and the company it is to, then the workplace and how far it is.
    fn sent_to(&self, open: &Open, record: &Record) -> Outcome<Named> {
        let submittal = Submittal::new(&record.fields);
        let called = |kind, id: Option<RecordId>| -> Outcome<String> {
            Ok(id.map(|id| self.name_of(open, kind, id)).transpose()?.unwrap_or_default())
        };
        let joined =
            |parts: [String; 2]| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let name =
            joined([called(Kind::JobOrder, submittal.job_order())?, called(Kind::Company, submittal.company())?]);
        let sent = submittal.sent_at().map(|at| format!("sendt {}", danish_day(at)));
        let how_far = sent.unwrap_or_else(|| "ikke sendt".to_owned());
        Ok(Named {
            detail: joined([called(Kind::Workplace, submittal.workplace())?, how_far]),
            // What it is about may not be on this computer.
            name: if name.is_empty() { self.describe(open, record)?.name } else { name },
            key: record.key,
        })
    }

    fn candidate_row(&self, open: &Open, row: &ListRow) -> Outcome<CandidateRow> {
        let record = open.workspace.record(&row.key)?;
        let none = Fields::default();
        let fields = record.as_ref().map_or(&none, |record| &record.fields);
        let candidate = Candidate::new(fields);
        let today = self.danish_now().date_naive();
        let goals = candidate.job_goals().and_then(|text| text.lines().map(str::trim).find(|line| !line.is_empty()));
        let place = candidate.municipality().and_then(municipality::by_code);
        let consultant = candidate.consultant().map(|id| self.name_of(open, Kind::Employee, id)).transpose()?;
        Ok(CandidateRow {
            key: row.key,
            name: row.title.clone(),
            job_goals: goals.unwrap_or_default().to_owned(),
            municipality: place.map_or_else(String::new, |one| one.name.to_owned()),
            cv_status: candidate.cv_status(),
            cv_checked_at: candidate.cv_checked_at().map(str::to_owned),
            consultant: consultant.unwrap_or_default(),
            consent: best(&open.workspace.children(row.key.id, Kind::Consent)?, today),
            next: next_step(&candidate, &self.conversations_of(open, row.key.id)?),
        })
    }
}

/// What the best of some consents is on a day.
fn best(consents: &[Record], today: NaiveDate) -> Option<State> {
    const BEST_FIRST: [State; 6] =
        [State::Valid, State::EndingSoon, State::Draft, State::SaysTooLittle, State::Withdrawn, State::Expired];
    let states: Vec<State> = consents.iter().map(|one| Consent::new(&one.fields).state(today)).collect();
    BEST_FIRST.into_iter().find(|state| states.contains(state))
}

/// What comes next: what is under way, then a CV that nobody has looked at, then whichever day is nearest.
fn next_step(candidate: &Candidate<'_>, conversations: &[Record]) -> Option<NextStep> {
    let of = |status: VisitStatus| {
        conversations.iter().map(|one| Conversation::new(&one.fields)).filter(move |one| one.status() == status)
    };
    if of(VisitStatus::Held).next().is_some() {
        return Some(NextStep { what: NextStepKind::Held, day: None });
    }
    if candidate.cv_status() == CvStatus::Unknown || candidate.cv_checked_at().is_none() {
        return Some(NextStep { what: NextStepKind::CheckCv, day: None });
    }
    let planned = of(VisitStatus::Planned).map(|one| (NextStepKind::Conversation, one.day().map(str::to_owned)));
    let agreed = conversations.iter().flat_map(|one| Conversation::new(&one.fields).agreements());
    let agreed = agreed.filter(|one| one.open()).map(|one| (NextStepKind::Agreement, one.due));
    let nearest = planned.chain(agreed).min_by_key(|(_, day)| (day.is_none(), day.clone()));
    nearest.map(|(what, day)| NextStep { what, day })
}
