//! XML element by element, with the bytes each element takes in the exhibit, in flat memory.
//!
//! Bank statements and reports are read as they stand, also where they are broken: an end tag that
//! does not match closes what it can, and the row it happened in is set aside with its place while
//! reading goes on. Nothing outside the exhibit is ever looked at.
//!
//! - **Specification:** XML 1.0 (W3C, 5th edition), read by `quick-xml`.
//! - **Known limits:** a document type declaration is skipped and no entity but the five of XML
//!   itself is expanded; namespaces are told apart by their local names only.

use std::io::{BufRead, Read, SeekFrom};

use encoding_rs::Encoding;
use model::{Place, RejectKind, say};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, XmlVersion};

use super::decoded::{self, Decoded, Invalid};
use super::xml_head::sniff;
use crate::format::Source;
use crate::sink::{Halt, Note, Sink};

/// Longest tag, text or comment, in bytes: longer than any text a record can hold.
const EVENT_BYTES_MAX: usize = 4 << 20;

/// Nesting at which a row is set aside; the deepest schema read here nests 20 levels.
const DEPTH_MAX: usize = 64;

/// Nesting at which the exhibit is given up, so that a bomb of start tags stays small in memory.
const DEPTH_BOMB: usize = 4096;

/// Longest element name; real ones have two dozen letters.
const NAME_BYTES_MAX: usize = 4096;

/// Attributes kept of one element; the formats read here have at most a handful.
const ATTRIBUTES_MAX: usize = 64;

/// Bytes looked at to learn the encoding.
const PROLOGUE_BYTES: usize = 1024;

/// What the reader came upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A start tag; [`XmlReader::name`] and [`XmlReader::attribute`] tell of it.
    Open,
    /// An end tag, stated or implied; [`XmlReader::name`] is the element's.
    Close,
    /// Text, or a part of it; [`XmlReader::text`] holds it.
    Text,
    /// The end of the exhibit.
    End,
}

/// What went wrong so far, counted; a row asks what was added while it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Faults {
    long: u64,
    deep: u64,
    encoding: u64,
    malformed: u64,
}

impl Faults {
    /// Why a row read since `earlier` cannot be a record.
    pub(crate) fn since(self, earlier: Faults) -> Option<RejectKind> {
        if self.long > earlier.long {
            Some(RejectKind::RowTooLong)
        } else if self.deep > earlier.deep {
            Some(RejectKind::TooDeep)
        } else if self.encoding > earlier.encoding {
            Some(RejectKind::BadEncoding)
        } else {
            (self.malformed > earlier.malformed).then_some(RejectKind::Malformed)
        }
    }
}

/// A place to come back to: a byte of the exhibit and the elements open there.
#[derive(Debug, Clone)]
pub(crate) struct Bookmark {
    place: u64,
    open: Vec<String>,
}

/// Reads elements; see the module.
pub(crate) struct XmlReader<'a> {
    reader: Option<quick_xml::Reader<Decoded<'a>>>,
    encoding: &'static Encoding,
    encoding_set: bool,
    buffer: Vec<u8>,
    name: String,
    text: String,
    attributes: Vec<(String, String)>,
    start: u64,
    end: u64,
    open: Vec<String>,
    /// Elements still to be closed before the reader looks at the exhibit again.
    leaving: usize,
    /// A start tag that waits until those are closed, and whether it is its own end.
    held: Option<bool>,
    /// Names of which no element lies in another of its own name.
    flat: &'static [&'static str],
    faults: Faults,
    doctype: bool,
    unresolved: u64,
}

impl std::fmt::Debug for XmlReader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("XmlReader").field("open", &self.open).finish_non_exhaustive()
    }
}

/// What one event of `quick-xml` means here.
enum Step {
    Open { empty: bool },
    Close,
    Text,
    Nothing,
    End,
    Broken(Error),
}

