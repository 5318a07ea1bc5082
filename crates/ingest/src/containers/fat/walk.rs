//! Walks the folders of a volume, deleted ones too, and gives their entries one after another.
//!
//! Folder after folder: the entries of one as they stand, then the folders it holds, each once. A
//! cluster is walked once: a second folder that claims it is a circle or crossed over another.

use std::collections::{HashSet, VecDeque};

use encoding_rs::Encoding;

use super::super::clusters::{
    DEPTH_MAX, FOLDER_CLUSTERS_MAX, FOLDERS_MAX, PENDING_BYTES_MAX, Volume, join, size,
};
use super::boot::{Boot, Width};
use super::entry::{ENTRY_BYTES, Entry, LongName, Named};
use super::orphans::{self, Orphan};
use super::table::{Next, Table};

/// Bytes of one folder: 65,536 entries, the most that the specification allows.
const FOLDER_BYTES_MAX: u64 = 65_536 * ENTRY_BYTES as u64;

/// Where the entries of a folder stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lies {
    /// In the fixed region of FAT12 and FAT16.
    Top,
    /// In the chain of clusters that begins here.
    Chain(u32),
    /// In free clusters from here on; the chain is lost.
    Lost(u32),
}

/// A folder to be walked.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) path: String,
    pub(super) lies: Lies,
    pub(super) depth: usize,
    /// Where its own entry stands.
    pub(super) at: u64,
    /// Its first cluster, which the folders in it name; none for a part of a folder.
    pub(super) first: Option<u32>,
}

impl Folder {
    fn is_lost(&self) -> bool {
        matches!(self.lies, Lies::Lost(_))
    }
}

/// What became of a folder's own entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// They are walked after this folder; the bytes that hold them.
    Walked(u64),
    /// Its clusters are in use again.
    Reused,
    /// It is no folder.
    NoFolder,
}

/// An entry as it is told.
pub(super) struct Told {
    pub(super) path: String,
    pub(super) short_name: Option<String>,
    /// Long names before the entry that are not its own.
    pub(super) stray: String,
    pub(super) entry: Entry,
    pub(super) at: u64,
    pub(super) is_deleted: bool,
    pub(super) inside: Inside,
}

/// What the walk meets.
pub(super) enum Met {
    /// An entry.
    Entry(Box<Told>),
    /// What should be an entry or a folder and is not: the place of the entry, what is wrong.
    Spoilt(u64, Broken, &'static str),
}

/// What of an entry is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// The entry itself.
    Entry,
    /// The folder that it leads to.
    Folder,
}

/// A folder being read.
struct Open {
    folder: Folder,
    bytes: Vec<u8>,
    /// Where each piece of `piece` bytes stands in the volume.
    places: Vec<u64>,
    piece: u64,
    at: usize,
    is_after_end: bool,
}

/// The walk; see the module.
pub(super) struct Walk {
    pending: VecDeque<Folder>,
    pending_bytes: usize,
    open: Option<Open>,
    long: LongName,
    pub(super) seen: HashSet<u32>,
    encoding: Option<&'static Encoding>,
    troubles: VecDeque<Met>,
}

impl Walk {
    /// A walk from the top folder on.
    pub(super) fn new(boot: &Boot, encoding: Option<&'static Encoding>) -> Self {
        let lies =
            if boot.width == Width::Fat32 { Lies::Chain(boot.top_cluster) } else { Lies::Top };
        let first = Some(boot.top_cluster);
        let top = Folder { path: String::new(), lies, depth: 0, at: 0, first };
        Self {
            pending: VecDeque::from([top]),
            pending_bytes: 0,
            open: None,
            long: LongName::default(),
            seen: HashSet::new(),
            encoding,
            troubles: VecDeque::new(),
        }
    }

    /// Adds the next of the folders that no entry leads to, and takes it from the list; false where
    /// none is left. Those that have been walked by now are passed over.
    pub(super) fn add_lost(&mut self, found: &mut VecDeque<Orphan>, boot: &Boot) -> bool {
        while let Some(orphan) = found.pop_front() {
            self.add(orphans::folder(orphan, boot));
            if !self.pending.is_empty() {
                return true;
            }
        }
        false
    }

    /// Puts a folder in line, unless it is a lost one that has been walked.
    fn add(&mut self, folder: Folder) {
        let is_seen = matches!(folder.lies, Lies::Lost(cluster) if self.seen.contains(&cluster));
        if !is_seen {
            self.pending_bytes += folder.path.len();
            self.pending.push_back(folder);
        }
    }

