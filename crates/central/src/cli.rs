//! The command line.

use std::error::Error;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use feltmappen_central::backup::{backup, backup_keys, restore, restore_keys, verify};
use feltmappen_central::blobs::Blobs;
use feltmappen_central::central::Central;
use feltmappen_central::identity::{enrol, revoke};
use feltmappen_central::ledger::{Ledger, parse};
use feltmappen_central::limits::Limits;
use feltmappen_central::orphans;
use feltmappen_central::purge::purge;
use feltmappen_central::replay::replay;
use feltmappen_central::server::serve;
use feltmappen_central::storage::{Orphan, Place, Rig, Storage};
use feltmappen_domain::record::RecordKey;
use tokio::net::TcpListener;
use tokio::signal;
use tokio::sync::{oneshot, watch};
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

/// Anything that ends the program, as a sentence.
type Outcome = Result<(), Box<dyn Error>>;

/// What the devices of a unit share.
#[derive(Parser)]
#[command(name = "feltmappe-central", version, about)]
pub struct Cli {
    /// How the log is written, on stderr.
    #[arg(long, value_enum, default_value = "text", global = true)]
    pub log: Log,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How the log is written.
#[derive(Clone, Copy, ValueEnum)]
pub enum Log {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What can be done.
#[derive(Subcommand)]
pub enum Command {
    /// Answer devices until told to stop.
    Serve(Serve),
    /// Enrol a device; its token is printed now and never again.
    Enrol {
        #[command(flatten)]
        data: Data,
        /// The unit whose records it reads and writes.
        #[arg(long)]
        unit: Uuid,
        /// Who uses it.
        #[arg(long)]
        employee: Uuid,
    },
    /// Take a device's rights away.
    Revoke {
        #[command(flatten)]
        data: Data,
        /// The device, as `enrol` named it.
        #[arg(long)]
        device: Uuid,
    },
    /// Erase a record by law, everywhere and for good.
    Purge {
        #[command(flatten)]
        data: Data,
        /// The record: KIND/UUID.
        #[arg(long, value_parser = record)]
        record: RecordKey,
    },
    /// Write a backup while central serves.
    Backup {
        #[command(flatten)]
        data: Data,
        /// The file to write.
        #[arg(long)]
        to: PathBuf,
        /// The file of the keys of attachments. It is replaced, and only the latest is ever to be kept.
        #[arg(long)]
        keys: Option<PathBuf>,
    },
    /// Put a backup in the place of what is there. No node may be serving.
    Restore {
        #[command(flatten)]
        data: Data,
        /// The backup.
        #[arg(long)]
        from: PathBuf,
        /// The keys of attachments, when the database has lost them.
        #[arg(long)]
        keys: Option<PathBuf>,
    },
    /// Recompute the count and hash of every feed.
    Verify {
        #[command(flatten)]
        data: Data,
    },
    /// What devices that lost their scope have handed in sealed.
    #[command(subcommand)]
    Orphans(Orphans),
}

/// What can be done with orphaned work.
#[derive(Subcommand)]
pub enum Orphans {
    /// Say what there is, without opening it.
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Open it for the unit's leader, into a new folder.
    Open {
        #[command(flatten)]
        data: Data,
        /// The unit whose records it is about.
        #[arg(long)]
        unit: Uuid,
        /// The leader of the unit, for the log.
        #[arg(long)]
        leader: Uuid,
        /// The folder to make.
        #[arg(long)]
        to: PathBuf,
    },
}

/// Where everything is.
#[derive(Args)]
pub struct Data {
    /// `sqlite:PATH` or `postgres://…`.
    #[arg(long, env = "FELTMAPPE_DATABASE", hide_env_values = true)]
    database: Place,
    /// The ledger of what has been erased; beside the file with SQLite.
    #[arg(long, env = "FELTMAPPE_LEDGER")]
    ledger: Option<PathBuf>,
    /// The folder of attachments (or `s3:BUCKET`, in a build with `s3`); beside the file with SQLite.
    #[arg(long, env = "FELTMAPPE_BLOBS")]
    blobs: Option<PathBuf>,
}

/// How devices are answered.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    data: Data,
    /// Where to listen. Port 0 takes a free one; which is printed.
    #[arg(long, default_value = "127.0.0.1:8750")]
    listen: SocketAddr,
    /// How long one request may take, in seconds.
    #[arg(long, default_value_t = 30)]
    request_seconds: u64,
    /// How long an event stream lasts, in seconds.
    #[arg(long, default_value_t = 600)]
    stream_seconds: u64,
    /// How often the feeds are looked at in case a message between nodes was lost, in milliseconds.
    #[arg(long, default_value_t = 5000)]
    sweep_ms: u64,
    /// Connections at a time.
    #[arg(long, default_value_t = 10_000)]
    connections: usize,
    /// Stop when stdin ends, so as not to outlive the program at its other end, however that one ends.
    #[arg(long)]
    stop_with_stdin: bool,
}

fn record(text: &str) -> Result<RecordKey, String> {
    parse(text).ok_or_else(|| "a record is KIND/UUID, for example contact/019aa1b2-7c00-7000-8000-0000000000d1".into())
}

/// Starts the log. `FELTMAPPE_LOG` says how much, for example `debug`.
pub fn start_log(log: Log) {
    let filter = EnvFilter::try_from_env("FELTMAPPE_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,feltmappen_central=info,feltmappe_central=info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log {
        Log::Text => lines.with_ansi(false).init(),
        Log::Json => lines.json().init(),
    }
}

/// Does what was asked.
pub async fn run(command: Command) -> Outcome {
    match command {
        Command::Serve(options) => serving(options).await,
        Command::Enrol { data, unit, employee } => {
            let (device, token) = enrol(&data.storage().await?, unit, employee).await?;
            println!("device {device}\ntoken {}", token.expose());
            Ok(())
        }
        Command::Revoke { data, device } => {
            if !revoke(&data.existing().await?, &data.ledger()?, device).await? {
                return Err("there is no such device".into());
            }
            println!("revoked");
            Ok(())
        }
        Command::Purge { data, record } => {
            let storage = data.existing().await?;
            let moved = purge(&storage, &data.blobs()?, &data.ledger()?, record).await?;
            println!("erased; {} feeds moved", moved.len());
            Ok(())
        }
        Command::Backup { data, to, keys } => {
            let storage = data.existing().await?;
            backup(&storage, &to).await?;
            if let Some(keys) = keys {
                backup_keys(&storage, &keys).await?;
            }
            println!("backed up");
            Ok(())
        }
        Command::Restore { data, from, keys } => {
            let storage = data.storage().await?;
            // Asked for first: without the ledger nothing may be restored.
            let (ledger, blobs) = (data.ledger()?, data.blobs()?);
            ledger.read()?;
            let generation = restore(&storage, &from).await?;
            replay(&storage, &blobs, &ledger).await?;
            if let Some(keys) = keys {
                restore_keys(&storage, &keys).await?;
            }
            println!("restored; generation {generation}");
            Ok(())
        }
        Command::Verify { data } => {
            let verified = verify(&data.existing().await?).await?;
            println!("{} feeds, {} records", verified.feeds, verified.records);
            for fault in &verified.faults {
                println!("{}: the {} does not fit", fault.feed, fault.what);
            }
            if verified.faults.is_empty() { Ok(()) } else { Err("not everything fits".into()) }
        }
        Command::Orphans(Orphans::List { data }) => {
            for orphan in data.existing().await?.orphans().await? {
                let name = orphans::name(&orphan);
                let Orphan { unit, device, received_at, bytes, .. } = orphan;
                println!("{name} from device {device} of unit {unit} at {received_at}, {bytes} bytes");
            }
            Ok(())
        }
        Command::Orphans(Orphans::Open { data, unit, leader, to }) => {
            let opened = orphans::open(&data.existing().await?, &data.ledger()?, unit, &to).await?;
            let orphans::Opened { parcels, attachments, unreadable } = opened;
            tracing::warn!(%unit, %leader, parcels, attachments, unreadable, "orphaned work was opened");
            println!("{parcels} parcels and {attachments} attachments opened, {unreadable} cannot be read");
            Ok(())
        }
    }
}

async fn serving(options: Serve) -> Outcome {
    let data = options.data;
    let limits = Limits {
        request: Duration::from_secs(options.request_seconds),
        stream: Duration::from_secs(options.stream_seconds),
        sweep: Duration::from_millis(options.sweep_ms.max(10)),
        connections: options.connections.max(1),
        ..Limits::default()
    };
    let storage = data.storage().await?;
    let blobs = data.blobs()?;
    let erased = replay(&storage, &blobs, &data.ledger()?).await?;
    if erased > 0 {
        tracing::warn!(erased, "the ledger had more than the database; it has been erased");
    }
    let (stop, stopping) = watch::channel(false);
    let central = Central::start(storage, blobs, limits, stopping.clone());
    let listener = TcpListener::bind(options.listen).await?;
    // Whoever started this with port 0 reads the address here.
    println!("listening on http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let stdin = options.stop_with_stdin.then(end_of_stdin);
    tokio::spawn(async move {
        tokio::select! {
            () = told_to_stop() => {}
            Ok(()) = async { match stdin { Some(end) => end.await, None => std::future::pending().await } } => {}
        }
        tracing::info!("stopping");
        let _ = stop.send(true);
    });
    serve(listener, central, stopping).await;
    tracing::info!("stopped");
    Ok(())
}

/// Is told when stdin ends. It is read on a thread that the program does not wait for when it ends otherwise.
fn end_of_stdin() -> oneshot::Receiver<()> {
    let (tell, told) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        let _ = tell.send(());
    });
    told
}

