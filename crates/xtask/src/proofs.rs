//! The proofs in the real window: each in a process and on a screen of its own, side by side.
//!
//! A screen brings its keyboard, its session bus and its keyring, so no proof can be in another one's way, and what one leaves
//! behind is gone with it.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    Outcome, node,
    process::{Project, cores, output, run},
    programs::{self, Program},
    run::APP,
    screen::Screen,
    ui,
};

/// The folder of the package with the proofs.
pub const ROOM: &str = "tests";
/// The proof that needs no screen.
pub const SYNC: &str = "sync";
/// Cargo's options for those that do, with the few words that the room itself has to prove.
const PROOFS: [&str; 4] = ["--lib", "--bins", "--test", "window"];

/// The longest that a proof may take, in seconds: several times what the slowest needs.
const LIMIT: &str = "600";

/// One proof.
struct Proof {
    program: Arc<Program>,
    /// Its name within the program.
    test: String,
    /// Its name for people: the program's, and its own.
    name: String,
}

/// A proof that has run.
struct Done {
    name: String,
    took: Duration,
    holds: bool,
    said: String,
}

/// Builds the app and central, and runs the proofs that the arguments choose, or all.
pub fn window(project: &Project, arguments: &[String]) -> Outcome {
    ui::build_if_changed(project)?;
    run(&mut project.build(["--bin", APP, "--bin", node::PROGRAM]))?;
    let mut proofs = Vec::new();
    for program in programs::build(project, &PROOFS.map(str::to_owned))? {
        if program.room == Path::new(ROOM) {
            proofs.extend(tests(project, program, arguments)?);
        }
    }
    if proofs.is_empty() {
        return Err("There is no such proof.".to_owned());
    }
    let folder = project.target.join("proofs");
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
    let times = Times::read(&folder);
    // The longest first: what is begun last is short, and nobody waits for it alone. An unknown one may be long.
    proofs.sort_by_key(|proof| std::cmp::Reverse(times.of(&proof.name).unwrap_or(Duration::MAX)));
    println!("{} proofs, {} at a time", proofs.len(), lanes());
    let done = side_by_side(project, &folder, &proofs);
    times.keep(&folder, &done)?;
    verdict(&done)
}

/// The proofs in a program, as far as the arguments choose them.
fn tests(project: &Project, program: Program, arguments: &[String]) -> Outcome<Vec<Proof>> {
    let listed = output(program.command(project).args(["--list", "--format", "terse"]).args(arguments))?;
    let tests = listed.lines().filter_map(|line| line.strip_suffix(": test"));
    let program = Arc::new(program);
    Ok(tests
        .map(|test| Proof {
            program: Arc::clone(&program),
            test: test.to_owned(),
            name: format!("{} {test}", program.name),
        })
        .collect())
}

/// How many proofs go on at a time: half as many again as there are cores, for each of them waits now and then.
fn lanes() -> usize {
    cores() + cores() / 2
}

