//! The batch that is being written: its records, and the size and root they lead to.
//!
//! It is made durable before any tile is touched and before anything is signed, and goes when the
//! new checkpoint stands. Whoever opens a case after a crash writes the same batch again from it,
//! to the same bytes: the log only ever rolls forward.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::Digest;

use super::entry::{Leaf, Line};

pub(crate) const PENDING: &str = "log/pending";

/// Most bytes of records in one batch; a longer one is cut.
pub(crate) const BATCH_BYTES_MAX: usize = 64 << 20;

/// Most records in one batch; a longer one is cut.
pub(crate) const BATCH_LEAVES_MAX: usize = 1 << 16;

/// Longest pending file that is read: a batch, its last record, and the head.
pub(crate) const PENDING_BYTES_MAX: u64 = 2 * BATCH_BYTES_MAX as u64;

const TITLE: &str = "tutela pending batch v1";

/// A batch with what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pending {
    pub(crate) origin: String,
    pub(crate) from: u64,
    pub(crate) to: u64,
    pub(crate) root: Digest,
    pub(crate) lines: Vec<LoggedLine>,
}

/// A record line with the leaf it makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LoggedLine {
    pub(crate) leaf: Leaf,
    pub(crate) text: String,
}

impl Pending {
    pub(crate) fn write(&self) -> Vec<u8> {
        let root = STANDARD.encode(self.root.0);
        let head = format!("{TITLE}\n{}\n{}\n{}\n{root}\n", self.origin, self.from, self.to);
        let mut out = head.into_bytes();
        for line in &self.lines {
            out.extend(line.text.as_bytes());
            out.push(b'\n');
        }
        out
    }

    /// Reads a pending file; nothing where it is not whole.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
        let mut lines = text.split('\n');
        if lines.next()? != TITLE {
            return None;
        }
        let origin = lines.next()?.to_owned();
        let (from, to) = (lines.next()?.parse().ok()?, lines.next()?.parse().ok()?);
        let root = Digest(STANDARD.decode(lines.next()?).ok()?.try_into().ok()?);
        let lines = lines
            .map(|text| Some(LoggedLine { leaf: Line::read(text)?.leaf()?, text: text.to_owned() }))
            .collect::<Option<Vec<_>>>()?;
        let count = u64::try_from(lines.len()).ok()?;
        (to == count.checked_add(from)?).then_some(Self { origin, from, to, root, lines })
    }
}
