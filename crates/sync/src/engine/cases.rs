//! The engine's transitions as tables: how it stands, what happens, what it then wants.

use feltmappen_domain::record::{Kind, RecordKey};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::samples::{commit, edit};
use crate::wire::{Answer, CommitResult, ContentHash, Entry, EntryState, FeedState, Page, PageReading, PushReply};
use crate::{Commit, Outcome};

pub(super) const DATASET: Dataset = Dataset { id: Uuid::from_u128(0xda), generation: 1 };
const OTHER: Dataset = Dataset { generation: 2, ..DATASET };

pub(super) fn feed() -> FeedId {
    FeedId::unit(Uuid::from_u128(1))
}

fn feeds_of(dataset: Dataset, sequence: u64) -> Feeds {
    let state = FeedState { feed: feed(), sequence, count: 1, hash: ContentHash::EMPTY, restored: 3 };
    Feeds { protocol: 1, oldest: 1, dataset, feeds: vec![state], sealing_key: "key".to_owned() }
}

pub(super) fn feeds(sequence: u64) -> Event {
    Event::Feeds(feeds_of(DATASET, sequence))
}

fn page(after: u64, until: u64, complete: bool) -> PageReading {
    let state = FeedState { feed: feed(), sequence: until, count: 1, hash: ContentHash::EMPTY, restored: 0 };
    let entry = |sequence| Entry {
        sequence,
        key: RecordKey::new(Kind::Contact, Uuid::from_u128(u128::from(sequence))),
        home_unit: Uuid::from_u128(1),
        state: EntryState::Retracted,
    };
    let entries = (after + 1..=until).map(entry).collect();
    let page = Page { dataset: DATASET, feed: feed(), entries, until, complete: complete.then_some(state) };
    PageReading { page, unreadable: Vec::new() }
}

fn stored(until: u64, complete: Option<bool>) -> Event {
    Event::PageStored { feed: feed(), until, complete, quarantined: 0 }
}

fn one() -> Vec<Commit> {
    vec![commit(7, vec![edit(9, "title", json!(null), json!("Kok"))])]
}

fn reply(answers: Vec<Answer>) -> PushReply {
    let results = answers.into_iter().map(|answer| CommitResult { id: Uuid::from_u128(7), answer }).collect();
    PushReply { dataset: DATASET, results }
}

fn done(sequence: u64) -> Answer {
    Answer::Done { outcome: Outcome::Applied, feeds: vec![(feed(), sequence)] }
}

fn held() -> Answer {
    Answer::Held { needs: Uuid::from_u128(6) }
}

/// A device that has read everything, up to number 5.
pub(super) fn start() -> Start {
    Start {
        dataset: Some(DATASET),
        feeds: vec![(feed(), 5, false)],
        sealing_key: Some("key".to_owned()),
        ..Start::default()
    }
}

/// What an effect is called, with what tells it from others.
fn named(effect: &Effect) -> String {
    match effect {
        Effect::GetFeeds => "get feeds".to_owned(),
        Effect::GetPage { after, .. } => format!("get page after {after}"),
        Effect::StorePage(_) => "store page".to_owned(),
        Effect::Reread { .. } => "reread".to_owned(),
        Effect::Reconcile { dataset, restored } => {
            format!("reconcile {} from {:?}", dataset.generation, restored.iter().map(|one| one.1).collect::<Vec<_>>())
        }
        Effect::OfferEarlier => "offer earlier".to_owned(),
        Effect::FreezeBatch { limit } => format!("freeze {limit}"),
        Effect::Push { dataset, commits } => {
            format!("push {}{}", commits.len(), if dataset.is_none() { " blindly" } else { "" })
        }
        Effect::StoreReply(_) => "store reply".to_owned(),
        Effect::SendPiece { .. } => "send piece".to_owned(),
        Effect::GetPiece => "get piece".to_owned(),
        Effect::SealOrphans { .. } => "seal".to_owned(),
        Effect::HandIn => "hand in".to_owned(),
        Effect::ForgetFeed { .. } => "forget".to_owned(),
        Effect::Listen => "listen".to_owned(),
        Effect::StopListening => "stop listening".to_owned(),
        Effect::WakeIn(milliseconds) => format!("wake in {milliseconds}"),
        Effect::NeedRandom => "need random".to_owned(),
        Effect::Status(state) => format!("{state:?}"),
    }
}

