//! The one spelling in which a correct value is kept.

use serde_json::Value;

use super::{ValueType, spec_of};
use crate::numbers::{cpr, cvr, p_number};
use crate::record::{Kind, Path};
use crate::{branch_code, municipality};

/// The value as it is kept once it is correct: numbers of authorities as digits only, codes of municipalities with their
/// leading zero, other one-line texts without white space at the ends, and an empty text as null. A value that is not
/// correct, and a path that this version does not know, come back as they are.
pub fn stored_form(kind: Kind, path: &Path, value: Value) -> Value {
    let Some(spec) = spec_of(kind, path) else {
        return value;
    };
    let Value::String(text) = value else {
        return value;
    };
    if text.trim().is_empty() {
        return Value::Null;
    }
    let kept = match spec.value {
        ValueType::LongText => None,
        ValueType::Cvr => cvr::check(&text).ok(),
        ValueType::Cpr => cpr::check(&text).ok().map(|number| number.digits().to_owned()),
        ValueType::PNumber => p_number::check(&text).ok(),
        ValueType::BranchCode => branch_code::check(&text).ok(),
        ValueType::Municipality => municipality::by_code(text.trim()).map(|m| m.code.to_owned()),
        ValueType::Reference(_) | ValueType::Item => {
            uuid::Uuid::try_parse(text.trim()).ok().map(|id| id.hyphenated().to_string())
        }
        _ => Some(text.trim().to_owned()),
    };
    Value::String(kept.unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn spellings_in_cases() {
        let cases = [
            (Kind::Company, "cvr", json!("DK 13 74 81 36"), json!("13748136")),
            (Kind::Company, "cvr", json!("1374"), json!("1374")),
            (Kind::Company, "name", json!("  Nordhavn A/S "), json!("Nordhavn A/S")),
            (Kind::Company, "name", json!(" \n"), json!(null)),
            (Kind::Company, "notes", json!(" to\nlinjer\n"), json!(" to\nlinjer\n")),
            (Kind::Company, "employees", json!(7), json!(7)),
            (Kind::Workplace, "p_number", json!("10 03 38 83 94"), json!("1003388394")),
            (Kind::Workplace, "municipality", json!("410"), json!("0410")),
            (Kind::JobOrder, "newer", json!(" x "), json!(" x ")),
        ];
        for (kind, path, value, expected) in cases {
            assert_eq!(stored_form(kind, &Path::known(path), value), expected, "{path}");
        }
    }
}
