//! Central on PostgreSQL: any number of nodes on one server.

/// Does a piece of work on a connection. Done again when another transaction came first, or when the connection turned out
/// to be gone: whatever is done here may be done twice.
macro_rules! attempt {
    ($database:expr, $connection:ident => $work:block) => {{
        let mut left = $crate::storage::postgres::ATTEMPTS;
        loop {
            let mut lent = $database.connection().await?;
            let done: $crate::storage::Result<_> = async {
                let $connection = &mut lent;
                $work
            }
            .await;
            left -= 1;
            match done {
                Err(error) if left > 0 && $crate::storage::postgres::helps_again(error, &lent) => {}
                done => break done,
            }
        }
    }};
}

mod admin;
mod blobs;
mod connect;
mod events;
mod migrate;
mod push;
mod read;
mod row;
mod transfer;

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};

use super::{Result, Rig, StorageError};

/// Connections of one node.
const CONNECTIONS: usize = 16;
/// How long a request waits for one of them.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a transaction is done again when somebody else came first, or the server went away.
const ATTEMPTS: u32 = 8;

/// A database of central on a server.
#[derive(Clone)]
pub struct Postgres {
    pool: Pool,
    address: String,
    rig: Rig,
}

impl Postgres {
    /// Connects, and brings the database to the newest schema.
    ///
    /// # Errors
    /// `Newer`, `Damaged`, `ReadOnly`, `Busy`.
    pub async fn open(address: &str, rig: Rig) -> Result<Self> {
        let settings = connect::settings(address)?;
        let manager = Manager::from_config(
            settings,
            tokio_postgres::NoTls,
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let timeouts = Timeouts { wait: Some(PATIENCE), create: Some(PATIENCE), recycle: Some(PATIENCE) };
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .timeouts(timeouts)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|_| StorageError::Internal("pool"))?;
        let database = Self { pool, address: address.to_owned(), rig };
        let mut connection = database.connection().await?;
        migrate::migrate(&mut connection).await?;
        drop(connection);
        Ok(database)
    }

    async fn connection(&self) -> Result<Object> {
        Ok(self.pool.get().await?)
    }
}

/// Whether the same work, done again at once, may succeed.
fn helps_again(error: StorageError, connection: &Object) -> bool {
    error == StorageError::Again || (error == StorageError::Busy && connection.is_closed())
}
