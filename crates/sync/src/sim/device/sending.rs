//! What the model does with what it hands in: batches, outcomes, what was refused, and what is sealed.

use std::collections::BTreeSet;

use feltmappen_domain::identity::NAMESPACE;
use feltmappen_domain::record::RecordId;
use feltmappen_domain::rule;
use uuid::Uuid;

use super::super::Bug;
use super::{Device, Journaled, Status};
use crate::wire::{Answer, FeedId, PushReply};
use crate::{Commit, Outcome, RecordChange, freeze};

impl Device {
    pub fn batch(&mut self, limit: usize) -> Vec<Commit> {
        let frozen_bug = self.bug == Some(Bug::SentChanges);
        let is_unsent = |one: &Journaled| one.status == Status::Unsent || frozen_bug && one.status == Status::Sent;
        let unsent: Vec<Commit> =
            self.journal.iter().filter(|one| is_unsent(one)).map(|one| one.commit.clone()).collect();
        let before: Vec<Commit> = self
            .journal
            .iter()
            .filter(|one| !is_unsent(one) && !matches!(one.status, Status::Answered(_)))
            .map(|one| one.commit.clone())
            .collect();
        self.journal.retain(|one| !is_unsent(one));
        let mut waits: BTreeSet<Uuid> = self
            .journal
            .iter()
            .filter(|one| matches!(one.status, Status::Rejected | Status::Held))
            .map(|one| one.commit.id)
            .collect();
        for commit in freeze(&before, unsent) {
            let held = commit.needs.iter().any(|need| waits.contains(need));
            if held {
                waits.insert(commit.id);
            }
            self.journal.push(Journaled { commit, status: if held { Status::Held } else { Status::Unsent } });
        }
        // What names an attachment waits until central has that, and so does what needs it.
        let blobs = self.unsent_blobs();
        for one in &self.journal {
            if one.commit.attachments().any(|id| blobs.contains(&id))
                || one.commit.needs.iter().any(|id| waits.contains(id))
            {
                waits.insert(one.commit.id);
            }
        }
        let mut batch = Vec::new();
        for one in &mut self.journal {
            let goes = matches!(one.status, Status::Sent | Status::Unsent) && !waits.contains(&one.commit.id);
            if batch.len() < limit && goes {
                one.status = Status::Sent;
                batch.push(one.commit.clone());
            }
        }
        batch
    }

    pub fn store_reply(&mut self, reply: &PushReply) {
        for result in &reply.results {
            let Some(at) = self.journal.iter().position(|one| one.commit.id == result.id && one.status == Status::Sent)
            else {
                continue;
            };
            match &result.answer {
                Answer::Done { outcome: Outcome::Applied | Outcome::AppliedWithConflict, feeds } => {
                    // Numbers of other data than the device has read say nothing about how far it has read: the
                    // commit stays until the two have been compared, and is asked about again then.
                    let same = self.dataset == Some(reply.dataset);
                    let number = |number: &u64| if same { *number } else { u64::MAX };
                    let feeds = feeds.iter().map(|(id, at)| (id.clone(), number(at))).collect();
                    self.journal[at].status = Status::Answered(feeds);
                }
                Answer::Done { outcome: Outcome::Purged, .. } => {
                    self.journal.remove(at);
                }
                Answer::Done { outcome: Outcome::Rejected { .. }, .. } => {
                    self.journal[at].status = Status::Rejected;
                    if self.bug == Some(Bug::DependentLost) {
                        let id = result.id;
                        self.journal.retain(|one| !one.commit.needs.contains(&id));
                    }
                }
                Answer::Held { needs } => {
                    let need = self.journal.iter().find(|one| one.commit.id == *needs).map(|one| one.status.clone());
                    let names = self.journal[at].commit.attachments().any(|id| id == *needs);
                    match need {
                        None if names && self.bug != Some(Bug::AttachmentIsCommit) => self.miss(at, *needs),
                        Some(Status::Rejected | Status::Held) => self.journal[at].status = Status::Held,
                        Some(_) => {}
                        None => self.renew(at),
                    }
                }
                Answer::OtherPayload => {
                    self.complaints.push(format!("the payload of {} has changed", result.id));
                    self.journal[at].status = Status::Rejected;
                }
            }
        }
        self.hold();
    }

