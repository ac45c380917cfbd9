//! Job orders: the typed view and the rules. Transition rules guard a step; hints only say something.

mod alignment;
mod balance;
mod completeness;
mod hint;
mod ready;
mod wording;

pub use alignment::{alignment_problems, needs_new_alignment};
pub use balance::{Balance, Verdict, balance};
pub use completeness::{Progress, SectionState, completeness};
pub use hint::{Hint, HintCode, hints};
pub use ready::{Missing, MissingCode, ReadyContext, ready_problems, status_problems};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::record::{Fields, Record, RecordId};
use crate::requirement::Requirement;
use crate::typed::{Unit, Workplace, view};

/// The state of a job order (D57, R21). Without a value it is a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Kladde: demands nothing (R16).
    #[default]
    Draft,
    /// Åben: the only state in which candidates can be sent (R23).
    Open,
    /// Midlertidig inaktiv, with or without a day when it ends.
    Inactive,
    /// Lukket, with a reason.
    Closed,
}

impl Status {
    /// Every state in the order of an order's life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Open, Self::Inactive, Self::Closed];

    /// The code of the state.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Inactive => "inactive",
            Self::Closed => "closed",
        }
    }

    /// The state with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == code)
    }
}

view! {
    /// A job order (D30, D52).
    JobOrder {
        /// The company (D65).
        company: id("company") -> RecordId;
        /// The workplace (D54).
        workplace: id("workplace") -> RecordId;
        /// The contact person (D100).
        contact: id("contact") -> RecordId;
        /// The code of the type of order (D66).
        order_type: filled_text("order_type") -> &'a str;
        /// The code of the way it came in (D309).
        channel: filled_text("channel") -> &'a str;
        /// When it was received.
        received_at: filled_text("received_at") -> &'a str;
        /// When the contact person was contacted after receipt (R19).
        company_contacted_at: filled_text("company_contacted_at") -> &'a str;
        /// The job title (D73).
        title: filled_text("title") -> &'a str;
        /// How many positions (D75).
        positions: integer("positions") -> i64;
        /// The tasks (D76), the description that R16 asks for.
        tasks: filled_text("tasks") -> &'a str;
        /// The first working day (D74).
        start_date: filled_text("start_date") -> &'a str;
        /// Whether it is for a temp (D72).
        temp: flag("terms.temp") -> bool;
        /// The first day of the temp's period.
        temp_from: filled_text("terms.temp_from") -> &'a str;
        /// The last day of the temp's period.
        temp_to: filled_text("terms.temp_to") -> &'a str;
        /// `with` or `without` (D80, D81).
        education_demand: filled_text("education_demand") -> &'a str;
        /// Which education.
        education_text: filled_text("education_text") -> &'a str;
        /// `with` or `without` (D82, D83).
        experience_demand: filled_text("experience_demand") -> &'a str;
        /// How many years of experience.
        experience_years: integer("experience_years") -> i64;
        /// Where candidates may live (D221).
        residence: filled_text("residence") -> &'a str;
        /// The responsible unit (D5).
        responsible_unit: id("responsible_unit") -> RecordId;
        /// The coordinator, tovholder (D4).
        coordinator: id("coordinator") -> RecordId;
        /// The last day of a pause.
        inactive_until: filled_text("inactive_until") -> &'a str;
        /// The code of the reason for closing, never shown to the company (R21).
        close_reason: filled_text("close_reason") -> &'a str;
    }
}

impl JobOrder<'_> {
    /// The state; a draft when there is none or one that this version does not know.
    pub fn status(&self) -> Status {
        self.fields().text("status").and_then(Status::from_code).unwrap_or_default()
    }

    /// The code of how far it is shared; `internal` until somebody chooses otherwise (R24).
    pub fn sharing(&self) -> &str {
        self.fields().filled_text("sharing").unwrap_or("internal")
    }

    /// The requirements in their order.
    pub fn requirements(&self) -> Vec<Requirement> {
        Requirement::all(self.fields())
    }

    /// Whether candidates can be sent (R23): only while it is open.
    pub fn takes_submittals(&self) -> bool {
        self.status() == Status::Open
    }

    /// Whether the order is for ordinary employment, small jobs and temps among it (D52), and so may go to JobAG (R20).
    /// An order without a type is taken as ordinary.
    pub fn ordinary(&self) -> bool {
        matches!(self.order_type(), None | Some("ordinary" | "small_job" | "temp_job"))
    }
}

