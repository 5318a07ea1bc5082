//! The bytes of an exhibit as UTF-8 text, with the place of every character in the exhibit itself.
//!
//! A reader that works on text (XML elements, lines) reads from here and can ask at any moment at
//! which byte of the sealed exhibit it stands, whatever the encoding. Bytes that are no text in the
//! encoding are replaced or escaped, and counted.
//!
//! - **Encodings:** UTF-8, UTF-16 (both orders), and every single-byte encoding of the WHATWG
//!   Encoding Standard.
//! - **Known limits:** the older multi-byte encodings of East Asia are refused by name, because a
//!   character there has no length that can be told from its UTF-8 form.

use std::io::{self, BufRead, Read, SeekFrom};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::format::ReadSeek;

/// Bytes read from the exhibit at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// What becomes of bytes that are no text in the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invalid {
    /// They become U+FFFD, and the row is set aside.
    Replace,
    /// They become `\xNN`, as file names need it: a name is bytes, not text.
    Escape,
}

/// The message of the error by which a budget ends a read; see [`Decoded::allow`].
const OVER_BUDGET: &str = "more text than the limit without an end";

/// A stretch of the decoded text that stands for bytes of another length.
#[derive(Debug, Clone, Copy)]
struct Mark {
    text_at: usize,
    text_len: usize,
    source_len: u64,
}

/// Decodes an exhibit chunk by chunk; see the module.
pub(crate) struct Decoded<'a> {
    source: &'a mut dyn ReadSeek,
    encoding: &'static Encoding,
    invalid: Invalid,
    /// Bytes read and not yet decoded: the beginning of a character.
    raw: Vec<u8>,
    text: String,
    marks: Vec<Mark>,
    next_mark: usize,
    at: usize,
    source_at: u64,
    source_ended: bool,
    faults: u64,
    budget: usize,
}

impl std::fmt::Debug for Decoded<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoded").field("source_at", &self.source_at).finish_non_exhaustive()
    }
}

/// The encoding a byte order mark states, and the mark's length.
pub(crate) fn byte_order_mark(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(head)
}

/// Lines that break UTF-8, for each line that uses its longer characters, up to which an exhibit
/// still is UTF-8. In other encodings such characters hardly ever come about by chance, and a
/// foreign line is set aside, while a wrong encoding would spoil the right ones in silence.
const STRAYS_MAX: usize = 8;

/// Whether a sample that breaks UTF-8 is UTF-8 nevertheless, with foreign lines in it.
pub(crate) fn is_utf8_with_strays(sample: &[u8]) -> bool {
    let (mut valid, mut strays) = (0usize, 0usize);
    for line in sample.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii()) {
        if std::str::from_utf8(line).is_ok() { valid += 1 } else { strays += 1 }
    }
    valid > 0 && strays <= valid.saturating_mul(STRAYS_MAX)
}

/// Bytes looked at to tell what is no text.
const BINARY_SAMPLE_BYTES: usize = 1024;

/// Whether the first bytes are certainly no text: more than one in fifty is a sign that no text
/// holds, in whatever encoding. Marks that frame messages or part their fields are not counted, nor
/// are the zeros that fill up what was erased behind a text.
pub(crate) fn is_binary(head: &[u8]) -> bool {
    let sample = head.get(..BINARY_SAMPLE_BYTES).unwrap_or(head);
    let end = sample.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    let sample = sample.get(..end).unwrap_or_default();
    let odd = |byte: &&u8| matches!(**byte, 0 | 0x04..=0x08 | 0x0E..=0x19 | 0x7F);
    let is_odd = sample.is_empty() || sample.iter().filter(odd).count() * 50 > sample.len();
    is_odd && !is_wide(sample)
}

/// Whether bytes begin like UTF-16, or are Latin letters in it.
fn is_wide(sample: &[u8]) -> bool {
    let marked = byte_order_mark(sample).is_some_and(|(encoding, _)| encoding != UTF_8);
    let begins = matches!(sample, [0, byte, 0, ..] | [byte, 0, _, 0, ..] if *byte != 0);
    let zeros = |at: usize| sample.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    marked || begins || even.max(odd) * 4 > sample.len() && even.min(odd) * 16 <= sample.len()
}

/// Whether [`Decoded`] can read this encoding and keep every character's place.
pub(crate) fn is_supported(encoding: &'static Encoding) -> bool {
    encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE || encoding.is_single_byte()
}

impl<'a> Decoded<'a> {
    /// Reads `source` from byte `start` in `encoding`, which must be [`is_supported`].
    pub(crate) fn new(
        source: &'a mut dyn ReadSeek,
        encoding: &'static Encoding,
        start: u64,
        invalid: Invalid,
    ) -> io::Result<Self> {
        let mut decoded = Self {
            source,
            encoding,
            invalid,
            raw: Vec::new(),
            text: String::new(),
            marks: Vec::new(),
            next_mark: 0,
            at: 0,
            source_at: start,
            source_ended: false,
            faults: 0,
            budget: usize::MAX,
        };
        decoded.seek_to(start)?;
        Ok(decoded)
    }

