//! Workbooks (XLSX): every sheet that carries the header of a mapping, each read by its own.
//!
//! - **Source:** ECMA-376, through `calamine`, sheet by sheet and cell by cell.
//! - **Place of a row:** `Sheet!12` as the spreadsheet program shows it; a row has no bytes of its
//!   own in a compressed file.
//! - **Known limits:** no encrypted workbooks, no `.xls`, no `.ods`; formulas by the value that was
//!   stored with them; what a chart, a comment or a picture says is not read.

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};
use model::{Digest, Place, RejectKind, say};

use super::bomb;
use super::cells::{CellType, Cells};
use super::find::{
    self, Candidate, HEADER_LINES_MAX, chosen_by_name, header_candidates, header_rows_max,
    mapped_count, matches, no_header, the_only_one,
};
use super::header::{COLUMNS_MAX, fingerprint, join_lines};
use super::mapping::Mapping;
use super::pour::{Pourer, fits, state_facts};
use super::rows::ROW_BYTES_MAX;
use super::typed;
use crate::format::{Head, ReadSeek, ReadsBy, Source, SourceFormat, Sure};
use crate::settings::Settings;
use crate::sink::{Halt, Sink, SkipReason};

/// Workbooks read through a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Workbook;

/// Sheets read from one workbook; real ones have a handful.
const SHEETS_MAX: usize = 256;

impl SourceFormat for Workbook {
    fn code(&self) -> &'static str {
        "workbook"
    }

    fn version(&self) -> u32 {
        1
    }

    fn reads_by(&self) -> ReadsBy {
        ReadsBy::Mapping
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let zip = head.bytes.starts_with(b"PK\x03\x04");
        let sheets = ["xl/", "[Content_Types].xml"];
        match sheets.iter().filter(|name| zip && head.has(name)).count() {
            2 => Sure::Yes,
            1 => Sure::Maybe,
            _ => Sure::No,
        }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let mut book = open(source.bytes)?;
        let mut stated: Vec<&str> = Vec::new();
        let sheets = find_sheets(&mut book, settings, sink)?;
        for sheet in &sheets {
            if !stated.contains(&sheet.mapping.name.as_str()) {
                state_facts(sheet.mapping, sheet.fingerprint, sink)?;
                stated.push(&sheet.mapping.name);
            }
            read_sheet(&mut book, sheet, settings, sink)?;
        }
        Ok(())
    }
}

type Book<'s> = Xlsx<&'s mut dyn ReadSeek>;

/// The first rows of a sheet and, where it has more, the last.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    pub(crate) lines: Vec<Vec<String>>,
    pub(crate) last: Vec<Vec<String>>,
}

/// Rows at the end of a sheet among which totals are looked for.
const LAST_ROWS: usize = 10;

/// Rows gone through to find the last ones: what a spreadsheet program can hold.
const ROWS_GONE_THROUGH: usize = 1 << 20;

/// A sheet that carries the header of a mapping.
struct Found<'m> {
    mapping: &'m Mapping,
    name: String,
    /// Row of the last header line among the rows that hold anything, from 1; 0 where there is none.
    header_line: usize,
    fingerprint: Digest,
    /// Whether rows under its header can become records.
    fits: bool,
}

fn broken(place: &Place, error: &XlsxError) -> Halt {
    let remedy = match error {
        XlsxError::Password => "ask the sender for the workbook without a password",
        _ => "ask the sender for the file again, or for the table as delimited text",
    };
    let reason = format!("the workbook cannot be read: {error}");
    Halt::Broken { place: place.clone(), reason, remedy: remedy.into() }
}

fn open(bytes: &mut dyn ReadSeek) -> Result<Book<'_>, Halt> {
    bomb::check(bytes)?;
    ask(|| Xlsx::new(bytes)).map_err(|error| broken(&Place::default(), &error))
}

