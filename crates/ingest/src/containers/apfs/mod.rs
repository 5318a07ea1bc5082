//! APFS: the file system of Macs, iPhones and iPads since 2017.
//!
//! - **Versions:** containers of version 2 (macOS 10.13 and iOS 10.3 on) with blocks of 4 to 64 KiB, and
//!   their volumes: with and without regard to case, sealed ones too.
//! - **Recognised by:** `NXSB` behind the header of the first block's object.
//! - **Specification:** Apple, "Apple File System Reference" (2020-06-22); sealed volumes and compressed
//!   files as apfsprogs and dissect.apfs read them.
//! - **Own reader:** those at hand (`apfs` 0.4, `apfs-core` 0.3, `hadris-apfs` 2.5) are months old or call
//!   themselves experimental; none tells the place of a record or what no name leads to.
//! - **Read:** the newest whole checkpoint of the container, and of it every volume as it is now. A path
//!   begins with the name of its volume. Then its snapshots, the newest first, under `volume@snapshot/`:
//!   of each what is not told already, so that a file stands once for each of its versions.
//! - **Fields kept:** path, size, the four times in UTC down to the microsecond (`changed` is that of the
//!   attributes), inode, mode, and in `extra` owner and group, the target of a symbolic link, marks such as
//!   `hidden`, links beyond one, when the name came into its folder, and extended attributes that are text
//!   or lists of texts (`com.apple.quarantine` and `com.apple.metadata:kMDItemWhereFroms` say where a file
//!   came from). A resource fork is a member of its own, `path:rsrc`, but where it holds the packed content
//!   of a compressed file.
//! - **States:** `active`; `deleted` for what was open when it was removed (`private-dir/`), and for names
//!   and inodes that no folder leads to (`$OrphanFiles/`), and in snapshots for what the volume has no
//!   more; `earlier` for what was changed since (by the time of change of its inode).
//! - **Totals:** files, folders and links that a volume states are held against those told; a difference
//!   is noted.
//! - **Digests:** the checksum of every node that is read is computed; nodes that lack theirs are read
//!   and counted.
//! - **Encryption:** a volume whose tree of files is encrypted is named and not read. One that says it is
//!   encrypted and whose tree is readable (a disk that its own chip decrypts) is read as it stands.
//! - **Fields dropped:** attributes that are no text (named by their length), protection classes, the space
//!   manager, the keybag.
//! - **Known limits:** earlier checkpoints are not read, and what was deleted is not searched for in free
//!   blocks. Snapshots of a volume with more than 3.6 million files are named, not read. Of a Fusion drive
//!   only the first disk is read. Files packed by LZBITMAP are named and not unpacked. Sealed volumes (the
//!   system since macOS 11) are read by the descriptions of others; no image of one was at hand. A
//!   container without its first block is not recognised.
//! - **Crates:** `flate2` and `lzfse_rust` (MIT/Apache) unpack what macOS compressed.

mod member;
mod node;
mod record;
mod snapshots;
mod superblock;
mod tree;
mod walk;

use model::{Phrase, say};

use crate::containers::{Container, Members};
use crate::format::{Head, Source, Sure};
use crate::sink::Halt;

use super::volume_bytes::{Fields, Volume, place, said};
use node::Store;
use superblock::Superblock;
use tree::Map;
use walk::Walk;

/// Bytes of the first block that a container's superblock takes.
const HEAD_BYTES: usize = 4_096;

/// APFS; see the module.
#[derive(Debug)]
pub struct Apfs;

impl Container for Apfs {
    fn code(&self) -> &'static str {
        "apfs"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let block = head.bytes.get(..HEAD_BYTES).unwrap_or_default();
        if superblock::Container::parse(block).is_some() { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut volume = Volume::new(source);
        let broken = |error: std::io::Error| Halt::Broken {
            place: place(0, HEAD_BYTES as u64),
            reason: said(&error),
            remedy: "check whether the image is whole".to_owned(),
        };
        let (container, remarks) = superblock::Container::newest(&mut volume).map_err(broken)?;
        for remark in container.remarks(volume.len()).into_iter().chain(remarks) {
            members.remark(remark)?;
        }
        let mut store = Store::new(volume, container.block_bytes, container.blocks);
        let map = container.map(&mut store).map_err(broken)?;
        let mut names = Vec::new();
        for (number, object) in (1..).zip(&container.volumes) {
            let found = map.find(&mut store, *object);
            match found.and_then(|block| Superblock::read(&mut store, block, number)) {
                Ok(superblock) => {
                    let name = own_name(&superblock, &mut names);
                    one_volume(&mut store, &superblock, name, container.transaction, members)?;
                }
                Err(error) => {
                    let why = Phrase::from_text(&said(&error));
                    members.remark(say::apfs_volume_unreadable(number, why))?;
                }
            }
        }
        note_unsummed(&store, members)
    }
}

/// The name that a volume's paths begin with: no other volume has it.
fn own_name(superblock: &Superblock, names: &mut Vec<String>) -> String {
    let number = superblock.number;
    let mut name = superblock.name.clone();
    if matches!(name.as_str(), "" | "." | "..") || names.contains(&name) {
        let numbered = format!("{name} (volume {number})");
        numbered.trim_start().clone_into(&mut name);
    }
    names.push(name.clone());
    name
}

fn one_volume(
    store: &mut Store<'_>,
    superblock: &Superblock,
    name: String,
    transaction: u64,
    members: &mut dyn Members,
) -> Result<(), Halt> {
    for sentence in superblock.sentences() {
        members.remark(sentence)?;
    }
    let opened = superblock.map(store, transaction).and_then(|map: Map| {
        let files = superblock.files(store, map)?;
        files.first(store)?;
        Ok((map, files))
    });
    let (map, files) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let number = superblock.number;
            return members.remark(if superblock.is_encrypted() {
                say::apfs_volume_encrypted(number, &superblock.name)
            } else {
                say::apfs_volume_unreadable(number, Phrase::from_text(&said(&error)))
            });
        }
    };
    if superblock.is_encrypted() {
        members.remark(say::apfs_encrypted_but_readable(superblock.number))?;
    }
    let snapshots = snapshots::list(store, superblock, map, members)?;
    let mut walk = Walk::new(store, superblock, files, name);
    if !snapshots.is_empty() {
        walk.remember_versions();
    }
    walk.folders(members)?;
    walk.orphans(members)?;
    walk.note_totals(superblock, members)?;
    for snapshot in &snapshots {
        walk.snapshot(snapshot, superblock, members)?;
    }
    Ok(())
}

fn note_unsummed(store: &Store<'_>, members: &mut dyn Members) -> Result<(), Halt> {
    if store.unsummed == 0 {
        return Ok(());
    }
    members.remark(say::apfs_unsummed(store.unsummed))
}
