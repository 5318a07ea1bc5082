//! Texts, times and places, kept only where they can be what they say.

use std::collections::BTreeSet;

use super::directory::Directory;
use super::{Flaw, Gps, Moment, Position, TEXT_CHARS_MAX, Taken};

/// A position is kept to so many parts of a degree: a centimetre, and its text reads back as the same number.
const PARTS_A_DEGREE: f64 = 1e7;

/// Digits after the second that are kept: a camera that knows billionths is not known.
const FRACTION_DIGITS_MAX: usize = 9;

/// A text of a directory; empty where there is none.
pub(super) fn text(directory: &Directory<'_>, tag: u16, flaws: &mut BTreeSet<Flaw>) -> String {
    let Some(value) = directory.find(tag, flaws) else { return String::new() };
    let Some(bytes) = value.text() else {
        flaws.insert(Flaw::WrongForm);
        return String::new();
    };
    let (text, is_cut) = clean(bytes);
    if is_cut {
        flaws.insert(Flaw::TextCut);
    }
    text
}

/// A text as it may be shown: trimmed, at most [`TEXT_CHARS_MAX`] characters, what controls a screen escaped;
/// and whether it was cut.
pub(crate) fn clean(bytes: &[u8]) -> (String, bool) {
    // No character of UTF-8 has more than four bytes; blanks before a text are hardly ever more than it.
    let start = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let bytes = bytes.get(start..).unwrap_or_default();
    let head = bytes.get(..4 * (TEXT_CHARS_MAX + 1)).unwrap_or(bytes);
    let stated = String::from_utf8_lossy(head);
    let (mut text, mut left, mut is_cut) = (String::new(), TEXT_CHARS_MAX, false);
    for character in stated.trim().chars() {
        let shown: String = match character {
            _ if is_hidden(character) => character.escape_unicode().collect(),
            _ => character.into(),
        };
        let Some(rest) = left.checked_sub(shown.chars().count()) else {
            is_cut = true;
            break;
        };
        left = rest;
        text.push_str(&shown);
    }
    text.truncate(text.trim_end().len());
    (text, is_cut)
}

/// Whether a text is one that [`clean`] gives.
pub(crate) fn is_clean(text: &str) -> bool {
    text.chars().count() <= TEXT_CHARS_MAX
        && text.trim().len() == text.len()
        && !text.chars().any(is_hidden)
}

/// Characters that control a screen, turn the direction of a text, or are not seen.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' |
            '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// The time of a picture: the first that can be one, else the first that is stated.
pub(super) fn taken(
    first: &Directory<'_>,
    exif: &Directory<'_>,
    flaws: &mut BTreeSet<Flaw>,
) -> Option<Taken> {
    // The time, the digits after its second and its offset, each by its tag.
    let times = [
        (Moment::Original, exif, 0x9003, 0x9291, 0x9011),
        (Moment::Digitized, exif, 0x9004, 0x9292, 0x9012),
        (Moment::Changed, first, 0x0132, 0x9290, 0x9010),
    ];
    let mut impossible = None;
    for (moment, directory, tag, fraction, offset) in times {
        let stated = text(directory, tag, flaws);
        // Blanks and colons alone are how the standard says that a time is not known.
        if !stated.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let Some(local) = local(&stated) else {
            flaws.insert(Flaw::TimeImpossible);
            let (local, fraction, offset) = Default::default();
            impossible.get_or_insert(Taken { moment, stated, local, fraction, offset });
            continue;
        };
        let mut fraction = text(exif, fraction, flaws);
        if !is_fraction(&fraction) {
            fraction.clear();
            flaws.insert(Flaw::WrongForm);
        }
        let mut offset = text(exif, offset, flaws);
        if !is_offset(&offset) {
            if offset.bytes().any(|byte| byte.is_ascii_digit()) {
                flaws.insert(Flaw::OffsetImpossible);
            }
            offset.clear();
        }
        return Some(Taken { moment, stated, local, fraction, offset });
    }
    impossible
}

