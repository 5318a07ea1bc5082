//! Money as a source states it: an exact count of minor units in one currency.
//!
//! Amounts are read from text, digit by digit, and never pass through a floating-point number.
//! Source: ISO 4217:2015 for codes and minor units.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::reject::RejectKind;
use crate::slot::Text;

mod withdrawn;

/// A currency by its ISO 4217 alphabetic code; `XXX` stands for "no currency stated".
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Ord for Currency {
    /// In the order of the letters, as one number: three bytes are else compared by a call.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let number = |Self([a, b, c]): &Self| u32::from_be_bytes([0, *a, *b, *c]);
        number(self).cmp(&number(other))
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The codes that most rows carry, looked at before the whole list: a code is checked for every
/// amount that crosses the wire.
const COMMON: [&[u8; 3]; 8] = [b"EUR", b"PHP", b"USD", b"XXX", b"GBP", b"AUD", b"CHF", b"CAD"];

impl Currency {
    /// "No currency is involved" in ISO 4217; used when a source states none.
    pub const NONE: Self = Self(*b"XXX");

    /// Reads an ISO 4217 alphabetic code, in any case; `None` for a code that is not listed.
    ///
    /// A code that was withdrawn since 1990 is one too: older exhibits state amounts in it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::from_letters(code.trim().as_bytes().try_into().ok()?)
    }

    /// As [`Currency::from_code`], for three letters as bytes.
    #[inline]
    pub fn from_letters(letters: [u8; 3]) -> Option<Self> {
        if COMMON.contains(&&letters) {
            return Some(Self(letters));
        }
        Self::listed(letters.map(|b| b.to_ascii_uppercase()))
    }

    fn listed(upper: [u8; 3]) -> Option<Self> {
        if COMMON.contains(&&upper) {
            return Some(Self(upper));
        }
        let text = std::str::from_utf8(&upper).ok()?;
        let listed = iso_currency::Currency::from_code(text).is_some();
        (listed || withdrawn::of(upper).is_some()).then_some(Self(upper))
    }

    /// The three capital letters as bytes.
    #[inline]
    pub fn letters(self) -> [u8; 3] {
        self.0
    }

    /// The three capital letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Year and month from which ISO 4217 has it among the withdrawn; `None` while it is in use.
    pub fn withdrawn(self) -> Option<(u16, u8)> {
        withdrawn::of(self.0)
    }

    /// Digits after the decimal mark: 2 for EUR, 0 for JPY, 3 for KWD; 2 where ISO 4217 has none.
    pub fn exponent(self) -> u32 {
        match &self.0 {
            // The common ones first: this is asked once for every row read.
            b"EUR" | b"USD" | b"PHP" | b"GBP" | b"AUD" | b"XXX" => 2,
            _ => iso_currency::Currency::from_code(self.code())
                .and_then(iso_currency::Currency::exponent)
                .map_or(2, u32::from),
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::from_code(&code).ok_or_else(|| serde::de::Error::custom("not an ISO 4217 code"))
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self::NONE
    }
}

/// An amount in minor units: EUR 12.50 is `minor: 1250`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Money {
    /// Minor units (cents, centavos); negative for money going the other way.
    pub minor: i64,
    /// The currency the units belong to.
    pub currency: Currency,
}

impl fmt::Display for Money {
    /// `EUR 12.50`: code, minus sign if any, a point as decimal mark, no thousands separator.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10u64.pow(self.currency.exponent());
        let magnitude = self.minor.unsigned_abs();
        let sign = if self.minor < 0 { "-" } else { "" };
        write!(f, "{} {sign}{}", self.currency, magnitude / scale)?;
        match self.currency.exponent() as usize {
            0 => Ok(()),
            width => write!(f, ".{:0width$}", magnitude % scale),
        }
    }
}

/// Which character separates whole units from fractions in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `1,234.50`
    #[default]
    Point,
    /// `1.234,50`
    Comma,
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountFault {
    /// Not a decimal number in the notation the exhibit was set to.
    NotDecimal,
    /// More than 18 significant digits: no real payment, and no room in 64 bits.
    TooLarge,
}

impl From<AmountFault> for RejectKind {
    fn from(fault: AmountFault) -> Self {
        match fault {
            AmountFault::NotDecimal => Self::BadAmount,
            AmountFault::TooLarge => Self::AbsurdAmount,
        }
    }
}

/// An amount as stated: the text kept, and its exact or rounded value.
///
/// Where a source gives more decimals than the currency has (`55.163313`), the value is rounded
/// half to even, `rounded` says so, and `stated` keeps every digit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amount {
    /// The characters of the source.
    pub stated: Text,
    /// The value, absent if the source states none.
    pub money: Option<Money>,
    /// Whether digits beyond the minor unit were rounded away.
    pub rounded: bool,
}