impl<'a> XmlReader<'a> {
    /// Opens an exhibit. An element named in `flat` ends an open one of the same name, so that one
    /// lost end tag costs one row and not the rest of the exhibit.
    pub(crate) fn open(
        source: &'a mut Source<'_>,
        flat: &'static [&'static str],
    ) -> Result<Self, Halt> {
        let mut head = Vec::new();
        source.bytes.seek(SeekFrom::Start(0)).map_err(Halt::Read)?;
        let limit = PROLOGUE_BYTES as u64;
        (&mut *source.bytes).take(limit).read_to_end(&mut head).map_err(Halt::Read)?;
        let (mut encoding, start) = sniff(&head);
        let set =
            source.settings.encoding.as_deref().and_then(|l| Encoding::for_label(l.as_bytes()));
        let encoding_set = set.is_some() && start == 0;
        if let (Some(set), 0) = (set, start) {
            encoding = set;
        }
        if !decoded::is_supported(encoding) {
            let reason = format!("the encoding {} cannot be read with places", encoding.name());
            let remedy = "convert a copy to UTF-8 and add it as an exhibit of its own";
            return Err(broken(Place::default(), &reason, remedy));
        }
        let decoded = Decoded::new(source.bytes, encoding, start as u64, Invalid::Replace)
            .map_err(Halt::Read)?;
        Ok(Self::over(decoded, encoding, encoding_set, flat))
    }

    /// Reads text that is already being decoded.
    pub(crate) fn over(
        decoded: Decoded<'a>,
        encoding: &'static Encoding,
        encoding_set: bool,
        flat: &'static [&'static str],
    ) -> Self {
        let start = decoded.position();
        Self {
            reader: Some(tolerant(decoded)),
            encoding,
            encoding_set,
            buffer: Vec::new(),
            name: String::new(),
            text: String::new(),
            attributes: Vec::new(),
            start,
            end: start,
            open: Vec::new(),
            leaving: 0,
            held: None,
            flat,
            faults: Faults::default(),
            doctype: false,
            unresolved: 0,
        }
    }

    /// The local name of the element opened or closed last.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The text read last.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Attributes of the element opened last, by the name as written.
    pub(crate) fn attributes(&self) -> &[(String, String)] {
        &self.attributes
    }

    /// First byte of the element opened last.
    pub(crate) fn start(&self) -> u64 {
        self.start
    }

    /// Byte after the element closed last.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// Number of elements open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// What went wrong so far.
    pub(crate) fn faults(&self) -> Faults {
        let encoding = self.reader.as_ref().map_or(0, |r| r.get_ref().faults());
        Faults { encoding, ..self.faults }
    }

    /// The byte of the exhibit read next.
    pub(crate) fn position(&self) -> u64 {
        self.reader.as_ref().map_or(self.end, |reader| reader.get_ref().position())
    }

    /// The place of the element opened last, to come back to with [`XmlReader::go_to`].
    pub(crate) fn bookmark_element(&self) -> Bookmark {
        let outer = self.open.len().saturating_sub(1);
        let open = self.open.get(..outer).unwrap_or_default().to_vec();
        Bookmark { place: self.start, open }
    }

    /// The place after the element closed last.
    pub(crate) fn bookmark_here(&self) -> Bookmark {
        Bookmark { place: self.position(), open: self.open.clone() }
    }

    /// Goes back or on to a bookmark.
    pub(crate) fn go_to(&mut self, mark: &Bookmark) -> Result<(), Halt> {
        let Some(reader) = self.reader.take() else { return Ok(()) };
        let mut decoded = reader.into_inner();
        decoded.seek_to(mark.place).map_err(Halt::Read)?;
        self.reader = Some(tolerant(decoded));
        self.open.clone_from(&mark.open);
        (self.leaving, self.held) = (0, None);
        Ok(())
    }

    /// Reads on to the next tag or text.
    pub(crate) fn next(&mut self) -> Result<Piece, Halt> {
        loop {
            if self.leaving > 0 {
                self.leaving -= 1;
                self.name = self.open.pop().unwrap_or_default();
                return Ok(Piece::Close);
            }
            if let Some(empty) = self.held.take() {
                self.leaving = usize::from(empty);
                let name = std::mem::take(&mut self.text);
                return self.enter(name);
            }
            let before = self.position();
            let step = self.step();
            if let Some(piece) = self.take_step(step, before)? {
                return Ok(piece);
            }
        }
    }

    fn take_step(&mut self, step: Step, before: u64) -> Result<Option<Piece>, Halt> {
        match step {
            Step::Open { empty } => {
                (self.start, self.end) = (before, self.position());
                let name = std::mem::take(&mut self.name);
                let nested = self.flat.contains(&name.as_str());
                if let Some(at) = self.open.iter().position(|open| nested && *open == name) {
                    self.faults.malformed += 1;
                    self.leaving = self.open.len() - at;
                    (self.end, self.held, self.text) = (before, Some(empty), name);
                    return Ok(None);
                }
                self.leaving = usize::from(empty);
                self.enter(name).map(Some)
            }
            Step::Close => {
                let Some(at) = self.open.iter().rposition(|open| *open == self.name) else {
                    self.faults.malformed += 1;
                    return Ok(None);
                };
                self.leaving = self.open.len() - at;
                self.faults.malformed += u64::from(self.leaving > 1);
                self.end = self.position();
                Ok(None)
            }
            Step::Text => Ok(Some(Piece::Text)),
            Step::Nothing => Ok(None),
            Step::End => {
                self.end = self.position();
                Ok(Some(Piece::End))
            }
            Step::Broken(error) => self.recover(&error).map(|()| None),
        }
    }

    fn enter(&mut self, name: String) -> Result<Piece, Halt> {
        self.name.clone_from(&name);
        self.open.push(name);
        self.faults.deep += u64::from(self.open.len() > DEPTH_MAX);
        if self.open.len() > DEPTH_BOMB || self.name.len() > NAME_BYTES_MAX {
            let place = Place { bytes_start: self.start, ..Place::default() };
            let reason = format!(
                "elements are nested deeper than {DEPTH_BOMB}, or a name is longer than {NAME_BYTES_MAX} bytes"
            );
            return Err(broken(place, &reason, "this is no export of a known program; look at it"));
        }
        Ok(Piece::Open)
    }

    fn step(&mut self) -> Step {
        let Self { reader, buffer, name, text, attributes, doctype, unresolved, .. } = self;
        let Some(reader) = reader else { return Step::End };
        reader.get_mut().allow(EVENT_BYTES_MAX);
        buffer.clear();
        match reader.read_event_into(buffer) {
            Ok(Event::Start(tag)) => {
                take_tag(&tag, name, attributes);
                Step::Open { empty: false }
            }
            Ok(Event::Empty(tag)) => {
                take_tag(&tag, name, attributes);
                Step::Open { empty: true }
            }
            Ok(Event::End(tag)) => {
                set(name, tag.local_name().as_ref());
                Step::Close
            }
            Ok(Event::Text(content)) => {
                set(text, &content);
                Step::Text
            }
            Ok(Event::CData(content)) => {
                set(text, &content);
                Step::Text
            }
            Ok(Event::GeneralRef(reference)) => {
                if let Some(c) = resolve(&reference, reference.resolve_char_ref().ok().flatten()) {
                    text.clear();
                    text.push(c);
                } else {
                    *unresolved += 1;
                    set(text, "&");
                    text.push_str(&reference);
                    text.push(';');
                }
                Step::Text
            }
            Ok(Event::DocType(_)) => {
                *doctype = true;
                Step::Nothing
            }
            Ok(Event::Eof) => Step::End,
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => Step::Nothing,
            Err(error) => Step::Broken(error),
        }
    }

    /// Goes on after broken markup, at the byte where it broke.
    fn recover(&mut self, error: &Error) -> Result<(), Halt> {
        if matches!(error, Error::IllFormed(_)) {
            self.faults.malformed += 1;
            return Ok(());
        }
        let Some(reader) = self.reader.take() else { return Ok(()) };
        let mut decoded = reader.into_inner();
        decoded.allow(usize::MAX);
        match error {
            Error::Io(cause) if decoded::is_over_budget(cause) => {
                if self.buffer.starts_with(b"<!") || self.buffer.starts_with(b"<?") {
                    let place = Place { bytes_start: decoded.position(), ..Place::default() };
                    let reason =
                        format!("a comment or section is longer than {EVENT_BYTES_MAX} bytes");
                    return Err(broken(place, &reason, "look for a missing `-->` or `]]>`"));
                }
                self.faults.long += 1;
                if self.buffer.starts_with(b"<") {
                    pass_tag(&mut decoded).map_err(Halt::Read)?;
                }
            }
            Error::Io(cause) => {
                return Err(Halt::Read(std::io::Error::new(cause.kind(), cause.to_string())));
            }
            _ => self.faults.malformed += 1,
        }
        self.reader = Some(tolerant(decoded));
        Ok(())
    }

    /// Says in which encoding the exhibit was read, and what of it was not followed.
    pub(crate) fn note_encoding(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let encoding = self.encoding.name().to_owned();
        sink.note(&Note::Encoding { encoding, set: self.encoding_set })
    }

    /// Says what of the exhibit was not followed.
    pub(crate) fn note_unfollowed(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        if !self.doctype && self.unresolved == 0 {
            return Ok(());
        }
        sink.remark(say::doctype_unfollowed(self.unresolved))
    }
}

