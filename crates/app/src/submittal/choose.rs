//! Which consent a sending rests on: the one in force for exactly this workplace and order. When there is none, the one that
//! explains best why not.

use chrono::NaiveDate;
use feltmappen_domain::{
    consent::{Consent, State, data_items},
    moment::danish_date,
    record::{Fields, Path, Record},
    submittal::Submittal,
};
use serde_json::Value;

/// Whether a submittal is still the one to go on with. A permit holds on its day: the next sending is looked at anew (R5).
pub(super) fn goes_on(submittal: &Submittal<'_>, today: NaiveDate) -> bool {
    submittal.sent_at().is_none() && submittal.permit_at().is_none_or(|permit| danish_date(permit) == Some(today))
}

/// Whether a consent is for exactly this candidate, workplace and order (R1, R9).
pub(super) fn fits(consent: &Consent<'_>, submittal: &Submittal<'_>) -> bool {
    consent.candidate() == submittal.candidate()
        && consent.workplace() == submittal.workplace()
        && consent.job_order() == submittal.job_order()
}

/// The consent to look at.
pub(super) fn best(consents: Vec<Record>, submittal: &Submittal<'_>, today: NaiveDate) -> Option<Record> {
    let fitness = |record: &Record| {
        let consent = Consent::new(&record.fields);
        let state = consent.state(today);
        let near = consent.company().is_some() && consent.company() == submittal.company();
        let rank = match (fits(&consent, submittal), state) {
            (true, state) if state.in_force() => 5,
            (true, State::Draft) => 4,
            (true, _) => 3,
            (false, state) if state.in_force() && consent.job_order() == submittal.job_order() => 2,
            (false, state) if state.in_force() && near => 1,
            (false, _) => 0,
        };
        (rank, consent.finalised_at().map(str::to_owned), record.key.id)
    };
    consents.into_iter().filter(|one| fitness(one).0 > 0).max_by_key(fitness)
}

/// What a submittal begins with: what was consented to, where nothing is chosen yet.
pub(super) fn begin_with(consent: &Fields, submittal: &Fields) -> Vec<(Path, Value)> {
    let mut values = Vec::new();
    if data_items(submittal).is_empty() {
        let paths = data_items(consent).into_iter().filter_map(|code| Path::new(&format!("data.{code}")).ok());
        values.extend(paths.map(|path| (path, Value::Bool(true))));
    }
    if !submittal.filled("channel")
        && let Some(channel) = consent.filled_text("channel")
    {
        values.push((Path::known("channel"), channel.into()));
    }
    values
}
