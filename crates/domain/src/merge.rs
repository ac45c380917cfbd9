//! Merge groups: fields that only mean something together are merged as one value.

use crate::record::{Kind, Path};

/// The group that a field belongs to, or none when it merges on its own. Two fields of one record with the same group
/// are one value: when both sides have changed the group differently, the whole group is in conflict.
pub fn group_of(kind: Kind, path: &Path) -> Option<&'static str> {
    match kind {
        Kind::Company => company(path.as_str()),
        Kind::Workplace => path.as_str().starts_with("address.").then_some("address"),
        Kind::JobOrder => job_order(path.as_str()),
        Kind::Template => template(path.as_str()),
        Kind::Visit => visit(path.as_str()),
        Kind::Promise => matches!(path.as_str(), "done_at" | "result").then_some("result"),
        Kind::Candidate => path.as_str().starts_with("cv.").then_some("cv").filter(|_| path.as_str() != "cv.unit"),
        Kind::Conversation => conversation(path.as_str()),
        Kind::Consent => consent(path.as_str()),
        Kind::Submittal => submittal(path.as_str()),
        Kind::Unit | Kind::Employee | Kind::Contact | Kind::MatchCheck => None,
    }
}

fn company(path: &str) -> Option<&'static str> {
    path.starts_with("branch.").then_some("branch")
}

fn job_order(path: &str) -> Option<&'static str> {
    match path {
        "status" | "close_reason" | "close_note" | "inactive_until" => Some("status"),
        "terms.temp" | "terms.temp_from" | "terms.temp_to" => Some("temp"),
        "terms.pay" | "terms.pay_note" => Some("pay"),
        "education_demand" | "education_text" => Some("education"),
        "experience_demand" | "experience_years" => Some("experience"),
        "contact_form" | "contact_form_note" => Some("contact_form"),
        "responsible_unit" | "coordinator" => Some("responsibility"),
        "alignment.direct" | "alignment.substitution" | "alignment.upskilling" => Some("alignment"),
        _ => None,
    }
}

fn template(path: &str) -> Option<&'static str> {
    matches!(path, "status" | "published_at").then_some("status")
}

fn visit(path: &str) -> Option<&'static str> {
    match path {
        "starts_at" | "ends_at" => Some("time"),
        "status" | "started_at" | "closed_at" => Some("status"),
        "summary.text" | "summary.saved_at" => Some("summary"),
        _ => None,
    }
}

fn conversation(path: &str) -> Option<&'static str> {
    matches!(path, "status" | "started_at" | "closed_at").then_some("status")
}

/// How it was given and the papers that say so are one; so is what a withdrawal says.
fn consent(path: &str) -> Option<&'static str> {
    match path {
        "finalised_at" | "finalised_by" | "form_version" | "document_id" => Some("finalised"),
        _ if path.ends_with(".blob") || path.ends_with(".hash") => Some("finalised"),
        _ if path == "signature" || path.starts_with("given.") => Some("given"),
        _ if path.starts_with("withdrawn_") => Some("withdrawal"),
        _ if path.starts_with("filed.") => Some("filed"),
        _ => None,
    }
}

fn submittal(path: &str) -> Option<&'static str> {
    match path {
        "result" | "result_note" => Some("result"),
        "reviewed_at" | "reviewed_by" | "review_note" => Some("review"),
        _ => ["cv", "approved", "permit", "sent"].into_iter().find(|group| path.split('.').next() == Some(group)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn groups_in_cases() {
        let cases = [
            (Kind::Company, "branch.code", Some("branch")),
            (Kind::Company, "branch.version", Some("branch")),
            (Kind::Company, "name", None),
            (Kind::Workplace, "address.postcode", Some("address")),
            (Kind::Contact, "address.postcode", None),
            (Kind::JobOrder, "status", Some("status")),
            (Kind::JobOrder, "close_reason", Some("status")),
            (Kind::JobOrder, "inactive_until", Some("status")),
            (Kind::JobOrder, "terms.temp", Some("temp")),
            (Kind::JobOrder, "terms.temp_to", Some("temp")),
            (Kind::JobOrder, "education_demand", Some("education")),
            (Kind::JobOrder, "education_text", Some("education")),
            (Kind::JobOrder, "experience_years", Some("experience")),
            (Kind::JobOrder, "coordinator", Some("responsibility")),
            (Kind::JobOrder, "title", None),
            (Kind::JobOrder, "something_newer", None),
            (Kind::JobOrder, "alignment.direct", Some("alignment")),
            (Kind::JobOrder, "alignment.upskilling", Some("alignment")),
            (Kind::JobOrder, "alignment.when", None),
            (Kind::Template, "published_at", Some("status")),
            (Kind::Visit, "ends_at", Some("time")),
            (Kind::Visit, "closed_at", Some("status")),
            (Kind::Visit, "summary.saved_at", Some("summary")),
            (Kind::Visit, "preparation.note", None),
            (Kind::Promise, "done_at", Some("result")),
            (Kind::Promise, "due", None),
            (Kind::MatchCheck, "status", None),
            (Kind::Candidate, "cv.checked_at", Some("cv")),
            (Kind::Candidate, "cv.unit", None),
            (Kind::Conversation, "closed_at", Some("status")),
            (Kind::Consent, "authority.hash", Some("finalised")),
            (Kind::Consent, "signature", Some("given")),
            (Kind::Consent, "withdrawn_how", Some("withdrawal")),
            (Kind::Consent, "purpose", None),
            (Kind::Submittal, "permit.by", Some("permit")),
            (Kind::Submittal, "sent.channel", Some("sent")),
            (Kind::Submittal, "channel", None),
        ];
        for (kind, path, group) in cases {
            assert_eq!(group_of(kind, &Path::known(path)), group, "{kind} {path}");
        }
    }

    #[test]
    fn every_group_has_at_least_two_known_fields() {
        for kind in Kind::ALL {
            let groups: Vec<_> = schema::fields_of(kind)
                .iter()
                .filter(|spec| !spec.path.contains('*'))
                .filter_map(|spec| group_of(kind, &Path::known(spec.path)))
                .collect();
            for group in &groups {
                assert!(groups.iter().filter(|other| *other == group).count() >= 2, "{kind} {group}");
            }
        }
    }
}
