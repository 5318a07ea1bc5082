//! Delimited text: comma-, semicolon-, tab- or bar-separated rows under a header.
//!
//! - **Source:** RFC 4180 and its habits; see [`super::rows`] and [`super::encoding`].
//! - **Known limits:** a file without a header needs a mapping that a person chooses by name.

use std::io::{Read, SeekFrom};

use model::reject::RAW_BYTES_MAX;
use model::{Place, RejectKind, say};

use super::cells::Splitter;
use super::encoding::{self, TextEncoding, decode_row};
use super::find::{self, Chosen, ascii};
use super::header::join_lines;
use super::pour::Pourer;
use super::rows::{Line, Quotes, Rows};
use crate::format::{HEAD_BYTES, Head, ReadsBy, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Delimited text read through a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Delimited;

impl SourceFormat for Delimited {
    fn code(&self) -> &'static str {
        "delimited"
    }

    fn version(&self) -> u32 {
        1
    }

    fn reads_by(&self) -> ReadsBy {
        ReadsBy::Mapping
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if head.settings.mapping.is_some() {
            let encoding = encoding::find(head.bytes, head.settings.encoding.as_deref());
            let text = encoding.is_ok_and(|own| find::looks_like_text(head.bytes, own));
            let zip = head.bytes.starts_with(b"PK\x03\x04");
            return if text && !zip { Sure::Yes } else { Sure::No };
        }
        if find::count_matches(head) > 0 { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let head = read_head(source)?;
        if head.is_empty() {
            return Err(Halt::Broken {
                place: Place::default(),
                reason: "the exhibit is empty".into(),
                remedy: "ask the sender whether the file was meant to be empty".into(),
            });
        }
        let encoding = find_encoding(&head, source.settings.encoding.as_deref())?;
        let chosen = find::choose(&head, encoding, source.settings)?;
        let encoding = match chosen.mapping.encoding.as_deref() {
            Some(label) if source.settings.encoding.is_none() => find_encoding(&head, Some(label))?,
            _ => encoding,
        };
        super::pour::state_facts(&chosen.mapping, chosen.fingerprint, sink)?;
        let name = encoding.encoding.name().to_owned();
        sink.note(&Note::Encoding { encoding: name, set: encoding.set })?;
        let mut reading = Reading::new(&chosen, encoding, source)?;
        reading.read_header(sink)?;
        let read = reading.read_rows(sink);
        reading.note_facts(sink)?;
        read
    }
}

/// The first bytes of an exhibit, as recognition sees them.
pub(crate) fn read_head(source: &mut Source<'_>) -> Result<Vec<u8>, Halt> {
    source.bytes.seek(SeekFrom::Start(0)).map_err(Halt::Read)?;
    let mut head = Vec::new();
    let mut limited = source.bytes.take(HEAD_BYTES as u64);
    limited.read_to_end(&mut head).map_err(Halt::Read)?;
    Ok(head)
}

/// The encoding, or why it cannot be read.
pub(crate) fn find_encoding(head: &[u8], set: Option<&str>) -> Result<TextEncoding, Halt> {
    encoding::find(head, set).map_err(|name| Halt::Broken {
        place: Place::default(),
        reason: format!("the encoding {name} cannot be read by bytes"),
        remedy: "ask the sender for the file in UTF-8".into(),
    })
}

/// What became of a line.
enum Outcome {
    /// It was handed on, or was no row.
    Done,
    /// It is a row of another width than the header.
    WrongWidth,
}

/// The reading of one exhibit.
struct Reading<'s> {
    chosen: &'s Chosen,
    settings: &'s crate::Settings,
    encoding: TextEncoding,
    rows: Rows<'s>,
    splitter: Splitter,
    scratch: String,
    place: Place,
    pourer: Option<Pourer>,
}

impl<'s> Reading<'s> {
    fn note_facts(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        self.pourer.as_ref().map_or(Ok(()), |pourer| pourer.note_facts(sink))
    }

    fn new(
        chosen: &'s Chosen,
        encoding: TextEncoding,
        source: &'s mut Source<'_>,
    ) -> Result<Self, Halt> {
        let separator = ascii(chosen.separator);
        let quote = ascii(chosen.mapping.quote.unwrap_or('"'));
        let rows = Rows::new(source.bytes, encoding, separator, quote).map_err(Halt::Read)?;
        Ok(Self {
            chosen,
            settings: source.settings,
            encoding,
            rows,
            splitter: Splitter::new(separator, quote),
            scratch: String::new(),
            place: Place::default(),
            pourer: None,
        })
    }

