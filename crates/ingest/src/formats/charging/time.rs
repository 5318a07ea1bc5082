//! Times of charging records: ISO 8601, or the digits of TS 32.298 (`240328091300+0200`).

use model::RejectKind;
use model::time::{Stamp, StampReader};

/// Reads a time; the digits of the standard carry an offset, and some renderings lose it.
pub(super) fn read(
    text: &str,
    stamps: &mut StampReader,
    stamp: &mut Stamp,
) -> Result<(), RejectKind> {
    let iso = digits(text.trim());
    stamps.read(iso.as_deref().unwrap_or(text), stamp).map_err(RejectKind::from)?;
    if iso.is_some() {
        stamp.stated.set(text.trim());
    }
    Ok(())
}

/// `YYMMDDhhmmss`, the same with four figures of the year, and behind it nothing, `+hhmm`, or the
/// sign as the octet it is (`2B`, `2D`) where the whole stands in hexadecimal.
fn digits(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (clock, rest) = match (end, text.len()) {
        // `2403280913002B0200`: the letter of the sign stands among the digits.
        (13, 18) => text.split_at_checked(12)?,
        _ => text.split_at_checked(end)?,
    };
    let year = match clock.len() {
        12 => format!("20{}", clock.get(..2)?),
        14 => clock.get(..4)?.to_owned(),
        _ => return None,
    };
    let at = clock.len() - 10;
    let part = |from: usize| clock.get(at + from..at + from + 2);
    let offset = match rest {
        "" | "Z" => rest.to_owned(),
        _ => {
            let (sign, minutes) = match rest.get(..2)? {
                "2B" | "2b" => ('+', rest.get(2..)?),
                "2D" | "2d" => ('-', rest.get(2..)?),
                _ => (rest.chars().next().filter(|c| matches!(c, '+' | '-'))?, rest.get(1..)?),
            };
            let minutes = minutes.replace(':', "");
            let plain = minutes.len() == 4 && minutes.bytes().all(|byte| byte.is_ascii_digit());
            let (hours, minutes) = minutes.split_at_checked(2)?;
            plain.then(|| format!("{sign}{hours}:{minutes}"))?
        }
    };
    Some(format!("{year}-{}-{}T{}:{}:{}{offset}", part(0)?, part(2)?, part(4)?, part(6)?, part(8)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_of_the_standard_are_a_time_with_its_offset() {
        let read = |text| digits(text).unwrap_or_default();
        assert_eq!(read("240328091300+0200"), "2024-03-28T09:13:00+02:00");
        assert_eq!(read("2403280913002B0200"), "2024-03-28T09:13:00+02:00");
        assert_eq!(read("2403280913002D0330"), "2024-03-28T09:13:00-03:30");
        assert_eq!(read("20240328091300"), "2024-03-28T09:13:00");
        for text in
            ["", "2024-03-28T09:13:00Z", "24032809130", "240328091300x", "240328091300+2", "é"]
        {
            assert_eq!(digits(text), None, "{text}");
        }
    }
}
