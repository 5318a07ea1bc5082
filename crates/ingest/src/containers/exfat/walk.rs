//! Walks the folders of a volume, deleted ones too, and gives their sets of entries one after
//! another: folder after folder, each cluster of a folder once.

use std::collections::{HashSet, VecDeque};
use std::io::{Read as _, Seek as _, SeekFrom};

use super::super::clusters::{
    DEPTH_MAX, FOLDER_CLUSTERS_MAX, FOLDERS_MAX, ORPHANS, PENDING_BYTES_MAX, RunReader, Runs,
    Volume, Windows, join, le32, le64, size, text_of_units,
};
use super::set::{ENTRY_BYTES, FILE, IN_USE, SET_ENTRIES_MAX, Set};
use super::table::Table;

/// Bytes of one folder (specification, 7.4.8.2).
const FOLDER_BYTES_MAX: u64 = 256 << 20;

/// Types of entries of the top folder.
const BITMAP: u8 = 0x81;
const UPCASE: u8 = 0x82;
const LABEL: u8 = 0x83;

/// A folder to be walked.
struct Folder {
    path: String,
    runs: Runs,
    is_deleted: bool,
    depth: usize,
}

/// How the clusters of something deleted were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// The entry says that they lie in a row.
    Row,
    /// The chain still stands in the table.
    Chain,
    /// Free clusters from the first one on.
    Assumed,
}

impl Basis {
    /// What a person should know of it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Row => "clusters in a row, as the entry states; all are free",
            Self::Chain => "the chain that still stands in the table; all its clusters are free",
            Self::Assumed => "assumed: free clusters from the first one on; its chain is lost",
        }
    }
}

/// Where the content of an entry is.
pub(super) enum Found {
    /// In these runs.
    Runs(Runs, Option<Basis>),
    /// In clusters that are in use again.
    Reused,
    /// Nowhere; why.
    Broken(&'static str),
}

/// A set as it is told.
pub(super) struct Told {
    pub(super) path: String,
    pub(super) set: Set,
    pub(super) at: u64,
    pub(super) is_deleted: bool,
    pub(super) found: Found,
}

/// What the walk meets.
pub(super) enum Met {
    /// A file or folder.
    Set(Box<Told>),
    /// A table of the volume, by its name: entry, runs, length.
    System(&'static str, u64, Result<Runs, &'static str>, u64),
    /// The name of the volume.
    Label(String, u64),
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

/// The walk; see the module.
pub(super) struct Walk {
    pending: VecDeque<Folder>,
    pending_bytes: usize,
    open: Option<(Folder, u64, Windows)>,
    is_after_end: bool,
    pub(super) seen: HashSet<u64>,
    troubles: VecDeque<Met>,
}

impl Walk {
    /// A walk from the top folder on.
    pub(super) fn new(volume: &mut Volume<'_>, table: &mut Table) -> Self {
        let mut walk = Self {
            pending: VecDeque::new(),
            pending_bytes: 0,
            open: None,
            is_after_end: false,
            seen: HashSet::new(),
            troubles: VecDeque::new(),
        };
        let boot = table.boot;
        let at = boot.cluster_at(boot.top_cluster);
        let runs = table.chain(volume, boot.top_cluster, None).or_else(|fault| {
            walk.troubles.push_back(Met::Spoilt(at, Broken::Folder, fault));
            table.row(boot.top_cluster, boot.cluster)
        });
        let runs = runs.unwrap_or_default();
        walk.add(Folder { path: String::new(), runs, is_deleted: false, depth: 0 }, table, at);
        walk
    }

    /// Adds the next of the folders in free clusters that no entry leads to, and takes it from the
    /// list; false where none is left. Those that have been walked by now are passed over.
    pub(super) fn add_lost(&mut self, found: &mut VecDeque<u32>, table: &Table) -> bool {
        while let Some(cluster) = found.pop_front() {
            self.add_one_lost(cluster, table);
            if !self.pending.is_empty() {
                return true;
            }
        }
        false
    }

    fn add_one_lost(&mut self, cluster: u32, table: &Table) {
        let path = format!("{ORPHANS}/folder in cluster {cluster}");
        let at = table.boot.cluster_at(cluster);
        if let Ok(runs) = table.row(cluster, table.boot.cluster)
            && !self.seen.contains(&at)
        {
            self.add(Folder { path, runs, is_deleted: true, depth: 1 }, table, at);
        }
    }

