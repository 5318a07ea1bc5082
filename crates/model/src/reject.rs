//! A reject: a row that could not be read, with a code never reused, a place and a remedy.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::locator::Place;

/// Why a row was set aside. The codes are stable: scripts and reports quote them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u16)]
#[serde(rename_all = "snake_case")]
pub enum RejectKind {
    /// The row has another number of cells than the header.
    WrongWidth = 1,
    /// A cell that must be an amount is none.
    BadAmount = 2,
    /// An amount has more digits than any payment.
    AbsurdAmount = 3,
    /// A currency code is not in ISO 4217.
    UnknownCurrency = 4,
    /// A cell that must be a time is none.
    BadTime = 5,
    /// Day and month can be swapped.
    AmbiguousDate = 6,
    /// The clocks of the zone skipped this time.
    TimeInGap = 7,
    /// A time outside the years 1900 to 2200.
    TimeOutOfRange = 8,
    /// A cell that must be filled is empty.
    MissingField = 9,
    /// The bytes are not text in the encoding of the exhibit.
    BadEncoding = 10,
    /// The row is longer than the limit.
    RowTooLong = 11,
    /// Elements are nested deeper than the limit.
    TooDeep = 12,
    /// The element or object is cut off or malformed.
    Malformed = 13,
    /// A whole number was expected.
    BadInteger = 14,
    /// A line that fits no message, header or continuation of its format.
    UnknownLine = 15,
    /// A digest has the wrong length or other characters than hexadecimal ones.
    BadDigest = 16,
    /// An end lies before its start.
    EndBeforeStart = 17,
    /// The reader announced a row and gave it no outcome: a fault of ours, never of the exhibit.
    NoOutcome = 18,
    /// The record failed the check of the parent process.
    Invalid = 19,
    /// The value is stated in a form the reader does not know.
    UnknownValue = 20,
    /// An amount is negative where money can only go one way.
    NegativeAmount = 21,
}

impl RejectKind {
    /// The code, `ING-002`.
    pub fn code(self) -> String {
        format!("ING-{:03}", self as u16)
    }

    /// The kind with this number.
    pub fn from_number(number: u16) -> Option<Self> {
        ALL.iter().copied().find(|kind| *kind as u16 == number)
    }

    /// What is wrong, as a clause.
    pub fn fact(self) -> &'static str {
        match self {
            Self::WrongWidth => "the row has another number of cells than the header",
            Self::BadAmount => "the cell is not an amount",
            Self::AbsurdAmount => "the amount has more than 18 digits",
            Self::UnknownCurrency => "the currency is not an ISO 4217 code",
            Self::BadTime => "the cell is not a time",
            Self::AmbiguousDate => "day and month can be swapped in this date",
            Self::TimeInGap => "the clocks of the zone skipped this time",
            Self::TimeOutOfRange => "the time lies outside the years 1900 to 2200",
            Self::MissingField => "a field that must be stated is empty",
            Self::BadEncoding => "the bytes are not text in the encoding of the exhibit",
            Self::RowTooLong => "the row is longer than the limit",
            Self::TooDeep => "elements are nested deeper than the limit",
            Self::Malformed => "the row is cut off or malformed",
            Self::BadInteger => "the cell is not a whole number",
            Self::UnknownLine => "the line fits nothing this format knows",
            Self::BadDigest => "the cell is not a digest in hexadecimal",
            Self::EndBeforeStart => "the end lies before the start",
            Self::NoOutcome => "the reader gave this row no outcome",
            Self::Invalid => "the record failed the check after reading",
            Self::UnknownValue => "the value is stated in a form the reader does not know",
            Self::NegativeAmount => "the amount is negative where money can only go one way",
        }
    }

    /// What a person can do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::WrongWidth => {
                "check the separator and the quotes of the mapping; a cell may hold a separator"
            }
            Self::BadAmount => "set `decimal_mark` in the mapping, or map another column",
            Self::AbsurdAmount | Self::EndBeforeStart | Self::TimeOutOfRange => {
                "look at the row in the exhibit; ask the sender if it stands so there"
            }
            Self::UnknownCurrency => {
                "map the column that holds the currency, or set `currency` in the mapping"
            }
            Self::BadTime => {
                "set `time_format` or `date_order` in the mapping, or map another column"
            }
            Self::AmbiguousDate => {
                "set `date_order` to day_first, month_first or year_first, as the sender states it"
            }
            Self::TimeInGap => {
                "check the zone of the exhibit (`--tz`); the stated hour did not exist in it"
            }
            Self::MissingField => {
                "look at the row in the exhibit; map another column if the value stands there"
            }
            Self::BadEncoding => "set `encoding` in the mapping (for instance windows-1252)",
            Self::RowTooLong => "look for a missing quote or line end before this place",
            Self::TooDeep | Self::Malformed | Self::UnknownLine | Self::UnknownValue => {
                "look at the place in the exhibit; the rest of the exhibit was read"
            }
            Self::BadInteger => "map another column, or leave the field unmapped",
            Self::NegativeAmount => {
                "look at the row in the exhibit; a refund is stated by a status, not by a sign"
            }
            Self::BadDigest => "check that the column holds the digest the mapping says",
            Self::NoOutcome | Self::Invalid => {
                "report this as a fault of the program, with the place"
            }
        }
    }
}

