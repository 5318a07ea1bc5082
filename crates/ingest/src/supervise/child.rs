//! The worker as a process: what it is given, and what its end means.

use std::fs::File;
use std::io::{self, PipeReader, Read};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;

use super::process::{Process, WORDS_BYTES_MAX, shown_words, signal_name};
use super::{SuperviseFault, WorkerCommand};
use crate::job::Job;
use crate::outcome::TroubleKind;
use crate::worker::descriptors;

/// Bytes the pipe holds where the kernel allows it: four blocks of frames, so that worker and
/// parent run side by side.
const PIPE_BYTES: usize = 1 << 20;

/// A running worker; dropped, it is killed and reaped.
pub(super) struct Child {
    process: Process,
    words: UnixStream,
}

/// How a worker ended.
pub(super) enum Ending {
    Status(ExitStatus, String),
    StillThere,
}

impl Child {
    /// Starts a worker, gives it the exhibit and the job.
    pub(super) fn start(
        worker: &WorkerCommand,
        exhibit: File,
        companions: &[File],
        job: &Job,
    ) -> Result<(Self, PipeReader), SuperviseFault> {
        let fault = |source| SuperviseFault::Start {
            program: worker.program.display().to_string(),
            source,
        };
        let (pipe, frames) = io::pipe().map_err(fault)?;
        // A smaller pipe is slower, not wrong.
        let _ = rustix::pipe::fcntl_setpipe_size(&pipe, PIPE_BYTES);
        let (mut words, childs_words) = UnixStream::pair().map_err(fault)?;
        let ends = [exhibit.into(), frames.into(), OwnedFd::from(childs_words).into()];
        let process = Process::start(worker, &[], ends).map_err(fault)?;
        words.set_write_timeout(Some(worker.patience)).map_err(fault)?;
        let sent = job.send(&mut words).and_then(|()| descriptors::send(&words, companions));
        let child = Self { process, words };
        match sent {
            Ok(()) => Ok((child, pipe)),
            // The worker is gone already: how it ended says why.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok((child, pipe)),
            Err(error) => Err(SuperviseFault::Worker { reason: error.to_string() }),
        }
    }

    /// The number of its process.
    pub(super) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Waits for the worker's end after its last word, but not for ever.
    pub(super) fn wait(&mut self, patience: Duration) -> Ending {
        match self.process.wait(patience) {
            Some(status) => Ending::Status(status, self.last_words()),
            None => Ending::StillThere,
        }
    }

    /// What the worker wrote to descriptor 2, made harmless to show.
    fn last_words(&mut self) -> String {
        let mut bytes = Vec::new();
        if self.words.set_nonblocking(true).is_ok() {
            // Whatever came before an error is what there is.
            let max = u64::try_from(WORDS_BYTES_MAX).unwrap_or(u64::MAX);
            let _ = (&mut self.words).take(max).read_to_end(&mut bytes);
        }
        shown_words(&bytes)
    }
}

impl Ending {
    /// What is wrong with the way the worker ended; `said_end` is whether it had announced it.
    pub(super) fn trouble(&self, said_end: bool) -> Option<(TroubleKind, String)> {
        let (status, words) = match self {
            Self::Status(status, words) => (status, words),
            Self::StillThere => {
                let reason = "the reader did not go after its last word".to_owned();
                return Some((TroubleKind::Hung, reason));
            }
        };
        let also = if words.is_empty() { String::new() } else { format!(" (\"{words}\")") };
        if let Some(signal) = status.signal() {
            return Some(killed_by(signal, words, &also));
        }
        match status.code() {
            Some(0) if said_end => None,
            Some(code) => {
                let reason = format!("the reader ended early with code {code}{also}");
                Some((TroubleKind::EndedEarly, reason))
            }
            None => Some((TroubleKind::EndedEarly, format!("the reader ended early{also}"))),
        }
    }
}

/// What a deadly signal means.
fn killed_by(signal: i32, words: &str, also: &str) -> (TroubleKind, String) {
    match signal {
        libc::SIGSYS => {
            let reason = "the reader asked the kernel for something the cage denies (SIGSYS)";
            (TroubleKind::Denied, reason.to_owned())
        }
        libc::SIGXCPU => {
            let reason = "the reader used up its processor time (SIGXCPU)";
            (TroubleKind::OutOfTime, reason.to_owned())
        }
        // The words of the standard library; a test holds us to them.
        libc::SIGABRT if words.starts_with("memory allocation of ") => {
            (TroubleKind::OutOfMemory, format!("the reader used up its memory{also}"))
        }
        _ => {
            let name = signal_name(signal);
            (TroubleKind::Crashed, format!("the reader was killed by {name}{also}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(signal: i32, words: &str) -> TroubleKind {
        // A raw wait status below 128 is the signal that killed.
        let ending = Ending::Status(ExitStatus::from_raw(signal), words.to_owned());
        ending.trouble(true).unwrap().0
    }

    #[test]
    fn a_deadly_signal_is_told_by_what_it_means() {
        assert_eq!(kind_of(libc::SIGXCPU, ""), TroubleKind::OutOfTime);
        assert_eq!(kind_of(libc::SIGSYS, ""), TroubleKind::Denied);
        assert_eq!(
            kind_of(libc::SIGABRT, "memory allocation of 8 bytes failed"),
            TroubleKind::OutOfMemory
        );
        assert_eq!(kind_of(libc::SIGKILL, ""), TroubleKind::Crashed);
    }
}
