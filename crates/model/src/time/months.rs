//! Dates that name their month: `10 GEN 2026`, `10-JAN-26`, `10JAN2026`, `Jan 10, 2026`.
//!
//! - **Languages:** English, Italian, Spanish, French, Portuguese and German, whole words and the usual
//!   abbreviations. No word of one month is one of another in any of them, so nothing is guessed.
//! - **Order:** day, month, year, or month, day, year; a year of two digits stands last, as databases
//!   and airlines write it. An English name of the weekday may stand before it: `Sat, 10 Jan 2026`,
//!   `Saturday January 10,2026`. What it says is not held against the date.

use crate::identifier::fold_name;

use super::text::digits;

/// The words for each month, folded.
const MONTHS: [&[&str]; 12] = [
    &[
        "jan", "january", "gen", "gennaio", "ene", "enero", "janv", "janvier", "janeiro", "januar",
        "janner",
    ],
    &["feb", "february", "febbraio", "febrero", "fev", "fevr", "fevrier", "fevereiro", "februar"],
    &["mar", "march", "marzo", "mars", "marco", "marz", "mrz"],
    &["apr", "april", "aprile", "abr", "abril", "avr", "avril"],
    &["may", "mag", "maggio", "mayo", "mai", "maio"],
    &["jun", "june", "giu", "giugno", "junio", "juin", "junho", "juni"],
    &["jul", "july", "lug", "luglio", "julio", "juil", "juillet", "julho", "juli"],
    &["aug", "august", "ago", "agosto", "aout"],
    &[
        "sep",
        "sept",
        "september",
        "set",
        "settembre",
        "septiembre",
        "setiembre",
        "septembre",
        "setembro",
    ],
    &["oct", "october", "ott", "ottobre", "octubre", "octobre", "out", "outubro", "okt", "oktober"],
    &["nov", "november", "novembre", "noviembre", "novembro"],
    &["dec", "december", "dic", "dicembre", "diciembre", "decembre", "dez", "dezembro", "dezember"],
];

/// The English words for the days of the week, in lower case; the first three letters stand for each.
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Bytes of the longest word looked up, `septiembre`, with room for accents.
const WORD_BYTES_MAX: usize = 16;

/// Reads such a date from the front of `text`: year, month, day, and the rest.
pub(super) fn read_named(text: &str) -> Option<([i64; 3], &str)> {
    read_plain(text).or_else(|| read_plain(behind_weekday(text)?))
}

fn read_plain(text: &str) -> Option<([i64; 3], &str)> {
    let (day, month, rest) = if text.starts_with(|c: char| c.is_ascii_digit()) {
        let (day, width, rest) = digits(text)?;
        let (month, rest) = month(between(rest))?;
        (Some(day).filter(|_| width <= 2)?, month, between(rest))
    } else {
        let (month, rest) = month(text)?;
        let (day, width, rest) = digits(between(rest))?;
        (Some(day).filter(|_| width <= 2)?, month, between(rest))
    };
    let (year, width, rest) = digits(rest)?;
    let year = match width {
        4 => year,
        2 => super::text::full_year(year),
        _ => return None,
    };
    Some(([year, month, day], rest))
}

/// What follows the English name of a weekday.
fn behind_weekday(text: &str) -> Option<&str> {
    let (word, rest) = split_word(text);
    let word = word.to_ascii_lowercase();
    let is_day = WEEKDAYS.iter().any(|day| *day == word || day.get(..3) == Some(&word));
    is_day.then(|| between(rest))
}

/// What follows a separator: blanks, one mark, the Iberian `de`.
fn between(text: &str) -> &str {
    let text = text.trim_start();
    let text = text.strip_prefix(['-', '/', '.', ',']).unwrap_or(text).trim_start();
    let (word, rest) = text.split_at_checked(3).unwrap_or((text, ""));
    if word.eq_ignore_ascii_case("de ") { rest } else { text }
}

/// A month from the front of a text.
fn month(text: &str) -> Option<(i64, &str)> {
    let (word, rest) = split_word(text);
    if word.len() > WORD_BYTES_MAX {
        return None;
    }
    let mut folded = String::new();
    fold_name(word, &mut folded);
    let at = MONTHS.iter().position(|words| words.contains(&folded.as_str()))?;
    Some((i64::try_from(at + 1).ok()?, rest))
}

/// The letters a text begins with, and what follows them.
fn split_word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_weekday_may_stand_before() {
        for text in [
            "Saturday January 10,2026",
            "Sat, 10 Jan 2026",
            "sat 10 Jan 2026",
            "SATURDAY, 10-JAN-26",
            "Mon. January 10, 2026",
        ] {
            assert_eq!(read_named(text), Some(([2026, 1, 10], "")), "{text}");
        }
        let clock = read_named("Saturday January 10,2026 8:00 AM GMT");
        assert_eq!(clock, Some(([2026, 1, 10], " 8:00 AM GMT")));
        for text in ["Saturday", "Sat Sat 10 Jan 2026", "Sa 10 Jan 2026", "Satur 10 Jan 2026"] {
            assert_eq!(read_named(text), None, "{text}");
        }
    }

    #[test]
    fn months_are_read_by_name_in_six_languages() {
        for text in [
            "10 GEN 2026",
            "10-JAN-26",
            "10JAN2026",
            "10/ene/2026",
            "10 janv. 2026",
            "Jan 10, 2026",
            "10 de enero de 2026",
            "10. Januar 2026",
            "10 Janeiro 2026",
            "January 10 2026",
            "10.jan.26",
        ] {
            assert_eq!(read_named(text), Some(([2026, 1, 10], "")), "{text}");
        }
        for (text, month) in [
            ("1 août 2026", 8),
            ("1 März 2026", 3),
            ("1 março 2026", 3),
            ("1 févr. 2026", 2),
            ("1 déc 2026", 12),
        ] {
            assert_eq!(read_named(text), Some(([2026, month, 1], "")), "{text}");
        }
        assert_eq!(read_named("10-JAN-26 10:05:00"), Some(([2026, 1, 10], " 10:05:00")));
        for text in
            ["", "10", "10 foo 2026", "100 Jan 2026", "10 Jan", "10 Jan 026", "Jan", "January"]
        {
            assert_eq!(read_named(text), None, "{text}");
        }
    }

    #[test]
    fn no_word_is_of_two_months() {
        let all: Vec<&str> = MONTHS.iter().copied().flatten().copied().collect();
        let different: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(different.len(), all.len());
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text: String) {
            let _ = read_named(&text);
        }
    }
}
