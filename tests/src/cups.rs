//! A print system of the proof's own: a CUPS server on a private socket, with queues whose paper is a PDF.
//!
//! The printer driver `cups-pdf` may only be run by root, and puts its paper into the folder `PDF` in the home of whoever
//! prints. The proof takes its own out of there.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use tempfile::TempDir;

use crate::wait::until;

/// What draws for the queues.
const DRIVER: &str = "/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd";

/// A running print system; it ends, and its spool goes, when it is dropped.
pub struct Cups {
    server: Child,
    folder: TempDir,
    out: PathBuf,
    /// What lay in the folder of finished paper before.
    before: BTreeSet<PathBuf>,
}

impl Cups {
    /// Starts a print system without queues.
    pub async fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("feltmappen-cups-").tempdir().expect("a temporary folder");
        // The filters run as somebody else.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("the folder can be read");
        for name in ["conf", "spool", "spool/tmp", "cache", "state", "log"] {
            fs::create_dir(folder.path().join(name)).expect("a folder of the print system");
        }
        configure(folder.path());
        let conf = folder.path().join("conf");
        let server = as_root("cupsd")
            .args(["-f", "-c"])
            .arg(conf.join("cupsd.conf"))
            .arg("-s")
            .arg(conf.join("cups-files.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("cupsd starts; `cargo xtask setup` installs it");
        let out = home_of_me().join("PDF");
        let before = papers(&out);
        let cups = Self { server, folder, out, before };
        until("the print system to answer", async || {
            String::from_utf8_lossy(&cups.ask("lpstat", &["-r"]).stdout).contains("is running").then_some(())
        })
        .await;
        cups
    }

    /// Makes a queue. The first one is the usual one.
    pub fn add_queue(&self, name: &str, title: &str) {
        // Of the ways from PDF to what this driver wants, one keeps the letters of a text.
        let keep = ["-o", "pdftops-renderer-default=pdftocairo"];
        let queue = ["-p", name, "-D", title, "-v", "cups-pdf:/", "-P", DRIVER, "-E"];
        self.change("lpadmin", &[&queue[..], &keep].concat());
        if String::from_utf8_lossy(&self.ask("lpstat", &["-d"]).stdout).contains("no system default") {
            self.change("lpadmin", &["-d", name]);
        }
    }

    /// Keeps what comes into a queue in the spool.
    pub fn pause(&self, name: &str) {
        self.change("cupsdisable", &[name]);
    }

    /// Where programs find this print system: the value of `CUPS_SERVER`.
    #[must_use]
    pub fn address(&self) -> PathBuf {
        self.folder.path().join("state/cups.sock")
    }

    /// The print system's own folder, its spool among others.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The jobs as everybody sees them who looks, done or waiting: `Kontor-1 …`.
    #[must_use]
    pub fn jobs(&self) -> String {
        String::from_utf8_lossy(&self.ask("lpstat", &["-W", "all", "-o"]).stdout).into_owned()
    }

    /// In how many copies a job was ordered, as the print system has noted it.
    pub async fn copies(&self, job: usize) -> u32 {
        let file = self.folder.path().join(format!("spool/c{job:05}"));
        // A whole number in the notation of the Internet Printing Protocol.
        let name = b"\x21\x00\x06copies\x00\x04";
        until("the note of a job", async || {
            let note = as_root("cat").arg(&file).output().ok()?.stdout;
            let at = note.windows(name.len()).position(|part| part == name)? + name.len();
            Some(u32::from_be_bytes(note.get(at..at + 4)?.try_into().ok()?))
        })
        .await
    }

    /// Waits for the next finished paper, and takes it.
    pub async fn paper(&mut self) -> Vec<u8> {
        let file = until("a paper to come out of the printer", async || {
            let idle = !String::from_utf8_lossy(&self.ask("lpstat", &["-o"]).stdout).contains('-');
            papers(&self.out).difference(&self.before).next().filter(|_| idle).cloned()
        })
        .await;
        let paper = fs::read(&file).expect("the paper can be read");
        fs::remove_file(&file).expect("the paper is taken");
        paper
    }

    fn ask(&self, program: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(program);
        command.args(arguments).env("CUPS_SERVER", self.address()).env("LC_ALL", "C");
        command.output().unwrap_or_else(|error| panic!("{program}: {error}; `cargo xtask setup` installs it"))
    }

    fn change(&self, program: &str, arguments: &[&str]) {
        let mut command = as_root(program);
        let done = command.args(["-h".into(), self.address()]).args(arguments).output().expect("the program runs");
        assert!(done.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for Cups {
    fn drop(&mut self) {
        // The server was started by root, and is ended by root.
        let _ = as_root("kill").arg(self.server.id().to_string()).status();
        let _ = self.server.wait();
        for left in papers(&self.out).difference(&self.before) {
            let _ = fs::remove_file(left);
        }
        if self.before.is_empty() {
            // Only when there is nothing else in it.
            let _ = fs::remove_dir(&self.out);
        }
    }
}

/// A server that listens to nobody but this proof, and keeps what it is told to.
fn configure(folder: &Path) {
    let at = |name: &str| folder.join(name).display().to_string();
    let files = format!(
        "ServerRoot {}\nRequestRoot {}\nTempDir {}\nCacheDir {}\nStateDir {}\nDataDir /usr/share/cups\n\
         ServerBin /usr/lib/cups\nAccessLog {}\nErrorLog {}\nPageLog {}\nSystemGroup root\nUser lp\nGroup lp\n",
        at("conf"),
        at("spool"),
        at("spool/tmp"),
        at("cache"),
        at("state"),
        at("log/access"),
        at("log/error"),
        at("log/page"),
    );
    let server = format!(
        "Listen {}\nDirtyCleanInterval 0\nBrowsing No\nWebInterface No\nDefaultAuthType None\nPreserveJobFiles No\n\
         <Location />\nOrder allow,deny\nAllow all\n</Location>\n\
         <Policy default>\nJobPrivateValues none\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n",
        at("state/cups.sock"),
    );
    for (name, text) in [("cups-files.conf", files), ("cupsd.conf", server)] {
        fs::write(folder.join("conf").join(name), text).expect("the print system is configured");
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

fn as_root(program: &str) -> Command {
    let found = ["/usr/sbin", "/usr/bin", "/bin"].iter().map(|folder| Path::new(folder).join(program));
    let program = found.clone().find(|path| path.is_file()).unwrap_or_else(|| PathBuf::from(program));
    if is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg("-n").arg(program);
    command
}

/// The home that the system knows, whatever this proof calls home.
fn home_of_me() -> PathBuf {
    let me = Command::new("id").arg("-un").output().expect("a user").stdout;
    let me = String::from_utf8_lossy(&me).trim().to_owned();
    let known = Command::new("getent").args(["passwd", &me]).output().expect("the user is known").stdout;
    PathBuf::from(String::from_utf8_lossy(&known).split(':').nth(5).expect("the user has a home"))
}

fn papers(folder: &Path) -> BTreeSet<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}
