//! Which blocks make a file: extents, or the older list of direct and indirect blocks, or the inode
//! itself.

use std::io;

use super::attributes;
use super::inode::{Inode, Kind};
use super::layout::Layout;
use super::{Fields, Volume};
use crate::containers::volume_bytes::{Runs, damaged};

const EXTENT_MAGIC: u16 = 0xF30A;

/// Levels of an extent tree: five hold a file of 2^32 blocks.
const EXTENT_DEPTH_MAX: u16 = 5;

/// Blocks an extent may have; larger numbers mark blocks set aside and never written.
const EXTENT_BLOCKS_MAX: u16 = 0x8000;

/// Direct blocks in an inode.
const DIRECT_BLOCKS: usize = 12;

/// The bytes of a file.
#[derive(Debug, Clone)]
pub(super) enum Data {
    /// They stand in the inode.
    Inline(Vec<u8>),
    /// They stand in blocks.
    Blocks(Runs),
}

/// Reads the maps of files. Blocks of maps are counted: a true volume uses each of them once, a
/// made one could point in circles.
#[derive(Debug)]
pub(super) struct Mapper {
    blocks_left: u64,
}

impl Mapper {
    /// A mapper that reads each block of the volume four times at most: names and deleted files
    /// may lead to the same map.
    pub(super) fn new(layout: &Layout, volume: &Volume<'_>) -> Self {
        Self { blocks_left: volume.len() / layout.block_bytes * 4 + 1024 }
    }

    /// The bytes of an inode.
    pub(super) fn data(
        &mut self,
        layout: &Layout,
        volume: &mut Volume<'_>,
        inode: &Inode,
    ) -> io::Result<Data> {
        if inode.is_inline() {
            return Ok(Data::Inline(attributes::inline_data(inode)));
        }
        if inode.kind() == Kind::Link && !inode.has_extents() && inode.size() < 60 {
            return Ok(Data::Inline(inode.block_field().to_vec()));
        }
        let mut map = Map { layout, volume, runs: Runs::default(), mapper: self };
        let blocks = inode.size().div_ceil(layout.block_bytes);
        if inode.has_extents() {
            map.extents(inode.block_field(), EXTENT_DEPTH_MAX + 1)?;
        } else {
            map.block_list(inode.block_field(), blocks)?;
        }
        Ok(Data::Blocks(map.runs))
    }
}

struct Map<'m, 'v> {
    layout: &'m Layout,
    volume: &'m mut Volume<'v>,
    runs: Runs,
    mapper: &'m mut Mapper,
}

impl Map<'_, '_> {
    /// Reads a block of the map.
    fn block(&mut self, block: u64) -> io::Result<Vec<u8>> {
        if self.mapper.blocks_left == 0 {
            return Err(damaged("the maps of files have more blocks than the volume"));
        }
        self.mapper.blocks_left -= 1;
        let at = self.at(block, 1)?;
        self.volume.read(at, usize::try_from(self.layout.block_bytes).unwrap_or_default())
    }

    /// First byte of `count` blocks, which must lie inside the volume.
    fn at(&self, block: u64, count: u64) -> io::Result<u64> {
        let inside = block.checked_add(count).is_some_and(|end| end <= self.layout.blocks);
        let at = block.checked_mul(self.layout.block_bytes).filter(|_| inside && block > 0);
        at.ok_or_else(|| damaged("its blocks lie outside the volume"))
    }

    fn push(&mut self, logical: u64, block: u64, count: u64) -> io::Result<()> {
        let from = self.at(block, count)?;
        let bytes = self.layout.block_bytes;
        self.runs.push(logical * bytes, count * bytes, from)
    }

    /// Reads a node of the extent tree and those below it; `levels` bounds how many there can be.
    fn extents(&mut self, node: &[u8], levels: u16) -> io::Result<()> {
        let fields = Fields(node);
        let (entries, depth) = (usize::from(fields.le16(2)), fields.le16(6));
        if fields.le16(0) != EXTENT_MAGIC {
            return Err(damaged("its extent tree has no valid node where one should be"));
        }
        if depth >= levels {
            return Err(damaged("its extent tree is deeper than one can be, or leads in circles"));
        }
        if (entries + 1) * 12 > node.len() {
            return Err(damaged("a node of its extent tree states more entries than fit"));
        }
        for index in 1..=entries {
            let entry = Fields(fields.part(index * 12, 12));
            if depth > 0 {
                let below = u64::from(entry.le32(4)) | u64::from(entry.le16(8)) << 32;
                let below = self.block(below)?;
                if Fields(&below).le16(6) + 1 != depth {
                    return Err(damaged("a node of its extent tree stands on the wrong level"));
                }
                self.extents(&below, depth)?;
                continue;
            }
            let count = entry.le16(4);
            let block = u64::from(entry.le32(8)) | u64::from(entry.le16(6)) << 32;
            // Blocks set aside and never written read as zeros, like a hole.
            if (1..=EXTENT_BLOCKS_MAX).contains(&count) {
                self.push(u64::from(entry.le32(0)), block, u64::from(count))?;
            }
        }
        Ok(())
    }

    /// Reads the twelve direct blocks, and the blocks of block numbers behind them.
    fn block_list(&mut self, field: &[u8], blocks: u64) -> io::Result<()> {
        let fields = Fields(field);
        let mut logical = 0;
        for index in 0..DIRECT_BLOCKS {
            self.listed(fields.le32(index * 4), 0, &mut logical, blocks)?;
        }
        for level in 1..=3_usize {
            let number = fields.le32((DIRECT_BLOCKS + level - 1) * 4);
            self.listed(number, u32::try_from(level).unwrap_or(3), &mut logical, blocks)?;
        }
        Ok(())
    }

    /// Takes one number of the list: a block of the file (level 0), or a block of further numbers.
    fn listed(
        &mut self,
        number: u32,
        level: u32,
        logical: &mut u64,
        blocks: u64,
    ) -> io::Result<()> {
        if *logical >= blocks {
            return Ok(());
        }
        let per_block = self.layout.block_bytes / 4;
        if number == 0 {
            *logical += per_block.pow(level);
            return Ok(());
        }
        if level == 0 {
            self.push(*logical, u64::from(number), 1)?;
            *logical += 1;
            return Ok(());
        }
        let block = self.block(u64::from(number))?;
        for chunk in block.chunks_exact(4) {
            self.listed(Fields(chunk).le32(0), level - 1, logical, blocks)?;
        }
        Ok(())
    }
}
