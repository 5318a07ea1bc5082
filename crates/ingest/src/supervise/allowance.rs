//! The processor time of a worker, which follows what it unpacks: a small exhibit may hold a large
//! image, and its limit is not that of its own bytes.

use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

use crate::cage::{cpu_s_max, cpu_s_now};

/// Seconds by which the time must have grown before the kernel is told.
const STEP_S: u64 = 5;

/// The time one worker has.
pub(super) struct Allowance {
    worker: Option<Pid>,
    exhibit_bytes: u64,
    given_s: u64,
}

impl Allowance {
    /// The time that the worker gave itself when it locked the cage.
    pub(super) fn new(worker: u32, exhibit_bytes: u64) -> Self {
        let worker = i32::try_from(worker).ok().and_then(Pid::from_raw);
        Self { worker, exhibit_bytes, given_s: cpu_s_now(exhibit_bytes, 0) }
    }

    /// Gives the worker the time for what it says it unpacked; a lie gains no more than the most an
    /// exhibit may unpack to.
    pub(super) fn follow(&mut self, unpacked_bytes: u64) {
        let most_s = cpu_s_max(self.exhibit_bytes);
        let now_s = cpu_s_now(self.exhibit_bytes, unpacked_bytes).min(most_s);
        if now_s < self.given_s.saturating_add(STEP_S) {
            return;
        }
        self.given_s = now_s;
        let stands = getrlimit(Resource::Cpu).maximum.unwrap_or(u64::MAX);
        let (current, maximum) = (Some(now_s.min(stands)), Some(most_s.min(stands)));
        // Where the kernel does not let us, the limit stays as it is.
        let _ = prlimit(self.worker, Resource::Cpu, Rlimit { current, maximum });
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn soft_limit_of(worker: u32) -> Option<u64> {
        let limits = std::fs::read_to_string(format!("/proc/{worker}/limits")).ok()?;
        let line = limits.lines().find_map(|line| line.strip_prefix("Max cpu time"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    #[test]
    fn a_worker_has_more_time_the_more_it_unpacks_up_to_a_limit() {
        let mut worker = Command::new("sleep").arg("60").spawn().unwrap();
        let mut allowance = Allowance::new(worker.id(), 1 << 20);
        allowance.follow(1 << 20);
        let before = soft_limit_of(worker.id());
        allowance.follow(64 << 20);
        let after = soft_limit_of(worker.id());
        allowance.follow(u64::MAX);
        let most = soft_limit_of(worker.id());
        worker.kill().unwrap();
        worker.wait().unwrap();
        assert_eq!((before, after), (None, Some(60 + 65 * 4)), "no time was given for one MiB");
        assert_eq!(most, Some(cpu_s_max(1 << 20)));
    }
}
