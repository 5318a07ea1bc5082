//! The digests of a member and its two ends, taken in one read.

use std::fmt::Write as _;
use std::io::{self, SeekFrom};

use model::records::Media;
use model::slot::Text;

use crate::digests::{self, Algorithm, Found, Together, Wanted};
use crate::format::{HEAD_BYTES, Head, ReadSeek, TAIL_BYTES, read_ends};
use crate::settings::Settings;

/// The digests of bytes that come one after the other.
pub(super) struct Running {
    together: Together,
    len: u64,
}

impl Running {
    pub(super) fn new(wanted: Wanted) -> Self {
        Self { together: Together::new(wanted), len: 0 }
    }

    /// Takes the next bytes.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        // They are most of the time of an image, and a fuzzer looks for what reads it.
        if !cfg!(fuzzing) {
            self.together.take(bytes);
        }
        self.len += bytes.len() as u64;
    }

    /// Takes all bytes from their beginning to their end, in pieces of the length of `room`, each of
    /// which `each` sees too; the inner error is that of the bytes, the outer one that of `each`.
    pub(super) fn read<E>(
        bytes: &mut dyn ReadSeek,
        room: &mut [u8],
        wanted: Wanted,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<io::Result<Digests>, E> {
        let mut running = Self::new(wanted);
        if let Err(error) = bytes.seek(SeekFrom::Start(0)) {
            return Ok(Err(error));
        }
        loop {
            match bytes.read(room) {
                Ok(0) => return Ok(Ok(running.end())),
                Ok(count) => {
                    let piece = room.get(..count).unwrap_or_default();
                    each(piece)?;
                    running.take(piece);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Ok(Err(error)),
            }
        }
    }

    /// The digests of all bytes taken.
    pub(super) fn end(self) -> Digests {
        Digests { found: self.together.end(), len: self.len }
    }
}

/// The digests of a whole member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Digests {
    found: Found,
    /// Its length in bytes.
    pub(super) len: u64,
}

impl Digests {
    /// States the digests of the member.
    pub(super) fn state(&self, media: &mut Media) {
        for (text, algorithm) in [
            (&mut media.md5, Algorithm::Md5),
            (&mut media.sha1, Algorithm::Sha1),
            (&mut media.sha256, Algorithm::Sha256),
            (&mut media.sha512, Algorithm::Sha512),
            (&mut media.blake3, Algorithm::Blake3),
        ] {
            if let Some(digest) = self.found.by(algorithm) {
                set_hex(text, digest);
            }
        }
    }
}

/// The digests of members that stand in memory, in their order.
pub(super) fn of_each(members: &[&[u8]], wanted: Wanted) -> Vec<Digests> {
    let found = digests::of_each(members, wanted).into_iter();
    found.zip(members).map(|(found, bytes)| Digests { found, len: bytes.len() as u64 }).collect()
}

fn set_hex(text: &mut Text, digest: &[u8]) {
    text.clear();
    for byte in digest {
        // Writing to a String cannot fail.
        let _ = write!(text.buffer(), "{byte:02x}");
    }
}

/// The first and the last bytes of a member, as recognition wants them.
#[derive(Default)]
pub(super) struct Ends {
    head: Vec<u8>,
    tail: Vec<u8>,
}

impl Ends {
    /// The ends of bytes that can be read from any place.
    pub(super) fn of(bytes: &mut dyn ReadSeek, len: u64) -> io::Result<Self> {
        let (head, tail) = read_ends(bytes, len)?;
        Ok(Self { head, tail })
    }

    /// Takes the next bytes of a member that is read once.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        let room = HEAD_BYTES.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(bytes.get(..room).unwrap_or_default());
        let last = bytes.get(bytes.len().saturating_sub(TAIL_BYTES)..).unwrap_or_default();
        let over = (self.tail.len() + last.len()).saturating_sub(TAIL_BYTES);
        self.tail.drain(..over.min(self.tail.len()));
        self.tail.extend_from_slice(last);
    }

    /// What recognition sees of a member of this length.
    pub(super) fn head<'h>(&'h self, len: u64, settings: &'h Settings) -> Head<'h> {
        Head::new(&self.head, &self.tail, len, settings)
    }
}

#[cfg(test)]
mod tests {
    use md5::{Digest as _, Md5};
    use sha1::Sha1;
    use sha2::Sha256;

    use super::*;

    #[test]
    fn digests_and_ends_do_not_depend_on_how_the_bytes_come() {
        let bytes: Vec<u8> = (0..200_000u32).map(|at| at.to_le_bytes()[0]).collect();
        for part_len in [1, 63, 64, 77, 65_536, bytes.len()] {
            let (mut running, mut ends) = (Running::new(Wanted::USUAL), Ends::default());
            for part in bytes.chunks(part_len) {
                running.take(part);
                ends.take(part);
            }
            let digests = running.end();
            let by = |algorithm| digests.found.by(algorithm);
            assert_eq!(by(Algorithm::Md5), Some(Md5::digest(&bytes).as_slice()));
            assert_eq!(by(Algorithm::Sha1), Some(Sha1::digest(&bytes).as_slice()));
            assert_eq!(by(Algorithm::Sha256), Some(Sha256::digest(&bytes).as_slice()));
            assert_eq!(by(Algorithm::Sha512), None);
            assert_eq!(digests.len, bytes.len() as u64);
            assert_eq!(ends.head, &bytes[..HEAD_BYTES]);
            assert_eq!(ends.tail, &bytes[bytes.len() - TAIL_BYTES..]);
        }
    }

    #[test]
    fn members_in_memory_have_the_digests_of_members_that_are_read() {
        let bytes: Vec<u8> = (0..20_000u32).map(|at| at.to_le_bytes()[1]).collect();
        let members: Vec<&[u8]> = bytes.chunks(3_001).chain([&bytes[..0]]).collect();
        let read = |bytes: &&[u8]| {
            let mut running = Running::new(Wanted::USUAL);
            running.take(bytes);
            running.end()
        };
        assert_eq!(of_each(&members, Wanted::USUAL), members.iter().map(read).collect::<Vec<_>>());
    }

    #[test]
    fn digests_that_were_taken_are_stated_in_lower_case() {
        let mut media = Media::default();
        media.sha512.set("as an archive states it");
        Running::new(Wanted::USUAL.with(Algorithm::Blake3)).end().state(&mut media);
        assert_eq!(&*media.md5, "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(&*media.sha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(
            &*media.blake3,
            "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
        );
        // What was not taken stays as it was stated.
        assert_eq!(&*media.sha512, "as an archive states it");
    }
}
