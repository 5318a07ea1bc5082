//! The snapshots of a volume: the volume as it was, for as long as the snapshot is kept.

use std::io;

use model::{Phrase, say};

use super::node::Store;
use super::record::{SNAPSHOT, owner, text};
use super::superblock::Superblock;
use super::tree::{Map, Tree};
use super::{Fields, said};
use crate::containers::Members;
use crate::sink::Halt;

/// Snapshots that are read: macOS keeps some dozens.
const SNAPSHOTS_MAX: usize = 1_000;

/// A snapshot.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    /// The last transaction in it.
    transaction: u64,
    pub(super) name: String,
    /// When it was made, as text.
    pub(super) at: String,
    /// The block of the volume's superblock as it was.
    superblock: u64,
}

impl Snapshot {
    /// The tree of files, and that of extents where the volume is sealed, as they were.
    pub(super) fn open(
        &self,
        store: &mut Store<'_>,
        now: &Superblock,
    ) -> io::Result<(Tree, Option<Tree>)> {
        let then = Superblock::read(store, self.superblock, now.number)?;
        let map = now.map(store, self.transaction)?;
        let files = then.files(store, map)?;
        files.first(store)?;
        Ok((files, then.sealed_extents()))
    }
}

/// The snapshots of a volume, the newest first.
pub(super) fn list(
    store: &mut Store<'_>,
    superblock: &Superblock,
    map: Map,
    members: &mut dyn Members,
) -> Result<Vec<Snapshot>, Halt> {
    let mut found = Vec::new();
    if let Err(error) = all(store, superblock, map, &mut found) {
        let why = Phrase::from_text(&said(&error));
        members.remark(say::apfs_snapshots_unlisted(superblock.number, why))?;
    }
    found.reverse();
    Ok(found)
}

fn all(
    store: &mut Store<'_>,
    superblock: &Superblock,
    map: Map,
    found: &mut Vec<Snapshot>,
) -> io::Result<()> {
    let Some(tree) = superblock.snapshots(store, map)? else { return Ok(()) };
    let mut cursor = tree.first(store)?;
    while let Some(record) = cursor.next(store)? {
        let (transaction, kind) = owner(&record.key);
        if kind != SNAPSHOT {
            continue;
        }
        if found.len() >= SNAPSHOTS_MAX {
            return Err(io::Error::other("there are more than the limit"));
        }
        let value = Fields(&record.value);
        let name = text(value.part(50, usize::from(value.le16(48))));
        let at = jiff::Timestamp::from_nanosecond(i128::from(value.le64(16)));
        let at = at.map(|at| at.to_string()).unwrap_or_default();
        found.push(Snapshot { transaction, name, at, superblock: value.le64(8) });
    }
    Ok(())
}