/// Goes through events; after each the effects must be these.
fn goes(name: &str, start: Start, steps: Vec<(Event, &[&str])>) {
    let mut engine = Engine::new(start);
    for (number, (event, expected)) in steps.into_iter().enumerate() {
        let found: Vec<String> = engine.step(event).iter().map(named).collect();
        assert_eq!(found, expected, "{name}, step {}", number + 1);
    }
}

#[test]
fn a_sync_without_news_is_one_question() {
    goes(
        "no news",
        start(),
        vec![
            (Event::Wake, &["get feeds", "AllSent"]),
            (Event::Wake, &[]),
            (feeds(5), &["listen", "wake in 300000"]),
            (Event::Moved { feed: feed(), sequence: 5 }, &[]),
            (Event::Timer, &["get feeds"]),
            (feeds(5), &["wake in 300000"]),
            (Event::ListeningEnded { lasted_ms: 60_000 }, &["get feeds"]),
            (feeds(5), &["listen"]),
        ],
    );
    goes(
        "a stream that ends soon is not asked for at once again, whatever came on it, and holds nothing up",
        start(),
        vec![
            (Event::Wake, &["get feeds", "AllSent"]),
            (feeds(5), &["listen", "wake in 300000"]),
            (Event::Moved { feed: feed(), sequence: 5 }, &[]),
            (Event::ListeningEnded { lasted_ms: 4_999 }, &["get feeds"]),
            (feeds(5), &["need random"]),
            (Event::Random(0), &["wake in 500"]),
            (Event::LocalChange { unsent: 1 }, &["freeze 500", "Sending { n: 1 }"]),
            (Event::LocalChange { unsent: 0 }, &["AllSent"]),
            (Event::Batch { commits: Vec::new(), attachment: None, asks: false, unsent: 0 }, &[]),
            (Event::Timer, &["get feeds"]),
            (feeds(5), &["listen", "wake in 300000"]),
            (Event::ListeningEnded { lasted_ms: 0 }, &["get feeds"]),
            (feeds(5), &["need random"]),
            (Event::Random(0), &["wake in 1000"]),
            (Event::Timer, &["get feeds"]),
            (feeds(5), &["listen", "wake in 300000"]),
            (Event::ListeningEnded { lasted_ms: 5_000 }, &["get feeds"]),
            (feeds(5), &["listen"]),
            (Event::ListeningEnded { lasted_ms: 0 }, &["get feeds"]),
            (feeds(5), &["need random"]),
            (Event::Random(0), &["wake in 500"]),
        ],
    );
}

