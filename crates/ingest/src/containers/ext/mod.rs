//! ext2, ext3 and ext4: the file systems of Linux and, inside phones, of Android.
//!
//! - **Versions:** revisions 0 and 1; blocks of 1 to 64 KiB; block maps and extents; data inside the
//!   inode; 64-bit block numbers, flexible and meta block groups, hashed and case-folding folders.
//! - **Recognised by:** the number EF53 in the superblock, 1,024 bytes into the volume.
//! - **Specification:** the Linux kernel's documentation, "ext4 Data Structures and Algorithms"
//!   (<https://docs.kernel.org/filesystems/ext4/>); for deleted entries, Brian Carrier, "File System
//!   Forensic Analysis", chapters 14 and 15, and the behaviour of The Sleuth Kit.
//! - **Own reader:** `ext4-view` (MIT or Apache-2.0) is kept and careful, but shows neither deleted
//!   entries nor deleted inodes, nor the place of an entry, and refuses a file system whose checksums
//!   are wrong. An investigator needs all of these.
//! - **Fields kept:** path, size, the times of content (`modified`), reading (`accessed`), inode
//!   (`changed`, the `ctime`) and creation (`created`, the `crtime`) down to the microsecond, inode,
//!   mode as `ls` writes it; in `extra` owner and group, links beyond one, the target of a link, the
//!   time of deletion, device numbers, marks such as immutable, extended attributes of users
//!   (`user.*`: where a browser keeps the address of a download), and which blocks of a deleted file
//!   belong to others by now.
//! - **States:** `active`; `deleted` (a name in the slack of a folder, or an inode without a name under
//!   `$OrphanFiles/`); `realloc`, a deleted name whose inode is in use: by this file under another name
//!   (renamed, or a hard link), or by a later one. Size, time and content are then given at the names
//!   that are active, and not for what may be another file.
//! - **Fields dropped:** the file system's own inodes (journal, tables for growing), access lists,
//!   checksums, versions and generations of inodes.
//! - **Known limits:** the journal is not replayed: after a crash the newest changes may stand in it
//!   alone, which is noted. Checksums are not enforced. ext3 and ext4 clear size and block list of a
//!   deleted file; its name and times remain (Linux
//!   since 5.13 wipes the name as well). Encrypted names and contents stay encrypted. Attributes
//!   in inodes of their own are named, not read. A copy of a damaged first superblock is not looked for.

mod attributes;
mod folder;
mod inode;
mod layout;
mod map;
mod member;
mod orphans;
mod walk;

use model::{Phrase, Word, say};

use crate::containers::{Container, Members};
use crate::format::{Head, Source, Sure};
use crate::sink::{Halt, Note};

use super::volume_bytes::{Fields, Volume, hex_text, path_text, place, said};
use layout::Layout;
use walk::Walk;

/// First byte of the superblock in the volume.
const SUPERBLOCK_AT: usize = 1024;

/// Bytes of the superblock.
const SUPERBLOCK_BYTES: usize = 1024;

/// ext2, ext3 and ext4; see the module.
#[derive(Debug)]
pub struct Ext;

impl Container for Ext {
    fn code(&self) -> &'static str {
        "ext"
    }

    fn version(&self) -> u32 {
        2
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let superblock = Fields(head.bytes).part(SUPERBLOCK_AT, SUPERBLOCK_BYTES);
        if Layout::parse(superblock).is_ok() { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut volume = Volume::new(source);
        let broken = |reason: String| Halt::Broken {
            place: place(SUPERBLOCK_AT as u64, SUPERBLOCK_BYTES as u64),
            reason,
            remedy: "check whether the image is whole; a file system's later superblocks may serve"
                .to_owned(),
        };
        let superblock = volume
            .read(SUPERBLOCK_AT as u64, SUPERBLOCK_BYTES)
            .map_err(|error| broken(said(&error)))?;
        let layout = Layout::parse(&superblock).map_err(|reason| broken(reason.to_owned()))?;
        note(&layout, &superblock, volume.len(), members)?;
        let mut walk = Walk::new(volume, layout);
        walk.folders(members)?;
        walk.orphans(members)
    }
}

/// States what the superblock says of the volume.
fn note(
    layout: &Layout,
    superblock: &[u8],
    len: u64,
    members: &mut dyn Members,
) -> Result<(), Halt> {
    members.note(&Note::Version { version: layout.family().to_owned() })?;
    let fields = Fields(superblock);
    let until_nul = |at, len| {
        let bytes: &[u8] = fields.part(at, len);
        path_text(bytes.split(|byte| *byte == 0).next().unwrap_or_default())
    };
    let mut facts = vec![Word::from(layout.family())];
    let uuid = hex_text(fields.part(0x68, 16));
    for (say, value) in [
        (say::named as fn(String) -> Phrase, until_nul(0x78, 16)),
        (say::file_system_mounted, until_nul(0x88, 64)),
        (say::file_system_uuid, uuid),
    ] {
        facts.extend((!value.is_empty()).then(|| say(value).into()));
    }
    members.remark(say::file_system(facts))?;
    if layout.needs_replay() {
        members.remark(say::journal_unplayed())?;
    }
    if let Some(stated) = layout.volume_bytes().filter(|stated| *stated > len) {
        let (what, stated) = (say::volume_bytes(), stated.to_string());
        members.note(&Note::Total { what, stated, found: len.to_string() })?;
    }
    Ok(())
}
