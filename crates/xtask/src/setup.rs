//! Finds what is missing on this machine and installs it, asking first.

use std::{
    fs,
    io::{IsTerminal, Write},
    path::Path,
    time::{Duration, SystemTime},
};

use crate::{
    Outcome,
    process::{Project, in_ci, output, quiet, read, run},
};

/// What the machine is needed for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To build the app and use it.
    Run,
    /// To run every proof as well.
    Test,
}

/// Debian packages that the build needs, and that the window needs to spell Danish.
const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "perl",
    "file",
    "libwebkit2gtk-4.1-dev",
    "libssl-dev",
    "librsvg2-dev",
    "hunspell-da",
];

/// Debian packages that the proofs need: a screen, a driver, a session bus, a keyring, the accessibility bus, pictures,
/// what counts system calls, the database server of central, what checks and draws PDF, a print system with a printer that
/// needs no paper, and what Python tools are installed with.
const PROOFS: &[&str] = &[
    "xvfb",
    "webkit2gtk-driver",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "at-spi2-core",
    "python3-pyatspi",
    "gir1.2-atspi-2.0",
    "imagemagick",
    "strace",
    "postgresql",
    "qpdf",
    "poppler-utils",
    "cups",
    "printer-driver-cups-pdf",
    "python3-venv",
];

/// Programs from the crate registry that the proofs need, at the versions that were tried.
const TOOLS: &[(&str, &str)] = &[("tauri-driver", "2.1.0"), ("cargo-deny", "0.20.2"), ("cargo-fuzz", "0.13.2")];

/// Programs from the Python registry that the proofs need, at the versions that were tried.
const PYTHON: &[(&str, &str)] = &[("schemathesis", "4.32.5"), ("page-validation", "0.11.0"), ("pdfua", "0.1.3")];

const OLDEST_NODE: (u32, u32) = (20, 19);

/// `cargo xtask setup`.
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    ensure(project, Purpose::Test, arguments.iter().any(|argument| argument == "--yes"))?;
    println!("Everything that is needed is there.");
    Ok(())
}

/// Sees to it that everything needed for the purpose is installed.
pub fn ensure(project: &Project, purpose: Purpose, yes: bool) -> Outcome {
    packages(purpose, yes)?;
    node()?;
    modules(project)?;
    if purpose == Purpose::Test {
        tools(project, yes)?;
        python(project, yes)?;
        if in_ci() {
            drop_stale_builds(project);
        }
    }
    Ok(())
}

