//! One writer at a time: an advisory lock on `log/lock`, which the system releases when a process
//! ends, however it ends.

use std::fs::{File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::disk::{open_or_make_empty, open_to_read};
use crate::fault::{Doing, Fault};

pub(crate) const LOCK: &str = "log/lock";

/// How long a lock is asked for again that somebody may hold for hours: a process that was killed while it started a
/// reader leaves the lock to that child until the child ends, a moment later.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a lock is asked for again that everybody holds for one append: many may stand in line before a slow disk.
const PATIENCE_IN_LINE: Duration = Duration::from_mins(1);

/// How often a lock is asked for.
const PACE: Duration = Duration::from_millis(20);

/// Who else may hold the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Share {
    /// Nobody: to write.
    Alone,
    /// Nobody, and each for one append.
    InLine,
    /// Other readers: nothing changes meanwhile.
    WithReaders,
}

/// Takes the lock of a case; held until the file is dropped.
pub(crate) fn take(case: &Path, share: Share) -> Result<File, Fault> {
    let path = case.join(LOCK);
    let file = match share {
        Share::Alone | Share::InLine => open_or_make_empty(&path),
        Share::WithReaders => open_to_read(&path),
    }
    .doing("opening", LOCK)?;
    let take = || match share {
        Share::Alone | Share::InLine => file.try_lock(),
        Share::WithReaders => file.try_lock_shared(),
    };
    let patience = if share == Share::InLine { PATIENCE_IN_LINE } else { PATIENCE };
    let asked = Instant::now();
    let mut taken = take();
    while matches!(taken, Err(TryLockError::WouldBlock)) && asked.elapsed() < patience {
        std::thread::sleep(PACE);
        taken = take();
    }
    match taken {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Fault::Locked { holder: holder(&file) }),
        // A file system without locks: the checkpoint is compared before every append all the same.
        Err(TryLockError::Error(fault)) if fault.kind() == io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(fault)) => Err(fault).doing("locking", LOCK),
    }
}

/// The process that holds the lock, as `/proc/locks` tells it.
fn holder(file: &File) -> Option<u32> {
    let inode = file.metadata().ok()?.ino().to_string();
    std::fs::read_to_string("/proc/locks").ok()?.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let kind = words.next()?;
        let process = words.nth(2)?;
        let place = words.next()?;
        let here = kind == "FLOCK" && place.rsplit(':').next() == Some(inode.as_str());
        here.then(|| process.parse().ok())?
    })
}