    /// The next entry, or none at the end.
    pub(super) fn next(&mut self, volume: &mut Volume<'_>, table: &mut Table) -> Option<Met> {
        loop {
            if let Some(met) = self.troubles.pop_front() {
                return Some(met);
            }
            let Some(open) = &mut self.open else {
                let folder = self.pending.pop_front()?;
                self.pending_bytes = self.pending_bytes.saturating_sub(folder.path.len());
                self.open = Some(self.open_folder(folder, volume, table));
                continue;
            };
            let raw: Option<[u8; ENTRY_BYTES]> =
                open.bytes.get(open.at..).and_then(<[u8]>::first_chunk).copied();
            let Some(raw) = raw else {
                self.open = None;
                self.long.clear();
                continue;
            };
            let piece = open.places.get(size(open.at as u64 / open.piece)).copied();
            let at = piece.unwrap_or(0) + open.at as u64 % open.piece;
            open.at += ENTRY_BYTES;
            if let Some(met) = self.entry(&raw, at, volume, table) {
                return Some(met);
            }
        }
    }

    fn entry(
        &mut self,
        raw: &[u8; ENTRY_BYTES],
        at: u64,
        volume: &mut Volume<'_>,
        table: &mut Table,
    ) -> Option<Met> {
        let open = self.open.as_mut()?;
        if raw.first() == Some(&0) {
            open.is_after_end = true;
            self.long.clear();
            return None;
        }
        if self.long.take(raw) {
            return None;
        }
        let entry = Entry::read(raw, table.boot.width == Width::Fat32)?;
        if entry.is_dot() || entry.is_dot_dot() {
            return None;
        }
        let is_remnant = open.is_after_end;
        if !entry.is_plausible() || (is_remnant && !entry.is_likely(&table.boot)) {
            self.long.clear();
            let fault = "these bytes are no directory entry";
            return (!is_remnant).then_some(Met::Spoilt(at, Broken::Entry, fault));
        }
        let is_deleted = entry.is_deleted() || is_remnant || open.folder.is_lost();
        let named = self.long.name(&entry, self.encoding);
        let depth = open.folder.depth + 1;
        let Some(path) = join(&open.folder.path, &named.name) else {
            return Some(Met::Spoilt(at, Broken::Entry, "its path is too long"));
        };
        let inside = if entry.is_folder() {
            let parent = open.folder.first;
            self.descend(&entry, &path, is_deleted, (depth, parent, at), volume, table)
        } else {
            Inside::NoFolder
        };
        let Named { short_name, stray, .. } = named;
        let told = Told { path, short_name, stray, entry, at, is_deleted, inside };
        Some(Met::Entry(Box::new(told)))
    }

    /// Puts a folder's own entries in line, where they are still its own.
    fn descend(
        &mut self,
        entry: &Entry,
        path: &str,
        is_deleted: bool,
        (depth, parent, at): (usize, Option<u32>, u64),
        volume: &mut Volume<'_>,
        table: &mut Table,
    ) -> Inside {
        let cluster = entry.cluster;
        let lies = if is_deleted { Lies::Lost(cluster) } else { Lies::Chain(cluster) };
        if is_deleted {
            let is_own = table.is_free(volume, cluster)
                && parent_of(volume, &table.boot, cluster).is_some_and(|above| {
                    let top = table.boot.top_cluster;
                    parent.is_none_or(|parent| above == parent || (above == 0 && parent == top))
                });
            if !is_own {
                return Inside::Reused;
            }
        }
        let has_no_room =
            self.pending.len() >= FOLDERS_MAX || self.pending_bytes >= PENDING_BYTES_MAX;
        if depth > DEPTH_MAX || has_no_room {
            let fault = "its folder is nested too deep, or there are too many";
            self.troubles.push_back(Met::Spoilt(at, Broken::Folder, fault));
            return Inside::Walked(0);
        }
        let first = Some(cluster);
        self.add(Folder { path: path.to_owned(), lies, depth, at, first });
        let clusters = match lies {
            Lies::Chain(_) => chain_len(volume, table, cluster),
            _ => 1,
        };
        Inside::Walked(clusters * table.boot.cluster)
    }

    /// Reads a folder's bytes.
    fn open_folder(&mut self, folder: Folder, volume: &mut Volume<'_>, table: &mut Table) -> Open {
        let boot = table.boot;
        let lies = folder.lies;
        let mut open = Open {
            folder,
            bytes: Vec::new(),
            places: Vec::new(),
            piece: boot.cluster,
            at: 0,
            is_after_end: false,
        };
        match lies {
            Lies::Top => {
                let len = boot.top_len.min(volume.len().saturating_sub(boot.top_at));
                open.piece = len.max(1);
                self.append(&mut open, boot.top_at, len, volume);
            }
            Lies::Chain(cluster) => self.append_chain(&mut open, cluster, volume, table),
            Lies::Lost(cluster) => self.append_lost(&mut open, cluster, volume, table),
        }
        open
    }

