//! The answer as its page shows it: no and the reason, both addresses, the ways on, and what was checked.

use feltmappen_domain::{
    candidate::CvStatus,
    consent::Consent,
    order::JobOrder,
    record::{Kind, Path, Record, RecordId, RecordKey},
    submittal::{Check, CheckCode, Cover, Reason, Ruling, Submittal},
};

use super::{Around, words};
use crate::{
    App, Open, Outcome,
    api::{Named, PermitLine, PermitNext, PermitNextCode, PermitView, PlaceView},
    consent::item_words,
    labels,
    time::danish_words,
};

impl App {
    pub(super) fn permit_shown(&self, open: &Open, around: &Around) -> Outcome<PermitView> {
        let submittal = Submittal::new(&around.submittal.fields);
        let consent = around.consent.as_ref().map(|one| Consent::new(&one.fields));
        let decision = self.decide_on(open, around)?;
        let cover = self.covered(around);
        let reason = decision.reason();
        let sends_to = self.place_view(open, submittal.company(), submittal.workplace())?;
        let consented = consent.filter(|_| needs_consent(&decision.checks));
        let consented_to = consented.map(|one| self.place_view(open, one.company(), one.workplace())).transpose()?;
        let candidate = self.named_or_blank(open, Kind::Candidate, submittal.candidate())?;
        let order = self.named_or_blank(open, Kind::JobOrder, submittal.job_order())?;
        let first = candidate.name.split_whitespace().next().unwrap_or("borgeren").to_owned();
        let [headline, lead] = match (cover, submittal.permit_at(), reason) {
            (Cover::Uncovered, ..) => words::UNCOVERED,
            (Cover::Covered, ..) => words::SENT,
            (Cover::NotSent, _, Some(reason)) => words::no(reason),
            (Cover::NotSent, Some(_), None) => words::PERMITTED,
            (Cover::NotSent, None, None) => words::YES,
        };
        let mut checks = Vec::new();
        for check in decision.checks.iter().filter(|check| check.ruling != Ruling::NotNeeded) {
            checks.push(self.line(open, around, *check, &sends_to, consented_to.as_ref())?);
        }
        checks.sort_by_key(|line| !matches!(line.check.ruling, Ruling::No(_)));
        let better = self.best_consent(open, around)?.map(|one| one.key.id);
        let next = if cover == Cover::NotSent {
            self.ways_on(open, around, reason, &sends_to, consented_to.as_ref(), &first)?
        } else {
            Vec::new()
        };
        Ok(PermitView {
            key: around.submittal.key,
            title: format!("Må jeg sende {} CV?", of(&candidate.name)),
            allowed: reason.is_none(),
            reason,
            headline: headline.to_owned(),
            lead: lead.replace("{}", &first),
            consented_to,
            sends_to,
            checks,
            next,
            consent: around.consent.as_ref().map(|one| self.describe(open, one)).transpose()?,
            stale: submittal.permit_at().is_none() && submittal.sent_at().is_none() && better != submittal.consent(),
            permit_at: submittal.permit_at().map(str::to_owned),
            sent_at: submittal.sent_at().map(str::to_owned),
            cover,
            to_review: cover == Cover::Uncovered && submittal.reviewed_at().is_none(),
            told_at: submittal.told_at().map(str::to_owned),
            follow_up: submittal.follow_up().map(str::to_owned),
            candidate,
            order,
        })
    }

    fn named_or_blank(&self, open: &Open, kind: Kind, id: Option<RecordId>) -> Outcome<Named> {
        let key = RecordKey::new(kind, id.unwrap_or_default());
        match open.workspace.record(&key)? {
            Some(record) => self.describe(open, &record),
            None => Ok(Named { key, name: String::new(), detail: String::new() }),
        }
    }

    /// A check with where its answer comes from, and when.
    fn line(
        &self,
        open: &Open,
        around: &Around,
        check: Check,
        sends_to: &PlaceView,
        consented_to: Option<&PlaceView>,
    ) -> Outcome<PermitLine> {
        let submittal = Submittal::new(&around.submittal.fields);
        let consent = around.consent.as_ref().map(|one| Consent::new(&one.fields));
        let today = self.danish_now().date_naive();
        let refused = matches!(check.ruling, Ruling::No(_));
        let channel =
            |code: Option<&str>| labels::words(Kind::Submittal, &Path::known("channel"), code.unwrap_or_default());
        let source = match check.code {
            CheckCode::CvChecked => match submittal.cv_checked_at() {
                Some(at) => format!("Kontrolleret på Jobnet {}", danish_words(at, today)),
                None => "Ikke kontrolleret endnu".to_owned(),
            },
            CheckCode::Consent => match &around.consent {
                Some(one) => format!("Til {}", consent_place(self, open, one)?),
                None => "Intet samtykke".to_owned(),
            },
            CheckCode::ConsentCandidate => self.named_or_blank(open, Kind::Candidate, submittal.candidate())?.name,
            CheckCode::ConsentWorkplace => {
                let consented = consented_to.map(|place| place.street.clone()).unwrap_or_default();
                if refused { format!("{consented} er ikke {}", sends_to.street) } else { consented }
            }
            CheckCode::ConsentJobOrder => {
                let named = consent.and_then(|one| one.job_order());
                self.named_or_blank(open, Kind::JobOrder, named)?.name
            }
            CheckCode::ConsentInForce => {
                consent.map(|one| self.state_words(&one, one.state(today))).unwrap_or_default()
            }
            CheckCode::ConsentChannel => {
                let consented = channel(consent.and_then(|one| one.channel()));
                if refused { format!("Samtykket siger {consented}") } else { consented }
            }
            CheckCode::Data => {
                let items = item_words(&around.submittal.fields);
                if items.is_empty() { "Intet er valgt".to_owned() } else { items.join(", ") }
            }
            CheckCode::JobOrder => {
                let status = around.job_order.as_ref().and_then(|one| one.fields.text("status")).unwrap_or_default();
                labels::words(Kind::JobOrder, &Path::known("status"), status)
            }
            CheckCode::Channel => match submittal.channel() {
                Some(code) => channel(Some(code)),
                None => "Ikke valgt".to_owned(),
            },
            CheckCode::Approved => match submittal.approved_at() {
                Some(at) => {
                    let who = self.named_or_blank(open, Kind::Employee, submittal.approved_by())?.name;
                    format!("{who} {}", danish_words(at, today))
                }
                None => "Ikke godkendt endnu".to_owned(),
            },
        };
        let searchable = match submittal.cv_status() {
            _ if refused => None,
            CvStatus::Searchable => Some(true),
            CvStatus::NotSearchable => Some(false),
            CvStatus::Unknown => None,
        };
        Ok(PermitLine { check, title: words::claim(check.code, searchable).to_owned(), source })
    }