const ALL: &[RejectKind] = &[
    RejectKind::WrongWidth,
    RejectKind::BadAmount,
    RejectKind::AbsurdAmount,
    RejectKind::UnknownCurrency,
    RejectKind::BadTime,
    RejectKind::AmbiguousDate,
    RejectKind::TimeInGap,
    RejectKind::TimeOutOfRange,
    RejectKind::MissingField,
    RejectKind::BadEncoding,
    RejectKind::RowTooLong,
    RejectKind::TooDeep,
    RejectKind::Malformed,
    RejectKind::BadInteger,
    RejectKind::UnknownLine,
    RejectKind::BadDigest,
    RejectKind::EndBeforeStart,
    RejectKind::NoOutcome,
    RejectKind::Invalid,
    RejectKind::UnknownValue,
    RejectKind::NegativeAmount,
];

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// Where.
    pub place: Place,
    /// Why.
    pub kind: RejectKind,
    /// Which field, where one is to blame.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// The text that could not be read, cut at [`RAW_BYTES_MAX`]; the place leads to the whole.
    pub raw: String,
}

/// Longest raw text kept with a reject: enough to see what is wrong.
pub const RAW_BYTES_MAX: usize = 512;

impl Reject {
    /// A reject of the row at `place`.
    pub fn new(place: Place, kind: RejectKind, field: &str, raw: &str) -> Self {
        let mut end = raw.len().min(RAW_BYTES_MAX);
        while !raw.is_char_boundary(end) {
            end -= 1;
        }
        let raw = raw.get(..end).unwrap_or("").to_owned();
        Self { place, kind, field: field.to_owned(), raw }
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.kind.code(), self.place, self.kind.fact())?;
        if !self.field.is_empty() {
            write!(f, " (`{}`: {:?})", self.field, self.raw)?;
        }
        write!(f, "; {}", self.kind.remedy())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_code_place_fact_and_remedy() {
        let place = Place { row: 3, bytes_start: 90, bytes_len: 22, ..Place::default() };
        let reject = Reject::new(place, RejectKind::BadAmount, "principal", "twelve");
        insta::assert_snapshot!(reject, @"ING-002 at row 3 bytes 90+22: the cell is not an amount (`principal`: \"twelve\"); set `decimal_mark` in the mapping, or map another column");
    }

    #[test]
    fn numbers_lead_back_to_their_kinds() {
        for kind in ALL {
            assert_eq!(RejectKind::from_number(*kind as u16), Some(*kind));
        }
    }
}
