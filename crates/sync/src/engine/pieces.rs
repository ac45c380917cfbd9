//! Attachments, piece by piece: out before the commits that name them, in when somebody wants them.
//!
//! One piece is one step, so that news and other work go in between.

use uuid::Uuid;

use super::backoff::Part;
use super::{Busy, Effect, Engine};

impl Engine {
    pub(super) fn send_piece(&mut self, attachment: Uuid, effects: &mut Vec<Effect>) {
        if self.sending.replace(attachment) != Some(attachment) {
            self.backoff.worked(Part::Piece); // what failed was another one
        }
        self.busy = Some(Busy::SendPiece);
        effects.push(Effect::SendPiece { attachment });
    }

    pub(super) fn piece_sent(&mut self, unsent: u64) {
        if self.ends(&Busy::SendPiece) {
            self.backoff.worked(Part::Central);
            self.backoff.worked(Part::Piece);
            self.unsent = unsent;
        }
    }

    pub(super) fn now_wanted(&mut self, wanted: u64) {
        self.wanted = wanted;
        self.fetch_later = false;
    }

    pub(super) fn next_piece(&self) -> Option<(Busy, Effect)> {
        (self.wanted > 0 && !self.fetch_later && !self.too_old).then_some((Busy::GetPiece, Effect::GetPiece))
    }

    pub(super) fn piece_came(&mut self, wanted: u64) {
        if self.ends(&Busy::GetPiece) {
            self.backoff.worked(Part::Central);
            self.stored();
            self.wanted = wanted;
        }
    }
}
