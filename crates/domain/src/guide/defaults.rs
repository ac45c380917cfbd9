//! The templates that come with the program. They are data like any other; a unit may make its own versions of them.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Use;
use super::file::{TemplateFile, to_fields};
use crate::canonical::to_canonical_json;
use crate::identity::NAMESPACE;
use crate::record::{Fields, RecordId};

/// The file of a default.
pub const fn default_text(template_use: Use) -> &'static str {
    match template_use {
        Use::Visit => include_str!("defaults/visit.json"),
        Use::Tools => include_str!("defaults/tools.json"),
        Use::MatchCheck => include_str!("defaults/match_check.json"),
        Use::Alignment => include_str!("defaults/alignment.json"),
        Use::Conversation => include_str!("defaults/conversation.json"),
    }
}

/// A default as its file says it.
pub fn default_file(template_use: Use) -> TemplateFile {
    // The files are part of the program; a test proves that each can be read.
    serde_json::from_str(default_text(template_use)).unwrap_or_default()
}

/// The fields of a default: a published template.
pub fn default_fields(template_use: Use) -> Fields {
    to_fields(&default_file(template_use), "published")
}

/// The id of an unchanged default in a home unit (UUIDv5 of `template:<home unit>:<use>:<SHA-256 of its canonical
/// fields>`): two devices make the same record, and another wording is another record (R56).
pub fn default_id(home_unit: RecordId, template_use: Use) -> RecordId {
    let hash = Sha256::digest(to_canonical_json(&default_fields(template_use)).as_bytes());
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let name = format!("template:{}:{}:{hash}", home_unit.hyphenated(), template_use.as_str());
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::{Guide, problems};
    use super::*;

    const UNIT: Uuid = Uuid::from_u128(7);

    #[test]
    fn every_default_is_fine_and_says_what_it_is_for() {
        for template_use in Use::ALL {
            let file: TemplateFile = serde_json::from_str(default_text(template_use)).unwrap();
            assert_eq!(file.template_use, template_use.as_str());
            assert_eq!(problems(&file), [], "{template_use:?}");
            assert!(file.extra.is_empty() && file.parts.iter().all(|part| part.extra.is_empty()));
            let guide = Guide::new(&default_fields(template_use));
            assert_eq!(guide.template_use, Some(template_use));
            let questions = file.parts.iter().map(|part| part.questions.len()).sum::<usize>();
            assert_eq!(guide.questions().count(), questions);
        }
    }

    #[test]
    fn every_entry_of_the_guide_and_the_checklist_stands_in_a_default() {
        let mut reached = Vec::new();
        for template_use in Use::ALL {
            for part in Guide::new(&default_fields(template_use)).parts {
                reached.extend(part.questions.into_iter().flat_map(|question| question.d));
                reached.extend(part.d);
            }
        }
        let numbers = (122..=214).chain(107..=111).chain(220..=229);
        let lacking: Vec<String> =
            numbers.map(|number| format!("D{number}")).filter(|d| !reached.contains(d)).collect();
        assert_eq!(lacking, [] as [&str; 0]);
    }

    #[test]
    fn the_tools_that_a_guide_asks_about_are_in_the_tool_list() {
        let tools = Guide::new(&default_fields(Use::Tools));
        let guide = Guide::new(&default_fields(Use::Visit));
        let asked: Vec<Uuid> = guide.questions().filter_map(|(_, question)| question.tools).collect();
        assert!(!asked.is_empty());
        for part in &tools.parts {
            assert!(asked.contains(&part.id), "{}", part.title);
        }
        assert!(asked.iter().all(|part| tools.part(*part).is_some()));
    }

    #[test]
    fn r49_the_tour_is_for_the_first_visit_and_changes_are_for_a_follow_up() {
        use crate::visit::VisitType;
        let guide = Guide::new(&default_fields(Use::Visit));
        let for_type = |wanted| guide.questions().filter(move |(_, question)| question.visits == [wanted]).count();
        assert_eq!((for_type(VisitType::First), for_type(VisitType::FollowUp)), (1, 1));
        assert_eq!(guide.parts.len(), 4, "D124: four themes");
    }

    #[test]
    fn r53_working_life_is_for_the_first_conversation_and_what_was_agreed_for_the_next() {
        use crate::visit::VisitType;
        let guide = Guide::new(&default_fields(Use::Conversation));
        let asked = |d: &str| guide.questions().find(|(_, question)| question.d.iter().any(|one| one == d));
        for d in ["D154", "D155", "D156"] {
            assert_eq!(asked(d).unwrap().1.visits, [VisitType::First], "{d}");
        }
        assert_eq!(asked("D157").unwrap().1.visits, [VisitType::FollowUp]);
    }

    #[test]
    fn r54_the_cv_is_gone_through_in_every_conversation() {
        let guide = Guide::new(&default_fields(Use::Conversation));
        let cv = guide.parts.iter().find(|part| part.d == ["D158"]).unwrap();
        let always = cv.questions.iter().filter(|question| question.visits.is_empty() && question.show_when.is_none());
        let always: Vec<&String> = always.flat_map(|question| &question.d).collect();
        for number in [158].into_iter().chain(220..=229) {
            assert!(always.iter().any(|d| **d == format!("D{number}")), "D{number}");
        }
    }

    #[test]
    fn two_devices_make_the_same_default_and_each_unit_its_own() {
        let all: Vec<RecordId> = Use::ALL.into_iter().map(|template_use| default_id(UNIT, template_use)).collect();
        let again: Vec<RecordId> = Use::ALL.into_iter().map(|template_use| default_id(UNIT, template_use)).collect();
        assert_eq!(all, again);
        assert_ne!(default_id(UNIT, Use::Visit), default_id(Uuid::nil(), Use::Visit));
        assert!(all.iter().enumerate().all(|(index, id)| !all[..index].contains(id)));
    }
}
