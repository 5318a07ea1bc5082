//! EDIFACT segment by segment, with the bytes each takes in the exhibit, in flat memory.
//!
//! - **Specification:** ISO 9735, syntax versions 1 to 4: service string advice `UNA` or the default
//!   separators `:+.?'`; the release character takes the meaning off the next one.
//! - **Characters:** as a person set them, else by the byte order mark, else as the first interchange
//!   states them (`UNOC` and on), else as [`super::super::lines`] finds them.
//! - **Read leniently:** blanks and control characters before a segment are passed, line ends inside
//!   one are taken out, and a segment that the exhibit ends in is kept and marked as cut.
//! - **Known limits:** a repetition mark (syntax 4) is not taken as one; nothing read here repeats.
//!   All interchanges of an exhibit are read in one character set.

use std::io::{BufRead, Read, SeekFrom};

use encoding_rs::{Encoding, UTF_8};
use model::{Place, RejectKind};

use crate::format::Source;
use crate::formats::decoded::{self, Decoded, Invalid};
use crate::formats::lines::guess;
use crate::formats::xml::broken;
use crate::sink::{Halt, Note, Sink};

/// Bytes looked at to find the character set.
const SAMPLE_BYTES: u64 = 64 * 1024;

/// Longest segment held. The longest of real messages, free text of a booking, takes some
/// kilobytes.
const SEGMENT_BYTES_MAX: usize = 64 * 1024;

/// Bytes of a service string advice: `UNA` and six characters.
const ADVICE_BYTES: usize = 9;

/// The characters that part a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Separators {
    component: u8,
    element: u8,
    release: u8,
    terminator: u8,
}

impl Default for Separators {
    fn default() -> Self {
        Self { component: b':', element: b'+', release: b'?', terminator: b'\'' }
    }
}

impl Separators {
    /// Those of a service string advice; `None` where it names letters, digits, or one twice.
    fn advised(advice: &[u8]) -> Option<Self> {
        let [b'U', b'N', b'A', component, element, _, release, _, terminator] = *advice else {
            return None;
        };
        let own = Self { component, element, release, terminator };
        let all = [component, element, terminator];
        let fit = all.iter().all(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
        (fit && component != element && element != terminator && component != terminator)
            .then_some(own)
    }
}

/// A segment; its elements and their components as text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    /// Three letters, or whatever stands there.
    pub(super) tag: String,
    /// Everything behind the tag, as it stands.
    pub(super) rest: String,
    /// Elements, each in its components.
    elements: Vec<Vec<String>>,
    /// First byte in the exhibit.
    pub(super) start: u64,
    /// Number of bytes with the terminator.
    pub(super) len: u64,
    /// Why it cannot be read.
    pub(super) fault: Option<RejectKind>,
}

impl Segment {
    /// The component at these places, from 0; empty where there is none. The tag is not counted.
    pub(super) fn at(&self, element: usize, component: usize) -> &str {
        self.elements.get(element).and_then(|all| all.get(component)).map_or("", |text| text.trim())
    }

    /// The number of elements behind the tag.
    pub(super) fn elements(&self) -> usize {
        self.elements.len()
    }

    /// All components of an element from one on, parted by blanks.
    pub(super) fn words(&self, element: usize, from: usize) -> String {
        let all = self.elements.get(element).map_or(&[][..], Vec::as_slice);
        let words = all.iter().skip(from).map(|text| text.trim()).filter(|text| !text.is_empty());
        words.collect::<Vec<_>>().join(" ")
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        Place { bytes_start: self.start, bytes_len: self.len, ..Place::default() }
    }
}

/// Reads segments; see the module.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    decoded: Decoded<'a>,
    separators: Separators,
    encoding: Note,
    raw: Vec<u8>,
}

impl<'a> Lexer<'a> {
    /// Reads an exhibit from its beginning.
    pub(super) fn open(source: &'a mut Source<'_>) -> Result<Self, Halt> {
        let mut sample = Vec::new();
        source.bytes.seek(SeekFrom::Start(0)).map_err(Halt::Read)?;
        (&mut *source.bytes).take(SAMPLE_BYTES).read_to_end(&mut sample).map_err(Halt::Read)?;
        let label = source.settings.encoding.as_deref();
        let set = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        let (encoding, first) = match (set, decoded::byte_order_mark(&sample)) {
            (_, Some(marked)) => marked,
            (Some(set), None) => (set, 0),
            (None, None) => (stated(&sample).unwrap_or_else(|| found(&sample)), 0),
        };
        if !decoded::is_supported(encoding) {
            let reason = format!("the encoding {} cannot be read with places", encoding.name());
            let remedy = "convert a copy to UTF-8 and add it as an exhibit of its own";
            return Err(broken(Place::default(), &reason, remedy));
        }
        let decoded = Decoded::new(source.bytes, encoding, first as u64, Invalid::Replace)
            .map_err(Halt::Read)?;
        let set = set == Some(encoding);
        let encoding = Note::Encoding { encoding: encoding.name().to_owned(), set };
        Ok(Self { decoded, separators: Separators::default(), encoding, raw: Vec::new() })
    }

    /// Says in which encoding the exhibit is read.
    pub(super) fn note_encoding(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        sink.note(&self.encoding)
    }

    /// The byte of the exhibit read next.
    pub(super) fn position(&self) -> u64 {
        self.decoded.position()
    }

