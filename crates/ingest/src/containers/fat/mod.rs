//! FAT: the file system of memory cards, sticks, cameras and old disks, with what was deleted.
//!
//! - **Versions:** FAT12, FAT16 and FAT32, long names (VFAT), the lower-case bits of Windows NT.
//! - **Recognised by:** a first sector with a jump, sound numbers of sectors, clusters and tables,
//!   and `55 AA` at its end.
//! - **Specification:** Microsoft, "FAT: General Overview of On-Disk Format" 1.03 (2000), and ECMA-107.
//!   The reader is our own: `fatfs` (MIT) tells no deleted entry and asks for a volume it may write to;
//!   `fat-core` (Apache-2.0, 0.1) tells them, but is too young to rest evidence on; here the deleted
//!   files are the point.
//! - **Members:** every entry of every folder, the name of the volume (`entry` in `extra`), entries in
//!   deleted folders, and, under `$OrphanFiles`, folders and parts of folders in free clusters that no
//!   entry leads to.
//!   A deleted long name is taken from its pieces; the sum they carry gives back the first character
//!   of the short one. Without a long name that character is lost and stands as `_`.
//! - **Long names** are an entry's own where their pieces are whole and carry the sum of its short name.
//!   Others that stand before an entry are kept beside it as `stray_long_name`, in `extra`: of a file whose
//!   entry was written over, or that systems without long names renamed. The Sleuth Kit looks at neither
//!   sum nor order and gives such a name to the next entry; it also cuts names of more than 247
//!   characters, and writes `^` for what is no text.
//! - **Fields kept:** path, size (of a folder: the clusters that hold its entries), the three times,
//!   attributes (`mode`, as PowerShell shows them), short name, first cluster. `inode` is the metadata
//!   address of The Sleuth Kit. Times are local times without a zone: see [`crate::settings`].
//! - **Content of deleted files** is assumed, never known: `content` in `extra` says how its clusters
//!   were found (see `recover.rs`). Where the first cluster is in use again the state is `realloc` and
//!   there is no content: its bytes would be another file's.
//! - **Fields dropped:** pieces of long names behind the last entry of a folder; free space without a folder.
//! - **Known limits:** short names outside ASCII need `encoding` (the volume does not say which code
//!   page it was written in). Windows wipes the upper half of the first cluster of what it deletes on
//!   FAT32: beyond cluster 65,535 such content is not found or is another's. The first table in use is
//!   believed; the copy is not compared. Single entries among other bytes in free clusters are not looked
//!   for.

mod boot;
mod entry;
mod orphans;
mod recover;
mod table;
mod walk;

use std::collections::VecDeque;

use encoding_rs::Encoding;
use model::records::Media;
use model::{Place, Record, RejectKind, say};

use self::boot::Boot;
use self::entry::ENTRY_BYTES;
use self::orphans::Orphan;
use self::recover::Claims;
use self::table::Table;
use self::walk::{Broken, Inside, Met, Told, Walk};
use super::clusters::{LocalClock, RunReader, Runs, Volume, mode_of, stated_size};
use super::{Container, Content, Members};
use crate::format::{Head, Source, Sure};
use crate::formats::extra::Extra;
use crate::sink::{Halt, Note};

/// FAT12, FAT16 and FAT32; see the module.
#[derive(Debug)]
pub struct Fat;

impl Container for Fat {
    fn code(&self) -> &'static str {
        "fat"
    }

    fn version(&self) -> u32 {
        3
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        match Boot::read(head.bytes) {
            Some(boot) if boot.data_at < head.len => Sure::Yes,
            _ => Sure::No,
        }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut clock = LocalClock::new(source.settings);
        let label = source.settings.encoding.as_deref();
        let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        let mut volume = Volume::of(source);
        let mut sector = [0; 512];
        volume.read_at(0, &mut sector).map_err(Halt::Read)?;
        let Some(boot) = Boot::read(&sector) else {
            return Err(Halt::Broken {
                place: Place { bytes_len: 512, ..Place::default() },
                reason: "the first sector is not that of a FAT volume".to_owned(),
                remedy: "look at the sector; another container may fit".to_owned(),
            });
        };
        let version = format!("{}, serial number {:08X}", boot.width.name(), boot.serial);
        members.note(&Note::Version { version })?;
        if boot.volume_len > volume.len() {
            let (stated, found) = (boot.volume_len.to_string(), volume.len().to_string());
            members.note(&Note::Total { what: say::volume_bytes(), stated, found })?;
        }
        let boot = boot.within(volume.len());
        let mut table = Table::new(boot);
        let (claims, orphans) = survey(&mut volume, &mut table, encoding);
        let mut walk = Walk::new(&boot, encoding);
        let mut orphans = orphans;
        let mut told = Teller { members, clock: &mut clock, media: Media::default() };
        loop {
            match walk.next(&mut volume, &mut table) {
                Some(Met::Entry(entry)) => told.tell(&entry, &claims, &mut volume, &mut table)?,
                Some(Met::Spoilt(at, what, fault)) => told.spoilt(at, what, fault, volume.len())?,
                None if walk.add_lost(&mut orphans, &boot) => {}
                None => break,
            }
        }
        clock.note().map_or(Ok(()), |note| members.note(&note))
    }
}

