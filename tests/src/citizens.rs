//! A candidate, and an open order at a workplace that is known in full: what a consent rests on.

use serde_json::{Value, json};

use crate::{Window, office};

/// Whose CV it is about.
pub const CANDIDATE: &str = "Amina Prøve";
/// What the order is called.
pub const JOB: &str = "Lagermedarbejder på nathold";
/// The only workplace that is asked for.
pub const STREET: &str = "Kajen 3";

/// An open order, and a candidate for it, in a workspace with demo data.
pub struct Referral {
    /// The order's key.
    pub order: Value,
    /// The candidate's key.
    pub candidate: Value,
}

impl Referral {
    /// Makes both by the app's own commands.
    pub async fn begin(window: &Window) -> Self {
        let company = make(window, "company", json!({ "name": "Nordhavn Kølelogistik A/S", "cvr": "99060816" })).await;
        let opened = window.invoke("open", json!({ "key": company })).await;
        let workplace = opened["company"]["workplaces"][0]["key"].clone();
        let address = json!({
            "name": STREET, "address.street": STREET, "address.postcode": "0999", "address.city": "Egelund",
        });
        let known = window.invoke("set_fields", json!({ "key": workplace, "values": values(address) })).await;
        assert!(known["key"].is_object(), "{known}");
        let order = json!({
            "company": company["id"], "workplace": workplace["id"], "title": JOB, "tasks": "Pakke og køre truck.",
            "positions": 2, "responsible_unit": office::UNIT, "coordinator": office::MAJA, "education_demand": "without",
            "experience_demand": "without",
        });
        let order = make(window, "job_order", order).await;
        let outcome = window.invoke("set_status", json!({ "key": order, "status": "open", "values": [] })).await;
        assert_eq!(outcome["done"], true, "{}", outcome["missing"]);
        let candidate = make(window, "candidate", json!({ "name": CANDIDATE })).await;
        Self { order, candidate }
    }

    /// Where the order is.
    #[must_use]
    pub fn page(&self) -> String {
        format!("/jobordrer/{}", self.order["id"].as_str().expect("an id"))
    }
}

async fn make(window: &Window, kind: &str, fields: Value) -> Value {
    let mut made = window.invoke("create", json!({ "kind": kind, "values": values(fields) })).await;
    assert!(made["key"].is_object(), "{made}");
    made["key"].take()
}

fn values(fields: Value) -> Vec<Value> {
    let fields = fields.as_object().expect("fields");
    fields.iter().map(|(path, value)| json!({ "path": path, "value": value })).collect()
}
