//! The waits after failures, as one comes upon another.

use uuid::Uuid;

use super::{
    Effect, Engine, Event, Failure, FeedId, Start,
    cases::{DATASET, feed, feeds, start},
};
use crate::wire::{Answer, CommitResult, ContentHash, FeedState, Feeds, MAX_COMMITS, Page, PageReading, PushReply};
use crate::{Outcome, samples::commit};

fn unavailable(engine: &mut Engine) -> Vec<Effect> {
    engine.step(Event::Failed(Failure::Server { retry_after: None }))
}

/// The wait that follows, as short as chance makes it.
fn wait(engine: &mut Engine) -> Option<u64> {
    let effects = engine.step(Event::Random(0));
    engine.step(Event::Timer);
    effects.iter().find_map(|effect| if let Effect::WakeIn(wait) = effect { Some(*wait) } else { None })
}

/// The waits after one failure upon another; the looks in between work.
fn waits(engine: &mut Engine, looks: u64, fails: impl Fn(&mut Engine), count: usize) -> Vec<u64> {
    let fails_again = |_| {
        engine.step(feeds(looks));
        fails(engine);
        wait(engine)
    };
    (0..count).filter_map(fails_again).collect()
}

/// The last page of a feed.
fn last_page(feed: FeedId, until: u64) -> Event {
    let state = FeedState { feed: feed.clone(), sequence: until, count: 1, hash: ContentHash::EMPTY, restored: 0 };
    let page = Page { dataset: DATASET, feed, entries: Vec::new(), until, complete: Some(state) };
    Event::Page(PageReading { page, unreadable: Vec::new() })
}

fn stored(id: FeedId, until: u64, agrees: bool) -> Event {
    Event::PageStored { feed: id, until, complete: Some(agrees), quarantined: 0 }
}

/// One commit to hand in.
fn batch() -> Event {
    Event::Batch { commits: vec![commit(1, Vec::new())], attachment: None, asks: false, unsent: 1 }
}

/// What central says of it.
fn replied(answer: Answer) -> Event {
    Event::PushReply(PushReply { dataset: DATASET, results: vec![CommitResult { id: Uuid::from_u128(1), answer }] })
}

const GROWING: [u64; 7] = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000];

#[test]
fn the_wait_for_a_page_that_central_cannot_give_grows_and_is_never_long() {
    let fails = |engine: &mut Engine| drop(unavailable(engine));
    let mut engine = Engine::new(start());
    engine.step(Event::Wake);
    assert_eq!(waits(&mut engine, 6, fails, 7), GROWING);
    // A network that is gone in between is waited for as ever, and the rest goes on from there.
    engine.step(Event::Failed(Failure::Network));
    assert_eq!(wait(&mut engine), Some(500));
    assert_eq!(waits(&mut engine, 6, fails, 1), [15_000]);
    // Once there is a page the next wait is a short one again.
    engine.step(feeds(6));
    engine.step(last_page(feed(), 6));
    engine.step(stored(feed(), 6, true));
    engine.step(Event::Moved { feed: feed(), sequence: 7 });
    unavailable(&mut engine);
    assert_eq!(wait(&mut engine), Some(500));
}

#[test]
fn the_wait_for_a_piece_grows_also_while_pages_come() {
    let fails = |engine: &mut Engine| {
        let attachment = Some(Uuid::from_u128(3));
        engine.step(Event::Batch { commits: Vec::new(), attachment, asks: false, unsent: 1 });
        unavailable(engine);
    };
    let mut engine = Engine::new(Start { unsent: 1, ..start() });
    engine.step(Event::Wake);
    assert_eq!(waits(&mut engine, 5, fails, 7), GROWING);

    let mut engine = Engine::new(Start { unsent: 1, ..start() });
    engine.step(Event::Wake);
    let with_news = (6..13).filter_map(|sequence| {
        engine.step(feeds(sequence));
        engine.step(last_page(feed(), sequence));
        engine.step(stored(feed(), sequence, true));
        fails(&mut engine);
        wait(&mut engine)
    });
    assert_eq!(with_news.collect::<Vec<u64>>(), GROWING);
}

/// The wait until a feed is read again, as short as chance makes it, while looks find nothing.
fn heals_after(engine: &mut Engine, stands: &Event) -> u64 {
    let wakes = |effect: &Effect| if let Effect::WakeIn(wait) = effect { Some(*wait) } else { None };
    let mut waited = 0;
    loop {
        waited += engine.step(Event::Random(0)).iter().find_map(wakes).expect("a wait");
        engine.step(Event::Timer);
        if engine.step(stands.clone()).contains(&Effect::Reread { feed: feed() }) {
            return waited / 1_000;
        }
    }
}

#[test]
fn a_feed_that_does_not_agree_is_read_again_after_growing_waits_whatever_another_one_does() {
    let other = FeedId::unit(Uuid::nil());
    let stand = |sequence| {
        let stands = |feed, sequence| FeedState { feed, sequence, count: 1, hash: ContentHash::EMPTY, restored: 0 };
        let feeds = vec![stands(feed(), 6), stands(other.clone(), sequence)];
        Event::Feeds(Feeds { protocol: 1, oldest: 1, dataset: DATASET, feeds, sealing_key: String::new() })
    };
    let followed = vec![(feed(), 5, false), (other.clone(), 5, false)];
    let mut engine = Engine::new(Start { feeds: followed, ..start() });
    engine.step(Event::Wake);
    engine.step(stand(5));
    let waits = (6..12).map(|news| {
        engine.step(last_page(feed(), 6));
        engine.step(stored(feed(), 6, false));
        engine.step(Event::Moved { feed: other.clone(), sequence: news });
        engine.step(last_page(other.clone(), news));
        engine.step(stored(other.clone(), news, true));
        let waited = heals_after(&mut engine, &stand(news));
        engine.step(Event::RereadBegun { feed: feed() });
        waited
    });
    // Half of 32 s, 64 s and so on to five minutes.
    assert_eq!(waits.collect::<Vec<u64>>(), [16, 32, 64, 128, 150, 150]);
    // Once it agrees the next wait is a short one again.
    engine.step(last_page(feed(), 6));
    engine.step(stored(feed(), 6, true));
    engine.step(Event::Moved { feed: feed(), sequence: 7 });
    engine.step(last_page(feed(), 7));
    engine.step(stored(feed(), 7, false));
    assert_eq!(heals_after(&mut engine, &stand(11)), 16);
}

