//! Silence: whether a worker that says nothing hangs, or only waits for a busy machine.
//!
//! A worker that lives speaks five times a second, given a processor. One that is silent although
//! it had processor time, or that sleeps, hangs: nothing in the cage is worth waiting for. One that
//! is ready to run but gets no processor, or waits for the disk, is given more time, so that a busy
//! machine does not turn a good exhibit into a broken one.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How many times the usual patience a starved worker is waited for.
const STARVED_PATIENCE: u32 = 6;

/// Threads that are looked at to see whether one is busy.
const THREADS_LOOKED_AT: usize = 64;

/// The silence of one worker, from its last word.
pub(crate) struct Silence {
    worker: u32,
    patience: Duration,
    since: Instant,
    ran_before: Option<Duration>,
}

/// What a worker is doing, as the kernel tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Doing {
    /// `R` ready or running, `D` waiting for the disk, `S` asleep …
    state: char,
    /// Processor time it had in its life.
    pub(crate) ran: Duration,
    /// Its threads.
    pub(crate) threads: u64,
}

impl Doing {
    /// Whether it is ready to run, or waits for the disk.
    fn is_busy(self) -> bool {
        matches!(self.state, 'R' | 'D')
    }
}

impl Silence {
    pub(crate) fn new(worker: u32, patience: Duration) -> Self {
        Self { worker, patience, since: Instant::now(), ran_before: None }
    }

    /// The worker spoke; the time we took to store what it said is not its silence.
    pub(crate) fn broken(&mut self) {
        self.since = Instant::now();
        self.ran_before = None;
    }

    /// Called while the worker is silent; gives how long it was silent where that means it hangs.
    pub(crate) fn hung(&mut self) -> Option<Duration> {
        let silent = self.since.elapsed();
        let doing = doing(self.worker);
        let ran = doing.map(|doing| doing.ran).unwrap_or_default();
        let ran_since = ran.saturating_sub(*self.ran_before.get_or_insert(ran));
        let state = doing.map(|doing| doing.state);
        is_hung(silent, self.patience, state, ran_since).then_some(silent)
    }
}

fn is_hung(silent: Duration, patience: Duration, state: Option<char>, ran: Duration) -> bool {
    if silent < patience {
        return false;
    }
    let is_starved = matches!(state, Some('R' | 'D')) && ran < patience / 2;
    !is_starved || silent >= patience * STARVED_PATIENCE
}

/// What a process is doing: what its first thread does, or another that is busy while the first one waits.
pub(crate) fn doing(worker: u32) -> Option<Doing> {
    let process = PathBuf::from(format!("/proc/{worker}"));
    let whole = parse_stat(&fs::read_to_string(process.join("stat")).ok()?)?;
    if whole.is_busy() || whole.threads < 2 {
        return Some(whole);
    }
    let threads = fs::read_dir(process.join("task")).ok()?.take(THREADS_LOOKED_AT);
    let busy = threads
        .filter_map(|thread| {
            parse_stat(&fs::read_to_string(thread.ok()?.path().join("stat")).ok()?)
        })
        .find(|thread| thread.is_busy());
    Some(Doing { state: busy.map_or(whole.state, |busy| busy.state), ..whole })
}

/// Reads proc_pid_stat(5): the state is field 3, user and system time are fields 14 and 15, threads are
/// field 20.
fn parse_stat(stat: &str) -> Option<Doing> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ');
    let state = fields.next()?.chars().next()?;
    let mut times = fields.skip(10);
    let ticks = times.next()?.parse::<u64>().ok()? + times.next()?.parse::<u64>().ok()?;
    let ms = ticks.saturating_mul(1000) / rustix::param::clock_ticks_per_second().max(1);
    let threads = times.nth(4)?.parse().ok()?;
    Some(Doing { state, ran: Duration::from_millis(ms), threads })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_that_had_its_chance_hangs_and_a_starved_one_waits() {
        let s = Duration::from_secs;
        assert!(!is_hung(s(9), s(10), Some('S'), s(0)));
        assert!(is_hung(s(10), s(10), Some('S'), s(0)), "asleep");
        assert!(is_hung(s(10), s(10), Some('T'), s(0)), "stopped");
        assert!(is_hung(s(10), s(10), Some('R'), s(5)), "spinning");
        assert!(is_hung(s(10), s(10), None, s(0)), "unknown");
        assert!(!is_hung(s(10), s(10), Some('R'), s(4)), "starved");
        assert!(!is_hung(s(59), s(10), Some('D'), s(0)), "waiting for the disk");
        assert!(is_hung(s(60), s(10), Some('R'), s(4)), "for ever");
    }

    #[test]
    fn the_kernels_line_on_a_process_is_understood() {
        let stat = "12 (a (b) c) R 1 12 12 0 -1 4194560 90 0 0 0 70 30 0 0 20 0 3 0 55 9 1 1";
        let hz = rustix::param::clock_ticks_per_second();
        let ran = Duration::from_millis(100 * 1000 / hz);
        assert_eq!(parse_stat(stat), Some(Doing { state: 'R', ran, threads: 3 }));
        // This thread is, while the first one waits for the tests to end.
        assert!(doing(std::process::id()).is_some_and(Doing::is_busy));
    }
}
