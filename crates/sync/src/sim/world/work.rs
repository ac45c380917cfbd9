//! What an engine wants, carried out on its device.

use std::collections::BTreeMap;

use feltmappen_domain::record::{ALIVE, Kind, RecordKey};
use uuid::Uuid;

use super::World;
use super::network::Request;
use crate::Commit;
use crate::engine::{Effect, Event, Failure, mass_deletion};
use crate::sim::Bug;
use crate::sim::device::Device;
use crate::wire::PageReading;

impl World {
    pub(super) fn carry_out(&mut self, at: usize) {
        let Some(effect) = self.peers[at].queue.pop_front() else { return };
        match effect {
            Effect::GetFeeds => self.ask(at, Request::Feeds),
            Effect::GetPage { feed, after } => self.ask(at, Request::Page { feed, after }),
            Effect::Push { dataset, commits } => {
                self.sent_before.extend(commits.first().map(|commit| (at, commit.clone())));
                self.ask(at, Request::Push { dataset, commits, read: None });
            }
            Effect::SendPiece { attachment: id } => {
                let peer = &mut self.peers[at];
                peer.piece_of = Some(id);
                let (unit, blob) = (peer.unit, peer.disk.blobs.get(&id).copied());
                match blob {
                    Some(blob) => self.ask(at, Request::PutPiece { id, blob, piece: self.central.stands(unit, id) }),
                    None => self.tell(at, Event::Failed(Failure::Server { retry_after: None })),
                }
            }
            Effect::GetPiece => match self.peers[at].disk.next_wanted() {
                Some(id) => {
                    self.peers[at].piece_of = Some(id);
                    self.ask(at, Request::GetPiece { id });
                }
                None => self.tell(at, Event::PieceCame { wanted: 0 }),
            },
            Effect::HandIn => match self.peers[at].disk.orphans.first().cloned() {
                Some(parcel) => self.ask(at, Request::HandIn { parcel }),
                None => self.tell(at, Event::HandedIn { orphans: 0 }),
            },
            Effect::Listen => self.peers[at].listening = true,
            Effect::StopListening => self.peers[at].listening = false,
            Effect::WakeIn(_) => self.peers[at].timer = true,
            Effect::NeedRandom => {
                let number = self.rng.u64(..);
                self.tell(at, Event::Random(number));
            }
            Effect::Status(_) => {}
            of_store => {
                if self.peers[at].disk_full {
                    self.tell(at, Event::Failed(Failure::DiskFull));
                } else {
                    self.store(at, of_store);
                }
            }
        }
    }

    /// One transaction of the store.
    fn store(&mut self, at: usize, effect: Effect) {
        let unit = self.peers[at].unit;
        let disk = &mut self.peers[at].disk;
        let event = match effect {
            Effect::StorePage(reading) => return self.store_page(at, &reading),
            Effect::Reread { feed } => {
                disk.begin_reread(&feed);
                Event::RereadBegun { feed }
            }
            Effect::Reconcile { dataset, restored } => {
                disk.reconcile(dataset, &restored);
                let counts = Event::Decided { waiting: disk.waiting(), unsent: disk.unsent() };
                self.tell(at, counts);
                Event::Reconciled
            }
            Effect::OfferEarlier => {
                let ids = &mut self.ids;
                disk.offer_earlier(|| {
                    *ids += 1;
                    Uuid::from_u128(*ids)
                });
                Event::EarlierOffered { unsent: disk.unsent() }
            }
            Effect::FreezeBatch { limit } => {
                let commits = disk.batch(limit.min(6));
                let mut living = BTreeMap::new();
                // Nobody deletes many of anything else.
                let promises = disk.records().into_iter().filter(|key| key.kind == Kind::Promise);
                for key in promises.filter(|key| disk.view(*key).flag(ALIVE) != Some(false)) {
                    *living.entry(key.kind).or_default() += 1;
                }
                let promises: Vec<Commit> = commits.iter().filter(|one| deletes_promise(one)).cloned().collect();
                let lives = |key: &RecordKey| disk.view(*key).flag(ALIVE) == Some(true);
                let asks = mass_deletion(&promises, lives, &disk.deleted, &living).is_some();
                let attachment = if commits.is_empty() { disk.next_blob() } else { None };
                Event::Batch { commits, attachment, asks, unsent: disk.unsent() }
            }
            Effect::StoreReply(reply) => {
                let renewed =
                    |disk: &Device| disk.journal.iter().filter(|one| one.commit.id.get_version_num() == 5).count();
                let before = renewed(disk);
                disk.store_reply(&reply);
                if renewed(disk) > before {
                    self.counts.met("commit renewed");
                }
                Event::OutcomesStored { unsent: disk.unsent(), waiting: disk.waiting() }
            }
            Effect::SealOrphans { feeds, .. } => {
                disk.seal(&feeds);
                self.peers[at].saw_less = true;
                let disk = &mut self.peers[at].disk;
                let counts = Event::Decided { waiting: disk.waiting(), unsent: disk.unsent() };
                self.tell(at, counts);
                let disk = &self.peers[at].disk;
                Event::OrphansSealed { orphans: disk.orphans.len() as u64, unsent: disk.unsent() }
            }
            Effect::ForgetFeed { feed } => {
                disk.forget(&feed);
                if feed == disk.own_feed() {
                    disk.work_for(unit);
                }
                Event::FeedForgotten { feed, orphans: disk.orphans.len() as u64, unsent: disk.unsent() }
            }
            _ => return,
        };
        self.tell(at, event);
    }

    fn store_page(&mut self, at: usize, reading: &PageReading) {
        let halves = self.peers[at].disk.bug == Some(Bug::CursorFirst) && self.rng.u8(..6) == 0;
        if halves {
            self.peers[at].disk.store_cursor(&reading.page);
            return self.crash(at);
        }
        let peer = &mut self.peers[at];
        let before = (peer.disk.unsent(), peer.disk.waiting());
        let (complete, quarantined) = peer.disk.store_page(&reading.page);
        if quarantined > 0 {
            self.counts.met("quarantined");
        }
        match complete {
            Some(false) if !std::mem::take(&mut peer.lost_record) => {
                self.complaints
                    .push(format!("device {at} has read all of {} and it does not agree", reading.page.feed));
            }
            Some(false) => self.counts.met("hash mismatch healed"),
            _ => {}
        }
        let (unsent, waiting) = (peer.disk.unsent(), peer.disk.waiting());
        let feed = reading.page.feed.clone();
        if (unsent, waiting) != before {
            self.tell(at, Event::Decided { unsent, waiting });
        }
        self.tell(at, Event::PageStored { feed, until: reading.page.until, complete, quarantined });
    }
}

fn deletes_promise(commit: &Commit) -> bool {
    commit.action == "delete" && commit.records.iter().any(|record| record.key.kind == Kind::Promise)
}
