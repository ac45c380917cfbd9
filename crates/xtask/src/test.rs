//! `cargo xtask test`: every stage, a table of what each took, and one closing line.

use std::time::{Duration, Instant};

use crate::{
    Outcome,
    process::Project,
    setup,
    stages::{STAGES, Stage, names},
};

/// Runs all stages, or those named; a stage that fails stops no other.
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    let (chosen, passed_on) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    let stages = select(chosen)?;
    println!("{}", setup::machine(project));
    let results: Vec<_> = stages.into_iter().map(|stage| (stage, timed(stage, project, passed_on))).collect();
    let failed = results.iter().filter(|(_, (outcome, _))| outcome.is_err()).count();
    table(&results);
    // Whoever reads only the end of a long output finds the reason there.
    for (stage, (outcome, _)) in &results {
        if let Err(reason) = outcome {
            println!("\n{}: {reason}", stage.name);
        }
    }
    println!("\n{} passed, {failed} failed", results.len() - failed);
    if failed == 0 { Ok(()) } else { Err("Not everything holds; the table says what.".to_owned()) }
}

fn select(chosen: &[String]) -> Outcome<Vec<&'static Stage>> {
    if let Some(unknown) = chosen.iter().find(|name| !names().contains(&name.as_str())) {
        return Err(format!("There is no stage `{unknown}`; there are {}.", names().join(", ")));
    }
    // One stage alone needs what it runs with, too.
    let wanted =
        |stage: &&Stage| chosen.is_empty() || stage.name == "setup" || chosen.iter().any(|name| name == stage.name);
    Ok(STAGES.iter().filter(wanted).collect())
}

fn timed(stage: &Stage, project: &Project, arguments: &[String]) -> (Outcome, Duration) {
    println!("\n== {}: {}", stage.name, stage.proves);
    let begun = Instant::now();
    let outcome = (stage.work)(project, arguments);
    if let Err(reason) = &outcome {
        println!("{}: {reason}", stage.name);
    }
    (outcome, begun.elapsed())
}

fn table(results: &[(&Stage, (Outcome, Duration))]) {
    println!("\n{:<10} {:>8}  {:<7} proves", "stage", "time", "result");
    for (stage, (outcome, took)) in results {
        let result = if outcome.is_ok() { "passed" } else { "FAILED" };
        println!("{:<10} {:>8}  {result:<7} {}", stage.name, clock(*took), stage.proves);
    }
    println!("{:<10} {:>8}", "all", clock(results.iter().map(|(_, (_, took))| *took).sum()));
}

/// Minutes and seconds.
fn clock(took: Duration) -> String {
    format!("{}:{:04.1}", took.as_secs() / 60, took.as_secs_f64() % 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_that_does_not_exist_is_an_error_and_not_a_silent_nothing() {
        assert!(select(&["fmt".to_owned(), "fnt".to_owned()]).is_err());
        let chosen = select(&["unit".to_owned(), "fmt".to_owned()]).unwrap();
        assert_eq!(chosen.iter().map(|stage| stage.name).collect::<Vec<_>>(), ["setup", "fmt", "unit"]);
        assert_eq!(select(&[]).unwrap().len(), STAGES.len());
    }

    #[test]
    fn times_are_read_as_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_millis(65_400)), "1:05.4");
        assert_eq!(clock(Duration::from_millis(400)), "0:00.4");
    }
}
