//! What is wrong with one value.

use std::borrow::Cow;

use serde::Serialize;
use ts_rs::TS;

/// Why a value is not written correctly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FormatCode {
    /// The text has more characters than the field takes.
    TooLong,
    /// The value is of another type than the field's.
    WrongType,
    /// The number is outside the field's bounds.
    OutOfRange,
    /// Not a day that exists.
    Date,
    /// Not a moment with an offset.
    DateTime,
    /// Not one of the codes.
    Choice,
    /// Not the id of a record.
    Reference,
    /// Not a CVR number.
    Cvr,
    /// Not a P-nummer.
    PNumber,
    /// Not a CPR number.
    Cpr,
    /// Not a branch code.
    BranchCode,
    /// Not a mail address.
    Email,
    /// Not a phone number.
    Phone,
    /// Not a municipality.
    Municipality,
}

/// What is wrong with one value, in words for the user. The message never repeats the value, which may be personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FormatProblem {
    /// The reason as a code.
    pub code: FormatCode,
    /// The reason in Danish: what is wrong, and how it is written.
    #[ts(type = "string")]
    pub message: Cow<'static, str>,
}

impl FormatProblem {
    pub(crate) fn new(code: FormatCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into() }
    }
}
