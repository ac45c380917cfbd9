//! What has reached central behaves as what has not: there a record that was never dead is not said to live, and here it was.

use feltmappen_app::api::{Kind, PathValue, RecordId, RecordKey, Scalar, Undone};
use serde_json::json;

use super::{Central, Device, Path, an_order_that_both_have};

const LIST: &str = "requirements";

/// An order with one requirement, which has landed.
fn landed() -> (Central, Device, RecordKey, RecordId) {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    let key = an_order_that_both_have(&maja, &soren, &central);
    let text = PathValue { path: Path::new("text").unwrap(), value: Scalar(json!("Truckkort")) };
    let item = maja.app.add_item(key, LIST.into(), vec![text]).unwrap().id;
    soren.until("the requirement", |soren| soren.app.open(key).unwrap().lists.contains_key(LIST));
    soren.set(key, "title", "Kok, aften");
    maja.until("his title", |maja| maja.text(key, "title").as_deref() == Some("Kok, aften"));
    (central, maja, key, item)
}

fn told(device: &Device, key: RecordKey) -> Vec<String> {
    device.app.history(Some(key)).unwrap().into_iter().map(|row| row.what).collect()
}

fn undone(device: &Device) {
    assert!(matches!(device.app.undo().unwrap(), Undone::Done { .. }), "nobody has changed it since");
}

#[test]
fn landing_itself_is_not_told() {
    let (_central, maja, key, _) = landed();
    let told = told(&maja, key);
    assert!(!told.iter().any(|what| what == "Hentet frem"), "{told:?}");
    assert_eq!(told.iter().filter(|what| *what == "Krav").count(), 1, "{told:?}");
}

#[test]
fn a_discarding_is_told_and_undone() {
    let (_central, maja, key, _) = landed();
    maja.app.discard(key).unwrap();
    assert_eq!(told(&maja, key)[0], "Kasseret");
    undone(&maja);
    assert!(maja.app.open(key).unwrap().alive);
}

#[test]
fn a_removed_requirement_is_told_and_comes_back() {
    let (_central, maja, key, item) = landed();
    let view = maja.app.remove_item(key, LIST.into(), item).unwrap();
    assert!(view.lists.get(LIST).is_none_or(Vec::is_empty));
    assert!(told(&maja, key)[0].ends_with("fjernet"), "{:?}", told(&maja, key));
    undone(&maja);
    assert_eq!(maja.app.open(key).unwrap().lists[LIST], [item]);
}

#[test]
fn an_added_requirement_is_undone_without_a_question() {
    let (_central, maja, key, _) = landed();
    undone(&maja);
    assert!(maja.app.open(key).unwrap().lists.get(LIST).is_none_or(Vec::is_empty));
}

#[test]
fn companies_made_one_and_taken_apart_again_both_live() {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    let company = || {
        let name = PathValue { path: Path::new("name").unwrap(), value: Scalar(json!("Nordhavn Kølelogistik A/S")) };
        maja.app.create(Kind::Company, vec![name]).unwrap().key
    };
    let landed = company();
    maja.connect(&central);
    soren.connect(&central);
    soren.until("the company", |soren| soren.text(landed, "name").is_some());
    soren.set(landed, "notes", "Porten til højre");
    maja.until("his words", |maja| maja.text(landed, "notes").is_some());
    maja.app.disconnect().unwrap();
    let again = company();
    assert!(maja.app.merge_companies(landed.id, again.id).unwrap().alive);
    undone(&maja);
    assert!(maja.app.open(landed).unwrap().alive && maja.app.open(again).unwrap().alive);
}
