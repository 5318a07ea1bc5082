//! Deleted inodes that no name leads to, under `$OrphanFiles/` as The Sleuth Kit tells them.

use std::collections::HashSet;

use model::{RejectKind, say};

use super::folder::Life;
use super::inode::{Inode, Kind};
use super::layout::Use;
use super::walk::Walk;
use super::{place, said};
use crate::containers::Members;
use crate::sink::Halt;

/// Inodes without a name that are remembered. 64 MB of memory.
const ORPHANS_MAX: usize = 16_000_000;

/// Block groups whose inodes cannot be read, before the rest is given up: the image is cut off.
const GROUP_FAULTS_MAX: u32 = 1_000;

impl Walk<'_> {
    /// Tells deleted inodes without a name, and what lies below those that were folders.
    pub(super) fn orphans(&mut self, members: &mut dyn Members) -> Result<(), Halt> {
        let orphans = self.unnamed(members)?;
        let mut below = HashSet::new();
        for number in &orphans {
            let Ok(inode) = self.layout.inode(&mut self.volume, *number) else { continue };
            if inode.kind() == Kind::Folder {
                below.extend(self.named_in(&inode).into_iter().filter(|named| named != number));
            }
        }
        // First those that no orphaned folder names, then what only leads in circles.
        for number in orphans.iter().filter(|number| !below.contains(*number)) {
            self.orphan(*number, members)?;
        }
        for number in orphans.iter().filter(|number| below.contains(*number)) {
            self.orphan(*number, members)?;
        }
        Ok(())
    }

    fn orphan(&mut self, number: u32, members: &mut dyn Members) -> Result<(), Halt> {
        if self.found.contains(&number) {
            return Ok(());
        }
        self.remember(number);
        let Ok(inode) = self.layout.inode(&mut self.volume, number) else { return Ok(()) };
        self.path.clear();
        self.path.push_str("$OrphanFiles/OrphanFile-");
        self.path.push_str(&number.to_string());
        let at = place(inode.at, inode.bytes.len() as u64);
        self.with_inode(&inode, Life::Deleted, &at, members)?;
        self.run(members)
    }

    /// The inodes that were used, are free, and have no name; also those that were open without a
    /// name when the machine stopped.
    fn unnamed(&mut self, members: &mut dyn Members) -> Result<Vec<u32>, Halt> {
        let mut unnamed = Vec::new();
        let mut faults = 0;
        for group in 0..self.layout.groups() {
            if let Err(error) = self.unnamed_in(group, &mut unnamed) {
                faults += 1;
                let at = place(0, 0);
                let raw = format!("block group {group}: {}", said(&error));
                members.spoilt(&at, RejectKind::Malformed, "inodes", &raw)?;
            }
            if faults >= GROUP_FAULTS_MAX || unnamed.len() >= ORPHANS_MAX {
                members.remark(say::deleted_limit())?;
                break;
            }
        }
        Ok(unnamed)
    }

    fn unnamed_in(&mut self, group: u32, unnamed: &mut Vec<u32>) -> std::io::Result<()> {
        if self.layout.group(&mut self.volume, group)?.is_blank() {
            return Ok(());
        }
        for number in self.layout.inodes_of(group) {
            if number < self.layout.first_inode || self.found.contains(&number) {
                continue;
            }
            let inode = self.layout.inode(&mut self.volume, number)?;
            if !inode.was_used() || inode.kind() == Kind::Unknown {
                continue;
            }
            if self.is_free(&inode)? && unnamed.len() < ORPHANS_MAX {
                unnamed.push(number);
            }
        }
        Ok(())
    }

    fn is_free(&mut self, inode: &Inode) -> std::io::Result<bool> {
        let now = self.layout.inode_use(&mut self.volume, inode.number)?;
        Ok(now == Use::Free || inode.links() == 0)
    }
}
