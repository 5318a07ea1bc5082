//! What a directory entry says, in the words of a record: names, modes, times, places.

use model::Place;
use model::time::{Stamp, StampReader, TimeFormat};

use crate::formats::extra::Extra;
use crate::formats::plist::{Node, Plist};

/// A name as text: UTF-8 as it stands, all other bytes, controls and `/` as `\xNN`.
pub(crate) fn name_text(name: &[u8]) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        for character in chunk.valid().chars() {
            if character == '/' || character.is_control() {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    escape(&mut text, byte);
                }
            } else {
                text.push(character);
            }
        }
        for byte in chunk.invalid() {
            escape(&mut text, *byte);
        }
    }
    text
}

/// A path, or another text in which `/` has its place, as text; see [`name_text`].
pub(crate) fn path_text(path: &[u8]) -> String {
    path.split(|byte| *byte == b'/').map(name_text).collect::<Vec<_>>().join("/")
}

/// A name in 16-bit characters; halves of a pair that stand alone are kept as `\xNN`.
pub(crate) fn wide_text(units: impl Iterator<Item = u16>) -> String {
    let mut text = String::new();
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(character) => {
                let mut buffer = [0; 4];
                text.push_str(&name_text(character.encode_utf8(&mut buffer).as_bytes()));
            }
            Err(half) => {
                for byte in half.unpaired_surrogate().to_be_bytes() {
                    escape(&mut text, byte);
                }
            }
        }
    }
    text
}

/// Bytes in hexadecimal.
pub(crate) fn hex_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        push_hex(&mut text, *byte);
    }
    text
}

fn escape(text: &mut String, byte: u8) {
    text.push_str("\\x");
    push_hex(text, byte);
}

fn push_hex(text: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for digit in [byte >> 4, byte & 15] {
        text.push(char::from(DIGITS.get(usize::from(digit)).copied().unwrap_or(b'0')));
    }
}

/// The mode of POSIX as `ls` writes it: `-rw-r--r--`.
pub(crate) fn mode_text(mode: u16) -> String {
    let kind = match mode >> 12 {
        0x1 => 'p',
        0x2 => 'c',
        0x4 => 'd',
        0x6 => 'b',
        0x8 => '-',
        0xA => 'l',
        0xC => 's',
        0xE => 'w',
        _ => '?',
    };
    let mut text = String::from(kind);
    // For each of owner, group and others: the shift, and the bit that takes the place of `x`.
    for (shift, special, letters) in [(6, 0o4000, "sS"), (3, 0o2000, "sS"), (0, 0o1000, "tT")] {
        let bits = mode >> shift;
        text.push(if bits & 4 == 0 { '-' } else { 'r' });
        text.push(if bits & 2 == 0 { '-' } else { 'w' });
        let runs = bits & 1 != 0;
        let (set, unset) = letters.split_at(1);
        text.push_str(match (mode & special != 0, runs) {
            (true, true) => set,
            (true, false) => unset,
            (false, true) => "x",
            (false, false) => "-",
        });
    }
    text
}

/// Bytes of an attribute kept in `extra`; the volume keeps the whole.
const ATTRIBUTE_BYTES_MAX: usize = 4 * 1024;

/// Keeps an extended attribute of macOS: text as it stands, also in a property list (the addresses a
/// download came from), anything else by its length.
pub(crate) fn keep_attribute(name: &str, value: &[u8], extra: &mut Extra) {
    if let Some(texts) = Plist::open(value).and_then(|list| listed_texts(&list)) {
        let end = texts.floor_char_boundary(ATTRIBUTE_BYTES_MAX);
        extra.add(name, texts.get(..end).unwrap_or_default());
        return;
    }
    let cut = value.get(..ATTRIBUTE_BYTES_MAX).unwrap_or(value);
    match std::str::from_utf8(cut) {
        Ok(text) if !text.contains(|c: char| c.is_control() && c != '\n') => extra.add(name, text),
        _ => extra.add(name, &format!("({} bytes)", value.len())),
    }
}

/// The texts of a property list that is one, or an array of them.
fn listed_texts(list: &Plist<'_>) -> Option<String> {
    let top = list.top()?;
    let texts: Option<Vec<String>> = match &top {
        Node::Text(text) => Some(vec![text.to_string()]),
        Node::Array(_) => list
            .members(&top)
            .take(ATTRIBUTE_BYTES_MAX)
            .map(|node| if let Node::Text(text) = node { Some(text.to_string()) } else { None })
            .collect(),
        _ => None,
    };
    texts.filter(|texts| !texts.is_empty()).map(|texts| texts.join("; "))
}

