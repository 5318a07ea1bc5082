//! The cells of a row, borrowed from the row itself, and how a row of text is split into them.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::near;
use super::rows::Quotes;

/// What a cell is, where its source says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum CellType {
    /// Characters, in the notation the mapping states.
    #[default]
    Text,
    /// A number of a workbook, printed with a point.
    Number,
    /// A date or time of a workbook, printed in ISO 8601.
    Time,
}

/// The cells of a row; behind them stand the constants of the mapping, as further columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cells<'a> {
    text: &'a str,
    ranges: &'a [(usize, usize)],
    types: &'a [CellType],
    constants: &'a [String],
    empty_words: &'a [String],
}

impl<'a> Cells<'a> {
    /// Cells that stand in `text` at `ranges`; `types` may be shorter where all is text.
    pub(crate) fn new(text: &'a str, ranges: &'a [(usize, usize)], types: &'a [CellType]) -> Self {
        Self { text, ranges, types, constants: &[], empty_words: &[] }
    }

    /// The cells with the constants of a mapping behind them.
    pub(crate) fn with_constants(self, constants: &'a [String]) -> Self {
        Self { constants, ..self }
    }

    /// The cells where each of these words, in any case, stands for an empty one.
    pub(crate) fn with_empty_words(self, empty_words: &'a [String]) -> Self {
        Self { empty_words, ..self }
    }

    /// Number of cells, without the constants.
    pub(crate) fn width(&self) -> usize {
        self.ranges.len()
    }

    /// A cell without the blanks around it; empty where there is none.
    pub(crate) fn get(&self, column: usize) -> &'a str {
        match self.ranges.get(column) {
            Some((start, end)) => {
                let cell = trim(self.text.get(*start..*end).unwrap_or(""));
                let is_empty = self.empty_words.iter().any(|word| word.eq_ignore_ascii_case(cell));
                if is_empty { "" } else { cell }
            }
            None => self
                .constants
                .get(column.wrapping_sub(self.ranges.len()))
                .map_or("", String::as_str),
        }
    }

    /// What the cell is.
    pub(crate) fn cell_type(&self, column: usize) -> CellType {
        self.types.get(column).copied().unwrap_or_default()
    }

    /// Whether every cell is empty.
    pub(crate) fn is_blank(&self) -> bool {
        (0..self.ranges.len()).all(|column| self.get(column).is_empty())
    }

    /// The first `width` cells, if those behind them are empty.
    pub(crate) fn cut_to(self, width: usize) -> Option<Self> {
        let empty = (width..self.ranges.len()).all(|column| self.get(column).is_empty());
        empty.then(|| Self { ranges: self.ranges.get(..width).unwrap_or(self.ranges), ..self })
    }

    /// The cells as owned texts, for headers.
    pub(crate) fn to_names(self) -> Vec<String> {
        (0..self.ranges.len()).map(|column| self.get(column).to_owned()).collect()
    }
}

/// `str::trim` with a quick answer for a cell that has nothing to trim, as nearly all.
fn trim(text: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) { text } else { text.trim() }
}

/// Splits rows into cells, reusing its buffers.
pub(crate) struct Splitter {
    separator: u8,
    quote: u8,
    /// Made for the first row with quotes: making it costs more than splitting a small table, and every
    /// member of an image is asked whether it is one.
    reader: Option<Reader>,
    ranges: Vec<(usize, usize)>,
    unquoted: Vec<u8>,
    ends: Vec<usize>,
}

impl std::fmt::Debug for Splitter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Splitter").field("separator", &self.separator).finish_non_exhaustive()
    }
}

