//! B-trees: nodes of records in the order of their keys (TN1150, "B-Trees").

use std::collections::HashSet;
use std::io::{self, Read, Seek, SeekFrom};

use super::{Fields, Volume};
use crate::containers::volume_bytes::{FileBytes, Runs, damaged};

/// Bytes before the records of a node.
const NODE_HEAD_BYTES: usize = 14;

const KIND_INDEX: i8 = 0;
const KIND_LEAF: i8 = -1;

/// Levels of a tree: eight hold more records than a volume.
const LEVELS_MAX: usize = 16;

/// Reads of nodes to each node of the tree: every folder is looked up from the root.
const READS_PER_NODE: u64 = 1_000;

/// A tree in a file.
#[derive(Debug)]
pub(super) struct Tree {
    runs: Runs,
    node_bytes: usize,
    nodes: u64,
    root: u64,
    first_leaf: u64,
    /// Where in a key the number stands that records are sorted by first.
    id_at: usize,
    reads_left: u64,
}

/// A node as it stands in the volume.
#[derive(Debug, Clone)]
pub(super) struct Node {
    bytes: Vec<u8>,
    /// First byte in the volume.
    at: u64,
    /// The node behind it on its level, 0 at the end.
    next: u64,
    kind: i8,
}

/// A record of a leaf: key and data.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: Vec<u8>,
    pub(super) data: Vec<u8>,
    /// First byte in the volume, and length.
    pub(super) at: u64,
    pub(super) len: u64,
}

/// Goes through the leaves from one on.
#[derive(Debug, Clone)]
pub(super) struct Cursor {
    next: u64,
    /// Leaves that were gone through.
    seen: HashSet<u64>,
}

impl Tree {
    /// Opens the tree in a file; `id_at` says where the first number of a key stands.
    pub(super) fn open(volume: &mut Volume<'_>, runs: Runs, id_at: usize) -> io::Result<Self> {
        let mut tree =
            Self { node_bytes: 512, nodes: 1, root: 0, first_leaf: 0, id_at, reads_left: 1, runs };
        let head = tree.node(volume, 0)?;
        let fields = Fields(&head.bytes);
        let node_bytes = usize::from(fields.be16(32));
        if !node_bytes.is_power_of_two() || node_bytes < 512 || head.kind != 1 {
            return Err(damaged("a tree of the volume has no valid header"));
        }
        tree.node_bytes = node_bytes;
        tree.nodes = (tree.runs.mapped() / node_bytes as u64).min(u64::from(fields.be32(36)));
        (tree.root, tree.first_leaf) = (u64::from(fields.be32(16)), u64::from(fields.be32(24)));
        tree.reads_left = tree.nodes.saturating_mul(READS_PER_NODE).saturating_add(1_000_000);
        Ok(tree)
    }

    fn node(&mut self, volume: &mut Volume<'_>, number: u64) -> io::Result<Node> {
        if number >= self.nodes {
            return Err(damaged("a node of the tree lies outside its file"));
        }
        if self.reads_left == 0 {
            return Err(damaged("the nodes of the tree lead in circles"));
        }
        self.reads_left -= 1;
        let offset = number * self.node_bytes as u64;
        let (from, together) = self.runs.find(offset);
        let at = from.ok_or_else(|| damaged("a node of the tree lies nowhere"))?;
        let bytes = if together >= self.node_bytes as u64 {
            volume.read(at, self.node_bytes)?
        } else {
            let mut bytes = vec![0; self.node_bytes];
            let mut file = FileBytes::new(volume.bytes(), &self.runs, self.runs.mapped());
            file.seek(SeekFrom::Start(offset))?;
            file.read_exact(&mut bytes)?;
            bytes
        };
        let fields = Fields(&bytes);
        let (next, kind) = (u64::from(fields.be32(0)), fields.byte(8).cast_signed());
        Ok(Node { bytes, at, next, kind })
    }

