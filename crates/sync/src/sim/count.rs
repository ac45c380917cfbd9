//! What a run has met. A run that has not met everything proves nothing about what it missed.

use std::collections::BTreeMap;

use crate::engine::{Effect, Event, Failure, SyncState};
use crate::wire::Answer;

/// How often each thing was met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub BTreeMap<&'static str, u64>);

impl Counts {
    /// Counts one.
    pub fn met(&mut self, name: &'static str) {
        *self.0.entry(name).or_default() += 1;
    }

    /// Adds what another run met.
    pub fn add(&mut self, other: &Self) {
        for (name, count) in &other.0 {
            *self.0.entry(name).or_default() += count;
        }
    }

    /// What was met less than so often, of what must be met.
    pub fn rare(&self, met: &[&'static str], least: u64) -> Vec<(&'static str, u64)> {
        let count = |name: &&'static str| self.0.get(*name).copied().unwrap_or_default();
        met.iter().map(|name| (*name, count(name))).filter(|(_, count)| *count < least).collect()
    }
}

/// Everything that a run must meet.
pub const ALL: &[&str] = &[
    "event wake",
    "event local_change",
    "event feeds",
    "event page",
    "event page_stored",
    "event reread_begun",
    "event reconciled",
    "event earlier_offered",
    "event batch",
    "event push_reply",
    "event outcomes_stored",
    "event decided",
    "event piece_sent",
    "event piece_came",
    "event wanted",
    "event orphans_sealed",
    "event handed_in",
    "event feed_forgotten",
    "event moved",
    "event listening_ended",
    "event deletions_allowed",
    "event timer",
    "event random",
    "failure network",
    "failure unauthorised",
    "failure revoked",
    "failure too_old",
    "failure captive_portal",
    "failure server",
    "failure other_dataset",
    "failure disk_full",
    "failure too_large",
    "effect get_feeds",
    "effect get_page",
    "effect store_page",
    "effect reread",
    "effect reconcile",
    "effect offer_earlier",
    "effect freeze_batch",
    "effect push",
    "effect store_reply",
    "effect send_piece",
    "effect get_piece",
    "effect seal_orphans",
    "effect hand_in",
    "effect forget_feed",
    "effect listen",
    "effect stop_listening",
    "effect wake_in",
    "effect need_random",
    "effect status",
    "status all_sent",
    "status sending",
    "status saved_here",
    "status sign_in",
    "status waiting",
    "status disk_full",
    "status first_sync",
    "outcome applied",
    "outcome applied_with_conflict",
    "outcome rejected format",
    "outcome rejected home_unit",
    "outcome rejected unknown_kind",
    "outcome rejected sealed",
    "outcome rejected no_permit",
    "outcome purged",
    "outcome held",
    "outcome other_payload",
    "conflict value",
    "conflict edited_deleted",
    "conflict deleted_edited",
    "conflict rule",
    "consent finalised",
    "consent withdrawn",
    "permit given",
    "sent, covered",
    "sent, uncovered",
    "fault lost request",
    "fault lost reply",
    "fault duplicate",
    "fault late request",
    "fault two nodes",
    "fault stale news",
    "fault device crash",
    "fault central crash",
    "fault partition",
    "fault clock jump",
    "fault disk full",
    "fault token expired",
    "fault scope change",
    "fault revoked",
    "fault central restored",
    "fault central restored again",
    "fault captive portal",
    "fault busy",
    "fault too large",
    "fault too old",
    "fault lost record",
    "fault other payload",
    "quarantined",
    "hash mismatch healed",
];

/// What an event counts as.
pub fn event(event: &Event) -> &'static str {
    match event {
        Event::Wake => "event wake",
        Event::LocalChange { .. } => "event local_change",
        Event::Feeds(_) => "event feeds",
        Event::Page(_) => "event page",
        Event::PageStored { .. } => "event page_stored",
        Event::RereadBegun { .. } => "event reread_begun",
        Event::Reconciled => "event reconciled",
        Event::EarlierOffered { .. } => "event earlier_offered",
        Event::Batch { .. } => "event batch",
        Event::PushReply(_) => "event push_reply",
        Event::OutcomesStored { .. } => "event outcomes_stored",
        Event::Decided { .. } => "event decided",
        Event::PieceSent { .. } => "event piece_sent",
        Event::PieceCame { .. } => "event piece_came",
        Event::Wanted { .. } => "event wanted",
        Event::OrphansSealed { .. } => "event orphans_sealed",
        Event::HandedIn { .. } => "event handed_in",
        Event::FeedForgotten { .. } => "event feed_forgotten",
        Event::Moved { .. } => "event moved",
        Event::ListeningEnded { .. } => "event listening_ended",
        Event::Failed(failure) => self::failure(*failure),
        Event::DeletionsAllowed => "event deletions_allowed",
        Event::Timer => "event timer",
        Event::Random(_) => "event random",
    }
}