/// Asks calamine, which trusts the numbers of rows, columns and texts it reads: where one of them
/// makes it fail, that is a fault of the workbook.
fn ask<T>(question: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, XlsxError> {
    let lies = XlsxError::Unexpected("a row, column or text has a number that cannot be");
    catch_unwind(AssertUnwindSafe(question)).unwrap_or(Err(lies))
}

/// The worksheets, in the order of the book.
fn worksheets(book: &Book<'_>) -> Vec<(String, SheetVisible)> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    sheets.take(SHEETS_MAX).map(|sheet| (sheet.name.clone(), sheet.visible)).collect()
}

/// The first and last rows of every worksheet, for a proposal of a mapping.
pub(crate) fn first_rows(
    bytes: &mut dyn ReadSeek,
    rows_max: usize,
) -> Result<Vec<(String, Sample)>, Halt> {
    let mut book = open(bytes)?;
    let names = worksheets(&book);
    names
        .into_iter()
        .map(|(name, _)| {
            let sample = sample_of(&mut book, &name, rows_max)?;
            Ok((name, sample))
        })
        .collect()
}

fn sample_of(book: &mut Book<'_>, name: &str, rows_max: usize) -> Result<Sample, Halt> {
    let place = Place { path: name.to_owned(), ..Place::default() };
    let mut rows = SheetRows::open(book, name)?;
    let mut sample = Sample::default();
    let mut seen = 0;
    while seen < ROWS_GONE_THROUGH && rows.next().map_err(|error| broken(&place, &error))? {
        seen += 1;
        let list = if seen <= rows_max { &mut sample.lines } else { &mut sample.last };
        if list.len() == LAST_ROWS && seen > rows_max {
            list.remove(0);
        }
        list.push(rows.row.cells().to_names());
    }
    Ok(sample)
}

fn first_rows_of(
    book: &mut Book<'_>,
    name: &str,
    rows_max: usize,
) -> Result<Vec<Vec<String>>, Halt> {
    let place = Place { path: name.to_owned(), ..Place::default() };
    let mut rows = SheetRows::open(book, name)?;
    let mut lines = Vec::new();
    while lines.len() < rows_max && rows.next().map_err(|error| broken(&place, &error))? {
        lines.push(rows.row.cells().to_names());
    }
    Ok(lines)
}

/// The sheets to read, each with its mapping: the one a person chose for all of them, else the only
/// one confirmed for the header of the sheet. Where a workbook has one mapping, it holds for sheets
/// with other columns beside as well.
fn find_sheets<'m>(
    book: &mut Book<'_>,
    settings: &'m Settings,
    sink: &mut Sink<'_>,
) -> Result<Vec<Found<'m>>, Halt> {
    let chosen = chosen_by_name(settings)?;
    let mut tables = Vec::new();
    let mut only = chosen;
    let mut several = false;
    for (name, visible) in worksheets(book) {
        if visible != SheetVisible::Visible {
            sink.remark(say::sheet_hidden(&name))?;
        }
        let lines = first_rows_of(book, &name, HEADER_LINES_MAX)?;
        let own = if chosen.is_none() { confirmed(&name, &lines, settings)? } else { None };
        if let Some(own) = own {
            several |= only.is_some_and(|other| other.name != own.name);
            only = Some(own);
        }
        tables.push((name, lines, own));
    }
    let Some(only) = only else { return the_only_one::<()>(Vec::new()).map(|_| Vec::new()) };
    let mut sheets = Vec::new();
    for (name, lines, own) in tables {
        let mapping = own.or_else(|| (!several).then_some(only));
        if mapping.is_some_and(|own| own.sheet.as_ref().is_some_and(|sheet| *sheet != name)) {
            continue;
        }
        match mapping.and_then(|own| place_header(own, &name, &lines, settings)) {
            Some(found) => sheets.push(found),
            None if lines.is_empty() => {}
            None => note_unread(mapping, &name, sink)?,
        }
    }
    // A summary has some of the columns: beside a sheet that has what a record needs it is none.
    if sheets.iter().any(|found| found.fits) {
        for found in sheets.iter().filter(|found| !found.fits) {
            note_unread(Some(found.mapping), &found.name, sink)?;
        }
        sheets.retain(|found| found.fits);
    }
    if sheets.is_empty() { Err(no_header(only)) } else { Ok(sheets) }
}

