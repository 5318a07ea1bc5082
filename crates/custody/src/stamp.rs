//! Time stamps of RFC 3161 over a checkpoint: the query that is carried to an authority.
//!
//! The query is of one form only (§2.4.1): version 1, SHA-256 of the signed checkpoint, no policy, no
//! nonce, and the certificate asked for; so its DER is a constant with the digest in it. Without a nonce
//! it can be made again to the same bytes; a reply over another checkpoint fails by its digest.

use model::Digest;
use sha2::{Digest as _, Sha256};

use crate::custody::Custody;
use crate::fault::Fault;

/// `TimeStampReq` up to the digest: SEQUENCE, INTEGER 1, imprint with the OID of SHA-256 and NULL.
const HEAD: [u8; 24] = [
    0x30, 0x39, 2, 1, 1, 0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0,
    4, 0x20,
];

/// What follows the digest: `certReq` TRUE.
const CERTIFICATE_ASKED: [u8; 3] = [1, 1, 0xff];

/// How many states are tried, the newest first, to find the one that a reply is for.
const STATES_TRIED_MAX: u64 = 4096;

/// A checkpoint that is to be stamped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToStamp {
    /// Leaves that it covers.
    pub leaves: u64,
    /// The signed checkpoint, without witnesses.
    pub note: String,
    /// Its SHA-256: what is stamped.
    pub sha256: Digest,
}

impl ToStamp {
    /// The query (`.tsq`).
    pub fn query(&self) -> Vec<u8> {
        [&HEAD[..], &self.sha256.0, &CERTIFICATE_ASKED].concat()
    }
}

impl Custody {
    /// The checkpoint of so many leaves, to be stamped; the last one where nothing is said.
    pub fn to_stamp(&self, leaves: Option<u64>) -> Result<ToStamp, Fault> {
        let size = self.checkpoint().size;
        let leaves = leaves.unwrap_or(size);
        if leaves == 0 || leaves > size {
            return Err(Fault::NoSuchLeaf { index: leaves, size });
        }
        let (_, note) = self.log.note_at(leaves)?;
        let sha256 = Digest(Sha256::digest(&note).into());
        Ok(ToStamp { leaves, note, sha256 })
    }

    /// The checkpoint that a reply is for: the newest whose digest stands in it.
    pub fn stamped_by(&self, reply: &[u8]) -> Result<Option<ToStamp>, Fault> {
        let size = self.checkpoint().size;
        for leaves in (1..=size).rev().take(usize::try_from(STATES_TRIED_MAX).unwrap_or(0)) {
            let stamp = self.to_stamp(Some(leaves))?;
            if reply.windows(32).any(|part| part == stamp.sha256.0) {
                return Ok(Some(stamp));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_is_one_that_openssl_reads() {
        let stamp = ToStamp { leaves: 1, note: String::new(), sha256: Digest([0xa5; 32]) };
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("q.tsq");
        std::fs::write(&file, stamp.query()).unwrap();
        let run = std::process::Command::new("openssl")
            .args(["ts", "-query", "-text", "-in"])
            .arg(&file)
            .output();
        let Ok(run) = run else {
            eprintln!("openssl is absent: skipped");
            return;
        };
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        for part in ["Version: 1", "Hash Algorithm: sha256", "Certificate required: yes", "a5 a5"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
