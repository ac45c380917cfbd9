//! What was done with what is known of a citizen (L16, R78).

use super::{consent::Case, desk::workspace};
use feltmappen_app::{
    ErrorCode, Where,
    api::{AccessOverview, ConversationStep, Kind, PaperKind, RecordKey},
};
use feltmappen_store::AccessAction;
use serde_json::json;

/// A case in which everything has been done with a citizen that can be.
fn busy() -> (Case, RecordKey) {
    let case = Case::new();
    let app = &case.desk.app;
    let consent = case.finalised();
    app.paper(consent, PaperKind::ConsentCitizen).unwrap();
    app.verify_consent(consent).unwrap();
    let submittal = app.prepare_submittal(case.order, case.candidate).unwrap().key;
    app.confirm_cv(submittal, "not_searchable".into()).unwrap();
    assert!(app.give_permit(submittal).unwrap().done);
    app.record_sent(submittal, "jobag".into()).unwrap();
    app.told_candidate(submittal).unwrap();
    let values = [("candidate", json!(case.candidate.id)), ("starts_at", json!("2026-11-24T10:00:00+01:00"))];
    let talk = case.desk.create(Kind::Conversation, &values).key;
    app.conversation_step(talk, ConversationStep::Begin).unwrap();
    app.search("Amina".into()).unwrap();
    app.wallet(case.candidate).unwrap();
    app.consent_tasks().unwrap();
    app.withdraw_consent(consent, "phone".into(), None).unwrap();
    (case, talk)
}

fn lines(overview: &AccessOverview) -> Vec<String> {
    let line =
        |row: &feltmappen_app::api::AccessRow| format!("{}: {} ({})", row.done, row.place, row.about.join(" + "));
    overview.rows.iter().map(line).collect()
}

#[test]
fn l16_what_was_done_with_a_citizens_details_is_told_in_danish_and_names_no_employee() {
    let (case, talk) = busy();
    let overview = case.desk.app.access_log(case.candidate).unwrap();
    assert_eq!(overview.total as usize, overview.rows.len());
    let said = lines(&overview);
    for line in [
        "Læst: Samtykke: borgerens eksemplar (Samtykke: Lagermedarbejder, Kajen 3 + Stamoplysninger)",
        "Fundet i en søgning: Søgning (",
        "Læst: Kontrol af dokumenterne",
        "Ændret: Samtykket gjort færdigt",
        "Ændret: Samtykket trukket tilbage",
        "Ændret: CV'et sendt (Formidling: Lagermedarbejder, Kajen 3 + Stamoplysninger)",
        "Ændret: Kandidaten har fået besked",
        "Ændret: Samtalen begyndt (Samtale 24. november 2026",
    ] {
        assert!(said.iter().any(|one| one.starts_with(line)), "{line}\n{}", said.join("\n"));
    }
    assert!(said.iter().all(|line| !line.contains("Andet") && !line.contains("Maja")), "{}", said.join("\n"));
    assert!(overview.rows.windows(2).all(|two| two[0].at >= two[1].at), "the latest first");
    // What is discarded was read all the same.
    case.desk.app.discard(talk).unwrap();
    let after = lines(&case.desk.app.access_log(case.candidate).unwrap());
    assert!(
        after[0].starts_with("Ændret: Kasseret") || after[1].starts_with("Ændret: Kasseret"),
        "{}",
        after.join("\n")
    );
    assert!(after.iter().any(|one| one.starts_with("Ændret: Samtalen begyndt")));
    assert!(
        after.iter().any(|one| one.starts_with("Læst: Oversigten over, hvad der er gjort")),
        "looking is logged itself"
    );
}

#[test]
fn what_is_logged_of_others_is_not_told() {
    let (case, _) = busy();
    let other = case.desk.create(Kind::Candidate, &[("name", "Bo Eksempel".into())]).key;
    let about_other = case.desk.app.access_log(other).unwrap();
    assert!(about_other.rows.iter().all(|row| row.about == ["Stamoplysninger"]));
    assert!(lines(&about_other).iter().all(|line| !line.contains("Samtykke")), "{:?}", lines(&about_other));
}

#[test]
fn l16_the_file_has_every_line_of_the_log_and_no_name() {
    let (case, _) = busy();
    let app = &case.desk.app;
    let place = app.export_access_log(case.candidate).unwrap().unwrap();
    let name = place.rsplit('/').next().unwrap();
    let id = case.candidate.id.to_string();
    assert_eq!(name, format!("adgangslog-2026-11-24-{}.csv", &id[30..]), "R75: it names nobody");
    let table = std::fs::read_to_string(&place).unwrap();
    let mut rows = table.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n");
    assert_eq!(rows.next(), Some("Linje i loggen;Dato;Klokkeslæt;Hvad blev der gjort;Med hvad;Hvor eller hvordan"));
    let rows: Vec<_> = rows.collect();
    let sent = rows.iter().find(|row| row.ends_with(";CV'et sendt") && row.contains(";Formidling")).unwrap();
    assert!(
        sent.contains(";24-11-2026;11:34:00;Ændret;\"Formidling: Lagermedarbejder, Kajen 3\"")
            || sent.contains(";24-11-2026;11:34:00;Ændret;Formidling: Lagermedarbejder, Kajen 3;"),
        "{sent}"
    );
    for hidden in ["Maja", "Thorsen", "Amina", "Andet"] {
        assert!(!table.contains(hidden), "{hidden}");
    }
    case.desk.app.close();
    let store = workspace(&case.desk);
    let log = store.access_log(&case.candidate).unwrap();
    let exported: Vec<_> = log.iter().filter(|line| line.entry.action == AccessAction::Export).collect();
    assert_eq!(exported.iter().map(|line| &*line.entry.why).collect::<Vec<_>>(), ["access_log"], "R78");
    let own = log.iter().filter(|line| line.seq < exported[0].seq).count();
    let of_the_candidate = rows.iter().filter(|row| row.contains(";Stamoplysninger;")).count();
    assert_eq!(of_the_candidate, own, "each line once");
    let numbers: Vec<u64> = rows.iter().map(|row| row.split(';').next().unwrap().parse().unwrap()).collect();
    assert!(numbers.windows(2).all(|two| two[0] < two[1]), "in the order of the log");
}

#[test]
fn the_access_log_is_that_of_a_citizen_and_is_saved_where_the_user_says() {
    let (mut case, _) = busy();
    for wrong in [case.order, case.company.key] {
        assert_eq!(case.desk.app.access_log(wrong).err().unwrap().code, ErrorCode::BadValue);
        assert_eq!(case.desk.app.export_access_log(wrong).err().unwrap().code, ErrorCode::BadValue);
    }
    let nobody = RecordKey::new(Kind::Candidate, case.order.id);
    assert_eq!(case.desk.app.access_log(nobody).err().unwrap().code, ErrorCode::NotHere);
    let answers = std::sync::Mutex::new(vec![Where::Here("/dev/null/nowhere/log.csv".into()), Where::Nowhere]);
    case.desk.app =
        case.desk.app.with_ask_where(Box::new(move |_| answers.lock().unwrap().pop().unwrap_or(Where::Nowhere)));
    assert_eq!(case.desk.app.export_access_log(case.candidate).unwrap(), None);
    assert_eq!(case.desk.app.export_access_log(case.candidate).err().unwrap().code, ErrorCode::NotSavedThere);
    case.desk.app.close();
    let log = workspace(&case.desk).access_log(&case.candidate).unwrap();
    assert!(log.iter().all(|line| line.entry.action != AccessAction::Export), "what was not saved is not logged so");
}
