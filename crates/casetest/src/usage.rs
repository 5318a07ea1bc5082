//! What a process takes of the machine, as the kernel says it (Linux, proc(5)); 0 elsewhere.

use std::time::Duration;

/// Clock ticks of a second in `/proc` (`USER_HZ`, fixed by the kernel's interface).
const TICKS_S: f64 = 100.0;

/// The most memory this process ever held, in bytes.
pub fn peak_bytes() -> u64 {
    peak_bytes_of(std::process::id())
}

/// The most memory a process has held, in bytes.
pub fn peak_bytes_of(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kib.unwrap_or_default() * 1024
}

/// Processor time of this process's first thread, so that other processes do not count; as fine as the
/// kernel keeps it, which may be whole ticks of some milliseconds.
pub fn first_thread() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = stat.split(' ').next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

/// Seconds of processor time of all threads of this process.
pub fn processor_s() -> f64 {
    processor_s_of(std::process::id()).map_or(0.0, |(own_s, _)| own_s)
}

/// Seconds of processor time of a process, and of its children that have ended; `None` where there
/// is no such process.
pub fn processor_s_of(pid: u32) -> Option<(f64, f64)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<f64> = stat
        .rsplit_once(')')?
        .1
        .split_whitespace()
        .map(|field| field.parse().unwrap_or(0.0))
        .collect();
    let at = |index: usize| fields.get(index).copied().unwrap_or(0.0);
    Some(((at(11) + at(12)) / TICKS_S, (at(13) + at(14)) / TICKS_S))
}
