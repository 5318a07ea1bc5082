//! Whole numbers of a cell: counts, degrees as ten-millionths, radiuses in whole metres.

use model::RejectKind;

use super::fill::Fault;
use crate::formats::degrees::{self, Axis};

/// The number of a cell, by the field it fills; nothing of an empty one.
///
/// A latitude or longitude is written in degrees, or, where the number is whole and no number of
/// degrees, in ten-millionths of them. A radius is rounded up: never finer than stated.
pub(crate) fn number(text: &str, field: &'static str) -> Result<Option<i64>, Fault> {
    let axis = match field {
        "latitude_e7" => Axis::Latitude,
        "longitude_e7" => Axis::Longitude,
        "accuracy_m" => return metres(text, field),
        _ => return integer(text, field),
    };
    if text.trim().is_empty() {
        return Ok(None);
    }
    let value = degrees::e7_of_either(text, axis);
    value.map(Some).map_err(|kind| Fault::new(kind, field, text))
}

/// A whole number; a workbook's may carry a fraction of zero.
pub(crate) fn integer(text: &str, field: &'static str) -> Result<Option<i64>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let whole = text.split_once('.').filter(|(_, part)| part.bytes().all(|b| b == b'0'));
    let digits = whole.map_or(text, |(whole, _)| whole);
    digits.parse().map(Some).map_err(|_| Fault::new(RejectKind::BadInteger, field, text))
}

fn metres(text: &str, field: &'static str) -> Result<Option<i64>, Fault> {
    let fault = || Fault::new(RejectKind::BadInteger, field, text);
    let trimmed = text.trim().trim_end_matches(['m', ' ']);
    let Some((whole, part)) = trimmed.split_once(['.', ',']) else {
        return integer(trimmed, field);
    };
    if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(fault());
    }
    let whole: i64 = whole.parse().map_err(|_| fault())?;
    let up = i64::from(whole >= 0 && part.bytes().any(|byte| byte != b'0'));
    Ok(Some(whole.saturating_add(up)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_is_read_in_its_own_unit() {
        let read = |text, field| number(text, field).unwrap();
        assert_eq!(read("45,4642", "latitude_e7"), Some(454_642_000));
        assert_eq!(read("91900001", "longitude_e7"), Some(91_900_001));
        assert_eq!(read("", "longitude_e7"), None);
        assert_eq!(read("12.01", "accuracy_m"), Some(13));
        assert_eq!(read("12.0 m", "accuracy_m"), Some(12));
        assert_eq!(read("12", "accuracy_m"), Some(12));
        assert_eq!(read("5.0", "size"), Some(5));
        assert!(number("95", "latitude_e7").is_ok_and(|value| value == Some(95)));
        for (text, field) in [
            ("north", "latitude_e7"),
            ("91.5", "latitude_e7"),
            ("x", "accuracy_m"),
            ("5.5", "size"),
        ] {
            assert!(number(text, field).is_err(), "{text}");
        }
    }
}