    /// Goes on from another byte of the exhibit, which must begin a character.
    pub(crate) fn seek_to(&mut self, place: u64) -> io::Result<()> {
        self.source.seek(SeekFrom::Start(place))?;
        self.raw.clear();
        self.text.clear();
        self.marks.clear();
        (self.next_mark, self.at, self.source_at, self.source_ended) = (0, 0, place, false);
        Ok(())
    }

    /// The byte of the exhibit at which the next character stands.
    pub(crate) fn position(&self) -> u64 {
        self.source_at
    }

    /// Places passed so far whose bytes were no text.
    pub(crate) fn faults(&self) -> u64 {
        self.faults
    }

    /// Allows this many bytes of text before reading fails; see [`is_over_budget`].
    pub(crate) fn allow(&mut self, bytes: usize) {
        self.budget = bytes;
    }

    /// The text that is decoded and not yet taken; empty at the end of the exhibit.
    fn fill(&mut self) -> io::Result<()> {
        while self.at >= self.text.len() && !(self.source_ended && self.raw.is_empty()) {
            self.text.clear();
            self.marks.clear();
            (self.next_mark, self.at) = (0, 0);
            let kept = self.raw.len();
            self.raw.resize(kept + CHUNK_BYTES, 0);
            let room = self.raw.get_mut(kept..).unwrap_or_default();
            let count = loop {
                match self.source.read(room) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            };
            self.raw.truncate(kept + count);
            self.source_ended = count == 0;
            self.decode();
        }
        Ok(())
    }

    fn decode(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        let used = if self.encoding == UTF_8 {
            self.decode_utf8(&raw)
        } else if self.encoding == UTF_16LE || self.encoding == UTF_16BE {
            self.decode_utf16(&raw)
        } else {
            self.decode_single(&raw)
        };
        self.raw = raw;
        self.raw.drain(..used.min(self.raw.len()));
    }

    fn decode_utf8(&mut self, raw: &[u8]) -> usize {
        if let Ok(text) = std::str::from_utf8(raw) {
            self.text.push_str(text);
            return raw.len();
        }
        let mut used = 0;
        for chunk in raw.utf8_chunks() {
            self.text.push_str(chunk.valid());
            used += chunk.valid().len();
            let bad = chunk.invalid();
            // A character cut by the end of the chunk waits for its other bytes.
            let cut = used + bad.len() == raw.len() && bad.len() < 4 && !self.source_ended;
            if cut && std::str::from_utf8(bad).is_err_and(|e| e.error_len().is_none()) {
                break;
            }
            self.push_invalid(bad);
            used += bad.len();
        }
        used
    }

    fn decode_utf16(&mut self, raw: &[u8]) -> usize {
        let unit = |pair: &[u8]| match *pair {
            [a, b] if self.encoding == UTF_16LE => u16::from_le_bytes([a, b]),
            [a, b] => u16::from_be_bytes([a, b]),
            _ => 0,
        };
        let mut units: Vec<u16> = raw.chunks_exact(2).map(unit).collect();
        let waits = |last: Option<&u16>| last.is_some_and(|u| (0xD800..0xDC00).contains(u));
        if !self.source_ended && waits(units.last()) {
            units.pop();
        }
        let mut used = units.len() * 2;
        for decoded in char::decode_utf16(units.iter().copied()) {
            match decoded {
                Ok(c) => self.text.push(c),
                Err(_) => self.push_mark("\u{fffd}", 2),
            }
        }
        if self.source_ended && used < raw.len() {
            self.push_mark("\u{fffd}", (raw.len() - used) as u64);
            used = raw.len();
        }
        used
    }

    fn decode_single(&mut self, raw: &[u8]) -> usize {
        for byte in raw {
            let one = [*byte];
            match self.encoding.decode_without_bom_handling_and_without_replacement(&one) {
                Some(text) => self.text.push_str(&text),
                None => self.push_invalid(&one),
            }
        }
        raw.len()
    }

    fn push_invalid(&mut self, bad: &[u8]) {
        if bad.is_empty() {
            return;
        }
        match self.invalid {
            Invalid::Replace => self.push_mark("\u{fffd}", bad.len() as u64),
            Invalid::Escape => {
                for byte in bad {
                    self.push_mark(&format!("\\x{byte:02x}"), 1);
                }
            }
        }
    }

    fn push_mark(&mut self, text: &str, source_len: u64) {
        let text_at = self.text.len();
        self.marks.push(Mark { text_at, text_len: text.len(), source_len });
        self.text.push_str(text);
    }

    /// Bytes of the exhibit behind the next `count` bytes of text; passes the marks in them.
    fn source_len(&mut self, count: usize) -> u64 {
        let end = self.at + count;
        let mut from = self.at;
        let mut total = 0;
        while let Some(mark) = self.marks.get(self.next_mark).filter(|m| m.text_at < end) {
            total += self.width(from, mark.text_at) + mark.source_len;
            from = mark.text_at + mark.text_len;
            self.next_mark += 1;
            self.faults += 1;
        }
        total + self.width(from, end)
    }

