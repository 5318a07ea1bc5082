//! The superblocks: that of the container, as its newest checkpoint has it, and those of its volumes
//! (Apple File System Reference, "Container" and "Volume").

use std::io;

use model::{Phrase, say};

use super::node::{OBJECT_HEAD_BYTES, Store, is_summed};
use super::tree::{Map, Tree};
use super::{Fields, Volume};
use crate::containers::volume_bytes::{damaged, hex_text, name_text};

/// What the first block of a container has behind the header of its object, and a volume's block.
const CONTAINER_MAGIC: &[u8; 4] = b"NXSB";
const VOLUME_MAGIC: &[u8; 4] = b"APSB";

/// Sizes of a block.
const BLOCK_BYTES_MIN: u64 = 4_096;
const BLOCK_BYTES_MAX: u64 = 65_536;

/// Volumes of a container.
const VOLUMES_MAX: usize = 100;

/// Blocks of checkpoints that are looked at: macOS keeps a few hundred.
const CHECKPOINT_BLOCKS_MAX: u32 = 1 << 16;

/// The blocks of checkpoints are no run, but in a tree.
const IS_NO_RUN: u32 = 1 << 31;

/// Features of a container and of a volume without which it is not understood.
const IS_FUSION: u64 = 0x100;
const FOLDS_CASE: u64 = 0x1;
const FOLDS_FORMS: u64 = 0x8;
const IS_SEALED: u64 = 0x20;

/// Flag of a volume that is not encrypted.
const IS_PLAIN: u64 = 1;

/// What a container says of itself.
#[derive(Debug, Clone)]
pub(super) struct Container {
    pub(super) block_bytes: u64,
    pub(super) blocks: u64,
    pub(super) transaction: u64,
    map_block: u64,
    /// Numbers of the volumes.
    pub(super) volumes: Vec<u64>,
    uuid: String,
    is_fusion: bool,
    checkpoints: (u64, u32),
}

impl Container {
    /// Reads a superblock, where these bytes are one.
    pub(super) fn parse(block: &[u8]) -> Option<Self> {
        let fields = Fields(block);
        let block_bytes = u64::from(fields.le32(36));
        let is_size = (BLOCK_BYTES_MIN..=BLOCK_BYTES_MAX).contains(&block_bytes);
        if fields.part(32, 4) != CONTAINER_MAGIC || !is_size || !block_bytes.is_power_of_two() {
            return None;
        }
        let numbers = (0..VOLUMES_MAX).map(|index| fields.le64(184 + index * 8));
        Some(Self {
            block_bytes,
            blocks: fields.le64(40),
            transaction: fields.le64(16),
            map_block: fields.le64(160),
            volumes: numbers.filter(|number| *number != 0).collect(),
            uuid: hex_text(fields.part(72, 16)),
            is_fusion: fields.le64(64) & IS_FUSION != 0,
            checkpoints: (fields.le64(112), fields.le32(104)),
        })
    }

    /// The superblock in the first block, the newest whole one among the checkpoints, and remarks.
    pub(super) fn newest(volume: &mut Volume<'_>) -> io::Result<(Self, Vec<Phrase>)> {
        let head = volume.read(0, super::HEAD_BYTES)?;
        let first = Self::parse(&head).ok_or_else(|| damaged("there is no superblock"))?;
        let mut remarks = Vec::new();
        let mut found: Option<Self> = None;
        let (base, count) = first.checkpoints;
        if count & IS_NO_RUN != 0 {
            remarks.push(say::apfs_checkpoints_apart());
        } else {
            let len = usize::try_from(first.block_bytes).unwrap_or_default();
            for index in 0..u64::from(count.min(CHECKPOINT_BLOCKS_MAX)) {
                let at = base.saturating_add(index).saturating_mul(first.block_bytes);
                let Ok(block) = volume.read(at, len) else { break };
                let one = Self::parse(&block).filter(|one| one.block_bytes == first.block_bytes);
                let Some(one) = one.filter(|_| is_summed(&block)) else { continue };
                if found.as_ref().is_none_or(|found| found.transaction < one.transaction) {
                    found = Some(one);
                }
            }
        }
        let Some(found) = found else {
            remarks.push(say::apfs_no_checkpoint());
            return Ok((first, remarks));
        };
        if found.transaction != first.transaction {
            let (old, new) = (first.transaction, found.transaction);
            remarks.push(say::apfs_not_closed(old, new));
        }
        Ok((found, remarks))
    }

    /// The map of the container's objects.
    pub(super) fn map(&self, store: &mut Store<'_>) -> io::Result<Map> {
        Map::open(store, self.map_block, self.transaction)
    }

    /// What a person should know of it, in sentences.
    pub(super) fn remarks(&self, len: u64) -> Vec<Phrase> {
        let mut remarks = vec![say::apfs_container(self.volumes.len(), &self.uuid)];
        if self.is_fusion {
            remarks.push(say::apfs_fusion());
        }
        let stated = self.blocks.saturating_mul(self.block_bytes);
        if stated > len {
            remarks.push(say::apfs_bytes_missing(stated, len));
        }
        remarks
    }
}

