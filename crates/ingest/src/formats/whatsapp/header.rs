//! The beginning of a message: `30/12/21, 22:01 - `, `[30.12.21, 22:01:05] `, or on old iPhones
//! `30.12.21 22.01.05: `, in any language.
//!
//! Every phone writes it in the form of its own language: order and marks of the date, half of the
//! day before or after the time, digits of other scripts, invisible marks of direction.

use crate::formats::date_order::DateParts;

/// A header found at the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header<'l> {
    pub(super) date: DateParts,
    pub(super) clock: Clock,
    /// Date and time as written, marks of direction left out.
    pub(super) stated: String,
    /// The rest of the line: sender and text.
    pub(super) rest: &'l str,
    /// What sets it apart from the message.
    pub(super) style: Style,
}

/// What sets a header apart from the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// It stands in brackets.
    Brackets,
    /// A dash follows.
    Dash,
    /// A colon follows, as behind the sender.
    Colon,
}

/// A time of day on 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: Option<u32>,
}

/// Longest header; more would be prose that begins with a date.
const HEADER_CHARS_MAX: usize = 64;

/// Longest word between date and time (`klo`, `alle ore`).
const BETWEEN_CHARS_MAX: usize = 12;

/// Marks that no one sees: direction, byte order.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2009}') || is_mark(c)
}

/// The header at the beginning of a line, if there is one.
pub(super) fn find(line: &str) -> Option<Header<'_>> {
    let body = line.trim_start_matches(is_mark);
    if let Some(inner) = body.strip_prefix('[') {
        let (inside, rest) = inner.split_once(']')?;
        return read(inside, rest.strip_prefix([' ', '\u{a0}']).unwrap_or(rest), Style::Brackets);
    }
    let found = split_at(body, " - ").and_then(|(inside, rest)| read(inside, rest, Style::Dash));
    found.or_else(|| {
        let (inside, rest) = split_at(body, ": ")?;
        read(inside, rest, Style::Colon).filter(|header| header.clock.second.is_some())
    })
}

/// Reads what stands before the mark.
fn read<'l>(inside: &str, rest: &'l str, style: Style) -> Option<Header<'l>> {
    if inside.chars().count() > HEADER_CHARS_MAX {
        return None;
    }
    let stated: String = inside.chars().filter(|c| !is_mark(*c)).collect();
    let plain: String = stated.chars().map(plain_digit).collect();
    let (date, after) = read_date(plain.trim())?;
    let clock = read_clock(after)?;
    Some(Header { date, clock, stated: stated.trim().to_owned(), rest, style })
}

/// Splits a line that begins with a digit at the first mark.
fn split_at<'l>(body: &'l str, mark: &str) -> Option<(&'l str, &'l str)> {
    let first = body.chars().next()?;
    body.split_once(mark).filter(|_| plain_digit(first).is_ascii_digit())
}

/// Digits of other scripts as the ones of this one.
fn plain_digit(c: char) -> char {
    let base = match c {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{966}'..='\u{96f}' => 0x966,
        '\u{9e6}'..='\u{9ef}' => 0x9e6,
        _ => return c,
    };
    char::from_digit(u32::from(c) - base, 10).unwrap_or(c)
}

/// A number from the front, with its width.
fn number(text: &str) -> Option<(i64, usize, &str)> {
    let width = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(width)?;
    if width == 0 || width > 4 {
        return None;
    }
    Some((digits.parse().ok()?, width, rest))
}

/// Passes one mark between the numbers of a date, with the blanks or letters around it.
fn pass_mark(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['/', '.', '-', '年', '月', '년', '월'])?;
    Some(rest.trim_start_matches(is_blank))
}

