//! What the kernel tells of processes, for tests that see whether any is left behind.

use std::time::{Duration, Instant};

/// Looks until there is something to see, for three seconds at most.
pub(crate) fn wait_until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(start.elapsed().as_secs() < 3, "waited in vain");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The state and the parent of a process, as the kernel tells them.
fn stat_of(process: u32) -> Option<(char, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = stat.rsplit(") ").next()?.split(' ');
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}

/// The state of a process; none where it is gone.
pub(crate) fn state_of(process: u32) -> Option<char> {
    stat_of(process).map(|(state, _)| state)
}

/// The processes that a process started and that are not reaped.
pub(crate) fn children_of(parent: u32) -> Vec<u32> {
    std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|process| stat_of(*process).is_some_and(|(_, of)| of == parent))
        .collect()
}
