//! Conversations with candidates: what their pages show, and the steps from planned to closed (D37, D153–D174).

use feltmappen_domain::{
    conversation::{Agreement, AgreementOwner, Conversation},
    guide::{Answers, Setting, Use, coverage, visible_questions},
    record::{Fields, Kind, Path, Record, RecordId, RecordKey},
    visit::VisitStatus,
};
use serde_json::Value;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{AgreementView, ConversationRow, ConversationStep, ConversationView, RecordView},
    lists::number,
    time::instant,
};

impl App {
    /// One step of a conversation; pressing twice is pressing once. None is refused for what is not written.
    pub fn conversation_step(&self, key: RecordKey, step: ConversationStep) -> Outcome<RecordView> {
        use VisitStatus::{Cancelled, Closed, Held, Planned};
        let open = self.opened()?;
        if key.kind != Kind::Conversation {
            return Err(ErrorCode::BadValue.into());
        }
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let conversation = Conversation::new(&record.fields);
        let begun = conversation.started_at().is_some();
        let (action, from, to): (_, &[VisitStatus], _) = match step {
            ConversationStep::Begin => ("begin", &[Planned], Held),
            ConversationStep::Close => ("close", &[Planned, Held], Closed),
            ConversationStep::Reopen => ("reopen", &[Closed, Cancelled], if begun { Held } else { Planned }),
            ConversationStep::Cancel => ("cancel", &[Planned, Held], Cancelled),
        };
        if conversation.status() == to {
            return self.view(&open, key);
        }
        if !from.contains(&conversation.status()) {
            return Err(ErrorCode::WrongStep.into());
        }
        let now = Value::from(self.danish_moment());
        let mut values = vec![(Path::known("status"), to.as_str().into())];
        let happens = matches!(step, ConversationStep::Begin | ConversationStep::Close);
        if happens && conversation.starts_at().is_none() {
            values.push((Path::known("starts_at"), now.clone()));
        }
        match to {
            Held if !begun => values.push((Path::known("started_at"), now)),
            Closed => values.push((Path::known("closed_at"), now)),
            _ => {}
        }
        if conversation.closed_at().is_some() && to != Closed {
            values.push((Path::known("closed_at"), Value::Null));
        }
        self.settle(&open, key, action, values)?;
        self.view(&open, key)
    }

    /// What a conversation's page shows beside its fields, drafts included.
    pub(crate) fn conversation_view(&self, open: &Open, key: RecordKey, fields: &Fields) -> Outcome<ConversationView> {
        let conversation = Conversation::new(fields);
        let template = self.in_use(open, fields, "guide", Use::Conversation)?;
        let answers = Answers::new(fields);
        let setting = Setting { visit_type: conversation.asks_as(), answers: &answers, tools: None };
        let shown = visible_questions(&template.guide, setting);
        let candidate = conversation.candidate();
        let known = candidate.map(|id| open.workspace.record(&RecordKey::new(Kind::Candidate, id)));
        let own = conversation.agreements().into_iter();
        Ok(ConversationView {
            status: conversation.status().as_str().to_owned(),
            candidate: known.transpose()?.flatten().map(|record| self.describe(open, &record)).transpose()?,
            visible: template.guide.questions().map(|(_, one)| one.id).filter(|id| shown.contains(id)).collect(),
            coverage: coverage(&template.guide, setting),
            agreements: own.map(|one| self.agreement_view(open, key, &conversation, one)).collect::<Outcome<_>>()?,
            earlier: match candidate {
                Some(candidate) => self.earlier_agreements(open, key, &conversation, candidate)?,
                None => Vec::new(),
            },
            newer: self.newer_than(open, &template, Use::Conversation)?,
        })
    }

    /// A candidate's conversations, the latest first.
    pub(crate) fn conversations_of(&self, open: &Open, candidate: RecordId) -> Outcome<Vec<Record>> {
        let mut records = open.workspace.children(candidate, Kind::Conversation)?;
        records.sort_by_key(|record| std::cmp::Reverse(place(record.key, &record.fields)));
        Ok(records)
    }