    /// The next segment, or nothing at the end of the exhibit. A service string advice is obeyed
    /// and handed on like a segment.
    pub(super) fn next(&mut self, segment: &mut Segment) -> Result<bool, Halt> {
        loop {
            let available = self.decoded.fill_buf().map_err(Halt::Read)?;
            let blank = available.iter().take_while(|byte| **byte <= b' ').count();
            if available.is_empty() || blank < available.len() {
                self.decoded.consume(blank);
                break;
            }
            self.decoded.consume(blank);
        }
        segment.start = self.position();
        segment.fault = None;
        let faults = self.decoded.faults();
        let mut scan = Scan { advice: Vec::new(), released: false, ended: false };
        self.raw.clear();
        while !scan.ended {
            let available = self.decoded.fill_buf().map_err(Halt::Read)?;
            if available.is_empty() {
                break;
            }
            let count = scan.feed(available, &mut self.separators, &mut self.raw, segment);
            self.decoded.consume(count);
        }
        segment.len = self.position() - segment.start;
        if segment.len == 0 {
            return Ok(false);
        }
        if self.decoded.faults() > faults {
            segment.fault = segment.fault.or(Some(RejectKind::BadEncoding));
        }
        if !scan.ended {
            segment.fault = segment.fault.or(Some(RejectKind::Malformed));
        }
        self.split(segment);
        Ok(true)
    }

    fn split(&mut self, segment: &mut Segment) {
        let raw = std::mem::take(&mut self.raw);
        segment.elements.clear();
        segment.rest.clear();
        let tag: Vec<u8> = raw
            .iter()
            .copied()
            .take_while(|byte| {
                *byte != self.separators.element && *byte != self.separators.component
            })
            .take(ADVICE_BYTES)
            .collect();
        text(&tag).trim().clone_into(&mut segment.tag);
        if !segment.tag.starts_with("UNA") {
            let rest = raw.get(tag.len()..).unwrap_or_default();
            segment.rest = text(rest);
            self.split_rest(rest, segment);
        }
        self.raw = raw;
    }

    fn split_rest(&mut self, rest: &[u8], segment: &mut Segment) {
        let Separators { component, element, release, .. } = self.separators;
        let mut part = Vec::new();
        let mut elements: Vec<Vec<String>> = Vec::new();
        let mut bytes = rest.iter().copied();
        // The first separator stands between the tag and the first element.
        if bytes.next().is_some() {
            elements.push(Vec::new());
        }
        loop {
            let next = bytes.next();
            let mark = next.filter(|byte| *byte == component || *byte == element);
            if next.is_none() || mark.is_some() {
                if let Some(last) = elements.last_mut() {
                    last.push(text(&part));
                }
                part.clear();
                if mark == Some(element) {
                    elements.push(Vec::new());
                }
                if next.is_none() {
                    break;
                }
                continue;
            }
            let byte = if next == Some(release) && release > b' ' { bytes.next() } else { next };
            part.extend(byte);
        }
        segment.elements = elements;
    }
}

/// Where in a segment the reader stands.
struct Scan {
    /// Its first bytes, while they may be a service string advice.
    advice: Vec<u8>,
    released: bool,
    ended: bool,
}

impl Scan {
    /// Takes in bytes of the segment; gives how many belong to it.
    fn feed(
        &mut self,
        bytes: &[u8],
        separators: &mut Separators,
        raw: &mut Vec<u8>,
        segment: &mut Segment,
    ) -> usize {
        for (index, byte) in bytes.iter().copied().enumerate() {
            if self.advice.len() < ADVICE_BYTES {
                self.advice.push(byte);
            }
            if self.advice.starts_with(b"UNA") && raw.len() < ADVICE_BYTES {
                raw.push(byte);
                if raw.len() == ADVICE_BYTES {
                    match Separators::advised(raw) {
                        Some(advised) => *separators = advised,
                        None => segment.fault = Some(RejectKind::UnknownValue),
                    }
                    self.ended = true;
                    return index + 1;
                }
                continue;
            }
            if !self.released && byte == separators.terminator {
                self.ended = true;
                return index + 1;
            }
            let releases = byte == separators.release && byte > b' ';
            self.released = !self.released && releases;
            if matches!(byte, b'\r' | b'\n') {
                continue;
            }
            if raw.len() < SEGMENT_BYTES_MAX {
                raw.push(byte);
            } else {
                segment.fault = Some(RejectKind::RowTooLong);
            }
        }
        bytes.len()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The character set of a sample that states none. Where it looks like one that cannot be read, it is
/// read as UTF-8, and only the segments with such characters are set aside.
fn found(sample: &[u8]) -> &'static Encoding {
    let guessed = guess(sample);
    if decoded::is_supported(guessed) { guessed } else { UTF_8 }
}

/// The character set that the first interchange states; those that allow ASCII alone state none.
fn stated(sample: &[u8]) -> Option<&'static Encoding> {
    let at = memchr::memmem::find(sample, b"UNB")?;
    let label = match sample.get(at + 4..at + 8)? {
        b"UNOC" => "windows-1252",
        b"UNOD" => "iso-8859-2",
        b"UNOE" => "iso-8859-5",
        b"UNOF" => "iso-8859-7",
        b"UNOG" => "iso-8859-3",
        b"UNOH" => "iso-8859-4",
        b"UNOI" => "iso-8859-6",
        b"UNOJ" => "iso-8859-8",
        b"UNOK" => "windows-1254",
        b"UNOY" | b"UNOW" => "utf-8",
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}
