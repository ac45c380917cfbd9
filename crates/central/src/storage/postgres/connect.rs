//! How a server is reached.

use std::time::Duration;

use tokio_postgres::Config;

use super::super::{Result, StorageError};

/// What an address says, with what every connection needs. The text of an address may hold a password: it is never
/// shown.
///
/// # Errors
/// `Damaged` when it is no address.
pub fn settings(address: &str) -> Result<Config> {
    let mut settings: Config = address.parse().map_err(|_| StorageError::Damaged)?;
    settings.application_name("feltmappe-central");
    if settings.get_connect_timeout().is_none() {
        settings.connect_timeout(Duration::from_secs(5));
    }
    // A transaction whose node has gone must not hold its locks for hours.
    let options = settings.get_options().unwrap_or_default();
    let options =
        format!("{options} -c idle_in_transaction_session_timeout=30s -c lock_timeout=10s -c tcp_keepalives_idle=30");
    settings.options(options.trim());
    Ok(settings)
}
