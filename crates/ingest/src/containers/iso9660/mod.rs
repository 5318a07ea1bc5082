//! ISO 9660: the file system of CDs, DVDs and their images.
//!
//! - **Versions:** primary and Joliet volumes, Rock Ridge 1.09 to 1.12, enhanced volumes (ISO
//!   9660:1999), files in several extents or interleaved.
//! - **Recognised by:** `CD001` in the first volume descriptor, 32 KiB into the volume.
//! - **Specification:** ECMA-119, 4th edition; Microsoft, "Joliet Specification"; IEEE P1281 (System
//!   Use Sharing Protocol) and P1282 (Rock Ridge).
//! - **Own reader:** the crates at hand (`cdfs`, `iso9660`) want the whole tree at once, read no
//!   multi-extent files or end at the first damaged record, and tell no place of a record.
//! - **Which tree:** a disc may hold the same files under several names. Told is the primary tree where
//!   Rock Ridge names them, else the Joliet tree, else the primary. Files whose bytes only another tree
//!   leads to follow under `$Primary/` or `$Joliet/`: a file can be hidden that way.
//! - **Fields kept:** path without the version, size, times; in Rock Ridge mode, owner, group, links,
//!   target of a link, and the four times. The one time of a plain record is when it was recorded:
//!   `created`, as The Sleuth Kit has it; beside the times of Rock Ridge it is `recorded` in `extra`.
//!   `inode` is the first block of the content. In `extra`: a version other than 1, the mark `hidden`.
//!   The second file of a name that old Macintosh discs hold (its resources) has `:associated` behind
//!   its path.
//! - **Fields dropped:** path tables (the tree says the same), extended attribute records, Apple's
//!   system use fields. Files of no bytes in the trees that are not told first.
//! - **Known limits:** of a disc burnt in several sessions the first is read, as an image does not say
//!   where the others begin. UDF beside it and the boot image of El Torito are named, not read. Files
//!   compressed as zisofs are unpacked, those of its second version named as unreadable. Images with sectors of 2,352 bytes are not this format.

mod descriptors;
mod name;
mod record;
mod system_use;
mod walk;
mod zisofs;

use crate::containers::{Container, Members};
use crate::format::{Head, Source, Sure};
use crate::sink::Halt;

use super::volume_bytes::{Fields, Volume, place, said};
use descriptors::Disc;
use walk::Walk;

/// Bytes of a logical sector: descriptors and directory records keep to its bounds.
const SECTOR_BYTES: u64 = 2048;

/// Where the volume descriptors begin.
const DESCRIPTORS_AT: u64 = 16 * SECTOR_BYTES;

/// ISO 9660; see the module.
#[derive(Debug)]
pub struct Iso9660;

impl Container for Iso9660 {
    fn code(&self) -> &'static str {
        "iso9660"
    }

    fn version(&self) -> u32 {
        2
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let at = usize::try_from(DESCRIPTORS_AT).unwrap_or_default();
        if Fields(head.bytes).part(at + 1, 5) == b"CD001" { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut volume = Volume::new(source);
        let broken = |reason: String| Halt::Broken {
            place: place(DESCRIPTORS_AT, SECTOR_BYTES),
            reason,
            remedy: "check whether the image is whole".to_owned(),
        };
        let disc = Disc::read(&mut volume).map_err(|error| broken(said(&error)))?;
        for remark in disc.remarks(volume.len()) {
            members.remark(remark)?;
        }
        Walk::new(volume).trees(&disc, members)
    }
}
