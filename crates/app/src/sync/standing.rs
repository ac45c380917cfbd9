//! How far one record has come: the corner's sentence for one record alone.

use feltmappen_domain::{record::RecordKey, schema};

use crate::{App, Outcome, api::Standing};

impl App {
    /// Whether all that was written to a record has been sent.
    pub fn standing(&self, key: RecordKey) -> Outcome<Standing> {
        let open = self.opened()?;
        let standing = open.workspace.standing(&key)?;
        let drafts = open.workspace.drafts(&key)?;
        let typed = drafts.iter().any(|draft| schema::check(key.kind, &draft.path, &draft.value).is_some());
        // What rests on something refused is not on its way either; to find it costs more, and it is rare.
        let waits = standing.waits
            || typed
            || (standing.unsent > 0 && open.workspace.sync_counts()?.held > 0 && {
                let held = open.workspace.held_back()?;
                held.iter().flat_map(|one| &one.commit.records).any(|record| record.key == key)
            });
        Ok(match (waits, standing.unsent) {
            (true, _) => Standing::Waits,
            (false, 0) => Standing::Sent,
            (false, _) => Standing::SavedHere,
        })
    }
}
