//! Dates and amounts as SWIFT writes them.

use model::money::{Amount, Currency, DecimalMark};
use model::time::{Stamp, StampReader};
use model::{Money, RejectKind};

use crate::formats::camt::amount::Side;

/// Years below stand for this century; the standard's own range ends at 2060.
const CENTURY_FROM: i32 = 80;

/// Reads `YYMMDD`; the stamp keeps the characters of the source.
pub(super) fn day(
    text: &str,
    stamps: &mut StampReader,
    stamp: &mut Stamp,
) -> Result<(), RejectKind> {
    let (year, month, day) = parts(text).ok_or(RejectKind::BadTime)?;
    stamps.read(&format!("{year:04}-{month:02}-{day:02}"), stamp).map_err(RejectKind::from)?;
    stamp.stated.set(text);
    Ok(())
}

/// Reads `MMDD`, a day without a year, as the one nearest to the day of value.
pub(super) fn entry_day(
    text: &str,
    value: &str,
    stamps: &mut StampReader,
    stamp: &mut Stamp,
) -> Result<(), RejectKind> {
    let (year, month, day) = parts(value).ok_or(RejectKind::BadTime)?;
    let own_month: i32 = number(text, 0, 2).ok_or(RejectKind::BadTime)?;
    let own_day: i32 = number(text, 2, 4).ok_or(RejectKind::BadTime)?;
    // Months of thirty-one days order any two days of a year as the calendar does.
    let days = |month: i32, day: i32| month * 31 + day;
    let apart = days(own_month, own_day) - days(month, day);
    let year = match apart {
        i32::MIN..=-187 => year + 1,
        187.. => year - 1,
        _ => year,
    };
    let iso = format!("{year:04}-{own_month:02}-{own_day:02}");
    stamps.read(&iso, stamp).map_err(RejectKind::from)?;
    stamp.stated.set(text);
    Ok(())
}

/// Whether a day that is none is one of a calendar in which every month has thirty days.
pub(super) fn is_bank_day(text: &str) -> bool {
    parts(text).is_some_and(|(_, month, day)| month == 2 && matches!(day, 29 | 30))
}

fn parts(text: &str) -> Option<(i32, i32, i32)> {
    let year = number(text, 0, 2)?;
    let century = if year >= CENTURY_FROM { 1900 } else { 2000 };
    Some((century + year, number(text, 2, 4)?, number(text, 4, 6)?))
}

fn number(text: &str, from: usize, until: usize) -> Option<i32> {
    text.get(from..until).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}

/// Splits the digits and commas of an amount off the front.
pub(super) fn split_amount(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Reads an amount: digits and one comma, never a sign.
pub(super) fn amount(
    text: &str,
    currency: Currency,
    amount: &mut Amount,
) -> Result<(), RejectKind> {
    if text.is_empty() || text.starts_with(',') {
        return Err(RejectKind::BadAmount);
    }
    amount.read(text, DecimalMark::Comma, currency).map_err(RejectKind::from)
}

/// Reads `EUR1000,00`.
pub(super) fn currency_and_amount(text: &str, into: &mut Amount) -> Result<(), RejectKind> {
    let text = text.trim();
    let (code, digits) = text.split_at_checked(3).ok_or(RejectKind::BadAmount)?;
    let currency = Currency::from_code(code).ok_or(RejectKind::UnknownCurrency)?;
    amount(digits, currency, into)
}

/// Reads a balance, `C021101EUR2187,95`, with the sign of its mark.
pub(super) fn balance(
    text: &str,
    stamps: &mut StampReader,
    day_of: &mut Stamp,
) -> Result<Money, RejectKind> {
    let text = text.trim();
    let (mark, rest) = text.split_at_checked(1).ok_or(RejectKind::Malformed)?;
    let side = match mark {
        "C" => Side::Credit,
        "D" => Side::Debit,
        _ => return Err(RejectKind::UnknownValue),
    };
    let (date, rest) = rest.split_at_checked(6).ok_or(RejectKind::BadTime)?;
    day(date, stamps, day_of)?;
    let mut value = Amount::default();
    currency_and_amount(rest, &mut value)?;
    let money = value.money.ok_or(RejectKind::MissingField)?;
    Ok(Money { minor: side.signed(money.minor), ..money })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::time::{DateOrder, TimeFormat};

    fn days(text: &str, value: &str) -> String {
        let settings = crate::Settings { case_zone: "UTC".into(), ..crate::Settings::default() };
        let mut stamps = settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown);
        let mut stamp = Stamp::default();
        entry_day(text, value, &mut stamps, &mut stamp).unwrap();
        assert_eq!(&*stamp.stated, text);
        jiff::Timestamp::from_microsecond(stamp.earliest_us).unwrap().to_string()
    }

    #[test]
    fn a_day_of_entry_is_of_the_year_nearest_to_the_value() {
        assert_eq!(days("0102", "251231"), "2026-01-02T00:00:00Z");
        assert_eq!(days("1230", "260102"), "2025-12-30T00:00:00Z");
        assert_eq!(days("0630", "260701"), "2026-06-30T00:00:00Z");
        assert_eq!(days("0301", "990228"), "1999-03-01T00:00:00Z");
    }
}
