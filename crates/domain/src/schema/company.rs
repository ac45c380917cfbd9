//! Fields of companies and workplaces.

use super::{FieldSpec, ValueType};
use crate::branch_code;
use crate::record::Kind;

pub(super) const COMPANY: &[FieldSpec] = &[
    FieldSpec::text("name", 200).d(&["D27", "D65"]),
    FieldSpec::of("cvr", ValueType::Cvr).d(&["D27"]),
    FieldSpec::of("branch.code", ValueType::BranchCode).d(&["D27"]),
    FieldSpec::of("branch.version", ValueType::Choice(branch_code::VERSIONS)).d(&["D27"]),
    FieldSpec::text("branch.text", 200).d(&["D27"]),
    FieldSpec::of("employees", ValueType::Integer { min: 0, max: 1_000_000 }).d(&["D27", "D129"]),
    FieldSpec::long_text("business", 2000).d(&["D27", "D253"]),
    FieldSpec::long_text("market", 2000).d(&["D27", "D126", "D127", "D253"]),
    FieldSpec::of("jobag_user", ValueType::Flag).d(&["D27", "D56"]),
    FieldSpec::long_text("notes", 5000).personal().internal(),
    // Set on the one that goes when two records of the same company are brought together (Saml dubletter).
    FieldSpec::of("alias_of", ValueType::Reference(Kind::Company)),
];

pub(super) const WORKPLACE: &[FieldSpec] = &[
    FieldSpec::of("company", ValueType::Reference(Kind::Company)).d(&["D28"]),
    FieldSpec::text("name", 200).d(&["D28"]),
    FieldSpec::of("p_number", ValueType::PNumber).d(&["D28"]),
    FieldSpec::text("address.street", 200).d(&["D28"]),
    FieldSpec::text("address.postcode", 10).d(&["D28"]),
    FieldSpec::text("address.city", 100).d(&["D28"]),
    FieldSpec::of("municipality", ValueType::Municipality).d(&["D28"]),
];
