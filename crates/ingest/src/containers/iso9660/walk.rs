//! Goes through the trees of a disc.

use std::collections::HashSet;

use model::records::Media;
use model::{RejectKind, say};

use super::descriptors::{Disc, Naming, Tree};
use super::record::{Record, short_time};
use super::system_use::Unix;
use super::zisofs::Zisofs;
use super::{Fields, SECTOR_BYTES, Volume, name, place, said};
use crate::containers::blocks::BlockReader;
use crate::containers::volume_bytes::{Clock, FileBytes, Runs, mode_text, name_text, path_text};
use crate::containers::{Content, Members};
use crate::formats::extra::Extra;
use crate::sink::Halt;

/// Folders within folders: the standard allows eight, Rock Ridge any number.
const DEPTH_MAX: usize = 500;

/// Folders and contents remembered. 64 MB of memory.
const REMEMBERED_MAX: usize = 2_000_000;

/// Bytes of the volume to each record: none takes fewer than 34.
const RECORD_BYTES_MIN: u64 = 34;

/// Extents of one file: 40 TB of the largest.
const EXTENTS_MAX: usize = 10_000;

/// A folder being walked.
struct Frame {
    /// First byte of the next sector, and bytes from there on.
    at: u64,
    left: u64,
    records: std::vec::IntoIter<Record>,
    path_len: usize,
    /// Records of a file whose last is still to come.
    parts: Vec<Record>,
}

/// The walk through a disc.
pub(super) struct Walk<'v> {
    volume: Volume<'v>,
    clock: Clock,
    media: Media,
    path: String,
    stack: Vec<Frame>,
    visited: HashSet<u64>,
    /// First blocks of the files told.
    told: HashSet<u64>,
    records_left: u64,
    /// Folders that were moved up, which may be told at their true place.
    moved: Vec<(String, Record)>,
}

impl<'v> Walk<'v> {
    /// A walk that has not begun.
    pub(super) fn new(volume: Volume<'v>) -> Self {
        Self {
            records_left: volume.len() / RECORD_BYTES_MIN,
            volume,
            clock: Clock::default(),
            media: Media::default(),
            path: String::new(),
            stack: Vec::new(),
            visited: HashSet::new(),
            told: HashSet::new(),
            moved: Vec::new(),
        }
    }

    /// Tells the first tree, and of the others what only they lead to.
    pub(super) fn trees(&mut self, disc: &Disc, members: &mut dyn Members) -> Result<(), Halt> {
        for (index, tree) in disc.trees.iter().enumerate() {
            self.visited.clear();
            self.path.clear();
            if index > 0 {
                let is_joliet = tree.naming == Naming::Joliet;
                self.path.push_str(if is_joliet { "$Joliet" } else { "$Primary" });
            }
            self.enter(&tree.root, tree, members)?;
            self.run(tree, index > 0, members)?;
            // A folder that was moved up and is led to by nothing stands where it was moved to.
            for (path, record) in std::mem::take(&mut self.moved) {
                if !self.visited.contains(&record.block) {
                    self.path = path;
                    self.tell(&[record], tree, index > 0, members)?;
                    self.run(tree, index > 0, members)?;
                }
            }
        }
        Ok(())
    }

    fn enter(
        &mut self,
        record: &Record,
        tree: &Tree,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let at = place(record.at, record.len);
        if self.stack.len() >= DEPTH_MAX {
            return members.spoilt(&at, RejectKind::TooDeep, "folder", &self.path);
        }
        let from = record.content_at(tree.block_bytes).unwrap_or(u64::MAX);
        if self.visited.len() >= REMEMBERED_MAX || !self.visited.insert(record.block) {
            let raw = format!("{}: a folder that was told already", self.path);
            return members.spoilt(&at, RejectKind::Malformed, "folder", &raw);
        }
        let (records, parts) = (Vec::new().into_iter(), Vec::new());
        let left = record.size.min(self.volume.len());
        self.stack.push(Frame { at: from, left, records, path_len: self.path.len(), parts });
        Ok(())
    }