fn note_unread(mapping: Option<&Mapping>, sheet: &str, sink: &mut Sink<'_>) -> Result<(), Halt> {
    sink.remark(match mapping {
        Some(mapping) => say::sheet_unread(sheet, &mapping.name),
        None => say::sheet_unmapped(sheet),
    })
}

/// The one mapping confirmed for the header of a sheet, if any is.
fn confirmed<'m>(
    name: &str,
    lines: &[Vec<String>],
    settings: &'m Settings,
) -> Result<Option<&'m Mapping>, Halt> {
    let mut found: Vec<(&Mapping, Candidate, Digest)> = Vec::new();
    // The separator says nothing in a workbook: each mapping is asked under its own.
    for separator in find::SEPARATORS {
        let candidates = header_candidates(lines, separator, header_rows_max(settings));
        for (mapping, candidate, digest) in matches(settings, &candidates) {
            let known = found.iter().any(|(other, ..)| other.name == mapping.name);
            if !known && mapping.sheet.as_ref().is_none_or(|only| only == name) {
                found.push((mapping, candidate, digest));
            }
        }
    }
    if found.is_empty() {
        return Ok(None);
    }
    the_only_one(found).map(|(mapping, ..)| Some(mapping))
}

fn place_header<'m>(
    mapping: &'m Mapping,
    name: &str,
    lines: &[Vec<String>],
    settings: &Settings,
) -> Option<Found<'m>> {
    if !mapping.headers.is_empty() {
        let fingerprint = super::header::width_fingerprint(mapping.headers.len());
        let name = name.to_owned();
        return Some(Found { mapping, name, header_line: 0, fingerprint, fits: true });
    }
    let set = mapping.header_row.map(|row| usize::try_from(row).unwrap_or(usize::MAX));
    let mut best: Option<(usize, Candidate)> = None;
    for candidate in header_candidates(lines, ',', mapping.header_rows) {
        let fits =
            candidate.lines == mapping.header_rows && set.is_none_or(|row| row == candidate.line);
        let score = mapped_count(mapping, &candidate.names);
        if fits && score > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| Found {
        mapping,
        name: name.to_owned(),
        header_line: candidate.line,
        fingerprint: fingerprint(&candidate.names),
        fits: fits(mapping, &candidate.names, settings),
    })
}

/// Reads one sheet: preamble, header, rows.
fn read_sheet(
    book: &mut Book<'_>,
    sheet: &Found<'_>,
    settings: &Settings,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let mapping = sheet.mapping;
    let mut place = Place { path: sheet.name.clone(), ..Place::default() };
    let mut rows = SheetRows::open(book, &sheet.name)?;
    let height = usize::try_from(mapping.header_rows).unwrap_or(1);
    let first = (sheet.header_line + 1).saturating_sub(height);
    let (mut names, mut preamble) = (Vec::new(), Vec::new());
    for number in 1..=sheet.header_line {
        if !rows.next_at(&sheet.name, &mut place)? {
            break;
        }
        let in_header = number >= first;
        let list = if in_header { &mut names } else { &mut preamble };
        list.push(rows.row.cells().to_names());
        sink.skip(&place, if in_header { SkipReason::Header } else { SkipReason::Comment })?;
    }
    let stated = if names.is_empty() { mapping.headers.clone() } else { join_lines(&names) };
    let mut pourer = Pourer::new(mapping, settings, &stated, &place, sink)?;
    pourer.take_owner_from(&preamble, sink)?;
    while rows.next_at(&sheet.name, &mut place)? {
        rows.row.widen(pourer.width());
        if let Some(kind) = rows.row.fault {
            sink.begin(&place)?;
            sink.reject(kind, "", &rows.row.text)?;
            continue;
        }
        let Some(cells) = rows.row.cells().cut_to(pourer.width()) else {
            sink.begin(&place)?;
            sink.reject(RejectKind::WrongWidth, "", &rows.row.text)?;
            continue;
        };
        if let Some(reason) = pourer.skip_reason(&cells) {
            sink.skip(&place, reason)?;
            continue;
        }
        pourer.pour(cells, &place, sink)?;
    }
    pourer.note_facts(sink)
}

