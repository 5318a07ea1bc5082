//! Typed cells of a workbook as text: exactly what the cell holds, never a rounded float.
//!
//! - **Source:** ECMA-376 (SpreadsheetML): a number is the shortest decimal that gives the stored
//!   value back; a date is a serial day in the system of 1900 or 1904.
//! - **Leading zeros** of a number are those its format shows (`0000000000`); they are gone where
//!   the cell has no such format.
//! - **Known limits:** else how a number is shown is a matter of format and not kept; spreadsheets
//!   hold 15 digits of a number, not more.

use std::fmt::Write;

use calamine::{DataRef, ExcelDateTime};

use super::cells::CellType;

/// Appends a cell to a row's text and says what it is.
pub(crate) fn print(cell: &DataRef<'_>, format: Option<&str>, out: &mut String) -> CellType {
    // Writing to a String cannot fail.
    match cell {
        DataRef::Empty => CellType::Text,
        DataRef::String(text) | DataRef::DurationIso(text) => text_cell(text, out),
        DataRef::SharedString(text) => text_cell(text, out),
        DataRef::Int(number) => number_cell(&number.to_string(), format, out),
        DataRef::Float(number) => number_cell(&number.to_string(), format, out),
        DataRef::Bool(value) => text_cell(if *value { "true" } else { "false" }, out),
        DataRef::Error(error) => {
            let _ = write!(out, "{error}");
            CellType::Text
        }
        DataRef::DateTime(time) if time.is_duration() => {
            duration(time.as_f64(), out);
            CellType::Text
        }
        DataRef::DateTime(time) => {
            date_time(*time, format.unwrap_or(""), out);
            CellType::Time
        }
        DataRef::DateTimeIso(text) => {
            out.push_str(text);
            CellType::Time
        }
    }
}

fn text_cell(text: &str, out: &mut String) -> CellType {
    out.push_str(text);
    CellType::Text
}

/// A number; one whose format counts its digits is shown as the text it is: a reference, a code.
fn number_cell(number: &str, format: Option<&str>, out: &mut String) -> CellType {
    let digits = format.filter(|format| format.len() > 1 && format.bytes().all(|b| b == b'0'));
    let Some(format) = digits.filter(|_| number.bytes().all(|b| b.is_ascii_digit())) else {
        out.push_str(number);
        return CellType::Number;
    };
    let _ = write!(out, "{number:0>width$}", width = format.len());
    CellType::Text
}

/// `27:30:00`: hours go on beyond a day.
fn duration(days: f64, out: &mut String) {
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
    let seconds = (days * 86_400.0).round() as i64;
    let (sign, seconds) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let _ = write!(out, "{sign}{hours}:{minutes:02}:{:02}", seconds % 60);
}

/// ISO 8601, as finely as the cell shows or, where it hides digits, as finely as it holds.
fn date_time(time: ExcelDateTime, format: &str, out: &mut String) {
    let shown = Shown::of(format);
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let has_clock = hour != 0 || minute != 0 || second != 0 || milli != 0;
    let only_clock = time.as_f64() < 1.0 && !shown.date;
    if !only_clock {
        let _ = write!(out, "{year:04}-{month:02}-{day:02}");
        if !has_clock && !shown.clock {
            return;
        }
        out.push(' ');
    }
    let _ = write!(out, "{hour:02}:{minute:02}");
    if second != 0 || milli != 0 || shown.seconds {
        let _ = write!(out, ":{second:02}");
    }
    if milli != 0 {
        let _ = write!(out, ".{milli:03}");
    }
}

/// What a number format shows of a time.
#[derive(Debug, Clone, Copy, Default)]
struct Shown {
    date: bool,
    clock: bool,
    seconds: bool,
}

impl Shown {
    fn of(format: &str) -> Self {
        let mut shown = Self::default();
        let mut quoted = false;
        let mut bracketed = false;
        let mut escaped = false;
        for c in format.chars() {
            match c {
                _ if std::mem::take(&mut escaped) => {}
                '\\' => escaped = true,
                '"' => quoted = !quoted,
                '[' => bracketed = true,
                ']' => bracketed = false,
                _ if quoted || bracketed => {}
                'd' | 'D' | 'y' | 'Y' => shown.date = true,
                'h' | 'H' => shown.clock = true,
                's' | 'S' => (shown.clock, shown.seconds) = (true, true),
                _ => {}
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    fn text(cell: &DataRef<'_>, format: &str) -> String {
        let mut out = String::new();
        print(cell, Some(format), &mut out);
        out
    }

    fn day(serial: f64, format: &str, is_1904: bool) -> String {
        let time = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904);
        text(&DataRef::DateTime(time), format)
    }

    #[test]
    fn numbers_are_printed_exactly() {
        assert_eq!(text(&DataRef::Float(12.5), ""), "12.5");
        assert_eq!(text(&DataRef::Float(0.1), ""), "0.1");
        assert_eq!(text(&DataRef::Float(639_171_234_567.0), ""), "639171234567");
        assert_eq!(text(&DataRef::Float(0.1 + 0.2), ""), "0.30000000000000004");
    }

    #[test]
    fn leading_zeros_are_those_the_format_shows() {
        assert_eq!(text(&DataRef::Float(123_456_789.0), "0000000000"), "0123456789");
        assert_eq!(text(&DataRef::Int(7), "00000"), "00007");
        assert_eq!(text(&DataRef::Float(7.5), "00000"), "7.5");
        assert_eq!(text(&DataRef::Float(7.0), "0.00"), "7");
    }

    #[test]
    fn dates_follow_their_system_and_their_format() {
        assert_eq!(day(45_943.0, "dd/mm/yyyy", false), "2025-10-13");
        assert_eq!(day(45_943.0, "dd/mm/yyyy hh:mm", false), "2025-10-13 00:00");
        assert_eq!(day(45_943.5, "dd/mm/yyyy", false), "2025-10-13 12:00");
        assert_eq!(day(45_943.5, "[$-410]d mmm yyyy \"s\"", false), "2025-10-13 12:00");
        assert_eq!(day(44_481.0, "m/d/yy h:mm:ss", true), "2025-10-13 00:00:00");
        assert_eq!(day(0.75, "hh:mm", false), "18:00");
        assert_eq!(day(45_943.541, "", false), "2025-10-13 12:59:02.400");
    }

    #[test]
    fn durations_go_beyond_a_day() {
        let time = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(text(&DataRef::DateTime(time), "[h]:mm:ss"), "36:00:00");
    }
}
