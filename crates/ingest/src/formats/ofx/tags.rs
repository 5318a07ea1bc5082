//! The tags of an OFX document, of SGML without end tags and of XML alike, with their bytes.
//!
//! SGML of OFX 1.x leaves out the end tag of a value, which no XML reader takes; in all else both
//! forms are the same. A tag with a text behind it is a value; any other is an aggregate.

use std::io::{BufRead, Read, SeekFrom};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use model::Place;

use crate::format::Source;
use crate::formats::decoded::{self, Decoded, Invalid};
use crate::formats::xml::broken;
use crate::formats::xml_head::sniff;
use crate::sink::{Halt, Note, Sink};

/// Bytes looked at to learn the encoding.
const SAMPLE_BYTES: u64 = 64 * 1024;

/// Longest value held; the longest of the standard, a message text, has 10,000 characters.
const TEXT_BYTES_MAX: usize = 64 * 1024;

/// Longest tag; the names of the standard have at most 32 letters.
const TAG_BYTES_MAX: usize = 1024;

/// Values that some programs write empty and without an end tag.
const EMPTY_VALUES: [&str; 12] = [
    "MEMO", "NAME", "CHECKNUM", "REFNUM", "SIC", "PAYEEID", "MESSAGE", "LANGUAGE", "BRANCHID",
    "ORG", "FID", "EXTDNAME",
];

/// What was come upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// An aggregate opens.
    Open,
    /// A value: [`Tags::text`].
    Value,
    /// An aggregate closes.
    Close,
    /// The end of the exhibit.
    End,
}

/// A tag read and not yet handed on.
#[derive(Debug, Default)]
struct Tag {
    name: String,
    start: u64,
    end: u64,
}

/// Reads tags; see the module.
pub(super) struct Tags<'a> {
    decoded: Decoded<'a>,
    encoding: &'static Encoding,
    set: bool,
    /// An opening tag whose kind shows with what follows.
    waiting: Option<Tag>,
    held: Option<Tag>,
    tag: Tag,
    text: String,
    long: u64,
}

/// The encoding: as a person set it, by its mark, by its XML declaration, by the header of OFX 1.x;
/// UTF-8 under any header where the text is that, because many banks write a wrong header.
fn encoding_of(source: &mut Source<'_>) -> Result<(&'static Encoding, usize, bool), Halt> {
    let mut sample = Vec::new();
    source.bytes.seek(SeekFrom::Start(0)).map_err(Halt::Read)?;
    (&mut *source.bytes).take(SAMPLE_BYTES).read_to_end(&mut sample).map_err(Halt::Read)?;
    if let Some((encoding, start)) = decoded::byte_order_mark(&sample) {
        return Ok((encoding, start, false));
    }
    let label = source.settings.encoding.as_deref();
    if let Some(set) = label.and_then(|label| Encoding::for_label(label.as_bytes())) {
        return Ok((set, 0, true));
    }
    if sample.trim_ascii_start().starts_with(b"<") {
        let (encoding, start) = sniff(&sample);
        return Ok((encoding, start, false));
    }
    let valid = std::str::from_utf8(&sample).is_ok_and(|text| !text.is_ascii());
    let header = String::from_utf8_lossy(&sample);
    let header = header.split('<').next().unwrap_or("");
    let value = |key: &str| {
        let (_, rest) = header.split_once(key)?;
        rest.split_whitespace().next().map(str::to_ascii_uppercase)
    };
    let unicode = value("ENCODING:").is_some_and(|v| matches!(v.as_str(), "UTF-8" | "UNICODE"));
    let set = value("CHARSET:").and_then(|set| match set.as_str() {
        "NONE" => None,
        "1252" => Some(WINDOWS_1252),
        number if number.bytes().all(|b| b.is_ascii_digit()) => {
            Encoding::for_label(format!("windows-{number}").as_bytes())
        }
        label => Encoding::for_label(label.as_bytes()),
    });
    let strays = decoded::is_utf8_with_strays(&sample);
    let utf8 = valid || unicode || strays;
    Ok((if utf8 { UTF_8 } else { set.unwrap_or(UTF_8) }, 0, false))
}

impl<'a> Tags<'a> {
    /// Opens an exhibit.
    pub(super) fn open(source: &'a mut Source<'_>) -> Result<Self, Halt> {
        let (encoding, start, set) = encoding_of(source)?;
        if !decoded::is_supported(encoding) {
            let reason = format!("the encoding {} cannot be read with places", encoding.name());
            let remedy = "convert a copy to UTF-8 and add it as an exhibit of its own";
            return Err(broken(Place::default(), &reason, remedy));
        }
        let decoded = Decoded::new(source.bytes, encoding, start as u64, Invalid::Replace)
            .map_err(Halt::Read)?;
        Ok(Self {
            decoded,
            encoding,
            set,
            waiting: None,
            held: None,
            tag: Tag::default(),
            text: String::new(),
            long: 0,
        })
    }

    /// Says in which encoding the exhibit was read.
    pub(super) fn note_encoding(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let encoding = self.encoding.name().to_owned();
        sink.note(&Note::Encoding { encoding, set: self.set })
    }

