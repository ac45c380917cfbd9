//! `cargo xtask run`: from a fresh clone to open windows of consultants who share their work through central.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Child,
};

use crate::{
    Outcome,
    node::{self, Node},
    process::{Project, run},
    setup::{self, Purpose},
    ui,
};

/// The window's program.
pub const APP: &str = "feltmappen";
/// Generated records beside the written ones in the demo.
const RECORDS: u32 = 60;
/// The unit of the demo, as the app names it.
const UNIT: &str = "019aa1b2-7c00-7000-8000-0000000000e1";
/// Its consultants, one for each window: the word for the app, the id and the name.
const PEOPLE: [(&str, &str, &str); 2] = [
    ("maja", "019aa1b2-7c00-7000-8000-0000000000a1", "Maja Thorsen"),
    ("soren", "019aa1b2-7c00-7000-8000-0000000000a2", "Søren Bech"),
];

/// Sets up, builds, starts central and opens the windows on workspaces with fictitious data.
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    let devices = devices(arguments)?;
    let records = option(arguments, "--records")?.unwrap_or(RECORDS);
    has_screen()?;
    setup::ensure(project, Purpose::Run, arguments.iter().any(|argument| argument == "--yes"))?;
    ui::build_if_changed(project)?;
    run(&mut project.build(["--bin", APP, "--bin", node::PROGRAM]))?;
    let demo = Demo::open(project)?;
    let filled = node::records(project, &demo.database)? > 0;
    let mut windows = Vec::new();
    for (number, person) in PEOPLE.iter().enumerate().take(devices) {
        // The first one makes the data, once; everybody else gets them from central.
        let begins_with = if number == 0 && !filled { records.to_string() } else { person.0.to_owned() };
        windows.push((person.2, demo.window(project, number + 1, person, &begins_with)?));
    }
    let ended: Vec<_> = windows.into_iter().map(|(name, mut window)| (name, window.wait())).collect();
    match ended.into_iter().find(|(_, ended)| !ended.as_ref().is_ok_and(std::process::ExitStatus::success)) {
        Some((name, _)) => Err(format!("The window of {name} did not end well.")),
        None => Ok(()),
    }
}

fn devices(arguments: &[String]) -> Outcome<usize> {
    match option(arguments, "--devices")?.map(usize::try_from) {
        None => Ok(1),
        Some(Ok(number)) if (1..=PEOPLE.len()).contains(&number) => Ok(number),
        Some(_) => Err(format!("--devices takes 1 to {}: as many consultants the demo has.", PEOPLE.len())),
    }
}

/// The folder of the demo, with central running in it.
struct Demo {
    folder: PathBuf,
    database: String,
    central: Node,
    /// Held as long as the demo runs: two centrals on one file would be in each other's way.
    _alone: fs::File,
}

impl Demo {
    fn open(project: &Project) -> Outcome<Self> {
        let folder = project.target.join("demo");
        let central = folder.join("central");
        fs::create_dir_all(&central).map_err(|error| format!("{} cannot be made: {error}.", central.display()))?;
        let open = |name: &str| {
            let file = central.join(name);
            let opened = fs::File::options().create(true).append(true).open(&file);
            opened.map_err(|error| format!("{} cannot be written: {error}.", file.display()))
        };
        let alone = open("running")?;
        if alone.try_lock().is_err() {
            return Err("The demo is open already.".to_owned());
        }
        let database = format!("sqlite:{}", central.join("central.db").display());
        let node = Node::start(project, &database, &[], Some(open("central.log")?))?;
        println!("central answers at {}; its log is {}", node.url, central.join("central.log").display());
        Ok(Self { folder, database, central: node, _alone: alone })
    }

    /// Opens the window of a person, enrolled at central when it has not been before.
    fn window(
        &self,
        project: &Project,
        number: usize,
        person: &(&str, &str, &str),
        begins_with: &str,
    ) -> Outcome<Child> {
        let given = self.folder.join(format!("central/device-{number}"));
        let known = fs::read_to_string(&given).ok();
        let token = match known.as_ref().and_then(|text| text.lines().nth(1)) {
            Some(token) => token.to_owned(),
            None => node::enrol(project, &self.database, UNIT, person.1)?,
        };
        // The port is another one each time.
        write_private(&given, &format!("{}\n{token}\n", self.central.url))?;
        println!("{} works in {}", person.2, self.folder.join(format!("device-{number}")).display());
        let mut window = project.command(project.built(APP));
        window
            .env("FELTMAPPEN_HOME", self.folder.join(format!("device-{number}")))
            .env("FELTMAPPEN_CENTRAL", &given)
            .env("FELTMAPPEN_DEMO", begins_with);
        window.spawn().map_err(|error| format!("The window cannot be opened: {error}."))
    }
}

/// Writes a file that nobody else on this computer can read.
fn write_private(file: &Path, text: &str) -> Outcome {
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(file).and_then(|mut out| out.write_all(text.as_bytes()));
    written.map_err(|error| format!("{} cannot be written: {error}.", file.display()))
}

fn has_screen() -> Outcome {
    let named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !named("DISPLAY") && !named("WAYLAND_DISPLAY") {
        return Err(
            "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened. \
                    `cargo xtask test` brings a screen of its own."
                .to_owned(),
        );
    }
    Ok(())
}

/// The number after an option.
pub fn option(arguments: &[String], name: &str) -> Outcome<Option<u32>> {
    let Some(at) = arguments.iter().position(|argument| argument == name) else { return Ok(None) };
    let value = arguments.get(at + 1).and_then(|value| value.parse().ok());
    value.map(Some).ok_or_else(|| format!("{name} needs a number."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn as_many_windows_as_there_are_people() {
        assert_eq!(devices(&words(&["--records", "2"])), Ok(1));
        assert_eq!(devices(&words(&["--devices", "2"])), Ok(2));
        for wrong in ["0", "3", "two"] {
            assert!(devices(&words(&["--devices", wrong])).is_err(), "{wrong}");
        }
    }

    /// The app is far too large a dependency for this program, so the ids stand in both.
    #[test]
    fn the_people_are_those_of_the_app() {
        let app = include_str!("../../app/src/demo/people.rs");
        for (_, id, name) in PEOPLE {
            assert!(app.contains(id) && app.contains(name), "{name}");
        }
        assert!(app.contains(UNIT));
    }
}