#[test]
fn reading() {
    let mut first = start();
    (first.dataset, first.feeds) = (None, Vec::new());
    goes(
        "the first time",
        first,
        vec![
            (Event::Wake, &["get feeds", "AllSent"]),
            (feeds(2), &["reconcile 1 from [3]"]),
            (Event::Reconciled, &["get page after 0", "FirstSync { done: 0, total: 1, paused: false }"]),
            (Event::Page(page(0, 1, false)), &["store page", "FirstSync { done: 1, total: 1, paused: false }"]),
            (stored(1, None), &["get page after 1"]),
            (Event::Page(page(1, 2, true)), &["store page", "FirstSync { done: 2, total: 2, paused: false }"]),
            (stored(2, Some(true)), &["offer earlier"]),
            (Event::EarlierOffered { unsent: 0 }, &["listen", "wake in 300000", "AllSent"]),
        ],
    );
    goes(
        "news while a page is on its way",
        start(),
        vec![
            (Event::Wake, &["get feeds", "AllSent"]),
            (feeds(6), &["get page after 5"]),
            (Event::Moved { feed: feed(), sequence: 7 }, &[]),
            (Event::Page(page(5, 6, true)), &["store page"]),
            (stored(6, Some(true)), &["get page after 6"]),
        ],
    );
    goes(
        "a page that leads nowhere is not asked for at once again",
        start(),
        vec![
            (Event::Wake, &["get feeds", "AllSent"]),
            (feeds(6), &["get page after 5"]),
            (Event::Page(page(5, 5, false)), &["need random", "listen"]),
            (Event::ListeningEnded { lasted_ms: 60_000 }, &[]),
            (Event::Random(0), &["wake in 500"]),
            (Event::Timer, &["get feeds"]),
        ],
    );
    goes(
        "a feed that does not agree is read again, after a wait",
        start(),
        vec![
            (Event::Wake, &["get feeds", "AllSent"]),
            (feeds(6), &["get page after 5"]),
            (Event::Page(page(5, 6, true)), &["store page"]),
            (stored(6, Some(false)), &["listen", "need random"]),
            (Event::Random(0), &["wake in 16000"]),
            // Nothing else waits for it.
            (Event::LocalChange { unsent: 1 }, &["freeze 500", "Sending { n: 1 }"]),
            (Event::LocalChange { unsent: 0 }, &["AllSent"]),
            (Event::Batch { commits: Vec::new(), attachment: None, asks: false, unsent: 0 }, &[]),
            (Event::Timer, &["get feeds"]),
            (feeds(6), &["reread"]),
            (Event::RereadBegun { feed: feed() }, &["get page after 0"]),
        ],
    );
    goes(
        "after a restore nothing is handed in before it agrees, and the wait is a short one",
        Start { reconciling: true, ..start() },
        vec![
            (Event::Wake, &["get feeds", "FirstSync { done: 0, total: 0, paused: false }"]),
            (feeds(6), &["get page after 5", "FirstSync { done: 0, total: 1, paused: false }"]),
            (Event::Page(page(5, 6, true)), &["store page", "FirstSync { done: 1, total: 1, paused: false }"]),
            (stored(6, Some(false)), &["need random", "listen", "FirstSync { done: 1, total: 1, paused: true }"]),
            (Event::Random(0), &["wake in 500"]),
            (Event::Timer, &["reread", "FirstSync { done: 1, total: 1, paused: false }"]),
        ],
    );
    let swapped = Dataset { id: Uuid::from_u128(0xdb), ..DATASET };
    let others: [(Dataset, &[&str]); 2] = [(OTHER, &["reconcile 2 from [3]"]), (swapped, &["reconcile 1 from [3]"])];
    for (other, reconciles) in others {
        goes(
            "a page of other data, restored or of another central, is a reason to look",
            start(),
            vec![
                (Event::Wake, &["get feeds", "AllSent"]),
                (feeds(6), &["get page after 5"]),
                (
                    Event::Page(PageReading {
                        page: Page { dataset: other, ..page(5, 6, true).page },
                        unreadable: Vec::new(),
                    }),
                    &["get feeds"],
                ),
                (Event::Feeds(feeds_of(other, 4)), reconciles),
            ],
        );
    }
}