#[cfg(unix)]
async fn told_to_stop() {
    use signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    let _ = signal::ctrl_c().await;
}

impl Data {
    /// The database, which must be there already: a slip in a path must not look like an empty one.
    async fn existing(&self) -> Result<Storage, Box<dyn Error>> {
        match &self.database {
            Place::Sqlite(file) if !file.exists() => Err("there is no such database".into()),
            _ => self.storage().await,
        }
    }

    /// The database; a file that is not there yet is made.
    async fn storage(&self) -> Result<Storage, Box<dyn Error>> {
        Ok(Storage::open(&self.database, Rig::default()).await?)
    }

    fn ledger(&self) -> Result<Ledger, Box<dyn Error>> {
        match (&self.ledger, &self.database) {
            (Some(path), _) => Ok(Ledger::at(path)),
            (None, Place::Sqlite(file)) => Ok(Ledger::at(file.with_extension("ledger"))),
            (None, Place::Postgres(_)) => Err("with PostgreSQL, --ledger says where the ledger is".into()),
        }
    }

    fn blobs(&self) -> Result<Blobs, Box<dyn Error>> {
        match (&self.blobs, &self.database) {
            #[cfg(feature = "s3")]
            (Some(path), _) if path.to_string_lossy().starts_with("s3:") => {
                Ok(Blobs::bucket(&path.to_string_lossy()[3..])?)
            }
            (Some(path), _) => Ok(Blobs::folder(path)?),
            (None, Place::Sqlite(file)) => Ok(Blobs::folder(&file.with_extension("blobs"))?),
            (None, Place::Postgres(_)) => Err("with PostgreSQL, --blobs says where attachments are".into()),
        }
    }
}
