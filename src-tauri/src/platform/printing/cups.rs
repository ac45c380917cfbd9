//! Printers through CUPS, on Linux and macOS: `lpstat` lists them, `lp` takes the paper on its standard input.

use std::{
    io::{Read, Write},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use feltmappen_app::{NotPrinted, PrintJob, Printing, api::Printer};

/// Nobody waits longer for the list: a print server in another house may be off.
const LIST: Duration = Duration::from_secs(10);
/// A paper of many pages goes to such a server too.
const PRINT: Duration = Duration::from_secs(60);

/// The printers of the system.
pub(crate) struct Cups;

impl Printing for Cups {
    fn printers(&self) -> Result<Vec<Printer>, NotPrinted> {
        let ask = |arguments: &[&str]| run("lpstat", arguments, None, LIST);
        let Answer { well: true, said: names } = ask(&["-e"])? else { return Err(NotPrinted::NoAnswer) };
        // A printer found in the network has no description, and not every system has a usual one.
        let described = ask(&["-l", "-p"])?.said;
        let usual = ask(&["-d"])?.said;
        Ok(listed(&names, &described, &usual))
    }

    fn print(&self, job: &PrintJob<'_>) -> Result<(), NotPrinted> {
        let copies = job.copies.to_string();
        let arguments = ["-d", job.printer, "-n", &copies, "-t", job.title, "-"];
        if run("lp", &arguments, Some(job.pdf), PRINT)?.well { Ok(()) } else { Err(NotPrinted::Refused) }
    }
}

/// What a program answered.
struct Answer {
    well: bool,
    said: String,
}

/// Runs a program to its end, or to that of our patience.
fn run(program: &str, arguments: &[&str], input: Option<&[u8]>, patience: Duration) -> Result<Answer, NotPrinted> {
    let mut child = Command::new(program)
        .args(arguments)
        .env("LC_ALL", "C") // Its answer is read by a program.
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| NotPrinted::NoAnswer)?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (tell, told) = mpsc::channel();
    thread::scope(|scope| {
        if let (Some(mut stdin), Some(input)) = (stdin, input) {
            // A program that has had enough closes its end; what it answers says why.
            scope.spawn(move || stdin.write_all(input));
        }
        scope.spawn(move || {
            let mut said = Vec::new();
            let read = stdout.map(|mut stdout| stdout.read_to_end(&mut said));
            let _ = tell.send(read.filter(Result::is_ok).map(|_| said));
        });
        let said = told.recv_timeout(patience);
        if said.is_err() {
            let _ = child.kill();
        }
        let ended = child.wait();
        match (said, ended) {
            (Ok(Some(said)), Ok(ended)) => {
                Ok(Answer { well: ended.success(), said: String::from_utf8_lossy(&said).into_owned() })
            }
            _ => Err(NotPrinted::NoAnswer),
        }
    })
}

/// The printers in what `lpstat` answers to `-e`, `-l -p` and `-d`.
fn listed(names: &str, described: &str, usual: &str) -> Vec<Printer> {
    let usual = usual.trim().rsplit_once(": ").map(|(_, name)| name.split('/').next().unwrap_or(name));
    let names = names.lines().map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| Printer {
            name: name.to_owned(),
            title: description(described, name).unwrap_or_else(|| name.replace('_', " ")),
            default: usual == Some(name),
        })
        .collect()
}

/// What a printer is called by whoever set it up: the line `Description:` below its own.
fn description(described: &str, name: &str) -> Option<String> {
    let is_it = |line: &&str| line.split(' ').nth(1) == Some(name) && line.starts_with("printer ");
    let below =
        described.lines().skip_while(|line| !is_it(line)).skip(1).take_while(|line| line.starts_with(['\t', ' ']));
    let words = below.filter_map(|line| line.trim().strip_prefix("Description:")).map(str::trim).next();
    words.filter(|words| !words.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIBED: &str = "printer Kontor is idle.  enabled since Sat Nov 28 16:07:16 2026\n\tForm mounted:\n\
        \tDescription: Printeren på kontoret\n\tLocation: 2. sal\nprinter Lager disabled since Sat Nov 28 2026 -\n\
        \tPaused\n\tDescription: \n";

    #[test]
    fn printers_are_read_with_what_people_call_them_and_which_is_the_usual_one() {
        let found = listed("Kontor\nLager\nHP_fra_nettet\n", DESCRIBED, "system default destination: Lager/duplex\n");
        let shown: Vec<_> = found.iter().map(|one| (&*one.name, &*one.title, one.default)).collect();
        assert_eq!(
            shown,
            [
                ("Kontor", "Printeren på kontoret", false),
                ("Lager", "Lager", true),
                ("HP_fra_nettet", "HP fra nettet", false)
            ]
        );
        assert!(listed("", "", "no system default destination\n").is_empty());
        assert!(!listed("Kontor\n", "", "no system default destination\n")[0].default);
    }

    #[test]
    fn a_program_that_is_missing_fails_or_never_ends_is_no_printer() {
        let missing = run("feltmappen-no-such-program", &[], None, LIST);
        assert_eq!(missing.err(), Some(NotPrinted::NoAnswer));
        assert!(!run("false", &[], Some(&[b'x'; 1 << 20]), PRINT).ok().unwrap().well, "it read nothing, and said so");
        let endless = run("sh", &["-c", "exec cat"], Some(b"x"), PRINT).ok().unwrap();
        assert_eq!((endless.well, &*endless.said), (true, "x"), "what is piped in arrives, and ends");
        let hung = run("sleep", &["60"], None, Duration::from_millis(50));
        assert_eq!(hung.err(), Some(NotPrinted::NoAnswer));
    }
}