#[test]
fn handing_in() {
    let unsent = || Start { unsent: 1, ..start() };
    let to_push: fn() -> Vec<(Event, &'static [&'static str])> = || {
        vec![
            (Event::Wake, &["get feeds", "Sending { n: 1 }"]),
            (feeds(5), &["freeze 500"]),
            (Event::Batch { commits: one(), attachment: None, asks: false, unsent: 1 }, &["push 1"]),
        ]
    };
    let and = |more: Vec<(Event, &'static [&'static str])>| {
        let mut steps = to_push();
        steps.extend(more);
        steps
    };
    let all_stored = || Event::OutcomesStored { unsent: 0, waiting: 0 };
    goes(
        "it is read back",
        unsent(),
        and(vec![
            (Event::PushReply(reply(vec![done(6)])), &["store reply"]),
            (all_stored(), &["get page after 5", "AllSent"]),
        ]),
    );
    goes(
        "what central had taken long ago is read back too, though nothing is new",
        unsent(),
        and(vec![
            (Event::PushReply(reply(vec![done(3)])), &["store reply"]),
            (all_stored(), &["get page after 5", "AllSent"]),
            (Event::Page(page(5, 5, true)), &["store page"]),
            (stored(5, Some(true)), &["listen", "wake in 300000"]),
        ]),
    );
    goes(
        "and after a crash in between",
        Start { awaited: vec![feed()], ..start() },
        vec![(Event::Wake, &["get feeds", "AllSent"]), (feeds(5), &["get page after 5"])],
    );
    goes(
        "what is held goes again at once, and after a wait when it is held for the same once more",
        unsent(),
        and(vec![
            (Event::PushReply(reply(vec![held()])), &["store reply"]),
            (Event::OutcomesStored { unsent: 1, waiting: 0 }, &["freeze 500"]),
            (Event::Batch { commits: one(), attachment: None, asks: false, unsent: 1 }, &["push 1"]),
            (Event::PushReply(reply(vec![held()])), &["store reply", "SavedHere { n: 1 }"]),
            (Event::OutcomesStored { unsent: 1, waiting: 0 }, &["need random", "listen"]),
            (Event::Random(0), &["wake in 500"]),
            (Event::Moved { feed: feed(), sequence: 6 }, &[]),
            (Event::Timer, &["get page after 5", "Sending { n: 1 }"]),
        ]),
    );
    goes(
        "what is held beside what is done goes on",
        Start { unsent: 2, ..start() },
        vec![
            (Event::Wake, &["get feeds", "Sending { n: 2 }"]),
            (feeds(5), &["freeze 500"]),
            (Event::Batch { commits: one(), attachment: None, asks: false, unsent: 2 }, &["push 1"]),
            (Event::PushReply(reply(vec![done(6), held()])), &["store reply"]),
            (Event::OutcomesStored { unsent: 1, waiting: 0 }, &["get page after 5", "Sending { n: 1 }"]),
        ],
    );
    goes("too large is halved", unsent(), and(vec![(Event::Failed(Failure::TooLarge), &["freeze 250"])]));
    goes(
        "other data: look before anything else",
        unsent(),
        and(vec![(Event::Failed(Failure::OtherDataset), &["get feeds"])]),
    );
    let batch = |asks| Event::Batch { commits: one(), attachment: None, asks, unsent: 2 };
    // Perhaps what was deleted has been fetched back; it is asked until that is known.
    type Steps = Vec<(Event, &'static [&'static str])>;
    let ends: [(&str, Steps); 2] = [
        (
            "many deletions wait for a yes",
            vec![
                (batch(true), &[]),
                (Event::DeletionsAllowed, &["freeze 500", "Sending { n: 2 }"]),
                (batch(true), &["push 1"]),
            ],
        ),
        (
            "deletions that have been fetched back hold nothing up",
            vec![(batch(false), &["push 1", "Sending { n: 2 }"])],
        ),
    ];
    for (name, ends) in ends {
        let mut steps: Steps = vec![
            (Event::Wake, &["get feeds", "Sending { n: 1 }"]),
            (feeds(5), &["freeze 500"]),
            (
                Event::Batch { commits: one(), attachment: None, asks: true, unsent: 1 },
                &["listen", "wake in 300000", "Waiting { n: 1 }"],
            ),
            (Event::LocalChange { unsent: 2 }, &["freeze 500"]),
        ];
        steps.extend(ends);
        goes(name, unsent(), steps);
    }
    goes(
        "nothing can be frozen until something changes",
        unsent(),
        vec![
            (Event::Wake, &["get feeds", "Sending { n: 1 }"]),
            (feeds(5), &["freeze 500"]),
            (
                Event::Batch { commits: Vec::new(), attachment: None, asks: false, unsent: 1 },
                &["listen", "wake in 300000", "SavedHere { n: 1 }"],
            ),
            (Event::LocalChange { unsent: 2 }, &["freeze 500", "Sending { n: 2 }"]),
            // Erased with their records while they waited.
            (Event::Batch { commits: Vec::new(), attachment: None, asks: false, unsent: 0 }, &["AllSent"]),
        ],
    );
    goes(
        "pages and pushes take turns",
        unsent(),
        vec![
            (Event::Wake, &["get feeds", "Sending { n: 1 }"]),
            (feeds(9), &["get page after 5"]),
            (Event::Page(page(5, 6, false)), &["store page"]),
            (stored(6, None), &["freeze 500"]),
            (Event::Batch { commits: one(), attachment: None, asks: false, unsent: 1 }, &["push 1"]),
            (Event::PushReply(reply(vec![done(10)])), &["store reply"]),
            (Event::OutcomesStored { unsent: 1, waiting: 0 }, &["get page after 6"]),
        ],
    );
}

