//! exFAT: the file system of large memory cards and sticks, with what was deleted.
//!
//! - **Versions:** 1.0.
//! - **Recognised by:** `EXFAT` in the first sector, the zeros after it, sound sizes, `55 AA` at its end.
//! - **Specification:** Microsoft, "exFAT file system specification" (2019). The reader is our own:
//!   `exfat` (MIT, 0.1) lists and reads live files; `fat-core` (Apache-2.0, 0.1) tells deleted entries
//!   too, but is too young to rest evidence on.
//! - **Members:** every set of entries of every folder, the volume's label and its two tables
//!   (`$ALLOC_BITMAP`, `$UPCASE_TABLE`, as The Sleuth Kit names them), sets in deleted folders, and,
//!   under `$OrphanFiles`, folders in free clusters that no entry leads to. Deletion clears one bit of
//!   each entry: names stay whole, and the sum of the set shows whether anything was written over.
//! - **Fields kept:** path, size, the three times, attributes (`mode`, as PowerShell shows them),
//!   first cluster, the length ever written where it is shorter. `inode` is the metadata address of The
//!   Sleuth Kit. Times carry their offset from UTC where the entry states one; else they are local:
//!   see [`crate::settings`].
//! - **Content** up to the valid length, zeros after it. Of deleted files: clusters in a row where the
//!   entry says so, else the chain that still stands in the table, else free clusters from the first on;
//!   `content` in `extra` says which. Where any of them is in use again the state is `realloc` and there
//!   is no content.
//! - **Fields dropped:** the hash of the name; entries of vendors.
//! - **Known limits:** the backup of the first sector and the sum over it are not asked; of TexFAT only
//!   the table in use is read.

mod boot;
mod set;
mod table;
mod walk;

use model::records::Media;
use model::{Place, Record, RejectKind, say};

use self::boot::Boot;
use self::set::ENTRY_BYTES;
use self::table::Table;
use self::walk::{Broken, Found, Met, Told, Walk, lost_folders};
use super::clusters::{LocalClock, RunReader, Runs, Volume, mode_of, stated_size};
use super::{Container, Content, Members};
use crate::format::{Head, Source, Sure};
use crate::formats::extra::Extra;
use crate::sink::{Halt, Note};

/// exFAT; see the module.
#[derive(Debug)]
pub struct ExFat;

impl Container for ExFat {
    fn code(&self) -> &'static str {
        "exfat"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if Boot::read(head.bytes).is_some() { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut clock = LocalClock::new(source.settings);
        let mut volume = Volume::of(source);
        let mut sector = [0; 512];
        volume.read_at(0, &mut sector).map_err(Halt::Read)?;
        let Some(boot) = Boot::read(&sector) else {
            return Err(Halt::Broken {
                place: Place { bytes_len: 512, ..Place::default() },
                reason: "the first sector is not that of an exFAT volume".to_owned(),
                remedy: "look at the sector; another container may fit".to_owned(),
            });
        };
        let (major, minor) = boot.revision;
        let version = format!("exFAT {major}.{minor:02}, serial number {:08X}", boot.serial);
        members.note(&Note::Version { version })?;
        if boot.volume_len > volume.len() {
            let (stated, found) = (boot.volume_len.to_string(), volume.len().to_string());
            members.note(&Note::Total { what: say::volume_bytes(), stated, found })?;
        }
        let mut table = Table::new(boot.within(volume.len()));
        find_bitmap(&mut volume, &mut table);
        if !table.has_bitmap() {
            members.remark(say::bitmap_lost())?;
        }
        let mut walk = Walk::new(&mut volume, &mut table);
        let mut teller = Teller { members, clock: &mut clock, media: Media::default() };
        let mut lost = None;
        loop {
            match walk.next(&mut volume, &mut table) {
                Some(met) => teller.tell(met, &mut volume, &table)?,
                None if lost.is_none() => {
                    lost = Some(lost_folders(&walk.seen, &mut volume, &mut table));
                }
                None if lost.as_mut().is_some_and(|lost| walk.add_lost(lost, &table)) => {}
                None => break,
            }
        }
        clock.note().map_or(Ok(()), |note| members.note(&note))
    }
}

/// Finds the bitmap by its entry in the top folder, before anything is told.
fn find_bitmap(volume: &mut Volume<'_>, table: &mut Table) {
    let mut walk = Walk::new(volume, table);
    while let Some(met) = walk.next(volume, table) {
        match met {
            Met::System("$ALLOC_BITMAP", _, Ok(runs), len) => {
                table.set_bitmap(runs, len);
                return;
            }
            // The entry stands in the top folder, which is walked first.
            Met::Set(told) if told.path.contains('/') => return,
            _ => {}
        }
    }
}

