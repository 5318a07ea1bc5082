//! Numbers: grouped by threes, with the decimal mark of the language; never through a locale of
//! the machine.

use std::fmt::Write;

use model::Money;

use crate::Lang;

/// Keeps a unit with its number at the end of a line.
pub(crate) const NO_BREAK: char = '\u{a0}';
/// The minus sign, as wide as a plus and not a hyphen.
const MINUS: char = '\u{2212}';
/// Decimals a share is printed with.
const SHARE_DECIMALS: usize = 1;
/// Decimals at most, for a share so near to 0 or 1 that one decimal would say 0 % or 100 %.
const SHARE_DECIMALS_MAX: usize = 6;
/// Decimals of an ordinary p-value: the resolution of 9,999 surrogates.
const P_DECIMALS: usize = 4;
/// Below it, four decimals leave fewer than two significant digits, and one is added a decade.
const P_TWO_DIGITS_MIN: f64 = 1e-3;
/// Smallest p-value printed as a decimal; below it powers of ten are easier to read.
const P_PLAIN_MIN: f64 = 1e-6;

fn marks(lang: Lang) -> (char, char) {
    match lang {
        Lang::En => (',', '.'),
        Lang::It => ('.', ','),
    }
}

/// A whole number in groups of three.
pub(crate) fn grouped(number: u64, lang: Lang) -> String {
    group_digits(&number.to_string(), marks(lang).0)
}

fn group_digits(digits: &str, mark: char) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// A number with this many decimals, or why it is none.
pub(crate) fn decimal(number: f64, decimals: u8, lang: Lang) -> Result<String, String> {
    if !number.is_finite() {
        return Err(format!("{number} is not a number that can be printed; leave it unsaid"));
    }
    Ok(localised(&format!("{number:.*}", usize::from(decimals)), lang))
}