    /// The ways on from the answer, the main one first. The citizen can always apply himself (L2).
    fn ways_on(
        &self,
        open: &Open,
        around: &Around,
        reason: Option<Reason>,
        sends_to: &PlaceView,
        consented_to: Option<&PlaceView>,
        first: &str,
    ) -> Outcome<Vec<PermitNext>> {
        let way = |code, label: String, target| PermitNext { code, label, target };
        let submittal = Submittal::new(&around.submittal.fields);
        let consent = around.consent.as_ref();
        let order = around.job_order.as_ref().map(|one| one.key);
        let ask = || way(PermitNextCode::AskConsent, format!("Bed om samtykke til {}", sends_to.street), order);
        let mut ways = Vec::new();
        let Some(reason) = reason else {
            let permitted = submittal.permit_at().is_some();
            let (code, label) = if permitted {
                (PermitNextCode::RecordSent, "Skriv, at CV'et er sendt")
            } else {
                (PermitNextCode::GivePermit, "Gør klar til at sende")
            };
            return Ok(vec![way(code, label.to_owned(), None)]);
        };
        match reason {
            Reason::CvNotChecked | Reason::CvChanged => {
                ways.push(way(PermitNextCode::CheckCv, "Skriv, hvad Jobnet viser".to_owned(), None));
            }
            Reason::Draft => {
                let label = "Gør samtykket færdigt".to_owned();
                ways.push(way(PermitNextCode::OpenConsent, label, consent.map(|one| one.key)));
            }
            Reason::OtherWorkplace | Reason::OtherJobOrder => {
                ways.push(ask());
                let other = consent.map(|one| Consent::new(&one.fields)).and_then(|one| one.job_order());
                let other = other.filter(|id| Some(*id) != submittal.job_order());
                if let (Some(order), Some(place)) = (self.open_order(open, other)?, consented_to) {
                    let label = format!("Send til {} i stedet", place.street);
                    ways.push(way(PermitNextCode::SendToConsented, label, Some(order)));
                }
            }
            Reason::NoConsent
            | Reason::OtherCandidate
            | Reason::SaysTooLittle
            | Reason::Withdrawn
            | Reason::Expired => ways.push(ask()),
            Reason::OtherChannel | Reason::DataBeyond | Reason::NoData | Reason::NoChannel => {
                ways.push(way(PermitNextCode::Choose, "Vælg, hvad og hvordan".to_owned(), None));
            }
            Reason::NoJobOrder | Reason::JobOrderNotOpen | Reason::NoCandidate => {
                ways.push(way(PermitNextCode::OpenOrder, "Se jobordren".to_owned(), order));
            }
            Reason::NotApproved => {
                let coordinator = around.job_order.as_ref().and_then(|one| JobOrder::new(&one.fields).coordinator());
                if coordinator == Some(open.me()?.employee) {
                    ways.push(way(PermitNextCode::Approve, "Godkend CV'et".to_owned(), None));
                } else {
                    ways.push(way(PermitNextCode::OpenOrder, "Se, hvem der er tovholder".to_owned(), order));
                }
            }
        }
        ways.push(way(PermitNextCode::LetApply, format!("Lad {first} søge selv"), order));
        Ok(ways)
    }

    fn open_order(&self, open: &Open, id: Option<RecordId>) -> Outcome<Option<RecordKey>> {
        let Some(id) = id else { return Ok(None) };
        let record = open.workspace.record(&RecordKey::new(Kind::JobOrder, id))?.filter(Record::alive);
        Ok(record.filter(|one| JobOrder::new(&one.fields).takes_submittals()).map(|one| one.key))
    }
}

fn consent_place(app: &App, open: &Open, record: &Record) -> Outcome<String> {
    let consent = Consent::new(&record.fields);
    Ok(app.place_view(open, consent.company(), consent.workplace())?.street)
}

fn needs_consent(checks: &[Check]) -> bool {
    checks.iter().any(|check| check.code == CheckCode::Consent && check.ruling != Ruling::NotNeeded)
}

/// The genitive of a name: Aminas, Yilmaz', Lars'.
fn of(name: &str) -> String {
    match name.chars().last() {
        None => "kandidatens".to_owned(),
        Some('s' | 'x' | 'z' | 'S' | 'X' | 'Z') => format!("{name}'"),
        Some(_) => format!("{name}s"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_is_bent_as_danes_do() {
        assert_eq!(super::of("Amina Yilmaz"), "Amina Yilmaz'");
        assert_eq!(super::of("Bo Prøve"), "Bo Prøves");
    }
}
