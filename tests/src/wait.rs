//! Waiting for a condition, never for a time.

use std::{
    fmt::Debug,
    time::{Duration, Instant},
};

/// Longest wait for anything. Far above what is usual, also on a machine that does three things at once, so that only a real
/// fault reaches it.
pub const LIMIT: Duration = Duration::from_mins(1);
const LOOK: Duration = Duration::from_millis(20);

/// Looks until there is something; panics with `what` when it never comes.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let limit = Instant::now() + LIMIT;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < limit, "waited {} s for {what}", LIMIT.as_secs());
        tokio::time::sleep(LOOK).await;
    }
}

/// Looks until what is seen is as it must be; panics with `what`, and with what was seen last.
pub async fn until_is<T: Debug>(what: &str, mut look: impl AsyncFnMut() -> T, is: impl Fn(&T) -> bool) -> T {
    let limit = Instant::now() + LIMIT;
    loop {
        let seen = look().await;
        if is(&seen) {
            return seen;
        }
        assert!(Instant::now() < limit, "waited {} s for {what}; last it was {seen:#?}", LIMIT.as_secs());
        tokio::time::sleep(LOOK).await;
    }
}
