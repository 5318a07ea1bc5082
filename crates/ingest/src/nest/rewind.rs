//! Bytes that can only be decoded from their beginning on, made searchable.
//!
//! What fits into a budget of memory is kept and read from there; what is longer is decoded again
//! from its beginning whenever a reader goes back, and a reader that does so too often is refused.

use std::io::{self, Read, Seek, SeekFrom};

use crate::containers::{Streamed, sought};

/// How often a member that does not fit into memory may be decoded from its beginning: once after
/// its digests, and a few times more for readers that look ahead.
const RESTARTS_MAX: u32 = 16;

/// Bytes decoded at a time where they are passed over.
const CHUNK_BYTES: usize = 64 * 1024;

/// A member's bytes; see the module.
pub(crate) struct Rewinding<'a> {
    source: &'a mut dyn Streamed,
    /// The first bytes, as many as the budget allowed.
    kept: Vec<u8>,
    /// Where the decoder stands.
    decoded: u64,
    len: u64,
    position: u64,
    restarts: u32,
}

impl<'a> Rewinding<'a> {
    /// Decodes all of `source` once, handing every chunk to `each`; what remains can be read again.
    pub(crate) fn decode(
        source: &'a mut dyn Streamed,
        budget_bytes: usize,
        mut each: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<Self> {
        let mut kept = Vec::new();
        let mut len = 0u64;
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            let count = read_some(source, &mut chunk)?;
            let bytes = chunk.get(..count).unwrap_or_default();
            if bytes.is_empty() {
                break;
            }
            len += count as u64;
            let room = budget_bytes.saturating_sub(kept.len()).min(count);
            kept.extend_from_slice(bytes.get(..room).unwrap_or_default());
            each(bytes)?;
        }
        Ok(Self { source, kept, decoded: len, len, position: 0, restarts: 0 })
    }

    /// The number of bytes.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Memory held.
    pub(crate) fn kept_bytes(&self) -> usize {
        self.kept.len()
    }

    /// Brings the decoder to the position that is to be read.
    fn catch_up(&mut self) -> io::Result<()> {
        if self.position < self.decoded {
            self.restarts += 1;
            if self.restarts > RESTARTS_MAX {
                return Err(io::Error::new(io::ErrorKind::InvalidData, TOO_OFTEN));
            }
            self.source.restart().map_err(|error| match error.kind() {
                io::ErrorKind::Unsupported => io::Error::new(io::ErrorKind::InvalidData, TOO_OFTEN),
                _ => error,
            })?;
            self.decoded = 0;
        }
        let mut chunk = vec![0; CHUNK_BYTES];
        while self.decoded < self.position {
            let want = usize::try_from(self.position - self.decoded).unwrap_or(CHUNK_BYTES);
            let room = chunk.get_mut(..want.min(CHUNK_BYTES)).unwrap_or_default();
            let count = read_some(self.source, room)?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.decoded += count as u64;
        }
        Ok(())
    }
}

/// Why a member that is too long to be kept cannot be read at will.
const TOO_OFTEN: &str = "it is too long to be read at will inside a compressed container; unpack it \
                         and ingest it as an exhibit of its own";

impl Read for Rewinding<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let at = usize::try_from(self.position).unwrap_or(usize::MAX);
        if let Some(kept) = self.kept.get(at..).filter(|kept| !kept.is_empty()) {
            let count = kept.len().min(bytes.len());
            let (Some(to), Some(from)) = (bytes.get_mut(..count), kept.get(..count)) else {
                return Ok(0);
            };
            to.copy_from_slice(from);
            self.position += count as u64;
            return Ok(count);
        }
        if self.position >= self.len {
            return Ok(0);
        }
        if self.position != self.decoded {
            self.catch_up()?;
        }
        let count = read_some(self.source, bytes)?;
        self.decoded += count as u64;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for Rewinding<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = sought(to, self.position, self.len)?;
        Ok(self.position)
    }
}

fn read_some(source: &mut dyn Streamed, bytes: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Counting<'a>(&'a [u8], usize, u32);

    impl Read for Counting<'_> {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            let rest = &self.0[self.1.min(self.0.len())..];
            let count = rest.len().min(bytes.len()).min(7);
            bytes[..count].copy_from_slice(&rest[..count]);
            self.1 += count;
            Ok(count)
        }
    }

    impl Streamed for Counting<'_> {
        fn restart(&mut self) -> io::Result<()> {
            self.1 = 0;
            self.2 += 1;
            Ok(())
        }
    }

    proptest! {
        #[test]
        fn any_place_reads_as_if_it_stood_in_memory(
            bytes: Vec<u8>, budget in 0usize..40, places in proptest::collection::vec(0u64..120, 0..8),
        ) {
            let mut source = Counting(&bytes, 0, 0);
            let mut seen = Vec::new();
            let mut rewinding = Rewinding::decode(&mut source, budget, |chunk| {
                seen.extend_from_slice(chunk);
                Ok(())
            }).unwrap();
            prop_assert_eq!(&seen, &bytes);
            for place in places {
                rewinding.seek(SeekFrom::Start(place)).unwrap();
                let mut rest = Vec::new();
                rewinding.read_to_end(&mut rest).unwrap();
                let at = usize::try_from(place).unwrap().min(bytes.len());
                prop_assert_eq!(&rest, &bytes[at..]);
            }
        }
    }

    #[test]
    fn a_reader_that_goes_back_too_often_is_refused_with_a_remedy() {
        let bytes = vec![1; 100];
        let mut source = Counting(&bytes, 0, 0);
        let mut rewinding = Rewinding::decode(&mut source, 10, |_| Ok(())).unwrap();
        let mut one = [0];
        let refused = (0..100).find_map(|_| {
            rewinding.seek(SeekFrom::Start(50)).unwrap();
            rewinding.read(&mut one).err()
        });
        assert!(refused.unwrap().to_string().contains("unpack it"));
    }
}
