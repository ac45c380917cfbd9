use super::desk::{Desk, pairs, workspace};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use feltmappen_app::{
    App, ErrorCode, NotPrinted, Where,
    api::{Kind, PaperKind, PaperView, Path, RecordKey, RecordView},
};
use feltmappen_store::AccessAction;
use serde_json::json;

const CPR: &str = "010190-1234";

fn order(desk: &Desk) -> RecordView {
    let company = desk.company("Nordhavn Kølelogistik");
    let contact = desk.create(Kind::Contact, &[("company", json!(company.key.id)), ("name", json!("Mette Krogh"))]);
    let order = desk.create(
        Kind::JobOrder,
        &[
            ("company", json!(company.key.id)),
            ("contact", json!(contact.key.id)),
            ("title", json!("Lagermedarbejder")),
            ("tasks", json!("Plukke varer\nKøre truck")),
            ("terms.employment", json!("permanent")),
            ("internal_note", json!("Kun til os selv")),
        ],
    );
    desk.app.add_item(order.key, "requirements".into(), pairs(&[("text", json!("Truckkort B"))])).unwrap();
    order
}

fn pdf(view: &PaperView) -> Vec<u8> {
    BASE64.decode(&view.base64).unwrap()
}

/// The actions of the access log with a record, and why.
fn logged(desk: &Desk, key: RecordKey) -> Vec<(AccessAction, String)> {
    desk.app.close();
    let lines = workspace(desk).access_log(&key).unwrap();
    lines.into_iter().map(|line| (line.entry.action, line.entry.why)).filter(|(_, why)| why != "open").collect()
}

#[test]
fn what_was_looked_at_is_what_is_printed_and_saved_and_all_of_it_is_logged() {
    let desk = Desk::new();
    let order = order(&desk);
    let shown = desk.app.paper(order.key, PaperKind::JobOrder).unwrap();
    assert!(pdf(&shown).starts_with(b"%PDF-1.7"));
    let name = shown.file_name.strip_suffix(".pdf").unwrap().to_owned();
    assert!(name.starts_with("jobordre-2026-11-24-") && name.len() == "jobordre-2026-11-24-123456".len(), "{name}");
    // A colleague's change must not reach the printer unseen.
    desk.set(order.key, &[("title", json!("Noget andet"))]);
    assert!(desk.app.print_paper(order.key, PaperKind::JobOrder, "Lager".into(), 3).unwrap());
    let place = desk.app.save_paper(order.key, PaperKind::JobOrder).unwrap().unwrap();
    assert!(place.ends_with(&shown.file_name), "{place}");
    assert_eq!(std::fs::read(place).unwrap(), pdf(&shown));
    assert_eq!(*desk.printed.lock().unwrap(), [("Lager".to_owned(), 3, name, pdf(&shown))]);
    let again = desk.app.paper(order.key, PaperKind::JobOrder).unwrap();
    assert_ne!(pdf(&again), pdf(&shown), "looking again shows what is now");
    let contact = RecordKey::new(Kind::Contact, order.names["contact"].key.id);
    for key in [order.key, contact] {
        let lines: Vec<_> = logged(&desk, key).into_iter().filter(|(_, why)| why == "jobordre").collect();
        let actions: Vec<_> = lines.iter().map(|(action, _)| *action).collect();
        let all = [AccessAction::Read, AccessAction::Print, AccessAction::Export, AccessAction::Read];
        assert_eq!(actions, all, "R78, {:?}", key.kind);
    }
}

