//! The one place where central reads the time. It orders nothing; it is noted for people, and says
//! which day it is when somebody asks for a permit.

/// Now, RFC 3339 in UTC with seconds.
#[allow(clippy::disallowed_methods, reason = "the edge: what happens at central happens now")]
pub fn now() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// Now.
#[allow(clippy::disallowed_methods, reason = "the edge: what happens at central happens now")]
pub fn moment() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}

/// The day in Denmark: what a consent holds until (R8).
pub fn today() -> chrono::NaiveDate {
    feltmappen_domain::moment::danish(moment()).date_naive()
}

/// Now, in seconds since 1970.
#[allow(clippy::disallowed_methods, reason = "the edge: what happens at central happens now")]
pub fn seconds() -> i64 {
    chrono::Utc::now().timestamp()
}
