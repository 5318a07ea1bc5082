//! Memory that the sorters of a build share: one that has all the rows has all the room.
//!
//! Each has a small share of its own besides, so that none is left without any by the others. A
//! sixteenth is for buffers.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The own share of a sorter, as a part of the whole. It is counted twice: one is filled while the
/// other is brought to disk.
const SHARE: usize = 32;

/// The room; see the module.
#[derive(Debug)]
pub(crate) struct Room {
    share: usize,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Debug)]
struct State {
    /// Bytes that nobody has.
    left: usize,
    /// Loans that are being given back.
    returning: usize,
}

impl Room {
    /// Room of so many bytes for so many sorters.
    pub(crate) fn new(bytes: usize, sorters: usize) -> Arc<Self> {
        let share = bytes / SHARE;
        let left = bytes.saturating_sub(2 * share * (sorters + 1));
        let state = Mutex::new(State { left, returning: 0 });
        Arc::new(Self { share, state, freed: Condvar::new() })
    }

    /// The own share of a sorter, in bytes.
    pub(crate) fn share(&self) -> usize {
        self.share
    }

    /// Takes bytes; where so many are not left, waits as long as somebody gives some back. `false`
    /// where nobody does.
    pub(crate) fn take(&self, bytes: usize) -> bool {
        let mut state = self.lock();
        while state.left < bytes {
            if state.returning == 0 {
                return false;
            }
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.left -= bytes;
        true
    }

    /// Bytes taken, which are now given back little by little.
    pub(crate) fn give_back(self: Arc<Self>, bytes: usize) -> Loan {
        self.lock().returning += 1;
        Loan { room: self, bytes }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes that are given back, at the latest when this is dropped.
#[derive(Debug)]
pub(crate) struct Loan {
    room: Arc<Room>,
    bytes: usize,
}

impl Loan {
    /// Gives so many back.
    pub(crate) fn give(&mut self, bytes: usize) {
        let bytes = bytes.min(self.bytes);
        self.bytes -= bytes;
        self.room.lock().left += bytes;
        self.room.freed.notify_all();
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        let mut state = self.room.lock();
        state.left += self.bytes;
        state.returning -= 1;
        drop(state);
        self.room.freed.notify_all();
    }
}
