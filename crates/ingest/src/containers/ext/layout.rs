//! Where things stand in the volume: the superblock, the descriptors of block groups, the maps of
//! what is in use.

use std::io;

use super::inode::Inode;
use super::{Fields, Volume};
use crate::containers::volume_bytes::damaged;

const MAGIC: u16 = 0xEF53;

/// `s_feature_compat`: a journal.
const COMPAT_JOURNAL: u32 = 0x4;
/// `s_feature_incompat`: the bits this reader goes by.
const INCOMPAT_COMPRESSION: u32 = 0x1;
const INCOMPAT_FILE_TYPE: u32 = 0x2;
const INCOMPAT_RECOVER: u32 = 0x4;
const INCOMPAT_JOURNAL_DEVICE: u32 = 0x8;
const INCOMPAT_META_GROUPS: u32 = 0x10;
const INCOMPAT_64_BIT: u32 = 0x80;
/// Extents, 64 bits, flexible groups, inline data: what ext4 has and ext3 has not.
const INCOMPAT_OF_EXT4: u32 = 0x40 | INCOMPAT_64_BIT | 0x200 | 0x8000;
/// `s_feature_ro_compat`: copies of the superblock in a few groups only.
const RO_SPARSE_SUPER: u32 = 0x1;
/// Descriptors carry checksums, and with them the marks of groups that were never used.
const RO_DESCRIPTOR_CHECKSUMS: u32 = 0x10 | 0x400;
/// Blocks are taken in clusters.
const RO_CLUSTERS: u32 = 0x200;
/// Of ext4: huge files, checksums, many folders, extra inode fields.
const RO_OF_EXT4: u32 = 0x8 | 0x10 | 0x20 | 0x40 | 0x400;

/// A group whose inode table was never used.
const GROUP_INODES_UNUSED: u16 = 0x1;
/// A group whose inode table was filled with zeros.
const GROUP_TABLE_ZEROED: u16 = 0x4;

/// The largest block of any ext file system: 2^16 bytes.
const BLOCK_SHIFT_MAX: u32 = 6;

/// Where things stand; see the module.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) block_bytes: u64,
    pub(super) blocks: u64,
    pub(super) inodes: u32,
    pub(super) first_inode: u32,
    inode_bytes: u64,
    inodes_per_group: u32,
    blocks_per_group: u32,
    first_data_block: u32,
    /// Blocks that are taken together, as a power of two.
    cluster_shift: u32,
    descriptor_bytes: u64,
    first_meta_group: u64,
    compat: u32,
    incompat: u32,
    ro_compat: u32,
}

/// Whether something is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It is allocated.
    Taken,
    /// It is free.
    Free,
}

/// The descriptor of a block group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    block_map: u64,
    inode_map: u64,
    inode_table: u64,
    flags: u16,
}

