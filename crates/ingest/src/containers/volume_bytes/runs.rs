//! The bytes of a file that lies in runs of blocks over a volume, holes as zeros.

use std::io::{self, Read, Seek, SeekFrom};

use super::damaged;
use crate::format::ReadSeek;

/// Runs of one file: a file in more pieces than that is told, and not read. 24 MB of memory.
const RUNS_MAX: usize = 1_000_000;

/// Bytes of holes in a file whose content is handed on: reading zeros costs time, and a number in a
/// damaged inode must not cost a day. Half a minute of hashing.
pub(crate) const HOLE_BYTES_MAX: u64 = 64 << 30;

/// Bytes of a file that lie one after another in the volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// First byte in the file.
    at: u64,
    len: u64,
    /// First byte in the volume.
    from: u64,
}

/// Where the bytes of a file lie, in the order of the file. What no run holds is a hole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Runs {
    runs: Vec<Run>,
    mapped: u64,
}

impl Runs {
    /// Adds a run behind those before.
    pub(crate) fn push(&mut self, at: u64, len: u64, from: u64) -> io::Result<()> {
        if at.checked_add(len).is_none() || from.checked_add(len).is_none() {
            return Err(damaged("a run of blocks ends beyond all numbers"));
        }
        if let Some(last) = self.runs.last_mut() {
            if at < last.at + last.len {
                return Err(damaged("the runs of its blocks overlap or are out of order"));
            }
            if at == last.at + last.len && from == last.from + last.len {
                last.len += len;
                self.mapped = self.mapped.saturating_add(len);
                return Ok(());
            }
        }
        if self.runs.len() >= RUNS_MAX {
            return Err(damaged("the file lies in more pieces than the limit"));
        }
        self.runs.push(Run { at, len, from });
        self.mapped = self.mapped.saturating_add(len);
        Ok(())
    }

    /// Bytes that lie in the volume.
    pub(crate) fn mapped(&self) -> u64 {
        self.mapped
    }

    /// Runs as ranges of the volume: first byte and length.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.runs.iter().map(|run| (run.from, run.len))
    }

    /// Where byte `at` of the file lies, and how many bytes from there on lie together; a hole
    /// lies nowhere.
    pub(crate) fn find(&self, at: u64) -> (Option<u64>, u64) {
        let index = self.runs.partition_point(|run| run.at + run.len <= at);
        match self.runs.get(index) {
            Some(run) if run.at <= at => (Some(run.from + (at - run.at)), run.at + run.len - at),
            Some(run) => (None, run.at - at),
            None => (None, u64::MAX - at),
        }
    }
}

/// Reads a file through its runs.
pub(crate) struct FileBytes<'a> {
    volume: &'a mut dyn ReadSeek,
    runs: &'a Runs,
    len: u64,
    at: u64,
}

impl std::fmt::Debug for FileBytes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileBytes").field("len", &self.len).field("at", &self.at).finish()
    }
}

impl<'a> FileBytes<'a> {
    /// The first `len` bytes of the file.
    pub(crate) fn new(volume: &'a mut dyn ReadSeek, runs: &'a Runs, len: u64) -> Self {
        Self { volume, runs, len, at: 0 }
    }
}

impl Read for FileBytes<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.len.saturating_sub(self.at);
        if left == 0 || buffer.is_empty() {
            return Ok(0);
        }
        let (from, together) = self.runs.find(self.at);
        let most = usize::try_from(left.min(together)).unwrap_or(usize::MAX);
        let wanted = most.min(buffer.len());
        let Some(part) = buffer.get_mut(..wanted) else { return Ok(0) };
        let count = match from {
            None => {
                part.fill(0);
                wanted
            }
            Some(from) => {
                self.volume.seek(SeekFrom::Start(from))?;
                self.volume.read(part)?
            }
        };
        if count == 0 {
            let reason = "the volume ends before the blocks of this file";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason));
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for FileBytes<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let out = || io::Error::new(io::ErrorKind::InvalidInput, "a place before the first byte");
        self.at = at.ok_or_else(out)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_through_its_runs_and_holes_are_zeros() {
        let mut volume = io::Cursor::new(b"0123456789".to_vec());
        let mut runs = Runs::default();
        runs.push(0, 2, 6).unwrap();
        runs.push(2, 2, 8).unwrap();
        runs.push(6, 3, 0).unwrap();
        assert_eq!((runs.runs.len(), runs.mapped()), (2, 7), "runs that meet are one");
        let mut file = FileBytes::new(&mut volume, &runs, 10);
        let mut read = Vec::new();
        file.read_to_end(&mut read).unwrap();
        assert_eq!(read, b"6789\0\x00012\0");
        file.seek(SeekFrom::End(-4)).unwrap();
        read.clear();
        file.read_to_end(&mut read).unwrap();
        assert_eq!(read, b"012\0");
        assert!(file.seek(SeekFrom::Current(-99)).is_err());
    }

    #[test]
    fn runs_out_of_order_and_beyond_the_volume_are_told() {
        let mut runs = Runs::default();
        runs.push(4, 4, 0).unwrap();
        assert!(runs.push(2, 4, 9).is_err() && runs.push(u64::MAX, 4, 9).is_err());
        let mut volume = io::Cursor::new(b"01".to_vec());
        let mut file = FileBytes::new(&mut volume, &runs, 8);
        assert!(file.read_to_end(&mut Vec::new()).is_err());
    }
}
