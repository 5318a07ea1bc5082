//! Degrees as sources write them, as whole ten-millionths, exactly from the decimal text.
//!
//! A number of degrees never passes through a float, so the same text gives the same place on every
//! machine. More than seven decimals are rounded half away from zero: a ten-millionth of a degree is a
//! centimetre. A place off the globe is refused.

use model::RejectKind;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    /// North and south, to 90 degrees.
    Latitude,
    /// East and west, to 180 degrees.
    Longitude,
}

impl Axis {
    /// The largest value, in ten-millionths.
    fn max_e7(self) -> i64 {
        match self {
            Self::Latitude => 900_000_000,
            Self::Longitude => 1_800_000_000,
        }
    }
}

/// Decimals kept.
const DECIMALS: i32 = 7;

/// Longest text of a number: a float in full has some twenty characters.
const TEXT_BYTES_MAX: usize = 64;

/// Degrees as ten-millionths. The decimal mark is a point, or one comma: there are no thousands of
/// degrees. An exponent, a degree sign, and a letter for the half of the globe are understood.
pub(crate) fn e7(text: &str, axis: Axis) -> Result<i64, RejectKind> {
    let fault = RejectKind::UnknownValue;
    let text = text.trim();
    if text.len() > TEXT_BYTES_MAX {
        return Err(fault);
    }
    let (text, half) = without_half(text, axis);
    let text = text.trim().trim_end_matches('°').trim_end();
    let (digits, sign) = match text.strip_prefix('-') {
        Some(rest) if half == Half::Unsaid => (rest, -1),
        _ => (text.strip_prefix('+').unwrap_or(text), if half == Half::Negative { -1 } else { 1 }),
    };
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| fault)?),
        None => (digits, 0),
    };
    let (whole, part) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    if whole.is_empty() && part.is_empty() {
        return Err(fault);
    }
    let scale =
        DECIMALS.saturating_add(exponent).saturating_sub(i32::try_from(part.len()).unwrap_or(0));
    let mut value: i128 = 0;
    for digit in whole.chars().chain(part.chars()) {
        let digit = i128::from(digit.to_digit(10).ok_or(fault)?);
        value = value.checked_mul(10).and_then(|v| v.checked_add(digit)).ok_or(fault)?;
    }
    let value = scaled(value, scale).ok_or(fault)?;
    let value = i64::try_from(value).map_err(|_| fault)?;
    if value > axis.max_e7() { Err(fault) } else { Ok(sign * value) }
}

/// A whole number times a power of ten, rounded half up.
fn scaled(value: i128, scale: i32) -> Option<i128> {
    if value == 0 {
        return Some(0);
    }
    let power = |by: i32| 10i128.checked_pow(by.unsigned_abs());
    if scale >= 0 {
        return value.checked_mul(power(scale)?);
    }
    // Beyond the range of the number everything is less than half.
    let Some(divisor) = power(scale) else { return Some(0) };
    Some((value.checked_add(divisor / 2)?) / divisor)
}

/// Which half of the globe a letter says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Unsaid,
    Positive,
    Negative,
}

fn without_half(text: &str, axis: Axis) -> (&str, Half) {
    let (positive, negative) = match axis {
        Axis::Latitude => ('N', 'S'),
        Axis::Longitude => ('E', 'W'),
    };
    let begins = text.starts_with(|c: char| c.is_ascii_digit());
    for (letter, half) in [(positive, Half::Positive), (negative, Half::Negative)] {
        let small = letter.to_ascii_lowercase();
        if let Some(rest) = text.strip_suffix([letter, small]).filter(|_| begins) {
            return (rest, half);
        }
        if let Some(rest) = text.strip_prefix([letter, small]) {
            return (rest, half);
        }
    }
    (text, Half::Unsaid)
}

/// Degrees, or ten-millionths of them, as a column states them: a whole number that is no number of
/// degrees is one of ten-millionths.
pub(crate) fn e7_of_either(text: &str, axis: Axis) -> Result<i64, RejectKind> {
    let text = text.trim();
    match text.parse::<i64>() {
        Ok(value) if value.abs() > axis.max_e7() / 10_000_000 => {
            if value.abs() <= axis.max_e7() {
                Ok(value)
            } else {
                Err(RejectKind::UnknownValue)
            }
        }
        _ => e7(text, axis),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_exactly_from_their_text() {
        for (text, value) in [
            ("45.4642", 454_642_000),
            ("-122.326897", -1_223_268_970),
            ("0.1", 1_000_000),
            ("+9", 90_000_000),
            (" 9.19 ", 91_900_000),
            ("9,1900", 91_900_000),
            ("1.00000005", 10_000_001),
            ("-1.00000005", -10_000_001),
            ("1.000000049999999999", 10_000_000),
            ("1.2e-05", 120),
            ("1.5E1", 150_000_000),
            ("9.19° E", 91_900_000),
            ("9.19W", -91_900_000),
            ("w 9.19", -91_900_000),
            ("179.9999999", 1_799_999_999),
            ("180", 1_800_000_000),
            (".5", 5_000_000),
            ("1e-300", 0),
        ] {
            assert_eq!(e7(text, Axis::Longitude), Ok(value), "{text}");
        }
        assert_eq!(e7("9.19S", Axis::Latitude), Ok(-91_900_000));
    }

    #[test]
    fn what_is_no_place_on_the_globe_is_refused() {
        for text in [
            "",
            ".",
            "-",
            "north",
            "180.0000001",
            "-181",
            "1.2.3",
            "1e400",
            "NaN",
            "1 2",
            "--1",
            "-9W",
        ] {
            assert!(e7(text, Axis::Longitude).is_err(), "{text}");
        }
        assert!(e7("90.1", Axis::Latitude).is_err() && e7("9W", Axis::Latitude).is_err());
    }

    #[test]
    fn a_whole_number_beyond_all_degrees_counts_ten_millionths() {
        assert_eq!(e7_of_either("454642035", Axis::Latitude), Ok(454_642_035));
        assert_eq!(e7_of_either("45", Axis::Latitude), Ok(450_000_000));
        assert_eq!(e7_of_either("91", Axis::Latitude), Ok(91));
        assert!(e7_of_either("9999999999", Axis::Latitude).is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_place_on_the_globe_or_refused(text: String) {
            for axis in [Axis::Latitude, Axis::Longitude] {
                if let Ok(value) = e7(&text, axis) {
                    proptest::prop_assert!(value.abs() <= axis.max_e7());
                }
            }
        }

        #[test]
        fn every_ten_millionth_comes_back(value in -1_800_000_000i64..=1_800_000_000) {
            let sign = if value < 0 { "-" } else { "" };
            let text = format!("{sign}{}.{:07}", value.abs() / 10_000_000, value.abs() % 10_000_000);
            proptest::prop_assert_eq!(e7(&text, Axis::Longitude), Ok(value));
        }
    }
}
