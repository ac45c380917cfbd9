//! What central did not take, with what needs it: corrected and sent again under a new id, or discarded for 30 days.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use feltmappen_domain::{
    canonical, listing,
    record::{RANK, Record, RecordId, RecordKey},
    rule, schema,
};
use feltmappen_store::{AccessAction, AccessEntry, HeldBack, JournalState};
use feltmappen_sync::{Commit, RecordChange, apply, makes};
use uuid::Uuid;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{Attention, Named, RefusedFix, RefusedValue, RefusedView, Scalar, UnreadableView},
    conflicts::writable,
    edit::changes_to,
    history, labels,
    sync::Message,
};

impl App {
    /// Refused changes, and discarded ones.
    pub(crate) fn refused(&self, open: &Open) -> Outcome<(Vec<RefusedView>, Vec<RefusedView>)> {
        let held_back = open.workspace.held_back()?;
        let mut refused = Vec::new();
        let mut dropped = Vec::new();
        for one in &held_back {
            match &one.state {
                JournalState::Rejected { code } => {
                    let with = group(&held_back, one.commit.id);
                    let at = one.answered_at.clone();
                    refused.push(self.refused_view(open, one, why(code), with.len() - 1, at)?);
                }
                JournalState::Discarded { at } => {
                    dropped.push(self.refused_view(open, one, String::new(), 0, Some(at.clone()))?);
                }
                JournalState::Held => {}
            }
        }
        Ok((refused, dropped))
    }

    /// What came from central and cannot be read by this version.
    pub(crate) fn unreadable(open: &Open) -> Outcome<Vec<UnreadableView>> {
        let views = open.workspace.quarantined()?.into_iter().map(|one| UnreadableView {
            sequence: u32::try_from(one.sequence).unwrap_or(u32::MAX),
            why: match one.reason.as_str() {
                "unknown_kind" => "Den er lavet i en nyere udgave af Feltmappen.",
                _ => "Den kan ikke læses af denne udgave af Feltmappen.",
            }
            .to_owned(),
            at: one.at,
        });
        Ok(views.collect())
    }

    fn refused_view(
        &self,
        open: &Open,
        one: &HeldBack,
        why: String,
        held: usize,
        at: Option<String>,
    ) -> Outcome<RefusedView> {
        let mut values = Vec::new();
        for record in &one.commit.records {
            for change in &record.changes {
                let path = &change.path;
                let made = makes(path, &change.base, &change.value) || path.as_str().ends_with(RANK);
                if change.is_noop() || made {
                    continue;
                }
                values.push(RefusedValue {
                    key: record.key,
                    path: path.clone(),
                    label: history::name(record.key.kind, change),
                    text: self.value_text(open, record.key, path, &change.value).unwrap_or_default(),
                    look: labels::look(record.key.kind, path),
                    value: Scalar(change.value.clone()),
                    writable: writable(record.key.kind, path),
                    problem: schema::check(record.key.kind, path, &change.value).map(|one| one.message.into_owned()),
                });
            }
        }
        let record = one.commit.records.first().ok_or(ErrorCode::NotHere)?;
        Ok(RefusedView {
            commit: one.commit.id,
            record: self.named_even_if_gone(open, record)?,
            why,
            values,
            held: u32::try_from(held).unwrap_or(u32::MAX),
            at,
        })
    }

    /// A record by name, also one that is only in what was not taken.
    fn named_even_if_gone(&self, open: &Open, change: &RecordChange) -> Outcome<Named> {
        if open.workspace.record(&change.key)?.is_some() {
            return self.named(open, &change.key);
        }
        let mut record = Record::new(change.key, change.home_unit);
        apply(&mut record.fields, &change.changes);
        let listing = listing::listing(&record);
        Ok(Named { key: change.key, name: listing.title, detail: listing.subtitle })
    }

