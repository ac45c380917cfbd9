//! What is counted, for Prometheus. Labels are codes and routes: nothing that tells of a person.

use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram};
use prometheus_client::registry::Registry;

use feltmappen_sync::Outcome;
use feltmappen_sync::wire::Answer;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Commits {
    answer: String,
}

/// The counters of one node.
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram>,
    commits: Family<Commits, Counter>,
    entries: Counter,
    /// Event streams that are open.
    pub streams: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let seconds = Family::<Route, Histogram>::new_with_constructor(|| {
            Histogram::new([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0])
        });
        let metrics = Self {
            registry: Registry::default(),
            requests: Family::default(),
            seconds,
            commits: Family::default(),
            entries: Counter::default(),
            streams: Gauge::default(),
        };
        let mut registry = Registry::with_prefix("feltmappe_central");
        registry.register("requests", "Requests answered", metrics.requests.clone());
        registry.register("request_seconds", "Time until the head of the answer", metrics.seconds.clone());
        registry.register("commits", "Commits handed in, by what became of them", metrics.commits.clone());
        registry.register("entries_read", "Entries of feeds that were read", metrics.entries.clone());
        registry.register("event_streams", "Event streams that are open", metrics.streams.clone());
        Self { registry, ..metrics }
    }
}

impl Metrics {
    /// Counts an answered request. `route` is the pattern, never the address that was asked for.
    pub fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let (method, route) = (method.to_owned(), route.to_owned());
        self.seconds.get_or_create(&Route { route: route.clone() }).observe(took.as_secs_f64());
        self.requests.get_or_create(&Request { method, route, status }).inc();
    }

    /// Counts what became of a commit.
    pub fn commit(&self, answer: &Answer) {
        let answer = match answer {
            Answer::Done { outcome: Outcome::Applied, .. } => "applied",
            Answer::Done { outcome: Outcome::AppliedWithConflict, .. } => "applied_with_conflict",
            Answer::Done { outcome: Outcome::Rejected { .. }, .. } => "rejected",
            Answer::Done { outcome: Outcome::Purged, .. } => "purged",
            Answer::Held { .. } => "held",
            Answer::OtherPayload => "other_payload",
        };
        self.commits.get_or_create(&Commits { answer: answer.to_owned() }).inc();
    }

    /// Counts entries of a page.
    pub fn entries(&self, entries: usize) {
        self.entries.inc_by(entries as u64);
    }

    /// Everything in the text format of Prometheus.
    ///
    /// # Errors
    /// When it cannot be written as text.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
