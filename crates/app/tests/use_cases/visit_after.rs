//! Before and after the conversation: preparation, last time's answers, the page for the company, the alignment.

use super::desk::{Desk, id, pairs, question, text, workspace};
use feltmappen_app::{
    ErrorCode,
    api::{FactGroup, Kind, Preparation, PromiseQuery, SentenceUse},
};
use feltmappen_domain::summary::FindingKind;
use feltmappen_store::AccessAction;
use serde_json::json;

fn group<'a>(card: &'a Preparation, name: &str) -> &'a FactGroup {
    card.groups.iter().find(|group| group.id == name).unwrap()
}

#[test]
fn r62_the_card_says_what_is_known_from_where_and_when_or_that_nobody_knows() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let empty = desk.visit(&company, &[]);
    let card = desk.app.preparation(empty.key).unwrap();
    let names: Vec<_> = card.groups.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(names, ["business", "postings", "history", "promises", "candidates"]);
    for name in ["business", "postings", "candidates"] {
        assert!(group(&card, name).facts.iter().all(|fact| fact.text.is_none()), "{name}: ikke hentet");
    }
    assert_eq!(group(&card, "promises").facts[0].text.as_deref(), Some("Ingen åbne aftaler i mappen"));

    desk.set(company.key, &[("business", json!("Køl og frost")), ("employees", json!(58))]);
    desk.create(Kind::JobOrder, &[("company", json!(id(&company))), ("title", json!("Kok"))]);
    let last = [("type", json!("first")), ("starts_at", json!("2026-05-12T09:00:00+02:00"))];
    let last = desk.visit(&company, &last);
    desk.answer(last.key, question("customers"), "Fiskeauktioner");
    desk.app.from_sentence(last.key, None, "Sende brochure".into(), SentenceUse::Agreement).unwrap();
    desk.app.close_visit(last.key).unwrap();
    desk.type_and_leave(empty.key, "preparation.postings", "Lagermedarbejder");

    let card = desk.app.preparation(empty.key).unwrap();
    for group in &card.groups {
        for fact in group.facts.iter().filter(|fact| fact.text.is_some()) {
            assert!(fact.source.is_some() && fact.at.is_some(), "{}: {}", group.id, fact.label);
        }
    }
    let business = &group(&card, "business").facts;
    assert_eq!(business[0].text.as_deref(), Some("Køl og frost"));
    assert_eq!(business[0].source.as_deref(), Some("Virksomhedens oplysninger"));
    let heard = business.iter().find(|fact| fact.text.as_deref() == Some("Fiskeauktioner.")).unwrap();
    assert_eq!(heard.source.as_deref(), Some("Besøg 12. maj 2026, Maja Thorsen"));
    assert_eq!(group(&card, "postings").facts[0].source.as_deref(), Some("Forberedelsen, Maja Thorsen"));
    let history = &group(&card, "history").facts;
    assert_eq!(history.iter().map(|fact| fact.record.unwrap().kind).collect::<Vec<_>>(), [Kind::Visit, Kind::JobOrder]);
    assert_eq!(group(&card, "promises").facts[0].source.as_deref(), Some("Lovet af Maja Thorsen"));
}

#[test]
fn a_follow_up_has_last_times_answers_beside_the_questions() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit = |day: &str| desk.visit(&company, &[("starts_at", json!(format!("{day}T09:00:00+01:00")))]).key;
    let (first, second, later) = (visit("2026-01-12"), visit("2026-05-12"), visit("2026-12-24"));
    desk.answer(first, question("now"), "Det første");
    desk.answer(second, question("now"), "Frostlager");
    desk.set(second, &[(&*format!("answers.{}.number", question("employees")), json!(58))]);
    desk.answer(later, question("now"), "Jul");
    for key in [first, second, later] {
        desk.app.close_visit(key).unwrap();
    }
    let today = visit("2026-11-24");
    let earlier = desk.app.guide(today).unwrap().earlier.expect("the last closed one before");
    assert_eq!((earlier.visit.key, earlier.who.as_str()), (second, "Maja Thorsen"));
    assert_eq!(earlier.answers[&question("now").to_string()], "Frostlager.");
    assert_eq!(earlier.answers[&question("employees").to_string()], "58.");
    assert_eq!(earlier.answers.len(), 2);
    assert!(desk.app.guide(first).unwrap().earlier.is_none());
}

#[test]
fn a_tool_that_is_gone_is_offered_no_more_but_stays_where_it_was_marked() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let rotation = feltmappen_domain::guide::item_id("question", "tools", "job_rotation");
    let offered = |day: &str| {
        let visit = desk.visit(&company, &[("starts_at", json!(format!("{day}T09:00:00+02:00")))]);
        let tools = desk.app.guide(visit.key).unwrap().tools;
        (visit.key, tools.into_iter().flat_map(|group| group.tools).find(|tool| tool.id == rotation))
    };
    assert!(!offered("2026-06-30").1.unwrap().gone);
    let (key, gone) = offered("2026-07-01");
    assert!(gone.is_none());
    desk.set(key, &[(&*format!("tools.{rotation}.interested"), json!(true))]);
    let tools = desk.app.guide(key).unwrap().tools;
    assert!(tools.iter().flat_map(|group| &group.tools).any(|tool| tool.id == rotation && tool.gone));
}

