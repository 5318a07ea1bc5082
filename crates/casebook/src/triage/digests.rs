//! The digests of exhibits that hold no members: MD5 and SHA-1 are taken once and kept, since sealing took
//! SHA-256 alone.

use std::io::Read;

use custody::{Custody, Exhibit};
use ingest::digests::{Algorithm, Together, Wanted};
use serde::{Deserialize, Serialize};
use triage::known::Digests;

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::intake::custody_fault;
use crate::kept::Kept;
use crate::progress::{Progress, Step};

/// Bytes of an exhibit read at once.
const BLOCK_BYTES: usize = 1 << 18;

/// What is kept of an exhibit.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Pair {
    md5: [u8; 16],
    sha1: [u8; 20],
}

/// Takes the digests of exhibits.
pub(super) struct OfExhibits<'c> {
    custody: &'c Custody,
    kept: Kept<Pair>,
    progress: &'c dyn Progress,
}

impl<'c> OfExhibits<'c> {
    pub(super) fn open(
        case: &Case,
        custody: &'c Custody,
        progress: &'c dyn Progress,
    ) -> Result<Self, Fault> {
        Ok(Self { custody, kept: Kept::open(case.path("cache/digests.jsonl"), 1)?, progress })
    }

    /// The three digests of an exhibit; `done` of `total` bytes were seen before.
    pub(super) fn of(
        &self,
        exhibit: &Exhibit,
        (done, total): (&mut u64, u64),
    ) -> Result<Digests, Fault> {
        let sha256 = Some(exhibit.sha256.0);
        if let Some(Pair { md5, sha1 }) = self.kept.get(&exhibit.sha256) {
            *done += exhibit.size_bytes;
            return Ok(Digests { md5: Some(md5), sha1: Some(sha1), sha256 });
        }
        let mut file = self.custody.open_exhibit(exhibit.id).map_err(|e| custody_fault(&e))?;
        let mut watch = |bytes: u64| {
            *done += bytes;
            self.progress.advance(Step::Digest, &exhibit.name, *done, total, "");
            self.progress.stop_asked()
        };
        let Pair { md5, sha1 } = digest(&mut file, &mut watch, &exhibit.name)?;
        self.kept.keep(exhibit.sha256, Pair { md5, sha1 })?;
        Ok(Digests { md5: Some(md5), sha1: Some(sha1), sha256 })
    }
}

fn digest(
    file: &mut dyn Read,
    watch: &mut dyn FnMut(u64) -> bool,
    name: &str,
) -> Result<Pair, Fault> {
    let mut together = Together::new(Wanted::USUAL.without(Algorithm::Sha256));
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let read = match file.read(&mut block) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Fault::io(name.as_ref(), error)),
        };
        together.take(block.get(..read).unwrap_or_default());
        if watch(read as u64) {
            return Err(Fault::interrupted("triage"));
        }
    }
    let found = together.end();
    let of = |algorithm| found.by(algorithm).unwrap_or_default();
    let pair = of(Algorithm::Md5).try_into().ok().zip(of(Algorithm::Sha1).try_into().ok());
    pair.map(|(md5, sha1)| Pair { md5, sha1 })
        .ok_or_else(|| Fault::new(Exit::Bug, "a digest was not taken", "report this"))
}
