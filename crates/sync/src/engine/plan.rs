//! What comes next, when nothing is under way.

use super::{Busy, Effect, Engine};

impl Engine {
    pub(super) fn plan(&mut self, effects: &mut Vec<Effect>) {
        let may_ask = self.signed_in && !self.revoked;
        if self.listening && !may_ask {
            self.listening = false;
            effects.push(Effect::StopListening);
        }
        if self.busy.is_some() {
            return;
        }
        effects.extend(self.backoff.ask());
        if self.backoff.holds() {
            // Where the stream has ended, a look comes before the next one: it would end as fast.
            if may_ask && self.backoff.leaves_ears() && !self.look {
                self.listen(effects);
            }
            return;
        }
        // What leaves the device leaves it without a network, too.
        let next = self.next_of_scope().or_else(|| {
            if may_ask {
                self.next_with_network()
            } else if self.revoked {
                // Central takes what was sealed from whoever has been struck off, and nothing else.
                self.next_parcel()
            } else {
                None
            }
        });
        match next {
            Some((busy, effect)) => {
                self.busy = Some(busy);
                effects.push(effect);
            }
            None if may_ask => {
                self.listen(effects);
                effects.extend(self.backoff.poll(self.deaf, self.heal_ms));
            }
            None => {}
        }
    }

    fn listen(&mut self, effects: &mut Vec<Effect>) {
        if !self.listening && !self.too_old && !self.deaf {
            self.listening = true;
            effects.push(Effect::Listen);
        }
    }

    fn next_with_network(&mut self) -> Option<(Busy, Effect)> {
        if self.look {
            return Some((Busy::Feeds, Effect::GetFeeds));
        }
        self.next_of_reconciling()
            .or_else(|| self.next_of_healing())
            .or_else(|| self.next_in_turn())
            .or_else(|| self.next_parcel())
            .or_else(|| self.next_piece())
    }

    /// Pages and pushes take turns, so that neither waits for all of the other.
    fn next_in_turn(&mut self) -> Option<(Busy, Effect)> {
        if self.pushed_last {
            self.next_page().or_else(|| self.next_push())
        } else {
            self.next_push().or_else(|| self.next_page())
        }
    }
}
