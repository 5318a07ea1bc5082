//! The parts of a time as text: dates of numbers in three orders, clocks with and without noon marks,
//! offsets.

use jiff::civil::{Date, Time};

use super::months::read_named;
use super::{DateOrder, Precision, StampFault};

/// Splits digits off the front: value, number of digits, rest.
pub(super) fn digits(text: &str) -> Option<(i64, usize, &str)> {
    let mut value: i64 = 0;
    let mut count = 0;
    for byte in text.bytes().take_while(u8::is_ascii_digit) {
        // Eighteen digits have room in 64 bits; more are no part of a time.
        if count == 18 {
            return None;
        }
        value = value * 10 + i64::from(byte - b'0');
        count += 1;
    }
    if count == 0 {
        return None;
    }
    text.get(count..).map(|rest| (value, count, rest))
}

fn separator(text: &str) -> Option<(char, &str)> {
    let c = text.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    Some((c, text.get(c.len_utf8()..)?))
}

/// The date read last, as written: most rows are of the same day as their neighbours.
#[derive(Debug, Clone, Default)]
pub(super) struct LastDate {
    written: String,
    date: Date,
}

impl LastDate {
    /// Reads a date from the front of `text`; gives the rest. One reader has one `order`.
    pub(super) fn read<'t>(
        &mut self,
        text: &'t str,
        order: DateOrder,
    ) -> Result<(Date, &'t str), StampFault> {
        // It is the same date only if nothing that could belong to it follows.
        if let Some(rest) = text.strip_prefix(self.written.as_str())
            && !self.written.is_empty()
            && (rest.is_empty() || rest.starts_with([' ', 'T']))
        {
            return Ok((self.date, rest));
        }
        let (date, rest) = read_date(text, order)?;
        text.strip_suffix(rest).unwrap_or_default().clone_into(&mut self.written);
        self.date = date;
        Ok((date, rest))
    }
}

/// Reads a date from the front of `text`; gives the rest.
pub(super) fn read_date(text: &str, order: DateOrder) -> Result<(Date, &str), StampFault> {
    let fault = StampFault::NotATime;
    let read = read_numbers(text, order);
    if read != Err(fault) {
        return read;
    }
    let ([year, month, day], rest) = read_named(text).ok_or(fault)?;
    if rest.starts_with(|c: char| c.is_alphanumeric() && c != 'T' && c != 't') {
        return Err(fault);
    }
    Ok((date(year, month, day)?, rest))
}

/// Reads a date of numbers from the front of `text`; gives the rest.
fn read_numbers(text: &str, order: DateOrder) -> Result<(Date, &str), StampFault> {
    let fault = StampFault::NotATime;
    let (first, width, rest) = digits(text).ok_or(fault)?;
    if width == 8 {
        return Ok((date(first / 10_000, first / 100 % 100, first % 100)?, rest));
    }
    let (mark, rest) = separator(rest).ok_or(fault)?;
    let (second, _, rest) = digits(rest).ok_or(fault)?;
    let (same, rest) = separator(rest).ok_or(fault)?;
    let (third, third_width, rest) = digits(rest).ok_or(fault)?;
    if same != mark || rest.starts_with(|c: char| c.is_alphanumeric() && c != 'T' && c != 't') {
        return Err(fault);
    }
    if width == 4 {
        return Ok((date(first, second, third)?, rest));
    }
    if order == DateOrder::YearFirst && width == 2 && third_width <= 2 {
        return Ok((date(full_year(first), second, third)?, rest));
    }
    let year = match third_width {
        4 => third,
        2 => full_year(third),
        _ => return Err(fault),
    };
    // `24-01-05`: between hyphens a year of two digits stands first as often as last.
    let short = mark == '-' && (width, third_width) == (2, 2);
    if short && order == DateOrder::Unknown && second <= 12 && third <= 31 && first <= 31 {
        return Err(StampFault::AmbiguousDate);
    }
    let (day, month) = match order {
        DateOrder::Unknown if short && first > 31 => return read_date(text, DateOrder::YearFirst),
        DateOrder::YearFirst => return Err(fault),
        DateOrder::DayFirst => (first, second),
        DateOrder::MonthFirst => (second, first),
        DateOrder::Unknown if first > 12 => (first, second),
        DateOrder::Unknown if second > 12 => (second, first),
        DateOrder::Unknown if first == second => (first, second),
        DateOrder::Unknown => return Err(StampFault::AmbiguousDate),
    };
    Ok((date(year, month, day)?, rest))
}

/// A year of two digits, as POSIX strptime `%y`: 69 to 99 are the last century.
pub(super) fn full_year(year: i64) -> i64 {
    year + if year >= 69 { 1900 } else { 2000 }
}

fn date(year: i64, month: i64, day: i64) -> Result<Date, StampFault> {
    let fault = StampFault::NotATime;
    let year = i16::try_from(year).map_err(|_| fault)?;
    let month = i8::try_from(month).map_err(|_| fault)?;
    let day = i8::try_from(day).map_err(|_| fault)?;
    Date::new(year, month, day).map_err(|_| fault)
}