#[test]
fn attachments_go_before_what_names_them_and_come_when_wanted() {
    let blob = || Event::Batch { commits: Vec::new(), attachment: Some(Uuid::from_u128(8)), asks: false, unsent: 2 };
    let batch = |unsent| Event::Batch { commits: one(), attachment: None, asks: false, unsent };
    goes(
        "out piece by piece, and what is written meanwhile goes in between",
        Start { unsent: 2, ..start() },
        vec![
            (Event::Wake, &["get feeds", "Sending { n: 2 }"]),
            (feeds(5), &["freeze 500"]),
            (blob(), &["send piece"]),
            (Event::Moved { feed: feed(), sequence: 6 }, &[]),
            (Event::PieceSent { unsent: 2 }, &["get page after 5"]),
            (Event::Page(page(5, 6, true)), &["store page"]),
            (stored(6, Some(true)), &["freeze 500"]),
            (batch(2), &["push 1"]),
            (Event::PushReply(reply(vec![done(6)])), &["store reply"]),
            (Event::OutcomesStored { unsent: 2, waiting: 0 }, &["get page after 6"]),
            (Event::Page(page(6, 6, true)), &["store page"]),
            (stored(6, Some(true)), &["freeze 500"]),
            (blob(), &["send piece"]),
            (Event::PieceSent { unsent: 1 }, &["freeze 500", "Sending { n: 1 }"]),
            (batch(1), &["push 1"]),
        ],
    );
    goes(
        "a piece that is not taken: perhaps its record is erased",
        Start { unsent: 2, ..start() },
        vec![
            (Event::Wake, &["get feeds", "Sending { n: 2 }"]),
            (feeds(5), &["freeze 500"]),
            (blob(), &["send piece"]),
            (Event::Failed(Failure::Server { retry_after: None }), &["need random", "SavedHere { n: 2 }"]),
            (Event::Random(0), &["wake in 500"]),
            (Event::Timer, &["get feeds", "Sending { n: 2 }"]),
        ],
    );
    goes(
        "in after all else, and what cannot be had holds nothing up",
        Start { unsent: 1, wanted: 1, ..start() },
        vec![
            (Event::Wake, &["get feeds", "Sending { n: 1 }"]),
            (feeds(5), &["freeze 500"]),
            (batch(1), &["push 1"]),
            (Event::PushReply(reply(vec![done(5)])), &["store reply"]),
            (Event::OutcomesStored { unsent: 0, waiting: 0 }, &["get page after 5", "AllSent"]),
            (Event::Page(page(5, 6, true)), &["store page"]),
            (stored(6, Some(true)), &["get piece"]),
            (Event::PieceCame { wanted: 1 }, &["get piece"]),
            (Event::Failed(Failure::Server { retry_after: None }), &["listen", "wake in 300000"]),
            (Event::LocalChange { unsent: 1 }, &["freeze 500", "Sending { n: 1 }"]),
            (batch(1), &["push 1"]),
            (Event::Failed(Failure::OtherDataset), &["get feeds"]),
            (feeds(6), &["freeze 500"]),
            (
                Event::Batch { commits: Vec::new(), attachment: None, asks: false, unsent: 1 },
                &["get piece", "SavedHere { n: 1 }"],
            ),
            (Event::PieceCame { wanted: 0 }, &[]),
            (Event::Wanted { wanted: 1 }, &["get piece"]),
            // Somebody on the way lets all but attachments through.
            (Event::Failed(Failure::CaptivePortal), &[]),
            (Event::LocalChange { unsent: 1 }, &["freeze 500", "Sending { n: 1 }"]),
        ],
    );
}

