//! Times as programs store them: numbers counted from an epoch, all of them in UTC.
//!
//! Where a program changed its unit between versions (seconds to milliseconds, seconds to
//! nanoseconds), the size of the number tells the unit: no time of this century can be mistaken.

use std::fmt::Write as _;

use model::RejectKind;
use model::time::{Stamp, StampReader, TimeFormat};

use super::row_view::{Datum, Fault, RowView, whole};

/// Seconds from 1970 to 2001, where Apple's clocks begin.
const APPLE_S: i64 = 978_307_200;

/// Seconds from 1601 to 1970: the clocks of Windows and of Chrome begin in 1601.
const WINDOWS_S: i64 = 11_644_473_600;

/// Above this a number of seconds would lie behind the year 5000, so that it counts milliseconds.
const MILLIS_MIN: u64 = 100_000_000_000;

/// Above this a number of seconds since 2001 would lie behind the year 30,000,000.
const NANOS_MIN: u64 = 1_000_000_000_000_000;

/// What a number counts, and from when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Millis,
    /// Microseconds since 1970.
    Micros,
    /// Seconds or milliseconds since 1970, by size.
    SecondsOrMillis,
    /// Seconds since 2001, with fractions.
    AppleSeconds,
    /// Seconds or nanoseconds since 2001, by size.
    AppleSecondsOrNanos,
    /// Microseconds since 1601.
    ChromeMicros,
}

/// Reads stored times.
pub(super) struct Clock {
    epoch: StampReader,
    text: String,
}

impl Clock {
    pub(super) fn new() -> Self {
        let epoch = StampReader::utc(TimeFormat::UnixSeconds);
        Self { epoch, text: String::new() }
    }

    /// Reads the time of the first of these columns that the table has; 0 and -1 state none.
    pub(super) fn read(
        &mut self,
        row: &RowView<'_>,
        names: &[&'static str],
        unit: Unit,
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        stamp.clear();
        let name = names.first().copied().unwrap_or_default();
        let (value, fraction_us, stated) = match row.datum_of(names) {
            Datum::Null => return Ok(()),
            Datum::Integer(value) => (value, 0, value.to_string()),
            Datum::Real(value) => {
                let bad = || (RejectKind::BadTime, name.into(), value.to_string());
                let cut = whole(value).ok_or_else(bad)?;
                let fraction = whole((value.fract() * 1e6).round()).ok_or_else(bad)?;
                (cut, fraction, value.to_string())
            }
            Datum::Text(text) if text.trim().is_empty() => return Ok(()),
            Datum::Text(text) => match text.trim().parse() {
                Ok(value) => (value, 0, text.trim().to_owned()),
                Err(_) => return Err((RejectKind::BadTime, name.into(), text.into_owned())),
            },
            Datum::Bytes(_) | Datum::Cut(_) => {
                return Err((RejectKind::BadTime, name.into(), "bytes".to_owned()));
            }
        };
        if (value == 0 || value == -1) && fraction_us == 0 {
            return Ok(());
        }
        self.set(value, fraction_us, unit, stamp)
            .map_err(|kind| (kind, name.into(), stated.clone()))?;
        stamp.stated.set(&stated);
        Ok(())
    }

    /// Sets a time from a number of this unit and, for seconds, millionths of one.
    pub(super) fn set(
        &mut self,
        value: i64,
        fraction_us: i64,
        unit: Unit,
        stamp: &mut Stamp,
    ) -> Result<(), RejectKind> {
        let (scale, shift_s, digits) = match unit {
            Unit::SecondsOrMillis if value.unsigned_abs() >= MILLIS_MIN => (1_000, 0, 3),
            Unit::Millis => (1_000, 0, 3),
            Unit::Micros => (1_000_000, 0, 6),
            Unit::ChromeMicros => (1_000_000, -WINDOWS_S, 6),
            Unit::AppleSecondsOrNanos if value.unsigned_abs() >= NANOS_MIN => {
                (1_000_000_000, APPLE_S, 9)
            }
            Unit::AppleSeconds | Unit::AppleSecondsOrNanos => (1, APPLE_S, 0),
            Unit::Seconds | Unit::SecondsOrMillis => (1, 0, 0),
        };
        let seconds = value.div_euclid(scale);
        let fraction = value.rem_euclid(scale);
        let mut at = seconds.checked_add(shift_s).ok_or(RejectKind::TimeOutOfRange)?;
        let (fraction, digits) = if scale == 1 && fraction_us != 0 {
            at = at.saturating_add(fraction_us.div_euclid(1_000_000));
            (fraction_us.rem_euclid(1_000_000), 6)
        } else if digits == 9 {
            (fraction / 1_000, 6)
        } else {
            (fraction, digits)
        };
        self.text.clear();
        // Writing to a String cannot fail. Before 1970 the reader counts fractions backwards.
        let _ = if digits == 0 || at < 0 {
            write!(self.text, "{at}")
        } else {
            write!(self.text, "{at}.{fraction:0digits$}")
        };
        self.epoch.read(&self.text, stamp).map_err(RejectKind::from)
    }
}
