//! Tables with named columns parted by `,`, `;` or tabs, of which one at least holds digests or codes.
//!
//! - **Columns** are taken by name: MD5, SHA-1, SHA-256, or `hash`/`digest`, which must then hold one
//!   kind throughout; `pdq` (also `pdq_hash`), the perceptual code, and beside it `quality`, 0 to 100;
//!   `category`; `upheld` and `disputed` (also `upvotes`, `downvotes`). Others are passed.
//! - **Specification:** RFC 4180 for quotes.
//! - **Known limits:** UTF-8 or an encoding that keeps ASCII; a file cut exactly at the end of a row
//!   shows no damage, unless the number of its rows is stated.

use csv::{ByteRecord, ReaderBuilder};

use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::columns::Columns;
use super::{Entry, Pour, SetFormat, Stated, whole_lines};

/// Tables; see the module.
#[derive(Debug)]
pub(super) struct Table;

impl SetFormat for Table {
    fn code(&self) -> &'static str {
        "table"
    }

    fn knows(&self, head: &[u8]) -> bool {
        let header = whole_lines(head).next().unwrap_or_default();
        Columns::of(header.split(|byte| *byte == separator(header))).has_digests()
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        read_table(source, pour)?;
        Ok(Stated::default())
    }
}

/// What parts the columns of a header.
fn separator(header: &[u8]) -> u8 {
    let count = |mark: &u8| header.split(|byte| byte == mark).count();
    b",;\t".iter().copied().max_by_key(count).unwrap_or(b',')
}

/// Reads a table by its header.
pub(super) fn read_table(source: &mut Source, pour: &mut Pour<'_>) -> Result<(), Refusal> {
    let header = whole_lines(source.head()).next().unwrap_or_default();
    let delimiter = separator(header);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .comment(Some(b'#'))
        .from_reader(source);
    let header = reader.byte_headers().map_err(|error| fault(&error))?;
    let mut columns = Columns::of(header.iter()).checked("the header")?;
    let (mut row, mut entry) = (ByteRecord::new(), Entry::default());
    while reader.read_byte_record(&mut row).map_err(|error| fault(&error))? {
        let line = row.position().map_or(0, csv::Position::line);
        columns.take(&mut entry, row.iter(), || format!("line {line}"))?;
        pour(&entry)?;
    }
    Ok(())
}

pub(super) fn fault(error: &csv::Error) -> Refusal {
    let line = error.position().map_or(0, csv::Position::line);
    let fault = if error.is_io_error() { Fault::Unread } else { Fault::Malformed };
    Refusal::new(fault, format!("line {line}"), error.to_string())
}