const fn failure(failure: Failure) -> &'static str {
    match failure {
        Failure::Network => "failure network",
        Failure::Unauthorised => "failure unauthorised",
        Failure::Revoked => "failure revoked",
        Failure::TooOld => "failure too_old",
        Failure::CaptivePortal => "failure captive_portal",
        Failure::Server { .. } => "failure server",
        Failure::OtherDataset => "failure other_dataset",
        Failure::DiskFull => "failure disk_full",
        Failure::TooLarge => "failure too_large",
    }
}

/// What an effect counts as.
pub const fn effect(effect: &Effect) -> &'static str {
    match effect {
        Effect::GetFeeds => "effect get_feeds",
        Effect::GetPage { .. } => "effect get_page",
        Effect::StorePage(_) => "effect store_page",
        Effect::Reread { .. } => "effect reread",
        Effect::Reconcile { .. } => "effect reconcile",
        Effect::OfferEarlier => "effect offer_earlier",
        Effect::FreezeBatch { .. } => "effect freeze_batch",
        Effect::Push { .. } => "effect push",
        Effect::StoreReply(_) => "effect store_reply",
        Effect::SendPiece { .. } => "effect send_piece",
        Effect::GetPiece => "effect get_piece",
        Effect::SealOrphans { .. } => "effect seal_orphans",
        Effect::HandIn => "effect hand_in",
        Effect::ForgetFeed { .. } => "effect forget_feed",
        Effect::Listen => "effect listen",
        Effect::StopListening => "effect stop_listening",
        Effect::WakeIn(_) => "effect wake_in",
        Effect::NeedRandom => "effect need_random",
        Effect::Status(_) => "effect status",
    }
}

/// What a status counts as.
pub const fn status(state: SyncState) -> &'static str {
    match state {
        SyncState::AllSent => "status all_sent",
        SyncState::Sending { .. } => "status sending",
        SyncState::SavedHere { .. } => "status saved_here",
        SyncState::SignIn => "status sign_in",
        SyncState::Waiting { .. } => "status waiting",
        SyncState::DiskFull => "status disk_full",
        SyncState::FirstSync { .. } => "status first_sync",
    }
}

/// What an answer counts as.
pub fn outcome(answer: &Answer) -> &'static str {
    use crate::Outcome::{Applied, AppliedWithConflict, Purged, Rejected};
    match answer {
        Answer::Done { outcome: Applied, .. } => "outcome applied",
        Answer::Done { outcome: AppliedWithConflict, .. } => "outcome applied_with_conflict",
        Answer::Done { outcome: Purged, .. } => "outcome purged",
        Answer::Done { outcome: Rejected { code }, .. } => match code.as_str() {
            "format" => "outcome rejected format",
            "home_unit" => "outcome rejected home_unit",
            "unknown_kind" => "outcome rejected unknown_kind",
            "sealed" => "outcome rejected sealed",
            "no_permit" => "outcome rejected no_permit",
            _ => "outcome rejected for another reason",
        },
        Answer::Held { .. } => "outcome held",
        Answer::OtherPayload => "outcome other_payload",
    }
}