    /// Central does not have an attachment that a commit names. It goes again if it is here; else a person must know.
    fn miss(&mut self, at: usize, id: Uuid) {
        match self.blobs.get_mut(&id) {
            Some(blob) if blob.here == blob.pieces => blob.sent = false,
            // Whoever has it offers it too.
            _ if self.journal[at].commit.action == "restore" => {
                let commit = &mut self.journal[at].commit;
                commit.records.iter_mut().for_each(|one| one.changes.retain(|change| change.attachment() != Some(id)));
                commit.records.retain(|one| !one.changes.is_empty());
                commit.id = Uuid::new_v5(&NAMESPACE, format!("without:{id}:{}", commit.id).as_bytes());
                if commit.records.is_empty() {
                    self.journal.remove(at);
                }
            }
            _ => self.journal[at].status = Status::Rejected,
        }
    }

    /// A commit that was never accepted goes on under another id, and so does what rests on it: that was not accepted either.
    fn renew(&mut self, at: usize) {
        let mut gone = BTreeSet::from([self.journal[at].commit.id]);
        for one in self.journal.iter_mut().skip(at).filter(|one| one.status == Status::Sent) {
            if !gone.contains(&one.commit.id) && one.commit.needs.iter().all(|need| !gone.contains(need)) {
                continue;
            }
            let old = one.commit.id;
            gone.insert(old);
            one.commit.id = Uuid::new_v5(&NAMESPACE, format!("renewed:{}", old.hyphenated()).as_bytes());
            one.commit.needs.clear();
            one.status = Status::Unsent;
            let seen = self.seen.get(&old).copied().unwrap_or_default();
            self.seen.insert(one.commit.id, seen);
        }
    }

    /// The user gives up what was rejected, with all that rests on it.
    pub fn discard(&mut self) -> Vec<Commit> {
        let waits = |one: &Journaled| matches!(one.status, Status::Rejected | Status::Held);
        let gone = self.journal.iter().filter(|one| waits(one)).map(|one| one.commit.clone()).collect();
        self.journal.retain(|one| !waits(one));
        gone
    }

    /// Whether something waits that holds only for what its author saw: it is made anew, and never sent again as it was.
    pub fn makes_anew(&self) -> bool {
        let waits = self.journal.iter().filter(|one| matches!(one.status, Status::Rejected | Status::Held));
        let mut records = waits.flat_map(|one| &one.commit.records);
        records.any(|record| {
            let mut written = record.changes.iter().filter(|change| !change.is_noop());
            written.any(|change| rule::vouches(record.key.kind, &change.path))
        })
    }

    /// The user has put right what was rejected: it goes again under a new id, and what rests on it too.
    pub fn resend(&mut self, unit: RecordId, mut new_id: impl FnMut() -> Uuid) {
        for one in self.journal.iter_mut().filter(|one| matches!(one.status, Status::Rejected | Status::Held)) {
            let old = one.commit.id;
            one.commit.id = new_id();
            let seen = self.seen.get(&old).copied().unwrap_or_default();
            self.seen.insert(one.commit.id, seen);
            one.commit.needs.clear();
            one.commit.action = "edit".to_owned();
            for record in &mut one.commit.records {
                record.home_unit = unit;
                record.changes.retain(|change| change.path.as_str() != "positions");
            }
            one.status = Status::Unsent;
        }
        self.journal.retain(|one| {
            one.commit.records.iter().any(|record| !record.changes.is_empty() || !record.resolves.is_empty())
        });
    }

    /// What is not sent about the records of lost feeds is sealed, and the records go in the same transaction: nobody can
    /// write to them in between.
    pub fn seal(&mut self, feeds: &[FeedId]) {
        let lost = |record: &RecordChange| feeds.contains(&FeedId::unit(record.home_unit));
        let only_lost =
            |one: &Journaled| one.commit.records.iter().all(lost) && !matches!(one.status, Status::Answered(_));
        let sealed: Vec<Commit> =
            self.journal.iter().filter(|one| only_lost(one)).map(|one| one.commit.clone()).collect();
        self.journal.retain(|one| !one.commit.records.iter().all(lost));
        if !sealed.is_empty() {
            // Also what was handed in: it may have been as somebody of another unit.
            let named = sealed.iter().flat_map(Commit::attachments);
            self.orphaned_blobs
                .extend(named.filter(|id| self.blobs.get(id).is_some_and(|blob| blob.here == blob.pieces)));
            self.orphans.push(sealed);
        }
        self.blobs.retain(|_, blob| !feeds.contains(&FeedId::unit(blob.unit)));
        for id in feeds {
            self.begin_reread(id);
            if let Some(feed) = self.feeds.get_mut(id) {
                feed.rows.clear();
            }
        }
        self.aside.retain(|(id, _, _, _)| !feeds.contains(id));
    }
}
