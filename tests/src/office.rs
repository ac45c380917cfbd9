//! An office: central as a process on a database of its own, and whoever is enrolled there.

use std::path::Path;

use tempfile::TempDir;

use crate::{
    Home, Launch, Window,
    central::{Central, enrol, operate},
};

/// The unit of the demo, as the app names it.
pub const UNIT: &str = "019aa1b2-7c00-7000-8000-0000000000e1";
/// A consultant of the demo, who made its data.
pub const MAJA: &str = "019aa1b2-7c00-7000-8000-0000000000a1";
/// Another one, who has them from central.
pub const SOREN: &str = "019aa1b2-7c00-7000-8000-0000000000a2";

/// A running central. Its files go with the value.
pub struct Office {
    folder: TempDir,
    database: String,
    _central: Central,
    /// Where central listens: host and port.
    pub listens: String,
}

impl Default for Office {
    fn default() -> Self {
        Self::open()
    }
}

impl Office {
    /// Starts central on an empty database.
    #[must_use]
    pub fn open() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = format!("sqlite:{}", folder.path().join("central.db").display());
        let central = Central::start(&database, folder.path());
        let listens = central.listens.clone();
        Self { folder, database, _central: central, listens }
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address without a network of the proof's own in between.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.listens)
    }

    /// A token for a device of somebody.
    #[must_use]
    pub fn enrol(&self, unit: &str, employee: &str) -> String {
        enrol(&self.database, self.folder(), unit, employee).1
    }

    /// What central has, in its operator's words.
    #[must_use]
    pub fn verify(&self) -> String {
        operate(&self.database, self.folder(), &["verify"]).expect("central's data hold")
    }

    /// Opens the window of somebody who is enrolled, as `cargo xtask run` does.
    pub async fn window(
        &self,
        home: &Home,
        launch: Launch,
        address: &str,
        employee: &str,
        begins_with: &str,
    ) -> Window {
        let given = home.everything().join("given");
        std::fs::write(&given, format!("{address}\n{}\n", self.enrol(UNIT, employee))).expect("the file is written");
        launch.variable("FELTMAPPEN_DEMO", begins_with).variable("FELTMAPPEN_CENTRAL", given).open(home).await
    }
}
