//! Guards: what the author of a change saw and relied on.

use std::collections::BTreeSet;

use feltmappen_domain::merge::group_of;
use feltmappen_domain::record::{ALIVE, Fields, Kind, Path, RANK};
use feltmappen_domain::rule;
use serde_json::Value;

use crate::Change;

/// The guards that belong to changes of one record, whose values before are `fields`. A path that is changed or guarded
/// already gets none. Called where a commit is made; a change without its guards is read as if the author had seen
/// nothing there.
pub fn guard(kind: Kind, fields: &Fields, changes: &[Change]) -> Vec<Change> {
    let mut seen: BTreeSet<Path> = BTreeSet::new();
    let deletes = |path: &str| changes.iter().any(|one| one.path.as_str() == path && one.value == Value::Bool(false));
    let deletes_record = deletes(ALIVE);
    for change in changes.iter().filter(|change| !change.is_noop()) {
        if let Some(group) = group_of(kind, &change.path) {
            seen.extend(
                fields.iter().map(|(path, _)| path).filter(|path| group_of(kind, path) == Some(group)).cloned(),
            );
        }
        if let Some((list, id, field)) = change.path.parse_item() {
            let alive = Path::item(list, id, ALIVE);
            if field != ALIVE {
                seen.insert(alive);
            } else if deletes(alive.as_str()) {
                let of_item = |path: &&Path| path.parse_item().is_some_and(|(l, i, _)| l == list && i == id);
                seen.extend(fields.iter().map(|(path, _)| path).filter(of_item).filter(|path| !is_rank(path)).cloned());
            }
        }
        seen.extend(rule::read_with(kind, &change.path).iter().map(|path| Path::known(path)));
    }
    if fields.flag(ALIVE) == Some(false) {
        seen.insert(Path::known(ALIVE)); // who writes to what he saw deleted is not surprised that it is
    }
    if deletes_record {
        seen.extend(fields.iter().map(|(path, _)| path).filter(|path| !is_rank(path)).cloned());
    }
    let named: BTreeSet<&Path> = changes.iter().map(|change| &change.path).collect();
    seen.into_iter()
        .filter(|path| !named.contains(path))
        .map(|path| {
            let value = fields.get(&path).cloned().unwrap_or_default();
            Change { path, base: value.clone(), value }
        })
        .collect()
}

/// Whether a path guards a change: the guard goes when the change does.
pub(crate) fn guards(kind: Kind, change: &Change, path: &Path) -> bool {
    let group = group_of(kind, &change.path);
    let deletes = change.value == Value::Bool(false);
    let in_item = match (change.path.parse_item(), path.parse_item()) {
        (Some((list, id, ALIVE)), Some((other, other_id, _))) if deletes => list == other && id == other_id,
        (Some((list, id, _)), Some((other, other_id, ALIVE))) => list == other && id == other_id,
        _ => false,
    };
    group.is_some() && group_of(kind, path) == group
        || in_item
        || path.as_str() == ALIVE
        || deletes && change.path.as_str() == ALIVE
        || rule::read_with(kind, &change.path).contains(&path.as_str())
}

/// A place in a list: moving something is no reason to keep it.
pub fn is_rank(path: &Path) -> bool {
    path.last_segment() == RANK
}
