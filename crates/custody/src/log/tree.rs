//! The Merkle tree of RFC 6962 §2.1, and its right edge as it grows.

use model::Digest;
use sha2::{Digest as _, Sha256};

/// Hashes in a full tile (tlog-tiles: tiles are eight levels high).
pub(crate) const TILE_WIDTH: usize = 256;

/// Hash of a leaf: SHA-256(0x00 ‖ data).
pub fn leaf_hash(data: &[u8]) -> Digest {
    Digest(Sha256::new().chain_update([0]).chain_update(data).finalize().into())
}

/// Hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest(
        Sha256::new()
            .chain_update([1])
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// Root of the empty tree: SHA-256 of nothing.
pub(crate) fn empty_root() -> Digest {
    Digest(Sha256::digest([]).into())
}

/// Root of a complete subtree over a power of two of hashes; of one hash, itself.
pub(crate) fn complete_root(hashes: &[Digest]) -> Option<Digest> {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => Some(node_hash(left, right)),
                _ => None,
            })
            .collect::<Option<_>>()?;
    }
    row.first().copied()
}

/// A tile that became full.
pub(crate) struct FullTile {
    pub(crate) level: u8,
    pub(crate) number: u64,
    pub(crate) hashes: Vec<Digest>,
}

/// The right edge of a tree: the hashes of the one partial tile of each level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Edge {
    size: u64,
    /// From the leaves upwards; each shorter than [`TILE_WIDTH`].
    levels: Vec<Vec<Digest>>,
}

impl Edge {
    /// The edge of a tree of `size` leaves whose partial tiles are given, from the leaves upwards.
    pub(crate) fn new(size: u64, levels: Vec<Vec<Digest>>) -> Self {
        Self { size, levels }
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The partial tiles, from the leaves upwards.
    pub(crate) fn levels(&self) -> &[Vec<Digest>] {
        &self.levels
    }

    /// Appends a leaf; tiles that became full are handed to `full`.
    pub(crate) fn push(&mut self, leaf: Digest, full: &mut Vec<FullTile>) {
        let mut carry = leaf;
        for level in 0_u8.. {
            if self.levels.len() <= usize::from(level) {
                self.levels.push(Vec::new());
            }
            let Some(tile) = self.levels.get_mut(usize::from(level)) else { break };
            tile.push(carry);
            if tile.len() < TILE_WIDTH {
                break;
            }
            let hashes = std::mem::take(tile);
            let Some(root) = complete_root(&hashes) else { break };
            full.push(FullTile {
                level,
                number: self.size >> (8 * (u32::from(level) + 1)),
                hashes,
            });
            carry = root;
        }
        self.size += 1;
    }

    /// Root of the tree.
    pub(crate) fn root(&self) -> Digest {
        let mut root: Option<Digest> = None;
        for tile in &self.levels {
            let mut end = tile.len();
            while end > 0 {
                let width = 1 << end.trailing_zeros();
                let left = tile.get(end - width..end).and_then(complete_root);
                root = match (left, root) {
                    (Some(left), Some(right)) => Some(node_hash(&left, &right)),
                    (left, right) => left.or(right),
                };
                end -= width;
            }
        }
        root.unwrap_or_else(empty_root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_the_roots_of_the_reference_implementation_of_rfc_6962() {
        let leaves: [&[u8]; 8] = [
            b"",
            b"\0",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let mut edge = Edge::default();
        assert_eq!(edge.root(), empty_root());
        for (leaf, root) in leaves.iter().zip(roots) {
            edge.push(leaf_hash(leaf), &mut Vec::new());
            assert_eq!(edge.root().to_string(), root);
        }
    }
}
