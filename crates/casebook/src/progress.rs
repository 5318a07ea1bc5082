//! Progress of long work: how far, of how much, and whether somebody asked to stop.

/// A stretch of work that reports itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Hashing and storing an exhibit; units are bytes.
    Seal,
    /// Reading an exhibit into records; units are bytes.
    Read,
    /// Loading tables.
    Load,
    /// Asking a question; units are questions.
    Ask,
    /// Building the search index; units are records.
    Index,
    /// Checking exhibits and log; units are bytes.
    Verify,
    /// Reading the bytes that the report cites out of containers; units are bytes.
    Cite,
    /// Writing the report.
    Report,
    /// Taking the digests of an exhibit once more; units are bytes.
    Digest,
    /// Comparing files with known sets; units are files.
    Compare,
    /// Examining files in the cage; units are files.
    Look,
    /// Decoding films; units are films.
    Frames,
    /// Writing a sealed bundle; units are bytes.
    Bundle,
    /// Handing over records; units are records.
    Export,
}

impl Step {
    /// Whether its units are bytes.
    pub fn is_of_bytes(self) -> bool {
        matches!(
            self,
            Self::Seal | Self::Read | Self::Cite | Self::Verify | Self::Digest | Self::Bundle
        )
    }
}

/// Whoever watches: a progress bar, plain lines, or nobody. Work on several threads tells one watcher.
pub trait Progress: Sync {
    /// `done` of `total` units of `step` are done; `what` names the exhibit or question, `note` adds
    /// what the watcher wants to see beside (records, rejects).
    fn advance(&self, step: Step, what: &str, done: u64, total: u64, note: &str);

    /// The step is over.
    fn finish(&self, step: Step, what: &str);

    /// Whether somebody asked to stop (Ctrl-C); long work checks it often.
    fn stop_asked(&self) -> bool {
        false
    }
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn advance(&self, _: Step, _: &str, _: u64, _: u64, _: &str) {}
    fn finish(&self, _: Step, _: &str) {}
}
