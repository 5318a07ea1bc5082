//! The content of a file as runs of bytes of the volume, with holes that read as zeros.

use std::io::{self, Read, Seek, SeekFrom};

use super::{RUNS_MAX, Volume};

/// A piece of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// First byte in the volume; none for a hole.
    pub(crate) at: Option<u64>,
    /// Its bytes, more than 0.
    pub(crate) len: u64,
}

/// The pieces of a file in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Runs {
    /// Each with its first byte in the file.
    pieces: Vec<(u64, Run)>,
    len: u64,
    holes_bytes: u64,
}

impl Runs {
    /// Appends a run, joined to the last where it goes on from it; false where there are too many
    /// or their sum has no room.
    pub(crate) fn push(&mut self, run: Run) -> bool {
        let Some(len) = self.len.checked_add(run.len) else { return false };
        if run.len == 0 {
            return true;
        }
        if run.at.is_none() {
            self.holes_bytes += run.len;
        }
        if let Some((_, last)) = self.pieces.last_mut()
            && last.at.map(|at| at.saturating_add(last.len)) == run.at
        {
            last.len += run.len;
        } else if self.pieces.len() < RUNS_MAX {
            self.pieces.push((self.len, run));
        } else {
            return false;
        }
        self.len = len;
        true
    }

    /// Bytes that the runs hold, holes included.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Bytes of holes.
    pub(crate) fn holes_bytes(&self) -> u64 {
        self.holes_bytes
    }

    /// The runs in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Run> {
        self.pieces.iter().map(|(_, run)| *run)
    }

    /// Whether a byte of the volume belongs to two of the runs: their chain is a circle.
    pub(crate) fn cross_themselves(&self) -> bool {
        let mut places: Vec<(u64, u64)> =
            self.iter().filter_map(|run| Some((run.at?, run.len))).collect();
        places.sort_unstable();
        let pairs = places.iter().zip(places.iter().skip(1));
        pairs.into_iter().any(|((at, len), (next, _))| at.saturating_add(*len) > *next)
    }

    /// What stands at byte `at` of the file, up to the end of its run.
    pub(crate) fn rest_at(&self, at: u64) -> Option<Run> {
        let after = self.pieces.partition_point(|(start, _)| *start <= at);
        let (start, run) = self.pieces.get(after.checked_sub(1)?)?;
        let into = at - start;
        let len = run.len.checked_sub(into).filter(|len| *len > 0)?;
        Some(Run { at: run.at.map(|at| at + into), len })
    }
}

/// Reads a file over its runs. Bytes from the valid length on are zeros, whatever stands there.
pub(crate) struct RunReader<'r, 'v> {
    volume: &'r mut Volume<'v>,
    runs: &'r Runs,
    len: u64,
    valid_len: u64,
    at: u64,
}

impl<'r, 'v> RunReader<'r, 'v> {
    /// A reader of `len` bytes, of which the first `valid_len` were ever written.
    pub(crate) fn new(
        volume: &'r mut Volume<'v>,
        runs: &'r Runs,
        len: u64,
        valid_len: u64,
    ) -> Self {
        Self { volume, runs, len, valid_len, at: 0 }
    }
}

impl Read for RunReader<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (end, is_written) = if self.at < self.valid_len {
            (self.valid_len.min(self.len), true)
        } else {
            (self.len, false)
        };
        let run = if is_written { self.runs.rest_at(self.at) } else { None };
        let rest = end.saturating_sub(self.at).min(run.map_or(u64::MAX, |run| run.len));
        let want = buffer.len().min(super::size(rest));
        let Some(buffer) = buffer.get_mut(..want).filter(|buffer| !buffer.is_empty()) else {
            return Ok(0);
        };
        let count = match run {
            Some(Run { at: Some(at), .. }) => self.volume.read_some(at, buffer)?,
            None if is_written => return Err(io::ErrorKind::InvalidData.into()),
            _ => {
                buffer.fill(0);
                buffer.len()
            }
        };
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for RunReader<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = seek_to(to, self.at, self.len)?;
        Ok(self.at)
    }
}

/// The place a seek leads to.
pub(crate) fn seek_to(to: SeekFrom, at: u64, len: u64) -> io::Result<u64> {
    let place = match to {
        SeekFrom::Start(place) => Some(place),
        SeekFrom::End(by) => len.checked_add_signed(by),
        SeekFrom::Current(by) => at.checked_add_signed(by),
    };
    place.ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn runs_holes_and_unwritten_ends_read_as_one_file() {
        let mut bytes = Cursor::new(b"0123456789".to_vec());
        let mut volume = Volume { bytes: &mut bytes, len: 10 };
        let mut runs = Runs::default();
        for (at, len) in [(Some(4), 2), (Some(6), 1), (None, 2), (Some(0), 3)] {
            assert!(runs.push(Run { at, len }));
        }
        assert_eq!((runs.iter().count(), runs.len(), runs.holes_bytes()), (3, 8, 2));
        let mut reader = RunReader::new(&mut volume, &runs, 8, 7);
        let mut all = Vec::new();
        reader.read_to_end(&mut all).unwrap();
        assert_eq!(all, b"456\0\x0001\0");
        reader.seek(SeekFrom::End(-3)).unwrap();
        all.clear();
        reader.read_to_end(&mut all).unwrap();
        assert_eq!(all, b"01\0");
    }

    #[test]
    fn a_size_beyond_the_runs_is_an_error_and_no_content() {
        let mut bytes = Cursor::new(b"0123".to_vec());
        let mut volume = Volume { bytes: &mut bytes, len: 4 };
        let mut runs = Runs::default();
        assert!(runs.push(Run { at: Some(0), len: 4 }));
        let mut reader = RunReader::new(&mut volume, &runs, 6, 6);
        assert!(reader.read_to_end(&mut Vec::new()).is_err());
    }
}
