//! Consents: made from a candidate and an order, given, finalised and withdrawn (D232, R1–R11, L5).

mod finalise;
pub(crate) mod papers;
mod proof;
mod scan;
mod scan_file;
mod signature;
mod wallet;
mod withdraw;

use feltmappen_domain::{
    consent::{Consent, State, data_items, finalise_problems},
    form::consent_form,
    record::{Fields, Kind, Path, Record, RecordId, RecordKey},
    schema::DATA_ITEMS,
    visit::danish_day,
};
use feltmappen_store::AccessAction;
use serde_json::Value;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{ConsentObstacle, ConsentView, Named, PlaceView, RecordView},
    labels,
    time::danish_words,
};

impl App {
    /// A consent for a candidate and an order: the one that is begun, or a new one. Nothing is ticked beforehand (L1).
    pub fn new_consent(&self, order: RecordKey, candidate: RecordKey) -> Outcome<RecordView> {
        let open = self.opened()?;
        if order.kind != Kind::JobOrder || candidate.kind != Kind::Candidate {
            return Err(ErrorCode::BadValue.into());
        }
        let job = open.workspace.record(&order)?.filter(Record::alive).ok_or(ErrorCode::NotHere)?;
        let who = open.workspace.record(&candidate)?.filter(Record::alive).ok_or(ErrorCode::NotHere)?;
        let begun = open.workspace.children(candidate.id, Kind::Consent)?.into_iter().find(|one| {
            let consent = Consent::new(&one.fields);
            consent.finalised_at().is_none()
                && consent.withdrawn_at().is_none()
                && consent.job_order() == Some(order.id)
                && consent.workplace() == job.fields.id("workplace")
        });
        if let Some(begun) = begun {
            return self.consent_found(&open, begun.key);
        }
        let mut values = vec![
            ("candidate", Value::from(candidate.id.to_string())),
            ("job_order", order.id.to_string().into()),
            ("purpose", purpose(&who.fields, &job.fields).into()),
        ];
        for path in ["company", "workplace"] {
            values.extend(job.fields.id(path).map(|id| (path, Value::from(id.to_string()))));
        }
        let key = RecordKey::new(Kind::Consent, self.new_id()?);
        self.make(&open, open.me()?, key, "create", values)?;
        self.view(&open, key)
    }