fn read_date(text: &str) -> Option<(DateParts, &str)> {
    let (first, width, rest) = number(text)?;
    let (second, second_width, rest) = number(pass_mark(rest)?)?;
    let (third, third_width, rest) = number(pass_mark(rest)?)?;
    let year_first = width == 4;
    let widths_fit = if year_first {
        second_width <= 2 && third_width <= 2
    } else {
        width <= 2 && second_width <= 2 && matches!(third_width, 2 | 4)
    };
    let numbers = [first, second, third];
    let small = numbers.iter().filter(|number| **number > 31).count() <= 1;
    (widths_fit && small).then_some((DateParts { numbers, year_first }, rest))
}

/// Reads what stands after the date: blanks or a word, perhaps the half of the day, the time,
/// perhaps the half of the day.
fn read_clock(text: &str) -> Option<Clock> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (between, time) = text.split_at_checked(at)?;
    if between.is_empty() || between.chars().count() > BETWEEN_CHARS_MAX {
        return None;
    }
    let (hour, width, rest) = number(time)?;
    let (minute, minute_width, mut rest) = number(rest.strip_prefix([':', '.'])?)?;
    let mut second = None;
    if let Some((value, 2, after)) = rest.strip_prefix([':', '.']).and_then(number) {
        (second, rest) = (Some(u32::try_from(value).ok()?), after);
    }
    if width > 2 || minute_width != 2 {
        return None;
    }
    let half = half_of_day(between, rest)?;
    let hour = u32::try_from(hour).ok()?;
    // Some phones write `00:08 a. m.`, so hour 0 is taken as it stands.
    let hour = match (hour, half) {
        (12, Half::Morning) => 0,
        (0..=23, Half::None) | (0..=11, Half::Morning) | (12, Half::Afternoon) => hour,
        (0..=11, Half::Afternoon) => hour + 12,
        // A time that cannot be is still the beginning of a message, which is set aside.
        _ => hour.max(24),
    };
    Some(Clock { hour, minute: u32::try_from(minute).ok()?, second })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    None,
    Morning,
    Afternoon,
}

/// Words for the first half of the day, folded: no blanks, no dots, lower case (Unicode CLDR).
const MORNING: [&str; 21] = [
    "পূর্বাহ্ণ",
    "am",
    "오전",
    "上午",
    "凌晨",
    "早上",
    "午前",
    "ص",
    "πμ",
    "öö",
    "sa",
    "पूर्वाह्न",
    "vorm",
    "de",
    "fm",
    "dop",
    "ap",
    "ptg",
    "prijepodne",
    "εμ",
    "dopoledne",
];

/// Words for the second half.
const AFTERNOON: [&str; 23] = [
    "অপরাহ্ণ",
    "pm",
    "오후",
    "下午",
    "中午",
    "晚上",
    "午後",
    "م",
    "μμ",
    "ös",
    "ch",
    "अपराह्न",
    "nachm",
    "du",
    "em",
    "odp",
    "ip",
    "ptgh",
    "pg",
    "popodne",
    "मध्याह्न",
    "odpoledne",
    "傍晚",
];

/// Words that stand by a time and say nothing of its half.
const NEITHER: [&str; 18] = [
    "", "klo", "kl", "um", "alle", "alleore", "à", "at", "alas", "às", "h", "uhr", "г", "ч", "гч",
    "o", "kell", "น",
];

