//! Goes through the folders of a volume, from the root down, each folder before the next.

use std::collections::HashSet;
use std::io;

use model::records::Media;
use model::{RejectKind, say};

use super::folder::{Entry, Life, Rules};
use super::inode::{Inode, Kind};
use super::layout::Layout;
use super::map::{Data, Mapper};
use super::{Volume, place, said};
use crate::containers::Members;
use crate::containers::volume_bytes::{Clock, damaged, name_text};
use crate::sink::Halt;

/// The inode of the root folder.
const ROOT: u32 = 2;

/// Folders within folders: a path of Linux ends at 4,096 bytes, and people nest less.
const DEPTH_MAX: usize = 500;

/// Folders and deleted inodes remembered, so that nothing is walked in circles. 64 MB of memory.
const REMEMBERED_MAX: usize = 4_000_000;

/// Deleted names of one folder that are held against its live ones.
const STALE_NAMES_MAX: usize = 100_000;

/// Bytes of a folder: the kernel makes none larger than 2 GiB.
const FOLDER_BYTES_MAX: u64 = 2 << 30;

/// Bytes of the volume to each entry: none takes fewer.
const ENTRY_BYTES_MIN: u64 = 8;

/// Reads the blocks of a folder one after another.
#[derive(Debug)]
struct Cursor {
    data: Data,
    len: u64,
    next: u64,
    /// The inode the folder is, for entries that stand in it.
    inode: (u64, u64),
}

/// Part of a folder in which entries stand.
#[derive(Debug, Default)]
pub(super) struct Area {
    bytes: Vec<u8>,
    /// Its first byte in the volume; `None` for entries inside an inode.
    at: Option<u64>,
}

impl Cursor {
    /// The next part; holes are passed over.
    fn next(&mut self, volume: &mut Volume<'_>, block_bytes: u64) -> io::Result<Option<Area>> {
        let runs = match &self.data {
            Data::Inline(bytes) => {
                // The folder above stands in the first four bytes.
                let part = match self.next {
                    0 => bytes.get(4..60),
                    1 => bytes.get(60..),
                    _ => None,
                };
                self.next += 1;
                return Ok(part.map(|part| Area { bytes: part.to_vec(), at: None }));
            }
            Data::Blocks(runs) => runs,
        };
        while self.next < self.len {
            let (from, together) = runs.find(self.next);
            let Some(at) = from else {
                self.next = self.next.saturating_add(together);
                continue;
            };
            self.next += block_bytes;
            let bytes = volume.read(at, usize::try_from(block_bytes).unwrap_or_default())?;
            return Ok(Some(Area { bytes, at: Some(at) }));
        }
        Ok(None)
    }
}

/// A folder being walked.
#[derive(Debug)]
pub(super) struct Frame {
    cursor: Cursor,
    area: Area,
    entries: std::vec::IntoIter<Entry>,
    /// Bytes of the path that are this folder's.
    path_len: usize,
    life: Life,
    /// Deleted names that the folder still has, or that were told already.
    told: HashSet<(u32, Vec<u8>)>,
}

/// The walk through a volume.
pub(super) struct Walk<'v> {
    pub(super) volume: Volume<'v>,
    pub(super) layout: Layout,
    pub(super) mapper: Mapper,
    pub(super) clock: Clock,
    pub(super) media: Media,
    pub(super) path: String,
    rules: Rules,
    stack: Vec<Frame>,
    visited: HashSet<u32>,
    /// Deleted inodes that a deleted name led to.
    pub(super) found: HashSet<u32>,
    entries_left: u64,
    folder_bytes_left: u64,
}

impl<'v> Walk<'v> {
    /// A walk that has not begun.
    pub(super) fn new(volume: Volume<'v>, mut layout: Layout) -> Self {
        layout.fit(volume.len());
        let rules = Rules {
            inodes: layout.inodes,
            first_inode: layout.first_inode,
            has_file_types: layout.has_file_types(),
        };
        Self {
            mapper: Mapper::new(&layout, &volume),
            clock: Clock::default(),
            media: Media::default(),
            path: String::new(),
            rules,
            stack: Vec::new(),
            visited: HashSet::new(),
            found: HashSet::new(),
            // A true volume has room for each entry once, and for each block of a folder.
            entries_left: volume.len() / ENTRY_BYTES_MIN,
            folder_bytes_left: volume.len().saturating_mul(4),
            volume,
            layout,
        }
    }

    /// Walks from the root.
    pub(super) fn folders(&mut self, members: &mut dyn Members) -> Result<(), Halt> {
        let root = self.layout.inode(&mut self.volume, ROOT).and_then(|inode| {
            if inode.kind() == Kind::Folder {
                Ok(inode)
            } else {
                Err(damaged("the root is no folder"))
            }
        });
        match root {
            Ok(inode) => {
                self.path.clear();
                self.enter(&inode, Life::Live, members)?;
                self.run(members)
            }
            Err(error) => {
                members.spoilt(&place(0, 0), RejectKind::Malformed, "root", &said(&error))
            }
        }
    }

