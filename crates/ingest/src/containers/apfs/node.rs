//! Blocks of a container: objects with their checksum, and nodes of B-trees (Apple File System
//! Reference, "Objects" and "B-Trees").

use std::collections::HashMap;
use std::io;
use std::rc::Rc;

use super::{Fields, Volume};
use crate::containers::volume_bytes::damaged;

/// Bytes of an object's header: checksum, number, transaction, type.
pub(super) const OBJECT_HEAD_BYTES: usize = 32;

/// Bytes of a node before its table of contents, and of what a root says at its end.
const NODE_HEAD_BYTES: usize = 56;
const ROOT_TAIL_BYTES: usize = 40;

/// Types of the objects that are nodes: a root, and all others.
const ROOT: u16 = 2;
const NODE: u16 = 3;

/// Flags of a node.
const IS_ROOT: u16 = 1;
const IS_LEAF: u16 = 2;
const IS_FIXED: u16 = 4;
const HAS_NO_HEADER: u16 = 0x10;

/// Bytes of a key and of a value in nodes that state no lengths: a map has 16 and 16, or 8.
const FIXED_BYTES: usize = 16;

/// Levels of a tree: eight hold more records than a disk.
const LEVELS_MAX: u16 = 16;

/// Bytes of nodes kept: the upper levels of the trees and the leaves at hand.
const KEPT_BYTES: usize = 8 << 20;

/// Visits to nodes for each block of the container: every file is looked up from the root.
const VISITS_PER_BLOCK: u64 = 1_000;

/// Whether an object has the checksum it states: Fletcher's with 64 bits, over all behind it.
pub(super) fn is_summed(block: &[u8]) -> bool {
    const MODULUS: u64 = 0xFFFF_FFFF;
    let (mut low, mut high) = (0_u64, 0_u64);
    for word in block.get(8..).unwrap_or_default().chunks_exact(4) {
        low = (low + u64::from(Fields(word).le32(0))) % MODULUS;
        high = (high + low) % MODULUS;
    }
    let first = MODULUS - (low + high) % MODULUS;
    let second = MODULUS - (low + first) % MODULUS;
    Fields(block).le64(0) == second << 32 | first
}

/// The blocks of a container, and the nodes that are kept of them.
pub(super) struct Store<'v> {
    volume: Volume<'v>,
    pub(super) block_bytes: u64,
    blocks: u64,
    kept: HashMap<u64, Rc<Node>>,
    /// The kept nodes as a ring: the oldest gives way.
    ring: Vec<u64>,
    oldest: usize,
    visits_left: u64,
    /// Nodes that lack the checksum they state.
    pub(super) unsummed: u64,
}

impl<'v> Store<'v> {
    pub(super) fn new(volume: Volume<'v>, block_bytes: u64, blocks: u64) -> Self {
        let blocks = blocks.min(volume.len() / block_bytes.max(1));
        Self {
            volume,
            block_bytes,
            blocks,
            kept: HashMap::new(),
            ring: Vec::new(),
            oldest: 0,
            visits_left: blocks.saturating_mul(VISITS_PER_BLOCK).saturating_add(1_000_000),
            unsummed: 0,
        }
    }

    /// The bytes themselves, for the content of a file.
    pub(super) fn volume(&mut self) -> &mut Volume<'v> {
        &mut self.volume
    }

    /// The first byte of a block.
    pub(super) fn place_of(&self, block: u64) -> io::Result<u64> {
        let at = block.checked_mul(self.block_bytes).filter(|_| block < self.blocks);
        at.ok_or_else(|| damaged("a block lies outside the image"))
    }

    /// A block with its first byte.
    pub(super) fn block(&mut self, block: u64) -> io::Result<(Vec<u8>, u64)> {
        let at = self.place_of(block)?;
        let len = usize::try_from(self.block_bytes).unwrap_or_default();
        Ok((self.volume.read(at, len)?, at))
    }

    /// The node in a block.
    pub(super) fn node(&mut self, block: u64) -> io::Result<Rc<Node>> {
        if self.visits_left == 0 {
            return Err(damaged("the nodes of the trees lead in circles"));
        }
        self.visits_left -= 1;
        if let Some(node) = self.kept.get(&block) {
            return Ok(Rc::clone(node));
        }
        let (bytes, at) = self.block(block)?;
        let node = Rc::new(Node::parse(bytes, at)?);
        self.unsummed += u64::from(!node.is_summed);
        let most = (KEPT_BYTES / node.bytes.len().max(1)).max(16);
        if self.ring.len() < most {
            self.ring.push(block);
        } else if let Some(slot) = self.ring.get_mut(self.oldest) {
            self.kept.remove(slot);
            *slot = block;
            self.oldest = (self.oldest + 1) % most;
        }
        self.kept.insert(block, Rc::clone(&node));
        Ok(node)
    }
}

/// A node of a tree.
#[derive(Debug)]
pub(super) struct Node {
    bytes: Vec<u8>,
    at: u64,
    pub(super) level: u16,
    count: usize,
    is_fixed: bool,
    is_summed: bool,
    /// Records whose key stands in the table before, in order: a table that was written has each once.
    twins: Vec<usize>,
    toc_at: usize,
    keys_at: usize,
    /// Where values end: they are counted backwards from here.
    values_end: usize,
}

/// A record of a node: its key, its value, and the first byte of its key in the image.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'n> {
    pub(super) key: &'n [u8],
    pub(super) value: &'n [u8],
    pub(super) at: u64,
}

