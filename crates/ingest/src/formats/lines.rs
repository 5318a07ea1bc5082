//! Text line by line, with the bytes each line takes in the exhibit, in flat memory.
//!
//! - **Encodings:** as a person set it, else the byte order mark, else UTF-8, else the best guess of
//!   `chardetng`, which is stated with the exhibit; see [`super::decoded`] for those that can be
//!   read.

use std::borrow::Cow;
use std::io::{BufRead, Read, SeekFrom};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use model::{Place, RejectKind};

use super::decoded::{self, Decoded, Invalid};
use super::xml::broken;
use crate::format::Source;
use crate::sink::{Halt, Note, Sink};

/// Longest line held; no line of a chat, a file listing or a hash list comes near.
const LINE_BYTES_MAX: usize = 1 << 20;

/// Bytes looked at to find the encoding.
const SAMPLE_BYTES: u64 = 64 * 1024;

/// Bytes from which recognition guesses the encoding.
const EVIDENCE_BYTES: usize = 512;

/// Reads lines; see the module.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    decoded: Decoded<'a>,
    encoding: &'static Encoding,
    set: bool,
    first: u64,
    line: Line,
}

/// A line without its end.
#[derive(Debug, Default, Clone)]
pub(crate) struct Line {
    /// Its text; only the beginning of a line that is too long.
    pub(crate) text: String,
    /// First byte in the exhibit.
    pub(crate) start: u64,
    /// Number of bytes in the exhibit, without the line end.
    pub(crate) len: u64,
    /// Why it cannot be read.
    pub(crate) fault: Option<RejectKind>,
}

impl Line {
    /// Where the line stands.
    pub(crate) fn place(&self) -> Place {
        Place { bytes_start: self.start, bytes_len: self.len, ..Place::default() }
    }
}

impl<'a> Lines<'a> {
    /// Opens an exhibit. File names are bytes and want [`Invalid::Escape`]; everything else is text
    /// in which a foreign byte is a fault of its line.
    pub(crate) fn open(source: &'a mut Source<'_>, invalid: Invalid) -> Result<Self, Halt> {
        let mut sample = Vec::new();
        source.bytes.seek(SeekFrom::Start(0)).map_err(Halt::Read)?;
        (&mut *source.bytes).take(SAMPLE_BYTES).read_to_end(&mut sample).map_err(Halt::Read)?;
        let label = source.settings.encoding.as_deref();
        let set = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        let (encoding, first) = match (set, decoded::byte_order_mark(&sample)) {
            (_, Some(marked)) => marked,
            (Some(set), None) => (set, 0),
            (None, None) if invalid == Invalid::Escape => (UTF_8, 0),
            (None, None) => (guess(&sample), 0),
        };
        if !decoded::is_supported(encoding) {
            let reason = format!("the encoding {} cannot be read with places", encoding.name());
            let remedy = "convert a copy to UTF-8 and add it as an exhibit of its own";
            return Err(broken(Place::default(), &reason, remedy));
        }
        let first = first as u64;
        let decoded = Decoded::new(source.bytes, encoding, first, invalid).map_err(Halt::Read)?;
        Ok(Self { decoded, encoding, set: set == Some(encoding), first, line: Line::default() })
    }

    /// Goes back to the first line.
    pub(crate) fn rewind(&mut self) -> Result<(), Halt> {
        self.decoded.seek_to(self.first).map_err(Halt::Read)
    }

    /// The next line, or nothing at the end of the exhibit.
    pub(crate) fn next(&mut self) -> Result<Option<&Line>, Halt> {
        let faults = self.decoded.faults();
        let line = &mut self.line;
        line.text.clear();
        line.fault = None;
        line.start = self.decoded.position();
        line.len = 0;
        loop {
            let available = self.decoded.fill_buf().map_err(Halt::Read)?;
            if available.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', available);
            let part = available.get(..end.unwrap_or(available.len())).unwrap_or_default();
            let room = LINE_BYTES_MAX.saturating_sub(line.text.len());
            if part.len() > room {
                line.fault = Some(RejectKind::RowTooLong);
            } else if line.fault.is_none() {
                // A chunk of decoded text ends at a character, and so does a line.
                line.text.push_str(std::str::from_utf8(part).unwrap_or_default());
            }
            let count = part.len();
            self.decoded.consume(count);
            line.len = self.decoded.position() - line.start;
            if end.is_some() {
                self.decoded.consume(1);
                break;
            }
        }
        if self.decoded.position() == line.start {
            return Ok(None);
        }
        if line.text.ends_with('\r') {
            line.text.pop();
            let wide = self.encoding == UTF_16LE || self.encoding == UTF_16BE;
            line.len -= if wide { 2 } else { 1 };
        }
        if self.decoded.faults() > faults && line.fault.is_none() {
            line.fault = Some(RejectKind::BadEncoding);
        }
        Ok(Some(line))
    }

