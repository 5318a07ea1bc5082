//! What the values of a column show: how times and amounts are written, and what stays open.

use model::money::{DecimalMark, read_minor};
use model::time::{DateOrder, StampReader, TimeFormat, Zone};
use model::{Stamp, ZoneSource};

/// How the times of a file are written, and what a person must still say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) format: TimeFormat,
    pub(crate) order: DateOrder,
    pub(crate) doubts: Vec<String>,
}

/// What is said where times state no zone.
pub(crate) const NO_ZONE: &str = "times state no zone: set `zone`, or `operator_zone` where the operator is known to write in one";

/// First and last second that a plausible time of a case has: 2000 to 2100.
const PLAUSIBLE_S: std::ops::Range<i64> = 946_684_800..4_102_444_800;

/// Finds how times are written from samples of all time columns.
pub(crate) fn times(samples: &[&str]) -> Times {
    let samples: Vec<&str> = samples.iter().copied().filter(|text| !text.is_empty()).collect();
    let mut times = Times::default();
    if samples.is_empty() {
        return times;
    }
    let serials = samples.iter().filter(|text| is_serial_day(text)).count();
    if serials > 0 && samples.iter().all(|text| is_serial_day(text) || clock_or_date(text)) {
        times.format = TimeFormat::SheetDays;
        times.doubts.push(
            "dates are numbers as spreadsheets store them (46027 is 2026-01-05): are they so by the \
             sender? A spreadsheet that opened the file may have swapped day and month"
                .into(),
        );
        let texts: Vec<&str> =
            samples.iter().copied().filter(|text| !is_serial_day(text)).collect();
        order_of(&texts, &mut times);
        return times;
    }
    let numbers: Option<Vec<i64>> =
        samples.iter().map(|text| whole_part(text)?.parse().ok()).collect();
    if let Some(numbers) = numbers.filter(|_| !samples.iter().all(|text| is_compact_date(text))) {
        let all_in = |scale: i64| numbers.iter().all(|n| PLAUSIBLE_S.contains(&(n / scale)));
        times.format = match () {
            () if all_in(1) => TimeFormat::UnixSeconds,
            () if all_in(1_000) => TimeFormat::UnixMillis,
            () if all_in(1_000_000) => TimeFormat::UnixMicros,
            () => {
                times.doubts.push(
                    "times are small numbers: are they seconds (`unix_seconds`) or days \
                     (`unix_days`), and from when?"
                        .into(),
                );
                TimeFormat::UnixSeconds
            }
        };
        return times;
    }
    order_of(&samples, &mut times);
    let no_offset = samples.iter().filter(|text| clock(text).is_some() && !has_offset(text));
    if no_offset.count() > 0 {
        times.doubts.push(NO_ZONE.into());
    }
    times
}

fn order_of(samples: &[&str], times: &mut Times) {
    let short: Vec<[u32; 3]> = samples.iter().filter_map(|text| short_parts(text)).collect();
    if !short.is_empty() {
        let year_first = short.iter().all(|[_, month, day]| *month <= 12 && *day <= 31);
        let year_last = short.iter().all(|[one, two, _]| *one <= 31 && *two <= 31);
        match (year_first, year_last) {
            (true, false) => times.order = DateOrder::YearFirst,
            (true, true) => times.doubts.push(
                "a year of two digits may stand first or last: set `date_order` as the sender states it"
                    .into(),
            ),
            (false, _) => {}
        }
        if year_first {
            return;
        }
    }
    let (mut day_first, mut month_first, mut open) = (0, 0, 0);
    for text in samples {
        match leading_numbers(text) {
            Some((first, second)) if first > 12 && second <= 12 => day_first += 1,
            Some((first, second)) if second > 12 && first <= 12 => month_first += 1,
            Some((first, second)) if first <= 12 && second <= 12 => open += 1,
            _ => {}
        }
    }
    times.order = match (day_first, month_first) {
        (0, 0) => DateOrder::Unknown,
        (_, 0) => DateOrder::DayFirst,
        (0, _) => DateOrder::MonthFirst,
        (_, _) => {
            times.doubts.push("some dates have the day first and some the month".into());
            DateOrder::Unknown
        }
    };
    if times.order == DateOrder::Unknown && open > 0 {
        let text = "day and month can be swapped in every date seen: set `date_order` as the sender \
                    states it";
        times.doubts.push(text.into());
    }
}

