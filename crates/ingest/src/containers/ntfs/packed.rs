//! Reads a compressed file: units of sixteen clusters as a rule, each stored as it is, packed, or
//! not at all where it is zeros.

use std::io::{self, Read, Seek, SeekFrom};

use super::super::clusters::{Run, Runs, Volume, seek_to, size};
use super::lznt1;

/// Reads a compressed file; one unit at a time is in memory.
pub(super) struct PackedReader<'r, 'v> {
    volume: &'r mut Volume<'v>,
    runs: &'r Runs,
    unit_len: u64,
    len: u64,
    valid_len: u64,
    at: u64,
    /// First byte of the unit in `unit`.
    unit_at: Option<u64>,
    unit: Vec<u8>,
    packed: Vec<u8>,
}

impl<'r, 'v> PackedReader<'r, 'v> {
    /// A reader of `len` bytes in units of `unit_len`.
    pub(super) fn new(
        volume: &'r mut Volume<'v>,
        runs: &'r Runs,
        unit_len: u64,
        (len, valid_len): (u64, u64),
    ) -> Self {
        let unit = vec![0; size(unit_len)];
        let packed = Vec::with_capacity(unit.len());
        Self { volume, runs, unit_len, len, valid_len, at: 0, unit_at: None, unit, packed }
    }

    /// Unpacks the unit that begins at this byte.
    fn load(&mut self, unit_at: u64) -> io::Result<()> {
        self.unit_at = None;
        self.packed.clear();
        let end = unit_at.saturating_add(self.unit_len).min(self.runs.len());
        let mut at = unit_at;
        while at < end {
            let Some(Run { at: place, len }) = self.runs.rest_at(at) else { break };
            let len = len.min(end - at);
            if let Some(place) = place {
                let old = self.packed.len();
                self.packed.resize(old + size(len), 0);
                self.volume.read_at(place, self.packed.get_mut(old..).unwrap_or_default())?;
            }
            at += len;
        }
        if self.packed.is_empty() {
            self.unit.fill(0);
        } else if self.packed.len() as u64 == end - unit_at {
            // A unit without a hole is stored as it is.
            let (head, tail) = self.unit.split_at_mut(self.packed.len());
            head.copy_from_slice(&self.packed);
            tail.fill(0);
        } else {
            lznt1::unpack(&self.packed, &mut self.unit).ok_or(io::ErrorKind::InvalidData)?;
        }
        self.unit_at = Some(unit_at);
        Ok(())
    }
}

impl Read for PackedReader<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let is_written = self.at < self.valid_len;
        let end = if is_written { self.valid_len.min(self.len) } else { self.len };
        let want = buffer.len().min(size(end.saturating_sub(self.at)));
        let Some(buffer) = buffer.get_mut(..want).filter(|buffer| !buffer.is_empty()) else {
            return Ok(0);
        };
        if !is_written {
            buffer.fill(0);
            self.at += buffer.len() as u64;
            return Ok(buffer.len());
        }
        let inside = self.at % self.unit_len;
        let unit_at = self.at - inside;
        if self.unit_at != Some(unit_at) {
            self.load(unit_at)?;
        }
        let count = self.unit.get(size(inside)..).unwrap_or_default().read(buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for PackedReader<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = seek_to(to, self.at, self.len)?;
        Ok(self.at)
    }
}