    /// The name of the tag handed on last, in capitals.
    pub(super) fn name(&self) -> &str {
        self.tag.name.trim_start_matches('/')
    }

    /// The value handed on last.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// First byte of the tag handed on last.
    pub(super) fn start(&self) -> u64 {
        self.tag.start
    }

    /// Byte after it.
    pub(super) fn end(&self) -> u64 {
        self.tag.end
    }

    /// Characters that are no text, and texts longer than the limit, counted so far.
    pub(super) fn faults(&self) -> (u64, u64) {
        (self.decoded.faults(), self.long)
    }

    /// Reads on to the next piece.
    pub(super) fn next(&mut self) -> Result<Piece, Halt> {
        self.text.clear();
        loop {
            let next = match self.held.take() {
                Some(tag) => Some(tag),
                None => self.read_tag()?,
            };
            let Some(next) = next else {
                let Some(open) = self.waiting.take() else {
                    self.tag.end = self.decoded.position();
                    return Ok(Piece::End);
                };
                self.tag = open;
                return Ok(if self.text.trim().is_empty() { Piece::Open } else { Piece::Value });
            };
            if let Some(mut open) = self.waiting.take() {
                let closes = next.name.strip_prefix('/') == Some(open.name.as_str());
                let filled = !self.text.trim().is_empty();
                let empty = EMPTY_VALUES.contains(&open.name.as_str());
                if closes {
                    open.end = next.end;
                } else {
                    self.held = Some(next);
                }
                self.tag = open;
                let value = filled || closes || empty;
                return Ok(if value { Piece::Value } else { Piece::Open });
            }
            self.text.clear();
            if next.name.starts_with('/') {
                self.tag = next;
                return Ok(Piece::Close);
            }
            self.waiting = Some(next);
        }
    }

    /// Reads the text up to the next tag, and the tag; nothing at the end of the exhibit.
    fn read_tag(&mut self) -> Result<Option<Tag>, Halt> {
        loop {
            let text_from = self.text.len();
            self.read_until(b'<', TEXT_BYTES_MAX)?;
            decode_entities(&mut self.text, text_from);
            let start = self.decoded.position();
            if self.decoded.fill_buf().map_err(Halt::Read)?.is_empty() {
                return Ok(None);
            }
            self.decoded.consume(1);
            let before = std::mem::take(&mut self.text);
            self.read_until(b'>', TAG_BYTES_MAX)?;
            while self.text.starts_with("![CDATA[") && !self.text.ends_with("]]") {
                if self.decoded.fill_buf().map_err(Halt::Read)?.is_empty() {
                    break;
                }
                self.decoded.consume(1);
                self.text.push('>');
                self.read_until(b'>', TEXT_BYTES_MAX)?;
            }
            if !self.decoded.fill_buf().map_err(Halt::Read)?.is_empty() {
                self.decoded.consume(1);
            }
            let inner = std::mem::replace(&mut self.text, before);
            if let Some(data) = inner.strip_prefix("![CDATA[") {
                self.text.push_str(data.trim_end_matches("]]"));
                continue;
            }
            if inner.starts_with(['?', '!']) {
                continue;
            }
            let name = inner.trim_end_matches('/').split_whitespace().next().unwrap_or("");
            let name = name.to_ascii_uppercase();
            return Ok(Some(Tag { name, start, end: self.decoded.position() }));
        }
    }

    /// Adds text up to `stop`, which stays unread.
    fn read_until(&mut self, stop: u8, bytes_max: usize) -> Result<(), Halt> {
        let mut passed = self.text.len();
        loop {
            let available = self.decoded.fill_buf().map_err(Halt::Read)?;
            let found = memchr::memchr(stop, available);
            let part = available.get(..found.unwrap_or(available.len())).unwrap_or_default();
            let count = part.len();
            if passed + count > bytes_max {
                self.long += 1;
            } else {
                // A chunk of decoded text ends at a character, and so does a mark.
                self.text.push_str(std::str::from_utf8(part).unwrap_or_default());
            }
            passed = passed.saturating_add(count);
            let ended = available.is_empty();
            self.decoded.consume(count);
            if found.is_some() || ended {
                return Ok(());
            }
        }
    }
}

/// The entities of OFX: those of SGML it names, and characters by their number.
fn decode_entities(text: &mut String, from: usize) {
    if !text.get(from..).is_some_and(|new| new.contains('&')) {
        return;
    }
    let new = text.split_off(from);
    let mut rest = new.as_str();
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let known = after.split_once(';').and_then(|(name, beyond)| {
            let character = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "apos" => '\'',
                "quot" => '"',
                "nbsp" => ' ',
                number => number.strip_prefix('#')?.parse().ok().and_then(char::from_u32)?,
            };
            Some((character, beyond))
        });
        if let Some((character, beyond)) = known {
            text.push(character);
            rest = beyond;
        } else {
            text.push('&');
            rest = after;
        }
    }
    text.push_str(rest);
}
