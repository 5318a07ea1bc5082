//! Further threads of a worker, for exhibits that are long: each walks the containers of the exhibit
//! by itself and takes digests ahead of the thread that tells ([`crate::nest`]).
//!
//! A thread locks its files and its network itself, the first thread then sets the limits and the
//! filter of system calls for all, and only then is a gate opened behind which the exhibit is read.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, Scope};

use super::line::PlacedFile;
use super::recognised;
use crate::cage;
use crate::format::{Companion, Head, Source, read_ends};
use crate::job::{Job, Waiver};
use crate::nest::{Ahead, scout};
use crate::recognise::Recognised;
use crate::register::{Reader, Register};

/// Exhibits from this length on are worth a thread.
const SCOUTED_BYTES_MIN: u64 = 32 << 20;

/// Most further threads: together they digest faster than disks read, and each holds the tables of the
/// file systems for itself.
const SCOUTS_MAX: usize = 4;

/// Stack of a further thread: containers are walked in it, never read by a format.
const STACK_BYTES: usize = 2 << 20;

/// The files that a worker reads, with their lengths.
#[derive(Clone, Copy)]
pub(super) struct Files<'f> {
    pub(super) exhibit: (&'f File, u64),
    pub(super) companions: &'f [(File, u64)],
}

impl Files<'_> {
    /// The length of all together.
    pub(super) fn whole_bytes(self) -> u64 {
        let companions = self.companions.iter();
        companions.fold(self.exhibit.1, |sum, (_, len)| sum.saturating_add(*len))
    }
}

/// How many threads a job is worth.
pub(crate) fn count(job: &Job, whole_bytes: u64) -> usize {
    let is_sample = job.rows_max.is_some();
    let is_worth_it = whole_bytes >= SCOUTED_BYTES_MIN && !is_sample && job.scouts > 1;
    if is_worth_it { job.scouts.min(SCOUTS_MAX) } else { 0 }
}

/// What threads wait at before they read.
#[derive(Default)]
pub(super) struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    /// Threads that have locked themselves in, or have given up.
    arrived: usize,
    open: bool,
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for so many threads.
    pub(super) fn wait_for(&self, threads: usize) {
        drop(self.changed.wait_while(self.state(), |state| state.arrived < threads));
    }

    pub(super) fn open(&self) {
        self.state().open = true;
        self.changed.notify_all();
    }

    fn arrive_and_wait(&self) {
        let mut state = self.state();
        state.arrived += 1;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |state| !state.open));
    }
}

/// Ends the work of the threads, however the first one ends.
pub(super) struct Stop<'a>(pub(super) &'a Ahead, pub(super) &'a Gate);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.stop();
        self.1.open();
    }
}

/// Starts up to `count` threads, which wait at the gate; gives how many there are.
pub(super) fn start<'s>(
    scope: &'s Scope<'s, '_>,
    count: usize,
    register: &'s Register<'_>,
    job: &'s Job,
    files: Files<'s>,
    (ahead, gate): (&'s Ahead, &'s Gate),
) -> usize {
    let begin = |number: usize| {
        let thread = move || {
            let locked = cage::lock_files_and_network().is_ok() || job.waiver == Waiver::Signed;
            gate.arrive_and_wait();
            // The last one leaves its core to the first thread while that is busy with the whole.
            if number + 1 == count {
                ahead.wait_for_first();
            }
            if locked && !ahead.is_over() {
                // What breaks here breaks the first thread too, which tells it.
                let _ = catch_unwind(AssertUnwindSafe(|| walk(register, job, files, ahead)));
            }
        };
        Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, thread).is_ok()
    };
    (0..count).take_while(|number| begin(*number)).count()
}

fn walk(register: &Register<'_>, job: &Job, files: Files<'_>, ahead: &Ahead) {
    let (exhibit, len) = files.exhibit;
    let mut exhibit = PlacedFile::new(exhibit, len);
    let Ok((bytes, tail)) = read_ends(&mut exhibit, len) else { return };
    let head = Head::new(&bytes, &tail, len, &job.settings);
    let companions = files.companions.iter().zip(&job.companions).map(|((file, len), name)| {
        let bytes = Box::new(PlacedFile::new(file, *len));
        Companion { name: name.clone(), bytes, len: *len }
    });
    let mut source = Source::new(&mut exhibit, len, &job.settings).with(companions.collect());
    if let Recognised::Taken(Reader::Container(container), _) =
        recognised(register, job, &head, source.is_split())
    {
        scout(container, register, &mut source, ahead);
    }
}