    /// Bytes of the exhibit behind a stretch of text that holds no mark.
    fn width(&self, from: usize, to: usize) -> u64 {
        let text = self.text.as_bytes().get(from..to).unwrap_or_default();
        if self.encoding == UTF_8 {
            return text.len() as u64;
        }
        let wide = self.encoding == UTF_16LE || self.encoding == UTF_16BE;
        let width_of = |lead: &u8| match (wide, *lead) {
            (_, 0x80..=0xBF) => 0,
            (true, 0xF0..) => 4,
            (true, _) => 2,
            (false, _) => 1,
        };
        text.iter().map(width_of).sum()
    }
}

/// Whether reading failed because the text allowed was used up.
pub(crate) fn is_over_budget(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::FileTooLarge && error.to_string() == OVER_BUDGET
}

impl Read for Decoded<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let count = available.read(buf)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Decoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.budget == 0 {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, OVER_BUDGET));
        }
        self.fill()?;
        Ok(self.text.as_bytes().get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.source_at += self.source_len(count);
        self.at += count;
        self.budget = self.budget.saturating_sub(count);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn places(bytes: &[u8], encoding: &'static Encoding, invalid: Invalid) -> Vec<(char, u64)> {
        let mut cursor = Cursor::new(bytes);
        let mut decoded = Decoded::new(&mut cursor, encoding, 0, invalid).unwrap();
        let mut out = Vec::new();
        loop {
            let at = decoded.position();
            let text = std::str::from_utf8(decoded.fill_buf().unwrap()).unwrap().to_owned();
            let Some(c) = text.chars().next() else { break };
            out.push((c, at));
            decoded.consume(c.len_utf8());
        }
        assert_eq!(decoded.position(), bytes.len() as u64);
        out
    }

    #[test]
    fn no_script_mark_or_emoji_makes_a_text_binary() {
        let chat = "\u{200e}[14.11.23, 22:13:20] \u{202a}+39 02 6633 4455\u{202c}: \u{1f468}\u{200d}\u{1f469} \u{2066}x\u{2069}\r\n";
        let lines = [
            chat.to_owned(),
            "\u{1f600}\u{fe0f}\u{1f3fd}".repeat(100),
            "\u{645}\u{631}\u{62d}\u{628}\u{627} \u{5e9}\u{5dc}\u{5d5}\u{5dd} ".repeat(50),
            "\u{41f}\u{440}\u{438}\u{432}\u{435}\u{442}, \u{4f60}\u{597d} ".repeat(50),
            format!("{chat}{}", "\u{e01f}\u{e10f}".repeat(200)),
        ];
        for line in lines {
            assert!(!is_binary(line.as_bytes()), "{line}");
            for mark in [&b"\xff\xfe"[..], b"\xfe\xff"] {
                let of = if mark == b"\xff\xfe" { u16::to_le_bytes } else { u16::to_be_bytes };
                let wide: Vec<u8> = line.encode_utf16().flat_map(of).collect();
                assert!(!is_binary(&[mark, &wide].concat()), "{line}");
                // Without a mark, what begins like a list of messages is text all the same.
                let plain: Vec<u8> = format!("[1] {line}").encode_utf16().flat_map(of).collect();
                assert!(!is_binary(&plain), "{line}");
            }
        }
        for bytes in
            [b"\x1b$B!!\x1b(B".as_slice(), b"\xcf\xf0\xe8\xe2\xe5\xf2", b"\x1c\x1d\x1e\x1f"]
        {
            assert!(!is_binary(&bytes.repeat(50)), "{bytes:?}");
        }
        assert!(is_binary(&[1, 7, 0, 9, 8, 255].repeat(50)));
    }

    #[test]
    fn every_character_keeps_its_byte_in_the_exhibit() {
        assert_eq!(
            places("aé€".as_bytes(), UTF_8, Invalid::Replace),
            [('a', 0), ('é', 1), ('€', 3)]
        );
        let wide: Vec<u8> = "a€😀b".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(
            places(&wide, UTF_16LE, Invalid::Replace),
            [('a', 0), ('€', 2), ('😀', 4), ('b', 8)]
        );
        assert_eq!(
            places(b"a\x80b", encoding_rs::WINDOWS_1252, Invalid::Replace),
            [('a', 0), ('€', 1), ('b', 2)]
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_or_escaped() {
        assert_eq!(
            places(b"a\xff\xfeb", UTF_8, Invalid::Replace),
            [('a', 0), ('\u{fffd}', 1), ('\u{fffd}', 2), ('b', 3)]
        );
        let mut cursor = Cursor::new(b"a\xffb");
        let mut decoded = Decoded::new(&mut cursor, UTF_8, 0, Invalid::Escape).unwrap();
        let mut text = String::new();
        decoded.read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), decoded.faults()), ("a\\xffb", 1));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_to_their_end(bytes: Vec<u8>) {
            for encoding in [UTF_8, UTF_16LE, UTF_16BE, encoding_rs::WINDOWS_1252] {
                places(&bytes, encoding, Invalid::Replace);
            }
        }
    }
}
