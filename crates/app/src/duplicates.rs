//! *Saml dubletter*: two companies that are one.

use std::collections::BTreeMap;

use feltmappen_domain::{
    merge,
    record::{ALIVE, Fields, Kind, Path, RecordId, RecordKey},
    schema,
};
use feltmappen_store::Likeness;
use serde_json::Value;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{Duplicate, RecordView},
    edit::changes_to,
};

impl App {
    /// Makes one company of two. The dropped one's workplaces, contacts, orders, visits and promises move; where the kept one has nothing,
    /// the dropped one's value is taken; notes are joined. The dropped one stays as an alias and can be brought back.
    pub fn merge_companies(&self, keep: RecordId, drop: RecordId) -> Outcome<RecordView> {
        let open = self.opened()?;
        let key = |id| RecordKey { kind: Kind::Company, id };
        let kept = open.workspace.record(&key(keep))?.ok_or(ErrorCode::NotHere)?;
        let dropped = open.workspace.record(&key(drop))?.ok_or(ErrorCode::NotHere)?;
        if keep == drop {
            return self.view(&open, key(keep));
        }
        let mut records = vec![
            changes_to(&kept, gained(&kept.fields, &dropped.fields)),
            changes_to(
                &dropped,
                vec![(Path::known("alias_of"), keep.to_string().into()), (Path::known(ALIVE), Value::Bool(false))],
            ),
        ];
        for kind in [Kind::Workplace, Kind::Contact, Kind::JobOrder, Kind::Visit, Kind::Promise] {
            for child in open.workspace.children(drop, kind)? {
                records.push(changes_to(&child, vec![(Path::known("company"), keep.to_string().into())]));
            }
        }
        self.commit(&open, open.me()?, "merge", records)?;
        self.view(&open, key(keep))
    }

    /// Companies that look like one: the same CVR number, or the same name.
    pub(crate) fn duplicates(&self, open: &Open) -> Outcome<Vec<Duplicate>> {
        let mut pairs: BTreeMap<(RecordKey, RecordKey), Likeness> = BTreeMap::new();
        for (first, second, likeness) in open.workspace.lookalikes(Kind::Company)? {
            let pair = if first < second { (first, second) } else { (second, first) };
            pairs.entry(pair).or_insert(likeness);
        }
        let duplicates = pairs.into_iter().map(|((first, second), likeness)| {
            Ok(Duplicate {
                first: self.named(open, &first)?,
                second: self.named(open, &second)?,
                reason: match likeness {
                    Likeness::Number => "De har samme CVR-nummer.",
                    Likeness::Title => "De har samme navn.",
                }
                .to_owned(),
            })
        });
        duplicates.collect()
    }
}

/// What the kept company gains from the dropped one; never a value that it has itself.
fn gained(kept: &Fields, dropped: &Fields) -> Vec<(Path, Value)> {
    let group = |path: &Path| merge::group_of(Kind::Company, path);
    // What only means something together is taken together or not at all.
    let has = |path: &Path| {
        kept.get(path).is_some() || kept.iter().any(|(own, _)| group(path).is_some() && group(own) == group(path))
    };
    // Whether it lives is its own affair: one that has landed is not said to, and still does.
    let mut gained: Vec<_> = dropped
        .iter()
        .filter(|(path, _)| path.as_str() != ALIVE && !has(path))
        .map(|(path, value)| (path.clone(), value.clone()))
        .collect();
    if let (Some(mine), Some(theirs)) = (kept.text("notes"), dropped.text("notes"))
        && mine != theirs
    {
        let notes = (Path::known("notes"), Value::from(format!("{mine}\n\n{theirs}")));
        // Too long together: the dropped company keeps its own, and can be brought back.
        gained.extend(schema::check(Kind::Company, &notes.0, &notes.1).is_none().then_some(notes));
    }
    gained
}