    /// Walks until the folders entered are told to their end.
    pub(super) fn run(&mut self, members: &mut dyn Members) -> Result<(), Halt> {
        while let Some(mut frame) = self.stack.pop() {
            self.path.truncate(frame.path_len);
            let Some(entry) = frame.entries.next() else {
                if self.fill(&mut frame, members)? {
                    self.stack.push(frame);
                }
                continue;
            };
            let life = if frame.life == Life::Deleted && entry.life == Life::Live {
                Life::Deleted
            } else {
                entry.life
            };
            let at = frame.place_of(&entry);
            let is_stale = entry.life == Life::Deleted
                && !frame.told.insert((entry.inode, entry.name.clone()));
            if frame.told.len() > STALE_NAMES_MAX {
                frame.told.clear();
            }
            self.stack.push(frame);
            if is_stale {
                continue;
            }
            if self.entries_left == 0 {
                self.stack.clear();
                return members.remark(say::in_circles());
            }
            self.entries_left -= 1;
            if life == Life::Spoilt {
                members.spoilt(&at, RejectKind::Malformed, "entry", &name_text(&entry.name))?;
                continue;
            }
            if !self.path.is_empty() {
                self.path.push('/');
            }
            self.path.push_str(&name_text(&entry.name));
            self.tell(&Entry { life, ..entry }, &at, members)?;
        }
        Ok(())
    }

    /// Reads on in a folder; `false` at its end.
    fn fill(&mut self, frame: &mut Frame, members: &mut dyn Members) -> Result<bool, Halt> {
        let block_bytes = self.layout.block_bytes;
        if self.folder_bytes_left < block_bytes {
            return Ok(false);
        }
        self.folder_bytes_left -= block_bytes;
        match frame.cursor.next(&mut self.volume, block_bytes) {
            Ok(Some(area)) => {
                frame.entries = self.rules.entries(&area.bytes).into_iter();
                frame.area = Area { bytes: Vec::new(), ..area };
                Ok(true)
            }
            Ok(None) => Ok(false),
            Err(error) => {
                let (at, len) = frame.cursor.inode;
                members.spoilt(&place(at, len), RejectKind::Malformed, "folder", &said(&error))?;
                Ok(true)
            }
        }
    }

    /// Begins a folder, whose path stands in `self.path`, unless it was walked before.
    pub(super) fn enter(
        &mut self,
        inode: &Inode,
        life: Life,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let at = place(inode.at, inode.bytes.len() as u64);
        if self.stack.len() >= DEPTH_MAX {
            return members.spoilt(&at, RejectKind::TooDeep, "folder", &self.path);
        }
        if self.visited.len() >= REMEMBERED_MAX || !self.visited.insert(inode.number) {
            let raw = format!("inode {}: a folder that was told already", inode.number);
            return members.spoilt(&at, RejectKind::Malformed, "folder", &raw);
        }
        if inode.is_encrypted() && life == Life::Deleted {
            // Without the key, what is left of names is noise.
            return Ok(());
        }
        let mut cursor = match self.cursor(inode) {
            Ok(cursor) => cursor,
            Err(error) => {
                return members.spoilt(&at, RejectKind::Malformed, "folder", &said(&error));
            }
        };
        let told = self.stale(&mut cursor);
        self.stack.push(Frame {
            cursor,
            area: Area::default(),
            entries: Vec::new().into_iter(),
            path_len: self.path.len(),
            life,
            told,
        });
        Ok(())
    }

    fn cursor(&mut self, inode: &Inode) -> io::Result<Cursor> {
        let data = self.mapper.data(&self.layout, &mut self.volume, inode)?;
        let len = inode.size().min(FOLDER_BYTES_MAX);
        Ok(Cursor { data, len, next: 0, inode: (inode.at, inode.bytes.len() as u64) })
    }

    /// The deleted entries of a folder that are older copies of ones it still has: when a folder
    /// grows, its entries move, and what they leave behind was not deleted.
    fn stale(&mut self, cursor: &mut Cursor) -> HashSet<(u32, Vec<u8>)> {
        let mut deleted = HashSet::new();
        self.each(cursor, |entry| {
            if entry.life == Life::Deleted && deleted.len() < STALE_NAMES_MAX {
                deleted.insert((entry.inode, entry.name));
            }
        });
        let mut stale = HashSet::new();
        if !deleted.is_empty() {
            self.each(cursor, |entry| {
                let key = (entry.inode, entry.name);
                if entry.life == Life::Live && deleted.contains(&key) {
                    stale.insert(key);
                }
            });
        }
        stale
    }

    /// Shows every entry of a folder and leaves the cursor at its beginning.
    fn each(&mut self, cursor: &mut Cursor, mut show: impl FnMut(Entry)) {
        let block_bytes = self.layout.block_bytes;
        cursor.next = 0;
        while self.folder_bytes_left >= block_bytes {
            self.folder_bytes_left -= block_bytes;
            match cursor.next(&mut self.volume, block_bytes) {
                Ok(Some(area)) => {
                    self.rules.entries(&area.bytes).into_iter().for_each(&mut show);
                }
                Ok(None) => break,
                Err(_) => {}
            }
        }
        cursor.next = 0;
    }

    /// The inodes that the entries of a deleted folder name.
    pub(super) fn named_in(&mut self, inode: &Inode) -> Vec<u32> {
        let mut named = Vec::new();
        if let Ok(mut cursor) = self.cursor(inode) {
            self.each(&mut cursor, |entry| {
                if entry.life != Life::Spoilt && named.len() < REMEMBERED_MAX {
                    named.push(entry.inode);
                }
            });
        }
        named
    }

    /// Remembers a deleted inode as told.
    pub(super) fn remember(&mut self, inode: u32) {
        if self.found.len() < REMEMBERED_MAX {
            self.found.insert(inode);
        }
    }
}

impl Frame {
    fn place_of(&self, entry: &Entry) -> model::Place {
        match self.area.at {
            Some(at) => place(at + entry.at as u64, entry.len as u64),
            None => place(self.cursor.inode.0, self.cursor.inode.1),
        }
    }
}
