//! A process that reads what others sent: started with three descriptors and nothing else, and ended for
//! certain.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::WorkerCommand;

/// Most bytes of last words that are looked at.
pub(crate) const WORDS_BYTES_MAX: usize = 4096;

/// Most characters of last words that are repeated.
const WORDS_CHARS_MAX: usize = 300;

/// Longest nap between two looks at whether the process is gone.
const NAP_MAX: Duration = Duration::from_millis(5);

/// A running process; dropped, it is killed and reaped.
pub(crate) struct Process(Child);

impl Process {
    /// Starts a worker with further arguments, and with what is to be its descriptors 0, 1 and 2.
    pub(crate) fn start(
        worker: &WorkerCommand,
        further: &[OsString],
        [input, output, words]: [Stdio; 3],
    ) -> io::Result<Self> {
        Command::new(&worker.program)
            .args(&worker.args)
            .args(further)
            .env_clear()
            .current_dir("/")
            // Ctrl-C at the terminal is for the parent alone.
            .process_group(0)
            .stdin(input)
            .stdout(output)
            .stderr(words)
            .spawn()
            .map(Self)
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Waits for its end, but not for ever; none where it is still there.
    pub(crate) fn wait(&mut self, patience: Duration) -> Option<ExitStatus> {
        let start = Instant::now();
        let mut nap = Duration::from_micros(50);
        loop {
            match self.0.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if start.elapsed() < patience => {
                    std::thread::sleep(nap);
                    nap = (nap * 2).min(NAP_MAX);
                }
                Ok(None) | Err(_) => return None,
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only for a process that is gone and reaped.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Last words, made harmless to show.
pub(crate) fn shown_words(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    // Hints of the standard library to programmers are left out.
    let lines = text.trim().lines().filter(|line| !line.starts_with("note: "));
    let text = lines.collect::<Vec<_>>().join("; ");
    text.chars().take(WORDS_CHARS_MAX).flat_map(char::escape_debug).collect()
}

/// The name of a deadly signal.
pub(crate) fn signal_name(signal: i32) -> String {
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
