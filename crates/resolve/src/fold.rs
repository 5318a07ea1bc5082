//! Folding: what is compared instead of what is stated. Nothing stated is changed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in lower case, without diacritics, its punctuation turned into single spaces.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut put = |c: char| {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else if !matches!(c, '\'' | '’' | '`') {
            gap = true;
        }
    };
    if text.is_ascii() {
        text.chars().for_each(|c| put(c.to_ascii_lowercase()));
    } else {
        for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            match c {
                'ß' => ['s', 's'].into_iter().for_each(&mut put),
                'æ' => ['a', 'e'].into_iter().for_each(&mut put),
                'œ' => ['o', 'e'].into_iter().for_each(&mut put),
                'ø' => put('o'),
                'đ' | 'ð' => put('d'),
                'ł' => put('l'),
                'ı' => put('i'),
                other => put(other),
            }
        }
    }
    out
}

/// A folded text as bytes, one a letter: what is beyond ASCII keeps its place in its block of 128,
/// so that no two letters of one alphabet meet.
pub(crate) fn letters(folded: &str) -> Vec<u8> {
    let byte = |c: char| if c.is_ascii() { c as u8 } else { 0x80 | (c as u32 & 0x7f) as u8 };
    folded.chars().map(byte).collect()
}

/// The letters and digits of a text without its gaps.
pub(crate) fn compact(text: &str) -> String {
    let mut out = fold(text);
    out.retain(|c| c != ' ');
    out
}

/// The local part of an e-mail address, or the whole where there is none.
pub(crate) fn local_part(letters: &[u8]) -> &[u8] {
    letters.split(|letter| *letter == b'@').next().unwrap_or(letters)
}

/// A date as year, month, day, where the text is one; `None` where it is not, or is no day.
pub(crate) fn date(text: &str) -> Option<(u16, u8, u8)> {
    let text = text.trim();
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u16>().ok();
    let digits_only = text.bytes().all(|b| b.is_ascii_digit() || b"-/. T:".contains(&b));
    let (year, month, day) = match parts.as_slice() {
        [one] if one.len() == 8 => {
            (number(one.get(..4)?)?, number(one.get(4..6)?)?, number(one.get(6..)?)?)
        }
        [year, month, day, ..] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        [day, month, year] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        _ => return None,
    };
    let plausible = digits_only && year > 0 && day <= 31 && month <= 31;
    plausible.then_some((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_diacritics_and_punctuation() {
        assert_eq!(fold("  D'Ângelo-Łukasz,  María "), "dangelo lukasz maria");
        assert_eq!(compact("+44 (0)71-87"), "4407187");
        assert_eq!(letters("ab"), b"ab");
        assert_ne!(letters("а"), letters("б"));
    }

    #[test]
    fn reads_the_usual_dates_and_no_others() {
        assert_eq!(date("1971-06-24"), Some((1971, 6, 24)));
        assert_eq!(date("24/06/1971"), Some((1971, 6, 24)));
        assert_eq!(date("19710624"), Some((1971, 6, 24)));
        assert_eq!(date("1971-24-06"), Some((1971, 24, 6)));
        assert_eq!(date("200x-02-07"), None);
        assert_eq!(date("71"), None);
    }
}
