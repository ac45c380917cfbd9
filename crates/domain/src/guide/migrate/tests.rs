use super::super::samples::{self, choice_id, part_id, question_id};
use super::super::{Use, default_fields};
use super::*;
use crate::record::Fields;
use crate::schema::{ANSWERS, CHOICES, PARTS, PICKS, QUESTIONS};
use proptest::prelude::*;
use serde_json::json;

fn template(change: impl FnOnce(&mut Fields)) -> Guide {
    let mut fields = Fields::new();
    for n in 0..2 {
        fields.set(Path::item(PARTS, part_id(n), "title"), json!(format!("Tema {n}")));
    }
    for n in 0..3 {
        fields.set(Path::item(QUESTIONS, question_id(n), "text"), json!(format!("Spørgsmål {n}")));
        fields.set(Path::item(QUESTIONS, question_id(n), "part"), json!(part_id(0).to_string()));
        fields.set(Path::item(QUESTIONS, question_id(n), "kind"), json!("choice"));
        fields.set(Path::item(CHOICES, choice_id(n), "question"), json!(question_id(n).to_string()));
        fields.set(Path::item(CHOICES, choice_id(n), "label"), json!(format!("Svar {n}")));
    }
    change(&mut fields);
    Guide::new(&fields)
}

fn codes(change: impl FnOnce(&mut Fields)) -> Vec<ChangeCode> {
    changes(&template(|_| {}), &template(change)).into_iter().map(|change| change.code).collect()
}

#[test]
fn changes_in_cases() {
    use ChangeCode::*;
    assert_eq!(codes(|_| {}), []);
    let q = |n: u8, field| Path::item(QUESTIONS, question_id(n), field);
    assert_eq!(codes(|fields| fields.set(q(0, "text"), json!("Hvor?"))), [Reworded]);
    assert_eq!(codes(|fields| fields.set(q(0, "help"), json!("Spørg"))), [HelpChanged]);
    assert_eq!(codes(|fields| fields.set(q(0, "kind"), json!("note"))), [KindChanged]);
    assert_eq!(codes(|fields| fields.set(q(0, "visits"), json!("first"))), [VisitsChanged]);
    assert_eq!(codes(|fields| fields.set(q(0, "until"), json!("2026-07-01"))), [UntilChanged]);
    assert_eq!(codes(|fields| fields.set(q(0, "tools_part"), json!(part_id(9).to_string()))), [ToolsChanged]);
    assert_eq!(codes(|fields| fields.set(q(0, "part"), json!(part_id(1).to_string()))), [Moved]);
    assert_eq!(codes(|fields| fields.set(q(0, "retired"), json!(true))), [Retired]);
    assert_eq!(codes(|fields| fields.set(q(0, "@alive"), json!(false))), [Retired]);
    assert_eq!(codes(|fields| fields.set(q(0, "@rank"), json!("z"))), [Reordered]);
    let new = |fields: &mut Fields| {
        fields.set(q(7, "text"), json!("Ny?"));
        fields.set(q(7, "part"), json!(part_id(1).to_string()));
    };
    assert_eq!(codes(new), [Added]);
    let when = |fields: &mut Fields| {
        fields.set(q(0, "when_question"), json!(question_id(1).to_string()));
        fields.set(q(0, "when_choice"), json!(choice_id(1).to_string()));
    };
    assert_eq!(codes(when), [ConditionChanged]);
    let c = |n: u8, field| Path::item(CHOICES, choice_id(n), field);
    assert_eq!(codes(|fields| fields.set(c(0, "label"), json!("Der"))), [ChoiceReworded]);
    assert_eq!(codes(|fields| fields.set(c(0, "@alive"), json!(false))), [ChoiceRemoved]);
    let p = |n: u8, field| Path::item(PARTS, part_id(n), field);
    assert_eq!(codes(|fields| fields.set(p(1, "title"), json!("Andet"))), [PartReworded]);
    assert_eq!(codes(|fields| fields.set(p(1, "lead"), json!("Lyt"))), [LeadChanged]);
    assert_eq!(codes(|fields| fields.set(p(1, "@alive"), json!(false))), [PartRemoved]);
    assert_eq!(codes(|fields| fields.set(p(5, "title"), json!("Mere"))), [PartAdded]);
    assert_eq!(codes(|fields| fields.set(p(0, "@rank"), json!("z"))), [PartsReordered]);
}