    /// Sends again what central did not take, with what needs it, as one new action.
    pub fn resend(&self, commit: RecordId, values: Vec<RefusedFix>) -> Outcome<Attention> {
        let open = self.opened()?;
        let group = group(&open.workspace.held_back()?, commit);
        if group.is_empty() {
            return Err(ErrorCode::DecidedMeanwhile.into());
        }
        refuse_vouching(&group)?;
        refuse_step_fixes(&values)?;
        let mut fixes = Vec::new();
        for fix in values {
            let value = canonical::normalise(fix.value.0).map_err(|_| ErrorCode::BadValue)?;
            if schema::check(fix.key.kind, &fix.path, &value).is_some() {
                return Err(ErrorCode::BadValue.into());
            }
            fixes.push((fix.key, fix.path.clone(), schema::stored_form(fix.key.kind, &fix.path, value)));
        }
        let ids: Vec<Uuid> = group.iter().map(|one| one.id).collect();
        let mut wanted: BTreeMap<RecordKey, (Record, Record)> = BTreeMap::new();
        for change in group.iter().flat_map(|one| &one.records) {
            let (_, target) = match wanted.entry(change.key) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let stands = open.workspace.record_without(change.key, &ids)?;
                    let stands = stands.unwrap_or_else(|| Record::new(change.key, change.home_unit));
                    new.insert((stands.clone(), stands))
                }
            };
            apply(&mut target.fields, &change.changes);
        }
        for (key, path, value) in fixes {
            if let Some((_, target)) = wanted.get_mut(&key) {
                target.fields.set(path, value);
            }
        }
        let mut records = Vec::new();
        for (stands, target) in wanted.into_values() {
            let gone = stands.fields.iter().filter(|(path, _)| target.fields.get(path).is_none());
            let gone = gone.map(|(path, _)| (path.clone(), serde_json::Value::Null));
            let set = target.fields.iter().map(|(path, value)| (path.clone(), value.clone()));
            let change = changes_to(&stands, gone.chain(set).collect());
            if !change.changes.is_empty() {
                records.push(change);
            }
        }
        let me = open.me()?;
        let action = group.first().map_or("edit", |one| one.action.as_str()).to_owned();
        let new = self.new_commit(me, &action, records)?;
        if new.records.is_empty() {
            open.workspace.discard_commits(&ids, &[], &self.now())?;
        } else {
            open.workspace.replace_commits(&ids, &new, &logged(&new, "resend"))?;
        }
        self.tell_sync(Message::Decided);
        self.attention()
    }

    /// Discards what central did not take, with what needs it. It can be brought back for 30 days.
    pub fn discard_refused(&self, commit: RecordId) -> Outcome<Attention> {
        let open = self.opened()?;
        let group = group(&open.workspace.held_back()?, commit);
        let ids: Vec<Uuid> = group.iter().map(|one| one.id).collect();
        let access: Vec<_> = group.iter().flat_map(|one| logged(one, "discard")).collect();
        open.workspace.discard_commits(&ids, &access, &self.now())?;
        self.tell_sync(Message::Decided);
        self.attention()
    }

    /// Brings discarded changes back, over what stands now, and sends them.
    pub fn recover(&self, commit: RecordId) -> Outcome<Attention> {
        self.resend(commit, Vec::new())
    }
}

/// What holds only for what its author saw is made anew, on what stands now, and never sent again as it was: a permit is asked
/// for again, a consent finalised again (R1, R11).
fn refuse_vouching(group: &[Commit]) -> Outcome<()> {
    let records = group.iter().flat_map(|commit| &commit.records);
    let mut written = records.flat_map(|record| {
        record.changes.iter().filter(|change| !change.is_noop()).map(|change| (record.key.kind, &change.path))
    });
    match written.find(|(kind, path)| rule::vouches(*kind, path)) {
        Some((kind, path)) if rule::asks_for_permit(kind, path) => Err(ErrorCode::NotPermitted.into()),
        Some(_) => Err(ErrorCode::FinaliseAgain.into()),
        None => Ok(()),
    }
}

/// What a step sets is corrected by its step.
fn refuse_step_fixes(values: &[RefusedFix]) -> Outcome<()> {
    let by_step = |fix: &RefusedFix| rule::set_by_step(fix.key.kind, &fix.path);
    if values.iter().any(by_step) { Err(ErrorCode::BadValue.into()) } else { Ok(()) }
}

/// A refused commit with those that need it, oldest first; a discarded one alone.
fn group(held_back: &[HeldBack], commit: Uuid) -> Vec<Commit> {
    let mut found: Vec<Commit> = Vec::new();
    let mut records: BTreeSet<RecordId> = BTreeSet::new();
    for one in held_back {
        let refers = |record: &RecordChange| {
            let named = record.changes.iter().filter_map(|change| Uuid::try_parse(change.value.as_str()?).ok());
            named.chain([record.key.id]).any(|id| records.contains(&id))
        };
        let chosen = one.commit.id == commit;
        let needs = !found.is_empty() && one.state == JournalState::Held && one.commit.records.iter().any(refers);
        if chosen || needs {
            if !matches!(one.state, JournalState::Discarded { .. }) {
                records.extend(one.commit.records.iter().map(|record| record.key.id));
            }
            found.push(one.commit.clone());
        }
    }
    found
}

fn logged(commit: &Commit, why: &str) -> Vec<AccessEntry> {
    let line = |record: &RecordChange| AccessEntry {
        who: commit.author,
        action: AccessAction::Change,
        kind: record.key.kind,
        id: Some(record.key.id),
        why: why.to_owned(),
    };
    commit.records.iter().map(line).collect()
}

/// Why central did not take it, as a sentence.
fn why(code: &str) -> String {
    match code {
        "format" => "En værdi er ikke skrevet, så den kan modtages.",
        "home_unit" => "Det hører til en anden enhed end din.",
        "unknown_kind" => "Det er af en slags, som modtageren ikke kender endnu.",
        "other_payload" => "Det er sendt før med et andet indhold.",
        "sealed" => {
            "Det er låst og kan ikke ændres mere. Din ændring ligger her. Se, hvad der står nu, og lav en ny version, hvis det skal \
             være anderledes."
        }
        "no_permit" => {
            "CV'et må ikke sendes: Det, tilladelsen hviler på, har ændret sig hos en kollega. Din registrering ligger her. \
             Åbn formidlingen, og se hvorfor."
        }
        "no_attachment" => "Et bilag, som det henviser til, findes ikke længere.",
        _ => "Det kunne ikke modtages.",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use feltmappen_sync::merge::Code;

    use super::why;

    #[test]
    fn every_code_of_a_rejection_has_a_sentence_of_its_own() {
        let sentences: std::collections::BTreeSet<String> =
            Code::ALL.into_iter().map(Code::as_str).chain(["something newer"]).map(why).collect();
        assert_eq!(sentences.len(), Code::ALL.len() + 1);
    }
}
