//! The hash of a feed's content: it changes in one step when one record does.

use std::fmt;

use feltmappen_domain::canonical::{to_canonical_json, value_to_canonical_json};
use feltmappen_domain::record::{Fields, RecordId, RecordKey};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Conflict;

/// The sum, modulo 2^256, of the SHA-256 of the canonical text of each present record; zero when there is none. The
/// order of the records does not matter, and one record is added or taken away without looking at the others.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The hash of nothing.
    pub const EMPTY: Self = Self([0; 32]);

    /// The hash of one present record.
    pub fn of(key: RecordKey, home_unit: RecordId, fields: &Fields, conflicts: &[Conflict]) -> Self {
        Self::of_canonical(key, home_unit, &to_canonical_json(fields), &conflicts_to_canonical_json(conflicts))
    }

    /// The same from the canonical texts of its fields and conflicts, for whoever has written them already.
    pub fn of_canonical(key: RecordKey, home_unit: RecordId, fields: &str, conflicts: &str) -> Self {
        Self(Sha256::digest(canonical_record(key, home_unit, fields, conflicts)).into())
    }

    /// The hash of a present record from the JSON that came, also when this version cannot read it. None when the four
    /// parts are not there.
    pub fn of_json(entry: &Value) -> Option<Self> {
        let parts = ["conflicts", "fields", "home_unit", "key"];
        let record: Option<Map<String, Value>> =
            parts.iter().map(|part| Some(((*part).to_owned(), entry.get(part)?.clone()))).collect();
        Some(Self(Sha256::digest(value_to_canonical_json(&Value::Object(record?))).into()))
    }

    /// The hash once a record has come.
    #[must_use]
    pub fn plus(self, record: Self) -> Self {
        let mut sum = [0; 32];
        let mut carry = 0_u16;
        for index in (0..32).rev() {
            let digit = u16::from(self.0[index]) + u16::from(record.0[index]) + carry;
            sum[index] = (digit & 0xff) as u8;
            carry = digit >> 8;
        }
        Self(sum)
    }

    /// The hash once a record has gone.
    #[must_use]
    pub fn minus(self, record: Self) -> Self {
        let mut difference = [0; 32];
        let mut borrow = 0_i16;
        for index in (0..32).rev() {
            let digit = i16::from(self.0[index]) - i16::from(record.0[index]) - borrow;
            borrow = i16::from(digit < 0);
            difference[index] = (digit & 0xff) as u8;
        }
        Self(difference)
    }

    /// From its 32 bytes, the most significant first.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes, the most significant first.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The canonical text of a record's conflicts.
pub fn conflicts_to_canonical_json(conflicts: &[Conflict]) -> String {
    value_to_canonical_json(&conflicts.iter().map(Conflict::to_value).collect())
}

/// The text that is hashed: `{"conflicts":[…],"fields":{…},"home_unit":"…","key":{…}}`.
pub(super) fn canonical_record(key: RecordKey, home_unit: RecordId, fields: &str, conflicts: &str) -> String {
    format!(
        "{{\"conflicts\":{conflicts},\"fields\":{fields},\"home_unit\":\"{}\",\"key\":{{\"id\":\"{}\",\"kind\":\"{}\"}}}}",
        home_unit.hyphenated(),
        key.id.hyphenated(),
        key.kind
    )
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

impl From<ContentHash> for String {
    fn from(hash: ContentHash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for ContentHash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const NOT_A_HASH: &str = "not 64 lowercase hexadecimal digits";
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(NOT_A_HASH),
        };
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(NOT_A_HASH);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn carries_and_borrows_run_through() {
        let mut one = [0; 32];
        one[31] = 1;
        let one = ContentHash::from_bytes(one);
        assert_eq!(ContentHash::from_bytes([0xff; 32]).plus(one), ContentHash::EMPTY);
        assert_eq!(ContentHash::EMPTY.minus(one), ContentHash::from_bytes([0xff; 32]));
    }

    #[test]
    fn only_64_lowercase_digits_are_a_hash() {
        for text in ["", "0", &"g".repeat(64), &"A".repeat(64), &"0".repeat(63), &"æ".repeat(32)] {
            assert!(ContentHash::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn records_come_and_go_in_any_order(a in any::<[u8; 32]>(), b in any::<[u8; 32]>(), c in any::<[u8; 32]>()) {
            let [a, b, c] = [a, b, c].map(ContentHash::from_bytes);
            prop_assert_eq!(a.plus(b).plus(c), c.plus(a).plus(b));
            prop_assert_eq!(a.plus(b).plus(c).minus(b), a.plus(c));
            prop_assert_eq!(ContentHash::try_from(a.to_string()).unwrap(), a);
        }
    }
}
