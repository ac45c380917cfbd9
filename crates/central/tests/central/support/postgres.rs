//! A PostgreSQL server of the tests' own, in a temporary folder, gone with the process that started it, however that ends.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

/// A running server.
pub struct Cluster {
    folder: TempDir,
    binaries: PathBuf,
    port: u16,
    /// What it has written survives a power cut. Tests do without.
    durable: bool,
    /// Ends the server when its stdin closes.
    guard: std::sync::Mutex<Option<Child>>,
}

static SHARED: OnceLock<Cluster> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The server that all tests of this process share.
pub fn cluster() -> &'static Cluster {
    SHARED.get_or_init(Cluster::start)
}

const MISSING: &str = "PostgreSQL 15 or newer is needed for the tests of central (Debian: the package `postgresql`; \
                       `cargo xtask setup` installs it). Nothing is skipped without it.";

impl Cluster {
    /// Makes a cluster and starts it.
    pub fn start() -> Self {
        Self::make(false)
    }

    /// A cluster as it is run, for measurements.
    #[allow(dead_code, reason = "the benches are the ones that measure")]
    pub fn durable() -> Self {
        Self::make(true)
    }

    fn make(durable: bool) -> Self {
        let folder = tempfile::Builder::new().prefix("feltmappe-pg").tempdir().unwrap();
        let binaries = binaries();
        // Freed at once and taken by the server; another one in between fails the start, loudly.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { folder, binaries, port, durable, guard: std::sync::Mutex::new(None) };
        give_away(cluster.folder.path());
        let data = cluster.data();
        let mut initdb = as_other(&cluster.binaries.join("initdb"));
        initdb.args(["--auth=trust", "--username=central", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"]);
        let made = initdb.arg(&data).output().expect(MISSING);
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        cluster.up();
        cluster
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Starts the server. Its shell ends it when this process does, even by `kill -9`: the pipe to it closes then.
    pub fn up(&self) {
        let script = r#""$0" -D "$1" -k "$1" -p "$2" -c listen_addresses=127.0.0.1 -c fsync="$3" -c max_connections=400 \
            -c logging_collector=off >"$1/log" 2>&1 & server=$!; echo $server; read -r _; kill -INT $server; wait $server"#;
        let mut command = as_other(Path::new("sh"));
        command.args(["-c", script]).arg(self.binaries.join("postgres")).arg(self.data()).arg(self.port.to_string());
        command.arg(if self.durable { "on" } else { "off" });
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect(MISSING);
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        *self.guard.lock().unwrap() = Some(child);
        let limit = std::time::Instant::now() + super::LIMIT;
        loop {
            let ready = Command::new(self.binaries.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-U", "central", "-p", &self.port.to_string()])
                .status();
            if ready.is_ok_and(|status| status.success()) {
                return;
            }
            let log = fs::read_to_string(self.data().join("log")).unwrap_or_default();
            assert!(std::time::Instant::now() < limit, "PostgreSQL does not start: {log}");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    /// Ends the server as a power cut would, with everything under way.
    pub fn crash(&self) {
        let pid = fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let pid = pid.lines().next().unwrap().to_owned();
        let children = Command::new("ps").args(["--ppid", &pid, "-o", "pid="]).output().unwrap();
        let children = String::from_utf8_lossy(&children.stdout).into_owned();
        let mut kill = Command::new("kill");
        kill.args(["-9", &pid]).args(children.split_whitespace()).stderr(Stdio::null());
        let _ = kill.status();
        if let Some(mut child) = self.guard.lock().unwrap().take() {
            drop(child.stdin.take());
            let _ = child.wait();
        }
        let _ = fs::remove_file(self.data().join("postmaster.pid"));
    }

    /// The address of a new, empty database.
    pub fn database(&self) -> String {
        let name = format!("d{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.address(&name)
    }

    pub fn address(&self, name: &str) -> String {
        format!("postgres://central@127.0.0.1:{}/{name}", self.port)
    }

    /// Runs a statement with psql and gives what it printed.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let done = Command::new(self.binaries.join("psql"))
            .args(["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement])
            .arg(self.address(database))
            .output()
            .expect(MISSING);
        assert!(done.status.success(), "{statement}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut child) = self.guard.lock().unwrap().take() {
            drop(child.stdin.take());
            let _ = child.wait();
        }
    }
}

/// Where the server's programs are: on the path, or where Debian puts the newest.
fn binaries() -> PathBuf {
    let named = std::env::var_os("FELTMAPPEN_POSTGRES").map(PathBuf::from);
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places =
        named.into_iter().chain(versions.into_iter().rev().map(|(_, path)| path)).chain(std::env::split_paths(&path));
    places.find(|place| place.join("initdb").is_file() && place.join("postgres").is_file()).expect(MISSING)
}

/// PostgreSQL refuses to run as root; then it runs as the user that its package has made.
fn other_user() -> Option<String> {
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let user = if Command::new("id").args(["-u", "postgres"]).output().unwrap().status.success() {
        "postgres"
    } else {
        "nobody"
    };
    root.then(|| user.to_owned())
}

fn as_other(program: &Path) -> Command {
    match other_user() {
        None => Command::new(program),
        Some(user) => {
            let mut command = Command::new("runuser");
            command.args(["-u", &user, "--"]).arg(program);
            command
        }
    }
}

fn give_away(folder: &Path) {
    if let Some(user) = other_user() {
        assert!(Command::new("chown").arg(&user).arg(folder).status().unwrap().success());
    }
}