impl Splitter {
    pub(crate) fn new(separator: u8, quote: u8) -> Self {
        Self {
            separator,
            quote,
            reader: None,
            ranges: Vec::new(),
            unquoted: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Splits a row without its line end.
    pub(crate) fn split<'a>(&'a mut self, row: &'a str, quotes: Quotes) -> Cells<'a> {
        self.ranges.clear();
        if quotes == Quotes::None {
            let mut start = 0;
            for end in memchr::memchr_iter(self.separator, row.as_bytes()) {
                self.ranges.push((start, end));
                start = end + 1;
            }
            self.ranges.push((start, row.len()));
            return Cells::new(row, &self.ranges, &[]);
        }
        if self.split_plainly(row) {
            return Cells::new(row, &self.ranges, &[]);
        }
        self.ranges.clear();
        self.split_carefully(row)
    }

    /// Splits a row with quotes wherever they may stand.
    fn split_carefully<'a>(&'a mut self, row: &str) -> Cells<'a> {
        let (bytes, cells) = self.unquote(row.as_bytes());
        let mut start = 0;
        for end in self.ends.iter().take(cells) {
            self.ranges.push((start, *end));
            start = *end;
        }
        // Quotes and separators are ASCII: what is left of UTF-8 without them is UTF-8.
        let unquoted = self.unquoted.get(..bytes).unwrap_or_default();
        let text = std::str::from_utf8(unquoted).unwrap_or("");
        Cells::new(text, &self.ranges, &[])
    }

    /// Splits a row whose quotes only stand around whole cells, as nearly all do; `false` where it has
    /// others.
    fn split_plainly(&mut self, row: &str) -> bool {
        // A mark of the byte order is left to the careful way, which takes it away.
        if row.starts_with('\u{feff}') {
            return false;
        }
        let bytes = row.as_bytes();
        let mut at = 0;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let quoted = rest.first() == Some(&self.quote);
            let (start, end) = if quoted {
                let inside = rest.get(1..).unwrap_or_default();
                let Some(len) = near::find(self.quote, inside) else { return false };
                (at + 1, at + 1 + len)
            } else {
                (at, at + near::find(self.separator, rest).unwrap_or(rest.len()))
            };
            self.ranges.push((start, end));
            let after = end + usize::from(quoted);
            match bytes.get(after) {
                None => return true,
                Some(byte) if *byte == self.separator => at = after + 1,
                Some(_) => return false,
            }
        }
    }

    /// Takes the quotes away: bytes written, cells found.
    fn unquote(&mut self, row: &[u8]) -> (usize, usize) {
        let mut input = row;
        let (separator, quote) = (self.separator, self.quote);
        let reader = self
            .reader
            .get_or_insert_with(|| ReaderBuilder::new().delimiter(separator).quote(quote).build());
        reader.reset();
        // Fresh zeroed memory costs nothing until it is touched, as filling it up would.
        if self.unquoted.len() <= input.len() {
            self.unquoted = vec![0; input.len() + 1];
        }
        if self.ends.len() < input.len() + 2 {
            self.ends = vec![0; input.len() + 2];
        }
        let (mut bytes, mut cells) = (0, 0);
        loop {
            let out = self.unquoted.get_mut(bytes..).unwrap_or(&mut []);
            let ends = self.ends.get_mut(cells..).unwrap_or(&mut []);
            let (result, read, written, ended) = reader.read_record(input, out, ends);
            bytes += written;
            cells += ended;
            // The buffers hold the longest outcome, so that only the input can be at its end.
            if result != ReadRecordResult::InputEmpty || read == 0 {
                return (bytes, cells);
            }
            // An empty input tells the reader that the row is at its end.
            input = &[];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_plain_way_splits_as_the_careful_way_does(row in "(\u{feff}|[a,\" è]|\"[a, ]*\",?){0,12}") {
            proptest::prop_assume!(!row.is_empty());
            let mut plain = Splitter::new(b',', b'"');
            let mut careful = Splitter::new(b',', b'"');
            if plain.split_plainly(&row) {
                let got = Cells::new(&row, &plain.ranges, &[]).to_names();
                proptest::prop_assert_eq!(got, careful.split_carefully(&row).to_names());
            }
        }
    }
}