/// Turns `-1234.50` into the notation of a language; a zero has no sign.
fn localised(plain: &str, lang: Lang) -> String {
    let (group, point) = marks(lang);
    let unsigned = plain.trim_start_matches('-');
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_zero = unsigned.bytes().all(|digit| matches!(digit, b'0' | b'.'));
    let mut text = String::new();
    if plain.starts_with('-') && !is_zero {
        text.push(MINUS);
    }
    text.push_str(&group_digits(whole, group));
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

/// A share as a percentage. Only 0 prints as 0 % and only 1 as 100 %.
pub(crate) fn share(part: f64, lang: Lang) -> Result<String, String> {
    if !(0.0..=1.0).contains(&part) {
        return Err(format!("{part} is not a share between 0 and 1; divide by the whole"));
    }
    let percent = part * 100.0;
    let is_end = part <= 0.0 || part >= 1.0;
    let plain = (SHARE_DECIMALS..=SHARE_DECIMALS_MAX)
        .map(|decimals| format!("{percent:.decimals$}"))
        .find(|text| is_end || !reads_as_end(text));
    let plain = match plain {
        _ if is_end => format!("{percent:.0}"),
        Some(text) => text,
        None if part < 0.5 => {
            return Ok(format!("<{NO_BREAK}{}{NO_BREAK}%", localised("0.000001", lang)));
        }
        None => return Ok(format!(">{NO_BREAK}{}{NO_BREAK}%", localised("99.999999", lang))),
    };
    Ok(format!("{}{NO_BREAK}%", localised(&plain, lang)))
}

fn reads_as_end(percent: &str) -> bool {
    percent.starts_with("100") || percent.bytes().all(|digit| matches!(digit, b'0' | b'.'))
}

/// A p-value: four decimals without idle zeros, two significant digits where that would be 0.
pub(crate) fn probability(p: f64, lang: Lang) -> Result<String, String> {
    if !(p > 0.0 && p <= 1.0) {
        return Err(format!(
            "{p} is not a p-value: it lies above 0 and up to 1; count the observation itself in"
        ));
    }
    if p < P_PLAIN_MIN {
        return Ok(power_of_ten(p, lang));
    }
    let mut decimals = P_DECIMALS;
    let mut bound = P_TWO_DIGITS_MIN;
    while p < bound {
        decimals += 1;
        bound /= 10.0;
    }
    let text = format!("{p:.decimals$}");
    Ok(localised(text.trim_end_matches('0').trim_end_matches('.'), lang))
}

fn power_of_ten(p: f64, lang: Lang) -> String {
    let text = format!("{p:.1e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let raised: String = exponent.chars().map(superscript).collect();
    format!("{}{NO_BREAK}×{NO_BREAK}10{raised}", localised(mantissa, lang))
}

fn superscript(digit: char) -> char {
    match digit {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        other => {
            other.to_digit(10).and_then(|value| char::from_u32(0x2070 + value)).unwrap_or(other)
        }
    }
}

/// Money: code first, minor units exact, never through a float. `XXX` stands for no currency.
pub(crate) fn money(amount: Money, lang: Lang) -> String {
    let (group, point) = marks(lang);
    let width = amount.currency.exponent() as usize;
    let scale = 10u64.pow(amount.currency.exponent());
    let magnitude = amount.minor.unsigned_abs();
    let mut text = format!("{}{NO_BREAK}", amount.currency);
    if amount.minor < 0 {
        text.push(MINUS);
    }
    text.push_str(&group_digits(&(magnitude / scale).to_string(), group));
    if width > 0 {
        text.push(point);
        // Writing to a String cannot fail.
        let _ = write!(text, "{:0width$}", magnitude % scale);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Currency;

    fn in_both(print: impl Fn(Lang) -> String) -> String {
        format!("{} | {}", print(Lang::En), print(Lang::It)).replace(NO_BREAK, " ")
    }

    #[test]
    fn groups_and_marks_follow_the_language() {
        let euro = |minor| Money { minor, currency: Currency::from_code("EUR").unwrap() };
        let yen = Money { minor: 1500, currency: Currency::from_code("JPY").unwrap() };
        assert_eq!(in_both(|l| grouped(1_234_567, l)), "1,234,567 | 1.234.567");
        assert_eq!(in_both(|l| money(euro(123_450), l)), "EUR 1,234.50 | EUR 1.234,50");
        assert_eq!(in_both(|l| money(euro(-5), l)), "EUR −0.05 | EUR −0,05");
        assert_eq!(in_both(|l| money(yen, l)), "JPY 1,500 | JPY 1.500");
        assert_eq!(in_both(|l| decimal(-0.04, 1, l).unwrap()), "0.0 | 0,0");
        assert!(decimal(f64::NAN, 1, Lang::En).is_err());
    }

    #[test]
    fn a_share_says_all_or_nothing_only_when_it_is() {
        let shares: Vec<String> = [0.0, 0.00012, 0.123, 0.9999, 1.0]
            .map(|part| in_both(|l| share(part, l).unwrap()))
            .to_vec();
        assert_eq!(
            shares,
            [
                "0 % | 0 %",
                "0.01 % | 0,01 %",
                "12.3 % | 12,3 %",
                "99.99 % | 99,99 %",
                "100 % | 100 %"
            ]
        );
        assert_eq!(share(1e-12, Lang::En).unwrap().replace(NO_BREAK, " "), "< 0.000001 %");
        assert!(share(1.2, Lang::En).is_err());
    }

    #[test]
    fn a_p_value_has_the_digits_it_has_earned() {
        let printed: Vec<String> = [1.0, 0.5, 0.05, 0.1234, 0.0001, 0.000_012, 1e-7]
            .map(|p| in_both(|l| probability(p, l).unwrap()))
            .to_vec();
        assert_eq!(
            printed,
            [
                "1 | 1",
                "0.5 | 0,5",
                "0.05 | 0,05",
                "0.1234 | 0,1234",
                "0.0001 | 0,0001",
                "0.000012 | 0,000012",
                "1.0 × 10⁻⁷ | 1,0 × 10⁻⁷"
            ]
        );
        assert!(probability(0.0, Lang::En).is_err(), "no test gives zero");
    }

    proptest::proptest! {
        #[test]
        fn printed_money_reads_back(minor in -10i64.pow(15)..10i64.pow(15)) {
            use model::money::{DecimalMark, read_minor};
            let amount = Money { minor, currency: Currency::from_code("EUR").unwrap() };
            for (lang, mark) in [(Lang::En, DecimalMark::Point), (Lang::It, DecimalMark::Comma)] {
                let text = money(amount, lang);
                let digits = text.trim_start_matches("EUR").trim_start_matches(NO_BREAK);
                proptest::prop_assert_eq!(read_minor(digits, mark, 2), Ok((minor, false)));
            }
        }
    }
}