#[test]
fn failing() {
    /// Whatever fails, what comes then, and what after the wait.
    type Case = (&'static str, Failure, &'static [&'static str]);
    let cases: [Case; 8] = [
        ("no network", Failure::Network, &["need random"]),
        ("a page to sign in to a network", Failure::CaptivePortal, &["need random"]),
        ("central cannot", Failure::Server { retry_after: None }, &["need random"]),
        ("no token", Failure::Unauthorised, &["SignIn"]),
        ("struck off", Failure::Revoked, &["seal", "SignIn"]),
        ("too old", Failure::TooOld, &["wake in 300000", "Waiting { n: 1 }"]),
        ("no room", Failure::DiskFull, &["need random", "DiskFull"]),
        ("a question that is too large", Failure::TooLarge, &["need random"]),
    ];
    for (name, failure, expected) in cases {
        goes(name, start(), vec![(Event::Wake, &["get feeds", "AllSent"]), (Event::Failed(failure), expected)]);
    }
    goes(
        "each wait is longer, none shorter than central asked for, and what works ends it",
        start(),
        vec![
            (Event::Wake, &["get feeds", "AllSent"]),
            (Event::Failed(Failure::Network), &["need random"]),
            (Event::Random(500), &["wake in 1000"]),
            (Event::Random(500), &[]),
            (Event::Timer, &["get feeds"]),
            (Event::Failed(Failure::Network), &["need random"]),
            (Event::Random(0), &["wake in 1000"]),
            (Event::Timer, &["get feeds"]),
            (Event::Failed(Failure::Server { retry_after: Some(60_000) }), &["need random"]),
            (Event::Random(0), &["wake in 60000"]),
            (Event::Wake, &["get feeds"]),
            (feeds(6), &["get page after 5"]),
            (Event::Failed(Failure::Server { retry_after: None }), &["need random"]),
            (Event::Random(0), &["wake in 500"]),
            (Event::Timer, &["get feeds"]),
        ],
    );
    goes(
        "an answer to nothing is passed over",
        start(),
        vec![
            (Event::Wake, &["get feeds", "AllSent"]),
            (stored(9, Some(false)), &[]),
            (Event::Reconciled, &[]),
            (Event::PushReply(reply(vec![done(6)])), &[]),
            (Event::OutcomesStored { unsent: 4, waiting: 4 }, &[]),
            (Event::EarlierOffered { unsent: 4 }, &[]),
            (Event::RereadBegun { feed: feed() }, &[]),
            (feeds(5), &["listen", "wake in 300000"]),
            (Event::Failed(Failure::Network), &[]),
        ],
    );
    goes(
        "a network that is back is not waited for",
        Start { unsent: 1, ..start() },
        vec![
            (Event::Wake, &["get feeds", "Sending { n: 1 }"]),
            (Event::Failed(Failure::Network), &["need random", "SavedHere { n: 1 }"]),
            (Event::Random(0), &["wake in 500"]),
            (Event::Wake, &["get feeds", "Sending { n: 1 }"]),
        ],
    );
}

#[test]
fn who_is_too_old_hands_in_blindly_and_looks_again_now_and_then() {
    goes(
        "too old",
        Start { unsent: 1, ..start() },
        vec![
            (Event::Wake, &["get feeds", "Sending { n: 1 }"]),
            (Event::Failed(Failure::TooOld), &["freeze 500"]),
            (Event::Batch { commits: one(), attachment: None, asks: false, unsent: 1 }, &["push 1 blindly"]),
            (Event::PushReply(reply(vec![held()])), &["store reply"]),
            (Event::OutcomesStored { unsent: 1, waiting: 0 }, &["freeze 500"]),
            (Event::Batch { commits: one(), attachment: None, asks: false, unsent: 1 }, &["push 1 blindly"]),
            (Event::PushReply(reply(vec![held()])), &["store reply", "SavedHere { n: 1 }"]),
            (Event::OutcomesStored { unsent: 1, waiting: 0 }, &["need random"]),
            (Event::Random(0), &["wake in 500"]),
            (Event::Timer, &["get feeds", "Sending { n: 1 }"]),
        ],
    );
    goes(
        "too old until central has said otherwise, also while it is asked",
        start(),
        vec![
            (Event::Wake, &["get feeds", "AllSent"]),
            (Event::Failed(Failure::TooOld), &["wake in 300000", "Waiting { n: 1 }"]),
            (Event::Timer, &["get feeds"]),
            (Event::Failed(Failure::TooOld), &["wake in 300000"]),
            (Event::Wake, &["get feeds"]),
            (feeds(5), &["listen", "wake in 300000", "AllSent"]),
        ],
    );
}

#[test]
fn what_is_lost_is_sealed_before_it_is_forgotten() {
    let gone = Feeds { feeds: Vec::new(), ..feeds_of(DATASET, 5) };
    goes(
        "no longer listed",
        Start { unsent: 1, ..start() },
        vec![
            (Event::Wake, &["get feeds", "Sending { n: 1 }"]),
            (Event::Feeds(gone), &["seal"]),
            (Event::OrphansSealed { orphans: 1, unsent: 1 }, &["forget"]),
            (Event::FeedForgotten { feed: feed(), orphans: 2, unsent: 0 }, &["hand in", "SavedHere { n: 2 }"]),
            (Event::HandedIn { orphans: 1 }, &["hand in", "SavedHere { n: 1 }"]),
            (Event::HandedIn { orphans: 0 }, &["listen", "wake in 300000", "AllSent"]),
        ],
    );
    goes(
        "struck off",
        start(),
        vec![
            (Event::Wake, &["get feeds", "AllSent"]),
            (Event::Failed(Failure::Revoked), &["seal", "SignIn"]),
            (Event::OrphansSealed { orphans: 1, unsent: 0 }, &["forget"]),
            (Event::FeedForgotten { feed: feed(), orphans: 1, unsent: 0 }, &["hand in"]),
            (Event::HandedIn { orphans: 0 }, &[]),
            (Event::Wake, &[]),
        ],
    );
}

#[test]
fn waits() {
    let cases = [
        (1, 0, 500),
        (1, 500, 1_000),
        (1, 501, 500),
        (2, 0, 1_000),
        (3, 2_000, 4_000),
        (9, 0, 128_000),
        (10, 0, 150_000),
        (10, 150_000, 300_000),
        (u32::MAX, u64::MAX, 150_000 + u64::MAX % 150_001),
        (0, 0, 500),
    ];
    for (failures, random, expected) in cases {
        let longest = backoff::longest_ms(failures, 300_000);
        assert_eq!(backoff::wait_ms(longest, random), expected, "{failures} failures, {random}");
    }
}
