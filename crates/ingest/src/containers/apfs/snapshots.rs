//! The snapshots of a volume, named.

use std::io;

use super::node::Store;
use super::record::{SNAPSHOT, owner, text};
use super::superblock::Superblock;
use super::tree::Map;
use super::{Fields, said};
use crate::containers::Members;
use crate::sink::{Halt, Note};

/// Snapshots that are named: macOS keeps some dozens.
const SNAPSHOTS_MAX: usize = 1_000;

/// Names the snapshots of a volume: files that were deleted since may stand in them.
pub(super) fn note(
    store: &mut Store<'_>,
    superblock: &Superblock,
    map: Map,
    members: &mut dyn Members,
) -> Result<(), Halt> {
    let number = superblock.number;
    let text = match names(store, superblock, map) {
        Ok(names) if names.is_empty() => return Ok(()),
        Ok(names) => format!(
            "volume {number} has snapshots, which are not read: {}. Files deleted or changed since may \
             stand in them: list them with another tool, or ingest an image of each",
            names.join(", ")
        ),
        Err(error) => {
            format!("the snapshots of volume {number} cannot be listed: {}", said(&error))
        }
    };
    members.note(&Note::Remark { text })
}

fn names(store: &mut Store<'_>, superblock: &Superblock, map: Map) -> io::Result<Vec<String>> {
    let Some(tree) = superblock.snapshots(store, map)? else { return Ok(Vec::new()) };
    let mut cursor = tree.first(store)?;
    let mut names = Vec::new();
    while let Some(record) = cursor.next(store)? {
        if owner(&record.key).1 != SNAPSHOT || names.len() >= SNAPSHOTS_MAX {
            continue;
        }
        let value = Fields(&record.value);
        let name = text(value.part(50, usize::from(value.le16(48))));
        let at = jiff::Timestamp::from_nanosecond(i128::from(value.le64(16)));
        let at = at.map(|at| at.to_string()).unwrap_or_default();
        names.push(format!("`{name}` of {at}"));
    }
    Ok(names)
}