    fn run(&mut self, tree: &Tree, others: bool, members: &mut dyn Members) -> Result<(), Halt> {
        while let Some(mut frame) = self.stack.pop() {
            self.path.truncate(frame.path_len);
            let Some(record) = frame.records.next() else {
                if self.fill(&mut frame, members)? {
                    self.stack.push(frame);
                } else if !frame.parts.is_empty() {
                    self.file(&frame.parts, tree, others, members)?;
                }
                continue;
            };
            if record.is_dot() {
                self.stack.push(frame);
                continue;
            }
            let goes_on = frame.parts.last().is_some_and(|last| last.name == record.name);
            let before = if goes_on { Vec::new() } else { std::mem::take(&mut frame.parts) };
            let is_full = frame.parts.len() >= EXTENTS_MAX;
            let waits = record.has_more() && !is_full;
            frame.parts.push(record);
            let whole = if waits { Vec::new() } else { std::mem::take(&mut frame.parts) };
            self.stack.push(frame);
            for parts in [before, whole] {
                if !parts.is_empty() {
                    self.file(&parts, tree, others, members)?;
                }
            }
        }
        Ok(())
    }

    /// Reads the next sector of a folder; `false` at its end.
    fn fill(&mut self, frame: &mut Frame, members: &mut dyn Members) -> Result<bool, Halt> {
        if frame.left == 0 {
            return Ok(false);
        }
        // A folder may begin within a sector where blocks are smaller.
        let len = (SECTOR_BYTES - frame.at % SECTOR_BYTES).min(frame.left);
        let sector = match self.volume.read(frame.at, usize::try_from(len).unwrap_or_default()) {
            Ok(sector) => sector,
            Err(error) => {
                frame.left = 0;
                let raw = format!("{}: {}", self.path, said(&error));
                members.spoilt(&place(0, 0), RejectKind::Malformed, "folder", &raw)?;
                return Ok(true);
            }
        };
        let (mut records, mut at) = (Vec::new(), 0);
        while at < sector.len() {
            let step = usize::from(Fields(&sector).byte(at));
            // A zero ends the records of a sector.
            if step == 0 {
                break;
            }
            if let Some(record) = Record::parse(&sector, at, frame.at) {
                records.push(record);
            } else {
                let bytes = sector.get(at..).unwrap_or_default();
                let spot = place(frame.at + at as u64, bytes.len().min(step) as u64);
                members.spoilt(&spot, RejectKind::Malformed, "record", &self.path)?;
            }
            at += step;
        }
        frame.records = records.into_iter();
        frame.at += len;
        frame.left -= len;
        Ok(true)
    }

    /// Tells a file or folder by its records, below the path at hand.
    fn file(
        &mut self,
        parts: &[Record],
        tree: &Tree,
        others: bool,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let Some(first) = parts.first() else { return Ok(()) };
        if self.records_left == 0 {
            self.stack.clear();
            return members.remark(say::in_circles());
        }
        self.records_left -= 1;
        let above = self.path.len();
        if above > 0 {
            self.path.push('/');
        }
        let unix = self.unix(first, tree);
        let plain = match (&unix.name, tree.naming) {
            (Some(name), _) => name_text(name),
            (None, Naming::Joliet) => name::wide(&first.name),
            (None, _) => name_text(&first.name),
        };
        let bare = if unix.name.is_some() { &plain } else { name::without_version(&plain).0 };
        self.path.push_str(bare);
        if first.is_associated() {
            self.path.push_str(":associated");
        }
        if unix.is_moved && first.is_folder() && self.moved.len() < REMEMBERED_MAX {
            self.moved.push((self.path.clone(), first.clone()));
            self.path.truncate(above);
            return Ok(());
        }
        self.tell(parts, tree, others, members)
    }

    fn unix(&mut self, record: &Record, tree: &Tree) -> Unix {
        match tree.naming {
            Naming::RockRidge { skip } => {
                Unix::read(&mut self.volume, &record.system_use, skip, tree.block_bytes)
            }
            _ => Unix::default(),
        }
    }

    /// Tells the records whose path stands in `self.path`.
    fn tell(
        &mut self,
        parts: &[Record],
        tree: &Tree,
        others: bool,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let Some(first) = parts.first() else { return Ok(()) };
        let unix = self.unix(first, tree);
        let folder = self.folder_of(first, &unix, tree);
        if let Some(folder) = folder {
            if !others {
                self.fill_media(first, folder.size, &unix, tree);
                members.file(&mut self.media, &place(first.at, first.len), Content::None)?;
            }
            return self.enter(&folder, tree, members);
        }
        let size: u64 = parts.iter().map(|part| part.size).sum();
        let is_known = size == 0 || self.told.contains(&first.block);
        if others && is_known {
            return Ok(());
        }
        if self.told.len() < REMEMBERED_MAX {
            self.told.insert(first.block);
        }
        self.fill_media(first, size, &unix, tree);
        self.content(parts, size, &unix, tree, members)
    }

