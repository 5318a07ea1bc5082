//! A request to a witness: what it saw last, the proof from there, and the checkpoint to sign.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::Digest;

use crate::log::note::CHECKPOINT_BYTES_MAX;

/// Most hashes of a proof that a witness takes (tlog-witness).
const PROOF_MAX: usize = 63;

/// Longest request that is read.
pub(crate) const REQUEST_BYTES_MAX: u64 = CHECKPOINT_BYTES_MAX + (8 << 10);

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// Leaves that the witness saw last; 0 where it never saw this log.
    pub(crate) old: u64,
    pub(crate) proof: Vec<Digest>,
    /// The signed checkpoint.
    pub(crate) note: String,
}

impl Request {
    pub(crate) fn write(&self) -> String {
        let proof: String = self.proof.iter().map(|it| STANDARD.encode(it.0) + "\n").collect();
        format!("old {}\n{proof}\n{}", self.old, self.note)
    }

    /// Reads a request in its one spelling.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (head, note) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let old = lines.next()?.strip_prefix("old ")?.parse().ok()?;
        let hash = |line: &str| Some(Digest(STANDARD.decode(line).ok()?.try_into().ok()?));
        let proof = lines.map(hash).collect::<Option<Vec<_>>>()?;
        let read = Self { old, proof, note: note.to_owned() };
        (read.proof.len() <= PROOF_MAX && read.write() == text).then_some(read)
    }
}