    fn next(&mut self) -> Result<Option<Line>, Halt> {
        let line = self.rows.next().map_err(Halt::Read)?;
        if let Some(line) = &line {
            self.stand_at(line);
        }
        Ok(line)
    }

    fn stand_at(&mut self, line: &Line) {
        self.place.bytes_start = line.bytes_start;
        self.place.bytes_len = line.bytes_len;
    }

    /// Reads the preamble and the header.
    fn read_header(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mapping = &self.chosen.mapping;
        let height = usize::try_from(mapping.header_rows).unwrap_or(1);
        let first = (self.chosen.header_line + 1).saturating_sub(height);
        let mut names = Vec::new();
        let mut preamble = Vec::new();
        for number in 1..=self.chosen.header_line {
            let Some(line) = self.next()? else { break };
            let text = decode_row(self.rows.bytes(&line), self.encoding, &mut self.scratch);
            let cells = self.splitter.split(text.unwrap_or(""), line.quotes);
            let blank = cells.is_blank() && text.is_some();
            let reason = match number {
                number if number >= first => SkipReason::Header,
                _ if blank => SkipReason::Blank,
                _ => SkipReason::Comment,
            };
            let list = if reason == SkipReason::Header { &mut names } else { &mut preamble };
            list.push(cells.to_names());
            sink.skip(&self.place, reason)?;
        }
        let stated = if names.is_empty() { mapping.headers.clone() } else { join_lines(&names) };
        let mut pourer = Pourer::new(mapping, self.settings, &stated, &self.place, sink)?;
        pourer.take_owner_from(&preamble, sink)?;
        self.pourer = Some(pourer);
        Ok(())
    }

    /// Reads the rows below the header.
    fn read_rows(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut ended = true;
        while let Some(mut line) = self.next()? {
            ended = line.ended;
            let Some(fault) = line.fault else {
                if let Outcome::WrongWidth = self.pour_line(&line, sink)? {
                    if line.quotes == Quotes::Spanning {
                        line = self.rows.keep_first_line(&line);
                        self.stand_at(&line);
                    }
                    self.reject(&line, RejectKind::WrongWidth, sink)?;
                }
                continue;
            };
            self.reject(&line, fault, sink)?;
        }
        if !ended {
            sink.remark(say::line_end_missing())?;
        }
        Ok(())
    }

    fn reject(&mut self, line: &Line, kind: RejectKind, sink: &mut Sink<'_>) -> Result<(), Halt> {
        sink.begin(&self.place)?;
        let bytes = self.rows.bytes(line);
        // A reject keeps the beginning only; the place leads to the whole.
        let bytes = bytes.get(..bytes.len().min(4 * RAW_BYTES_MAX)).unwrap_or(bytes);
        sink.reject(kind, "", &String::from_utf8_lossy(bytes))
    }

    fn pour_line(&mut self, line: &Line, sink: &mut Sink<'_>) -> Result<Outcome, Halt> {
        let Some(pourer) = &mut self.pourer else { return Ok(Outcome::Done) };
        if line.range.is_empty() {
            sink.skip(&self.place, SkipReason::Blank)?;
            return Ok(Outcome::Done);
        }
        let text = decode_row(self.rows.bytes(line), self.encoding, &mut self.scratch);
        let Some(text) = text else {
            self.reject(line, RejectKind::BadEncoding, sink)?;
            return Ok(Outcome::Done);
        };
        let cells = self.splitter.split(text, line.quotes);
        let width = pourer.width();
        let cells = match cells.width() {
            own if own == width => cells,
            own if own > width => match cells.cut_to(width) {
                Some(cells) => cells,
                None => return Ok(Outcome::WrongWidth),
            },
            _ if cells.is_blank() => {
                sink.skip(&self.place, SkipReason::Blank)?;
                return Ok(Outcome::Done);
            }
            _ => return Ok(Outcome::WrongWidth),
        };
        if let Some(reason) = pourer.skip_reason(&cells) {
            sink.skip(&self.place, reason)?;
            return Ok(Outcome::Done);
        }
        pourer.pour(cells, &self.place, sink)?;
        Ok(Outcome::Done)
    }
}