    /// Puts a folder in line, unless one of its clusters was walked or it is too large.
    fn add(&mut self, folder: Folder, table: &Table, at: u64) {
        let has_no_room = self.pending.len() >= FOLDERS_MAX
            || self.pending_bytes >= PENDING_BYTES_MAX
            || self.seen.len() >= FOLDER_CLUSTERS_MAX;
        let fault = if folder.depth > DEPTH_MAX || has_no_room {
            Some("its folder is nested too deep, or there are too many")
        } else if folder.runs.len() > FOLDER_BYTES_MAX {
            Some("this folder has more entries than a folder may have")
        } else {
            let cluster = table.boot.cluster;
            let mut starts = folder.runs.iter().flat_map(|run| {
                let first = run.at.unwrap_or(0);
                (0..run.len / cluster).map(move |index| first + index * cluster)
            });
            let is_new = starts.all(|start| self.seen.insert(start));
            (!is_new)
                .then_some("a cluster of this folder belongs to another one, or it is a circle")
        };
        if let Some(fault) = fault {
            self.troubles.push_back(Met::Spoilt(at, Broken::Folder, fault));
            return;
        }
        self.pending_bytes += folder.path.len();
        self.pending.push_back(folder);
    }

    /// The next thing, or none at the end.
    pub(super) fn next(&mut self, volume: &mut Volume<'_>, table: &mut Table) -> Option<Met> {
        loop {
            if let Some(met) = self.troubles.pop_front() {
                return Some(met);
            }
            let Some((folder, at, windows)) = &mut self.open else {
                let folder = self.pending.pop_front()?;
                self.pending_bytes = self.pending_bytes.saturating_sub(folder.path.len());
                self.open = Some((folder, 0, Windows::default()));
                self.is_after_end = false;
                continue;
            };
            if *at >= folder.runs.len() {
                self.open = None;
                continue;
            }
            let start = *at;
            let Some(place) = folder.runs.rest_at(start).and_then(|run| run.at) else {
                self.open = None;
                continue;
            };
            let raw = gather(folder, start, windows, volume);
            *at += ENTRY_BYTES as u64;
            if raw.is_empty() {
                self.open = None;
                let fault = "the clusters of this folder cannot be read from here on";
                return Some(Met::Spoilt(place, Broken::Entry, fault));
            }
            if let Some(met) = self.entry(&raw, place, volume, table) {
                return Some(met);
            }
        }
    }

    fn entry(
        &mut self,
        raw: &[u8],
        place: u64,
        volume: &mut Volume<'_>,
        table: &mut Table,
    ) -> Option<Met> {
        let kind = *raw.first()?;
        if kind == 0 {
            self.is_after_end = true;
            return None;
        }
        let is_top = self.open.as_ref()?.0.depth == 0;
        let is_live = kind & IN_USE != 0 && !self.is_after_end;
        if kind & !IN_USE == FILE {
            return self.set(raw, place, volume, table);
        }
        match kind {
            _ if !is_live => None,
            BITMAP | UPCASE if is_top => {
                let (cluster, len) = (le32(raw, 20)?, le64(raw, 24)?);
                let name = if kind == BITMAP { "$ALLOC_BITMAP" } else { "$UPCASE_TABLE" };
                let runs = table.chain(volume, cluster, Some(len));
                Some(Met::System(name, place, runs, len))
            }
            LABEL if is_top => {
                let count = usize::from(*raw.get(1)?).min(11);
                let units = raw.get(2..24)?.chunks(2).filter_map(le16_of).take(count);
                let label: Vec<u16> = units.collect();
                (!label.is_empty()).then(|| Met::Label(text_of_units(label), place))
            }
            // Entries that a reader may leave out: their types say so.
            _ if kind & 0x20 != 0 => None,
            _ => {
                let fault = "an entry that belongs to no file, or of an unknown type";
                Some(Met::Spoilt(place, Broken::Entry, fault))
            }
        }
    }

