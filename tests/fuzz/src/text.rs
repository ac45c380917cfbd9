//! Values, names and texts, wherever they come from.

use feltmappen_domain::canonical::{normalise, normalise_text, to_canonical_json, value_to_canonical_json};
use feltmappen_domain::fold::{fold, mark};
use feltmappen_domain::numbers::{cpr, cvr, p_number};
use feltmappen_domain::rank;
use feltmappen_domain::record::{Fields, Kind, Path};
use feltmappen_domain::requirement::{languages_in, rewrite_suggestion, suggest_class, years_in};
use feltmappen_domain::summary::findings;
use feltmappen_domain::visit::{danish_day, day_of};
use feltmappen_sync::wire::FeedId;
use serde_json::Value;

/// Values and the names of fields, feeds and kinds: one form each, and reading it again changes nothing.
pub fn values(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(path) = Path::new(text) {
        assert_eq!(path.as_str(), text);
        if let Some((list, id, field)) = path.parse_item() {
            assert_eq!(format!("{list}.{id}.{field}"), text);
        }
    }
    if let Ok(feed) = FeedId::new(text) {
        assert_eq!(feed.as_str(), text);
        assert!(feed.as_unit().is_none_or(|unit| FeedId::unit(unit) == feed));
    }
    if let Ok(kind) = text.parse::<Kind>() {
        assert_eq!(kind.as_str(), text);
    }
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        let canonical = value_to_canonical_json(&value);
        let again: Value = serde_json::from_str(&canonical).unwrap();
        assert_eq!(value_to_canonical_json(&again), canonical);
        if let Ok(normal) = normalise(value) {
            assert_eq!(normalise(normal.clone()).unwrap(), normal);
        }
    }
    if let Ok(fields) = serde_json::from_str::<Fields>(text) {
        let canonical = to_canonical_json(&fields);
        let again: Fields = serde_json::from_str(&canonical).unwrap();
        assert_eq!(again, fields);
        assert_eq!(to_canonical_json(&again), canonical);
    }
}

/// Texts that people write: what is looked for, found, marked and suggested in them. Three texts, divided by null
/// characters.
pub fn text(bytes: &[u8]) {
    let Ok(all) = std::str::from_utf8(bytes) else { return };
    let mut texts = all.splitn(3, '\0');
    let (first, second, third) =
        (texts.next().unwrap_or_default(), texts.next().unwrap_or_default(), texts.next().unwrap_or_default());

    let normal = normalise_text(first);
    assert_eq!(normalise_text(&normal), normal);
    let folded = fold(first);
    assert_eq!(folded.map.len(), folded.text.len() + 1);
    assert!(folded.map.is_sorted() && folded.map.iter().all(|at| first.is_char_boundary(*at as usize)));
    let length = first.encode_utf16().count();
    let marked = mark(first, &[second, third]);
    assert!(marked.iter().all(|(start, end)| start < end && *end <= length));
    assert!(marked.is_sorted_by(|a, b| a.1 < b.0));

    let place = rank::between(Some(first), Some(second));
    assert!(rank::is_rank(&place));
    assert!(place.as_str() > first || !rank::is_rank(first));

    suggest_class(first);
    years_in(first);
    languages_in(first);
    rewrite_suggestion(first, second);
    for found in findings(first, &[second, third]) {
        assert!(found.from < found.to && found.to as usize <= length);
    }
    for checked in [cvr::check(first), p_number::check(first)].into_iter().flatten() {
        assert!(checked.bytes().all(|byte| byte.is_ascii_digit()));
    }
    let _ = cpr::check(first);
    danish_day(first);
    assert!(day_of(first).is_none_or(|day| first.starts_with(day)));
}
