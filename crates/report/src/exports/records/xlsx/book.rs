//! The workbook itself: its sheets as they are filled, and the files that make an archive a workbook.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::rc::Rc;

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::exports::ExportError;
use crate::exports::records::Outputs;
use crate::exports::records::flat::Cell;
use crate::exports::xml::{escaped, is_allowed, push_char};

/// Bytes of a sheet: below what an archive holds without the extension that spreadsheets do not read.
const SHEET_BYTES_MAX: u64 = 2 << 30;

/// Bytes held back before they are handed on.
const SPOOL_BYTES: usize = 1 << 16;

/// Digits a spreadsheet keeps.
const DIGITS_MAX: usize = 15;

/// Characters at the foot of a printed page; the first sheet has all of them.
const FOOT_CHARS_MAX: usize = 200;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// What the archive has compressed and the export has not taken yet.
#[derive(Debug, Clone, Default)]
struct Spool(Rc<RefCell<Vec<u8>>>);

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A workbook under way.
pub(super) struct Book {
    archive: ZipWriter<StreamWriter<Spool>>,
    spool: Spool,
    foot: String,
    sheets: Vec<String>,
    title: String,
    header: Vec<String>,
    /// Sheets of this title.
    number: u32,
    rows: u32,
    rows_max: u32,
    bytes: u64,
    line: Line,
}

/// A row of a sheet under way.
#[derive(Debug, Default)]
pub(super) struct Line {
    xml: String,
    row: u32,
    column: u32,
}

impl Book {
    /// A workbook with this line at the foot of each page, and sheets of so many rows.
    pub(super) fn new(mark: &str, rows_max: u32) -> Self {
        let spool = Spool::default();
        let foot: String = mark.chars().take(FOOT_CHARS_MAX).collect();
        Self {
            archive: ZipWriter::new_stream(spool.clone()),
            spool,
            // A single ampersand would begin a code of the page's layout.
            foot: escaped(&format!("&C{}", foot.replace('&', "&&"))),
            sheets: Vec::new(),
            title: String::new(),
            header: Vec::new(),
            number: 0,
            rows: 0,
            rows_max,
            bytes: 0,
            line: Line::default(),
        }
    }

    /// Ends the sheet before and begins one of this title and these columns.
    pub(super) fn sheet(
        &mut self,
        title: &str,
        header: &[String],
        out: &mut Outputs<'_>,
    ) -> Result<(), ExportError> {
        self.end_sheet(out)?;
        (self.title, self.header, self.number) = (title.to_owned(), header.to_vec(), 0);
        self.begin_sheet(out)
    }

    /// Adds a row, in a further sheet where this one is full.
    pub(super) fn row(
        &mut self,
        out: &mut Outputs<'_>,
        fill: &mut dyn FnMut(&mut Line) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        if self.rows >= self.rows_max || self.bytes >= SHEET_BYTES_MAX {
            self.end_sheet(out)?;
            self.begin_sheet(out)?;
        }
        self.put_row(out, fill)
    }

    fn put_row(
        &mut self,
        out: &mut Outputs<'_>,
        fill: &mut dyn FnMut(&mut Line) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        self.rows += 1;
        let mut line = std::mem::take(&mut self.line);
        line.begin(self.rows);
        fill(&mut line)?;
        line.xml.push_str("</row>");
        self.put(&line.xml, out)?;
        self.line = line;
        Ok(())
    }

    fn begin_sheet(&mut self, out: &mut Outputs<'_>) -> Result<(), ExportError> {
        self.number += 1;
        self.sheets.push(match self.number {
            1 => self.title.clone(),
            number => format!("{} ({number})", self.title),
        });
        self.start(&format!("xl/worksheets/sheet{}.xml", self.sheets.len()), out)?;
        (self.rows, self.bytes) = (0, 0);
        let open = format!(
            "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">\
             <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
             </sheetView></sheetViews><sheetData>"
        );
        self.put(&open, out)?;
        let header = self.header.clone();
        self.put_row(out, &mut |line| {
            for name in &header {
                line.cell(Cell::Text(name));
            }
            Ok(())
        })
    }

    fn end_sheet(&mut self, out: &mut Outputs<'_>) -> Result<(), ExportError> {
        if self.sheets.is_empty() {
            return Ok(());
        }
        let end = format!(
            "</sheetData><headerFooter><oddFooter>{}</oddFooter></headerFooter></worksheet>",
            self.foot
        );
        self.put(&end, out)
    }

