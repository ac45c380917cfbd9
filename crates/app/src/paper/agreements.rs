//! What was agreed in a conversation, for the citizen to take along (D153, R55).

use feltmappen_documents::{
    Paper,
    input::Personal,
    papers::{self, AgreementSheet, Earlier, NextTalk},
};
use feltmappen_domain::{
    conversation::{Agreement, AgreementOwner, Conversation},
    record::{Fields, Kind, Record, RecordKey},
    visit::VisitStatus,
};

use super::{
    Content, Draft,
    parts::{self, day, personal},
    refused,
};
use crate::{
    App, Failure, Open, Outcome,
    api::{AgreementView, PaperKind},
};

impl App {
    pub(super) fn agreements_paper(&self, open: &Open, key: RecordKey) -> Outcome<Draft> {
        let record = self.shown(open, key)?;
        let talk = Conversation::new(&record.fields);
        let view = self.conversation_view(open, key, &record.fields)?;
        let candidate = self.pointed(open, Kind::Candidate, talk.candidate())?;
        let consultant = talk.consultant().or(Some(open.me()?.employee));
        let consultant = self.pointed(open, Kind::Employee, consultant)?;
        let named = |one: &Record| personal(one.fields.filled_text("name"));
        let citizen = candidate.as_ref().and_then(named).ok_or_else(|| lacks("kandidat"))?;
        let held_at = parts::moment(talk.starts_at()).ok_or_else(|| lacks("dag og tid"))?;
        let stamp = self.stamp()?;
        let mut agreed = Vec::new();
        for (place, one) in view.agreements.iter().enumerate().filter(|(_, one)| written(one)) {
            agreed.push(whole(&format!("Aftale {}", place + 1), one, &citizen)?);
        }
        let mut earlier = Vec::new();
        for one in view.earlier.iter().filter(|one| written(one)) {
            let papers::Agreement { text, owner, due } = whole("En aftale fra en tidligere samtale", one, &citizen)?;
            let [done_on, result] = [&one.done_at, &one.result].map(Option::as_deref);
            earlier.push(Earlier { text, owner, due, done_on: day(done_on), result: personal(result) });
        }
        let unit = self.unit_of_paper(open, Some(record.home_unit))?;
        let sheet = AgreementSheet {
            document_id: stamp.id.to_string(),
            made: stamp.made,
            authority: parts::authority(&unit)?,
            employee: consultant.as_ref().and_then(parts::employee).ok_or_else(|| lacks("medarbejder"))?,
            citizen,
            held_at,
            place: way(&record.fields),
            present: Vec::new(),
            agreements: agreed,
            earlier,
            next: self.next_talk(open, &talk)?,
        };
        let mut people: Vec<RecordKey> = candidate.iter().chain(&consultant).map(|one| one.key).collect();
        people.extend(self.owners(open, view.agreements.iter().chain(&view.earlier))?);
        people.sort();
        people.dedup();
        let document = sheet.document().map_err(|refusal| refused(PaperKind::AgreementSheet, &refusal))?;
        Ok(Draft { content: Content::Drawn(document), people })
    }

    /// The conversation that is planned after this one.
    fn next_talk(&self, open: &Open, talk: &Conversation<'_>) -> Outcome<Option<NextTalk>> {
        let Some((candidate, here)) = talk.candidate().zip(parts::moment(talk.starts_at())) else { return Ok(None) };
        let mut next: Option<NextTalk> = None;
        for record in self.conversations_of(open, candidate)? {
            let other = Conversation::new(&record.fields);
            let Some(at) = parts::moment(other.starts_at()).filter(|at| *at > here) else { continue };
            if other.status() == VisitStatus::Planned && next.as_ref().is_none_or(|known| at < known.at) {
                next = Some(NextTalk { at, place: way(&record.fields) });
            }
        }
        Ok(next)
    }

    /// The employees who keep agreements.
    fn owners<'a>(&self, open: &Open, all: impl Iterator<Item = &'a AgreementView>) -> Outcome<Vec<RecordKey>> {
        let mut found = Vec::new();
        for one in all {
            let record = self.shown(open, one.conversation)?;
            let owner = Agreement::all(&record.fields).into_iter().find(|other| other.id == one.id);
            if let Some(AgreementOwner::Employee(Some(id))) = owner.and_then(|one| one.owner) {
                found.push(RecordKey::new(Kind::Employee, id));
            }
        }
        Ok(found)
    }
}

fn lacks(what: &str) -> Failure {
    parts::lacking(&["Samtalen", what])
}

/// Whether anything stands in it: a row that was only begun is on no paper.
fn written(one: &AgreementView) -> bool {
    !one.text.trim().is_empty() || one.owner.is_some() || one.due.is_some()
}

/// An agreement as the paper has it: what, who and when, or which of them lacks (R55).
fn whole(called: &str, one: &AgreementView, citizen: &Personal) -> Outcome<papers::Agreement> {
    let owner = one.owner.as_deref().map(|owner| match owner {
        "citizen" => citizen.clone(),
        _ => personal(Some(&one.employee)).unwrap_or_else(|| "Medarbejderen".into()),
    });
    let (text, due) = (personal(Some(&one.text)), day(one.due.as_deref()));
    let missing = [("hvad", text.is_none()), ("hvem", owner.is_none()), ("hvornår", due.is_none())];
    match (text, owner, due) {
        (Some(text), Some(owner), Some(due)) => Ok(papers::Agreement { text, owner, due }),
        _ => {
            let missing: Vec<_> = missing.iter().filter(|(_, lacks)| *lacks).map(|(words, _)| *words).collect();
            Err(parts::lacking(&[called, &missing.join(" og ")]))
        }
    }
}

/// How a conversation is held, where that is not face to face.
fn way(fields: &Fields) -> Option<Personal> {
    match fields.filled_text("channel")? {
        "phone" => Some("i telefonen".into()),
        "digital" => Some("digitalt".into()),
        _ => None,
    }
}
