//! Records to parts: the one writer of `tables/`.
//!
//! A chunk is what stands or falls together: its parts are written aside, synced, and only then
//! given their names. What was not committed when the power failed is read again.

mod column;
mod file;
mod row;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use model::record::Kind;
use model::{ExhibitId, PlaceRef, Reject};

use crate::columns::{REJECT_TABLE, columns_of, reject_columns};
use crate::fault::{AppendFault, TablesFault};
use crate::parts::{Part, numbers_of, part_path, tables};
use row::RowFiller;
use table::TableWriter;

/// Appends the records and rejects of one exhibit to the parts of its tables.
///
/// ```text
/// append / reject …   rows of one chunk, any kind, in the order of the source
/// commit_chunk()      its parts, whole on the disk under their names
/// ```
pub struct PartWriter {
    folder: PathBuf,
    exhibit: ExhibitId,
    number: u32,
    rows: u64,
    /// By [`number_of`].
    open: BTreeMap<u8, OpenTable>,
    filler: RowFiller,
}

struct OpenTable {
    table: &'static str,
    writer: TableWriter,
    path: PathBuf,
}

impl PartWriter {
    /// A writer of the parts of `exhibit` below `folder` (the case's `tables/`), from chunk
    /// `first` on. Parts of this exhibit from that number on are left over from a run that was
    /// stopped before it could list them; they are removed.
    pub fn start(folder: &Path, exhibit: ExhibitId, first: u32) -> Result<Self, TablesFault> {
        for table in tables() {
            remove_left_over(&folder.join(table), exhibit, first)?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            exhibit,
            number: first,
            rows: 0,
            open: BTreeMap::new(),
            filler: RowFiller::new(exhibit),
        })
    }

    /// Appends a record in its wire form, which is validated here and nowhere else. On a
    /// [`AppendFault::Wire`] nothing of it is kept, and the writer can go on.
    pub fn append(
        &mut self,
        kind: Kind,
        place: &PlaceRef<'_>,
        slots: &[u8],
    ) -> Result<(), AppendFault> {
        let table = open_table(&mut self.open, &self.folder, Some(kind), self.exhibit, self.number);
        if let Err(fault) = self.filler.record(&mut table.writer, kind, place, slots) {
            table.writer.take_back();
            return Err(fault.into());
        }
        table.writer.end_row(slots.len(), &table.path)?;
        self.rows += 1;
        Ok(())
    }

    /// Appends a reject.
    pub fn reject(&mut self, reject: &Reject) -> Result<(), TablesFault> {
        let table = open_table(&mut self.open, &self.folder, None, self.exhibit, self.number);
        self.filler.reject(&mut table.writer, reject);
        table.writer.end_row(reject.raw.len(), &table.path)?;
        self.rows += 1;
        Ok(())
    }

    /// Rows of the open chunk: records and rejects. Commit at [`crate::parts::PART_ROWS`].
    pub fn rows_in_chunk(&self) -> u64 {
        self.rows
    }

    /// The number the open chunk will have.
    pub fn chunk(&self) -> u32 {
        self.number
    }

    /// Ends the chunk: its parts are whole on the disk and have their names when this returns.
    /// A chunk without rows has no parts and keeps its number.
    pub fn commit_chunk(&mut self) -> Result<Vec<Part>, TablesFault> {
        let mut closed = Vec::new();
        for table in tables() {
            let number = number_of(Kind::from_table(table));
            let Some(open) = self.open.get_mut(&number) else { continue };
            if let Some(part) = open.writer.close(&open.path)? {
                closed.push((table, part));
            }
        }
        for (_, part) in &closed {
            fs::rename(file::unfinished(&part.path), &part.path)
                .map_err(|fault| TablesFault::write(&part.path, fault))?;
        }
        for (table, _) in &closed {
            let folder = self.folder.join(table);
            file::sync_folder(&folder).map_err(|fault| TablesFault::write(&folder, fault))?;
        }
        let parts: Vec<Part> = closed
            .iter()
            .map(|(table, part)| part.part(table, self.exhibit, self.number))
            .collect();
        if !parts.is_empty() {
            self.number += 1;
        }
        self.rows = 0;
        for open in self.open.values_mut() {
            open.path = self.folder.join(part_path(open.table, self.exhibit, self.number));
        }
        Ok(parts)
    }
}

impl Drop for PartWriter {
    /// What was not committed leaves nothing behind.
    fn drop(&mut self) {
        for aside in self.open.values().filter_map(|open| open.writer.unfinished()) {
            // Nothing to do about a file that cannot be removed: the next start tries again.
            let _ = file::remove_if_there(&aside);
        }
    }
}

/// The number of a kind's table, and of that of the rejects.
fn number_of(kind: Option<Kind>) -> u8 {
    kind.map_or(0, |kind| kind as u8)
}

fn open_table<'a>(
    open: &'a mut BTreeMap<u8, OpenTable>,
    folder: &Path,
    kind: Option<Kind>,
    exhibit: ExhibitId,
    number: u32,
) -> &'a mut OpenTable {
    open.entry(number_of(kind)).or_insert_with(|| {
        let table = kind.map_or(REJECT_TABLE, Kind::table);
        let columns = kind.map_or_else(reject_columns, columns_of);
        let path = folder.join(part_path(table, exhibit, number));
        OpenTable { table, writer: TableWriter::new(columns), path }
    })
}

fn remove_left_over(folder: &Path, exhibit: ExhibitId, first: u32) -> Result<(), TablesFault> {
    let entries = match fs::read_dir(folder) {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|fault| TablesFault::write(folder, fault))?,
    };
    for entry in entries {
        let entry = entry.map_err(|fault| TablesFault::write(folder, fault))?;
        let name = entry.file_name();
        let left_over = name
            .to_str()
            .and_then(numbers_of)
            .is_some_and(|(whose, number)| whose == exhibit && number >= first);
        if left_over {
            let path = entry.path();
            file::remove_if_there(&path).map_err(|fault| TablesFault::write(&path, fault))?;
        }
    }
    Ok(())
}
