//! What one request may ask for. A device that asks for more is told so; nothing is cut off quietly.

use std::time::Duration;

use feltmappen_sync::wire::IDLE_SECONDS;

/// Bytes of fields and conflicts from which a page ends early. One entry always fits.
pub const PAGE_BYTES: i64 = 4 * 1024 * 1024;
/// Bytes that a device may hand in as orphaned at once.
pub const ORPHAN_BYTES: usize = 16 * 1024 * 1024;

/// The limits that an operator, or a test, may set.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long one request may take, from its last header to its answer, beyond what its body takes over a slow line.
    pub request: Duration,
    /// How long the head of a request may take to arrive, on a connection that was used before too.
    pub head: Duration,
    /// How long an event stream lasts before the device has to ask again, and so to show that it still may.
    pub stream: Duration,
    /// How often a quiet event stream shows that it is alive.
    pub heartbeat: Duration,
    /// How often the feeds are looked at, in case a message between nodes was lost.
    pub sweep: Duration,
    /// How long a stop waits for what is under way.
    pub stop: Duration,
    /// Connections at a time.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(30),
            head: Duration::from_secs(IDLE_SECONDS),
            stream: Duration::from_mins(10),
            heartbeat: Duration::from_secs(15),
            sweep: Duration::from_secs(5),
            stop: Duration::from_secs(20),
            connections: 10_000,
        }
    }
}
