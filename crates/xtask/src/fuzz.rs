//! Bytes from outside (`tests/fuzz`): a short look in every test run, and `cargo xtask soak` for as long as one likes.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use crate::{
    Outcome,
    process::{Project, cores, run},
    setup::{self, Purpose},
    simulate,
};

/// How long a test run looks for bytes that break a reader.
const SHORT: Duration = Duration::from_secs(10);
/// More memory than any reader of such bytes may need.
const MEMORY_MB: u32 = 512;
/// Seconds after which a reader of a few bytes hangs.
const HANGS: u32 = 5;

/// Every target for a short time.
pub fn stage(project: &Project) -> Outcome {
    build(project)?;
    // Each run begins with the committed examples alone, so that it does not rest on what earlier ones have found.
    let _ = fs::remove_dir_all(found(project));
    look(project, &targets(project)?, SHORT)
}

/// `cargo xtask soak [--minutes N] [TARGET…]`: half of the time for the fuzz targets, then simulator and trials with
/// fresh seeds. With targets named, those alone.
pub fn soak(project: &Project, arguments: &[String]) -> Outcome {
    let (time, chosen) = read_arguments(arguments, &targets(project)?)?;
    setup::ensure(project, Purpose::Test, false)?;
    build(project)?;
    if !chosen.is_empty() {
        return look(project, &chosen, time / waves(chosen.len()));
    }
    let begun = Instant::now();
    let all = targets(project)?;
    look(project, &all, time / 2 / waves(all.len()))?;
    let mut seed = fresh_seed();
    while begun.elapsed() < time {
        println!("seeds from {seed}");
        simulate::command(project, &["--from".to_owned(), seed.to_string(), "--seeds".to_owned(), "10000".to_owned()])?;
        simulate::trials(project, &["--from".to_owned(), seed.to_string(), "--seeds".to_owned(), "200".to_owned()])?;
        seed += 10_000;
    }
    Ok(())
}

fn read_arguments(arguments: &[String], targets: &[String]) -> Outcome<(Duration, Vec<String>)> {
    let mut minutes = 10;
    let mut chosen = Vec::new();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--minutes" {
            let number = words.next().and_then(|number| number.parse().ok()).filter(|number| *number > 0);
            minutes = number.ok_or("--minutes wants a number.")?;
        } else if targets.contains(word) {
            chosen.push(word.clone());
        } else {
            return Err(format!("There is no target `{word}`; there are {}.", targets.join(", ")));
        }
    }
    Ok((Duration::from_mins(minutes), chosen))
}

/// The clock is as good as any number that was not used before.
#[allow(clippy::disallowed_methods, reason = "a seed nobody has tried")]
fn fresh_seed() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(1, |since| since.as_secs())
}

fn targets(project: &Project) -> Outcome<Vec<String>> {
    let folder = project.root.join("tests/fuzz/targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

/// What the runs of targets find on their way.
fn found(project: &Project) -> PathBuf {
    project.target.join("fuzz/corpus")
}

/// The files that break a reader.
fn broken(project: &Project) -> PathBuf {
    project.target.join("fuzz/broken")
}

/// All of it is safe Rust, so no sanitizer: what breaks a reader is a panic, memory or time.
fn build(project: &Project) -> Outcome {
    let mut build = project.command(project.tool("cargo-fuzz"));
    build.args(["build", "--fuzz-dir", "tests/fuzz", "--sanitizer", "none"]);
    // The release that is shipped is optimised across crates and has no names left: slow to build, and mute.
    build.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_STRIP", "none");
    run(build.env("CARGO_TARGET_DIR", &project.target))
}

fn program(project: &Project, target: &str) -> Outcome<PathBuf> {
    let machines = fs::read_dir(&project.target).map_err(|error| format!("The targets cannot be found: {error}."))?;
    let mut programs = machines.flatten().map(|machine| machine.path().join("release").join(target));
    programs.find(|program| program.is_file()).ok_or_else(|| format!("The target {target} was not built."))
}

fn waves(targets: usize) -> u32 {
    u32::try_from(targets.div_ceil(cores())).unwrap_or(1).max(1)
}

/// Runs targets side by side, as many as there are cores; one that fails stops no other.
fn look(project: &Project, targets: &[String], each: Duration) -> Outcome {
    fs::create_dir_all(broken(project)).map_err(|error| format!("A folder cannot be made: {error}."))?;
    let waiting = Mutex::new(targets.iter());
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..cores() {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(target) = next else { break };
                    if let Err(sentence) = look_at(project, target, each) {
                        failed.lock().unwrap_or_else(PoisonError::into_inner).push(sentence);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

fn look_at(project: &Project, target: &str, time: Duration) -> Outcome {
    let found = found(project).join(target);
    fs::create_dir_all(&found).map_err(|error| format!("{} cannot be made: {error}.", found.display()))?;
    let mut command = Command::new(program(project, target)?);
    command.arg(&found).arg(project.root.join("tests/fuzz/corpus").join(target)).args([
        format!("-max_total_time={}", time.as_secs().max(1)),
        format!("-rss_limit_mb={MEMORY_MB}"),
        format!("-timeout={HANGS}"),
        format!("-artifact_prefix={}/{target}-", broken(project).display()),
        "-print_final_stats=1".to_owned(),
        "-verbosity=0".to_owned(),
    ]);
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{target} cannot start: {error}."))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let figure = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("?").trim().to_owned();
    if output.status.success() {
        let tried = figure("stat::number_of_executed_units:");
        println!("{target:<10} {tried:>10} inputs, at most {} MB", figure("stat::peak_rss_mb:"));
        return Ok(());
    }
    println!("{said}");
    let file = said.lines().find_map(|line| line.split_once("Test unit written to ")).map(|(_, file)| file);
    Err(format!("{target} does not hold; the bytes: {}", file.unwrap_or("not written")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_that_does_not_exist_is_an_error() {
        let targets = ["page".to_owned(), "push".to_owned()];
        let read =
            |words: &[&str]| read_arguments(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), &targets);
        assert_eq!(read(&[]).unwrap(), (Duration::from_mins(10), vec![]));
        assert_eq!(read(&["--minutes", "3", "push"]).unwrap(), (Duration::from_mins(3), vec!["push".to_owned()]));
        assert!(read(&["pusj"]).is_err());
        assert!(read(&["--minutes", "0"]).is_err());
        assert!(read(&["--minutes"]).is_err());
    }
}