    /// The folder that a record is, at the place it was moved to.
    fn folder_of(&mut self, record: &Record, unix: &Unix, tree: &Tree) -> Option<Record> {
        let Some(block) = unix.moved_to else {
            return record.is_folder().then(|| record.clone());
        };
        // The first record of the folder itself says how long it is.
        let at = block.checked_mul(tree.block_bytes)?;
        let sector = self.volume.read(at, 255).unwrap_or_default();
        let size = Record::parse(&sector, 0, at).map_or(SECTOR_BYTES, |itself| itself.size);
        Some(record.standing_at(block, size))
    }

    fn fill_media(&mut self, record: &Record, size: u64, unix: &Unix, tree: &Tree) {
        model::Record::clear(&mut self.media);
        let (media, mut extra) = (&mut self.media, Extra::default());
        media.path.set(&self.path);
        media.state.set("active");
        media.size = i64::try_from(unix.plain_bytes.unwrap_or(size)).ok();
        media.inode.set_fmt(format_args!("{}", record.block));
        if let Some(mode) = unix.mode {
            media.mode.set(&mode_text(mode));
            extra.add("uid", &unix.uid.to_string());
            extra.add("gid", &unix.gid.to_string());
            if unix.links > 1 && !record.is_folder() {
                extra.add("links", &unix.links.to_string());
            }
        }
        let recorded = short_time(&record.recorded);
        if unix.times.iter().all(Option::is_none) {
            let text = recorded.unwrap_or_default();
            self.clock.calendar(&text, &mut media.created, ("recorded", &mut extra));
        } else {
            let slots = [
                (&mut media.created, "created"),
                (&mut media.modified, "modified"),
                (&mut media.accessed, "accessed"),
                (&mut media.changed, "changed"),
            ];
            for ((slot, name), text) in slots.into_iter().zip(&unix.times) {
                let text = text.as_deref().unwrap_or_default();
                self.clock.calendar(text, slot, (name, &mut extra));
            }
            extra.add("recorded", &recorded.unwrap_or_default());
        }
        if record.is_hidden() {
            extra.add("marks", "hidden");
        }
        let name = match tree.naming {
            Naming::Joliet => name::wide(&record.name),
            _ => name_text(&record.name),
        };
        if let (_, Some(version)) = name::without_version(&name) {
            extra.add("version", if version == "1" { "" } else { version });
        }
        if let Some(target) = &unix.target {
            extra.add("target", &path_text(target));
        }
        extra.write(&mut media.extra);
    }

    fn content(
        &mut self,
        parts: &[Record],
        size: u64,
        unix: &Unix,
        tree: &Tree,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let Some(first) = parts.first() else { return Ok(()) };
        let at = place(first.at, first.len);
        let is_file = unix.mode.is_none_or(|mode| mode >> 12 == 0x8);
        if !is_file || unix.target.is_some() || members.is_read_over() {
            return members.file(&mut self.media, &at, Content::None);
        }
        let mut runs = Runs::default();
        let mut done = 0;
        for part in parts {
            if let Err(error) = part.add_runs(&mut runs, done, tree.block_bytes) {
                let reason = said(&error);
                return members.file(&mut self.media, &at, Content::Unreadable(&reason));
            }
            done += part.size;
        }
        let mut bytes = FileBytes::new(self.volume.bytes(), &runs, size);
        let Some(plain_bytes) = unix.plain_bytes else {
            return members.file(&mut self.media, &at, Content::Seekable(&mut bytes, size));
        };
        match Zisofs::open(bytes, plain_bytes) {
            Ok(zisofs) => {
                let content = &mut BlockReader::new(zisofs);
                members.file(&mut self.media, &at, Content::Seekable(content, plain_bytes))
            }
            Err(error) => {
                let reason = said(&error);
                members.file(&mut self.media, &at, Content::Unreadable(&reason))
            }
        }
    }
}
