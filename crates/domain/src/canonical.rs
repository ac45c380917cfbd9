//! One form per value, one text per map: equality and hashes rest on it.
//!
//! The canonical text is JSON without spaces, object keys in byte order, and only the escapes that JSON demands
//! (`\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t` and `\u00xx` for the other control characters). Golden bytes lie in
//! `tests/golden`.

use std::fmt::Write as _;

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use crate::record::Fields;

/// The longest text a value may hold, in bytes of UTF-8 after normalisation (1 MiB).
pub const MAX_TEXT_BYTES: usize = 1_048_576;

/// Whole numbers are smaller than this in absolute value (2^53), so that every JSON reader agrees about them.
pub const INTEGER_LIMIT: i64 = 1 << 53;

/// The value can never be a field's value, whatever the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// A number with a fraction or an exponent.
    #[error("a number with a fraction is not a value")]
    Float,
    /// A whole number outside |n| < 2^53.
    #[error("a whole number is outside the range")]
    Range,
    /// A list or an object: lists are flat paths here.
    #[error("a list or object is not a value")]
    Structure,
    /// A text longer than [`MAX_TEXT_BYTES`].
    #[error("a text is longer than 1 MiB")]
    TooLong,
}

/// Brings a value into its one form: texts to NFC with `\n` as the only line end and without other control characters
/// than `\n` and `\t`. Null, yes/no and whole numbers stay as they are. Doing it twice changes nothing.
///
/// # Errors
/// [`ValueError`] for numbers with a fraction, numbers outside the range, lists, objects, and texts over 1 MiB.
pub fn normalise(value: Value) -> Result<Value, ValueError> {
    match value {
        Value::Null | Value::Bool(_) => Ok(value),
        Value::Number(ref number) => match number.as_i64() {
            Some(n) if -INTEGER_LIMIT < n && n < INTEGER_LIMIT => Ok(value),
            Some(_) => Err(ValueError::Range),
            None if number.is_u64() => Err(ValueError::Range),
            None => Err(ValueError::Float),
        },
        Value::String(text) => {
            let text = if is_plain(&text) { text } else { normalise_text(&text) };
            if text.len() > MAX_TEXT_BYTES {
                return Err(ValueError::TooLong);
            }
            Ok(Value::String(text))
        }
        Value::Array(_) | Value::Object(_) => Err(ValueError::Structure),
    }
}

/// The text in its one form, as [`normalise`] does it, whatever its length.
pub fn normalise_text(text: &str) -> String {
    let mut after_return = false;
    text.chars()
        .filter_map(|c| {
            let second_of_pair = c == '\n' && std::mem::take(&mut after_return);
            after_return = c == '\r';
            match c {
                '\r' => Some('\n'),
                '\n' if second_of_pair => None,
                '\n' | '\t' => Some(c),
                _ if c.is_control() => None,
                _ => Some(c),
            }
        })
        .nfc()
        .collect()
}

/// Whether a text is in its one form, as can be seen at a glance: nearly all are. Below U+0300 nothing is decomposed, and
/// its first byte is below 0xcc; 0xc2 begins the control characters from U+0080 on too.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~' | 0x80..=0xc1 | 0xc3..=0xcb))
}

/// Reads one value from JSON and normalises it; for `#[serde(deserialize_with)]`.
///
/// # Errors
/// What [`normalise`] refuses.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    normalise(Value::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// The canonical text of a record's fields.
pub fn to_canonical_json(fields: &Fields) -> String {
    let mut out = String::with_capacity(2_048); // most are smaller
    out.push('{');
    for (index, (path, value)) in fields.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(path.as_str()); // the path grammar has nothing that JSON escapes
        out.push_str("\":");
        write_value(&mut out, value);
    }
    out.push('}');
    out
}

/// The canonical text of any JSON value, for the shapes that travel.
pub fn value_to_canonical_json(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

/// Writes the canonical text of a value.
pub fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Array(values) => {
            out.push('[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(out, value);
            }
            out.push(']');
        }
        Value::Object(map) => {
            // Sorted here and not left to serde_json, whose order depends on a feature any crate may switch on.
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            out.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_text(out, key);
                out.push(':');
                write_value(out, value);
            }
            out.push('}');
        }
        Value::String(text) => write_text(out, text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            let _ = write!(out, "{value}"); // writing to a String cannot fail
        }
    }
}

