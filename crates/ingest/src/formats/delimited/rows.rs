//! Rows of delimited text with the exact bytes each of them takes in the exhibit.
//!
//! - **Source:** RFC 4180, with any separator, any of the three line ends (mixed if need be), and
//!   quotes that open a cell only at its beginning.
//! - **A quote that is never closed** costs one line and not the rest of the file: the line is set
//!   aside, and reading goes on at the next.
//! - **Known limits:** no backslash escapes; a row longer than [`ROW_BYTES_MAX`] is set aside.

use std::io::{self, SeekFrom};
use std::ops::Range;

use model::RejectKind;
use model::reject::RAW_BYTES_MAX;

use super::encoding::{TextEncoding, Utf16, utf16_len};
use super::near;
use crate::format::ReadSeek;

/// Longest row in bytes: a thousand times the longest of real returns, and one slot of the wire.
pub const ROW_BYTES_MAX: usize = 1 << 20;

/// Bytes read from the exhibit at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// One row, or one line that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// First byte in the exhibit.
    pub(crate) bytes_start: u64,
    /// Bytes in the exhibit, without the line end.
    pub(crate) bytes_len: u64,
    /// Where it stands in the buffer; the beginning of it where it is too long.
    pub(crate) range: Range<usize>,
    /// What its quotes do.
    pub(crate) quotes: Quotes,
    /// Whether a line end follows.
    pub(crate) ended: bool,
    /// Why it is no row, if it is none.
    pub(crate) fault: Option<RejectKind>,
    /// Whether it was too long to stay in the buffer: only its beginning is kept.
    left_buffer: bool,
}

/// What the quotes of a row do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// There is none: no cell is quoted.
    None,
    /// A cell of it may be quoted.
    Within,
    /// A quoted cell of it spans line ends.
    Spanning,
}

/// How a scan for the end of a row ended.
enum Found {
    /// The row ends before this index of the buffer.
    End(usize, Quotes),
    /// The exhibit, or the line where quotes may not span lines, ends inside a quote.
    Unclosed,
    /// A quote spans lines and is followed by more than a separator before this index: it belongs to
    /// another cell, and the one that opened it was none.
    Misquoted(usize),
    /// More bytes are needed.
    More,
}

/// Reads an exhibit row by row.
pub(crate) struct Rows<'s> {
    source: &'s mut dyn ReadSeek,
    utf16: Option<Utf16>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    /// The exhibit's byte that `start` stands for.
    at: u64,
    separator: u8,
    quote: u8,
    /// Up to here a quote is taken to end with its line, because one before it was never closed.
    one_line_until: u64,
    /// The beginning of a line that left the buffer.
    aside: Vec<u8>,
}

impl std::fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("at", &self.at).finish_non_exhaustive()
    }
}

impl<'s> Rows<'s> {
    /// Reads `source` from its beginning.
    pub(crate) fn new(
        source: &'s mut dyn ReadSeek,
        encoding: TextEncoding,
        separator: u8,
        quote: u8,
    ) -> io::Result<Self> {
        let at = encoding.mark_bytes as u64;
        source.seek(SeekFrom::Start(at))?;
        let utf16 = encoding.is_utf16().then(|| Utf16::new(encoding.encoding));
        Ok(Self {
            source,
            utf16,
            buffer: Vec::new(),
            start: 0,
            ended: false,
            at,
            separator,
            quote,
            one_line_until: 0,
            aside: Vec::new(),
        })
    }

    /// The bytes of a line that `next` gave last.
    pub(crate) fn bytes(&self, line: &Line) -> &[u8] {
        if line.left_buffer {
            return &self.aside;
        }
        self.buffer.get(line.range.clone()).unwrap_or(&[])
    }

