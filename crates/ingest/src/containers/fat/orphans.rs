//! Folders in free clusters that no entry leads to any more: their own entry was written over, or
//! the chain to their later clusters is lost.
//!
//! The first cluster of a folder says so itself, by its entries `.` and `..`. A later one is known
//! by its entries: all of them must be sound, so that chance hardly makes one.

use std::collections::{BTreeMap, HashSet, VecDeque};

use super::super::clusters::{ORPHANS, Volume, join, size};
use super::boot::{Boot, Width};
use super::entry::{ENTRY_BYTES, Entry, is_piece};
use super::table::Table;
use super::walk::{Folder, Lies, parent_of};

/// Folders that no entry leads to; more of them are not told.
const ORPHAN_FOLDERS_MAX: usize = 1 << 18;

/// A folder that no entry leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Orphan {
    /// With its first cluster.
    Whole(u32),
    /// From a later cluster on.
    Part(u32),
}

/// Finds them in all free clusters that were not walked. Those that lie in another one of them
/// come last: the other leads to them, where its entry is still there. A part may lead to any.
pub(super) fn find(
    volume: &mut Volume<'_>,
    table: &mut Table,
    seen: &HashSet<u32>,
) -> VecDeque<Orphan> {
    let mut whole: BTreeMap<u32, u32> = BTreeMap::new();
    let mut parts = VecDeque::new();
    let boot = table.boot;
    let present = volume.len().saturating_sub(boot.data_at) / boot.cluster;
    let last = u64::from(boot.last_cluster).min(present + 1);
    for cluster in 2..=u32::try_from(last).unwrap_or(0) {
        if seen.contains(&cluster) || !table.is_free(volume, cluster) {
            continue;
        }
        if let Some(parent) = parent_of(volume, &boot, cluster) {
            whole.insert(cluster, parent);
        } else if is_part(volume, &boot, cluster) {
            parts.push_back(Orphan::Part(cluster));
        }
        if whole.len() + parts.len() >= ORPHAN_FOLDERS_MAX {
            break;
        }
    }
    let is_inner = |cluster: &u32, parent: &u32| cluster != parent && whole.contains_key(parent);
    let (inner, outer): (Vec<_>, Vec<_>) =
        whole.iter().partition(|(cluster, parent)| is_inner(cluster, parent));
    let whole = outer.into_iter().chain(inner).map(|(cluster, _)| Orphan::Whole(*cluster));
    parts.extend(whole);
    parts
}

/// Such a folder, by the number of its cluster: its own name is lost.
pub(super) fn folder(orphan: Orphan, boot: &Boot) -> Folder {
    let (cluster, name) = match orphan {
        Orphan::Whole(cluster) => (cluster, format!("folder in cluster {cluster}")),
        Orphan::Part(cluster) => (cluster, format!("part of a folder in cluster {cluster}")),
    };
    let path = join(ORPHANS, &name).unwrap_or(name);
    let first = matches!(orphan, Orphan::Whole(_)).then_some(cluster);
    Folder { path, lies: Lies::Lost(cluster), depth: 1, at: boot.cluster_at(cluster), first }
}

/// Whether a cluster holds nothing but sound entries, at least one of them with a short name.
fn is_part(volume: &mut Volume<'_>, boot: &Boot, cluster: u32) -> bool {
    let at = boot.cluster_at(cluster);
    let mut first = [0; ENTRY_BYTES];
    // Most free clusters are told by their first entry alone.
    if volume.read_at(at, &mut first).is_err() || sound(&first, boot).is_none() {
        return false;
    }
    let mut bytes = vec![0; size(boot.cluster)];
    if volume.read_at(at, &mut bytes).is_err() {
        return false;
    }
    let mut short_names = 0;
    for raw in bytes.chunks_exact(ENTRY_BYTES) {
        if raw.first() == Some(&0) {
            break;
        }
        let Some(kind) = sound(raw, boot) else { return false };
        short_names += usize::from(kind == Sound::Short);
    }
    short_names > 0
}

/// What a sound entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sound {
    Piece,
    Short,
}

fn sound(raw: &[u8], boot: &Boot) -> Option<Sound> {
    if is_piece(raw) {
        return Some(Sound::Piece);
    }
    let entry = Entry::read(raw, boot.width == Width::Fat32)?;
    let is_sound = entry.is_plausible()
        && entry.is_by_the_rules()
        && entry.is_likely(boot)
        && !entry.is_dot()
        && !entry.is_dot_dot()
        && !entry.is_label();
    is_sound.then_some(Sound::Short)
}