fn is_fraction(text: &str) -> bool {
    text.len() <= FRACTION_DIGITS_MAX && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is empty or an offset that a place on Earth can have, with two hours to spare.
fn is_offset(text: &str) -> bool {
    let digits = |from: usize| number(text.get(from..from + 2)?);
    let is_like = text.len() == 6 && text.starts_with(['+', '-']) && text.get(3..4) == Some(":");
    let is_possible = || digits(1).is_some_and(|h| h <= 16) && digits(4).is_some_and(|m| m < 60);
    text.is_empty() || (is_like && is_possible())
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `YYYY-MM-DDTHH:MM:SS` of a text of 19 characters that is a time, with the marks between its numbers that
/// cameras write.
fn local(text: &str) -> Option<String> {
    let is_like = text.len() == 19
        && is_mark(text, 10, " T")
        && is_mark(text, 13, ":")
        && is_mark(text, 16, ":");
    let date = date(text.get(..10)?).filter(|_| is_like)?;
    let time = |from: usize| number(text.get(from..from + 2)?);
    let is_time = time(11)? < 24 && time(14)? < 60 && time(17)? < 60;
    is_time.then(|| format!("{date}T{}", text.get(11..).unwrap_or_default()))
}

/// `YYYY-MM-DD` of ten characters that are a day.
fn date(text: &str) -> Option<String> {
    let (year, month, day) = (text.get(..4)?, text.get(5..7)?, text.get(8..10)?);
    let (y, m, d) = (number(year)?, number(month)?, number(day)?);
    let days = match m {
        2 if y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    let is_like = text.len() == 10 && is_mark(text, 4, ":-/") && is_mark(text, 7, ":-/");
    (is_like && y > 0 && (1..=days).contains(&d)).then(|| format!("{year}-{month}-{day}"))
}

fn is_mark(text: &str, at: usize, marks: &str) -> bool {
    text.get(at..=at).is_some_and(|mark| marks.contains(mark))
}

/// What the list of the receiver says; `None` where it says nothing of place and time.
pub(super) fn gps(directory: &Directory<'_>, flaws: &mut BTreeSet<Flaw>) -> Option<Gps> {
    let latitude = angle(directory, (0x0001, 0x0002), ('N', 'S'), 90.0, flaws);
    let longitude = angle(directory, (0x0003, 0x0004), ('E', 'W'), 180.0, flaws);
    let mut gps = Gps { utc: utc(directory, flaws), ..Gps::default() };
    if latitude.is_some() != longitude.is_some() {
        flaws.insert(Flaw::PositionIncomplete);
    }
    let degrees =
        (latitude.as_ref().and_then(|a| a.degrees), longitude.as_ref().and_then(|a| a.degrees));
    gps.latitude = latitude.map(|angle| angle.stated).unwrap_or_default();
    gps.longitude = longitude.map(|angle| angle.stated).unwrap_or_default();
    if let (Some(latitude), Some(longitude)) = degrees {
        let position = Position { latitude, longitude };
        if position == Position::default() {
            flaws.insert(Flaw::PositionZero);
        } else {
            gps.position = Some(position);
        }
    }
    (gps != Gps::default()).then_some(gps)
}

/// One of the two angles of a position.
struct Angle {
    stated: String,
    /// Empty where what is stated cannot be.
    degrees: Option<f64>,
}

fn angle(
    directory: &Directory<'_>,
    (side, value): (u16, u16),
    (plus, minus): (char, char),
    most: f64,
    flaws: &mut BTreeSet<Flaw>,
) -> Option<Angle> {
    let side = text(directory, side, flaws);
    let value = directory.find(value, flaws)?;
    let Some(parts) = value.fractions() else {
        flaws.insert(Flaw::WrongForm);
        return None;
    };
    let shown = parts.map(|(above, below)| format!("{above}/{below}")).join(" ");
    let (stated, is_cut) = clean(format!("{shown} {side}").as_bytes());
    if is_cut {
        flaws.insert(Flaw::TextCut);
    }
    let sign = match side.chars().next().map(|side| side.to_ascii_uppercase()) {
        Some(side) if side == plus => Ok(1.0),
        Some(side) if side == minus => Ok(-1.0),
        _ => Err(Flaw::PositionIncomplete),
    };
    let degrees = sign.and_then(|sign| Ok(sign * degrees(parts, most)?));
    if let Err(flaw) = degrees {
        flaws.insert(flaw);
    }
    // Zero of the south is zero.
    let degrees = degrees.ok().map(|degrees| degrees + 0.0);
    Some(Angle { stated, degrees })
}

/// Degrees, minutes and seconds as degrees.
fn degrees(parts: [(u32, u32); 3], most: f64) -> Result<f64, Flaw> {
    if parts.iter().any(|(_, below)| *below == 0) {
        return Err(Flaw::PositionByZero);
    }
    let [degrees, minutes, seconds] =
        parts.map(|(above, below)| f64::from(above) / f64::from(below));
    let sum = degrees + minutes / 60.0 + seconds / 3600.0;
    let sum = (sum * PARTS_A_DEGREE).round() / PARTS_A_DEGREE;
    let is_possible = minutes <= 60.0 && seconds <= 60.0 && sum <= most;
    if is_possible { Ok(sum) } else { Err(Flaw::PositionOutOfRange) }
}

/// Date and time of the receiver, which are UTC; empty where one is missing or cannot be.
fn utc(directory: &Directory<'_>, flaws: &mut BTreeSet<Flaw>) -> String {
    let stated = text(directory, 0x001D, flaws);
    let is_day = stated.bytes().any(|byte| byte.is_ascii_digit());
    let time = directory.find(0x0007, flaws);
    if is_day != time.is_some() {
        flaws.insert(Flaw::GpsTimeIncomplete);
    }
    let Some(time) = time.filter(|_| is_day) else { return String::new() };
    let clock = time.fractions().and_then(|[hours, minutes, seconds]| {
        let whole = |(above, below): (u32, u32)| above.checked_div(below);
        let (h, m, s) = (whole(hours)?, whole(minutes)?, whole(seconds)?);
        (h < 24 && m < 60 && s < 60).then(|| format!("T{h:02}:{m:02}:{s:02}Z"))
    });
    let utc = date(&stated).zip(clock).map(|(date, clock)| date + &clock);
    if utc.is_none() {
        flaws.insert(Flaw::GpsTimeImpossible);
    }
    utc.unwrap_or_default()
}

impl Taken {
    /// Whether this is one that [`taken`] gives.
    pub(super) fn is_sound(&self) -> bool {
        let is_local = self.local.is_empty() || local(&self.local).as_ref() == Some(&self.local);
        is_clean(&self.stated) && is_local && is_fraction(&self.fraction) && is_offset(&self.offset)
    }
}

impl Gps {
    /// Whether this is one that [`gps`] gives.
    pub(super) fn is_sound(&self) -> bool {
        let is_utc = |utc: &str| local(utc).is_some_and(|local| local == utc);
        let is_in = |degrees: f64, most: f64| degrees.is_finite() && degrees.abs() <= most;
        is_clean(&self.latitude)
            && is_clean(&self.longitude)
            && (self.utc.is_empty() || self.utc.strip_suffix('Z').is_some_and(is_utc))
            && self.position.is_none_or(|position| {
                is_in(position.latitude, 90.0) && is_in(position.longitude, 180.0)
            })
    }
}
