//! B-trees, and the map from the numbers of objects to their blocks.

use std::collections::HashSet;
use std::io;

use super::Fields;
use super::node::Store;
use crate::containers::volume_bytes::damaged;

/// Flags of a mapping: the object is gone; its block is encrypted.
const DELETED: u32 = 1;
const ENCRYPTED: u32 = 4;

/// A map of objects at a moment: which block holds which object at that transaction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Map {
    tree: Tree,
    transaction: u64,
}

/// A tree, by the block of its root; the nodes of one with a map are numbers in it, else blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tree {
    root: u64,
    /// The map's tree and the transaction.
    map: Option<(u64, u64)>,
}

/// A record of a leaf.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) key: Vec<u8>,
    pub(super) value: Vec<u8>,
    /// First byte of the key in the image.
    pub(super) at: u64,
}

/// Goes through the leaves: blocks from the root down, each with the record that comes next.
#[derive(Debug, Clone)]
pub(super) struct Cursor {
    tree: Tree,
    path: Vec<(u64, usize)>,
    /// Blocks of the leaves: each is gone through once, whatever leads to it.
    leaves: HashSet<u64>,
}

impl Map {
    /// The map whose object stands in this block, as it was at the end of a transaction.
    pub(super) fn open(store: &mut Store<'_>, block: u64, transaction: u64) -> io::Result<Self> {
        let (object, _) = store.block(block)?;
        let tree = Tree::of_blocks(Fields(&object).le64(48));
        store.node(tree.root)?;
        Ok(Self { tree, transaction })
    }

    /// The block that holds an object: the newest that is not newer than the transaction.
    pub(super) fn find(self, store: &mut Store<'_>, object: u64) -> io::Result<u64> {
        let sought = (object, self.transaction);
        let is_behind = |key: &[u8]| (Fields(key).le64(0), Fields(key).le64(8)) > sought;
        let found = self.tree.last_not(store, is_behind)?;
        let found = found.filter(|record| Fields(&record.key).le64(0) == object);
        let record = found.ok_or_else(|| damaged("an object has no place in its map"))?;
        let value = Fields(&record.value);
        match value.le32(0) {
            flags if flags & DELETED != 0 => Err(damaged("an object was deleted from its map")),
            flags if flags & ENCRYPTED != 0 => Err(damaged(IS_ENCRYPTED)),
            _ => Ok(value.le64(8)),
        }
    }
}

/// What an error says of a node that only a key makes readable.
pub(super) const IS_ENCRYPTED: &str = "it is encrypted";

impl Tree {
    /// A tree whose nodes are named by their blocks.
    pub(super) fn of_blocks(root: u64) -> Self {
        Self { root, map: None }
    }

    /// A tree whose nodes are numbers in a map.
    pub(super) fn of_objects(store: &mut Store<'_>, root: u64, map: Map) -> io::Result<Self> {
        let root = map.find(store, root)?;
        Ok(Self { root, map: Some((map.tree.root, map.transaction)) })
    }

    fn child(self, store: &mut Store<'_>, value: &[u8]) -> io::Result<u64> {
        let number = Fields(value).le64(0);
        match self.map {
            None => Ok(number),
            Some((root, transaction)) => {
                Map { tree: Self::of_blocks(root), transaction }.find(store, number)
            }
        }
    }

    /// The last record that is not behind what is sought.
    fn last_not(
        self,
        store: &mut Store<'_>,
        is_behind: impl Fn(&[u8]) -> bool,
    ) -> io::Result<Option<Record>> {
        let mut node = store.node(self.root)?;
        loop {
            let Some(index) = node.first_not(|key| !is_behind(key)).checked_sub(1) else {
                return Ok(None);
            };
            let entry = node.entry(index);
            if node.level == 0 {
                return Ok(Some(Record::of(entry)));
            }
            let level = node.level;
            let child = self.child(store, entry.value)?;
            node = store.node(child)?;
            if node.level + 1 != level {
                return Err(damaged("the levels of a tree do not follow each other"));
            }
        }
    }

    /// A cursor at the first record that is not before what is sought.
    pub(super) fn seek(
        self,
        store: &mut Store<'_>,
        is_before: impl Fn(&[u8]) -> bool,
    ) -> io::Result<Cursor> {
        let mut cursor = Cursor { tree: self, path: Vec::new(), leaves: HashSet::new() };
        let mut block = self.root;
        loop {
            let node = store.node(block)?;
            cursor.check_level(store, node.level)?;
            let first = node.first_not(&is_before);
            if node.level == 0 {
                cursor.path.push((block, first));
                cursor.leaves.insert(block);
                return Ok(cursor);
            }
            // What is sought may begin in the child before, whose first key is smaller.
            let index = first.saturating_sub(1);
            cursor.path.push((block, index + 1));
            if index >= node.len() {
                return Ok(cursor);
            }
            block = self.child(store, node.entry(index).value)?;
        }
    }

    /// A cursor at the first record of all.
    pub(super) fn first(self, store: &mut Store<'_>) -> io::Result<Cursor> {
        self.seek(store, |_| false)
    }
}

impl Record {
    fn of(entry: super::node::Entry<'_>) -> Self {
        Self { key: entry.key.to_vec(), value: entry.value.to_vec(), at: entry.at }
    }
}

impl Cursor {
    /// Whether a node of this level may stand below the last of the path.
    fn check_level(&self, store: &mut Store<'_>, level: u16) -> io::Result<()> {
        let Some((above, _)) = self.path.last() else { return Ok(()) };
        if store.node(*above)?.level == level + 1 {
            return Ok(());
        }
        Err(damaged("the levels of a tree do not follow each other"))
    }

    /// The next record; `None` at the end. After an error it goes on behind what cannot be read.
    pub(super) fn next(&mut self, store: &mut Store<'_>) -> io::Result<Option<Record>> {
        while let Some((block, index)) = self.path.pop() {
            let node = store.node(block)?;
            if index >= node.len() {
                continue;
            }
            self.path.push((block, index + 1));
            if node.is_twin(index) {
                return Err(damaged("a record of the tree is led to twice"));
            }
            let entry = node.entry(index);
            if node.level == 0 {
                return Ok(Some(Record::of(entry)));
            }
            let child = self.tree.child(store, entry.value)?;
            let below = store.node(child)?;
            self.check_level(store, below.level)?;
            if below.level == 0 && !self.leaves.insert(child) {
                return Err(damaged("a leaf of the tree is led to twice"));
            }
            self.path.push((child, 0));
        }
        Ok(None)
    }
}
