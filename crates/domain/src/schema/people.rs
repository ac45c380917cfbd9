//! Fields of units, employees and contact persons.

use super::{FieldSpec, ValueType};
use crate::record::Kind;

pub(super) const UNIT: &[FieldSpec] = &[
    FieldSpec::text("name", 100).d(&["D5"]),
    FieldSpec::of("municipality", ValueType::Municipality).d(&["D5"]),
    FieldSpec::of("phone", ValueType::Phone),
    FieldSpec::of("email", ValueType::Email),
    // What a consent must say of whoever asks for it (L5 b).
    FieldSpec::text("address.street", 200),
    FieldSpec::text("address.postcode", 10),
    FieldSpec::text("address.city", 100),
    FieldSpec::of("dpo.email", ValueType::Email),
    FieldSpec::of("dpo.phone", ValueType::Phone),
];

pub(super) const EMPLOYEE: &[FieldSpec] = &[
    FieldSpec::text("name", 130).personal().d(&["D1", "D4"]),
    FieldSpec::of("unit", ValueType::Reference(Kind::Unit)),
    FieldSpec::text("title", 100).personal(),
    FieldSpec::of("email", ValueType::Email).personal(),
    FieldSpec::of("phone", ValueType::Phone).personal(),
];

pub(super) const CONTACT: &[FieldSpec] = &[
    FieldSpec::of("company", ValueType::Reference(Kind::Company)).d(&["D29"]),
    FieldSpec::of("workplace", ValueType::Reference(Kind::Workplace)).d(&["D29"]),
    FieldSpec::text("name", 130).personal().d(&["D10", "D100"]),
    FieldSpec::text("title", 100).personal().d(&["D10", "D100"]),
    FieldSpec::of("email", ValueType::Email).personal().d(&["D10", "D100"]),
    FieldSpec::of("phone", ValueType::Phone).personal().d(&["D10", "D100"]),
    FieldSpec::of("main", ValueType::Flag).d(&["D11"]),
];