#[test]
fn nothing_goes_to_a_printer_that_was_not_listed_or_in_a_number_that_nobody_means() {
    let desk = Desk::new();
    let order = order(&desk);
    let print = |printer: &str, copies| desk.app.print_paper(order.key, PaperKind::JobOrder, printer.into(), copies);
    assert_eq!(print("Et andet sted", 1).err().unwrap().code, ErrorCode::NoSuchPrinter);
    assert_eq!(print("-o raw", 1).err().unwrap().code, ErrorCode::NoSuchPrinter);
    assert_eq!(print("Lager", 0).err().unwrap().code, ErrorCode::BadValue);
    assert_eq!(print("Lager", 100).err().unwrap().code, ErrorCode::BadValue);
    *desk.refuses.lock().unwrap() = Some(NotPrinted::Refused);
    assert_eq!(print("Lager", 1).err().unwrap().code, ErrorCode::NotPrinted);
    *desk.refuses.lock().unwrap() = Some(NotPrinted::Unable);
    assert_eq!(print("Lager", 1).err().unwrap().code, ErrorCode::PrinterCannot);
    assert!(desk.printed.lock().unwrap().is_empty());
    let lines = logged(&desk, order.key);
    assert!(lines.iter().all(|(action, _)| *action != AccessAction::Print), "what was not printed is not logged so");
}

#[test]
fn the_usual_printer_comes_first_and_an_app_without_printers_says_so() {
    let desk = Desk::new();
    let titles: Vec<String> = desk.app.printers().unwrap().into_iter().map(|one| one.title).collect();
    assert_eq!(titles, ["Printeren på lageret", "En anden printer"]);
    let elsewhere = tempfile::tempdir().unwrap();
    let app: App = super::desk::app_on(elsewhere.path(), &desk.keyring);
    assert_eq!(app.printers().err().unwrap().code, ErrorCode::NoPrinters);
}

#[test]
fn a_paper_is_saved_where_the_user_says_whole_or_not_at_all() {
    let mut desk = Desk::new();
    let place = desk.folder.path().join("mit papir.pdf");
    let answers = [Where::Nowhere, Where::Here(place.clone()), Where::Here(place.clone())];
    let answers = std::sync::Mutex::new(answers.into_iter());
    let proposed = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = std::sync::Arc::clone(&proposed);
    desk.app = desk.app.with_ask_where(Box::new(move |name| {
        heard.lock().unwrap().push(name.to_owned());
        answers.lock().unwrap().next().unwrap_or(Where::Here("/dev/null/nowhere/papir.pdf".into()))
    }));
    let order = order(&desk);
    let shown = desk.app.paper(order.key, PaperKind::JobOrder).unwrap();
    let save = || desk.app.save_paper(order.key, PaperKind::JobOrder);
    assert_eq!(save().unwrap(), None);
    assert!(!place.exists());
    assert_eq!(save().unwrap(), Some(place.to_string_lossy().into_owned()));
    std::fs::write(&place, "der stod noget andet").unwrap();
    save().unwrap();
    assert_eq!(std::fs::read(&place).unwrap(), pdf(&shown), "the user was asked, and what stood there is replaced");
    assert_eq!(save().err().unwrap().code, ErrorCode::NotSavedThere);
    let left: Vec<_> = std::fs::read_dir(desk.folder.path()).unwrap().flatten().map(|one| one.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with("-del")), "{left:?}");
    assert_eq!(proposed.lock().unwrap()[0], shown.file_name);
}

#[test]
fn half_a_paper_that_a_crash_left_outside_is_gone_at_the_next_start() {
    let desk = Desk::new();
    let [half, whole] = ["papir.pdf.feltmappen-del", "papir.pdf"].map(|name| desk.folder.path().join(name));
    desk.app.close();
    // As it lies when the app is killed while it writes.
    workspace(&desk).set_setting("saving", &json!(half), "2026-11-24T10:34:00.000Z").unwrap();
    for file in [&half, &whole] {
        std::fs::write(file, "halv").unwrap();
    }
    let (desk, _) = desk.crash_and_start();
    assert!(!half.exists() && whole.exists());
    desk.app.close();
    assert_eq!(workspace(&desk).setting("saving").unwrap(), None);
}