/// One row of a sheet: its cells printed one after another.
#[derive(Debug, Default)]
struct SheetRow {
    /// From 0, as the file counts.
    index: u32,
    text: String,
    ranges: Vec<(usize, usize)>,
    types: Vec<CellType>,
    fault: Option<RejectKind>,
}

impl SheetRow {
    fn cells(&self) -> Cells<'_> {
        Cells::new(&self.text, &self.ranges, &self.types)
    }

    fn clear(&mut self, index: u32) {
        self.index = index;
        self.text.clear();
        self.ranges.clear();
        self.types.clear();
        self.fault = None;
    }

    /// Empty cells at the end of a row are not stored: adds them.
    fn widen(&mut self, width: usize) {
        if self.ranges.len() < width {
            self.ranges.resize(width, (0, 0));
        }
    }

    fn push(&mut self, column: usize, cell: &calamine::DataRef<'_>, format: Option<&str>) {
        if column >= COLUMNS_MAX || self.text.len() > ROW_BYTES_MAX {
            if !matches!(cell, calamine::DataRef::Empty) {
                self.fault = Some(RejectKind::RowTooLong);
            }
            return;
        }
        // Tabs part the cells where the row is shown whole.
        if !self.text.is_empty() {
            self.text.push('\t');
        }
        let start = self.text.len();
        let cell_type = typed::print(cell, format, &mut self.text);
        self.widen(column + 1);
        self.types.resize(self.ranges.len(), CellType::Text);
        if let (Some(range), Some(slot)) = (self.ranges.get_mut(column), self.types.get_mut(column))
        {
            (*range, *slot) = ((start, self.text.len()), cell_type);
        }
    }
}

/// A cell that belongs to the next row: row, column, value, style.
type Pending<'b> = (u32, usize, calamine::DataRef<'b>, usize);

/// The rows of a sheet that hold anything, gathered from its cells.
struct SheetRows<'b, 's> {
    cells: XlsxCellReader<'b, &'s mut dyn ReadSeek>,
    pending: Option<Pending<'b>>,
    row: SheetRow,
    /// Whether the last cell came; the reader must not be asked beyond it.
    ended: bool,
}

impl<'b, 's> SheetRows<'b, 's> {
    fn open(book: &'b mut Book<'s>, name: &str) -> Result<Self, Halt> {
        let place = Place { path: name.to_owned(), ..Place::default() };
        let cells =
            ask(|| book.worksheet_cells_reader(name)).map_err(|error| broken(&place, &error))?;
        Ok(Self { cells, pending: None, row: SheetRow::default(), ended: false })
    }

    fn cell(&mut self) -> Result<Option<Pending<'b>>, XlsxError> {
        if self.ended {
            return Ok(None);
        }
        let Some((cell, style)) = ask(|| self.cells.next_cell_with_style_id())? else {
            self.ended = true;
            return Ok(None);
        };
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        Ok(Some((row, column, cell.get_value().clone(), style)))
    }

    /// Gathers the next row; `false` at the end of the sheet.
    fn next(&mut self) -> Result<bool, XlsxError> {
        let first = match self.pending.take() {
            Some(first) => first,
            None => match self.cell()? {
                Some(first) => first,
                None => return Ok(false),
            },
        };
        self.row.clear(first.0);
        self.push(&first);
        while let Some(cell) = self.cell()? {
            if cell.0 != self.row.index {
                self.pending = Some(cell);
                break;
            }
            self.push(&cell);
        }
        Ok(true)
    }

    fn push(&mut self, (_, column, value, style): &Pending<'b>) {
        let style = self.cells.styles().get(*style);
        let format = style.and_then(|style| style.number_format.as_ref());
        self.row.push(*column, value, format.map(|format| format.format_code.as_str()));
    }

    /// Gathers the next row and says where it stands.
    fn next_at(&mut self, sheet: &str, place: &mut Place) -> Result<bool, Halt> {
        let more = self.next().map_err(|error| broken(place, &error))?;
        if more {
            place.path.clear();
            // Writing to a String cannot fail.
            let _ = write!(place.path, "{sheet}!{}", u64::from(self.row.index) + 1);
        }
        Ok(more)
    }
}