    /// What was agreed before this conversation and is still to be done; what has been done since it began stays, so that it
    /// does not vanish under the hand that ticks it.
    fn earlier_agreements(
        &self,
        open: &Open,
        key: RecordKey,
        conversation: &Conversation<'_>,
        candidate: RecordId,
    ) -> Outcome<Vec<AgreementView>> {
        let here = place(key, conversation.fields());
        let day = conversation.day();
        let mut found = Vec::new();
        for record in self.conversations_of(open, candidate)? {
            if record.key == key || place(record.key, &record.fields) >= here {
                continue;
            }
            let other = Conversation::new(&record.fields);
            let since = |one: &Agreement| one.done_at.as_deref() >= day && day.is_some();
            for one in other.agreements().into_iter().filter(|one| one.open() || since(one)) {
                found.push(self.agreement_view(open, record.key, &other, one)?);
            }
        }
        by_day(&mut found);
        Ok(found)
    }

    /// What was agreed across conversations and is still to be done.
    pub(super) fn open_agreements(&self, open: &Open, conversations: &[Record]) -> Outcome<Vec<AgreementView>> {
        let mut found = Vec::new();
        for record in conversations {
            let conversation = Conversation::new(&record.fields);
            for one in conversation.agreements().into_iter().filter(Agreement::open) {
                found.push(self.agreement_view(open, record.key, &conversation, one)?);
            }
        }
        by_day(&mut found);
        Ok(found)
    }

    fn agreement_view(
        &self,
        open: &Open,
        key: RecordKey,
        conversation: &Conversation<'_>,
        one: Agreement,
    ) -> Outcome<AgreementView> {
        let (owner, employee) = match one.owner {
            Some(AgreementOwner::Citizen) => (Some("citizen"), None),
            Some(AgreementOwner::Employee(employee)) => (Some("employee"), employee),
            None => (None, None),
        };
        let employee = employee.map(|id| self.name_of(open, Kind::Employee, id)).transpose()?;
        Ok(AgreementView {
            conversation: key,
            agreed: conversation.day().map(str::to_owned),
            id: one.id,
            late: one.open() && one.due.as_deref().is_some_and(|due| *due < *self.danish_day()),
            complete: one.complete(),
            text: one.text,
            owner: owner.map(str::to_owned),
            employee: employee.unwrap_or_default(),
            due: one.due,
            done_at: one.done_at,
            result: one.result,
        })
    }

    pub(super) fn conversation_row(&self, open: &Open, record: &Record) -> Outcome<ConversationRow> {
        let conversation = Conversation::new(&record.fields);
        let consultant = conversation.consultant().map(|id| self.name_of(open, Kind::Employee, id)).transpose()?;
        let waiting = conversation.agreements().iter().filter(|one| one.open()).count();
        Ok(ConversationRow {
            key: record.key,
            conversation_type: conversation.conversation_type().unwrap_or_default().to_owned(),
            channel: conversation.channel().unwrap_or_default().to_owned(),
            starts_at: conversation.starts_at().map(str::to_owned),
            status: conversation.status().as_str().to_owned(),
            consultant: consultant.unwrap_or_default(),
            open_agreements: number(waiting as u64),
        })
    }
}

/// What orders a candidate's conversations: when each begins, those without a time by when they were made and last.
fn place(key: RecordKey, fields: &Fields) -> (bool, Option<chrono::DateTime<chrono::FixedOffset>>, RecordId) {
    let at = Conversation::new(fields).starts_at().and_then(instant);
    (at.is_none(), at, key.id)
}

/// What is due first at the top; without a day last.
fn by_day(agreements: &mut [AgreementView]) {
    agreements.sort_by_cached_key(|one| (one.done_at.is_some(), one.due.is_none(), one.due.clone(), one.id));
}