/// Writes the canonical text of a text.
pub fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    // What JSON escapes is one byte each, so everything between goes out as it is.
    while let Some(at) = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        let (plain, from) = rest.split_at(at);
        out.push_str(plain);
        match from.as_bytes()[0] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            0x8 => out.push_str("\\b"),
            0xc => out.push_str("\\f"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => {
                let _ = write!(out, "\\u{control:04x}"); // writing to a String cannot fail
            }
        }
        rest = &from[1..];
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Path;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn values_in_cases() {
        let cases = [
            ("null stays", json!(null), Ok(json!(null))),
            ("yes stays", json!(true), Ok(json!(true))),
            ("the largest number", json!(9_007_199_254_740_991_i64), Ok(json!(9_007_199_254_740_991_i64))),
            ("one too large", json!(9_007_199_254_740_992_i64), Err(ValueError::Range)),
            ("one too small", json!(-9_007_199_254_740_992_i64), Err(ValueError::Range)),
            ("the smallest i64", json!(i64::MIN), Err(ValueError::Range)),
            ("a huge number", json!(u64::MAX), Err(ValueError::Range)),
            ("a fraction", json!(1.5), Err(ValueError::Float)),
            ("a whole float", json!(2.0), Err(ValueError::Float)),
            ("a list", json!([]), Err(ValueError::Structure)),
            ("an object", json!({}), Err(ValueError::Structure)),
            ("decomposed å", json!("a\u{30a}"), Ok(json!("å"))),
            ("Windows line ends", json!("a\r\nb\rc\n\r\nd"), Ok(json!("a\nb\nc\n\nd"))),
            ("control characters", json!("a\u{0}b\u{7}\tc\u{85}\u{9f}d\u{7f}"), Ok(json!("ab\tcd"))),
            ("right-to-left and emoji", json!("שלום 👩🏽‍🔧"), Ok(json!("שלום 👩🏽‍🔧"))),
        ];
        for (name, value, expected) in cases {
            assert_eq!(normalise(value), expected, "{name}");
        }
    }

    #[test]
    fn a_control_character_cannot_hide_a_combining_pair() {
        assert_eq!(normalise_text("a\u{0}\u{30a}"), "å");
    }

    #[test]
    fn a_number_that_only_a_newer_version_reads_keeps_its_text() {
        let text = "[1.2345678901234568e+30,5e-324]";
        let value: Value = serde_json::from_str("[1234567890123456786789012345678,5e-324]").unwrap();
        assert_eq!(value_to_canonical_json(&value), text);
        let again: Value = serde_json::from_str(text).unwrap();
        assert_eq!(value_to_canonical_json(&again), text);
    }

    #[test]
    fn one_mebibyte_is_the_longest_text() {
        assert!(normalise(json!("x".repeat(MAX_TEXT_BYTES))).is_ok());
        assert_eq!(normalise(json!("x".repeat(MAX_TEXT_BYTES + 1))), Err(ValueError::TooLong));
    }

    #[test]
    fn golden_bytes() {
        let golden: &[(&str, &str)] = &[
            (include_str!("../tests/golden/empty.json"), "{}"),
            (
                include_str!("../tests/golden/order.json"),
                r#"{"title":"Lagermedarbejder","positions":2,"terms.temp":false,
                    "tasks":"Pluk \"efter\" liste\r\nKør\ttruck\u0000 \\ A\u030a",
                    "requirements.01890a5d-ac96-774b-bcce-b302099a8057.text":"Kørekort B 🚚",
                    "requirements.01890a5d-ac96-774b-bcce-b302099a8057.@rank":"V",
                    "close_note":null}"#,
            ),
        ];
        for (expected, input) in golden {
            let fields: Fields = serde_json::from_str(input).unwrap();
            assert_eq!(to_canonical_json(&fields), expected.trim_end_matches('\n'));
        }
    }

    #[test]
    fn nested_objects_are_sorted_too() {
        let value = json!({"b": [{"z": 1, "a": "\u{1}"}], "a": null});
        assert_eq!(value_to_canonical_json(&value), r#"{"a":null,"b":[{"a":"\u0001","z":1}]}"#);
    }

    fn scalar() -> impl Strategy<Value = Value> {
        prop_oneof![
            any::<bool>().prop_map(Value::from),
            ((1 - INTEGER_LIMIT)..INTEGER_LIMIT).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ]
    }

    fn map() -> impl Strategy<Value = Vec<(String, Value)>> {
        proptest::collection::btree_map("[a-z][a-z0-9_]{0,8}(\\.[a-z]{1,5})?", scalar(), 0..8)
            .prop_map(|map| map.into_iter().collect())
    }

    fn build(pairs: &[(String, Value)]) -> Fields {
        pairs.iter().map(|(path, value)| (Path::new(path).unwrap(), normalise(value.clone()).unwrap())).collect()
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(value in scalar()) {
            let once = normalise(value).unwrap();
            prop_assert_eq!(normalise(once.clone()).unwrap(), once);
        }

        #[test]
        fn what_is_plain_at_a_glance_is_in_its_one_form(text in "[\\t-\\r -~\\u{7f}-\\u{330}]{0,12}") {
            prop_assert!(!is_plain(&text) || normalise_text(&text) == text);
        }

        #[test]
        fn a_text_is_written_as_json(text in "[\\u{0}-\\u{30}\\\\æ🚚]{0,12}") {
            let mut written = String::new();
            write_text(&mut written, &text);
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }

        #[test]
        fn the_order_of_setting_does_not_matter(pairs in map()) {
            let mut reversed = pairs.clone();
            reversed.reverse();
            prop_assert_eq!(to_canonical_json(&build(&pairs)), to_canonical_json(&build(&reversed)));
        }

        #[test]
        fn reading_the_canonical_text_gives_it_back(pairs in map()) {
            let fields = build(&pairs);
            let text = to_canonical_json(&fields);
            let read: Fields = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&read, &fields);
            prop_assert_eq!(to_canonical_json(&read), text);
        }
    }
}