/// The digits before the mark of a number; nothing of a date such as `03.02.2026`.
fn whole_part(text: &str) -> Option<&str> {
    match text.split_once('.') {
        Some((whole, part)) => part.bytes().all(|byte| byte.is_ascii_digit()).then_some(whole),
        None => Some(text),
    }
}

/// `46027.5`: a day of 1990 to 2100 as spreadsheets count it, with its clock as a fraction.
fn is_serial_day(text: &str) -> bool {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let days = whole.parse().is_ok_and(|days: u32| (32_874..73_415).contains(&days));
    days && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// A date in writing, or the clock that stands in a column of its own.
fn clock_or_date(text: &str) -> bool {
    let fraction = text.starts_with("0.") || text == "0";
    fraction || clock(text).is_some() || leading_numbers(text).is_some()
}

/// Whether whole numbers look as if zeros before them were lost: their lengths differ by one or two
/// digits, and none begins with 0.
pub(crate) fn lost_zeros(values: &[&str]) -> bool {
    let digits = |text: &&str| text.len() >= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    let numbers: Vec<&str> = values.iter().copied().filter(|text| digits(text)).collect();
    let longest = numbers.iter().map(|text| text.len()).max().unwrap_or(0);
    let shortest = numbers.iter().map(|text| text.len()).min().unwrap_or(0);
    let cut = values.iter().any(|text| text.contains("E+") && text.parse::<f64>().is_ok());
    let differ = shortest < longest && longest - shortest <= 2;
    cut || (differ && numbers.iter().all(|text| !text.starts_with('0')))
}

/// `PST`: letters that stand for an offset in several countries.
pub(crate) fn is_short_zone(text: &str) -> bool {
    let letters = (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase());
    letters && !matches!(text, "UTC" | "GMT")
}

/// `24-01-05`: three short numbers between hyphens.
fn short_parts(text: &str) -> Option<[u32; 3]> {
    let date = text.split([' ', 'T']).next()?;
    let mut parts = date.split('-');
    let mut next = || parts.next().filter(|part| part.len() == 2)?.parse().ok();
    let found = [next()?, next()?, next()?];
    parts.next().is_none().then_some(found)
}

/// The two numbers before the year, where the year does not stand first.
fn leading_numbers(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split(['/', '.', '-']);
    let first = parts.next()?;
    let second = parts.next()?;
    parts.next()?;
    let short = |part: &str| (part.len() <= 2).then(|| part.parse().ok()).flatten();
    Some((short(first)?, short(second)?))
}

/// `20260131`: eight digits that are a day.
fn is_compact_date(text: &str) -> bool {
    let zone = Zone::utc(ZoneSource::Assumed);
    let mut reader = StampReader::new(zone, TimeFormat::Calendar, DateOrder::Unknown);
    text.len() == 8 && reader.read(text, &mut Stamp::default()).is_ok()
}

fn clock(text: &str) -> Option<usize> {
    text.find(':')
}

fn has_offset(text: &str) -> bool {
    let behind = clock(text).and_then(|at| text.get(at..)).unwrap_or("");
    behind.ends_with(['Z', 'z']) || behind.contains('+') || behind.contains('-')
}

/// The decimal mark of amounts, and whether the values leave it open.
pub(crate) fn decimal_mark(samples: &[&str]) -> (DecimalMark, Option<String>) {
    let reads = |mark| {
        let samples = samples.iter().filter(|text| !text.is_empty());
        samples.filter(|text| read_minor(digits(text), mark, 2).is_ok()).count()
    };
    let (point, comma) = (reads(DecimalMark::Point), reads(DecimalMark::Comma));
    let differ = samples.iter().any(|text| {
        let read = |mark| read_minor(digits(text), mark, 2).ok();
        let (one, two) = (read(DecimalMark::Point), read(DecimalMark::Comma));
        one.is_some() && two.is_some() && one != two
    });
    match point.cmp(&comma) {
        std::cmp::Ordering::Greater => (DecimalMark::Point, None),
        std::cmp::Ordering::Less => (DecimalMark::Comma, None),
        std::cmp::Ordering::Equal => (
            DecimalMark::Point,
            differ.then(|| {
                "every amount seen reads with either decimal mark: set `decimal_mark`".into()
            }),
        ),
    }
}

/// An amount without a currency code or sign beside it.
fn digits(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || "€£$₱¥".contains(c))
}

