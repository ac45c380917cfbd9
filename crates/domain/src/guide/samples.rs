//! Random templates and answers for property tests.

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::record::{Fields, Path};
use crate::schema::{ANSWERS, CHOICES, PARTS, PICKS, QUESTIONS, THEMES};

const PART: u128 = 1 << 64;
const QUESTION: u128 = 2 << 64;
const CHOICE: u128 = 3 << 64;

pub(super) fn part_id(n: u8) -> Uuid {
    Uuid::from_u128(PART + u128::from(n))
}

pub(super) fn question_id(n: u8) -> Uuid {
    Uuid::from_u128(QUESTION + u128::from(n))
}

/// Each question has the choice of its own number.
pub(super) fn choice_id(n: u8) -> Uuid {
    Uuid::from_u128(CHOICE + u128::from(n))
}

/// One random question: its number, part, kind, types of visit, condition and whether it is retired.
type Sample = (u8, u8, u8, u8, Option<u8>, bool);

/// The fields of a template with up to twelve of sixteen questions in up to four of five parts; conditions may form
/// circles and point at nothing.
pub(super) fn template() -> impl Strategy<Value = Fields> {
    let question =
        (0_u8..16, 0_u8..5, 0_u8..6, 0_u8..4, proptest::option::of(0_u8..16), proptest::bool::weighted(0.15));
    (proptest::collection::btree_set(0_u8..5, 0..4), proptest::collection::vec(question, 0..12)).prop_map(
        |(parts, questions): (_, Vec<Sample>)| {
            let mut fields = Fields::new();
            for part in parts {
                fields.set(Path::item(PARTS, part_id(part), "title"), json!(format!("Tema {part}")));
            }
            for sample in questions {
                write(&mut fields, sample);
            }
            fields
        },
    )
}

fn write(fields: &mut Fields, (n, part, kind, visits, when, retired): Sample) {
    let kinds = ["note", "choice", "choices", "number", "decision", "drawing"];
    let visits = ["", "first", "follow_up concrete", "concrete"][usize::from(visits)];
    for (field, value) in [
        ("text", json!(format!("Spørgsmål {n} {part}"))),
        ("part", json!(part_id(part).to_string())),
        ("kind", json!(kinds[usize::from(kind)])),
        ("visits", json!(visits)),
        ("when_question", when.map(|other| question_id(other).to_string()).into()),
        ("when_choice", when.map(|other| choice_id(other).to_string()).into()),
        ("retired", if retired { json!(true) } else { Value::Null }),
    ] {
        fields.set(Path::item(QUESTIONS, question_id(n), field), value);
    }
    if matches!(kinds[usize::from(kind)], "choice" | "choices") {
        fields.set(Path::item(CHOICES, choice_id(n), "question"), json!(question_id(n).to_string()));
        fields.set(Path::item(CHOICES, choice_id(n), "label"), json!(format!("Svar {n}")));
    }
}

/// The fields of a visit with random answers, picks and themes.
pub(super) fn visit() -> impl Strategy<Value = Fields> {
    let answer = (0_u8..18, 0_u8..6);
    (
        proptest::collection::vec(answer, 0..20),
        proptest::collection::vec(0_u8..18, 0..6),
        proptest::collection::vec(0_u8..5, 0..3),
        proptest::option::of(0_usize..3),
    )
        .prop_map(|(answers, picks, themes, visit_type)| {
            let mut fields = Fields::new();
            for (n, what) in answers {
                let (field, value) = match what {
                    0 => ("touched", json!(true)),
                    1 => ("touched", json!(false)),
                    2 => ("note", json!("Et svar")),
                    3 => ("choice", json!(choice_id(n).to_string())),
                    4 => ("number", json!(7)),
                    _ => ("decided", json!("yes")),
                };
                fields.set(Path::item(ANSWERS, question_id(n), field), value);
            }
            for n in picks {
                fields.set(Path::item(PICKS, choice_id(n), "chosen"), json!(true));
            }
            for n in themes {
                fields.set(Path::item(THEMES, part_id(n), "chosen"), json!(true));
            }
            if let Some(index) = visit_type {
                fields.set(Path::known("type"), json!(["first", "follow_up", "concrete"][index]));
            }
            fields
        })
}