/// The unit to preselect as responsible (R18): the first by name, then id, in the workplace's municipality.
/// None when the workplace has no municipality or no unit lies there. The user may choose any other.
pub fn default_responsible_unit(workplace: &Fields, units: &[Record]) -> Option<RecordId> {
    let municipality = Workplace::new(workplace).municipality()?;
    units
        .iter()
        .filter(|record| record.alive() && Unit::new(&record.fields).municipality() == Some(municipality))
        .min_by_key(|record| (Unit::new(&record.fields).name(), record.key.id))
        .map(|record| record.key.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Kind, Path, RecordKey};
    use crate::schema::STATUSES;
    use serde_json::json;
    use uuid::Uuid;

    fn order(pairs: &[(&'static str, serde_json::Value)]) -> Fields {
        pairs.iter().map(|(path, value)| (Path::known(path), value.clone())).collect()
    }

    #[test]
    fn states_have_one_code() {
        let codes: Vec<_> = STATUSES.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, Status::ALL.map(Status::as_str));
        assert_eq!(JobOrder::new(&Fields::new()).status(), Status::Draft);
    }

    #[test]
    fn r18_the_responsible_unit_follows_the_workplace_and_can_be_overridden() {
        let unit = |n: u128, name: &str, municipality: &str| {
            let mut record = Record::new(RecordKey::new(Kind::Unit, Uuid::from_u128(n)), Uuid::nil());
            record.fields.set(Path::known("name"), json!(name));
            record.fields.set(Path::known("municipality"), json!(municipality));
            record
        };
        let mut gone = unit(4, "A", "0410");
        gone.fields.set(Path::known("@alive"), json!(false));
        let units = [unit(1, "Øst", "0410"), unit(2, "Nord", "0410"), unit(3, "Vest", "0420"), gone];
        let workplace = order(&[("municipality", json!("0410"))]);
        assert_eq!(default_responsible_unit(&workplace, &units), Some(Uuid::from_u128(2)));
        assert_eq!(default_responsible_unit(&Fields::new(), &units), None);
        assert_eq!(default_responsible_unit(&order(&[("municipality", json!("0851"))]), &units), None);

        let chosen = order(&[("responsible_unit", json!(Uuid::from_u128(3).to_string()))]);
        assert_eq!(JobOrder::new(&chosen).responsible_unit(), Some(Uuid::from_u128(3)));
    }

    #[test]
    fn r20_only_ordinary_orders_are_for_jobag() {
        for (order_type, ordinary) in [
            ("ordinary", true),
            ("small_job", true),
            ("temp_job", true),
            ("wage_subsidy", false),
            ("internship", false),
            ("flex_job", false),
            ("other", false),
        ] {
            let fields = order(&[("order_type", json!(order_type))]);
            assert_eq!(JobOrder::new(&fields).ordinary(), ordinary, "{order_type}");
        }
    }

    #[test]
    fn r23_only_an_open_order_takes_candidates() {
        for status in Status::ALL {
            let fields = order(&[("status", json!(status.as_str()))]);
            assert_eq!(JobOrder::new(&fields).takes_submittals(), status == Status::Open);
        }
    }

    #[test]
    fn r24_an_order_is_internal_until_somebody_shares_it() {
        assert_eq!(JobOrder::new(&Fields::new()).sharing(), "internal");
        assert_eq!(JobOrder::new(&order(&[("sharing", json!("national"))])).sharing(), "national");
    }
}