    fn append(&mut self, open: &mut Open, at: u64, len: u64, volume: &mut Volume<'_>) -> bool {
        let old = open.bytes.len();
        open.bytes.resize(old.saturating_add(size(len)), 0);
        let part = open.bytes.get_mut(old..).unwrap_or_default();
        if volume.read_at(at, part).is_err() {
            open.bytes.truncate(old);
            let fault = "the clusters of this folder cannot be read";
            self.troubles.push_back(Met::Spoilt(open.folder.at, Broken::Folder, fault));
            return false;
        }
        open.places.push(at);
        true
    }

    fn append_chain(
        &mut self,
        open: &mut Open,
        first: u32,
        volume: &mut Volume<'_>,
        table: &mut Table,
    ) {
        let boot = table.boot;
        let mut cluster = first;
        let fault = loop {
            if !boot.has_cluster(cluster) {
                break "the chain of this folder leads outside the volume";
            }
            if open.bytes.len() as u64 >= FOLDER_BYTES_MAX {
                break "this folder has more entries than a folder may have";
            }
            if self.seen.len() >= FOLDER_CLUSTERS_MAX {
                break "the folders of this volume have more clusters than can be remembered";
            }
            if !self.seen.insert(cluster) {
                break "this cluster belongs to more than one folder, or its chain is a circle";
            }
            if !self.append(open, boot.cluster_at(cluster), boot.cluster, volume) {
                return;
            }
            match table.next(volume, cluster) {
                Ok(Next::Cluster(next)) => cluster = next,
                Ok(Next::End) => return,
                Ok(Next::Free) => break "the chain of this folder leads into a free cluster",
                Ok(Next::Bad) | Err(_) => break "the chain of this folder breaks off",
            }
        };
        self.troubles.push_back(Met::Spoilt(open.folder.at, Broken::Folder, fault));
    }

    /// A lost folder goes on through free clusters in a row while each is full and the next one
    /// begins with an entry.
    fn append_lost(
        &mut self,
        open: &mut Open,
        first: u32,
        volume: &mut Volume<'_>,
        table: &mut Table,
    ) {
        let boot = table.boot;
        let mut cluster = first;
        while self.seen.len() < FOLDER_CLUSTERS_MAX
            && self.seen.insert(cluster)
            && self.append(open, boot.cluster_at(cluster), boot.cluster, volume)
        {
            let has_end = open.bytes.chunks(ENTRY_BYTES).any(|raw| raw.first() == Some(&0));
            let next = cluster.saturating_add(1);
            let goes_on = !has_end
                && (open.bytes.len() as u64) < FOLDER_BYTES_MAX
                && boot.has_cluster(next)
                && table.is_free(volume, next)
                && begins_with_entry(volume, &boot, next);
            if !goes_on {
                break;
            }
            cluster = next;
        }
    }
}

/// Clusters of a folder's chain, up to the largest folder; a broken chain counts to its break.
fn chain_len(volume: &mut Volume<'_>, table: &mut Table, first: u32) -> u64 {
    let most = FOLDER_BYTES_MAX.div_ceil(table.boot.cluster);
    let (mut cluster, mut count) = (first, 0);
    while count < most && table.boot.has_cluster(cluster) {
        count += 1;
        match table.next(volume, cluster) {
            Ok(Next::Cluster(next)) => cluster = next,
            _ => break,
        }
    }
    count
}

/// The first two entries of a cluster.
fn first_two(volume: &mut Volume<'_>, boot: &Boot, cluster: u32) -> Option<(Entry, Entry)> {
    let mut raw = [0; ENTRY_BYTES * 2];
    volume.read_at(boot.cluster_at(cluster), &mut raw).ok()?;
    let (first, second) = raw.split_at(ENTRY_BYTES);
    let is_fat32 = boot.width == Width::Fat32;
    Some((Entry::read(first, is_fat32)?, Entry::read(second, is_fat32)?))
}

/// The cluster of the folder above, where this cluster is the first of a folder and says so.
pub(super) fn parent_of(volume: &mut Volume<'_>, boot: &Boot, cluster: u32) -> Option<u32> {
    if !boot.has_cluster(cluster) {
        return None;
    }
    let (dot, dot_dot) = first_two(volume, boot, cluster)?;
    let is_first = dot.is_dot() && dot.is_folder() && dot.cluster == cluster;
    (is_first && dot_dot.is_dot_dot() && dot_dot.is_folder()).then_some(dot_dot.cluster)
}

fn begins_with_entry(volume: &mut Volume<'_>, boot: &Boot, cluster: u32) -> bool {
    let mut raw = [0; ENTRY_BYTES];
    if volume.read_at(boot.cluster_at(cluster), &mut raw).is_err() || raw.first() == Some(&0) {
        return false;
    }
    if LongName::default().take(&raw) {
        return true;
    }
    let entry = Entry::read(&raw, boot.width == Width::Fat32);
    entry.is_some_and(|entry| !entry.is_dot() && entry.is_plausible() && entry.modified.is_stated())
}