#[test]
fn a_page_that_finds_no_room_is_not_fetched_every_second() {
    let mut engine = Engine::new(start());
    engine.step(Event::Wake);
    engine.step(feeds(6));
    let waits = (0..7).filter_map(|_| {
        engine.step(last_page(feed(), 6));
        engine.step(Event::Failed(Failure::DiskFull));
        wait(&mut engine)
    });
    assert_eq!(waits.collect::<Vec<u64>>(), GROWING);
}

#[test]
fn an_answer_that_finds_no_room_is_not_asked_for_every_second() {
    let mut engine = Engine::new(Start { unsent: 1, ..start() });
    engine.step(Event::Wake);
    engine.step(feeds(5));
    let waits = (0..7).filter_map(|_| {
        // Frozen already: nothing is written for that.
        engine.step(batch());
        let outcome = Outcome::Rejected { code: "format".to_owned() };
        engine.step(replied(Answer::Done { outcome, feeds: Vec::new() }));
        engine.step(Event::Failed(Failure::DiskFull));
        wait(&mut engine)
    });
    assert_eq!(waits.collect::<Vec<u64>>(), GROWING);
}

#[test]
fn what_is_held_is_handed_in_again_after_growing_waits_also_while_pages_come() {
    let mut engine = Engine::new(Start { unsent: 1, ..start() });
    engine.step(Event::Wake);
    engine.step(feeds(5));
    // The first time it goes again at once: what it needs may lie here.
    let waits = (6..14).filter_map(|news| {
        engine.step(batch());
        engine.step(replied(Answer::Held { needs: Uuid::from_u128(9) }));
        engine.step(Event::OutcomesStored { unsent: 1, waiting: 0 });
        engine.step(Event::Moved { feed: feed(), sequence: news });
        let wait = wait(&mut engine);
        engine.step(last_page(feed(), news));
        engine.step(stored(feed(), news, true));
        wait
    });
    assert_eq!(waits.collect::<Vec<u64>>(), GROWING);
}

#[test]
fn a_commit_that_lacks_one_attachment_after_another_goes_on_without_waiting() {
    let mut engine = Engine::new(Start { unsent: 1, ..start() });
    engine.step(Event::Wake);
    engine.step(feeds(5));
    for attachment in 30..40 {
        let attachment = Uuid::from_u128(attachment);
        engine.step(batch());
        engine.step(replied(Answer::Held { needs: attachment }));
        engine.step(Event::OutcomesStored { unsent: 2, waiting: 0 });
        let lacks = Event::Batch { commits: Vec::new(), attachment: Some(attachment), asks: false, unsent: 2 };
        assert_eq!(engine.step(lacks), [Effect::SendPiece { attachment }]);
        assert!(engine.step(Event::PieceSent { unsent: 1 }).contains(&Effect::FreezeBatch { limit: MAX_COMMITS }));
    }
}

#[test]
fn the_wait_for_a_parcel_that_is_not_taken_grows_also_while_pages_come() {
    let mut engine = Engine::new(Start { orphans: 1, ..start() });
    engine.step(Event::Wake);
    assert!(engine.step(feeds(5)).contains(&Effect::HandIn));
    let waits = (6..13).filter_map(|news| {
        unavailable(&mut engine);
        engine.step(Event::Moved { feed: feed(), sequence: news });
        let wait = wait(&mut engine);
        engine.step(last_page(feed(), news));
        assert!(engine.step(stored(feed(), news, true)).contains(&Effect::HandIn));
        wait
    });
    assert_eq!(waits.collect::<Vec<u64>>(), GROWING);
}

#[test]
fn another_attachment_does_not_wait_for_what_the_one_before_it_could_not_do() {
    let mut engine = Engine::new(Start { unsent: 1, ..start() });
    engine.step(Event::Wake);
    let fails = |attachment: u128| {
        move |engine: &mut Engine| {
            let attachment = Some(Uuid::from_u128(attachment));
            engine.step(Event::Batch { commits: Vec::new(), attachment, asks: false, unsent: 1 });
            unavailable(engine);
        }
    };
    assert_eq!(waits(&mut engine, 5, fails(3), 3), [500, 1_000, 2_000]);
    assert_eq!(waits(&mut engine, 5, fails(4), 2), [500, 1_000]);
}

#[test]
fn a_wait_that_central_asks_for_is_kept() {
    let mut engine = Engine::new(start());
    engine.step(Event::Wake);
    engine.step(feeds(6));
    engine.step(Event::Failed(Failure::Server { retry_after: Some(90_000) }));
    assert!(engine.step(Event::Random(0)).contains(&Effect::WakeIn(90_000)));
    // Nor is it asked for the stream of news meanwhile, as in other waits.
    for (retry_after, listens) in [(None, true), (Some(90_000), false)] {
        let mut engine = Engine::new(Start { unsent: 1, ..start() });
        engine.step(Event::Wake);
        engine.step(feeds(5));
        engine.step(batch());
        let effects = engine.step(Event::Failed(Failure::Server { retry_after }));
        assert_eq!(effects.contains(&Effect::Listen), listens);
    }
}