#[test]
fn each_paper_is_made_of_its_kind_of_record_and_of_no_other() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn Kølelogistik");
    let visit = desk.visit(&company, &[("type", json!("first")), ("purpose", json!("Lære hinanden at kende"))]);
    let check = desk.create(Kind::MatchCheck, &[]);
    let order = desk.create(Kind::JobOrder, &[]);
    let all = [PaperKind::JobOrder, PaperKind::VisitSummary, PaperKind::PreparationCard, PaperKind::ActionPlan];
    for (record, fitting) in [(&order, &all[..1]), (&visit, &all[1..3]), (&check, &all[3..]), (&company, &[])] {
        for what in all {
            let made = desk.app.paper(record.key, what);
            if fitting.contains(&what) {
                assert!(pdf(&made.unwrap()).starts_with(b"%PDF"), "{what:?}");
            } else {
                assert_eq!(made.err().unwrap().code, ErrorCode::BadValue, "{what:?} of {:?}", record.key.kind);
            }
        }
    }
}

#[test]
fn r75_a_paper_for_a_company_is_not_made_while_a_cpr_number_stands_in_it() {
    let desk = Desk::new();
    let order = order(&desk);
    desk.set(order.key, &[("remarks", json!(format!("Ring til {CPR}")))]);
    assert_eq!(desk.app.paper(order.key, PaperKind::JobOrder).err().unwrap().code, ErrorCode::PaperHasCpr);
    desk.set(order.key, &[("remarks", json!("Ring først"))]);
    assert!(desk.app.paper(order.key, PaperKind::JobOrder).is_ok());
}

/// What is said of a text that has characters which cannot be drawn.
fn undrawable(called: &str) -> String {
    format!("{called} har tegn, der ikke kan trykkes: \u{2068}ي\u{2069} \u{2068}😀\u{2069}.")
}

#[test]
fn what_cannot_be_drawn_is_named_with_the_field_that_has_it_and_never_the_rest_of_the_text() {
    let desk = Desk::new();
    let order = order(&desk);
    let contact = order.names["contact"].key;
    let of = ("company", order.names["company"].key);
    let visit = desk.create(Kind::Visit, &[(of.0, json!(of.1.id)), ("type", json!("first"))]).key;
    let check = desk.create(Kind::MatchCheck, &[]);
    let row = format!("plan.{}.challenge", check.lists["plan"][0]);
    // A long text, and whoever it is about, stays where it is.
    let text = format!("{} يي😀", "Konstantinopolitanerinde ".repeat(5));
    let written: [(RecordKey, &str, PaperKind, &str); 7] = [
        (order.key, "remarks", PaperKind::JobOrder, "Yderligere bemærkninger"),
        (order.key, "tasks", PaperKind::JobOrder, "Arbejdsopgaver"),
        (contact, "name", PaperKind::JobOrder, "Kontaktpersonens navn"),
        (visit, "purpose", PaperKind::PreparationCard, "Besøgets formål"),
        (visit, "preparation.note", PaperKind::PreparationCard, "Din note"),
        (visit, "summary.text", PaperKind::VisitSummary, "Resuméet"),
        (check.key, &row, PaperKind::ActionPlan, "En udfordring"),
    ];
    for (key, path, what, called) in written {
        let record = if key.kind == Kind::Contact { order.key } else { key };
        let before = desk.app.open(key).unwrap().fields.get(&Path::new(path).unwrap()).map(|value| value.0.clone());
        desk.set(key, &[(path, json!(text))]);
        let refused = desk.app.paper(record, what).err().unwrap();
        assert_eq!((refused.code, &*refused.happened), (ErrorCode::PaperUndrawable, &*undrawable(called)));
        assert!(refused.todo.contains("latinske bogstaver"), "{}", refused.todo);
        desk.set(key, &[(path, before.unwrap_or_default())]);
        assert!(desk.app.paper(record, what).is_ok(), "{path}");
    }
}