/// The first walk: what is deleted and where, and the folders that no entry leads to.
fn survey(
    volume: &mut Volume<'_>,
    table: &mut Table,
    encoding: Option<&'static Encoding>,
) -> (Claims, VecDeque<Orphan>) {
    let mut claims = Claims::default();
    let mut walk = Walk::new(&table.boot, encoding);
    let mut orphans = None;
    let mut rest = VecDeque::new();
    loop {
        match walk.next(volume, table) {
            Some(Met::Entry(told)) if told.is_deleted && told.inside != Inside::Reused => {
                claims.add(&told.entry, told.at, volume, table);
            }
            Some(_) => {}
            None if orphans.is_none() => {
                rest = orphans::find(volume, table, &walk.seen);
                orphans = Some(rest.clone());
            }
            None if walk.add_lost(&mut rest, &table.boot) => {}
            None => break,
        }
    }
    claims.settle(volume, table);
    (claims, orphans.unwrap_or_default())
}

/// The content of an entry before it is handed over.
enum Bytes {
    None,
    Unreadable(&'static str),
    Runs(Runs),
}

/// Makes members of entries.
struct Teller<'m> {
    members: &'m mut dyn Members,
    clock: &'m mut LocalClock,
    media: Media,
}

impl Teller<'_> {
    fn tell(
        &mut self,
        told: &Told,
        claims: &Claims,
        volume: &mut Volume<'_>,
        table: &mut Table,
    ) -> Result<(), Halt> {
        let entry = &told.entry;
        let mut extra = Extra::default();
        let (size, bytes, state) = content(told, claims, volume, table, &mut extra);
        let is_wanted = !self.members.is_read_over();
        let Self { members, clock, media } = self;
        media.clear();
        media.path.set(&told.path);
        media.state.set(state);
        media.size = stated_size(size);
        media.inode.set_fmt(format_args!("{}", table.boot.address_of(told.at)));
        media.mode.set(&mode_of(u32::from(entry.attributes), entry.is_folder()));
        for (name, time, stamp) in [
            ("created_stated", entry.created, &mut media.created),
            ("modified_stated", entry.modified, &mut media.modified),
            ("accessed_stated", entry.accessed, &mut media.accessed),
        ] {
            if let Err(text) = clock.read(time, stamp) {
                extra.add(name, &text);
            }
        }
        extra.add("short_name", told.short_name.as_deref().unwrap_or_default());
        extra.add("stray_long_name", &told.stray);
        if entry.cluster > 0 {
            extra.add("first_cluster", &entry.cluster.to_string());
        }
        if entry.is_label() {
            extra.add("entry", "volume label");
        }
        extra.write(&mut media.extra);
        let place =
            Place { bytes_start: told.at, bytes_len: ENTRY_BYTES as u64, ..Place::default() };
        match bytes {
            Bytes::Runs(runs) if is_wanted => {
                let mut reader = RunReader::new(volume, &runs, size, size);
                members.file(media, &place, Content::Seekable(&mut reader, size))
            }
            Bytes::Unreadable(reason) => members.file(media, &place, Content::Unreadable(reason)),
            _ => members.file(media, &place, Content::None),
        }
    }

    fn spoilt(&mut self, at: u64, what: Broken, fault: &str, volume_len: u64) -> Result<(), Halt> {
        // The entry of a broken folder may be told as a file too, so its place says which.
        let path = if what == Broken::Folder { "folder".to_owned() } else { String::new() };
        let bytes_start = at.min(volume_len);
        let bytes_len = (ENTRY_BYTES as u64).min(volume_len - bytes_start);
        let place = Place { path, bytes_start, bytes_len, ..Place::default() };
        self.members.spoilt(&place, RejectKind::Malformed, "directory entry", fault)
    }
}

/// Size, content and state of an entry.
fn content(
    told: &Told,
    claims: &Claims,
    volume: &mut Volume<'_>,
    table: &mut Table,
    extra: &mut Extra,
) -> (u64, Bytes, &'static str) {
    let entry = &told.entry;
    let state = if told.is_deleted { "deleted" } else { "active" };
    match told.inside {
        Inside::Walked(size) => return (size, Bytes::None, state),
        Inside::Reused => return (0, Bytes::None, "realloc"),
        Inside::NoFolder if entry.is_label() => return (0, Bytes::None, state),
        Inside::NoFolder => {}
    }
    let size = u64::from(entry.size);
    if size == 0 {
        return (0, Bytes::Runs(Runs::default()), state);
    }
    let runs = match (told.is_deleted, table.boot.has_cluster(entry.cluster)) {
        (_, false) => Err("its first cluster lies outside the volume"),
        (false, true) => table.chain(volume, entry.cluster, size),
        (true, true) if !table.is_free(volume, entry.cluster) => {
            return (size, Bytes::Unreadable("its first cluster is in use again"), "realloc");
        }
        (true, true) => claims.runs(entry, told.at, volume, table).map(|(runs, basis)| {
            extra.add("content", basis.words());
            runs
        }),
    };
    let bytes = match runs {
        Ok(runs) if runs.iter().any(|run| ends_after(run, volume.len(), size)) => {
            Bytes::Unreadable("its clusters lie behind the end of this image")
        }
        Ok(runs) => Bytes::Runs(runs),
        Err(reason) => Bytes::Unreadable(reason),
    };
    (size, bytes, state)
}

/// Whether a run leads out of what is there of the volume. The slack of a last cluster may.
fn ends_after(run: super::clusters::Run, volume_len: u64, size: u64) -> bool {
    run.at.is_none_or(|at| at.saturating_add(run.len.min(size)) > volume_len)
}