    /// A cursor at the leaf in which records of `id` begin, if there are any: the last that begins
    /// before `id`, as it may hold the first of them too.
    pub(super) fn seek(&mut self, volume: &mut Volume<'_>, id: u32) -> io::Result<Cursor> {
        let id_at = self.id_at;
        self.descend(volume, |entry| Fields(&entry.key).be32(id_at) < id)
    }

    /// A cursor at the last leaf whose first record is not behind the one that is sought.
    pub(super) fn descend(
        &mut self,
        volume: &mut Volume<'_>,
        is_before: impl Fn(&Entry) -> bool,
    ) -> io::Result<Cursor> {
        let mut number = self.root;
        for _ in 0..LEVELS_MAX {
            let node = self.node(volume, number)?;
            if node.kind == KIND_LEAF {
                return Ok(Cursor { next: number, seen: HashSet::new() });
            }
            if node.kind != KIND_INDEX {
                return Err(damaged("a node of the tree is of the wrong kind"));
            }
            let entries = node.entries();
            let before = entries.iter().take_while(|entry| is_before(entry)).last();
            let entry = before.or(entries.first());
            let entry = entry.ok_or_else(|| damaged("an index node of the tree is empty"))?;
            number = u64::from(Fields(&entry.data).be32(0));
        }
        Err(damaged("the tree is deeper than one can be, or leads in circles"))
    }

    /// A cursor at the first leaf.
    pub(super) fn first(&self) -> Cursor {
        Cursor { next: self.first_leaf, seen: HashSet::new() }
    }

    /// The records of the next leaf; `None` at the end.
    pub(super) fn leaf(
        &mut self,
        volume: &mut Volume<'_>,
        cursor: &mut Cursor,
    ) -> io::Result<Option<Vec<Entry>>> {
        let number = std::mem::take(&mut cursor.next);
        if number == 0 {
            return Ok(None);
        }
        if !cursor.seen.insert(number) {
            return Err(damaged("the leaves of the tree lead in circles"));
        }
        let node = self.node(volume, number)?;
        if node.kind != KIND_LEAF {
            return Err(damaged("a leaf of the tree is of the wrong kind"));
        }
        cursor.next = node.next;
        Ok(Some(node.entries()))
    }

    /// The number that a record is sorted by first.
    pub(super) fn id(&self, entry: &Entry) -> u32 {
        Fields(&entry.key).be32(self.id_at)
    }

    /// Every record of one number, up to `most`.
    pub(super) fn all(
        &mut self,
        volume: &mut Volume<'_>,
        id: u32,
        most: usize,
    ) -> io::Result<Vec<Entry>> {
        let mut cursor = self.seek(volume, id)?;
        let mut found = Vec::new();
        while let Some(entries) = self.leaf(volume, &mut cursor)? {
            for entry in entries {
                let its = self.id(&entry);
                if its > id || found.len() >= most {
                    return Ok(found);
                }
                if its == id {
                    found.push(entry);
                }
            }
        }
        Ok(found)
    }
}

impl Node {
    /// The records of the node; what does not fit into it is left out.
    fn entries(&self) -> Vec<Entry> {
        let fields = Fields(&self.bytes);
        let count = usize::from(fields.be16(10));
        let most = self.bytes.len() / 2;
        let offset = |index: usize| {
            self.bytes.len().checked_sub(2 * (index + 1)).map(|at| usize::from(fields.be16(at)))
        };
        let mut entries = Vec::new();
        // Records stand one behind the other: none is told twice.
        let mut done = NODE_HEAD_BYTES;
        for index in 0..count.min(most) {
            let (Some(from), Some(to)) = (offset(index), offset(index + 1)) else { break };
            let Some(bytes) = self.bytes.get(from..to).filter(|_| from >= done) else {
                continue;
            };
            done = to;
            // A key is its length, and the bytes the length counts; data begins at an even byte.
            let key_len = (2 + usize::from(Fields(bytes).be16(0))).next_multiple_of(2);
            let Some((key, data)) = bytes.split_at_checked(key_len) else { continue };
            entries.push(Entry {
                key: key.to_vec(),
                data: data.to_vec(),
                at: self.at + from as u64,
                len: bytes.len() as u64,
            });
        }
        entries
    }
}
