//! Random histories of consent, withdrawal, expiry, changes of the order and sendings: what was permitted is covered.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Ask, permit};
use crate::candidate::CvStatus;
use crate::consent::data_items;
use crate::record::Kind;
use crate::record::{Fields, Path, RecordId};
use crate::rule;

#[derive(Clone, Debug)]
enum Step {
    Finalise {
        workplace: u8,
        order: u8,
        data: u8,
        channel: u8,
        days: u8,
        purpose: u8,
    },
    Withdraw,
    Days(u8),
    OrderStatus(bool),
    OrderWorkplace(u8),
    CvStatus(bool),
    /// Somebody changes the consent, whether that is allowed or not.
    Tamper {
        workplace: u8,
    },
    Send {
        workplace: u8,
        data: u8,
        channel: u8,
        searchable: bool,
    },
}

const CHANNELS: [&str; 3] = ["jobag", "secure_mail", "digital_post"];
const DATA: [&str; 3] = ["data.contact", "data.education", "data.languages"];

fn step() -> impl Strategy<Value = Step> {
    let (place, data, channel) = (0..3_u8, 0..8_u8, 0..3_u8);
    prop_oneof![
        (place.clone(), 0..2_u8, data.clone(), channel.clone(), 0..10_u8, 0..6_u8).prop_map(
            |(workplace, order, data, channel, days, purpose)| Step::Finalise {
                workplace,
                order,
                data,
                channel,
                days,
                purpose
            }
        ),
        Just(Step::Withdraw),
        (0..5_u8).prop_map(Step::Days),
        any::<bool>().prop_map(Step::OrderStatus),
        place.clone().prop_map(Step::OrderWorkplace),
        any::<bool>().prop_map(Step::CvStatus),
        place.clone().prop_map(|workplace| Step::Tamper { workplace }),
        (place, data, channel, any::<bool>()).prop_map(|(workplace, data, channel, searchable)| Step::Send {
            workplace,
            data,
            channel,
            searchable
        }),
    ]
}

fn id(number: u8) -> Value {
    Uuid::from_u128(u128::from(number) + 1).to_string().into()
}

fn set(fields: &mut Fields, path: &'static str, value: Value) {
    fields.set(Path::known(path), value);
}

fn moment(day: NaiveDate) -> Value {
    format!("{day}T10:00:00+01:00").into()
}

fn tick(fields: &mut Fields, data: u8) {
    for (bit, path) in DATA.into_iter().enumerate() {
        set(fields, path, json!(data >> bit & 1 == 1));
    }
}

/// What really happened, kept apart from the records.
#[derive(Default)]
struct Truth {
    withdrawn: bool,
    searchable: bool,
}

proptest! {
    #[test]
    fn no_history_has_a_permit_without_cover(steps in prop::collection::vec(step(), 1..40)) {
        let mut today = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let (mut consent, mut order, mut candidate) = (Fields::new(), Fields::new(), Fields::new());
        set(&mut order, "workplace", id(0));
        let mut truth = Truth::default();
        for one in steps {
            match one {
                Step::Finalise { workplace, order, data, channel, days, purpose } => {
                    consent = Fields::new();
                    truth.withdrawn = false;
                    set(&mut consent, "candidate", id(7));
                    set(&mut consent, "workplace", id(workplace));
                    set(&mut consent, "job_order", id(order));
                    set(&mut consent, "channel", CHANNELS[usize::from(channel)].into());
                    tick(&mut consent, data);
                    match purpose {
                        0 => {}
                        1 => set(&mut consent, "purpose", "at sende til relevante virksomheder".into()),
                        _ => set(&mut consent, "purpose", "at vurdere ansøgningen til jobbet".into()),
                    }
                    set(&mut consent, "given.how", "oral".into());
                    set(&mut consent, "given.at", moment(today));
                    set(&mut consent, "given.place", "Egelund".into());
                    set(&mut consent, "given.to", id(8));
                    let last = today.checked_add_days(Days::new(days.into())).unwrap();
                    set(&mut consent, "valid_until", last.to_string().into());
                    set(&mut consent, "finalised_at", moment(today));
                }
                Step::Withdraw => {
                    if consent.filled("finalised_at") && !rule::sealed(Kind::Consent, &consent, &Path::known("withdrawn_at")) {
                        set(&mut consent, "withdrawn_at", moment(today));
                        truth.withdrawn = true;
                    }
                }
                Step::Days(days) => today = today.checked_add_days(Days::new(days.into())).unwrap(),
                Step::OrderStatus(open) => set(&mut order, "status", if open { "open" } else { "closed" }.into()),
                Step::OrderWorkplace(workplace) => set(&mut order, "workplace", id(workplace)),
                Step::CvStatus(searchable) => {
                    truth.searchable = searchable;
                    set(&mut candidate, "cv.status", if searchable { "searchable" } else { "not_searchable" }.into());
                    set(&mut candidate, "cv.checked_at", format!("{today}T12:00:00+01:00").into());
                }
                Step::Tamper { workplace } => {
                    if !rule::sealed(Kind::Consent, &consent, &Path::known("workplace")) {
                        set(&mut consent, "workplace", id(workplace));
                    }
                }
                Step::Send { workplace, data, channel, searchable } => {
                    let mut submittal = Fields::new();
                    set(&mut submittal, "candidate", id(7));
                    set(&mut submittal, "job_order", id(0));
                    set(&mut submittal, "workplace", id(workplace));
                    set(&mut submittal, "channel", CHANNELS[usize::from(channel)].into());
                    tick(&mut submittal, data);
                    set(&mut submittal, "cv.status", if searchable { "searchable" } else { "not_searchable" }.into());
                    set(&mut submittal, "cv.checked_at", moment(today));
                    let known = consent.filled("finalised_at").then_some(&consent);
                    let decision = permit(&Ask {
                        submittal: &submittal,
                        candidate: Some(&candidate),
                        job_order: Some(&order),
                        consent: known,
                        unit: RecordId::nil(),
                        today,
                    });
                    if !decision.allowed() {
                        continue;
                    }
                    prop_assert_eq!(order.text("status"), Some("open"));
                    prop_assert_eq!(order.get("workplace"), submittal.get("workplace"));
                    prop_assert!(!data_items(&submittal).is_empty());
                    // A later reading the same day overrules what was noted for the sending.
                    let read_today = candidate.text("cv.checked_at").is_some_and(|at| at.starts_with(&today.to_string()));
                    if searchable {
                        prop_assert!(!read_today || truth.searchable);
                    }
                    if searchable || read_today && crate::candidate::Candidate::new(&candidate).cv_status() == CvStatus::Searchable {
                        continue;
                    }
                    prop_assert!(!truth.withdrawn, "sent on a withdrawn consent");
                    prop_assert!(consent.text("purpose").is_some_and(|purpose| purpose.starts_with("at vurdere")));
                    prop_assert_eq!(consent.get("workplace"), submittal.get("workplace"));
                    prop_assert_eq!(consent.get("job_order"), submittal.get("job_order"));
                    prop_assert_eq!(consent.get("channel"), submittal.get("channel"));
                    prop_assert!(data_items(&submittal).is_subset(&data_items(&consent)));
                    prop_assert!(consent.text("valid_until").unwrap() >= today.to_string().as_str());
                }
            }
        }
    }
}