impl Amount {
    /// Reads `text` into this slot; an empty text leaves it absent.
    pub fn read(
        &mut self,
        text: &str,
        mark: DecimalMark,
        currency: Currency,
    ) -> Result<(), AmountFault> {
        self.clear();
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let (minor, rounded) = read_minor(text, mark, currency.exponent())?;
        self.stated.set(text);
        self.money = Some(Money { minor, currency });
        self.rounded = rounded;
        Ok(())
    }

    /// Takes a value computed from other stated fields (a sign from a debit flag, say).
    pub fn negate(&mut self) {
        if let Some(money) = &mut self.money {
            money.minor = -money.minor;
        }
    }

    /// Back to absent, keeping the buffer.
    pub fn clear(&mut self) {
        self.stated.clear();
        self.money = None;
        self.rounded = false;
    }
}

/// Significant digits accepted: 10^18 minor units is far above any payment and fits in 64 bits.
const DIGITS_MAX: u32 = 18;

/// Reads a decimal text to minor units of a currency with `exponent` decimals, exactly.
///
/// Accepts a sign before or after, brackets for negatives, and grouping by space, apostrophe or
/// the mark that is not the decimal one (only in groups of three). The flag says whether digits
/// beyond the minor unit were rounded (half to even).
pub fn read_minor(
    text: &str,
    mark: DecimalMark,
    exponent: u32,
) -> Result<(i64, bool), AmountFault> {
    if let Some(minor) = plain_minor(text, mark, exponent) {
        return Ok((minor, false));
    }
    let (negative, body) = strip_sign(text.trim());
    let (point, group) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let mut reader =
        Digits { minor: 0, significant: 0, decimals: None, tail: Tail::None, exponent };
    let mut since_group: Option<u32> = None;
    let mut seen = 0u32;
    for c in body.chars() {
        if let Some(digit) = c.to_digit(10) {
            reader.push(digit)?;
            seen += 1;
            since_group = since_group.map(|n| n + 1);
        } else if c == point && reader.decimals.is_none() {
            check_group(since_group.take())?;
            reader.decimals = Some(0);
        } else if (c == group || matches!(c, ' ' | '\'' | '\u{a0}' | '\u{202f}' | '’'))
            && reader.decimals.is_none()
            && seen > 0
        {
            check_group(since_group.replace(0))?;
        } else {
            return Err(AmountFault::NotDecimal);
        }
    }
    check_group(since_group)?;
    if seen == 0 {
        return Err(AmountFault::NotDecimal);
    }
    let (minor, rounded) = reader.finish()?;
    Ok((if negative { -minor } else { minor }, rounded))
}

/// Bytes of a text that is looked at as a plain one: scaled up, its digits still fit in 64 bits.
const PLAIN_BYTES_MAX: usize = 13;

/// The value of digits with no more decimals than the currency has and nothing else, as most are;
/// `None` says only that the text has to be read with more care.
fn plain_minor(text: &str, mark: DecimalMark, exponent: u32) -> Option<i64> {
    let point = match mark {
        DecimalMark::Point => b'.',
        DecimalMark::Comma => b',',
    };
    let bytes = text.as_bytes();
    if !bytes.first()?.is_ascii_digit() || bytes.len() > PLAIN_BYTES_MAX {
        return None;
    }
    let (mut minor, mut decimals) = (0, None);
    for byte in bytes {
        match byte {
            b'0'..=b'9' => {
                minor = minor * 10 + i64::from(byte - b'0');
                decimals = decimals.map(|count| count + 1);
            }
            _ if *byte == point && decimals.is_none() => decimals = Some(0),
            _ => return None,
        }
    }
    // A mark that nothing follows is left to the careful way.
    let missing = match decimals {
        None => exponent,
        Some(0) => return None,
        Some(count) => exponent.checked_sub(count)?,
    };
    minor.checked_mul(10_i64.checked_pow(missing)?)
}

/// A thousands group holds exactly three digits; anything else is a decimal mark misread.
fn check_group(since: Option<u32>) -> Result<(), AmountFault> {
    if since.is_none_or(|n| n == 3) { Ok(()) } else { Err(AmountFault::NotDecimal) }
}

fn strip_sign(text: &str) -> (bool, &str) {
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        return (true, inner.trim());
    }
    if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
        return (true, rest.trim_start());
    }
    if let Some(rest) = text.strip_suffix('-') {
        return (true, rest.trim_end());
    }
    (false, text.strip_prefix('+').unwrap_or(text))
}

/// What was dropped beyond the minor unit, compared with one half.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tail {
    None,
    Below,
    Half,
    Above,
}