/// What a volume says of itself.
#[derive(Debug, Clone)]
pub(super) struct Superblock {
    /// Its place in the list of volumes, from 1 on.
    pub(super) number: usize,
    pub(super) name: String,
    role: u16,
    uuid: String,
    features: u64,
    flags: u64,
    map_block: u64,
    root: (u32, u64),
    snapshots: (u32, u64),
    snapshot_count: u64,
    sealed_extents: u64,
    /// Files, folders, links and others.
    pub(super) counts: [u64; 4],
    written_by: String,
}

impl Superblock {
    /// Reads the superblock of a volume from its block.
    pub(super) fn read(store: &mut Store<'_>, block: u64, number: usize) -> io::Result<Self> {
        let (bytes, _) = store.block(block)?;
        let fields = Fields(&bytes);
        if fields.part(OBJECT_HEAD_BYTES, 4) != VOLUME_MAGIC {
            return Err(damaged("there is no superblock of a volume"));
        }
        // The newest programme that wrote to it, else the one that made it.
        let writers = [until_nul(fields.part(320, 32)), until_nul(fields.part(272, 32))];
        Ok(Self {
            number,
            name: until_nul(fields.part(704, 256)),
            role: fields.le16(964),
            uuid: hex_text(fields.part(240, 16)),
            features: fields.le64(56),
            flags: fields.le64(264),
            map_block: fields.le64(128),
            root: (fields.le32(116), fields.le64(136)),
            snapshots: (fields.le32(124), fields.le64(152)),
            snapshot_count: fields.le64(216),
            sealed_extents: fields.le64(1_032),
            counts: [184, 192, 200, 208].map(|at| fields.le64(at)),
            written_by: writers.into_iter().find(|text| !text.is_empty()).unwrap_or_default(),
        })
    }

    /// Whether names stand behind a hash of theirs.
    pub(super) fn hashes_names(&self) -> bool {
        self.features & (FOLDS_CASE | FOLDS_FORMS) != 0
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.flags & IS_PLAIN == 0
    }

    /// The map of the volume's objects at a transaction.
    pub(super) fn map(&self, store: &mut Store<'_>, transaction: u64) -> io::Result<Map> {
        Map::open(store, self.map_block, transaction)
    }

    /// The tree of its files.
    pub(super) fn files(&self, store: &mut Store<'_>, map: Map) -> io::Result<Tree> {
        open(store, self.root, map)
    }

    /// The tree of the extents of a sealed volume.
    pub(super) fn sealed_extents(&self) -> Option<Tree> {
        let is_sealed = self.features & IS_SEALED != 0 && self.sealed_extents != 0;
        is_sealed.then(|| Tree::of_blocks(self.sealed_extents))
    }

    /// The tree of its snapshots, where there are any.
    pub(super) fn snapshots(&self, store: &mut Store<'_>, map: Map) -> io::Result<Option<Tree>> {
        if self.snapshot_count == 0 || self.snapshots.1 == 0 {
            return Ok(None);
        }
        open(store, self.snapshots, map).map(Some)
    }

    /// What the volume says of itself.
    pub(super) fn sentences(&self) -> [Phrase; 2] {
        let [files, folders, links, others] = self.counts;
        let (role, writer) = (role(self.role).unwrap_or("–"), self.written_by.as_str());
        let writer = if writer.is_empty() { "–" } else { writer };
        [
            say::apfs_volume(self.number, &self.name, role, &self.uuid, writer),
            say::apfs_volume_states(&self.name, files, folders, links, others),
        ]
    }
}

/// A tree whose objects are blocks, or have their places in the map of the volume.
fn open(store: &mut Store<'_>, (kind, root): (u32, u64), map: Map) -> io::Result<Tree> {
    const IS_PHYSICAL: u32 = 0x4000_0000;
    if kind & IS_PHYSICAL == 0 {
        return Tree::of_objects(store, root, map);
    }
    Ok(Tree::of_blocks(root))
}

fn until_nul(bytes: &[u8]) -> String {
    name_text(bytes.split(|byte| *byte == 0).next().unwrap_or_default())
}

/// The role of a volume in Apple's words.
fn role(role: u16) -> Option<&'static str> {
    Some(match role {
        0x1 => "System",
        0x2 => "User",
        0x4 => "Recovery",
        0x8 => "VM",
        0x10 => "Preboot",
        0x20 => "Installer",
        0x40 => "Data",
        0x80 => "Baseband",
        0xC0 => "Update",
        0x100 => "xART",
        0x140 => "Hardware",
        0x180 => "Backup",
        0x240 => "Enterprise",
        0x2C0 => "Prelogin",
        _ => return None,
    })
}
