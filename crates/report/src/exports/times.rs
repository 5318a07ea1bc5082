//! Instants as other programs read them.

use jiff::Timestamp;

/// An instant as ISO 8601 in UTC; `None` where the calendar ends before it.
pub(super) fn utc(at_us: i64) -> Option<String> {
    Timestamp::from_microsecond(at_us).ok().map(|instant| instant.to_string())
}
