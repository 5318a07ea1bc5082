//! Goes through the folders of the catalog.

use std::collections::HashSet;
use std::io::{self, Read};

use model::records::Media;
use model::{RejectKind, say};

use super::attributes;
use super::catalog::{self, Item};
use super::header::{self, EXTENTS, Fork, Header};
use super::tree::{Cursor, Tree};
use super::{Fields, Volume, place, said};
use crate::containers::decmpfs::{self, Compression};
use crate::containers::volume_bytes::{Clock, FileBytes, Runs, damaged, path_text};
use crate::containers::{Content, Members};
use crate::formats::extra::Extra;
use crate::sink::Halt;

/// The root folder, and the files of the trees, by their catalog numbers.
const ROOT: u32 = 2;
const CATALOG_ID: u32 = 4;
const ATTRIBUTES_ID: u32 = 8;

/// The folder of the files that hard links share.
const SHARED_FOLDER: &str = "\\x00\\x00\\x00\\x00HFS+ Private Data";

/// Folders within folders: paths of macOS end at 1,024 bytes.
const DEPTH_MAX: usize = 500;

/// Folders remembered, so that nothing is walked in circles. 64 MB of memory.
const REMEMBERED_MAX: usize = 4_000_000;

/// Bytes of the volume to each record: none takes fewer.
const RECORD_BYTES_MIN: u64 = 64;

/// Records of extents of one file, eight extents each: with as many as that, it has more pieces
/// than are read.
const EXTENT_RECORDS_MAX: usize = 125_000;

/// Extended attributes of one file.
const ATTRIBUTES_MAX: usize = 1_000;

/// Bytes of a symbolic link's target.
const TARGET_BYTES_MAX: u64 = 4_096;

/// Which fork of a file, as the tree of extents knows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Data = 0,
    Resource = 0xFF,
}

/// A folder being walked.
struct Frame {
    id: u32,
    cursor: Cursor,
    items: std::vec::IntoIter<Item>,
    path_len: usize,
    is_done: bool,
}

/// The walk through a volume.
pub(super) struct Walk<'v> {
    volume: Volume<'v>,
    header: Header,
    extents: Option<Tree>,
    catalog: Tree,
    attributes: Option<Tree>,
    clock: Clock,
    media: Media,
    path: String,
    stack: Vec<Frame>,
    visited: HashSet<u32>,
    /// The folder of files that hard links share.
    shared: Option<u32>,
    records_left: u64,
    state: &'static str,
}

impl<'v> Walk<'v> {
    /// Opens the trees.
    pub(super) fn new(mut volume: Volume<'v>, header: Header) -> io::Result<Self> {
        let mut runs = Runs::default();
        header.add_runs(&mut runs, 0, &header.extents.extents)?;
        // Without it only files in more than eight pieces are lost.
        let mut extents = Tree::open(&mut volume, runs, 4).ok();
        let catalog = runs_of(
            &header,
            &mut volume,
            extents.as_mut(),
            (CATALOG_ID, Which::Data, &header.catalog),
        )?;
        let catalog = Tree::open(&mut volume, catalog, 2)?;
        let of_attributes = runs_of(
            &header,
            &mut volume,
            extents.as_mut(),
            (ATTRIBUTES_ID, Which::Data, &header.attributes_fork),
        );
        let attributes = of_attributes.and_then(|runs| Tree::open(&mut volume, runs, 4)).ok();
        Ok(Self {
            records_left: volume.len() / RECORD_BYTES_MIN,
            volume,
            header,
            extents,
            catalog,
            attributes,
            clock: Clock::default(),
            media: Media::default(),
            path: String::new(),
            stack: Vec::new(),
            visited: HashSet::new(),
            shared: None,
            state: "active",
        })
    }

    /// Walks from the root.
    pub(super) fn folders(&mut self, members: &mut dyn Members) -> Result<(), Halt> {
        self.shared = self.find_shared();
        self.enter(ROOT, members)?;
        self.run(members)
    }

    /// The folder of shared files has four zeros before its name, and stands in the root.
    fn find_shared(&mut self) -> Option<u32> {
        let mut cursor = self.catalog.seek(&mut self.volume, ROOT).ok()?;
        while let Some(entries) = self.catalog.leaf(&mut self.volume, &mut cursor).ok()? {
            for item in entries.iter().filter_map(Item::parse) {
                if item.parent == ROOT && item.is_folder && item.name == SHARED_FOLDER {
                    return Some(item.id);
                }
            }
            if entries.iter().any(|entry| self.catalog.id(entry) > ROOT) {
                return None;
            }
        }
        None
    }

