//! What a bench has measured.

use std::time::Duration;

use serde_json::json;

/// A figure with what it is made of.
pub struct Figure {
    pub name: &'static str,
    pub value: f64,
    pub unit: &'static str,
    pub detail: String,
}

impl Figure {
    /// One line, as `cargo xtask bench` reads it.
    pub fn print(&self) {
        let value = (self.value * 1_000.0).round() / 1_000.0;
        println!("{}", json!({ "name": self.name, "value": value, "unit": self.unit, "detail": self.detail }));
    }
}

/// Measurements of one thing, in ascending order.
pub struct Samples(Vec<f64>);

impl Samples {
    /// Of numbers in any order.
    pub fn new(mut values: Vec<f64>) -> Self {
        assert!(!values.is_empty(), "nothing was measured");
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// Of times, in milliseconds.
    pub fn of_times(times: &[Duration]) -> Self {
        Self::new(times.iter().map(|time| time.as_secs_f64() * 1_000.0).collect())
    }

    pub fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        if self.0.len() % 2 == 1 { self.0[middle] } else { f64::midpoint(self.0[middle - 1], self.0[middle]) }
    }

    /// The value that 95 of 100 do not exceed.
    pub fn p95(&self) -> f64 {
        self.percentile(95)
    }

    /// The value that 99 of 100 do not exceed.
    pub fn p99(&self) -> f64 {
        self.percentile(99)
    }

    fn percentile(&self, of: usize) -> f64 {
        self.0[(self.0.len() * of).div_ceil(100) - 1]
    }

    pub fn least(&self) -> f64 {
        self.0[0]
    }

    pub fn most(&self) -> f64 {
        self.0[self.0.len() - 1]
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }
}
