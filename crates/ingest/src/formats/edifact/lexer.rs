//! EDIFACT segment by segment, with the bytes each takes in the exhibit, in flat memory.
//!
//! - **Specification:** ISO 9735, syntax versions 1 to 4: service string advice `UNA` or the default
//!   separators `:+.?'`; the release character takes the meaning off the next one.
//! - **Characters:** as a person set them, else by the byte order mark, else as the first interchange
//!   states them (`UNOC` and on), else as [`super::super::lines`] finds them.
//! - **Read leniently:** blanks and control characters before a segment are passed, line ends inside
//!   one are taken out, and a segment that the exhibit ends in is kept and marked as cut. Lines around
//!   an interchange (addresses of a telex, a mail's signature) are told as text; see `separators` for
//!   an advice that lacks a character.
//! - **Known limits:** a repetition mark (syntax 4) is not taken as one; nothing read here repeats.
//!   All interchanges of an exhibit are read in one character set.

use std::io::{BufRead, Read, SeekFrom};

use encoding_rs::{Encoding, UTF_8};
use model::{Place, RejectKind};

use super::separators::{ADVICE_BYTES, Separators};
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
    /// Whether it is an advice in which a character is missing or of another character set.
    pub(super) mended: bool,
}

/// What stands next in the exhibit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A segment.
    Segment,
    /// Text that belongs to no interchange; its beginning stands in `rest`.
    Text,
    /// Nothing.
    End,
}

/// Bytes kept of text that belongs to no interchange: the address lines of a telex take some sixty.
const TEXT_BYTES_MAX: usize = 400;

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
    /// Whether no interchange has begun, or the last one is over.
    outside: bool,
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
        let separators = Separators::of_header(&sample).unwrap_or_default();
        Ok(Self { decoded, separators, encoding, raw: Vec::new(), outside: true })
    }

    /// Says in which encoding the exhibit is read.
    pub(super) fn note_encoding(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        sink.note(&self.encoding)
    }

    /// The byte of the exhibit read next.
    pub(super) fn position(&self) -> u64 {
        self.decoded.position()
    }

    /// The next segment, or the text before the next interchange. A service string advice is obeyed
    /// and handed on like a segment.
    pub(super) fn next(&mut self, segment: &mut Segment) -> Result<Found, Halt> {
        self.pass_blanks()?;
        if std::mem::take(&mut self.outside) && self.take_text(segment)? {
            self.outside = true;
            return Ok(Found::Text);
        }
        let found = self.take_segment(segment)?;
        self.outside = segment.tag == "UNZ";
        Ok(found)
    }

    fn pass_blanks(&mut self) -> Result<(), Halt> {
        loop {
            let available = self.decoded.fill_buf().map_err(Halt::Read)?;
            let blank = available.iter().take_while(|byte| **byte <= b' ').count();
            let more = !available.is_empty() && blank == available.len();
            self.decoded.consume(blank);
            if !more {
                return Ok(());
            }
        }
    }

    /// Takes text up to where an interchange begins, or to the end; `false` where a segment stands
    /// here.
    fn take_text(&mut self, segment: &mut Segment) -> Result<bool, Halt> {
        segment.start = self.position();
        (segment.fault, segment.mended) = (None, false);
        segment.tag.clear();
        segment.elements.clear();
        self.raw.clear();
        // The usual case: an interchange begins here, and nothing has to be read twice.
        if let [u, n, kind, element, ..] = *self.decoded.fill_buf().map_err(Halt::Read)?
            && Separators::begin_in([element, kind, n, u, b' '])
        {
            self.separators = self.separators.for_element(element);
            return Ok(false);
        }
        // The last bytes seen, the newest in front, and where each of them stands.
        let mut seen = [b' '; 5];
        let mut places = [segment.start; 5];
        loop {
            let available = self.decoded.fill_buf().map_err(Halt::Read)?;
            // A place in the exhibit is one between two characters.
            let mut near = available.get(..4).unwrap_or(available).utf8_chunks();
            let Some(first) = near.next().and_then(|chunk| chunk.valid().chars().next()) else {
                break;
            };
            let byte = u8::try_from(first).unwrap_or(b'x');
            let place = self.position();
            seen = [byte, seen[0], seen[1], seen[2], seen[3]];
            places = [place, places[0], places[1], places[2], places[3]];
            if Separators::begin_in(seen) {
                self.decoded.seek_to(places[3]).map_err(Halt::Read)?;
                self.separators = self.separators.for_element(byte);
                if self.raw.len() < TEXT_BYTES_MAX {
                    self.raw.truncate(self.raw.len().saturating_sub(3));
                }
                break;
            }
            if self.raw.len() == 3 && self.separators.is_tag_end(&self.raw, byte) {
                self.decoded.seek_to(segment.start).map_err(Halt::Read)?;
                return Ok(false);
            }
            if self.raw.len() < TEXT_BYTES_MAX {
                self.raw.extend(first.encode_utf8(&mut [0; 4]).bytes());
            }
            self.decoded.consume(first.len_utf8());
        }
        segment.len = self.position() - segment.start;
        let said = text(&self.raw).replace(char::is_control, " ");
        segment.rest = said.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(segment.len > 0)
    }

    fn take_segment(&mut self, segment: &mut Segment) -> Result<Found, Halt> {
        segment.start = self.position();
        (segment.fault, segment.mended) = (None, false);
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
            segment.tag.clear();
            return Ok(Found::End);
        }
        if self.decoded.faults() > faults {
            segment.fault = segment.fault.or(Some(RejectKind::BadEncoding));
        }
        if !scan.ended {
            segment.fault = segment.fault.or(Some(RejectKind::Malformed));
        }
        self.split(segment);
        Ok(Found::Segment)
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
                    self.ended = true;
                    return index + 1 + obey(raw, bytes.get(index + 1..), separators, segment);
                }
                continue;
            }
            if !self.released && byte == separators.terminator {
                self.ended = true;
                return index + 1;
            }
            if matches!(byte, b'\r' | b'\n') {
                continue;
            }
            let releases = byte == separators.release && byte > b' ';
            self.released = !self.released && releases;
            if raw.len() < SEGMENT_BYTES_MAX {
                raw.push(byte);
            } else {
                segment.fault = Some(RejectKind::RowTooLong);
            }
        }
        bytes.len()
    }
}

/// Takes the separators of an advice; gives how many bytes of its last character follow it.
fn obey(
    advice: &[u8],
    behind: Option<&[u8]>,
    separators: &mut Separators,
    segment: &mut Segment,
) -> usize {
    if let Some(advised) = Separators::advised(advice) {
        *separators = advised;
    } else if let Some(mended) = Separators::mended(advice) {
        *separators = mended;
        segment.mended = true;
    } else {
        segment.fault = Some(RejectKind::UnknownValue);
    }
    let continues = |byte: &&u8| matches!(**byte, 0x80..=0xbf);
    let is_long = advice.last().is_some_and(|byte| !byte.is_ascii());
    behind.filter(|_| is_long).map_or(0, |bytes| bytes.iter().take_while(continues).count())
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
