//! NTFS: the file system of Windows, with deleted records and alternate data streams.
//!
//! - **Versions:** NTFS 1.2 to 3.1, every size of cluster and of file record.
//! - **Recognised by:** `NTFS` in the first sector and sound sizes of sector, cluster and record.
//! - **Specification:** none by Microsoft; the Linux-NTFS project's documentation and the layouts that
//!   `ntfs-3g` and The Sleuth Kit read; [MS-XCA] 2.5 for LZNT1. The reader is our own: the crate `ntfs`
//!   (MIT or Apache-2.0) reads no compressed data and walks indexes, which deleted records have left;
//!   `ntfs-core` (MIT, young) reads each content whole into memory.
//! - **Members:** each record of the master file table, in the order of the table, once for each of
//!   its names (hard links; a name for DOS alone is `short_name` in `extra`). A stream beside the content is
//!   a member of its own, `path:stream`; so are indexes that are not of names. Deleted records have
//!   the path of their folders as far as those still have their sequence numbers; else they stand
//!   under `$OrphanFiles`, without a name as `OrphanFile-` and their number. The top folder is `.`.
//! - **Fields kept:** path, size (of a folder: the root of its index), the four times of
//!   `$STANDARD_INFORMATION`, attributes (`mode`, as PowerShell shows them, and `extra`), `inode` as
//!   record-kind-attribute, as The Sleuth Kit counts. In `extra`: the four times of `$FILE_NAME`
//!   (`fn_…`), sequence number, number of links, reparse tag and target, object identifier, length of
//!   what was ever written where that is shorter.
//! - **Content:** resident and not, sparse, compressed (LZNT1), up to the valid length and zeros after
//!   it. Unreadable: encrypted files (EFS), files that Windows keeps elsewhere (WOF, deduplication), and
//!   content of a deleted file of which any cluster is in use again; then the state is `realloc`.
//! - **Fields dropped:** security descriptors, extended attributes, the log; names in the slack of
//!   indexes. Records that were never used and the reserved ones without a name are no rows. The
//!   content of `$BadClus:$Bad`, a hole as large as the volume, is not read.
//! - **Known limits:** files that Windows compressed itself (WOF, as system files are) need XPRESS or
//!   LZX and are not unpacked; their packed stream is told. The copy of the first sector at the end of
//!   the volume is not asked.

mod boot;
mod file;
mod lznt1;
mod packed;
mod pairs;
mod record;
mod table;
mod tell;
mod tree;

use model::{Place, RejectKind, say};

use self::boot::Boot;
use self::record::Reference;
use self::table::{Bitmap, Table};
use self::tell::Teller;
use self::tree::Tree;
use super::clusters::Volume;
use super::{Container, Members};
use crate::format::{Head, Source, Sure};
use crate::sink::{Halt, Note};

/// NTFS; see the module.
#[derive(Debug)]
pub struct Ntfs;

impl Container for Ntfs {
    fn code(&self) -> &'static str {
        "ntfs"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        // The file `$Boot` of a volume begins like the volume, and ends before its table.
        let is_volume = |boot: Boot| boot.table_at.min(boot.mirror_at) < head.len;
        if Boot::read(head.bytes).is_some_and(is_volume) { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut volume = Volume::of(source);
        let mut sector = [0; 512];
        volume.read_at(0, &mut sector).map_err(Halt::Read)?;
        let boot = Boot::read(&sector).ok_or("the first sector is not that of an NTFS volume");
        let opened = boot.and_then(|boot| Table::open(&mut volume, boot));
        let mut table = opened.map_err(|reason| Halt::Broken {
            place: Place { bytes_len: 512, ..Place::default() },
            reason: reason.to_owned(),
            remedy: "look for an older copy of the image, or carve it".to_owned(),
        })?;
        note_volume(&mut table, &mut volume, members)?;
        let mut tree = Tree::read(&mut table, &mut volume);
        if tree.left_out > 0 {
            members.remark(say::folders_left_out(tree.left_out))?;
        }
        let bitmap = Bitmap::open(&mut volume, &mut table);
        let mut teller = Teller::new(members, bitmap);
        for number in 0..table.count() {
            let record = match table.record(&mut volume, number) {
                Ok(Some(record)) => record,
                Ok(None) => continue,
                Err(fault) => {
                    let (bytes_start, bytes_len) = table.place(number, &volume);
                    // Records of a table whose runs lead nowhere have no bytes, only a number.
                    let path = format!("record {number}");
                    let place = Place { path, bytes_start, bytes_len, ..Place::default() };
                    teller.members.spoilt(&place, RejectKind::Malformed, "file record", fault)?;
                    continue;
                }
            };
            if record.base == Reference::default() {
                teller.tell(&record, &mut tree, &mut table, &mut volume)?;
            }
        }
        Ok(())
    }
}

/// Version, label and missing end of the volume.
fn note_volume(
    table: &mut Table,
    volume: &mut Volume<'_>,
    members: &mut dyn Members,
) -> Result<(), Halt> {
    /// The file record of the volume's own facts.
    const RECORD: u64 = 3;
    let mut version = format!("NTFS, serial number {:016X}", table.boot.serial);
    if let Ok(Some(record)) = table.record(volume, RECORD) {
        let facts = file::collect(&record, table, volume);
        if let Some((major, minor)) = facts.version {
            version = format!("NTFS {major}.{minor}, serial number {:016X}", table.boot.serial);
        }
        if !facts.volume_label.is_empty() {
            members.remark(say::volume_called(format!("{:?}", facts.volume_label)))?;
        }
    }
    members.note(&Note::Version { version })?;
    if table.boot.volume_len > volume.len() {
        let (stated, found) = (table.boot.volume_len.to_string(), volume.len().to_string());
        members.note(&Note::Total { what: say::volume_bytes(), stated, found })?;
    }
    Ok(())
}
