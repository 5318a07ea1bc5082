//! Goes through the folders of a volume.

use std::collections::HashSet;
use std::io;

use model::records::Media;
use model::{Phrase, RejectKind, say};

use super::node::Store;
use super::record::{Attribute, INODE, Inode, NAME, Name, owner};
use super::snapshots::Snapshot;
use super::superblock::Superblock;
use super::tree::{Cursor, Record, Tree};
use super::{place, said};
use crate::containers::Members;
use crate::containers::volume_bytes::Clock;
use crate::sink::{Halt, Note};

/// Inodes of the root folder, and of that which holds what was removed while it was open.
const ROOT: u64 = 2;
const PRIVATE: u64 = 3;

/// Numbers below this are no files of a person.
const FIRST_OF_USERS: u64 = 16;

/// Folders within folders: paths of macOS end at 1,024 bytes.
const DEPTH_MAX: usize = 500;

/// Inodes remembered, so that nothing is walked in circles and what no name leads to is found.
/// 64 MB of memory.
const REMEMBERED_MAX: usize = 4_000_000;

/// Versions of inodes remembered, where there are snapshots: as many as fit into 70 MB of memory.
const VERSIONS_MAX: usize = 3_600_000;

/// Bytes of the image to each record: none takes fewer.
const RECORD_BYTES_MIN: u64 = 64;

/// Names without a folder, and inodes without a name, that are told: a whole volume has none. 40 MB
/// of memory.
const LOST_MAX: usize = 200_000;

/// Extended attributes of one file.
const ATTRIBUTES_MAX: usize = 1_000;

/// A folder being walked.
struct Frame {
    id: u64,
    cursor: Cursor,
    path_len: usize,
}

/// What no folder leads to.
#[derive(Default)]
struct Lost {
    names: Vec<Name>,
    inodes: Vec<u64>,
    /// Those beyond the limit.
    left_out: u64,
}

/// The walk through a volume.
pub(super) struct Walk<'s, 'v> {
    pub(super) store: &'s mut Store<'v>,
    pub(super) files: Tree,
    /// The tree of extents, where the volume is sealed.
    pub(super) extents: Option<Tree>,
    is_hashed: bool,
    volume: String,
    pub(super) clock: Clock,
    pub(super) media: Media,
    pub(super) path: String,
    stack: Vec<Frame>,
    /// Folders that were entered.
    entered: HashSet<u64>,
    /// Inodes that were told.
    told: HashSet<u64>,
    /// What was told as number and time of change, where there are snapshots to hold against it.
    versions: Option<HashSet<(u64, u64)>>,
    /// Names of a snapshot that lead to what was told.
    same: Option<u64>,
    /// Files, folders, links and others that were told, each inode once.
    counts: [u64; 4],
    records_left: u64,
    pub(super) state: &'static str,
}

impl<'s, 'v> Walk<'s, 'v> {
    pub(super) fn new(
        store: &'s mut Store<'v>,
        superblock: &Superblock,
        files: Tree,
        volume: String,
    ) -> Self {
        Self {
            records_left: store.volume().len() / RECORD_BYTES_MIN,
            files,
            extents: superblock.sealed_extents(),
            is_hashed: superblock.hashes_names(),
            path: volume.clone(),
            volume,
            clock: Clock::default(),
            media: Media::default(),
            stack: Vec::new(),
            entered: HashSet::new(),
            told: HashSet::new(),
            versions: None,
            same: None,
            counts: [0; 4],
            state: "active",
            store,
        }
    }

    /// Walks from the root, then what was removed while it was open.
    pub(super) fn folders(&mut self, members: &mut dyn Members) -> Result<(), Halt> {
        self.enter(ROOT, members)?;
        self.run(members)?;
        self.state = "deleted";
        self.path = format!("{}/private-dir", self.volume);
        self.enter(PRIVATE, members)?;
        self.run(members)
    }

