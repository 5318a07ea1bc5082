//! The volume descriptors: which trees a disc holds, and what else.

use std::io;

use model::{Phrase, say};

use super::record::Record;
use super::system_use;
use super::{DESCRIPTORS_AT, Fields, SECTOR_BYTES, Volume};
use crate::containers::volume_bytes::{damaged, name_text};

/// Descriptors of a disc: three or four are usual.
const DESCRIPTORS_MAX: u64 = 64;

/// How a tree names its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// Capital letters, digits and a version.
    Plain,
    /// 16-bit characters.
    Joliet,
    /// Names of Unix behind the plain ones; `skip` bytes stand before each.
    RockRidge { skip: usize },
}

/// A tree of a disc.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) naming: Naming,
    pub(super) block_bytes: u64,
    pub(super) root: Record,
    name: String,
}

/// What the descriptors say.
#[derive(Debug, Clone, Default)]
pub(super) struct Disc {
    /// The tree to be told first.
    pub(super) trees: Vec<Tree>,
    stated_bytes: u64,
    boots: bool,
    has_udf: bool,
}

impl Disc {
    /// Reads the descriptors.
    pub(super) fn read(volume: &mut Volume<'_>) -> io::Result<Self> {
        let mut disc = Self::default();
        for index in 0..DESCRIPTORS_MAX {
            let at = DESCRIPTORS_AT + index * SECTOR_BYTES;
            let Ok(sector) = volume.read(at, usize::try_from(SECTOR_BYTES).unwrap_or(2048)) else {
                break;
            };
            let fields = Fields(&sector);
            match fields.part(1, 5) {
                b"CD001" => disc.add(fields, at, volume),
                b"NSR02" | b"NSR03" => disc.has_udf = true,
                b"BEA01" | b"TEA01" | b"BOOT2" => {}
                _ => break,
            }
        }
        // The names a person gave are in Rock Ridge, else in Joliet.
        disc.trees.sort_by_key(|tree| match tree.naming {
            Naming::RockRidge { .. } => 0,
            Naming::Joliet => 1,
            Naming::Plain => 2,
        });
        if disc.trees.is_empty() {
            return Err(damaged("no volume descriptor leads to a tree of files"));
        }
        Ok(disc)
    }

    fn add(&mut self, fields: Fields<'_>, at: u64, volume: &mut Volume<'_>) {
        let kind = fields.byte(0);
        if kind == 0 && fields.part(7, 8) == b"EL TORIT" {
            self.boots = true;
        }
        if !matches!(kind, 1 | 2) {
            return;
        }
        let block_bytes = u64::from(fields.le16(128));
        let fits = block_bytes.is_power_of_two() && (512..=SECTOR_BYTES).contains(&block_bytes);
        let Some(root) = Record::parse(fields.0, 156, at).filter(|_| fits) else { return };
        let is_joliet = kind == 2 && matches!(fields.part(88, 3), [b'%', b'/', b'@' | b'C' | b'E']);
        let naming = if is_joliet {
            Naming::Joliet
        } else {
            let from = root.content_at(block_bytes);
            let first = from.and_then(|from| volume.read(from, 256).ok()).unwrap_or_default();
            system_use::skip_of(&first).map_or(Naming::Plain, |skip| Naming::RockRidge { skip })
        };
        let label = fields.part(40, 32);
        let name =
            if is_joliet { super::name::wide(label) } else { name_text(label.trim_ascii_end()) };
        self.stated_bytes = self.stated_bytes.max(u64::from(fields.le32(80)) * block_bytes);
        self.trees.push(Tree { naming, block_bytes, root, name });
    }

    /// What a person should know of the disc, in sentences.
    pub(super) fn remarks(&self, len: u64) -> Vec<Phrase> {
        let mut remarks = Vec::new();
        for tree in &self.trees {
            let name = tree.name.trim().trim_end_matches('\0');
            remarks.push(match tree.naming {
                Naming::Plain => say::disc_plain(name),
                Naming::Joliet => say::disc_joliet(name),
                Naming::RockRidge { .. } => say::disc_rock_ridge(name),
            });
        }
        if self.has_udf {
            remarks.push(say::disc_udf());
        }
        if self.boots {
            remarks.push(say::disc_boots());
        }
        if self.stated_bytes > len {
            remarks.push(say::volume_longer(self.stated_bytes, len));
        }
        remarks
    }
}