    /// Tells the records whose folder no other record leads to.
    pub(super) fn orphans(&mut self, members: &mut dyn Members) -> Result<(), Halt> {
        self.state = "deleted";
        let mut cursor = self.catalog.first();
        loop {
            let entries = match self.catalog.leaf(&mut self.volume, &mut cursor) {
                Ok(Some(entries)) => entries,
                Ok(None) => return Ok(()),
                Err(error) => {
                    let raw = said(&error);
                    return members.spoilt(&place(0, 0), RejectKind::Malformed, "catalog", &raw);
                }
            };
            for item in entries.iter().filter_map(Item::parse) {
                // The root itself is a record of the folder 1, which there is not.
                let is_led_to = item.parent < ROOT || self.visited.contains(&item.parent);
                if is_led_to || self.visited.len() >= REMEMBERED_MAX {
                    continue;
                }
                self.path = format!("$OrphanFiles/{}", item.parent);
                self.item(&item, members)?;
                self.run(members)?;
            }
        }
    }

    fn enter(&mut self, id: u32, members: &mut dyn Members) -> Result<(), Halt> {
        if self.stack.len() >= DEPTH_MAX {
            return members.spoilt(&place(0, 0), RejectKind::TooDeep, "folder", &self.path);
        }
        if self.visited.len() >= REMEMBERED_MAX || !self.visited.insert(id) {
            let raw = format!("{}: a folder that was told already", self.path);
            return members.spoilt(&place(0, 0), RejectKind::Malformed, "folder", &raw);
        }
        match self.catalog.seek(&mut self.volume, id) {
            Ok(cursor) => {
                let (items, path_len) = (Vec::new().into_iter(), self.path.len());
                self.stack.push(Frame { id, cursor, items, path_len, is_done: false });
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
            if let Some(item) = frame.items.next() {
                self.stack.push(frame);
                self.item(&item, members)?;
                continue;
            }
            if frame.is_done {
                continue;
            }
            match self.catalog.leaf(&mut self.volume, &mut frame.cursor) {
                Ok(Some(entries)) => {
                    frame.is_done = entries.iter().any(|entry| self.catalog.id(entry) > frame.id);
                    let items = entries.iter().filter_map(Item::parse);
                    let items: Vec<Item> = items.filter(|item| item.parent == frame.id).collect();
                    frame.items = items.into_iter();
                    self.stack.push(frame);
                }
                Ok(None) => {}
                Err(error) => {
                    let raw = format!("{}: {}", self.path, said(&error));
                    members.spoilt(&place(0, 0), RejectKind::Malformed, "folder", &raw)?;
                }
            }
        }
        Ok(())
    }

    /// Tells an item below the path at hand.
    fn item(&mut self, item: &Item, members: &mut dyn Members) -> Result<(), Halt> {
        if self.records_left == 0 {
            self.stack.clear();
            return members.remark(say::in_circles());
        }
        self.records_left -= 1;
        if !self.path.is_empty() {
            self.path.push('/');
        }
        self.path.push_str(&item.name);
        let (shared, names) = match self.shared_by(item) {
            Some(shared) => (Some(shared.names()), shared),
            None => (None, item.clone()),
        };
        model::Record::clear(&mut self.media);
        let mut extra = Extra::default();
        self.media.path.set(&self.path);
        self.media.state.set(self.state);
        names.fill(&mut self.clock, &mut self.media, &mut extra);
        if let Some(count) = shared {
            extra.add("links", &count.to_string());
        }
        let compression = self.attributes_of(&names, &mut extra);
        self.tell(item, &names, compression.as_ref(), extra, members)
    }

    /// The file that a hard link shares, by its name in the folder for them.
    fn shared_by(&mut self, item: &Item) -> Option<Item> {
        let number = item.shares()?;
        let folder = self.shared?;
        let name = format!("iNode{number}");
        let mut cursor = self
            .catalog
            .descend(&mut self.volume, |entry| !catalog::is_behind(entry, folder, &name))
            .ok()?;
        let entries = self.catalog.leaf(&mut self.volume, &mut cursor).ok()??;
        let mut items = entries.iter().filter_map(Item::parse);
        items.find(|item| item.parent == folder && item.name == name)
    }

    fn attributes_of(&mut self, item: &Item, extra: &mut Extra) -> Option<Compression> {
        if !item.has_attributes() && !item.is_compressed() {
            return None;
        }
        let tree = self.attributes.as_mut()?;
        let entries = tree.all(&mut self.volume, item.id, ATTRIBUTES_MAX).ok()?;
        attributes::keep(&entries, extra)
    }

    /// Tells the item and its resource fork; `file` holds the bytes.
    fn tell(
        &mut self,
        item: &Item,
        file: &Item,
        compression: Option<&Compression>,
        mut extra: Extra,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let at = place(item.at, item.len);
        if item.is_folder {
            extra.write(&mut self.media.extra);
            members.file(&mut self.media, &at, Content::None)?;
            return self.enter(item.id, members);
        }
        let fork = file.data_fork();
        if file.is_symbolic_link() {
            match self.target(file, &fork) {
                Ok(target) => extra.add("target", &path_text(&target)),
                Err(error) => extra.add("target_unread", &said(&error)),
            }
        }
        if let Some(compression) = compression {
            self.media.size = i64::try_from(compression.plain_bytes).ok();
        }
        extra.write(&mut self.media.extra);
        if file.is_compressed() && fork.size == 0 {
            self.compressed(file, compression, &at, members)?;
        } else if !file.is_file() || members.is_read_over() {
            members.file(&mut self.media, &at, Content::None)?;
        } else {
            self.content(file, Which::Data, &fork, &at, members)?;
        }
        let fork = file.resource_fork();
        if fork.size == 0 {
            return Ok(());
        }
        self.path.push_str(":rsrc");
        self.media.path.set(&self.path);
        self.media.size = i64::try_from(fork.size).ok();
        self.media.extra.clear();
        if members.is_read_over() {
            return members.file(&mut self.media, &at, Content::None);
        }
        self.content(file, Which::Resource, &fork, &at, members)
    }

    fn content(
        &mut self,
        file: &Item,
        which: Which,
        fork: &Fork,
        at: &model::Place,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        match self.runs(file.id, which, fork) {
            Ok(runs) => {
                let mut bytes = FileBytes::new(self.volume.bytes(), &runs, fork.size);
                let content = Content::Seekable(&mut bytes, fork.size);
                members.file(&mut self.media, at, content)
            }
            Err(error) => {
                let reason = said(&error);
                members.file(&mut self.media, at, Content::Unreadable(&reason))
            }
        }
    }

    /// Tells a file that macOS compressed.
    fn compressed(
        &mut self,
        file: &Item,
        compression: Option<&Compression>,
        at: &model::Place,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let mut fork = Ok((Runs::default(), 0));
        if compression.is_some_and(Compression::is_in_fork) && !members.is_read_over() {
            let resource = file.resource_fork();
            let runs = self.runs(file.id, Which::Resource, &resource);
            fork = runs.map(|runs| (runs, resource.size));
        }
        decmpfs::tell(compression, fork, self.volume.bytes(), &mut self.media, at, members)
    }

    fn target(&mut self, file: &Item, fork: &Fork) -> io::Result<Vec<u8>> {
        let runs = self.runs(file.id, Which::Data, fork)?;
        let len = fork.size.min(TARGET_BYTES_MAX);
        let mut target = Vec::new();
        FileBytes::new(self.volume.bytes(), &runs, len).read_to_end(&mut target)?;
        Ok(target)
    }

    fn runs(&mut self, id: u32, which: Which, fork: &Fork) -> io::Result<Runs> {
        runs_of(&self.header, &mut self.volume, self.extents.as_mut(), (id, which, fork))
    }
}

/// Where a fork lies: its first eight extents, and those the tree of extents has. HFS+ has no holes:
/// a fork that lies in fewer blocks than it has bytes is damaged.
fn runs_of(
    header: &Header,
    volume: &mut Volume<'_>,
    tree: Option<&mut Tree>,
    (id, which, fork): (u32, Which, &Fork),
) -> io::Result<Runs> {
    let mut runs = Runs::default();
    let mut done = header.add_runs(&mut runs, 0, &fork.extents)?;
    if done < fork.blocks && fork.extents.len() == EXTENTS {
        let tree = tree.ok_or_else(|| damaged("the tree of extents cannot be read"))?;
        for entry in tree.all(volume, id, EXTENT_RECORDS_MAX)? {
            let key = Fields(&entry.key);
            let is_next = u64::from(key.be32(8)) == done;
            if key.byte(2) == which as u8 && is_next {
                let extents = header::extents(Fields(&entry.data), 0);
                done = header.add_runs(&mut runs, done, &extents)?;
            }
        }
    }
    if done.saturating_mul(header.block_bytes) < fork.size {
        return Err(damaged("it states more bytes than its blocks hold"));
    }
    Ok(runs)
}
