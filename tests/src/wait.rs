//! Waiting for a condition, never for a time.

use std::time::{Duration, Instant};

/// Longest wait for anything. Far above what is usual, so that only a real fault reaches it.
pub const LIMIT: Duration = Duration::from_secs(20);
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
