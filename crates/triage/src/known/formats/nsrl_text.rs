//! The Reference Data Set of the National Software Reference Library as text (`NSRLFile.txt`).
//!
//! - **Recognised by:** the columns `SHA-1`, `MD5` and `SpecialCode` in its first line.
//! - **Specification:** NIST, "Data Formats of the NSRL Reference Data Set (RDS) Distribution",
//!   versions 1 and 2. The special code (`M` for malicious, `S` for special) is kept as the category.
//! - **Known limits:** names of files in it hold quotes that no rule of CSV explains, so that columns
//!   before the name are counted from the left, those behind it from the right.

use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::columns::{Column, Columns, complete};
use super::{Entry, Pour, SetFormat, Stated, is_passed, whole_lines};

/// The Reference Data Set as text; see the module.
#[derive(Debug)]
pub(super) struct NsrlText;

impl SetFormat for NsrlText {
    fn code(&self) -> &'static str {
        "nsrl_text"
    }

    fn knows(&self, head: &[u8]) -> bool {
        let first = whole_lines(head).next().unwrap_or_default();
        let has = |name: &[u8]| first.windows(name.len()).any(|part| part == name);
        has(b"\"SHA-1\"") && has(b"\"MD5\"") && has(b"\"SpecialCode\"")
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        let mut line = Vec::new();
        source.next_line(&mut line)?;
        let names: Vec<&[u8]> = line.split(|byte| *byte == b',').collect();
        let name_at = names.iter().position(|name| bare(name) == b"FileName");
        let mut columns = Columns::of(names.iter().copied()).checked("the header")?;
        let Some(name_at) = name_at else {
            let fact = "the column `FileName` is missing";
            return Err(Refusal::new(Fault::MissingColumn, "the header", fact));
        };
        let header = line.clone();
        let layout: Vec<Column> = columns.iter().collect();
        let (before, rest) = layout.split_at_checked(name_at).unwrap_or((&layout, &[]));
        let behind = rest.get(1..).unwrap_or_default();
        let mut entry = Entry::default();
        while source.next_line(&mut line)? {
            // Volumes joined to one file bring their headers along.
            if is_passed(&line) || line == header {
                continue;
            }
            let place = || source.place();
            let row = Row { line: &line, place: &place };
            row.take(&mut columns, before, behind, &mut entry)?;
            pour(&entry)?;
        }
        Ok(Stated { version: String::new(), scheme: "nsrl-special-code".to_owned() })
    }
}

/// A cell without its quotes.
fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    let inner = cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\""));
    inner.unwrap_or(cell)
}

/// One row.
struct Row<'l, P> {
    line: &'l [u8],
    place: &'l P,
}

impl<P: Fn() -> String> Row<'_, P> {
    fn take(
        &self,
        columns: &mut Columns,
        before: &[Column],
        behind: &[Column],
        entry: &mut Entry,
    ) -> Result<(), Refusal> {
        entry.clear();
        let mut rest = self.line;
        for column in before {
            let at = rest.iter().position(|byte| *byte == b',').ok_or_else(|| self.cut())?;
            let (cell, behind) = rest.split_at_checked(at).ok_or_else(|| self.cut())?;
            rest = behind.get(1..).unwrap_or_default();
            columns.take_cell(entry, *column, bare(cell), self.place)?;
        }
        for column in behind.iter().rev() {
            let at = rest.iter().rposition(|byte| *byte == b',').ok_or_else(|| self.cut())?;
            let (before, cell) = rest.split_at_checked(at).ok_or_else(|| self.cut())?;
            let cell = cell.get(1..).unwrap_or_default().trim_ascii();
            if cell.starts_with(b"\"") && (cell.len() < 2 || !cell.ends_with(b"\"")) {
                return Err(self.cut());
            }
            rest = before;
            columns.take_cell(entry, *column, bare(cell), self.place)?;
        }
        complete(entry, self.place)
    }

    fn cut(&self) -> Refusal {
        let fact = "the row ends before its last column";
        Refusal::new(Fault::Cut, (self.place)(), fact)
    }
}
