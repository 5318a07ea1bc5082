//! Parts: the files a table is made of, and the one digest that stands for all of them.

use std::path::{Path, PathBuf};

use model::record::Kind;
use model::{Digest, ExhibitId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::columns::REJECT_TABLE;

/// Rows in a chunk of an exhibit, over all kinds and rejects: what a killed ingest reads again at
/// most, and the largest part.
pub const PART_ROWS: u64 = 1 << 20;

/// A file of records of one kind of one exhibit, whole and named by its digest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    /// Its table: a kind's, or [`REJECT_TABLE`].
    pub table: String,
    /// The exhibit its rows were read from.
    pub exhibit: ExhibitId,
    /// Number of the chunk it belongs to, from 0.
    pub number: u32,
    /// Rows in it.
    pub rows: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Digest of the file.
    pub sha256: Digest,
}

impl Part {
    /// Its path below the folder of the tables: `transfer/EX-7-000.parquet`.
    pub fn path(&self) -> PathBuf {
        part_path(&self.table, self.exhibit, self.number)
    }

    /// The kind of its records; `None` for rejects.
    pub fn kind(&self) -> Option<Kind> {
        Kind::from_table(&self.table)
    }
}

pub(crate) fn part_path(table: &str, exhibit: ExhibitId, number: u32) -> PathBuf {
    Path::new(table).join(format!("{exhibit}-{number:03}.parquet"))
}

/// The exhibit and chunk in a part's file name, whole or unfinished.
pub(crate) fn numbers_of(name: &str) -> Option<(ExhibitId, u32)> {
    let (stem, _) = name.split_once('.')?;
    let (exhibit, number) = stem.rsplit_once('-')?;
    Some((exhibit.parse().ok()?, number.parse().ok()?))
}

/// Tables that parts may belong to, in order.
pub fn tables() -> impl Iterator<Item = &'static str> {
    model::record::KINDS.iter().map(|kind| kind.table()).chain([REJECT_TABLE])
}

/// The digest that stands for all parts: SHA-256 over the lines `path sha256 rows`, sorted by
/// path, each ended by a newline. Findings name it as what they rest on.
pub fn data_root<'a>(parts: impl IntoIterator<Item = &'a Part>) -> Digest {
    let mut lines: Vec<String> = parts
        .into_iter()
        .map(|part| format!("{} {} {}\n", part.path().display(), part.sha256, part.rows))
        .collect();
    lines.sort_unstable();
    let mut sha256 = Sha256::new();
    for line in &lines {
        sha256.update(line.as_bytes());
    }
    Digest(sha256.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(table: &str, number: u32) -> Part {
        let sha256 = Digest([7; 32]);
        Part { table: table.to_owned(), exhibit: ExhibitId(3), number, rows: 9, bytes: 1, sha256 }
    }

    #[test]
    fn the_data_root_does_not_depend_on_the_order_of_parts() {
        let parts = [part("transfer", 0), part("entry", 0), part("transfer", 1)];
        assert_eq!(data_root(&parts), data_root(parts.iter().rev()));
        assert_ne!(data_root(&parts), data_root(&parts[..2]));
    }

    #[test]
    fn a_name_leads_back_to_exhibit_and_chunk() {
        let path = part("transfer", 12).path();
        assert_eq!(path, Path::new("transfer/EX-3-012.parquet"));
        assert_eq!(numbers_of("EX-3-012.parquet"), Some((ExhibitId(3), 12)));
        assert_eq!(numbers_of("EX-3-1012.parquet.unfinished"), Some((ExhibitId(3), 1012)));
        assert_eq!(numbers_of("notes.txt"), None);
    }
}
