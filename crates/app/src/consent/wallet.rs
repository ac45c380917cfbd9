//! A citizen's consents, by order and workplace, and what somebody should do about consents and sendings.

use std::collections::HashSet;

use feltmappen_domain::{
    consent::{Consent, State},
    record::{Kind, Record, RecordKey},
    submittal::{Cover, Submittal, cover},
};
use feltmappen_store::{AccessAction, ListQuery, Sort};

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{ConsentTask, ConsentTaskCode, WalletRow},
};

/// So many consents or submittals are read at a time. All are looked through: a task is one until somebody has done it.
const AT_ONCE: u64 = 1_000;
/// So many tasks are shown.
const TASKS: usize = 50;

impl App {
    /// A candidate's consents: what holds first, then what is begun, then what is over.
    pub fn wallet(&self, candidate: RecordKey) -> Outcome<Vec<WalletRow>> {
        let open = self.opened()?;
        if candidate.kind != Kind::Candidate {
            return Err(ErrorCode::BadValue.into());
        }
        let today = self.danish_now().date_naive();
        let sent = open.workspace.children(candidate.id, Kind::Submittal)?;
        let mut rows = Vec::new();
        for record in open.workspace.children(candidate.id, Kind::Consent)? {
            let consent = Consent::new(&record.fields);
            let state = consent.state(today);
            let on_it = sent.iter().map(|one| Submittal::new(&one.fields));
            let on_it = on_it.filter(|one| one.consent() == Some(record.key.id) && one.sent_at().is_some()).count();
            rows.push(WalletRow {
                key: record.key,
                state,
                says: self.state_words(&consent, state),
                recipient: self.place_view(&open, consent.company(), consent.workplace())?,
                job: self.job_title(&open, consent.job_order())?,
                sent: u32::try_from(on_it).unwrap_or(u32::MAX),
            });
        }
        rows.sort_by_key(|row| (order_of(row.state), std::cmp::Reverse(row.key.id)));
        self.log(&open, AccessAction::Read, &[candidate], "wallet");
        Ok(rows)
    }

    /// What somebody should do: sendings that nothing covered, employers to ask to delete, candidates to tell (R13), and
    /// consents that end soon.
    pub fn consent_tasks(&self) -> Outcome<Vec<ConsentTask>> {
        let open = self.opened()?;
        let mut tasks = Vec::new();
        each(&open, Kind::Submittal, "sent", |record| {
            tasks.extend(self.tasks_of(&open, record)?);
            Ok(())
        })?;
        let today = self.danish_now().date_naive();
        each(&open, Kind::Consent, "finalised", |record| {
            let consent = Consent::new(&record.fields);
            if consent.state(today) == State::EndingSoon {
                let says = self.state_words(&consent, State::EndingSoon);
                tasks.push(self.task(&open, ConsentTaskCode::Ending, record, record.key, says)?);
            }
            Ok(())
        })?;
        // Several sendings on one consent are one thing to do, and what sync moves meanwhile may be met twice.
        let mut met = HashSet::new();
        tasks.retain(|task| met.insert((task.code, task.key)));
        tasks.sort_by_key(|task| task.code);
        tasks.truncate(TASKS);
        let named: Vec<_> = tasks.iter().map(|task| task.key).collect();
        self.log(&open, AccessAction::Read, &named, "consent_tasks");
        Ok(tasks)
    }

    fn tasks_of(&self, open: &Open, record: &Record) -> Outcome<Vec<ConsentTask>> {
        let submittal = Submittal::new(&record.fields);
        let key = submittal.consent().map(|id| RecordKey::new(Kind::Consent, id));
        let consent = key.map(|key| open.workspace.record(&key)).transpose()?.flatten().filter(Record::alive);
        let mut found = Vec::new();
        let covered = cover(&record.fields, consent.as_ref().map(|one| &one.fields));
        if covered == Cover::Uncovered && submittal.reviewed_at().is_none() {
            let says = "CV sendt uden dækning. Tovholder og databeskyttelsesrådgiver skal se på det".to_owned();
            found.push(self.task(open, ConsentTaskCode::Uncovered, record, record.key, says)?);
        }
        let withdrawn = consent.as_ref().is_some_and(|one| one.fields.filled("withdrawn_at"));
        if withdrawn && submittal.erasure_asked_at().is_none() {
            let says = "Samtykket er trukket tilbage. Bed virksomheden slette det, den har fået".to_owned();
            let at = key.unwrap_or(record.key);
            found.push(self.task(open, ConsentTaskCode::Erasure, record, at, says)?);
        }
        if submittal.candidate_to_be_told() {
            let says = "Fortæl kandidaten, at CV'et er sendt".to_owned();
            found.push(self.task(open, ConsentTaskCode::Tell, record, record.key, says)?);
        }
        Ok(found)
    }

    fn task(
        &self,
        open: &Open,
        code: ConsentTaskCode,
        about: &Record,
        key: RecordKey,
        title: String,
    ) -> Outcome<ConsentTask> {
        let who = about.fields.id("candidate").map(|id| self.name_of(open, Kind::Candidate, id)).transpose()?;
        let place = self.place_view(open, about.fields.id("company"), about.fields.id("workplace"))?;
        let parts = [who.unwrap_or_default(), place.company, place.street];
        let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        Ok(ConsentTask { code, key, title, detail })
    }
}

/// Looks at all records of a kind in one state, the latest change first.
fn each(open: &Open, kind: Kind, status: &str, mut look: impl FnMut(&Record) -> Outcome<()>) -> Outcome<()> {
    let mut query = ListQuery {
        status: Some(status.to_owned()),
        sort: Sort::Changed,
        descending: true,
        limit: AT_ONCE,
        ..ListQuery::new(kind)
    };
    loop {
        let keys: Vec<_> = open.workspace.page(&query)?.rows.iter().map(|row| row.key).collect();
        for record in open.workspace.records(&keys)? {
            look(&record)?;
        }
        if (keys.len() as u64) < AT_ONCE {
            return Ok(());
        }
        query.offset += AT_ONCE;
    }
}

const fn order_of(state: State) -> u8 {
    match state {
        State::EndingSoon => 0,
        State::Valid => 1,
        State::Draft => 2,
        State::SaysTooLittle => 3,
        State::Withdrawn => 4,
        State::Expired => 5,
    }
}