    /// Ends the workbook.
    pub(super) fn finish(mut self, out: &mut Outputs<'_>) -> Result<(), ExportError> {
        self.end_sheet(out)?;
        let (mut types, mut sheets, mut links) = (String::new(), String::new(), String::new());
        for (name, number) in self.sheets.iter().zip(1..) {
            // Writing to a String cannot fail.
            let _ = write!(
                types,
                "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{TYPE}.worksheet+xml\"/>"
            );
            let _ = write!(
                sheets,
                "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>",
                escaped(name)
            );
            let _ = write!(
                links,
                "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
        }
        let files = [
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{links}</Relationships>"),
            ),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                     Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "[Content_Types].xml",
                format!(
                    "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
                     ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                     <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPE}.sheet.main+xml\"/>\
                     {types}</Types>"
                ),
            ),
        ];
        for (name, xml) in files {
            self.start(name, out)?;
            self.put(&format!("{DECLARATION}{xml}"), out)?;
        }
        let Self { archive, spool, .. } = self;
        archive.finish().map_err(|fault| out.not_taken(fault.into()))?;
        hand_on(&spool, out, 0)
    }

    fn start(&mut self, name: &str, out: &Outputs<'_>) -> Result<(), ExportError> {
        // No clock: every file of the archive has the first time an archive can state.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        self.archive.start_file(name, options).map_err(|fault| out.not_taken(fault.into()))
    }

    fn put(&mut self, xml: &str, out: &mut Outputs<'_>) -> Result<(), ExportError> {
        self.archive.write_all(xml.as_bytes()).map_err(|fault| out.not_taken(fault))?;
        self.bytes += xml.len() as u64;
        hand_on(&self.spool, out, SPOOL_BYTES)
    }
}

/// Hands on what the archive compressed, where it is more than `held_back`.
fn hand_on(spool: &Spool, out: &mut Outputs<'_>, held_back: usize) -> Result<(), ExportError> {
    let mut bytes = spool.0.borrow_mut();
    if bytes.len() > held_back {
        out.write_all(&bytes).map_err(|fault| out.not_taken(fault))?;
        bytes.clear();
    }
    Ok(())
}

impl Line {
    fn begin(&mut self, row: u32) {
        self.xml.clear();
        (self.row, self.column) = (row, 0);
        // Writing to a String cannot fail.
        let _ = write!(self.xml, "<row r=\"{row}\">");
    }

    /// Adds the next cell.
    pub(super) fn cell(&mut self, cell: Cell<'_>) {
        self.column += 1;
        match cell {
            Cell::Absent => {}
            Cell::Number(digits) if digits.len() <= DIGITS_MAX => {
                self.open("");
                let _ = write!(self.xml, "<v>{digits}</v></c>");
            }
            Cell::Number(text) | Cell::Text(text) => {
                self.open(" t=\"inlineStr\"");
                self.xml.push_str("<is><t xml:space=\"preserve\">");
                push_text(&mut self.xml, text);
                self.xml.push_str("</t></is></c>");
            }
        }
    }

    fn open(&mut self, kind: &str) {
        let (mut name, mut left) = ([0_u8; 4], self.column);
        let mut len = 0;
        while left > 0 {
            left -= 1;
            if let Some(slot) = name.iter_mut().rev().nth(len) {
                *slot = b'A' + u8::try_from(left % 26).unwrap_or(0);
            }
            (left, len) = (left / 26, len + 1);
        }
        let name = name.get(name.len() - len..).unwrap_or_default();
        let name = std::str::from_utf8(name).unwrap_or_default();
        let _ = write!(self.xml, "<c r=\"{name}{}\"{kind}>", self.row);
    }
}

/// Adds a text; a character that XML cannot hold stands as `_x0001_`, as the standard has it
/// (`ST_Xstring`), and what looks like that is kept apart from it.
fn push_text(xml: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        if is_allowed(c) && c != '\r' {
            if c == '_' && is_code(text.get(at..at + 7)) {
                xml.push_str("_x005F");
            }
            push_char(xml, c);
        } else {
            let _ = write!(xml, "_x{:04X}_", u32::from(c));
        }
    }
}

/// Whether a text is one of the standard's own codes for a character.
fn is_code(text: Option<&str>) -> bool {
    let digits = text.and_then(|text| text.strip_prefix("_x")?.strip_suffix('_'));
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