#[test]
fn the_page_points_out_citizens_and_leaves_only_when_that_is_confirmed() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit =
        desk.visit(&company, &[("type", json!("first")), ("starts_at", json!("2026-11-24T10:30:00+01:00"))]).key;
    desk.answer(visit, question("now"), "Nyt frostlager");
    desk.app.from_sentence(visit, None, "Ringe om natholdet".into(), SentenceUse::FollowUp).unwrap();
    desk.type_and_leave(visit, "preparation.note", "Hemmelig note");
    let page = desk.app.summary(visit).unwrap();
    assert_eq!(page.subject, "Førstegangsbesøg hos Nordhavn den 24. november 2026");
    for wanted in ["Mads Holm", "Maja Thorsen", "Nyt frostlager", "Ringe om natholdet", "Middelfart Kommune"] {
        assert!(page.text.contains(wanted), "{wanted} not in {}", page.text);
    }
    assert!(!page.text.contains("Hemmelig"));
    assert!(page.saved.is_none() && page.findings.is_empty(), "everybody in it is known");
    assert_eq!(page.mail_to, ["mads@nordhavn.example"]);

    let edited = "Kære Mads Holm\n\nSøren Jensen, 010190-1234, kommer mandag.";
    desk.type_and_leave(visit, "summary.text", edited);
    let page = desk.app.summary(visit).unwrap();
    let kinds: Vec<_> = page.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [FindingKind::Name, FindingKind::Cpr]);
    assert_eq!(desk.app.summary_findings(visit, "Mads Holm på Havnevej 14".into()).unwrap().len(), 0);
    assert_eq!(desk.app.open_mail(visit, false).err().unwrap().code, ErrorCode::NotConfirmed);
    assert!(desk.mails.lock().unwrap().is_empty());
    assert!(desk.app.open_mail(visit, true).unwrap());
    let mail = desk.mails.lock().unwrap().pop().unwrap();
    assert!(mail.starts_with("mailto:mads@nordhavn.example?subject=F%C3%B8rstegangsbes%C3%B8g%20hos"), "{mail}");
    assert!(mail.contains("%0D%0A%0D%0AS%C3%B8ren%20Jensen"));
    let saved = desk.app.save_summary(visit).unwrap();
    assert_eq!(text(&saved, "summary.text"), edited);
    assert_eq!(text(&saved, "summary.saved_at"), "2026-11-24T10:34:00.000Z");
    desk.app.close();
    let log = workspace(&desk).access_log(&visit).unwrap();
    assert_eq!(log.iter().filter(|line| line.entry.action == AccessAction::Export).count(), 1);
}

#[test]
fn a_page_that_nobody_edited_is_saved_as_it_was_made() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit = desk.visit(&company, &[]).key;
    let page = desk.app.summary(visit).unwrap().text;
    assert_eq!(text(&desk.app.save_summary(visit).unwrap(), "summary.text"), page);
}

#[test]
fn r34_an_alignment_ends_with_a_legal_set_of_types_and_a_plan() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let order = desk.create(Kind::JobOrder, &[("company", json!(id(&company)))]).key;
    let view = desk.app.alignment(order).unwrap();
    let groups: Vec<_> = view.sentences.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(groups, ["direct", "substitution", "upskilling", "plan"]);
    assert!(view.sentences.iter().all(|group| group.sentences.len() >= 3));
    assert_eq!(desk.app.complete_alignment(order).unwrap().missing.len(), 4);
    let me = desk.app.catalogue().unwrap().me.unwrap();
    desk.set(
        order,
        &[
            ("alignment.direct", json!(true)),
            ("alignment.upskilling", json!(true)),
            ("alignment.when", json!("2026-12-01")),
            ("alignment.presentation", json!("cvs")),
            ("alignment.contact", json!(me)),
        ],
    );
    assert!(!desk.app.complete_alignment(order).unwrap().done, "direct stands alone");
    desk.set(order, &[("alignment.direct", json!(null))]);
    let outcome = desk.app.complete_alignment(order).unwrap();
    assert!(outcome.done);
    assert!(desk.app.alignment(order).unwrap().done_at.is_some());
}

#[test]
fn r35_a_failed_recruitment_asks_for_a_new_alignment_in_the_closing_commit() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let me = desk.app.catalogue().unwrap().me.unwrap();
    let order = desk.create(
        Kind::JobOrder,
        &[
            ("company", json!(id(&company))),
            ("title", json!("Kok")),
            ("tasks", json!("Lave mad")),
            ("coordinator", json!(me)),
        ],
    );
    let close = |reason: &str| {
        let outcome =
            desk.app.set_status(order.key, "closed".into(), pairs(&[("close_reason", json!(reason))])).unwrap();
        let missing: Vec<_> = outcome.missing.iter().map(|one| one.message).collect();
        assert!(outcome.done, "{missing:?}");
    };
    let tasks = || {
        let query = PromiseQuery { company: Some(id(&company)), open_only: true, mine: false, limit: 10 };
        desk.app.promises(query).unwrap()
    };
    close("filled");
    assert!(tasks().is_empty());
    desk.app.set_status(order.key, "open".into(), Vec::new()).unwrap();
    close("deadline_passed");
    let asked = tasks();
    assert_eq!((asked.len(), asked[0].promise_type.as_str()), (1, "alignment"));
    assert_eq!(asked[0].order.as_ref().unwrap().key, order.key);
    desk.app.set_status(order.key, "open".into(), Vec::new()).unwrap();
    close("deadline_passed");
    assert_eq!(tasks().len(), 1, "one is enough");
    desk.app.undo().unwrap();
    desk.app.undo().unwrap();
    desk.app.undo().unwrap();
    assert!(tasks().is_empty(), "it was made with the closing and goes with it");
}