impl Node {
    fn parse(bytes: Vec<u8>, at: u64) -> io::Result<Self> {
        let fields = Fields(&bytes);
        let flags = fields.le16(32);
        let has_header = flags & HAS_NO_HEADER == 0;
        if has_header && !matches!(fields.le16(24), ROOT | NODE) {
            return Err(damaged("a block is no node of a tree"));
        }
        let level = fields.le16(34);
        if level >= LEVELS_MAX || (flags & IS_LEAF != 0) != (level == 0) {
            return Err(damaged("a node of the tree is on a level that cannot be"));
        }
        let tail = if flags & IS_ROOT == 0 { 0 } else { ROOT_TAIL_BYTES };
        let toc_at = NODE_HEAD_BYTES + usize::from(fields.le16(40));
        let (count, toc_bytes) = (fields.le32(36), usize::from(fields.le16(42)));
        let (keys_at, values_end) = (toc_at + toc_bytes, bytes.len().saturating_sub(tail));
        let is_fixed = flags & IS_FIXED != 0;
        let of_entry = if is_fixed { 4 } else { 8 };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if keys_at > values_end || count.saturating_mul(of_entry) > toc_bytes {
            return Err(damaged("the table of a node does not fit into it"));
        }
        let is_summed = !has_header || is_summed(&bytes);
        let mut node = Self {
            bytes,
            at,
            level,
            count,
            is_fixed,
            is_summed,
            twins: Vec::new(),
            toc_at,
            keys_at,
            values_end,
        };
        let mut places: Vec<(&[u8], usize)> =
            (0..count).map(|index| (node.key_place(index), index)).collect();
        places.sort_unstable();
        let pairs = places.iter().zip(places.iter().skip(1));
        let twins = pairs.filter(|(one, next)| one.0 == next.0).map(|(_, next)| next.1);
        let mut twins: Vec<usize> = twins.collect();
        twins.sort_unstable();
        node.twins = twins;
        Ok(node)
    }

    /// Where the key of a record stands, as the table has it.
    fn key_place(&self, index: usize) -> &[u8] {
        let len = if self.is_fixed { 2 } else { 4 };
        Fields(&self.bytes).part(self.toc_at + index * len * 2, len)
    }

    /// Whether the key of a record stands in the table before.
    pub(super) fn is_twin(&self, index: usize) -> bool {
        self.twins.binary_search(&index).is_ok()
    }

    /// The number of its records.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// A record; what the table places outside the node is empty.
    pub(super) fn entry(&self, index: usize) -> Entry<'_> {
        let toc = Fields(&self.bytes);
        let (key, value) = if self.is_fixed {
            let at = self.toc_at + index * 4;
            ((toc.le16(at), FIXED_BYTES), (toc.le16(at + 2), FIXED_BYTES))
        } else {
            let at = self.toc_at + index * 8;
            let key = (toc.le16(at), usize::from(toc.le16(at + 2)));
            (key, (toc.le16(at + 4), usize::from(toc.le16(at + 6))))
        };
        let key_at = self.keys_at + usize::from(key.0);
        let whole = self.bytes.get(..self.values_end).unwrap_or_default();
        let value_at = self.values_end.checked_sub(usize::from(value.0));
        Entry {
            key: Fields(whole).part(key_at, key.1),
            value: value_at.map(|at| Fields(whole).part(at, value.1)).unwrap_or_default(),
            at: self.at + key_at.min(self.values_end) as u64,
        }
    }

    /// The first record that is not before what is sought.
    pub(super) fn first_not(&self, is_before: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = usize::midpoint(low, high);
            if is_before(self.entry(middle).key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_that_of_the_bytes_behind_it() {
        let mut block = vec![0; 64];
        block[8..16].copy_from_slice(&[1, 2, 3, 4, 5, 6, 7, 8]);
        assert!(!is_summed(&block));
        // Words 0x04030201 and 0x08070605, then twelve zeros: by hand in the module's own terms.
        let (low, mut high) = (0x0C0A_0806_u64, 0x0403_0201_u64);
        high = (high + low * 13) % 0xFFFF_FFFF;
        let first = 0xFFFF_FFFF - (low + high) % 0xFFFF_FFFF;
        let second = 0xFFFF_FFFF - (low + first) % 0xFFFF_FFFF;
        block[..8].copy_from_slice(&(second << 32 | first).to_le_bytes());
        assert!(is_summed(&block));
        block[60] = 1;
        assert!(!is_summed(&block));
    }

    #[test]
    fn what_a_table_places_outside_its_node_is_empty() {
        let mut block = vec![0; 256];
        block[24] = 3;
        block[32] = 2;
        block[36] = 2;
        block[42] = 16;
        // The first record is right, the second points past the node.
        block[56..72].copy_from_slice(&[0, 0, 4, 0, 4, 0, 4, 0, 255, 255, 4, 0, 255, 255, 4, 0]);
        block[72..76].copy_from_slice(b"keys");
        block[252..].copy_from_slice(b"data");
        let node = Node::parse(block.clone(), 4096).unwrap();
        let first = node.entry(0);
        assert_eq!((first.key, first.value, first.at), (&b"keys"[..], &b"data"[..], 4096 + 72));
        assert_eq!((node.entry(1).key, node.entry(1).value), (&b""[..], &b""[..]));
        block[36] = 3;
        assert!(Node::parse(block.clone(), 0).is_err(), "more records than its table has room for");
        block[36] = 2;
        assert!(!node.is_twin(1));
        block.copy_within(56..60, 64);
        assert!(Node::parse(block, 0).unwrap().is_twin(1), "the same key again");
    }
}
