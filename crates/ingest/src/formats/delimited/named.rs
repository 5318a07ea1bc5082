//! A table whose columns a format itself knows by name: tools that always write the same headers.
//!
//! It is read as every other delimited text ([`super::rows`], [`super::encoding`]), but no mapping
//! is laid over it.

use model::{Place, RejectKind};

use super::cells::{Cells, Splitter};
use super::csv::{find_encoding, read_head};
use super::encoding::{TextEncoding, decode_row};
use super::header::{COLUMNS_MAX, canonical_names};
use super::rows::{Line, Quotes, Rows};
use crate::format::{Head, Source};
use crate::formats::extra::Extra;
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Bytes of a row shown with its reject.
const SHOWN_BYTES: usize = 2_048;

/// The canonical names of the first line, for recognition; nothing where it is no text or one cell.
pub(crate) fn header_names(head: &Head<'_>, separator: u8) -> Vec<String> {
    let first = head.text().split(['\n', '\r']).next().unwrap_or_default();
    if !first.contains(char::from(separator)) {
        return Vec::new();
    }
    let quotes = if first.contains('"') { Quotes::Within } else { Quotes::None };
    let mut splitter = Splitter::new(separator, b'"');
    let cells = splitter.split(first, quotes);
    if cells.width() > COLUMNS_MAX { Vec::new() } else { canonical_names(&cells.to_names()) }
}

/// A row with the names of its columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamedRow<'a> {
    names: &'a [String],
    cells: Cells<'a>,
}

impl<'a> NamedRow<'a> {
    /// A row whose cells stand in `text` at `ranges`, under these canonical names.
    pub(crate) fn new(names: &'a [String], text: &'a str, ranges: &'a [(usize, usize)]) -> Self {
        Self { names, cells: Cells::new(text, ranges, &[]) }
    }

    /// The cell under this name; empty where there is no such column.
    pub(crate) fn get(&self, name: &str) -> &'a str {
        let column = self.names.iter().position(|own| own == name);
        column.map_or("", |column| self.cells.get(column))
    }

    /// The first of these cells that is filled.
    pub(crate) fn first(&self, names: &[&str]) -> &'a str {
        names.iter().map(|name| self.get(name)).find(|text| !text.is_empty()).unwrap_or("")
    }

    /// Names and cells in the order of the columns.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (names, cells) = (self.names, self.cells);
        names.iter().enumerate().map(move |(column, name)| (name.as_str(), cells.get(column)))
    }

    /// Keeps every cell whose name `taken` does not hold.
    pub(crate) fn keep_others(&self, taken: &[&str], extra: &mut Extra) {
        for (name, text) in self.columns().filter(|(name, _)| !taken.contains(name)) {
            extra.add(name, text);
        }
    }
}

/// Reads a table with a header in its first line.
pub(crate) struct NamedTable<'s> {
    rows: Rows<'s>,
    splitter: Splitter,
    encoding: TextEncoding,
    scratch: String,
    names: Vec<String>,
    place: Place,
    len: u64,
}

impl<'s> NamedTable<'s> {
    /// Opens an exhibit and reads its header.
    pub(crate) fn open(
        source: &'s mut Source<'_>,
        separator: u8,
        sink: &mut Sink<'_>,
    ) -> Result<Self, Halt> {
        let head = read_head(source)?;
        let encoding = find_encoding(&head, source.settings.encoding.as_deref())?;
        let name = encoding.encoding.name().to_owned();
        sink.note(&Note::Encoding { encoding: name, set: encoding.set })?;
        let len = source.len;
        let rows = Rows::new(source.bytes, encoding, separator, b'"').map_err(Halt::Read)?;
        let mut table = Self {
            rows,
            splitter: Splitter::new(separator, b'"'),
            encoding,
            scratch: String::new(),
            names: Vec::new(),
            place: Place::default(),
            len,
        };
        table.read_header(sink)?;
        Ok(table)
    }

    fn read_header(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let Some(line) = self.next()? else { return Ok(()) };
        let text = decode_row(self.rows.bytes(&line), self.encoding, &mut self.scratch);
        let cells = self.splitter.split(text.unwrap_or(""), line.quotes);
        if line.fault.is_none() && cells.width() <= COLUMNS_MAX {
            self.names = canonical_names(&cells.to_names());
        }
        sink.skip(&self.place, SkipReason::Header)
    }

    /// The canonical names of the header.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Half a character at the end of UTF-16 is no byte of the exhibit more than there are.
    fn stand_at(&mut self, line: &Line) {
        self.place.bytes_start = line.bytes_start;
        self.place.bytes_len = line.bytes_len.min(self.len.saturating_sub(line.bytes_start));
    }

    fn next(&mut self) -> Result<Option<Line>, Halt> {
        let line = self.rows.next().map_err(Halt::Read)?;
        if let Some(line) = &line {
            self.stand_at(line);
        }
        Ok(line)
    }

    /// Hands on each row with its place. Lines that are no rows are skipped, those that cannot be
    /// read become rejects.
    pub(crate) fn each_row(
        &mut self,
        sink: &mut Sink<'_>,
        mut each: impl FnMut(NamedRow<'_>, &Place, &mut Sink<'_>) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        while let Some(mut line) = self.next()? {
            if line.range.is_empty() && line.fault.is_none() {
                sink.skip(&self.place, SkipReason::Blank)?;
                continue;
            }
            let fault = self.hand_on(&line, sink, &mut each)?;
            if fault == Some(RejectKind::WrongWidth) && line.quotes == Quotes::Spanning {
                line = self.rows.keep_first_line(&line);
                self.stand_at(&line);
            }
            if let Some(kind) = fault {
                let bytes = self.rows.bytes(&line);
                let shown = bytes.get(..bytes.len().min(SHOWN_BYTES)).unwrap_or(bytes);
                sink.begin(&self.place)?;
                sink.reject(kind, "", &String::from_utf8_lossy(shown))?;
            }
        }
        Ok(())
    }

    /// Hands a line on as a row; gives why it is none.
    fn hand_on(
        &mut self,
        line: &Line,
        sink: &mut Sink<'_>,
        each: &mut impl FnMut(NamedRow<'_>, &Place, &mut Sink<'_>) -> Result<(), Halt>,
    ) -> Result<Option<RejectKind>, Halt> {
        if line.fault.is_some() {
            return Ok(line.fault);
        }
        let text = decode_row(self.rows.bytes(line), self.encoding, &mut self.scratch);
        let Some(text) = text else { return Ok(Some(RejectKind::BadEncoding)) };
        let cells = self.splitter.split(text, line.quotes);
        if cells.is_blank() {
            sink.skip(&self.place, SkipReason::Blank)?;
            return Ok(None);
        }
        let width = self.names.len();
        let cells = match cells.width() {
            own if own > width => cells.cut_to(width),
            own => (own == width).then_some(cells),
        };
        let Some(cells) = cells else { return Ok(Some(RejectKind::WrongWidth)) };
        each(NamedRow { names: &self.names, cells }, &self.place, sink)?;
        Ok(None)
    }
}