/// Makes members of what the walk meets.
struct Teller<'m> {
    members: &'m mut dyn Members,
    clock: &'m mut LocalClock,
    media: Media,
}

impl Teller<'_> {
    fn tell(&mut self, met: Met, volume: &mut Volume<'_>, table: &Table) -> Result<(), Halt> {
        self.media.clear();
        match met {
            Met::Set(told) => self.tell_set(*told, volume, table),
            Met::System(name, at, runs, len) => {
                self.media.path.set(name);
                self.media.state.set("active");
                let runs = runs.map_or_else(Kept::Broken, Kept::Runs);
                self.hand_over(at, ENTRY_BYTES as u64, runs, (len, len), volume, table)
            }
            Met::Label(label, at) => {
                self.media.path.set(&label);
                self.media.state.set("active");
                let mut extra = Extra::default();
                extra.add("entry", "volume label");
                extra.write(&mut self.media.extra);
                self.hand_over(at, ENTRY_BYTES as u64, Kept::None, (0, 0), volume, table)
            }
            Met::Spoilt(at, what, fault) => {
                // The entry of a broken folder is told as a file too, so its place says which.
                let path = if what == Broken::Folder { "folder".to_owned() } else { String::new() };
                let bytes_start = at.min(volume.len());
                let bytes_len = (ENTRY_BYTES as u64).min(volume.len() - bytes_start);
                let place = Place { path, bytes_start, bytes_len, ..Place::default() };
                let kind = RejectKind::Malformed;
                self.members.spoilt(&place, kind, "directory entry", fault)
            }
        }
    }

    fn tell_set(&mut self, told: Told, volume: &mut Volume<'_>, table: &Table) -> Result<(), Halt> {
        let Told { path, set, at, is_deleted, found } = told;
        let Self { clock, media, .. } = self;
        let mut extra = Extra::default();
        media.path.set(&path);
        media.state.set(if is_deleted { "deleted" } else { "active" });
        media.mode.set(&mode_of(u32::from(set.attributes), set.is_folder()));
        for (name, time, stamp) in [
            ("created_stated", set.created, &mut media.created),
            ("modified_stated", set.modified, &mut media.modified),
            ("accessed_stated", set.accessed, &mut media.accessed),
        ] {
            if let Err(text) = clock.read(time, stamp) {
                extra.add(name, &text);
            }
        }
        if set.cluster > 0 {
            extra.add("first_cluster", &set.cluster.to_string());
        }
        if set.valid_len < set.len {
            extra.add("valid_bytes", &set.valid_len.to_string());
        }
        if !set.is_whole {
            extra.add("fault", "the sum of the entries does not match: one was written over");
        }
        let kept = match found {
            Found::Reused => {
                media.state.set("realloc");
                Kept::Broken("clusters of it are in use again")
            }
            Found::Broken(fault) => Kept::Broken(fault),
            Found::Runs(runs, basis) => {
                if !set.is_folder() {
                    extra.add("content", basis.map_or("", walk::Basis::words));
                }
                Kept::Runs(runs)
            }
        };
        let kept = if set.is_folder() { Kept::None } else { kept };
        extra.write(&mut media.extra);
        self.hand_over(at, set.bytes, kept, (set.len, set.valid_len), volume, table)
    }

    fn hand_over(
        &mut self,
        at: u64,
        bytes: u64,
        kept: Kept,
        (len, valid_len): (u64, u64),
        volume: &mut Volume<'_>,
        table: &Table,
    ) -> Result<(), Halt> {
        let volume_len = volume.len();
        let bytes_len = bytes.min(volume_len.saturating_sub(at));
        let place = Place { bytes_start: at, bytes_len, ..Place::default() };
        let is_wanted = !self.members.is_read_over();
        let Self { members, media, .. } = self;
        media.inode.set_fmt(format_args!("{}", table.boot.address_of(at)));
        media.size = stated_size(len);
        let ends_after = |runs: &Runs| {
            let written = valid_len.min(len);
            runs.iter().any(|run| {
                run.at.is_none_or(|at| at.saturating_add(run.len.min(written)) > volume_len)
            })
        };
        match kept {
            Kept::Runs(runs) if ends_after(&runs) => {
                let reason = "its clusters lie behind the end of this image";
                members.file(media, &place, Content::Unreadable(reason))
            }
            Kept::Runs(runs) if is_wanted => {
                let mut reader = RunReader::new(volume, &runs, len, valid_len.min(len));
                members.file(media, &place, Content::Seekable(&mut reader, len))
            }
            Kept::Broken(reason) => members.file(media, &place, Content::Unreadable(reason)),
            _ => members.file(media, &place, Content::None),
        }
    }
}

/// What a member's content is, before it is read.
enum Kept {
    None,
    Runs(Runs),
    Broken(&'static str),
}