/// A clock time, how finely it was stated, and its offset from UTC where one stands beside it.
pub(super) struct Clock {
    pub(super) time: Time,
    pub(super) precision: Precision,
    pub(super) offset_s: Option<i64>,
}

/// Reads a clock time: `14`, `14:05`, `14.05.09`, `2:05:09.123 pm`, each with `Z` or an offset.
pub(super) fn read_clock(text: &str) -> Result<Clock, StampFault> {
    let fault = StampFault::NotATime;
    if text.is_empty() {
        return Ok(Clock { time: Time::midnight(), precision: Precision::Day, offset_s: None });
    }
    let (mut hour, _, mut rest) = digits(text).ok_or(fault)?;
    let mut precision = Precision::Hour;
    let (mut minute, mut second, mut micros) = (0, 0, 0);
    if let Some((value, after)) = clock_part(rest) {
        (minute, rest, precision) = (value, after, Precision::Minute);
        if let Some((value, after)) = clock_part(rest) {
            (second, rest, precision) = (value, after, Precision::Second);
            if let Some((value, width, after)) = rest.strip_prefix(['.', ',']).and_then(digits) {
                (micros, precision) = fraction(value, width);
                rest = after;
            }
        }
    }
    let (half, after) = read_half_day(rest);
    if let Some(afternoon) = half {
        hour = half_day_hour(hour, afternoon)?;
    }
    let offset_s = read_offset(after.trim())?;
    let small = |value: i64| i8::try_from(value).map_err(|_| fault);
    let nanos = i32::try_from(micros * 1000).map_err(|_| fault)?;
    let time = Time::new(small(hour)?, small(minute)?, small(second.min(59))?, nanos)
        .map_err(|_| fault)?;
    if second > 60 {
        return Err(fault);
    }
    Ok(Clock { time, precision, offset_s })
}

fn clock_part(text: &str) -> Option<(i64, &str)> {
    let (value, width, rest) = digits(text.strip_prefix([':', '.'])?)?;
    (width == 2).then_some((value, rest))
}

pub(super) fn fraction(value: i64, width: usize) -> (i64, Precision) {
    let precision = if width <= 3 { Precision::Millisecond } else { Precision::Microsecond };
    let exponent = u32::try_from(width).unwrap_or(18);
    let micros = if exponent <= 6 {
        value * 10i64.pow(6 - exponent)
    } else {
        value / 10i64.pow(exponent - 6)
    };
    (micros, precision)
}

/// Reads `am`, `p.m.`, `a. m.` and their like; `Some(true)` is the afternoon.
fn read_half_day(text: &str) -> (Option<bool>, &str) {
    let trimmed = text.trim_start_matches([' ', '\u{202f}', '\u{a0}']);
    let mut letters =
        trimmed.char_indices().filter(|(_, c)| !matches!(c, '.' | ' ' | '\u{202f}' | '\u{a0}'));
    let (Some((0, first)), Some((at, 'm' | 'M'))) = (letters.next(), letters.next()) else {
        return (None, text);
    };
    let afternoon = match first.to_ascii_lowercase() {
        'a' => false,
        'p' => true,
        _ => return (None, text),
    };
    let rest = trimmed.get(at + 1..).unwrap_or("");
    (Some(afternoon), rest.strip_prefix('.').unwrap_or(rest))
}

/// 12-hour to 24-hour. Some exports write `00:08 a. m.`, so hour 0 is taken as it stands.
fn half_day_hour(hour: i64, afternoon: bool) -> Result<i64, StampFault> {
    match (hour, afternoon) {
        (12, false) => Ok(0),
        (12, true) => Ok(12),
        (0..=11, true) => Ok(hour + 12),
        (0..=11, false) => Ok(hour),
        _ => Err(StampFault::NotATime),
    }
}

/// Reads `Z`, `UTC`, `+02:00`, `-0500`, `+02`; nothing means "not stated".
fn read_offset(text: &str) -> Result<Option<i64>, StampFault> {
    let fault = StampFault::NotATime;
    if text.is_empty() {
        return Ok(None);
    }
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return Ok(Some(0));
    }
    let text = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-" | "\u{2212}", rest)) => (-1, rest),
        _ => return Err(fault),
    };
    let (value, width, rest) = digits(rest).ok_or(fault)?;
    let (hours, minutes) = match (width, rest) {
        (1 | 2, "") => (value, 0),
        (4, "") => (value / 100, value % 100),
        (1 | 2, _) => {
            let (minutes, width, end) = rest.strip_prefix(':').and_then(digits).ok_or(fault)?;
            if width != 2 || !end.is_empty() {
                return Err(fault);
            }
            (value, minutes)
        }
        _ => return Err(fault),
    };
    if hours > 18 || minutes > 59 {
        return Err(fault);
    }
    Ok(Some(sign * (hours * 3600 + minutes * 60)))
}
