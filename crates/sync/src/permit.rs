//! Permits at central (R1, R6): which changes ask for one, what it rests on, and whether it is given. Central loads and locks what
//! one rests on with what the push writes, so that a withdrawal on another node comes before or after and never between.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use feltmappen_domain::record::{ALIVE, Fields, Kind, RecordId, RecordKey};
use feltmappen_domain::rule;
use feltmappen_domain::submittal::{Ask, Submittal, permit};
use uuid::Uuid;

use crate::RecordChange;

/// Whether a change asks for a permit that does not stand already.
pub fn asks(change: &RecordChange, before: Option<&Fields>) -> bool {
    let stands = |path: &str| before.and_then(|fields| fields.get(path)).cloned().unwrap_or_default();
    let mut written = change.changes.iter().filter(|one| !one.is_noop());
    written.any(|one| rule::asks_for_permit(change.key.kind, &one.path) && one.value != stands(one.path.as_str()))
}

/// The records that a permit rests on, as whoever asks for it names them.
pub fn rests_on(change: &RecordChange) -> BTreeSet<RecordKey> {
    if !asks(change, None) {
        return BTreeSet::new();
    }
    let named = |kind: Kind, path: &str| {
        let one = change.changes.iter().find(|one| one.path.as_str() == path)?;
        Some(RecordKey::new(kind, Uuid::try_parse(one.value.as_str()?).ok()?))
    };
    let kinds = [(Kind::Candidate, "candidate"), (Kind::JobOrder, "job_order"), (Kind::Consent, "consent")];
    kinds.into_iter().filter_map(|(kind, path)| named(kind, path)).collect()
}

/// Whether a submittal may be sent, as its commit leaves it. `here` finds a record as the earlier commits leave it.
pub fn given<'a>(
    submittal: &Fields,
    unit: RecordId,
    today: NaiveDate,
    here: impl Fn(RecordKey) -> Option<&'a Fields>,
) -> bool {
    let alive = |fields: &&Fields| fields.flag(ALIVE) != Some(false);
    let find = |kind: Kind, id: Option<RecordId>| here(RecordKey::new(kind, id?)).filter(alive);
    let named = Submittal::new(submittal);
    let ask = Ask {
        submittal,
        candidate: find(Kind::Candidate, named.candidate()),
        job_order: find(Kind::JobOrder, named.job_order()),
        consent: find(Kind::Consent, named.consent()),
        unit,
        today,
    };
    alive(&submittal) && permit(&ask).allowed()
}
