//! Which leaf is the true one, where entries, tiles and records disagree.
//!
//! Each leaf stands on disk three times: as entry, as hash in a tile, and as commitment of its
//! record. Where one copy was changed, the two others outvote it, and the signed root confirms the
//! outcome: so the file that was changed can be named, and no other.

use model::Digest;

use crate::log::tile::{level_count, level_extent};
use crate::log::tree::{Edge, TILE_WIDTH, complete_root};

/// The three witnesses of a leaf; nothing where one cannot be read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Witnesses {
    pub(crate) entry: Option<Digest>,
    pub(crate) tile: Option<Digest>,
    pub(crate) record: Option<Digest>,
}

/// Which witness is believed where no two agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prefer {
    Entry,
    Tile,
}

impl Witnesses {
    fn truth(&self, prefer: Prefer) -> Digest {
        let Self { entry, tile, record } = *self;
        let agreed = if record.is_some() && (record == entry || record == tile) {
            record
        } else if prefer == Prefer::Entry {
            entry.or(tile).or(record)
        } else {
            tile.or(entry).or(record)
        };
        agreed.unwrap_or(Digest([0; 32]))
    }
}

/// A tree of leaves with all its tiles.
pub(crate) struct Truth {
    /// Hashes of each level of tiles, from the leaves upwards.
    pub(crate) levels: Vec<Vec<Digest>>,
    pub(crate) root: Digest,
}

impl Truth {
    /// The tree that the witnesses agree on; `root` decides where they do not.
    pub(crate) fn find(witnesses: &[Witnesses], root: Option<&Digest>) -> Self {
        let by_entry = Self::of(witnesses, Prefer::Entry);
        if root.is_none_or(|root| by_entry.root == *root) {
            return by_entry;
        }
        let by_tile = Self::of(witnesses, Prefer::Tile);
        if root.is_some_and(|root| by_tile.root == *root) { by_tile } else { by_entry }
    }

    fn of(witnesses: &[Witnesses], prefer: Prefer) -> Self {
        let leaves = witnesses.iter().map(|witnesses| witnesses.truth(prefer)).collect();
        Self::of_leaves(leaves)
    }

    fn of_leaves(leaves: Vec<Digest>) -> Self {
        let size = leaves.len() as u64;
        let mut levels = vec![leaves];
        for _ in 1..level_count(size) {
            let below = levels.last().map_or(&[][..], Vec::as_slice);
            let (full, _) = below.as_chunks::<TILE_WIDTH>();
            levels.push(full.iter().filter_map(|tile| complete_root(tile)).collect());
        }
        let partial = (0..).zip(&levels).map(|(level, hashes)| {
            let (_, width) = level_extent(size, level);
            hashes.get(hashes.len() - width..).unwrap_or_default().to_vec()
        });
        let root = Edge::new(size, partial.collect()).root();
        Self { levels, root }
    }

    /// The hashes of a tile, up to `width`.
    pub(crate) fn tile(&self, level: u8, number: u64, width: usize) -> &[Digest] {
        let from = usize::try_from(number).unwrap_or(usize::MAX).saturating_mul(TILE_WIDTH);
        self.levels
            .get(usize::from(level))
            .and_then(|hashes| hashes.get(from..from.saturating_add(width)))
            .unwrap_or_default()
    }
}