    /// The next line, or `None` at the end of the exhibit.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            if self.start == self.buffer.len() && self.ended {
                return Ok(None);
            }
            let spanning = self.at >= self.one_line_until;
            let over_limit = |end: usize| end - self.start > ROW_BYTES_MAX;
            match self.find_end(spanning) {
                Found::End(end, _) if over_limit(end) => return self.take_too_long().map(Some),
                Found::End(end, quotes) => return Ok(Some(self.take(end, quotes))),
                _ if over_limit(self.buffer.len()) => return self.take_too_long().map(Some),
                Found::Unclosed => {
                    // Looked for up to the end of the exhibit: no later quote spans lines either.
                    let until = if spanning { u64::MAX } else { 0 };
                    return self.take_misquoted(until).map(Some);
                }
                Found::Misquoted(end) => {
                    let until = self.at + self.source_len(self.start..end);
                    return self.take_misquoted(until).map(Some);
                }
                Found::More => self.fill()?,
            }
        }
    }

    /// Gives back all but the first line of a row that spans several: its quote was no quote.
    pub(crate) fn keep_first_line(&mut self, line: &Line) -> Line {
        let bytes = self.bytes(line);
        let first = memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
        self.one_line_until = line.bytes_start + line.bytes_len;
        self.start = line.range.start;
        self.at = line.bytes_start;
        self.take(line.range.start + first, Quotes::Within)
    }

    /// Finds the end of the row that begins at `start`.
    fn find_end(&self, spanning: bool) -> Found {
        let bytes = self.buffer.get(self.start..).unwrap_or(&[]);
        match memchr::memchr3(b'\n', b'\r', self.quote, bytes) {
            Some(at) if bytes.get(at) == Some(&self.quote) => {
                self.find_quoted_end(bytes, at, spanning)
            }
            Some(at) => self.found(bytes, at, Quotes::None),
            None if self.ended => Found::End(self.buffer.len(), Quotes::None),
            None => Found::More,
        }
    }

    fn found(&self, bytes: &[u8], at: usize, quotes: Quotes) -> Found {
        // Whether a line feed follows must be known before the row is taken.
        if bytes.get(at) == Some(&b'\r') && at + 1 == bytes.len() && !self.ended {
            return Found::More;
        }
        Found::End(self.start + at, quotes)
    }

    /// Finds the end of a row whose first quote stands at `next`.
    fn find_quoted_end(&self, bytes: &[u8], mut next: usize, spanning: bool) -> Found {
        let mut quotes = Quotes::Within;
        // Each turn reads one cell with quotes; outside of them a separator always ends a cell.
        loop {
            let before = next.checked_sub(1).and_then(|before| bytes.get(before));
            let mut at = next + 1;
            if before.is_none_or(|byte| *byte == self.separator) {
                let mut cell_spans = false;
                match self.closing(bytes, at, spanning, &mut cell_spans) {
                    Ok(after) => at = after,
                    Err(found) => return found,
                }
                if cell_spans {
                    quotes = Quotes::Spanning;
                }
                let follows = bytes
                    .get(at)
                    .is_none_or(|byte| *byte == self.separator || matches!(*byte, b'\n' | b'\r'));
                if cell_spans && !follows {
                    return Found::Misquoted(self.start + at);
                }
            }
            let rest = bytes.get(at..).unwrap_or(&[]);
            match near::find_of_three([b'\n', b'\r', self.quote], rest) {
                Some(found) if rest.get(found) == Some(&self.quote) => next = at + found,
                Some(found) => return self.found(bytes, at + found, quotes),
                None if self.ended => return Found::End(self.buffer.len(), quotes),
                None => return Found::More,
            }
        }
    }

    /// The index after the quote that closes a cell; doubled quotes stand for themselves.
    fn closing(
        &self,
        bytes: &[u8],
        from: usize,
        spanning: bool,
        spans: &mut bool,
    ) -> Result<usize, Found> {
        let mut at = from;
        loop {
            let rest = bytes.get(at..).unwrap_or(&[]);
            // Nearly always a quote comes first.
            let first = near::find_of_three([b'\n', b'\r', self.quote], rest);
            let ends_line = first.is_some_and(|at| rest.get(at) != Some(&self.quote));
            let next = if ends_line { memchr::memchr(self.quote, rest) } else { first };
            if ends_line {
                if !spanning {
                    return Err(Found::Unclosed);
                }
                *spans = true;
            }
            let open = if self.ended { Found::Unclosed } else { Found::More };
            let Some(next) = next else { return Err(open) };
            match bytes.get(at + next + 1) {
                Some(byte) if *byte == self.quote => at += next + 2,
                // Whether the quote is doubled must be known.
                None if !self.ended => return Err(Found::More),
                _ => return Ok(at + next + 1),
            }
        }
    }

    /// Takes the row that ends before `end`, and the line end after it.
    fn take(&mut self, end: usize, quotes: Quotes) -> Line {
        let range = self.start..end;
        let bytes_len = self.source_len(range.clone());
        let after = match self.buffer.get(end..) {
            Some([b'\r', b'\n', ..]) => end + 2,
            Some([_, ..]) => end + 1,
            _ => end,
        };
        let line = Line {
            bytes_start: self.at,
            bytes_len,
            range,
            quotes,
            ended: after > end,
            fault: None,
            left_buffer: false,
        };
        self.at += bytes_len + self.source_len(end..after);
        self.start = after;
        line
    }

    /// A quote was opened and never closed: takes its first line as a reject, and lets no quote
    /// before byte `until` span lines.
    fn take_misquoted(&mut self, until: u64) -> io::Result<Line> {
        self.one_line_until = self.one_line_until.max(until);
        let mut line = self.take_first_line()?;
        line.fault = line.fault.or(Some(RejectKind::Malformed));
        Ok(line)
    }

    /// No row ends within the limit: takes its first line.
    fn take_too_long(&mut self) -> io::Result<Line> {
        self.one_line_until = self.one_line_until.max(self.at + ROW_BYTES_MAX as u64);
        let mut line = self.take_first_line()?;
        line.fault = Some(RejectKind::RowTooLong);
        Ok(line)
    }

    /// Takes bytes up to the next line end, however far it is, keeping only the beginning.
    fn take_first_line(&mut self) -> io::Result<Line> {
        if let Some(end) = self.line_end()? {
            return Ok(self.take(end, Quotes::Within));
        }
        let mut line = self.take(self.buffer.len(), Quotes::Within);
        let kept = self.buffer.get(line.range.clone()).unwrap_or(&[]);
        self.aside = kept.get(..kept.len().min(RAW_BYTES_MAX)).unwrap_or(&[]).to_vec();
        line.left_buffer = true;
        while !self.ended {
            self.fill()?;
            let end = self.line_end()?;
            let more = self.take(end.unwrap_or(self.buffer.len()), Quotes::Within);
            line.bytes_len += more.bytes_len;
            line.ended = more.ended;
            if line.ended {
                break;
            }
        }
        Ok(line)
    }

    /// The next line end in the buffer, with the byte after it if there is one.
    fn line_end(&mut self) -> io::Result<Option<usize>> {
        let find = |rows: &Self| {
            memchr::memchr2(b'\n', b'\r', rows.buffer.get(rows.start..).unwrap_or(&[]))
        };
        let Some(end) = find(self) else { return Ok(None) };
        if self.start + end + 1 == self.buffer.len() && !self.ended {
            self.fill()?;
        }
        Ok(Some(self.start + end))
    }

    /// Bytes of the exhibit that a stretch of the buffer stands for.
    fn source_len(&self, range: Range<usize>) -> u64 {
        if self.utf16.is_some() {
            return utf16_len(self.buffer.get(range).unwrap_or(&[]));
        }
        range.len() as u64
    }

    /// Reads on, dropping what was taken.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        match &mut self.utf16 {
            None => {
                let kept = self.buffer.len();
                self.buffer.resize(kept + CHUNK_BYTES, 0);
                let room = self.buffer.get_mut(kept..).unwrap_or_default();
                let read = read_chunk(self.source, room);
                self.buffer.truncate(kept + read.as_ref().map_or(0, |read| *read));
                self.ended = read? == 0;
            }
            Some(utf16) => {
                let mut chunk = vec![0; CHUNK_BYTES];
                let read = read_chunk(self.source, &mut chunk)?;
                chunk.truncate(read);
                self.ended = read == 0;
                utf16.decode(&chunk, self.ended, &mut self.buffer);
            }
        }
        Ok(())
    }
}

/// Reads until the chunk is full or nothing is left.
fn read_chunk(source: &mut dyn ReadSeek, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(room) = into.get_mut(filled..).filter(|room| !room.is_empty()) {
        match source.read(room) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
