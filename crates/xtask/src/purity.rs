//! The pure rooms stay pure: no clock, no disk, no network, no window comes in through a dependency.

use crate::{
    Outcome,
    process::{Project, output},
};

const PURE: &[&str] = &["feltmappen-domain", "feltmappen-sync"];
const BARRED: &[&str] =
    &["tokio", "async-std", "rusqlite", "libsqlite3-sys", "reqwest", "hyper", "axum", "tauri", "wry", "keyring"];

/// Fails when a pure crate has come to depend on a barred one.
pub fn check(project: &Project) -> Outcome {
    for package in PURE {
        let tree = output(&mut project.cargo([
            "tree",
            "--package",
            package,
            "--edges",
            "normal,build",
            "--target",
            "all",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ]))?;
        if let Some(barred) = first_barred(&tree) {
            return Err(format!("{package} has come to depend on {barred}; the pure rooms must not."));
        }
        println!("{package} is pure");
    }
    Ok(())
}

fn first_barred(tree: &str) -> Option<&str> {
    tree.lines().filter_map(|line| line.split(' ').next()).find(|name| BARRED.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planted_dependency_is_found() {
        assert_eq!(first_barred("feltmappen-domain v0.1.0\nserde v1.0.0\n"), None);
        assert_eq!(first_barred("feltmappen-domain v0.1.0\nserde v1.0.0\ntokio v1.54.1\n"), Some("tokio"));
    }
}