#[test]
fn a_reworded_question_shows_the_words_before_and_after() {
    let path = Path::item(QUESTIONS, question_id(0), "text");
    let changes = changes(&template(|_| {}), &template(|fields| fields.set(path, json!("Hvor?"))));
    assert_eq!(changes[0].old.as_deref(), Some("Spørgsmål 0"));
    assert_eq!(changes[0].new.as_deref(), Some("Hvor?"));
    let part = Path::item(QUESTIONS, question_id(0), "part");
    let moved = super::changes(&template(|_| {}), &template(|fields| fields.set(part, json!(part_id(1).to_string()))));
    assert_eq!((moved[0].old.as_deref(), moved[0].new.as_deref()), (Some("Tema 0"), Some("Tema 1")));
}

#[test]
fn answers_whose_question_or_choice_is_gone_are_listed_with_their_words() {
    let old = template(|_| {});
    let new = template(|fields| {
        fields.set(Path::item(QUESTIONS, question_id(0), "@alive"), json!(false));
        fields.set(Path::item(QUESTIONS, question_id(1), "kind"), json!("note"));
        fields.set(Path::item(CHOICES, choice_id(2), "@alive"), json!(false));
    });
    let mut visit = Fields::new();
    visit.set(Path::item(ANSWERS, question_id(0), "note"), json!("Vi mangler to"));
    visit.set(Path::item(ANSWERS, question_id(1), "choice"), json!(choice_id(1).to_string()));
    visit.set(Path::item(PICKS, choice_id(2), "chosen"), json!(true));
    let kept = migrate(&old, &new, &Answers::new(&visit)).kept;
    let of = |subject| kept.iter().find(|one| one.subject == subject).map(|one| (one.text.as_deref(), one.reason));
    assert_eq!(of(question_id(0)), Some((Some("Spørgsmål 0"), KeptReason::Gone)));
    assert_eq!(of(question_id(1)), Some((Some("Spørgsmål 1"), KeptReason::KindChanged)));
    assert_eq!(of(choice_id(2)), Some((Some("Svar 2"), KeptReason::ChoiceGone)));
    assert_eq!(kept.len(), 3);
}

#[test]
fn a_marked_tool_that_is_gone_is_listed() {
    let old = Guide::new(&default_fields(Use::Tools));
    let gone = old.questions().next().unwrap().1.id;
    let mut fields = default_fields(Use::Tools);
    fields.set(Path::item(QUESTIONS, gone, "retired"), json!(true));
    let mut visit = Fields::new();
    visit.set(Path::item("tools", gone, "offered"), json!(true));
    let kept = migrate(&old, &Guide::new(&fields), &Answers::new(&visit)).kept;
    assert_eq!(kept.iter().map(|one| one.subject).collect::<Vec<_>>(), [gone]);
}

proptest! {
    #[test]
    fn no_answer_is_ever_dropped(
        old in samples::template(), new in samples::template(), visit in samples::visit(), to in any::<u128>(),
    ) {
        let (old, new) = (Guide::new(&old), Guide::new(&new));
        let answers = Answers::new(&visit);
        let migration = migrate(&old, &new, &answers);

        let mut moved = visit.clone();
        let (path, value) = move_to("guide", Uuid::from_u128(to));
        moved.set(path.clone(), value);
        for (kept, value) in &visit {
            prop_assert!(*kept == path || moved.get(kept) == Some(value), "{} is gone", kept);
        }

        let shown = |id: Uuid| new.questions().any(|(_, one)| one.id == id && !one.retired);
        let choosable = |id: Uuid| {
            new.questions().any(|(_, one)| one.choices.iter().any(|choice| choice.id == id))
        };
        let listed = |id: Uuid| migration.kept.iter().any(|one| one.subject == id);
        for (question, answer) in &answers.answers {
            prop_assert!(!answer.says_something() || shown(*question) || listed(*question));
            let choice_kept = answer.choice.is_none_or(|choice| choosable(choice) || listed(choice));
            prop_assert!(choice_kept);
        }
        for pick in &answers.picks {
            prop_assert!(choosable(*pick) || listed(*pick));
        }
    }

    #[test]
    fn a_version_does_not_differ_from_itself(template in samples::template()) {
        let guide = Guide::new(&template);
        prop_assert_eq!(changes(&guide, &guide), []);
    }

    #[test]
    fn what_is_added_one_way_is_retired_the_other(old in samples::template(), new in samples::template()) {
        let (old, new) = (Guide::new(&old), Guide::new(&new));
        let count = |code, changes: Vec<GuideChange>| changes.iter().filter(|change| change.code == code).count();
        let added = count(ChangeCode::Added, changes(&old, &new));
        let back = changes(&new, &old);
        let asked = |guide: &Guide, id| guide.question(id).is_some_and(|(_, one)| !one.retired);
        let gone = back.iter().filter(|one| one.code == ChangeCode::Retired && old.question(one.subject).is_none());
        prop_assert_eq!(added, gone.filter(|one| asked(&new, one.subject)).count());
    }
}