/// The half of the day by the words before and after the time; `None` where a word is no such word
/// and the text is therefore no header.
fn half_of_day(before: &str, after: &str) -> Option<Half> {
    let fold = |text: &str| {
        let kept =
            text.chars().filter(|c| !is_blank(*c) && !matches!(c, '.' | ',' | '،' | '日' | '일'));
        kept.flat_map(char::to_lowercase).collect::<String>()
    };
    let half = |word: &str| {
        if NEITHER.contains(&word) {
            Some(Half::None)
        } else if MORNING.contains(&word) {
            Some(Half::Morning)
        } else {
            AFTERNOON.contains(&word).then_some(Half::Afternoon)
        }
    };
    match (half(&fold(before))?, half(&fold(after))?) {
        (Half::None, other) | (other, Half::None) => Some(other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(line: &str, numbers: [i64; 3], clock: (u32, u32, Option<u32>), rest: &str) {
        let header = find(line).unwrap_or_else(|| panic!("no header in {line}"));
        let Clock { hour, minute, second } = header.clock;
        let found = (header.date.numbers, (hour, minute, second), header.rest);
        assert_eq!(found, (numbers, clock, rest), "{line}");
    }

    #[test]
    fn every_header_style_is_found() {
        finds("30/12/21, 22:01 - A: x", [30, 12, 21], (22, 1, None), "A: x");
        finds("[30/12/21, 22:01:05] A: x", [30, 12, 21], (22, 1, Some(5)), "A: x");
        finds(
            "\u{200e}[30/12/21, 10:01:05\u{202f}PM] A: x",
            [30, 12, 21],
            (22, 1, Some(5)),
            "A: x",
        );
        finds("12/30/2021, 10:01 p. m. - A: x", [12, 30, 2021], (22, 1, None), "A: x");
        finds("06/20/2020, 00:08 a. m. - A: x", [6, 20, 2020], (0, 8, None), "A: x");
        finds("30.12.21, 22:01 - A: x", [30, 12, 21], (22, 1, None), "A: x");
        finds("30.12.2021 klo 22.01 - A: x", [30, 12, 2021], (22, 1, None), "A: x");
        finds("2021-12-30 22:01 - A: x", [2021, 12, 30], (22, 1, None), "A: x");
        finds("30-12-2021 22:01 - A: x", [30, 12, 2021], (22, 1, None), "A: x");
        finds("30/12/2021 à 22:01 - A: x", [30, 12, 2021], (22, 1, None), "A: x");
        finds("30/12/21 22:01 - A: x", [30, 12, 21], (22, 1, None), "A: x");
        finds("2021. 12. 30. 오후 10:01 - A: x", [2021, 12, 30], (22, 1, None), "A: x");
        finds("2021/12/30 下午10:01 - A: x", [2021, 12, 30], (22, 1, None), "A: x");
        finds("٣٠‏/١٢‏/٢٠٢١، ١٠:٠١ م - A: x", [30, 12, 2021], (22, 1, None), "A: x");
        finds("[30.12.21 г., 22:01:05 ч.] A: x", [30, 12, 21], (22, 1, Some(5)), "A: x");
        finds("30/12/21, 12:01 am - A: x", [30, 12, 21], (0, 1, None), "A: x");
        finds("30/12/21, 12:01 PM - A: x", [30, 12, 21], (12, 1, None), "A: x");
        finds("30.12.21 22.01.05: A: x - y", [30, 12, 21], (22, 1, Some(5)), "A: x - y");
        finds("30.12.2021 kell 22:01 - A: x", [30, 12, 2021], (22, 1, None), "A: x");
        finds("30/12/2021 22:01 น. - A: x", [30, 12, 2021], (22, 1, None), "A: x");
        finds("৩০/১২/২১, ১০:০১ অপরাহ্ণ - A: x", [30, 12, 21], (22, 1, None), "A: x");
    }

    #[test]
    fn a_continuation_is_no_header() {
        for line in [
            "consectetur adipiscing elit",
            "30/12 we meet at 10:00 - all of us",
            "10:01 - x",
            "[see above] x",
            "2021-12-30 22:01:05,123 - INFO - x",
            "1.2.3, 4:05 - x",
            "12/30/21 the price was 10.50 - good",
            "12/30/21 22:01: all of us",
        ] {
            assert_eq!(find(line), None, "{line}");
        }
    }

    #[test]
    fn a_time_that_cannot_be_begins_a_message_that_is_set_aside() {
        for line in ["30/12/21, 25:01 - A: x", "30/12/21, 13:01 PM - A: x"] {
            let header = find(line).unwrap();
            assert!(header.clock.hour > 23 && header.rest == "A: x", "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_line_panics(line: String) {
            let _ = find(&line);
        }
    }
}