/// A range of bytes of the volume.
pub(crate) fn place(bytes_start: u64, bytes_len: u64) -> Place {
    Place { bytes_start, bytes_len, ..Place::default() }
}

/// An error of reading as the words a reject or a reason takes.
pub(crate) fn said(error: &std::io::Error) -> String {
    error.to_string()
}

/// Nanoseconds of a second.
const SECOND_NS: u32 = 1_000_000_000;

/// How finely a file system counts time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nanos {
    /// Whole seconds only.
    Unstated,
    /// Nanoseconds beside the seconds.
    Stated(u32),
}

/// Writes times of a file system into the stamps of a record.
#[derive(Debug)]
pub(crate) struct Clock {
    seconds: StampReader,
    calendar: StampReader,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            seconds: StampReader::utc(TimeFormat::UnixSeconds),
            calendar: StampReader::utc(TimeFormat::Calendar),
        }
    }
}

impl Clock {
    /// Seconds of UTC since 1970. 0 means that the file system states none; a time beyond the years
    /// a stamp takes is kept in `extra` under `name`.
    pub(crate) fn unix(
        &mut self,
        at_s: i64,
        nanos: Nanos,
        stamp: &mut Stamp,
        (name, extra): (&str, &mut Extra),
    ) {
        stamp.clear();
        if at_s == 0 && matches!(nanos, Nanos::Unstated | Nanos::Stated(0)) {
            return;
        }
        let text = match nanos {
            Nanos::Stated(nanos) if nanos < SECOND_NS && at_s >= 0 => {
                format!("{at_s}.{nanos:09}")
            }
            // Nanoseconds count on from the second, also before 1970.
            Nanos::Stated(nanos) if nanos < SECOND_NS && nanos > 0 => {
                format!("-{}.{:09}", at_s.saturating_add(1).unsigned_abs(), SECOND_NS - nanos)
            }
            Nanos::Stated(_) | Nanos::Unstated => at_s.to_string(),
        };
        if self.seconds.read(&text, stamp).is_err() {
            stamp.clear();
            extra.add(name, &text);
        }
    }

    /// A calendar time that states its offset; what is none is kept in `extra` under `name`.
    pub(crate) fn calendar(
        &mut self,
        text: &str,
        stamp: &mut Stamp,
        (name, extra): (&str, &mut Extra),
    ) {
        if self.calendar.read(text, stamp).is_err() {
            stamp.clear();
            extra.add(name, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use model::ZoneSource;

    use super::*;

    #[test]
    fn names_keep_their_odd_bytes_and_never_make_a_path() {
        assert_eq!(name_text("Straße 1.txt".as_bytes()), "Straße 1.txt");
        assert_eq!(name_text(b"a/b\x00\xff\n"), "a\\x2fb\\x00\\xff\\x0a");
    }

    #[test]
    fn modes_read_as_ls_writes_them() {
        assert_eq!(mode_text(0o100_644), "-rw-r--r--");
        assert_eq!(mode_text(0o041_777), "drwxrwxrwt");
        assert_eq!(mode_text(0o106_755), "-rwsr-sr-x");
        assert_eq!(mode_text(0o120_777), "lrwxrwxrwx");
    }

    #[test]
    fn a_time_of_zero_is_none_and_an_absurd_one_is_kept_beside() {
        let (mut clock, mut stamp, mut extra) =
            (Clock::default(), Stamp::default(), Extra::default());
        clock.unix(0, Nanos::Unstated, &mut stamp, ("mtime", &mut extra));
        assert!(!stamp.is_stated() && !extra.has_any());
        clock.unix(1_626_962_851, Nanos::Stated(123_456_789), &mut stamp, ("mtime", &mut extra));
        assert_eq!(stamp.earliest_us, 1_626_962_851_123_456);
        assert_eq!(stamp.zone_source, ZoneSource::InValue);
        clock.unix(99_999_999_999, Nanos::Unstated, &mut stamp, ("mtime", &mut extra));
        assert!(!stamp.is_stated() && extra.has_any());
    }
}
