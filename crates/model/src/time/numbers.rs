//! Times written as one number: counted from an epoch, or days as spreadsheets store them.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::read::{StampFault, TimeFormat};
use super::text::{digits, fraction};
use super::{Precision, Stamp, ZoneSource};

const US: i64 = 1_000_000;

/// First and last instants accepted from an epoch: 1900-01-01 and 2200-12-31, in seconds.
const EPOCH_S: std::ops::RangeInclusive<i64> = -2_208_988_800..=7_289_654_399;

pub(super) fn read_epoch(
    text: &str,
    format: TimeFormat,
    stamp: &mut Stamp,
) -> Result<(), StampFault> {
    let fault = StampFault::NotATime;
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let value: i64 = whole.parse().map_err(|_| fault)?;
    let (scale_us, mut precision) = match format {
        TimeFormat::UnixDays => (86_400 * US, Precision::Day),
        TimeFormat::UnixMillis => (1_000, Precision::Millisecond),
        TimeFormat::UnixMicros => (1, Precision::Microsecond),
        TimeFormat::UnixSeconds | TimeFormat::Calendar | TimeFormat::SheetDays => {
            (US, Precision::Second)
        }
    };
    let mut us = value.checked_mul(scale_us).ok_or(StampFault::OutOfRange)?;
    if !part.is_empty() {
        let (value, width, rest) = digits(part).ok_or(fault)?;
        if !rest.is_empty() {
            return Err(fault);
        }
        if scale_us == US {
            let (micros, finer) = fraction(value, width);
            us += if whole.starts_with('-') { -micros } else { micros };
            precision = finer;
        }
    }
    if !EPOCH_S.contains(&(us / US)) {
        return Err(StampFault::OutOfRange);
    }
    stamp.earliest_us = us;
    stamp.latest_us = us + precision.span_us() - 1;
    stamp.precision = precision;
    stamp.zone.set("UTC");
    stamp.zone_source = ZoneSource::InValue;
    Ok(())
}

/// Day 0 of the serial days of spreadsheets (system of 1900), as it holds from 1900-03-01 on.
const SERIAL_ZERO: Date = date(1899, 12, 30);

/// Serial days read: 1900-03-01, before which the count is off by one, to 2200-12-31.
const SERIALS: std::ops::RangeInclusive<i64> = 61..=109_938;

/// Digits of the fraction of a day that are read; a spreadsheet stores fifteen in all.
const FRACTION_DIGITS_MAX: usize = 15;

/// Local date and time of a serial day (`46027.427`), or of one with its clock behind it
/// (`46027 0.427`, `46027 10:15`); nothing where it is another text.
pub(super) fn civil_of_serial(text: &str) -> Option<String> {
    let (days, clock) = text.split_once(' ').unwrap_or((text, ""));
    let (whole, part) = days.split_once(['.', ',']).unwrap_or((days, ""));
    let serial: i64 = whole.parse().ok().filter(|days| SERIALS.contains(days))?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return None;
    }
    let clock = clock.trim();
    let behind =
        clock.strip_prefix('0').filter(|rest| rest.is_empty() || rest.starts_with(['.', ',']));
    let seconds = match behind {
        Some(rest) => seconds_of_day(rest.trim_start_matches(['.', ',']))?,
        None if clock.is_empty() => seconds_of_day(part)?,
        None => return Some(format!("{} {clock}", SERIAL_ZERO.checked_add(serial.days()).ok()?)),
    };
    // A fraction may round up to the next midnight.
    let day = SERIAL_ZERO.checked_add((serial + seconds / 86_400).days()).ok()?;
    if seconds == 0 && behind.is_none() {
        return Some(day.to_string());
    }
    let (hours, minutes) = (seconds / 3_600 % 24, seconds / 60 % 60);
    Some(format!("{day} {hours:02}:{minutes:02}:{:02}", seconds % 60))
}

/// Whole seconds of a fraction of a day, to the nearest.
fn seconds_of_day(part: &str) -> Option<i64> {
    let part = part.get(..part.len().min(FRACTION_DIGITS_MAX))?;
    if part.is_empty() {
        return Some(0);
    }
    let scale = 10i128.pow(u32::try_from(part.len()).ok()?);
    let value: i128 = part.parse().ok()?;
    i64::try_from((value * 86_400 * 2 + scale) / (scale * 2)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_days_of_spreadsheets_are_local_dates_and_times() {
        for (text, civil) in [
            ("46027", "2026-01-05"),
            ("46027.0", "2026-01-05"),
            ("46027.5", "2026-01-05 12:00:00"),
            ("46027,427083333333336", "2026-01-05 10:15:00"),
            ("46027.999999999", "2026-01-06 00:00:00"),
            ("46027 0.5", "2026-01-05 12:00:00"),
            ("46027 0", "2026-01-05 00:00:00"),
            ("46027 10:15", "2026-01-05 10:15"),
        ] {
            assert_eq!(civil_of_serial(text).as_deref(), Some(civil), "{text}");
        }
        for text in ["", "60", "2026-01-05", "13/01/2026", "-46027", "460270", "46027.5.1", "x"] {
            assert_eq!(civil_of_serial(text), None, "{text}");
        }
    }
}
