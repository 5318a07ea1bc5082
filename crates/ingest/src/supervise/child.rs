//! The worker as a process: started with three descriptors and nothing else, and ended for certain.

use std::fs::File;
use std::io::{self, PipeReader, Read};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::{SuperviseFault, WorkerCommand};
use crate::job::Job;
use crate::outcome::TroubleKind;
use crate::worker::descriptors;

/// Bytes the pipe holds where the kernel allows it: four blocks of frames, so that worker and
/// parent run side by side.
const PIPE_BYTES: usize = 1 << 20;

/// Most bytes of last words that are looked at.
const WORDS_BYTES_MAX: u64 = 4096;

/// Most characters of last words that are repeated.
const WORDS_CHARS_MAX: usize = 300;

/// Longest nap between two looks at whether the worker is gone.
const NAP_MAX: Duration = Duration::from_millis(5);

/// A running worker; dropped, it is killed and reaped.
pub(super) struct Child {
    process: std::process::Child,
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
        let process = Command::new(&worker.program)
            .args(&worker.args)
            .env_clear()
            .current_dir("/")
            // Ctrl-C at the terminal is for the parent alone.
            .process_group(0)
            .stdin(Stdio::from(exhibit))
            .stdout(Stdio::from(frames))
            .stderr(Stdio::from(OwnedFd::from(childs_words)))
            .spawn()
            .map_err(fault)?;
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
        let start = Instant::now();
        let mut nap = Duration::from_micros(50);
        loop {
            match self.process.try_wait() {
                Ok(Some(status)) => return Ending::Status(status, self.last_words()),
                Ok(None) if start.elapsed() < patience => {
                    std::thread::sleep(nap);
                    nap = (nap * 2).min(NAP_MAX);
                }
                Ok(None) | Err(_) => return Ending::StillThere,
            }
        }
    }

    /// What the worker wrote to descriptor 2, made harmless to show.
    fn last_words(&mut self) -> String {
        let mut bytes = Vec::new();
        if self.words.set_nonblocking(true).is_ok() {
            // Whatever came before an error is what there is.
            let _ = (&mut self.words).take(WORDS_BYTES_MAX).read_to_end(&mut bytes);
        }
        let text = String::from_utf8_lossy(&bytes);
        // Hints of the standard library to programmers are left out.
        let lines = text.trim().lines().filter(|line| !line.starts_with("note: "));
        let text = lines.collect::<Vec<_>>().join("; ");
        text.chars().take(WORDS_CHARS_MAX).flat_map(char::escape_debug).collect()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // Both fail only for a worker that is gone and reaped.
        let _ = self.process.kill();
        let _ = self.process.wait();
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

fn signal_name(signal: i32) -> String {
    let name = match signal {
        libc::SIGABRT => "SIGABRT",
        libc::SIGSEGV => "SIGSEGV",
        libc::SIGBUS => "SIGBUS",
        libc::SIGILL => "SIGILL",
        libc::SIGFPE => "SIGFPE",
        libc::SIGTRAP => "SIGTRAP",
        libc::SIGKILL => "SIGKILL",
        libc::SIGTERM => "SIGTERM",
        libc::SIGINT => "SIGINT",
        libc::SIGHUP => "SIGHUP",
        libc::SIGPIPE => "SIGPIPE",
        _ => return format!("signal {signal}"),
    };
    name.to_owned()
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
