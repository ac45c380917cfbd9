//! Makes a workspace with fictitious data: `demo --home DIR [--records N]`.
//!
//! It is locked with the passphrase in `FELTMAPPEN_DEMO_PASSPHRASE`, since no keyring is at hand here.

use std::{error::Error, path::PathBuf, process::ExitCode};

use feltmappen_app::{App, Demo};
use feltmappen_store::{Keyring, KeyringUnavailable, Place, Secret};

/// What the demo opens with when nothing else is said; the data are invented.
const PASSPHRASE: &str = "kun opdigtede data";

struct NoKeyring;

impl Keyring for NoKeyring {
    fn get(&self, _: &str) -> Result<Option<Secret>, KeyringUnavailable> {
        Err(KeyringUnavailable)
    }

    fn set(&self, _: &str, _: &Secret) -> Result<(), KeyringUnavailable> {
        Err(KeyringUnavailable)
    }

    fn delete(&self, _: &str) -> Result<(), KeyringUnavailable> {
        Err(KeyringUnavailable)
    }
}

fn main() -> ExitCode {
    match make() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {error}");
            ExitCode::FAILURE
        }
    }
}

fn make() -> Result<(), Box<dyn Error>> {
    let (dir, records) = arguments()?;
    std::fs::create_dir_all(&dir)?;
    let app = App::new(Place { dir }, Box::new(NoKeyring), Box::new(now)).with_demo(Demo::Data(records));
    let passphrase = std::env::var("FELTMAPPEN_DEMO_PASSPHRASE").unwrap_or_else(|_| PASSPHRASE.to_owned());
    app.create_workspace(passphrase).map_err(|failure| failure.happened)?;
    app.close();
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "the edge where time comes in")]
fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}

fn arguments() -> Result<(PathBuf, u32), Box<dyn Error>> {
    let mut home = None;
    let mut records = 0;
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} lacks its value"))?;
        match name.as_str() {
            "--home" => home = Some(PathBuf::from(value)),
            "--records" => records = value.parse()?,
            _ => return Err(format!("unknown argument {name}; usage: demo --home DIR [--records N]").into()),
        }
    }
    Ok((home.ok_or("usage: demo --home DIR [--records N]")?, records))
}
