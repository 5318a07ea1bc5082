//! The volume header, and forks: where the bytes of a file lie.

use std::io;

use model::{Phrase, Word, say};

use super::{Fields, HEADER_AT, HEADER_BYTES, Volume};
use crate::containers::volume_bytes::{Runs, damaged};

/// Attributes of the volume: it was closed, and it keeps a journal.
const WAS_CLOSED: u32 = 1 << 8;
const HAS_JOURNAL: u32 = 1 << 13;

/// Extents in a fork; more stand in a tree of their own.
pub(super) const EXTENTS: usize = 8;

/// A fork of a file: its size and its first extents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fork {
    pub(super) size: u64,
    pub(super) blocks: u64,
    pub(super) extents: Vec<(u64, u64)>,
}

impl Fork {
    pub(super) fn parse(fields: Fields<'_>, at: usize) -> Self {
        Self {
            size: fields.be64(at),
            blocks: u64::from(fields.be32(at + 12)),
            extents: extents(fields, at + 16),
        }
    }
}

/// Eight extents, first block and number of blocks; the first without blocks ends them.
pub(super) fn extents(fields: Fields<'_>, at: usize) -> Vec<(u64, u64)> {
    (0..EXTENTS)
        .map(|index| at + index * 8)
        .map(|at| (u64::from(fields.be32(at)), u64::from(fields.be32(at + 4))))
        .take_while(|(_, count)| *count > 0)
        .collect()
}

/// What the volume header says.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// First byte of the volume: not 0 inside an HFS wrapper.
    base: u64,
    pub(super) block_bytes: u64,
    blocks: u64,
    attributes: u32,
    is_extended: bool,
    pub(super) extents: Fork,
    pub(super) catalog: Fork,
    pub(super) attributes_fork: Fork,
}

/// Where the HFS+ volume begins in an HFS wrapper, if this is the header of one.
pub(super) fn wrapped_at(header: &[u8]) -> Option<u64> {
    let fields = Fields(header);
    if fields.part(0, 2) != b"BD" || fields.part(124, 2) != b"H+" {
        return None;
    }
    let first = u64::from(fields.be16(28)) * 512;
    Some(first + u64::from(fields.be16(126)) * u64::from(fields.be32(20)))
}

impl Header {
    /// Reads the header of a volume, or of the one in a wrapper.
    pub(super) fn read(volume: &mut Volume<'_>) -> io::Result<Self> {
        let outer = volume.read(HEADER_AT as u64, HEADER_BYTES)?;
        let base = wrapped_at(&outer).unwrap_or_default();
        let inner = volume.read(base + HEADER_AT as u64, HEADER_BYTES)?;
        Self::parse(&inner, base).map_err(damaged)
    }

    /// Reads a header; the error says why it is none.
    pub(super) fn parse(header: &[u8], base: u64) -> Result<Self, &'static str> {
        let fields = Fields(header);
        let is_extended = match (fields.part(0, 2), fields.be16(2)) {
            (b"H+", 4) => false,
            (b"HX", 5) => true,
            _ => return Err("there is no volume header of HFS+ or HFSX"),
        };
        let block_bytes = u64::from(fields.be32(40));
        if !block_bytes.is_power_of_two() || !(512..=1 << 24).contains(&block_bytes) {
            return Err("the volume header states blocks of a size that cannot be");
        }
        Ok(Self {
            base,
            block_bytes,
            blocks: u64::from(fields.be32(44)),
            attributes: fields.be32(4),
            is_extended,
            extents: Fork::parse(fields, 192),
            catalog: Fork::parse(fields, 272),
            attributes_fork: Fork::parse(fields, 352),
        })
    }

    /// Adds extents to the runs of a file that has `done` blocks already; gives how many it has now.
    pub(super) fn add_runs(
        &self,
        runs: &mut Runs,
        mut done: u64,
        extents: &[(u64, u64)],
    ) -> io::Result<u64> {
        for (first, count) in extents {
            if first.checked_add(*count).is_none_or(|end| end > self.blocks) {
                return Err(damaged("its blocks lie outside the volume"));
            }
            let from = self.base + first * self.block_bytes;
            runs.push(done.saturating_mul(self.block_bytes), count * self.block_bytes, from)?;
            done += count;
        }
        Ok(done)
    }

    /// What a person should know of the volume, in sentences.
    pub(super) fn remarks(&self, len: u64) -> Vec<Phrase> {
        let name = if self.is_extended { "HFSX" } else { "HFS+" };
        let wrapped = self.base > 0;
        let name = if wrapped { say::file_system_wrapped(name).into() } else { Word::from(name) };
        let mut remarks = vec![say::file_system(name)];
        if self.attributes & WAS_CLOSED == 0 && self.attributes & HAS_JOURNAL != 0 {
            remarks.push(say::journal_unplayed());
        }
        let stated = self.base.saturating_add(self.blocks.saturating_mul(self.block_bytes));
        if stated > len {
            remarks.push(say::volume_longer(stated, len));
        }
        remarks
    }
}
