//! Once a week what is here is looked through: a record that was lost here is fetched again without anybody missing it first.

use chrono::{Days, NaiveDate};
use feltmappen_store::{StoreError, Workspace};

/// Setting: the day on which that was last done.
const LOOKED_THROUGH: &str = "sync.looked_through";
const EVERY: Days = Days::new(7);

/// Looks through it when a week has gone, or the clock has. The first week begins with what has just been read.
pub(super) fn look_through(workspace: &Workspace, now: &str) -> Result<(), StoreError> {
    let Some(today) = day(now) else { return Ok(()) };
    let last = workspace.setting(LOOKED_THROUGH)?;
    if let Some(last) = last.as_ref().and_then(|last| day(last.as_str()?)) {
        if last <= today && today < last + EVERY {
            return Ok(());
        }
        workspace.look_through()?;
    }
    workspace.set_setting(LOOKED_THROUGH, &today.to_string().into(), now)
}

fn day(text: &str) -> Option<NaiveDate> {
    text.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use feltmappen_store::{NewSlots, Passphrase, Place};

    use super::*;

    #[test]
    fn once_a_week_and_when_the_clock_has_gone_back() {
        let folder = tempfile::tempdir().unwrap();
        let word = Passphrase::new("tre ord at huske".into());
        let slots = NewSlots { keyring: None, passphrase: Some(&word) };
        let first = "2026-11-24T10:34:00Z";
        let workspace = Workspace::create(&Place::new(folder.path().join("mappe")), slots, first).unwrap();
        let noted = |now: &str| {
            look_through(&workspace, now).unwrap();
            workspace.setting(LOOKED_THROUGH).unwrap().unwrap().as_str().unwrap().to_owned()
        };
        let days = [
            (first, "2026-11-24"),
            ("2026-11-30T10:34:00Z", "2026-11-24"),
            ("2026-12-01T00:00:00Z", "2026-12-01"),
            ("2016-01-01T00:00:00Z", "2016-01-01"),
        ];
        for (now, day) in days {
            assert_eq!(noted(now), day, "at {now}");
        }
    }
}