    /// Says in which encoding the exhibit was read.
    pub(crate) fn note_encoding(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let encoding = self.encoding.name().to_owned();
        sink.note(&Note::Encoding { encoding, set: self.set })
    }
}

/// The encoding of a sample without a mark: UTF-8 or UTF-16 where it reads as such, else the best
/// guess.
pub(super) fn guess(sample: &[u8]) -> &'static Encoding {
    guess_from(sample, sample)
}

/// As [`guess`], the best guess being made from `evidence`, a part of the sample.
fn guess_from(sample: &[u8], evidence: &[u8]) -> &'static Encoding {
    match sample {
        [0, byte, 0, ..] if *byte != 0 => return UTF_16BE,
        [byte, 0, other, 0, ..] if *byte != 0 && *other != 0 => return UTF_16LE,
        _ => {}
    }
    match std::str::from_utf8(sample) {
        Err(error) if error.error_len().is_some() && !decoded::is_utf8_with_strays(sample) => {
            let mut detector =
                chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(evidence, true);
            detector.guess(None, chardetng::Utf8Detection::Allow)
        }
        _ => UTF_8,
    }
}

/// The first lines of an exhibit as text, for recognition; the last may be cut.
pub(crate) fn first_lines(head: &[u8]) -> Cow<'_, str> {
    // A guess costs more than all the rest, and no reader is known by letters beyond ASCII: a few of
    // them are evidence enough.
    let letters = || {
        let first = head.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
        let rest = head.get(first..).unwrap_or_default();
        rest.get(..EVIDENCE_BYTES).unwrap_or(rest)
    };
    let (encoding, start) =
        decoded::byte_order_mark(head).unwrap_or_else(|| (guess_from(head, letters()), 0));
    let bytes = head.get(start..).unwrap_or_default();
    let sound = match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        // The head may end in the middle of a character.
        Err(error) if error.error_len().is_none() => {
            bytes.get(..error.valid_up_to()).and_then(|bytes| std::str::from_utf8(bytes).ok())
        }
        Err(_) => None,
    };
    if let (true, Some(text)) = (encoding == UTF_8, sound) {
        return Cow::Borrowed(text);
    }
    encoding.decode_without_bom_handling(bytes).0
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::settings::Settings;

    fn lines(bytes: &[u8], invalid: Invalid) -> Vec<(u64, u64, String, Option<RejectKind>)> {
        let mut cursor = Cursor::new(bytes);
        let settings = Settings::default();
        let len = bytes.len() as u64;
        let mut source = Source::new(&mut cursor, len, &settings);
        let mut reader = Lines::open(&mut source, invalid).unwrap();
        let mut found = Vec::new();
        while let Some(line) = reader.next().unwrap() {
            found.push((line.start, line.len, line.text.clone(), line.fault));
        }
        found
    }

    #[test]
    fn a_line_is_its_bytes_without_the_line_end() {
        let found = lines("a\r\n\né\nlast".as_bytes(), Invalid::Replace);
        let texts: Vec<_> = found.iter().map(|(at, len, text, _)| (*at, *len, &**text)).collect();
        assert_eq!(texts, [(0, 1, "a"), (3, 0, ""), (4, 2, "é"), (7, 4, "last")]);
        let wide: Vec<u8> = "\u{feff}a\r\nb".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let found = lines(&wide, Invalid::Replace);
        assert_eq!((found[0].0, found[0].1, &*found[0].2), (2, 2, "a"));
        assert_eq!((found[1].0, found[1].1), (8, 2));
    }

    #[test]
    fn a_foreign_byte_is_a_fault_of_its_line_or_escaped() {
        let bytes = "à\nè\n".bytes().chain(*b"\xff\n").collect::<Vec<_>>();
        let found = lines(&bytes, Invalid::Replace);
        assert_eq!(found[2].3, Some(RejectKind::BadEncoding));
        let found = lines(b"/tmp/\xff.jpg\n", Invalid::Escape);
        assert_eq!(found[0].2, "/tmp/\\xff.jpg");
    }

    #[test]
    fn an_endless_line_costs_no_memory() {
        let mut bytes = vec![b'x'; LINE_BYTES_MAX + 10];
        bytes.extend_from_slice(b"\nnext");
        let found = lines(&bytes, Invalid::Replace);
        assert_eq!(found[0].3, Some(RejectKind::RowTooLong));
        assert_eq!(found[0].1, LINE_BYTES_MAX as u64 + 10);
        assert_eq!(found[1].2, "next");
    }
}