    /// A new version of a consent that can no longer be changed (R11): for the same place and order, with nothing ticked.
    pub fn new_consent_version(&self, key: RecordKey) -> Outcome<RecordView> {
        let open = self.opened()?;
        let old = consent_record(&open, key)?;
        if !old.fields.filled("finalised_at") {
            return Err(ErrorCode::WrongStep.into());
        }
        let of_candidate = old.fields.id("candidate").ok_or(ErrorCode::NotHere)?;
        let begun = open.workspace.children(of_candidate, Kind::Consent)?.into_iter().find(|one| {
            let consent = Consent::new(&one.fields);
            consent.replaces() == Some(key.id) && consent.finalised_at().is_none()
        });
        if let Some(begun) = begun {
            return self.consent_found(&open, begun.key);
        }
        let kept = ["candidate", "company", "workplace", "job_order", "purpose", "channel"];
        let mut values: Vec<(&'static str, Value)> =
            kept.into_iter().filter_map(|path| Some((path, old.fields.get(path)?.clone()))).collect();
        values.push(("replaces", key.id.to_string().into()));
        let new = RecordKey::new(Kind::Consent, self.new_id()?);
        self.make(&open, open.me()?, new, "create", values)?;
        self.view(&open, new)
    }

    /// A consent that was there already: somebody looks at it, and nothing that is written says so (R78).
    fn consent_found(&self, open: &Open, key: RecordKey) -> Outcome<RecordView> {
        let view = self.view(open, key)?;
        self.log(open, AccessAction::Read, &[key], "consent");
        Ok(view)
    }

    /// What a consent's page shows beside its fields, drafts included. Who asks logs what was asked for: a look is a read, and
    /// a save is a change already (R78).
    pub(crate) fn consent_view(&self, open: &Open, shown: &Record) -> Outcome<ConsentView> {
        let consent = Consent::new(&shown.fields);
        let today = self.danish_now().date_naive();
        let state = consent.state(today);
        let named = |kind, id: Option<RecordId>| -> Outcome<Named> {
            let key = RecordKey::new(kind, id.unwrap_or_default());
            match open.workspace.record(&key)? {
                Some(record) => self.describe(open, &record),
                None => Ok(Named { key, name: String::new(), detail: String::new() }),
            }
        };
        let candidate = named(Kind::Candidate, consent.candidate())?;
        let order = named(Kind::JobOrder, consent.job_order())?;
        let parts = self.consent_parts(open, shown)?;
        let authority = papers::authority_name(&parts);
        let of_candidate = consent.candidate().map(|id| open.workspace.children(id, Kind::Submittal)).transpose()?;
        let of_candidate = of_candidate.unwrap_or_default();
        let waits = of_candidate.iter().find(|one| {
            one.fields.id("job_order") == consent.job_order()
                && one.fields.id("workplace") == consent.workplace()
                && !one.fields.filled("sent.at")
        });
        let siblings = consent.candidate().map(|id| open.workspace.children(id, Kind::Consent)).transpose()?;
        let replaced =
            siblings.unwrap_or_default().into_iter().find(|one| one.fields.id("replaces") == Some(shown.key.id));
        Ok(ConsentView {
            state,
            says: self.state_words(&consent, state),
            lead: format!("{} giver {authority} lov til at sende CV-oplysninger til ét arbejdssted.", candidate.name),
            recipient: self.place_view(open, consent.company(), consent.workplace())?,
            job: self.job_title(open, consent.job_order())?,
            problems: if state == State::Draft { self.obstacles(open, shown)? } else { Vec::new() },
            employer: papers::employer_pieces(&parts, self.danish_now()),
            items: item_words(&shown.fields),
            channel: labels::words(Kind::Consent, &Path::known("channel"), consent.channel().unwrap_or_default()),
            until: consent.valid_until().map(danish_day).unwrap_or_default(),
            sent: self.sent_on(open, shown.key.id, &of_candidate)?,
            submittal: waits.map(|one| one.key),
            replaced_by: replaced.map(|one| one.key),
            candidate,
            order,
            authority,
        })
    }

    /// What stands in the way of finalising: what the consent lacks, what the papers lack, and what cannot be drawn.
    fn obstacles(&self, open: &Open, record: &Record) -> Outcome<Vec<ConsentObstacle>> {
        let consent = Consent::new(&record.fields);
        let place = self.place_view(open, consent.company(), consent.workplace())?;
        let called = format!("{}, {}", place.company, place.street);
        let problems = finalise_problems(&record.fields, &called, self.danish_now().date_naive());
        let mut found: Vec<_> = problems
            .into_iter()
            .map(|one| ConsentObstacle {
                code: serde_json::to_value(one.code)
                    .ok()
                    .and_then(|code| code.as_str().map(str::to_owned))
                    .unwrap_or_default(),
                path: one.path,
                record: None,
                message: one.message.to_owned(),
            })
            .collect();
        let parts = self.consent_parts(open, record)?;
        found.extend(papers::obstacles(&parts, self.danish_now()));
        Ok(found)
    }

    /// A workplace with what tells it from every other.
    pub(crate) fn place_view(
        &self,
        open: &Open,
        company: Option<RecordId>,
        workplace: Option<RecordId>,
    ) -> Outcome<PlaceView> {
        let found = |kind, id: Option<RecordId>| -> Outcome<Option<Record>> {
            Ok(id.map(|id| open.workspace.record(&RecordKey::new(kind, id))).transpose()?.flatten())
        };
        let place = found(Kind::Workplace, workplace)?;
        let of_place = place.as_ref().and_then(|place| place.fields.id("company"));
        let company = found(Kind::Company, company.or(of_place))?;
        let text = |record: &Option<Record>, path: &str| {
            record.as_ref().and_then(|record| record.fields.filled_text(path)).map(str::to_owned)
        };
        let name = text(&company, "name").unwrap_or_default();
        let p_number = text(&place, "p_number").map(|number| format!("P-nummer {}", papers::p_number(&number)));
        let street = text(&place, "address.street").or_else(|| text(&place, "name")).unwrap_or_default();
        Ok(PlaceView {
            key: place.as_ref().map(|place| place.key),
            street,
            city: text(&place, "address.city").unwrap_or_default(),
            company: [Some(name).filter(|name| !name.is_empty()), p_number]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    /// What an order's job is called.
    pub(crate) fn job_title(&self, open: &Open, order: Option<RecordId>) -> Outcome<String> {
        let Some(id) = order else { return Ok(String::new()) };
        let order = open.workspace.record(&RecordKey::new(Kind::JobOrder, id))?;
        Ok(order.and_then(|order| order.fields.filled_text("title").map(str::to_owned)).unwrap_or_default())
    }

    /// What a consent is today, in words.
    pub(crate) fn state_words(&self, consent: &Consent<'_>, state: State) -> String {
        let until = consent.valid_until().map(danish_day).unwrap_or_default();
        match state {
            State::Draft => "Ikke færdigt".to_owned(),
            State::SaysTooLittle => "Siger ikke nok til at sende på".to_owned(),
            State::Valid => format!("Gyldigt til og med {until}"),
            State::EndingSoon => format!("Udløber snart: gyldigt til og med {until}"),
            State::Expired => format!("Udløbet. Det gjaldt til og med {until}"),
            State::Withdrawn => {
                let when = danish_words(consent.withdrawn_at().unwrap_or_default(), self.danish_now().date_naive());
                format!("Trukket tilbage {when}")
            }
        }
    }
}

/// A consent that is here.
pub(crate) fn consent_record(open: &Open, key: RecordKey) -> Outcome<Record> {
    if key.kind != Kind::Consent {
        return Err(ErrorCode::BadValue.into());
    }
    Ok(open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?)
}

/// The data that are named, in the words of the form.
pub(crate) fn item_words(fields: &Fields) -> Vec<String> {
    let chosen = data_items(fields);
    let words = |code: &str, words: &str| match fields.filled_text("data.attachment_names") {
        Some(names) if code == "attachment" => format!("{words}: {names}"),
        _ => words.to_owned(),
    };
    DATA_ITEMS.iter().filter(|(code, _)| chosen.contains(code)).map(|(code, said)| words(code, said)).collect()
}

/// One sentence that names this job (R3).
fn purpose(candidate: &Fields, order: &Fields) -> String {
    let whole = candidate.filled_text("name").unwrap_or("borgeren");
    let first = whole.split_whitespace().next().unwrap_or(whole);
    let job = order.filled_text("title").map(|title| format!(" som {}", uncapitalised(title))).unwrap_or_default();
    format!("Virksomheden kan vurdere, om {first} skal til samtale om jobbet{job}.")
}

/// A title inside a sentence; one that is written in capitals, such as SOSU-hjælper, stays as it is.
fn uncapitalised(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

/// What a field of the consent's form is called.
fn label_of(path: &str) -> String {
    let form = consent_form();
    form.fields()
        .find(|(_, field)| field.path.as_str() == path)
        .map(|(_, field)| field.label.clone())
        .unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r3_a_purpose_names_the_job_inside_a_sentence() {
        let fields = |path, text: &str| [(Path::known(path), Value::from(text))].into_iter().collect::<Fields>();
        let amina = fields("name", "Amina Prøve");
        let said = |title| purpose(&amina, &fields("title", title));
        assert_eq!(said("Kok"), "Virksomheden kan vurdere, om Amina skal til samtale om jobbet som kok.");
        assert_eq!(
            said("SOSU-hjælper"),
            "Virksomheden kan vurdere, om Amina skal til samtale om jobbet som SOSU-hjælper."
        );
        assert_eq!(purpose(&amina, &Fields::new()), "Virksomheden kan vurdere, om Amina skal til samtale om jobbet.");
    }
}
