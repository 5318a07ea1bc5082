//! The folders of a volume by their numbers, and the paths that names lead to.

use std::collections::HashMap;

use super::super::clusters::{DEPTH_MAX, FOLDERS_MAX, ORPHANS, Volume, join};
use super::file::{self, Name};
use super::record::Reference;
use super::table::Table;

/// The record of the top folder.
const TOP: u64 = 5;

/// Bytes of the names of all folders; ten million short names.
const NAMES_BYTES_MAX: usize = 128 << 20;

/// A folder, as much of it as a path needs.
struct Folder {
    sequence: u16,
    is_in_use: bool,
    parent: Reference,
    name: Box<str>,
}

/// The folders of a volume; see the module.
#[derive(Default)]
pub(super) struct Tree {
    folders: HashMap<u64, Folder>,
    names_bytes: usize,
    /// Folders that had no room.
    pub(super) left_out: u64,
    last: Option<(Reference, String)>,
}

impl Tree {
    /// Reads the records of all folders.
    pub(super) fn read(table: &mut Table, volume: &mut Volume<'_>) -> Self {
        let mut tree = Self::default();
        for number in 0..table.count() {
            let Ok(Some(record)) = table.record(volume, number) else { continue };
            if !record.is_folder() || record.base != Reference::default() {
                continue;
            }
            let file = file::collect(&record, table, volume);
            let Some(name) = main_name(&file.names) else { continue };
            if tree.folders.len() >= FOLDERS_MAX || tree.names_bytes >= NAMES_BYTES_MAX {
                tree.left_out += 1;
                continue;
            }
            tree.names_bytes += name.text.len();
            let folder = Folder {
                sequence: record.sequence,
                is_in_use: record.is_in_use(),
                parent: name.parent,
                name: name.text.as_str().into(),
            };
            tree.folders.insert(number, folder);
        }
        tree
    }

    /// The path of a name. Where a folder above is lost, what is known of the path stands under
    /// `$OrphanFiles`.
    pub(super) fn path(&mut self, name: &Name) -> String {
        if name.parent.number == TOP && name.text == "\\x2e" {
            return ".".to_owned();
        }
        let known = self.last.as_ref().filter(|(parent, _)| *parent == name.parent);
        let folder = if let Some((_, folder)) = known {
            folder.clone()
        } else {
            let folder = self.folder_path(name.parent);
            self.last = Some((name.parent, folder.clone()));
            folder
        };
        join(&folder, &name.text).unwrap_or_else(|| format!("{ORPHANS}/{}", name.text))
    }

    fn folder_path(&self, parent: Reference) -> String {
        let mut parts = Vec::new();
        let mut at = parent;
        while at.number != TOP {
            let Some(folder) = self.folders.get(&at.number).filter(|folder| folder.is_meant(at))
            else {
                parts.push(ORPHANS);
                break;
            };
            if parts.len() >= DEPTH_MAX {
                return ORPHANS.to_owned();
            }
            parts.push(&folder.name);
            at = folder.parent;
        }
        parts.reverse();
        let mut path = String::new();
        for part in parts {
            match join(&path, part) {
                Some(longer) => path = longer,
                None => return ORPHANS.to_owned(),
            }
        }
        path
    }
}

impl Folder {
    /// Whether a reference means this folder and not one that had its number before or after. The
    /// sequence moves on by one when a record is deleted; 0 is not checked.
    fn is_meant(&self, by: Reference) -> bool {
        by.sequence == 0
            || by.sequence == self.sequence
            || (!self.is_in_use && by.sequence.wrapping_add(1) == self.sequence)
    }
}

/// The first name that is not only for DOS.
pub(super) fn main_name(names: &[Name]) -> Option<&Name> {
    names.iter().find(|name| !name.is_dos).or(names.first())
}
