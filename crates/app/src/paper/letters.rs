//! What is written once a consent was taken back: to the citizen (R6), and to each employer that received data (L8). What
//! they are about is read from what was signed, and not from what the records say today.

use feltmappen_documents::{
    Paper,
    consent::{self as paper},
    input::{Authority, Order, Sent},
    papers::{Addressee, EmployerNotice, How, WithdrawalLetter},
};
use feltmappen_domain::{
    consent::Consent,
    record::{Kind, Record, RecordKey},
    submittal::{Cover, Submittal, cover},
};

use super::{
    Content, Draft,
    parts::{self, day, moment, said},
    refused,
};
use crate::{
    App, ErrorCode, Failure, Open, Outcome,
    api::PaperKind,
    consent::{consent_record, papers},
};

/// A consent that was taken back.
struct Withdrawn {
    record: Record,
    source: paper::Consent,
    authority: Authority,
    /// Who took it down.
    to: Option<Record>,
}

impl App {
    pub(super) fn withdrawal_paper(&self, open: &Open, key: RecordKey) -> Outcome<Draft> {
        let Withdrawn { record, source, authority, to } = self.withdrawn(open, key)?;
        let consent = Consent::new(&record.fields);
        let stamp = self.stamp()?;
        let candidate = consent.candidate().ok_or(ErrorCode::NotHere)?;
        let (mut sent, mut asked) = (Vec::new(), Vec::new());
        for one in open.workspace.children(candidate, Kind::Submittal)? {
            let submittal = Submittal::new(&one.fields);
            if submittal.consent() == Some(key.id) && submittal.sent_at().is_some() {
                if cover(&one.fields, Some(&record.fields)) == Cover::Uncovered {
                    return Err(uncovered());
                }
                sent.push(what_was_sent(&one, &source)?);
                asked.push(day(submittal.erasure_asked_at()));
            }
        }
        sent.sort_by_key(|one| one.on);
        let letter = WithdrawalLetter {
            document_id: stamp.id.to_string(),
            made: stamp.made,
            authority,
            contact: to.as_ref().and_then(parts::employee),
            citizen: Addressee { name: source.citizen.name, address: None },
            recipient: source.recipient,
            order: source.order,
            given_on: day(record.fields.filled_text("given.at").or(consent.finalised_at()))
                .ok_or(ErrorCode::WrongStep)?,
            withdrawn_at: moment(consent.withdrawn_at()).ok_or(ErrorCode::WrongStep)?,
            how: how(record.fields.filled_text("withdrawn_how")),
            representative: None,
            sent,
            // While one employer is still to be asked, it is still to be done.
            employer_asked_on: asked.into_iter().collect::<Option<Vec<_>>>().and_then(|days| days.into_iter().max()),
            retention: source.retention,
        };
        let document = letter.document().map_err(|refusal| refused(PaperKind::WithdrawalLetter, &refusal))?;
        Ok(Draft { content: Content::Drawn(document), people: to.into_iter().map(|one| one.key).collect() })
    }

    pub(super) fn notice_paper(&self, open: &Open, key: RecordKey) -> Outcome<Draft> {
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let submittal = Submittal::new(&record.fields);
        let on = submittal.consent().ok_or(ErrorCode::WrongStep)?;
        let Withdrawn { record: consent, source, authority, to } =
            self.withdrawn(open, RecordKey::new(Kind::Consent, on))?;
        let received = vec![what_was_sent(&record, &source)?];
        let of_consent = Consent::new(&consent.fields);
        let company = self.pointed(open, Kind::Company, submittal.company())?;
        let workplace = self.pointed(open, Kind::Workplace, submittal.workplace())?;
        let order = self.pointed(open, Kind::JobOrder, submittal.job_order())?;
        let contact = order.as_ref().and_then(|order| order.fields.id("contact"));
        let contact = self.pointed(open, Kind::Contact, contact)?;
        let title = order.as_ref().and_then(|order| said(order.fields.filled_text("title")));
        let stamp = self.stamp()?;
        let notice = EmployerNotice {
            document_id: stamp.id.to_string(),
            made: stamp.made,
            authority,
            contact: to.as_ref().and_then(parts::employee),
            // A CV that went elsewhere than agreed is asked back from where it went.
            recipient: if submittal.workplace() == of_consent.workplace() {
                source.recipient
            } else {
                parts::workplace(company.as_ref(), workplace.as_ref())
                    .ok_or_else(|| parts::lacking(&["Arbejdsstedet", "adresse eller CVR-nummer"]))?
            },
            attention: contact.as_ref().and_then(parts::contact).map(|one| one.name),
            order: match title {
                Some(title) if submittal.job_order() != of_consent.job_order() => Order { title, number: None },
                _ => source.order,
            },
            citizen: source.citizen.name,
            withdrawn_on: day(of_consent.withdrawn_at()).ok_or(ErrorCode::WrongStep)?,
            received,
            answer_by: None,
        };
        let document = notice.document().map_err(|refusal| refused(PaperKind::EmployerNotice, &refusal))?;
        let people = contact.into_iter().chain(to).map(|one| one.key).collect();
        Ok(Draft { content: Content::Drawn(document), people })
    }

    fn withdrawn(&self, open: &Open, key: RecordKey) -> Outcome<Withdrawn> {
        let record = consent_record(open, key)?;
        if !record.fields.filled("withdrawn_at") {
            return Err(ErrorCode::WrongStep.into());
        }
        let source = self.sealed_source(open, &record)?;
        let unit = self.unit_of_paper(open, Some(record.home_unit))?;
        // How to reach it today; what was signed says it whole when that has become less.
        let authority = parts::authority(&unit).unwrap_or_else(|_| source.authority.clone());
        let to = self.pointed(open, Kind::Employee, record.fields.id("withdrawn_to"))?;
        Ok(Withdrawn { record, source, authority, to })
    }
}

/// The letter says that what was sent was sent lawfully. Where it was not, people write to the citizen.
fn uncovered() -> Failure {
    Failure {
        happened: "Der er sendt noget, som samtykket ikke dækkede, og brevet siger, at det var lovligt.".to_owned(),
        todo: "Skriv selv til borgeren sammen med jeres databeskyttelsesrådgiver.".to_owned(),
        ..ErrorCode::PaperIncomplete.into()
    }
}

/// What a submittal passed on, in the words of the consent where it has them.
fn what_was_sent(record: &Record, source: &paper::Consent) -> Outcome<Sent> {
    let submittal = Submittal::new(&record.fields);
    let as_signed = |item: paper::Item| source.items.iter().find(|one| one.kind == item.kind).cloned().unwrap_or(item);
    Ok(Sent {
        on: day(submittal.sent_at()).ok_or(ErrorCode::WrongStep)?,
        channel: record.fields.filled_text("sent.channel").and_then(papers::channel).unwrap_or(source.channel),
        items: papers::items(&record.fields).into_iter().map(as_signed).collect(),
    })
}

fn how(code: Option<&str>) -> How {
    match code {
        Some("phone") => How::Phone,
        Some("mail") => How::Mail,
        Some("digital_post") => How::DigitalPost,
        _ => How::InPerson,
    }
}
