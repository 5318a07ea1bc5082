//! HFS+ and HFSX: the file system of Macs before 2017, of iPods, and of many disk images (`.dmg`).
//!
//! - **Versions:** HFS+ (version 4) and HFSX (version 5), also inside the HFS wrapper of old discs.
//! - **Recognised by:** `H+` or `HX` in the volume header, 1,024 bytes into the volume.
//! - **Specification:** Apple, Technical Note TN1150 "HFS Plus Volume Format"; for compressed files the
//!   headers of Apple's open kernel (`decmpfs.h`).
//! - **Own reader:** the crate at hand (`hfsplus` 0.4, MIT) is months old, loads a node for every name,
//!   and tells neither the place of a record nor what a damaged index no longer leads to.
//! - **Fields kept:** path, size, the four times in UTC (`changed` is that of the attributes), catalog
//!   number as `inode`, mode, and in `extra` owner and group, type and creator, the target of a symbolic
//!   link, marks such as `hidden`, the number of names of a hard link, and extended attributes that are
//!   text or lists of texts (`com.apple.quarantine` and `com.apple.metadata:kMDItemWhereFroms` say where a
//!   file came from). A resource fork is a member of its own, `path:rsrc`.
//! - **Hard links** have size, times and content of the file they share; the file itself stands under
//!   `\x00\x00\x00\x00HFS+ Private Data/`, as on the volume. A `/` in a name, which macOS shows as `:`, is `:`.
//! - **States:** `active`. Catalog records whose folder is gone follow under `$OrphanFiles/`, as
//!   `deleted`: a whole volume has none.
//! - **Fields dropped:** Finder windows and places of icons, backup times, attributes that are no text
//!   (named by their length), the trees themselves, the journal.
//! - **Known limits:** the journal is not replayed, which is noted where the volume was not closed.
//!   Records deleted from the trees are not searched for. Files that macOS compressed (decmpfs) by
//!   zlib, LZVN or LZFSE are unpacked; those by LZBITMAP are named with their true size and are not.
//!   Hard links of folders are told as files.
//! - **Crates:** `flate2` (MIT/Apache) unpacks zlib, `lzfse_rust` (MIT/Apache) LZVN and LZFSE.

mod attributes;
mod catalog;
mod header;
mod tree;
mod walk;

use crate::containers::{Container, Members};
use crate::format::{Head, Source, Sure};
use crate::sink::Halt;

use super::volume_bytes::{Fields, Volume, place, said};
use header::Header;
use walk::Walk;

/// First byte of the volume header, and its length.
const HEADER_AT: usize = 1024;
const HEADER_BYTES: usize = 512;

/// HFS+ and HFSX; see the module.
#[derive(Debug)]
pub struct HfsPlus;

impl Container for HfsPlus {
    fn code(&self) -> &'static str {
        "hfsplus"
    }

    fn version(&self) -> u32 {
        3
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let header = Fields(head.bytes).part(HEADER_AT, HEADER_BYTES);
        let is_wrapped = header::wrapped_at(header).is_some();
        if is_wrapped || Header::parse(header, 0).is_ok() { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut volume = Volume::new(source);
        let broken = |reason: String| Halt::Broken {
            place: place(HEADER_AT as u64, HEADER_BYTES as u64),
            reason,
            remedy: "check whether the image is whole".to_owned(),
        };
        let header = Header::read(&mut volume).map_err(|error| broken(said(&error)))?;
        for remark in header.remarks(volume.len()) {
            members.remark(remark)?;
        }
        let mut walk = Walk::new(volume, header).map_err(|error| broken(said(&error)))?;
        walk.folders(members)?;
        walk.orphans(members)
    }
}
