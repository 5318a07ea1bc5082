//! The digests of a member, its length and its two ends, taken in one read.

use std::fmt::Write as _;

use md5::Md5;
use model::records::Media;
use model::slot::Text;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::format::{HEAD_BYTES, Head, TAIL_BYTES};
use crate::settings::Settings;

/// What one read of a member gives; see the module.
#[derive(Default)]
pub(crate) struct Digests {
    md5: Md5,
    sha1: Sha1,
    sha256: Sha256,
    len: u64,
    head: Vec<u8>,
    tail: Vec<u8>,
}

impl Digests {
    /// Takes the next bytes.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        // They are most of the time of an image, and a fuzzer looks for what reads it.
        if !cfg!(fuzzing) {
            self.md5.update(bytes);
            self.sha1.update(bytes);
            self.sha256.update(bytes);
        }
        self.len += bytes.len() as u64;
        let room = HEAD_BYTES.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(bytes.get(..room).unwrap_or_default());
        let last = bytes.get(bytes.len().saturating_sub(TAIL_BYTES)..).unwrap_or_default();
        let over = (self.tail.len() + last.len()).saturating_sub(TAIL_BYTES);
        self.tail.drain(..over.min(self.tail.len()));
        self.tail.extend_from_slice(last);
    }

    /// What recognition sees of the bytes taken.
    pub(crate) fn head<'h>(&'h self, settings: &'h Settings) -> Head<'h> {
        Head::new(&self.head, &self.tail, self.len, settings)
    }

    /// The number of bytes taken.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// States the digests of the whole member.
    pub(crate) fn state(&self, media: &mut Media) {
        set_hex(&mut media.md5, &self.md5.clone().finalize());
        set_hex(&mut media.sha1, &self.sha1.clone().finalize());
        set_hex(&mut media.sha256, &self.sha256.clone().finalize());
    }
}

fn set_hex(text: &mut Text, digest: &[u8]) {
    text.clear();
    for byte in digest {
        // Writing to a String cannot fail.
        let _ = write!(text.buffer(), "{byte:02x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_and_ends_do_not_depend_on_how_the_bytes_come() {
        let bytes: Vec<u8> = (0..200_000u32).map(|at| at.to_le_bytes()[0]).collect();
        let (mut whole, mut parts) = (Digests::default(), Digests::default());
        whole.take(&bytes);
        for part in bytes.chunks(77) {
            parts.take(part);
        }
        assert_eq!((&whole.head, &whole.tail, whole.len), (&parts.head, &parts.tail, parts.len));
        assert_eq!(
            (&*whole.head, &*whole.tail),
            (&bytes[..HEAD_BYTES], &bytes[bytes.len() - TAIL_BYTES..])
        );
        let mut media = Media::default();
        Digests::default().state(&mut media);
        assert_eq!(&*media.md5, "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(&*media.sha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    }
}