/// Whether a text can be a phone number: seven digits or more, and nothing but marks between them.
pub(crate) fn is_phone(text: &str) -> bool {
    let count = text.bytes().filter(u8::is_ascii_digit).count();
    let marks = |c: char| c.is_ascii_digit() || " +-()/.".contains(c);
    (7..=15).contains(&count) && text.chars().all(marks) && !text.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_day_and_month_follows_from_a_day_above_twelve_or_is_asked() {
        let order = |samples: &[&str]| (times(samples).order, times(samples).doubts.len());
        assert_eq!(order(&["03/04/2026", "13/04/2026"]), (DateOrder::DayFirst, 0));
        assert_eq!(order(&["03/04/2026", "04/30/2026"]), (DateOrder::MonthFirst, 0));
        assert_eq!(order(&["03/04/2026", "05/04/2026"]), (DateOrder::Unknown, 1));
        assert_eq!(order(&["13/04/2026", "04/13/2026"]), (DateOrder::Unknown, 1));
        assert_eq!(order(&["03.04.2026", "17.04.2026"]), (DateOrder::DayFirst, 0));
        assert_eq!(order(&["24-01-05", "24-02-06"]), (DateOrder::Unknown, 1));
        assert_eq!(order(&["24-01-05", "24-12-31 10:00"]).0, DateOrder::Unknown);
        assert_eq!(order(&["99-01-05"]), (DateOrder::YearFirst, 0));
        assert_eq!(order(&["2026-04-03"]), (DateOrder::Unknown, 0));
        assert_eq!(order(&["2026-04-03 10:00"]), (DateOrder::Unknown, 1));
        assert_eq!(order(&["2026-04-03T10:00:00Z"]), (DateOrder::Unknown, 0));
    }

    #[test]
    fn epochs_are_told_by_their_size() {
        let format = |samples: &[&str]| times(samples).format;
        assert_eq!(format(&["1767600000"]), TimeFormat::UnixSeconds);
        assert_eq!(format(&["1767600000250"]), TimeFormat::UnixMillis);
        assert_eq!(format(&["1767600000250000"]), TimeFormat::UnixMicros);
        assert_eq!(format(&["20260131"]), TimeFormat::Calendar);
        assert_eq!(times(&["184", "9252"]).doubts.len(), 1);
    }

    #[test]
    fn days_of_spreadsheets_are_told_also_among_dates_in_writing() {
        let told = |samples: &[&str]| (times(samples).format, times(samples).order);
        let unknown = DateOrder::Unknown;
        assert_eq!(told(&["46027.5", "46040"]), (TimeFormat::SheetDays, unknown));
        assert_eq!(told(&["46027", "0.4270833"]), (TimeFormat::SheetDays, unknown));
        let mixed = ["46027", "13/01/2026"];
        assert_eq!(told(&mixed), (TimeFormat::SheetDays, DateOrder::DayFirst));
        assert_eq!(told(&["46027", "1767600000"]).0, TimeFormat::UnixSeconds);
    }

    #[test]
    fn zeros_that_a_spreadsheet_cut_off_are_suspected() {
        assert!(lost_zeros(&["1234567890", "123456789"]));
        assert!(lost_zeros(&["1.23457E+09"]));
        assert!(!lost_zeros(&["1234567890", "0123456789"]));
        assert!(!lost_zeros(&["1234567890", "0987", "A12"]));
    }

    #[test]
    fn the_decimal_mark_follows_from_the_amounts_or_is_asked() {
        assert_eq!(decimal_mark(&["1.234,50", "7"]), (DecimalMark::Comma, None));
        assert_eq!(decimal_mark(&["1,234.50", "7"]), (DecimalMark::Point, None));
        assert_eq!(decimal_mark(&["12,50 EUR"]), (DecimalMark::Comma, None));
        assert!(decimal_mark(&["1.234"]).1.is_some());
        assert_eq!(decimal_mark(&["12", "7"]), (DecimalMark::Point, None));
    }
}
