//! Consents and sendings on two devices: a withdrawal on one stops sending on the other (R6).

use feltmappen_app::api::{Kind, Path, PathValue, RecordKey, Scalar};
use feltmappen_domain::submittal::Reason;
use serde_json::{Value, json};

use super::{Central, Device};

fn pairs(values: &[(&str, Value)]) -> Vec<PathValue> {
    let pair =
        |(path, value): &(&str, Value)| PathValue { path: Path::new(path).unwrap(), value: Scalar(value.clone()) };
    values.iter().map(pair).collect()
}

/// An open order and a candidate, with all that a consent's papers name.
fn case(device: &Device) -> (RecordKey, RecordKey) {
    let app = &device.app;
    let me = app.catalogue().unwrap().me.unwrap().to_string();
    let street = |street: &str| {
        vec![("address.street", json!(street)), ("address.postcode", json!("0999")), ("address.city", json!("Egelund"))]
    };
    let mut unit = street("Rådhuspladsen 1");
    unit.extend([
        ("phone", json!("70000001")),
        ("email", json!("v@egelund.example")),
        ("dpo.email", json!("dpo@egelund.example")),
    ]);
    app.set_fields(RecordKey::new(Kind::Unit, device.unit), pairs(&unit)).unwrap();
    let company = [("name", json!("Nordhavn A/S")), ("cvr", json!("99060816"))];
    let company = app.create(Kind::Company, pairs(&company)).unwrap().key.id.to_string();
    let mut workplace = street("Kajen 3");
    workplace.extend([("name", json!("Kajen 3")), ("company", json!(company)), ("municipality", json!("0410"))]);
    app.create(Kind::Workplace, pairs(&workplace)).unwrap();
    let contact = [("company", json!(company)), ("name", json!("Mads Holm")), ("main", json!(true))];
    app.create(Kind::Contact, pairs(&contact)).unwrap();
    let order = [
        ("company", json!(company)),
        ("title", json!("Kok")),
        ("tasks", json!("Lave mad.")),
        ("positions", json!(1)),
        ("coordinator", json!(me)),
        ("education_demand", json!("without")),
        ("experience_demand", json!("without")),
    ];
    let order = app.create(Kind::JobOrder, pairs(&order)).unwrap().key;
    assert!(app.set_status(order, "open".into(), Vec::new()).unwrap().done);
    let candidate = app.create(Kind::Candidate, pairs(&[("name", json!("Amina Prøve"))])).unwrap().key;
    (order, candidate)
}

fn consent(device: &Device, order: RecordKey, candidate: RecordKey) -> RecordKey {
    let app = &device.app;
    let key = app.new_consent(order, candidate).unwrap().record.key;
    let values = [
        ("data.education", json!(true)),
        ("channel", json!("jobag")),
        ("valid_until", json!("2027-01-15")),
        ("given.how", json!("oral")),
        ("given.at", json!("2026-11-24T11:00:00+01:00")),
        ("given.to", json!(app.catalogue().unwrap().me.unwrap().to_string())),
        ("given.place", json!("telefon")),
    ];
    app.set_fields(key, pairs(&values)).unwrap();
    let outcome = app.finalise_consent(key).unwrap();
    assert!(outcome.done, "{:?}", outcome.problems.iter().map(|one| &one.message).collect::<Vec<_>>());
    key
}

#[test]
fn r6_a_withdrawal_that_arrives_before_the_permit_stops_it() {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    maja.connect(&central);
    soren.connect(&central);
    let (order, candidate) = case(&maja);
    let key = consent(&maja, order, candidate);
    maja.sent();
    soren.until("the consent", |soren| soren.text(key, "finalised_at").is_some());
    soren.until("the order", |soren| soren.text(order, "status").as_deref() == Some("open"));
    let submittal = soren.app.prepare_submittal(order, candidate).unwrap().key;
    assert!(soren.app.confirm_cv(submittal, "not_searchable".into()).unwrap().allowed);
    maja.app.withdraw_consent(key, "phone".into(), None).unwrap();
    maja.sent();
    soren.until("the withdrawal", |soren| soren.text(key, "withdrawn_at").is_some());
    let outcome = soren.app.give_permit(submittal).unwrap();
    assert_eq!((outcome.done, outcome.view.reason), (false, Some(Reason::Withdrawn)));
}