impl Layout {
    /// Reads a superblock; the error says why it is none.
    pub(super) fn parse(superblock: &[u8]) -> Result<Self, &'static str> {
        let fields = Fields(superblock);
        if fields.le16(0x38) != MAGIC {
            return Err("there is no superblock of ext2, ext3 or ext4");
        }
        let shift = fields.le32(0x18);
        if shift > BLOCK_SHIFT_MAX {
            return Err("its blocks are larger than any of this file system");
        }
        let block_bytes = 1024_u64 << shift;
        let (incompat, has_revision) = (fields.le32(0x60), fields.le32(0x4C) > 0);
        let is_wide = incompat & INCOMPAT_64_BIT != 0;
        let inode_bytes = if has_revision { u64::from(fields.le16(0x58)) } else { 128 };
        let stated = if is_wide { u64::from(fields.le16(0xFE)) } else { 32 };
        let layout = Self {
            block_bytes,
            blocks: u64::from(fields.le32(0x4))
                | if is_wide { u64::from(fields.le32(0x150)) << 32 } else { 0 },
            inodes: fields.le32(0x0),
            first_inode: if has_revision { fields.le32(0x54) } else { 11 },
            inode_bytes,
            inodes_per_group: fields.le32(0x28),
            blocks_per_group: fields.le32(0x20),
            first_data_block: fields.le32(0x14),
            cluster_shift: if fields.le32(0x64) & RO_CLUSTERS == 0 {
                0
            } else {
                fields.le32(0x1C).saturating_sub(shift).min(31)
            },
            descriptor_bytes: stated.max(32),
            first_meta_group: u64::from(fields.le32(0x104)),
            compat: fields.le32(0x5C),
            incompat,
            ro_compat: fields.le32(0x64),
        };
        layout.check().map(|()| layout)
    }

    fn check(&self) -> Result<(), &'static str> {
        if self.incompat & INCOMPAT_JOURNAL_DEVICE != 0 {
            return Err("it is the journal of another volume and holds no files");
        }
        let inode_fits = self.inode_bytes.is_power_of_two()
            && (128..=self.block_bytes).contains(&self.inode_bytes);
        let groups_fit = self.inodes_per_group > 0
            && self.blocks_per_group > 0
            && u64::from(self.inodes_per_group) <= self.block_bytes * 8
            && self.descriptor_bytes <= self.block_bytes
            && self.first_data_block <= 1;
        if inode_fits && groups_fit && self.inodes > 0 && self.blocks > 0 {
            Ok(())
        } else {
            Err("the superblock states sizes that cannot be")
        }
    }

    /// `ext2`, `ext3` or `ext4`, by the features in use.
    pub(super) fn family(&self) -> &'static str {
        if self.incompat & INCOMPAT_OF_EXT4 != 0 || self.ro_compat & RO_OF_EXT4 != 0 {
            "ext4"
        } else if self.compat & COMPAT_JOURNAL != 0 {
            "ext3"
        } else {
            "ext2"
        }
    }

    /// Takes no more inodes than a volume of this length has room for, whatever is stated.
    pub(super) fn fit(&mut self, len: u64) {
        let room = u32::try_from(len / self.inode_bytes).unwrap_or(u32::MAX);
        self.inodes = self.inodes.min(room);
    }

    /// Whether the journal holds changes that were not written to their places.
    pub(super) fn needs_replay(&self) -> bool {
        self.incompat & INCOMPAT_RECOVER != 0
    }

    /// Whether directory entries state the kind of what they name.
    pub(super) fn has_file_types(&self) -> bool {
        self.incompat & INCOMPAT_FILE_TYPE != 0
    }

    /// Whether files may be compressed (the old patches named e2compr).
    pub(super) fn has_compression(&self) -> bool {
        self.incompat & INCOMPAT_COMPRESSION != 0
    }

    /// Bytes the volume should have.
    pub(super) fn volume_bytes(&self) -> Option<u64> {
        self.blocks.checked_mul(self.block_bytes)
    }

    /// Number of block groups.
    pub(super) fn groups(&self) -> u32 {
        self.inodes.div_ceil(self.inodes_per_group)
    }

    /// The inodes of a group, first and last.
    pub(super) fn inodes_of(&self, group: u32) -> std::ops::RangeInclusive<u32> {
        let first = u64::from(group) * u64::from(self.inodes_per_group) + 1;
        let last = (first + u64::from(self.inodes_per_group) - 1).min(u64::from(self.inodes));
        u32::try_from(first).unwrap_or(u32::MAX)..=u32::try_from(last).unwrap_or(u32::MAX)
    }

    /// Reads the descriptor of a block group.
    pub(super) fn group(&self, volume: &mut Volume<'_>, group: u32) -> io::Result<Group> {
        let group = u64::from(group);
        let per_block = self.block_bytes / self.descriptor_bytes;
        let meta = group / per_block;
        let is_meta = self.incompat & INCOMPAT_META_GROUPS != 0 && meta >= self.first_meta_group;
        let block = if is_meta {
            let first = meta * per_block;
            first
                .saturating_mul(u64::from(self.blocks_per_group))
                .saturating_add(u64::from(self.first_data_block))
                .saturating_add(u64::from(self.has_superblock(first)))
                .saturating_add(u64::from(first == 0 && self.begins_with_boot_block()))
        } else {
            SUPERBLOCK_BYTES_AT / self.block_bytes + 1 + meta
        };
        let at = block
            .checked_mul(self.block_bytes)
            .and_then(|at| at.checked_add(group % per_block * self.descriptor_bytes))
            .ok_or_else(|| damaged("a block group lies outside the volume"))?;
        let len = usize::try_from(self.descriptor_bytes.min(64)).unwrap_or(32);
        let bytes = volume.read(at, len)?;
        let fields = Fields(&bytes);
        let high = |at| if len >= 64 { u64::from(fields.le32(at)) << 32 } else { 0 };
        Ok(Group {
            block_map: u64::from(fields.le32(0)) | high(0x20),
            inode_map: u64::from(fields.le32(4)) | high(0x24),
            inode_table: u64::from(fields.le32(8)) | high(0x28),
            flags: if self.ro_compat & RO_DESCRIPTOR_CHECKSUMS == 0 {
                0
            } else {
                fields.le16(0x12)
            },
        })
    }

    /// Whether the block before the superblock is counted to the first group, as in clusters of
    /// blocks of 1 KiB.
    fn begins_with_boot_block(&self) -> bool {
        self.block_bytes == SUPERBLOCK_BYTES_AT && self.first_data_block == 0
    }

    /// Whether a group begins with a copy of the superblock.
    fn has_superblock(&self, group: u64) -> bool {
        let is_power = |base: u64| {
            let mut power = base;
            while power < group {
                power *= base;
            }
            power == group
        };
        let is_sparse = self.ro_compat & RO_SPARSE_SUPER != 0;
        !is_sparse || group <= 1 || [3, 5, 7].into_iter().any(is_power)
    }

    /// Reads an inode.
    pub(super) fn inode(&self, volume: &mut Volume<'_>, number: u32) -> io::Result<Inode> {
        if number == 0 || number > self.inodes {
            return Err(damaged("there is no inode of this number"));
        }
        let group = self.group(volume, (number - 1) / self.inodes_per_group)?;
        let index = u64::from((number - 1) % self.inodes_per_group);
        let at = group
            .inode_table
            .checked_mul(self.block_bytes)
            .and_then(|table| table.checked_add(index * self.inode_bytes))
            .ok_or_else(|| damaged("the inode table lies outside the volume"))?;
        let bytes = volume.read(at, usize::try_from(self.inode_bytes).unwrap_or(128))?;
        Ok(Inode::new(number, at, bytes))
    }

    /// Whether an inode is in use.
    pub(super) fn inode_use(&self, volume: &mut Volume<'_>, number: u32) -> io::Result<Use> {
        let number = number.saturating_sub(1);
        let group = self.group(volume, number / self.inodes_per_group)?;
        if group.flags & GROUP_INODES_UNUSED != 0 {
            return Ok(Use::Free);
        }
        self.bit(volume, group.inode_map, number % self.inodes_per_group)
    }

    /// Whether a block is in use.
    pub(super) fn block_use(&self, volume: &mut Volume<'_>, block: u64) -> io::Result<Use> {
        let from_first = block.saturating_sub(u64::from(self.first_data_block));
        let per_group = u64::from(self.blocks_per_group);
        let group = u32::try_from(from_first / per_group)
            .map_err(|_| damaged("a block lies outside the volume"))?;
        let map = self.group(volume, group)?.block_map;
        let index = u32::try_from(from_first % per_group).unwrap_or_default();
        let index = index >> self.cluster_shift;
        self.bit(volume, map, index)
    }

    fn bit(&self, volume: &mut Volume<'_>, map_block: u64, index: u32) -> io::Result<Use> {
        let at = map_block
            .checked_mul(self.block_bytes)
            .and_then(|at| at.checked_add(u64::from(index / 8)))
            .ok_or_else(|| damaged("the map of what is in use lies outside the volume"))?;
        let byte = volume.read(at, 1)?.first().copied().unwrap_or_default();
        Ok(if byte & (1 << (index % 8)) == 0 { Use::Free } else { Use::Taken })
    }
}

