//! Digests taken ahead: while the first thread tells members one after another, further threads walk
//! the same containers by themselves and take the digests of members that lie ahead of it.
//!
//! The first thread decides alone what is told, and in which order; a digest that was taken ahead
//! spares it the reading, and one that was not, or that failed, it takes itself. So the outcome does
//! not depend on the number of threads, and a thread that ends early costs time only.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Chain;
use super::digests::{Digests, Running};
use crate::digests::Wanted;
use crate::format::ReadSeek;

/// Members whose digests lie ready at most: some megabytes.
const READY_MAX: usize = 16 * 1024;

/// Longest wait of the first thread before it says that it lives.
const LOOK: Duration = Duration::from_millis(100);

/// How long no thread may get on before the first one takes a digest itself: the disk is slow, or
/// another thread hangs.
const PATIENCE: Duration = Duration::from_secs(1);

/// What several threads share over one exhibit.
pub(crate) struct Ahead {
    shared: Mutex<Shared>,
    changed: Condvar,
    /// Bytes that all digests together may take.
    bytes_max: u64,
}

#[derive(Default)]
struct Shared {
    /// Members taken up or done, all behind `told`.
    members: BTreeMap<Chain, Slot>,
    /// The last member that the first thread came to.
    told: Option<Chain>,
    /// Bytes that went into digests.
    bytes: u64,
    over: bool,
}

enum Slot {
    Begun,
    Done(Option<Digests>),
}

/// The exhibit is done with, or its digests have taken as many bytes as they may.
#[derive(Debug)]
pub(super) struct Over;

impl Ahead {
    /// Begins behind `told`, the last member that an earlier run was done with.
    pub(crate) fn new(told: Option<Chain>, bytes_max: u64) -> Self {
        let shared = Mutex::new(Shared { told, ..Shared::default() });
        Self { shared, changed: Condvar::new(), bytes_max }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the work of all further threads.
    pub(crate) fn stop(&self) {
        self.shared().over = true;
        self.changed.notify_all();
    }

    /// Whether nothing is to be done any more.
    pub(crate) fn is_over(&self) -> bool {
        self.shared().over
    }

    /// Waits until the first thread has come to a member.
    pub(crate) fn wait_for_first(&self) {
        let before = |shared: &mut Shared| !shared.over && shared.told.is_none();
        drop(self.changed.wait_while(self.shared(), before));
    }

    /// Whether as many digests lie ready as may.
    pub(super) fn is_full(&self) -> bool {
        self.shared().members.len() >= READY_MAX
    }

    /// Waits until there is room for digests again.
    pub(super) fn wait_for_room(&self) {
        let full = |shared: &mut Shared| !shared.over && shared.members.len() >= READY_MAX;
        drop(self.changed.wait_while(self.shared(), full));
    }

    /// Takes a member up, unless another thread has.
    pub(super) fn claim(&self, chain: &Chain) -> Result<Option<Claim<'_>>, Over> {
        let mut shared = self.shared();
        if shared.over {
            return Err(Over);
        }
        if shared.told.as_ref().is_some_and(|told| chain <= told)
            || shared.members.contains_key(chain)
        {
            return Ok(None);
        }
        shared.members.insert(chain.clone(), Slot::Begun);
        Ok(Some(Claim { ahead: self, chain: chain.clone(), digests: None }))
    }

    /// Counts bytes that went into digests.
    pub(super) fn count(&self, bytes: u64) -> Result<(), Over> {
        let mut shared = self.shared();
        shared.bytes = shared.bytes.saturating_add(bytes);
        if shared.bytes > self.bytes_max {
            shared.over = true;
        }
        if shared.over { Err(Over) } else { Ok(()) }
    }

    /// The digests of the member that the first thread has come to, where another has taken them;
    /// `alive` is called while it waits for one that is being taken.
    pub(super) fn take<E>(
        &self,
        chain: &Chain,
        mut alive: impl FnMut() -> Result<(), E>,
    ) -> Result<Option<Digests>, E> {
        let mut shared = self.shared();
        shared.told = Some(chain.clone());
        shared.members = shared.members.split_off(chain);
        self.changed.notify_all();
        let mut progress = (shared.bytes, Instant::now());
        while let Some(Slot::Begun) = shared.members.get(chain)
            && progress.1.elapsed() < PATIENCE
        {
            let waited = self.changed.wait_timeout(shared, LOOK);
            let bytes = waited.unwrap_or_else(PoisonError::into_inner).0.bytes;
            if bytes != progress.0 {
                progress = (bytes, Instant::now());
            }
            alive()?;
            shared = self.shared();
        }
        Ok(match shared.members.remove(chain) {
            Some(Slot::Done(digests)) => digests,
            Some(Slot::Begun) | None => None,
        })
    }
}

/// A member taken up by a further thread; given back, with or without digests, when it is dropped.
pub(super) struct Claim<'a> {
    ahead: &'a Ahead,
    chain: Chain,
    digests: Option<Digests>,
}

impl Claim<'_> {
    /// Gives the member back with its digests.
    pub(super) fn done(mut self, digests: Digests) {
        self.digests = Some(digests);
    }

    /// Takes the digests of the member. One that cannot be read is left to the first thread, which
    /// tells why.
    pub(super) fn digest(
        mut self,
        bytes: &mut dyn ReadSeek,
        room: &mut [u8],
        wanted: Wanted,
    ) -> Result<(), Over> {
        let ahead = self.ahead;
        let read = Running::read(bytes, room, wanted, |piece| ahead.count(piece.len() as u64))?;
        self.digests = read.ok();
        Ok(())
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut shared = self.ahead.shared();
        // The first thread may have lost its patience and gone on.
        if let Some(slot) = shared.members.get_mut(&self.chain) {
            *slot = Slot::Done(self.digests.take());
        }
        drop(shared);
        self.ahead.changed.notify_all();
    }
}