fn packages(purpose: Purpose, yes: bool) -> Outcome {
    let proofs = if purpose == Purpose::Test { PROOFS } else { &[] };
    let wanted: Vec<&str> = BUILD.iter().chain(proofs).copied().collect();
    if cfg!(not(target_os = "linux")) {
        return Ok(());
    }
    if quiet("dpkg-query", &["--version"]).is_none() {
        println!("This is not Debian, so nothing is installed. What Debian calls {} is needed.", wanted.join(", "));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    consent(&format!("These Debian packages are missing: {}.", missing.join(" ")), yes)?;
    apt(&["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    apt(&install)
}

fn installed(package: &str) -> bool {
    quiet("dpkg-query", &["--show", "--showformat=${db:Status-Status}", package]).is_some_and(|is| is == "installed")
}

fn apt(arguments: &[&str]) -> Outcome {
    let root = quiet("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    let mut command = std::process::Command::new(if root { "apt-get" } else { "sudo" });
    if !root {
        command.arg("apt-get");
    }
    run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn node() -> Outcome {
    let (major, minor) = OLDEST_NODE;
    let need = format!("Node {major}.{minor} or newer is needed to build the window");
    let version = quiet("node", &["--version"]).ok_or_else(|| format!("{need}; there is none here."))?;
    let version = version.trim();
    match node_version(version) {
        Some(found) if found >= OLDEST_NODE => Ok(()),
        _ => Err(format!("{need}; this is {version}.")),
    }
}

fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// The window's modules, exactly as the lock file says.
fn modules(project: &Project) -> Outcome {
    let ui = project.root.join("ui");
    let changed = |file: &str| fs::metadata(ui.join(file)).and_then(|data| data.modified()).ok();
    let there = changed("node_modules/.package-lock.json");
    if there.is_some() && there >= changed("package-lock.json") {
        return Ok(());
    }
    run(&mut project.npm(["ci", "--no-audit", "--no-fund"]))
}

fn tools(project: &Project, yes: bool) -> Outcome {
    let list = fs::read_to_string(project.tools().join(".crates.toml")).unwrap_or_default();
    let missing: Vec<_> =
        TOOLS.iter().filter(|(name, version)| !list.contains(&format!("\"{name} {version} "))).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = missing.iter().map(|(name, version)| format!("{name} {version}")).collect();
    consent(&format!("These tools are missing: {}. They go into target/tools.", names.join(", ")), yes)?;
    let build = project.target.join("tools-build");
    for (name, version) in missing {
        let mut install = project.cargo(["install", "--locked", "--debug", name, "--version", version]);
        run(install.arg("--root").arg(project.tools()).env("CARGO_TARGET_DIR", &build))?;
    }
    // What is left of building them is never needed again.
    let _ = fs::remove_dir_all(build);
    Ok(())
}

fn python(project: &Project, yes: bool) -> Outcome {
    for (name, version) in PYTHON {
        let program = project.python(name).with_file_name("python");
        // Not every package has a program that could say its version.
        let ask = format!("import importlib.metadata as installed; print(installed.version('{name}'))");
        let there = program.to_str().and_then(|program| quiet(program, &["-c", &ask]));
        if there.is_some_and(|said| said.trim() == *version) {
            continue;
        }
        consent(&format!("This Python tool is missing: {name} {version}. It goes into target/tools."), yes)?;
        let home = project.tools().join(name);
        run(project.command("python3").args(["-m", "venv", "--clear"]).arg(&home))?;
        let pip = program.with_file_name("pip");
        run(project.command(pip).args(["install", "--quiet", "--no-input", &format!("{name}=={version}")]))?;
    }
    Ok(())
}

/// Asks before anything is installed. Nobody to ask is an answer too.
fn consent(what: &str, yes: bool) -> Outcome {
    println!("{what}");
    if yes || in_ci() {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err("Nobody is here to say yes. Install them, or give --yes.".to_owned());
    }
    print!("Install them now? [y/N] ");
    let mut answer = String::new();
    std::io::stdout()
        .flush()
        .and_then(|()| std::io::stdin().read_line(&mut answer))
        .map_err(|error| error.to_string())?;
    if answer.trim().eq_ignore_ascii_case("y") { Ok(()) } else { Err("Nothing was installed.".to_owned()) }
}

/// A target folder that many clones share keeps the dependencies for good, and this project's own old builds for days.
fn drop_stale_builds(project: &Project) {
    const KEPT: Duration = Duration::from_hours(72);
    for folder in ["deps", ".fingerprint", "build", "examples"] {
        let Ok(entries) = fs::read_dir(project.target.join("debug").join(folder)) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let own = ["feltmappe", "libfeltmappen", "xtask"].iter().any(|prefix| name.starts_with(prefix));
            if own && older_than(&entry.path(), KEPT) {
                let path = entry.path();
                let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            }
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "the age of files on this machine")]
fn older_than(path: &Path, age: Duration) -> bool {
    let modified = fs::metadata(path).and_then(|data| data.modified());
    modified.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|since| since > age))
}

/// The machine in a line, for the head of a test run.
pub fn machine(project: &Project) -> String {
    let rust = output(&mut project.cargo(["--version"])).unwrap_or_default();
    let node = quiet("node", &["--version"]).unwrap_or_default();
    let system = read(Path::new("/etc/os-release")).unwrap_or_default();
    let system =
        system.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).unwrap_or(std::env::consts::OS).to_owned();
    format!("{} · {} · Node {}", system.trim_matches('"'), rust.trim(), node.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_is_compared_by_number_and_not_by_letter() {
        assert_eq!(node_version("v20.19.4"), Some((20, 19)));
        assert!(node_version("v9.99.0").unwrap() < OLDEST_NODE);
        assert!(node_version("v20.9.0").unwrap() < OLDEST_NODE);
        assert!(node_version("v22.1.0").unwrap() > OLDEST_NODE);
        assert_eq!(node_version("20.19.4"), None);
    }
}