    fn set(
        &mut self,
        raw: &[u8],
        place: u64,
        volume: &mut Volume<'_>,
        table: &mut Table,
    ) -> Option<Met> {
        let is_remnant = self.is_after_end;
        let (folder, at, _) = self.open.as_mut()?;
        let is_marked = raw.first()? & IN_USE == 0;
        let set = Set::read(raw).filter(|set| set.is_whole || !(is_remnant || folder.is_deleted));
        let Some(set) = set else {
            // What is left of a deleted set is nothing of its own.
            let is_fault = !is_marked && !is_remnant && !folder.is_deleted;
            let fault = "the set of entries of a file is broken";
            return is_fault.then_some(Met::Spoilt(place, Broken::Entry, fault));
        };
        *at += set.bytes - ENTRY_BYTES as u64;
        let is_deleted = !set.is_in_use || is_remnant || folder.is_deleted;
        let depth = folder.depth + 1;
        let Some(path) = join(&folder.path, &set.name) else {
            return Some(Met::Spoilt(place, Broken::Entry, "its path is too long"));
        };
        let mut found = find(&set, is_deleted, volume, table);
        if set.is_folder()
            && let Found::Runs(runs, _) = &found
        {
            let runs = runs.clone();
            if is_deleted && !begins_folder(&runs, volume) {
                found = Found::Reused;
            } else {
                self.add(Folder { path: path.clone(), runs, is_deleted, depth }, table, place);
            }
        }
        Some(Met::Set(Box::new(Told { path, set, at: place, is_deleted, found })))
    }
}

fn le16_of(unit: &[u8]) -> Option<u16> {
    super::super::clusters::le16(unit, 0)
}

/// An entry and those that follow it, up to the longest set or the end of the folder; nothing where
/// the entry itself cannot be read.
fn gather(folder: &Folder, at: u64, windows: &mut Windows, volume: &mut Volume<'_>) -> Vec<u8> {
    let mut raw = Vec::with_capacity(ENTRY_BYTES);
    let mut wanted = 1;
    while raw.len() / ENTRY_BYTES < wanted {
        let len = folder.runs.len();
        let fill = |from: u64, buffer: &mut [u8]| {
            let mut reader = RunReader::new(volume, &folder.runs, len, len);
            reader.seek(SeekFrom::Start(from))?;
            reader.read_exact(buffer)
        };
        let next = at + raw.len() as u64;
        if next >= len {
            break;
        }
        let Ok((window, inside)) = windows.around(next, len, fill) else { break };
        let Some(entry) = window.get(inside..inside + ENTRY_BYTES) else { break };
        if raw.is_empty() && entry.first().is_some_and(|kind| kind & !IN_USE == FILE) {
            let more = entry.get(1).copied().map_or(0, usize::from);
            wanted = (more + 1).min(SET_ENTRIES_MAX);
        }
        raw.extend_from_slice(entry);
    }
    raw
}

/// Where the content of a set is.
fn find(set: &Set, is_deleted: bool, volume: &mut Volume<'_>, table: &mut Table) -> Found {
    if set.len == 0 {
        return Found::Runs(Runs::default(), None);
    }
    if !is_deleted {
        let runs = if set.is_row {
            table.row(set.cluster, set.len)
        } else {
            table.chain(volume, set.cluster, Some(set.len))
        };
        return runs.map_or_else(Found::Broken, |runs| Found::Runs(runs, None));
    }
    if !table.boot.has_cluster(set.cluster) {
        return Found::Broken("its first cluster lies outside the volume");
    }
    if !table.is_free(volume, set.cluster) {
        return Found::Reused;
    }
    if set.is_row {
        return match table.row(set.cluster, set.len) {
            Ok(runs) if table.are_free(volume, &runs) => Found::Runs(runs, Some(Basis::Row)),
            Ok(_) => Found::Reused,
            Err(fault) => Found::Broken(fault),
        };
    }
    if let Ok(runs) = table.chain(volume, set.cluster, Some(set.len))
        && table.are_free(volume, &runs)
    {
        return Found::Runs(runs, Some(Basis::Chain));
    }
    let runs = table.free_from(volume, set.cluster, set.len);
    runs.map_or_else(Found::Broken, |runs| Found::Runs(runs, Some(Basis::Assumed)))
}

/// Whether these runs begin as a folder does: with a whole set, or with nothing.
fn begins_folder(runs: &Runs, volume: &mut Volume<'_>) -> bool {
    let Some(at) = runs.iter().next().and_then(|run| run.at) else { return true };
    begins_with_set(at, runs.len(), volume).unwrap_or(false)
}

/// Whether a whole set stands at this place; an empty one counts where there is room for nothing
/// else.
fn begins_with_set(at: u64, room: u64, volume: &mut Volume<'_>) -> Option<bool> {
    let most = (SET_ENTRIES_MAX * ENTRY_BYTES) as u64;
    let room = room.min(most).min(volume.len().checked_sub(at)?);
    let mut raw = vec![0; size(room)];
    volume.read_at(at, &mut raw).ok()?;
    Some(raw.first() == Some(&0) || Set::read(&raw).is_some_and(|set| set.is_whole))
}

/// Clusters that no folder walked has and that begin with a whole set of entries.
pub(super) fn lost_folders(
    seen: &HashSet<u64>,
    volume: &mut Volume<'_>,
    table: &mut Table,
) -> VecDeque<u32> {
    let boot = table.boot;
    let present = volume.len().saturating_sub(boot.data_at) / boot.cluster;
    let last = u64::from(boot.last_cluster).min(present + 1);
    let mut lost = VecDeque::new();
    for cluster in 2..=u32::try_from(last).unwrap_or(0) {
        let at = boot.cluster_at(cluster);
        if lost.len() >= FOLDERS_MAX || seen.contains(&at) || !table.is_free(volume, cluster) {
            continue;
        }
        let mut first = [0];
        let is_set = volume.read_at(at, &mut first).is_ok() && first[0] & !IN_USE == FILE;
        if is_set && begins_with_set(at, boot.cluster, volume) == Some(true) {
            lost.push_back(cluster);
        }
    }
    lost
}