    /// Tells the names and inodes that no folder leads to.
    pub(super) fn orphans(&mut self, members: &mut dyn Members) -> Result<(), Halt> {
        if self.told.len() >= REMEMBERED_MAX {
            return members.remark(say::apfs_too_many_files(&self.volume));
        }
        let lost = self.lost(members)?;
        if lost.left_out > 0 {
            members.remark(say::apfs_lost_left_out(&self.volume, lost.left_out))?;
        }
        for name in lost.names {
            if self.records_left == 0 {
                return members.remark(say::apfs_circles());
            }
            if !self.entered.contains(&name.folder) {
                self.path = format!("{}/$OrphanFiles/{}", self.volume, name.folder);
                self.name(&name, members)?;
                self.run(members)?;
            }
        }
        for number in lost.inodes {
            if self.told.contains(&number) {
                continue;
            }
            let Ok(Some((inode, attributes))) = self.inode(number) else { continue };
            self.path = format!("{}/$OrphanFiles/{number}", self.volume);
            if !inode.last_name.is_empty() {
                self.path.push('/');
                self.path.push_str(&inode.last_name);
            }
            let at = place(inode.at, inode.len);
            self.remember(&inode);
            self.tell(&inode, None, attributes, &at, members)?;
        }
        Ok(())
    }

    /// Looks through all records for what no folder leads to.
    fn lost(&mut self, members: &mut dyn Members) -> Result<Lost, Halt> {
        let mut lost = Lost::default();
        let mut cursor = match self.files.first(self.store) {
            Ok(cursor) => cursor,
            Err(error) => return self.spoilt_tree(&error, members).map(|()| lost),
        };
        loop {
            match cursor.next(self.store) {
                Ok(None) => return Ok(lost),
                Ok(Some(record)) => self.keep_lost(&record, &mut lost),
                Err(error) => self.spoilt_tree(&error, members)?,
            }
        }
    }

    fn spoilt_tree(&self, error: &io::Error, members: &mut dyn Members) -> Result<(), Halt> {
        let raw = format!("{}: a part of the tree of files: {}", self.volume, said(error));
        members.spoilt(&place(0, 0), RejectKind::Malformed, "tree", &raw)
    }

    fn keep_lost(&self, record: &Record, lost: &mut Lost) {
        let has_room = lost.names.len() + lost.inodes.len() < LOST_MAX;
        let (number, kind) = owner(&record.key);
        // The root and the private folder are names of the folder 1, which there is not.
        let is_name = kind == NAME && number >= ROOT && !self.entered.contains(&number);
        let is_inode = kind == INODE && number >= FIRST_OF_USERS && !self.told.contains(&number);
        if is_name && has_room {
            lost.names.push(Name::parse(record, self.is_hashed));
        } else if is_inode && has_room {
            lost.inodes.push(number);
        } else if is_name || is_inode {
            lost.left_out += 1;
        }
    }

    /// Begins a folder whose path stands in `self.path`.
    pub(super) fn enter(&mut self, id: u64, members: &mut dyn Members) -> Result<(), Halt> {
        if self.stack.len() >= DEPTH_MAX {
            return members.spoilt(&place(0, 0), RejectKind::TooDeep, "folder", &self.path);
        }
        if self.entered.len() >= REMEMBERED_MAX || !self.entered.insert(id) {
            let raw = format!("{}: a folder that was told already", self.path);
            return members.spoilt(&place(0, 0), RejectKind::Malformed, "folder", &raw);
        }
        match self.files.seek(self.store, |key| owner(key) < (id, NAME)) {
            Ok(cursor) => {
                self.stack.push(Frame { id, cursor, path_len: self.path.len() });
                Ok(())
            }
            Err(error) => {
                let raw = format!("{}: {}", self.path, said(&error));
                members.spoilt(&place(0, 0), RejectKind::Malformed, "folder", &raw)
            }
        }
    }

    fn run(&mut self, members: &mut dyn Members) -> Result<(), Halt> {
        while let Some(mut frame) = self.stack.pop() {
            self.path.truncate(frame.path_len);
            match frame.cursor.next(self.store) {
                Ok(Some(record)) if owner(&record.key) == (frame.id, NAME) => {
                    self.stack.push(frame);
                    let name = Name::parse(&record, self.is_hashed);
                    self.name(&name, members)?;
                }
                Ok(_) => {}
                Err(error) => {
                    // What stands behind the part that cannot be read may belong to it still.
                    self.stack.push(frame);
                    let raw = format!("{}: {}", self.path, said(&error));
                    members.spoilt(&place(0, 0), RejectKind::Malformed, "folder", &raw)?;
                }
            }
        }
        Ok(())
    }

