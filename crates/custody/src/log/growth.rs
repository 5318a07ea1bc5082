//! What a batch changes: the tiles, bundles and records it writes, and the right edge after it.

use model::Digest;

use super::entry::{push_bundled, records_file};
use super::pending::LoggedLine;
use super::tile::{bundle_file, level_count, level_extent, tile_bytes, tile_file};
use super::tree::{Edge, TILE_WIDTH, leaf_hash};
use crate::disk::Writes;

/// The end of the log: everything the next leaf touches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tail {
    pub(crate) edge: Edge,
    /// The partial bundle of entries.
    pub(crate) bundle: Vec<u8>,
    /// The partial bundle of records.
    pub(crate) records: Vec<u8>,
}

/// A tail after a batch, and the files that lead to it.
pub(crate) struct Growth {
    pub(crate) tail: Tail,
    /// New names: tiles and bundles of entries.
    tiles: Vec<(String, Vec<u8>)>,
    /// Bundles of records, whole; the first may stand in place of an earlier one.
    records: Vec<(String, Vec<u8>)>,
    /// Names that became full, whose partial ones may go.
    pub(crate) full: Vec<String>,
}

impl Growth {
    /// Adds lines to a tail.
    pub(crate) fn of(before: &Tail, lines: &[LoggedLine]) -> Self {
        let mut growth =
            Self { tail: before.clone(), tiles: vec![], records: vec![], full: vec![] };
        let mut full = Vec::new();
        for line in lines {
            let Tail { edge, bundle, records } = &mut growth.tail;
            push_bundled(bundle, &line.leaf);
            records.extend(line.text.as_bytes());
            records.push(b'\n');
            edge.push(leaf_hash(&line.leaf), &mut full);
            if edge.size().is_multiple_of(256) {
                let number = edge.size() / 256 - 1;
                let name = bundle_file(number, TILE_WIDTH);
                growth.full.push(name.clone());
                growth.tiles.push((name, std::mem::take(bundle)));
                growth.records.push((records_file(number), std::mem::take(records)));
            }
        }
        for tile in full {
            let name = tile_file(tile.level, tile.number, TILE_WIDTH);
            growth.full.push(name.clone());
            growth.tiles.push((name, tile_bytes(&tile.hashes)));
        }
        growth.add_partial(before.edge.size());
        growth
    }

    fn add_partial(&mut self, size_before: u64) {
        let size = self.tail.edge.size();
        for level in 0..level_count(size) {
            let extent = level_extent(size, level);
            let hashes = self.tail.edge.levels().get(usize::from(level));
            if let Some(hashes) = hashes.filter(|hashes| !hashes.is_empty())
                && extent != level_extent(size_before, level)
            {
                self.tiles.push((tile_file(level, extent.0, extent.1), tile_bytes(hashes)));
            }
        }
        let (number, width) = level_extent(size, 0);
        if width > 0 && size > size_before {
            self.tiles.push((bundle_file(number, width), self.tail.bundle.clone()));
            self.records.push((records_file(number), self.tail.records.clone()));
        }
    }

    /// Root of the tree after the batch.
    pub(crate) fn root(&self) -> Digest {
        self.tail.edge.root()
    }

    /// Writes the files and makes them durable: first everything that has a name of its own, then
    /// the records that take the place of shorter ones.
    pub(crate) fn write(&self, mut writes: Writes<'_>) -> std::io::Result<()> {
        for (name, bytes) in &self.tiles {
            writes.write(name, bytes, 0o444)?;
        }
        for (name, bytes) in &self.records {
            writes.write(&format!("{name}.new"), bytes, 0o444)?;
        }
        writes.sync()?;
        for (name, _) in &self.records {
            writes.rename(&format!("{name}.new"), name)?;
        }
        writes.sync()
    }
}