/// Runs the proofs side by side.
fn side_by_side(project: &Project, folder: &Path, proofs: &[Proof]) -> Vec<Done> {
    let waiting = Mutex::new(proofs.iter());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..lanes().min(proofs.len()) {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(proof) = next else { break };
                    let one = prove(project, folder, proof);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    one.tell();
                    done.push(one);
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn prove(project: &Project, folder: &Path, proof: &Proof) -> Done {
    let begun = Instant::now();
    let log = folder.join(proof.name.replace([' ', ':'], "-")).with_extension("log");
    let outcome = on_a_screen(project, &log, proof);
    let mut said =
        fs::read(&log).map_or_else(|_| String::new(), |log| words(&String::from_utf8_lossy(&log), &proof.test));
    if let Err(sentence) = &outcome {
        said.push_str(sentence);
    }
    Done { name: proof.name.clone(), took: begun.elapsed(), holds: outcome.is_ok(), said }
}

fn on_a_screen(project: &Project, log: &Path, proof: &Proof) -> Outcome {
    let create =
        |file: &Path| File::create(file).map_err(|error| format!("{} cannot be written: {error}.", file.display()));
    let screen = Screen::start()?;
    let mut session = screen.session(project);
    // What the bus and its services have to say is of interest only when no proof could be begun.
    let bus = log.with_extension("bus");
    session.args(["sh", "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh"]).arg(log);
    session.args(["timeout", "--kill-after=10", LIMIT]).arg(&proof.program.file);
    session.args(["--exact", &proof.test, "--nocapture", "--test-threads=1"]).current_dir(project.root.join(ROOM));
    let status = session.stdout(create(&bus)?).stderr(create(&bus)?).status();
    let status = status.map_err(|error| format!("The session cannot be started: {error}."))?;
    if status.success() { Ok(()) } else { Err(format!("It ended with {status}; the bus wrote {}.", bus.display())) }
}

/// What a proof had to say, without the frame that the test program puts around it.
fn words(log: &str, test: &str) -> String {
    let log = log.replace(&format!("test {test} ... "), "");
    let frame =
        |line: &&str| line.is_empty() || ["ok", "running 1 test"].contains(line) || line.starts_with("test result: ok");
    log.lines().filter(|line| !frame(line)).map(|line| format!("    {line}\n")).collect()
}

impl Done {
    /// What comes of a proof that holds is told at once, of any other at the end.
    fn tell(&self) {
        let seconds = self.took.as_secs_f64();
        let result = if self.holds { "passed" } else { "FAILED" };
        println!("{seconds:>6.1} s  {result}  {}", self.name);
        if self.holds {
            print!("{}", self.said);
        }
    }
}

/// Tells what has failed, and what took longest.
fn verdict(done: &[Done]) -> Outcome {
    let failed: Vec<&Done> = done.iter().filter(|one| !one.holds).collect();
    for one in &failed {
        println!("\n---- {} ----\n{}", one.name, one.said);
    }
    println!("\nproofs: {} passed, {} failed", done.len() - failed.len(), failed.len());
    if failed.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = failed.iter().map(|one| one.name.as_str()).collect();
    Err(format!("Not proven: {}.", names.join(", ")))
}

/// How long each proof took when it last held, by name.
struct Times(BTreeMap<String, Duration>);

impl Times {
    fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("times")).unwrap_or_default();
        let line = |line: &str| {
            let (milliseconds, name) = line.split_once(' ')?;
            Some((name.to_owned(), Duration::from_millis(milliseconds.parse().ok()?)))
        };
        Self(text.lines().filter_map(line).collect())
    }

    fn of(&self, name: &str) -> Option<Duration> {
        self.0.get(name).copied()
    }

    fn keep(mut self, folder: &Path, done: &[Done]) -> Outcome {
        self.0.extend(done.iter().filter(|one| one.holds).map(|one| (one.name.clone(), one.took)));
        let lines = self.0.iter().map(|(name, took)| format!("{} {name}\n", took.as_millis()));
        crate::process::write(&folder.join("times"), lines.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_proof_that_does_not_hold_fails_all_of_them() {
        let one = |holds| Done { name: "kills one".to_owned(), took: Duration::ZERO, holds, said: String::new() };
        assert!(verdict(&[one(true), one(true)]).is_ok());
        assert_eq!(verdict(&[one(true), one(false)]), Err("Not proven: kills one.".to_owned()));
    }

    #[test]
    fn what_a_proof_says_is_told_without_its_frame() {
        let log = "\nrunning 1 test\ntest one ... 3 kills\nok\n\ntest result: ok. 1 passed; 0 failed\n\n";
        assert_eq!(words(log, "one"), "    3 kills\n");
        let log = "\nrunning 1 test\ntest one ... \nthread 'one' panicked\nFAILED\n\ntest result: FAILED. 0 passed\n";
        assert_eq!(words(log, "one"), "    thread 'one' panicked\n    FAILED\n    test result: FAILED. 0 passed\n");
    }

    #[test]
    fn times_are_kept_and_only_of_what_held() {
        let folder = std::env::temp_dir().join(format!("feltmappen-times-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let done = |name: &str, holds, seconds| Done {
            name: name.to_owned(),
            took: Duration::from_secs(seconds),
            holds,
            said: String::new(),
        };
        Times::read(&folder).keep(&folder, &[done("a one", true, 3), done("a two", true, 4)]).unwrap();
        Times::read(&folder).keep(&folder, &[done("a one", true, 5), done("a two", false, 60)]).unwrap();
        let times = Times::read(&folder);
        assert_eq!([times.of("a one"), times.of("a two")], [5, 4].map(|seconds| Some(Duration::from_secs(seconds))));
        assert_eq!(times.of("a three"), None);
        fs::remove_dir_all(&folder).unwrap();
    }
}