struct Digits {
    minor: i64,
    significant: u32,
    decimals: Option<u32>,
    tail: Tail,
    exponent: u32,
}

impl Digits {
    fn push(&mut self, digit: u32) -> Result<(), AmountFault> {
        if let Some(n) = self.decimals {
            self.decimals = Some(n + 1);
            if n >= self.exponent {
                self.tail = fold_tail(self.tail, digit, n == self.exponent);
                return Ok(());
            }
        }
        if self.minor != 0 || digit != 0 {
            self.significant += 1;
        }
        if self.significant > DIGITS_MAX {
            return Err(AmountFault::TooLarge);
        }
        self.minor = self.minor * 10 + i64::from(digit);
        Ok(())
    }

    fn finish(self) -> Result<(i64, bool), AmountFault> {
        let missing = self.exponent - self.decimals.unwrap_or(0).min(self.exponent);
        let mut minor = self.minor.checked_mul(10i64.pow(missing)).ok_or(AmountFault::TooLarge)?;
        if self.tail == Tail::Above || (self.tail == Tail::Half && minor % 2 != 0) {
            minor += 1;
        }
        Ok((minor, self.tail != Tail::None))
    }
}

fn fold_tail(tail: Tail, digit: u32, first: bool) -> Tail {
    match (first, digit, tail) {
        (true, 0, _) => Tail::None,
        (false, 0, kept) => kept,
        (true, 5, _) => Tail::Half,
        (true, 1..=4, _) | (false, _, Tail::None | Tail::Below) => Tail::Below,
        (true, _, _) | (false, _, Tail::Half | Tail::Above) => Tail::Above,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, mark: DecimalMark, exponent: u32, want: (i64, bool)) {
        assert_eq!(read_minor(text, mark, exponent), Ok(want), "{text}");
    }

    #[test]
    fn reads_amounts_exactly_by_text() {
        use DecimalMark::{Comma, Point};
        reads("12.50", Point, 2, (1250, false));
        reads("1,234.5", Point, 2, (123_450, false));
        reads("1.234,50", Comma, 2, (123_450, false));
        reads("1 234,50", Comma, 2, (123_450, false));
        reads("1'234'567.05", Point, 2, (123_456_705, false));
        reads("(7.00)", Point, 2, (-700, false));
        reads("7.00-", Point, 2, (-700, false));
        reads("-0.01", Point, 2, (-1, false));
        reads("18.150", Point, 2, (1815, false));
        reads("1500", Point, 0, (1500, false));
        reads("1.5", Point, 3, (1500, false));
    }

    #[test]
    fn rounds_half_to_even_and_says_so() {
        use DecimalMark::Point;
        reads("0.125", Point, 2, (12, true));
        reads("0.135", Point, 2, (14, true));
        reads("0.1250001", Point, 2, (13, true));
        reads("55.163313343557675", Point, 2, (5516, true));
        reads("544595.7886430753", Point, 2, (54_459_579, true));
    }

    #[test]
    fn refuses_what_is_not_a_number() {
        use DecimalMark::Point;
        for text in ["", "twelve", "1,23", "1.2.3", "12,50", "1e5", "--1", ".", "1,2345", "NaN"] {
            assert_eq!(read_minor(text, Point, 2), Err(AmountFault::NotDecimal), "{text}");
        }
        assert_eq!(read_minor("9999999999999999999", Point, 2), Err(AmountFault::TooLarge));
    }

    #[test]
    fn prints_as_code_and_units() {
        let money = |minor, code| Money { minor, currency: Currency::from_code(code).unwrap() };
        assert_eq!(money(-1205, "EUR").to_string(), "EUR -12.05");
        assert_eq!(money(1500, "JPY").to_string(), "JPY 1500");
        assert_eq!(Currency::from_code("ZZZ"), None);
    }

    proptest::proptest! {
        #[test]
        fn the_plain_way_gives_what_the_careful_way_gives(
            text in "[0-9]{1,9}([.,][0-9]{0,6})?",
            exponent in 0u32..=4,
        ) {
            for mark in [DecimalMark::Point, DecimalMark::Comma] {
                let careful = read_minor(&format!("+{text}"), mark, exponent);
                proptest::prop_assert_eq!(read_minor(&text, mark, exponent), careful);
            }
        }

        #[test]
        fn every_printed_amount_reads_back(minor in -10i64.pow(17)..10i64.pow(17)) {
            let money = Money { minor, currency: Currency::from_code("EUR").unwrap() };
            let text = money.to_string();
            proptest::prop_assert_eq!(read_minor(&text[4..], DecimalMark::Point, 2), Ok((minor, false)));
        }
    }
}
