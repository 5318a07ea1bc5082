//! Tiles: the tree cut into files of up to 256 hashes (C2SP tlog-tiles).
//!
//! The path of a tile never says what is in it; the paths of older partial tiles stay until the
//! full tile is written, as the specification asks.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use model::Digest;

use super::tree::{Edge, TILE_WIDTH, complete_root, node_hash};
use crate::disk::Disk;
use crate::fault::{Doing, Fault};

/// Bytes of a full tile.
pub(crate) const TILE_BYTES: u64 = 8192;

/// Number of a tile as path: groups of three digits, all but the last with an `x`.
pub(crate) fn number_path(number: u64) -> String {
    let mut path = format!("{:03}", number % 1000);
    let mut rest = number / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    path
}

fn with_width(path: String, width: usize) -> String {
    if width >= TILE_WIDTH { path } else { format!("{path}.p/{width}") }
}

/// File of a tile of hashes, from the case folder.
pub(crate) fn tile_file(level: u8, number: u64, width: usize) -> String {
    with_width(format!("log/tile/{level}/{}", number_path(number)), width)
}

/// File of a bundle of entries, from the case folder.
pub(crate) fn bundle_file(number: u64, width: usize) -> String {
    with_width(format!("log/tile/entries/{}", number_path(number)), width)
}

/// Hashes of a level of tiles in a tree of `size` leaves, as full tiles and width of the partial.
pub(crate) fn level_extent(size: u64, level: u8) -> (u64, usize) {
    let hashes = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
    (hashes / 256, usize::try_from(hashes % 256).unwrap_or(0))
}

/// Levels of tiles that a tree of `size` leaves has.
pub(crate) fn level_count(size: u64) -> u8 {
    (0..8).find(|level| level_extent(size, *level) == (0, 0)).unwrap_or(8)
}

pub(crate) fn tile_bytes(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// The hashes in a tile file; nothing where its length is not a multiple of 32.
pub(crate) fn tile_hashes(bytes: &[u8]) -> Option<Vec<Digest>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| hashes.iter().copied().map(Digest).collect())
}

/// The tree on disk, as far as a checkpoint of `size` leaves vouches for it.
pub(crate) struct Tiles<'a> {
    disk: &'a dyn Disk,
    size: u64,
    seen: RefCell<BTreeMap<(u8, u64), Vec<Digest>>>,
}

impl<'a> Tiles<'a> {
    pub(crate) fn new(disk: &'a dyn Disk, size: u64) -> Self {
        Self { disk, size, seen: RefCell::default() }
    }

    /// The hashes of a tile. A reader beside a writer may find the partial tile gone: then the
    /// wider one that took its place is read.
    fn tile(&self, level: u8, number: u64) -> Result<Vec<Digest>, Fault> {
        if let Some(hashes) = self.seen.borrow().get(&(level, number)) {
            return Ok(hashes.clone());
        }
        let (full, partial) = level_extent(self.size, level);
        let width = if number < full { TILE_WIDTH } else { partial };
        let file = tile_file(level, number, width);
        let bytes = match self.disk.read(&file, TILE_BYTES) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound && width < TILE_WIDTH => {
                self.disk.read(&tile_file(level, number, TILE_WIDTH), TILE_BYTES)
            }
            other => other,
        };
        let mut hashes = tile_hashes(&bytes.doing("reading", &file)?)
            .filter(|hashes| hashes.len() >= width)
            .ok_or_else(|| Fault::damaged(&file, "the tile is cut off"))?;
        hashes.truncate(width);
        self.seen.borrow_mut().insert((level, number), hashes.clone());
        Ok(hashes)
    }

    /// The first hashes of a tile.
    pub(crate) fn first(&self, level: u8, number: u64, width: usize) -> Result<Vec<Digest>, Fault> {
        let mut hashes = self.tile(level, number)?;
        if hashes.len() < width {
            return Err(Fault::damaged(tile_file(level, number, width), "the tile is cut off"));
        }
        hashes.truncate(width);
        Ok(hashes)
    }

    /// Root of the complete subtree of 2^`height` leaves that begins at leaf `at` · 2^`height`.
    fn complete(&self, height: u32, at: u64) -> Result<Digest, Fault> {
        let level = u8::try_from(height / 8).unwrap_or(u8::MAX);
        let start = at << (height % 8);
        let hashes = self.tile(level, start / 256)?;
        let from = usize::try_from(start % 256).unwrap_or(0);
        hashes
            .get(from..from + (1 << (height % 8)))
            .and_then(complete_root)
            .ok_or_else(|| Fault::damaged(tile_file(level, start / 256, hashes.len()), "too short"))
    }

    /// Merkle tree hash of the leaves from `start` to `end`, which begin where a subtree does.
    pub(crate) fn range_root(&self, start: u64, end: u64) -> Result<Digest, Fault> {
        let len = end.saturating_sub(start);
        if len.is_power_of_two() {
            return self.complete(len.trailing_zeros(), start / len);
        }
        if len == 0 {
            return Ok(super::tree::empty_root());
        }
        let middle = start + split(len);
        Ok(node_hash(&self.range_root(start, middle)?, &self.range_root(middle, end)?))
    }

    /// The right edge of the tree.
    pub(crate) fn edge(&self) -> Result<Edge, Fault> {
        let mut levels = Vec::new();
        for level in 0..level_count(self.size) {
            let (full, partial) = level_extent(self.size, level);
            levels.push(if partial == 0 { Vec::new() } else { self.tile(level, full)? });
        }
        Ok(Edge::new(self.size, levels))
    }

    /// Hash of a leaf.
    pub(crate) fn leaf(&self, index: u64) -> Result<Digest, Fault> {
        self.complete(0, index)
    }
}

/// The largest power of two below `len` (RFC 6962's k), for `len` above 1.
pub(crate) fn split(len: u64) -> u64 {
    1 << (len - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_paths_as_the_specification_does() {
        assert_eq!(number_path(1_234_067), "x001/x234/067");
        assert_eq!(tile_file(0, 273, 112), "log/tile/0/273.p/112");
        assert_eq!(bundle_file(1000, 256), "log/tile/entries/x001/000");
    }

    #[test]
    fn a_tree_of_70000_leaves_has_the_tiles_of_the_specification() {
        assert_eq!(level_extent(70_000, 0), (273, 112));
        assert_eq!(level_extent(70_000, 1), (1, 17));
        assert_eq!(level_extent(70_000, 2), (0, 1));
        assert_eq!(level_count(70_000), 3);
        assert_eq!(level_extent(256, 1), (0, 1));
    }
}