    /// Tells what a name below the path at hand leads to.
    fn name(&mut self, name: &Name, members: &mut dyn Members) -> Result<(), Halt> {
        if self.records_left == 0 {
            self.stack.clear();
            return members.remark(say::apfs_circles());
        }
        self.records_left -= 1;
        self.path.push('/');
        self.path.push_str(&name.text);
        let at = place(name.at, name.len);
        let (inode, attributes) = match self.inode(name.inode) {
            Ok(Some(found)) => found,
            Ok(None) => {
                let raw = format!("{}: there is no inode {}", self.path, name.inode);
                return members.spoilt(&at, RejectKind::Malformed, "inode", &raw);
            }
            Err(error) => {
                let raw = format!("{}: inode {}: {}", self.path, name.inode, said(&error));
                return members.spoilt(&at, RejectKind::Malformed, "inode", &raw);
            }
        };
        if self.is_news(&inode) {
            self.tell(&inode, Some(name), attributes, &at, members)?;
        }
        if inode.is_folder() { self.enter(inode.number, members) } else { Ok(()) }
    }

    fn remember(&mut self, inode: &Inode) {
        if self.told.len() < REMEMBERED_MAX
            && self.told.insert(inode.number)
            && let Some(count) = self.counts.get_mut(inode.counted_as())
        {
            *count += 1;
        }
        self.is_new_version(inode);
    }

    /// Remembers what was told, from now on.
    pub(super) fn remember_versions(&mut self) {
        self.versions = Some(HashSet::new());
    }

    fn is_new_version(&mut self, inode: &Inode) -> bool {
        let Some(versions) = &mut self.versions else { return true };
        let version = inode.version();
        if versions.len() < VERSIONS_MAX {
            versions.insert(version)
        } else {
            !versions.contains(&version)
        }
    }

    /// Whether an inode is told: always, as the volume is now; in a snapshot where no version like it
    /// was. Sets its state there.
    fn is_news(&mut self, inode: &Inode) -> bool {
        let Some(same) = self.same else {
            self.remember(inode);
            return true;
        };
        if !self.is_new_version(inode) {
            self.same = Some(same + 1);
            return false;
        }
        self.state = if self.told.contains(&inode.number) { "earlier" } else { "deleted" };
        true
    }

    /// Tells what a snapshot has and was not told yet.
    pub(super) fn snapshot(
        &mut self,
        snapshot: &Snapshot,
        superblock: &Superblock,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let Snapshot { name, at, .. } = snapshot;
        let number = superblock.number;
        if self.versions.as_ref().is_none_or(|versions| versions.len() >= VERSIONS_MAX) {
            return members.remark(say::apfs_snapshot_unread(name, at, number));
        }
        (self.files, self.extents) = match snapshot.open(self.store, superblock) {
            Ok(opened) => opened,
            Err(error) => {
                let why = Phrase::from_text(&said(&error));
                return members.remark(say::apfs_snapshot_unreadable(name, at, number, why));
            }
        };
        self.path = format!("{}@{name}", self.volume);
        self.entered.clear();
        self.same = Some(0);
        self.records_left = self.store.volume().len() / RECORD_BYTES_MIN;
        self.enter(ROOT, members)?;
        self.run(members)?;
        let same = self.same.unwrap_or_default();
        let path = format!("{}@{name}", self.volume);
        members.remark(say::apfs_snapshot_read(name, at, number, path, same))
    }

    /// Holds what was told against what the volume states.
    pub(super) fn note_totals(
        &self,
        superblock: &Superblock,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        if self.told.len() >= REMEMBERED_MAX {
            return Ok(());
        }
        let volume = || self.volume.as_str();
        let whats = [
            say::apfs_files_of(volume()),
            say::apfs_folders_of(volume()),
            say::apfs_links_of(volume()),
            say::apfs_others_of(volume()),
        ];
        for ((what, stated), found) in whats.into_iter().zip(superblock.counts).zip(self.counts) {
            if stated != found {
                let (stated, found) = (stated.to_string(), found.to_string());
                members.note(&Note::Total { what, stated, found })?;
            }
        }
        Ok(())
    }

    /// An inode with its extended attributes, whose records stand behind its own.
    fn inode(&mut self, number: u64) -> io::Result<Option<(Inode, Vec<Attribute>)>> {
        let mut cursor = self.files.seek(self.store, |key| owner(key) < (number, INODE))?;
        let Some(record) = cursor.next(self.store)? else { return Ok(None) };
        if owner(&record.key) != (number, INODE) {
            return Ok(None);
        }
        let Some(inode) = Inode::parse(record) else { return Ok(None) };
        let mut attributes = Vec::new();
        while attributes.len() < ATTRIBUTES_MAX {
            match cursor.next(self.store) {
                Ok(Some(record)) if owner(&record.key) == (number, super::record::ATTRIBUTE) => {
                    attributes.push(Attribute::parse(&record));
                }
                _ => break,
            }
        }
        Ok(Some((inode, attributes)))
    }
}
