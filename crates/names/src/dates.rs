//! Birth dates side by side: equal, turned round, a slip, or only the year in common.

use serde::Serialize;

/// A date as it was stated; what was not stated is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct BirthDate {
    /// The year, four digits.
    pub year: u16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// How two birth dates stand to each other, from far to near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateLikeness {
    /// They differ in more than a slip: a conflict.
    Different,
    /// Day and month agree (or are not stated by one of them) and the year does not, or is a slip.
    SlipOfYear,
    /// One digit differs, or two neighbours are turned round.
    Slip,
    /// The year agrees, and one of them states no more.
    SameYear,
    /// Year and month agree, and one of them states no day.
    SameMonth,
    /// Day and month are turned round.
    Turned,
    /// One is the first of January of the same year: written where only the year is known.
    Placeholder,
    /// The same date.
    Same,
}

/// Compares two birth dates; the order of the two makes no difference.
pub fn compare(a: BirthDate, b: BirthDate) -> DateLikeness {
    let (Some(a_month), Some(b_month)) = (a.month, b.month) else {
        return if a.year == b.year { DateLikeness::SameYear } else { years_only(a.year, b.year) };
    };
    let (Some(a_day), Some(b_day)) = (a.day, b.day) else {
        return match (a.year == b.year, a_month == b_month) {
            (true, true) => DateLikeness::SameMonth,
            (true, false) => DateLikeness::Different,
            (false, _) => years_only(a.year, b.year),
        };
    };
    let placeholder = (a_month, a_day) == (1, 1) || (b_month, b_day) == (1, 1);
    if a == b {
        DateLikeness::Same
    } else if a.year == b.year && placeholder {
        DateLikeness::Placeholder
    } else if a.year == b.year && (a_month, a_day) == (b_day, b_month) {
        DateLikeness::Turned
    } else {
        slip((a.year, a_month, a_day), (b.year, b_month, b_day))
    }
}

fn years_only(a: u16, b: u16) -> DateLikeness {
    if is_slip(&digits(u32::from(a), 4), &digits(u32::from(b), 4)) {
        DateLikeness::SlipOfYear
    } else {
        DateLikeness::Different
    }
}

fn slip(a: (u16, u8, u8), b: (u16, u8, u8)) -> DateLikeness {
    let number = |(year, month, day): (u16, u8, u8)| {
        u32::from(year) * 10_000 + u32::from(month) * 100 + u32::from(day)
    };
    if (a.1, a.2) == (b.1, b.2) {
        return DateLikeness::SlipOfYear;
    }
    if is_slip(&digits(number(a), 8), &digits(number(b), 8)) {
        return DateLikeness::Slip;
    }
    DateLikeness::Different
}

/// The last `count` decimal digits.
fn digits(number: u32, count: usize) -> Vec<u8> {
    let mut digits = Vec::with_capacity(count);
    let mut rest = number;
    for _ in 0..count {
        digits.push(u8::try_from(rest % 10).unwrap_or(0));
        rest /= 10;
    }
    digits
}

/// One digit differs, or two neighbours are turned round.
fn is_slip(a: &[u8], b: &[u8]) -> bool {
    let apart: Vec<usize> = (0..a.len()).filter(|at| a.get(*at) != b.get(*at)).collect();
    match apart.as_slice() {
        [_] => true,
        [x, y] => y - x == 1 && a.get(*x) == b.get(*y) && a.get(*y) == b.get(*x),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: u16, month: u8, day: u8) -> BirthDate {
        BirthDate { year, month: Some(month), day: Some(day) }
    }

    #[test]
    fn tells_a_slip_from_another_date() {
        let born = on(1984, 3, 12);
        let cases = [
            (born, DateLikeness::Same),
            (on(1984, 12, 3), DateLikeness::Turned),
            (on(1984, 1, 1), DateLikeness::Placeholder),
            (on(1984, 3, 21), DateLikeness::Slip),
            (on(1984, 8, 12), DateLikeness::Slip),
            (on(1948, 3, 12), DateLikeness::SlipOfYear),
            (on(1985, 7, 12), DateLikeness::Different),
            (on(1979, 11, 30), DateLikeness::Different),
            (BirthDate { year: 1984, month: None, day: None }, DateLikeness::SameYear),
            (BirthDate { year: 1983, month: None, day: None }, DateLikeness::SlipOfYear),
            (BirthDate { year: 1951, month: None, day: None }, DateLikeness::Different),
            (BirthDate { year: 1984, month: Some(3), day: None }, DateLikeness::SameMonth),
            (BirthDate { year: 1984, month: Some(4), day: None }, DateLikeness::Different),
        ];
        for (other, expected) in cases {
            assert_eq!(compare(born, other), expected, "{other:?}");
        }
    }
}