/// First byte of the superblock, as the places of blocks are counted.
const SUPERBLOCK_BYTES_AT: u64 = super::SUPERBLOCK_AT as u64;

impl Group {
    /// Whether its inode table holds nothing, not even what was deleted: it was never written.
    pub(super) fn is_blank(&self) -> bool {
        self.flags & GROUP_INODES_UNUSED != 0 && self.flags & GROUP_TABLE_ZEROED == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_superblock_that_cannot_be_is_refused() {
        assert!(Layout::parse(&[]).is_err());
        let mut bytes = vec![0_u8; 1024];
        bytes[0x38..0x3A].copy_from_slice(&MAGIC.to_le_bytes());
        assert!(Layout::parse(&bytes).is_err(), "no inodes");
        for (at, value) in [(0x0, 100_u32), (0x4, 1000), (0x20, 8192), (0x28, 100), (0x14, 1)] {
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        let layout = Layout::parse(&bytes).unwrap();
        assert_eq!((layout.family(), layout.groups(), layout.block_bytes), ("ext2", 1, 1024));
        bytes[0x18] = 7;
        assert!(Layout::parse(&bytes).is_err(), "blocks of 128 KiB");
    }

    #[test]
    fn copies_of_the_superblock_stand_in_powers_of_three_five_and_seven() {
        let mut bytes = vec![0_u8; 1024];
        bytes[0x38..0x3A].copy_from_slice(&MAGIC.to_le_bytes());
        for (at, value) in [(0x0, 100_u32), (0x4, 1000), (0x20, 8192), (0x28, 100), (0x64, 1)] {
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        let layout = Layout::parse(&bytes).unwrap();
        let with: Vec<u64> = (0..50).filter(|group| layout.has_superblock(*group)).collect();
        assert_eq!(with, [0, 1, 3, 5, 7, 9, 25, 27, 49]);
    }
}