/// An exhibit that cannot be read on.
pub(crate) fn broken(place: Place, reason: &str, remedy: &str) -> Halt {
    Halt::Broken { place, reason: reason.to_owned(), remedy: remedy.to_owned() }
}

fn tolerant(decoded: Decoded<'_>) -> quick_xml::Reader<Decoded<'_>> {
    let mut reader = quick_xml::Reader::from_reader(decoded);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

fn set(into: &mut String, text: &str) {
    into.clear();
    into.push_str(text);
}

fn take_tag(tag: &BytesStart<'_>, name: &mut String, attributes: &mut Vec<(String, String)>) {
    set(name, tag.local_name().as_ref());
    attributes.clear();
    for attribute in tag.attributes().with_checks(false).flatten().take(ATTRIBUTES_MAX) {
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_or_else(|_| attribute.value.clone().into_owned(), std::borrow::Cow::into_owned);
        attributes.push((attribute.key.as_ref().to_owned(), value));
    }
}

fn resolve(name: &str, character: Option<char>) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => character,
    }
}

/// Passes the rest of a tag that is longer than the limit.
fn pass_tag(decoded: &mut Decoded<'_>) -> std::io::Result<()> {
    loop {
        let available = decoded.fill_buf()?;
        if available.is_empty() {
            return Ok(());
        }
        let found = memchr::memchr(b'>', available);
        let count = found.map_or(available.len(), |at| at + 1);
        decoded.consume(count);
        if found.is_some() {
            return Ok(());
        }
    }
}
