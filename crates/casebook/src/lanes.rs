//! Lanes: exhibits are read several at once, so that every core works, and shown as one work.
//!
//! Exhibits that belong together (segments, a database and its log) stay in one lane, in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::ExhibitId;

use crate::fault::{Exit, Fault};
use crate::progress::{Progress, Step};

/// More lanes than this only press on memory: each may take what its worker may.
const LANES_MAX: usize = 8;

/// As many lanes as there are cores, within reason.
pub(crate) fn for_this_machine() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get).min(LANES_MAX)
}

/// Does the work of every group, groups side by side and each group in its order; gives the answers
/// in the order of the numbers. After a fault no work is begun, and the fault that caused the end
/// is the one that is told.
pub(crate) fn run<A: Send>(
    groups: &[Vec<usize>],
    lanes: usize,
    overall: &Overall<'_>,
    work: impl Fn(usize) -> Result<A, Fault> + Sync,
) -> Result<Vec<A>, Fault> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let lane = || {
        while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
            for number in group {
                if overall.halted() {
                    return;
                }
                let answer = work(*number);
                if answer.is_err() {
                    overall.halted.store(true, Ordering::Relaxed);
                }
                locked(&done).insert(*number, answer);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..lanes.min(groups.len()) {
            scope.spawn(lane);
        }
        lane();
    });
    let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (mut answers, mut faults) = (Vec::with_capacity(done.len()), Vec::new());
    for answer in done.into_values() {
        match answer {
            Ok(answer) => answers.push(answer),
            Err(fault) => faults.push(fault),
        }
    }
    // Lanes that were only told to stop end as interrupted.
    faults.sort_by_key(|fault| fault.exit == Exit::Interrupted);
    faults.into_iter().next().map_or(Ok(answers), Err)
}

/// What is held by a lock; a lane that panicked left it whole.
pub(crate) fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All exhibits of a run as one piece of work.
pub(crate) struct Overall<'p> {
    progress: &'p dyn Progress,
    exhibits: usize,
    bytes: u64,
    halted: AtomicBool,
    reached: Mutex<Reached>,
}

/// How far the run is.
#[derive(Default)]
struct Reached {
    exhibits: usize,
    bytes: u64,
    /// Bytes read of the exhibits that are open.
    open: BTreeMap<ExhibitId, u64>,
}

impl<'p> Overall<'p> {
    /// A run over so many exhibits of so many bytes in all.
    pub(crate) fn new(progress: &'p dyn Progress, exhibits: usize, bytes: u64) -> Self {
        Self {
            progress,
            exhibits,
            bytes,
            halted: AtomicBool::new(false),
            reached: Mutex::default(),
        }
    }

    /// One exhibit of the run, as what its reading reports to.
    pub(crate) fn exhibit(&self, id: ExhibitId, bytes: u64) -> OneOf<'_> {
        OneOf { overall: self, id, bytes }
    }

    /// Nothing more comes: takes the display down.
    pub(crate) fn finish(&self) {
        self.progress.finish(Step::Read, "");
    }

    fn halted(&self) -> bool {
        self.halted.load(Ordering::Relaxed) || self.progress.stop_asked()
    }
}

/// One exhibit of a run.
pub(crate) struct OneOf<'o> {
    overall: &'o Overall<'o>,
    id: ExhibitId,
    bytes: u64,
}

impl Progress for OneOf<'_> {
    fn advance(&self, step: Step, what: &str, done: u64, total: u64, note: &str) {
        let all = self.overall;
        if all.exhibits == 1 {
            return all.progress.advance(step, what, done, total, note);
        }
        let (exhibits, bytes) = {
            let mut reached = locked(&all.reached);
            reached.open.insert(self.id, done.min(self.bytes));
            (reached.exhibits, reached.bytes + reached.open.values().sum::<u64>())
        };
        let note = format!("{exhibits}/{}  {what}  {note}", all.exhibits);
        all.progress.advance(step, "", bytes, all.bytes, &note);
    }

    fn finish(&self, _: Step, _: &str) {
        let mut reached = locked(&self.overall.reached);
        reached.open.remove(&self.id);
        reached.exhibits += 1;
        reached.bytes += self.bytes;
    }

    fn stop_asked(&self) -> bool {
        self.overall.halted()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Silent;

    #[test]
    fn groups_run_side_by_side_and_keep_their_order() {
        let overall = Overall::new(&Silent, 5, 0);
        let ran = Mutex::new(Vec::new());
        let both = std::sync::Barrier::new(2);
        let answers = run(&[vec![3, 1], vec![0], vec![4, 2]], 2, &overall, |number| {
            if number == 3 || number == 0 {
                both.wait();
            }
            locked(&ran).push(number);
            Ok(number * 10)
        });
        assert_eq!(answers.unwrap(), [0, 10, 20, 30, 40]);
        let ran = locked(&ran);
        let at = |number| ran.iter().position(|one| *one == number);
        assert!(at(3) < at(1) && at(4) < at(2), "{ran:?}");
    }

    #[test]
    fn a_fault_stops_the_others_and_is_the_one_that_is_told() {
        let overall = Overall::new(&Silent, 4, 0);
        let met = std::sync::Barrier::new(2);
        let answer = run(&[vec![0], vec![1], vec![2], vec![3]], 2, &overall, |number| {
            met.wait();
            if number == 1 {
                return Err(Fault::new(Exit::Integrity, "changed", "look"));
            }
            while !overall.exhibit(ExhibitId(1), 0).stop_asked() {
                std::thread::yield_now();
            }
            Err::<(), _>(Fault::interrupted("row 1"))
        });
        assert_eq!(answer.unwrap_err().exit, Exit::Integrity);
    }
}
