//! What undecided files look like: each content is examined once, in the cage, where it lies, and what is
//! said of it is kept by its SHA-256.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use ingest::{Examiner, Progress as Walked, Shown, Viewer, Wanted};
use model::{Digest, ExhibitId};
use serde::{Deserialize, Serialize};
use triage::examine::{self, Examined, Outcome, Unread, Why};
use triage::picture;

use super::contents::{Contents, Lies, nth};
use crate::case::Case;
use crate::fault::Fault;
use crate::keeper::tables_fault;
use crate::kept::Kept;
use crate::lanes::{self, Overall};
use crate::progress::{Progress, Step};

/// Raised whenever the same content would be answered otherwise.
const EXAMINER_VERSION: u32 = 2;

/// Files in one job, at most: a worker that breaks costs what it had begun, and the list must fit.
const FILES_AT_ONCE: usize = 20_000;

/// Bytes of names in one job, at most; a character may take six in JSON.
const NAMES_BYTES_MAX: usize = 2 << 20;

/// What is kept of a content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Look {
    /// No picture by its first bytes.
    NoPicture,
    /// A film.
    Film,
    /// A picture that broke who examined it.
    NoAnswer,
    /// A picture, decoded or not.
    Picture(Box<Examined>),
}

impl Look {
    fn of(answer: &[u8]) -> Self {
        match Examined::from_json(answer) {
            Ok(Examined { outcome: Outcome::NotReadable(Why::UnknownKind), .. }) => Self::NoPicture,
            Ok(Examined {
                outcome: Outcome::NotReadable(Why::Unsupported(Unread::Film)), ..
            }) => Self::Film,
            Ok(examined) => Self::Picture(Box::new(examined)),
            Err(_) => Self::NoAnswer,
        }
    }
}

/// The examiner that workers are given: pictures, as `triage` sees them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pictures;

impl Examiner for Pictures {
    fn bytes_max(&self) -> usize {
        picture::BYTES_MAX
    }

    fn by_head(&self, head: &[u8]) -> Option<Vec<u8>> {
        (!examine::takes(head)).then(|| self.examine(head))
    }

    fn examine(&self, content: &[u8]) -> Vec<u8> {
        // Without an answer the file counts as one that broke its examiner.
        examine::examine(content).to_json().unwrap_or_default().into_bytes()
    }
}

/// Contents that are to be examined, each with the places where it lies.
pub(super) type Undecided = BTreeMap<Digest, Vec<Lies>>;

/// What an examination needs of a case.
pub(super) struct Looking<'c> {
    pub(super) contents: Contents<'c>,
    pub(super) progress: &'c dyn Progress,
}

/// One file of a job: what it should be, and how a worker finds it.
struct Sought {
    sha256: Digest,
    wanted: Wanted,
}

/// Files of one exhibit for one worker.
struct Batch {
    exhibit: ExhibitId,
    sought: Vec<Sought>,
}

/// Where what is kept of looks lies in a case.
pub(super) fn open_kept(case: &Case) -> Result<Kept<Look>, Fault> {
    Kept::open(case.path("cache/looks.jsonl"), EXAMINER_VERSION)
}

impl Looking<'_> {
    /// Examines what is not kept yet. A content that is not found where one record tells it is looked for
    /// where the next does; one that no place has stays without a look.
    pub(super) fn look(&self, undecided: &Undecided, kept: &Kept<Look>) -> Result<(), Fault> {
        let open = undecided.iter().filter(|(sha256, _)| !kept.has(sha256));
        let mut undecided: Undecided =
            open.map(|(sha256, places)| (*sha256, places.clone())).collect();
        let done = AtomicU64::new(0);
        while !undecided.is_empty() {
            let round: Vec<(Digest, Lies)> = undecided
                .iter_mut()
                .filter_map(|(sha256, places)| Some((*sha256, places.pop()?)))
                .collect();
            let total = done.load(Ordering::Relaxed) + round.len() as u64;
            let batches = self.batches(round)?;
            let groups: Vec<Vec<usize>> = (0..batches.len()).map(|at| vec![at]).collect();
            let overall = Overall::new(self.progress, batches.len(), 0);
            lanes::run(&groups, lanes::for_this_machine(), &overall, |at| match batches.get(at) {
                Some(batch) => self.examine(batch, kept, (&done, total)),
                None => Ok(()),
            })?;
            undecided.retain(|sha256, places| !places.is_empty() && !kept.has(sha256));
        }
        self.progress.finish(Step::Look, "");
        Ok(())
    }

    /// The files of a round, by exhibit, in jobs that fit and feed every core.
    fn batches(&self, round: Vec<(Digest, Lies)>) -> Result<Vec<Batch>, Fault> {
        let mut by_exhibit: BTreeMap<ExhibitId, Vec<(Digest, Lies)>> = BTreeMap::new();
        for (sha256, lies) in round {
            by_exhibit.entry(lies.exhibit).or_default().push((sha256, lies));
        }
        let mut batches = Vec::new();
        for (exhibit, mut files) in by_exhibit {
            files.sort_by(|a, b| a.1.cmp(&b.1));
            let names: BTreeSet<&str> = files.iter().map(|(_, lies)| lies.chain.as_str()).collect();
            let told =
                self.contents.engine.member_rows(exhibit, &names).map_err(|e| tables_fault(&e))?;
            let sought = files.iter().map(|(sha256, lies)| Sought {
                sha256: *sha256,
                wanted: Wanted::whole(lies.chain.clone(), nth(told.get(&lies.chain), lies.row)),
            });
            let lanes = lanes::for_this_machine();
            let share = files.len().div_ceil(lanes).clamp(1, FILES_AT_ONCE);
            let mut bytes = 0;
            let mut batch = Batch { exhibit, sought: Vec::new() };
            for one in sought {
                bytes += one.wanted.inside.len();
                if batch.sought.len() >= share || bytes > NAMES_BYTES_MAX {
                    bytes = one.wanted.inside.len();
                    let sought = std::mem::take(&mut batch.sought);
                    batches.push(Batch { exhibit, sought });
                }
                batch.sought.push(one);
            }
            batches.push(batch);
        }
        Ok(batches)
    }

    /// Has one worker examine some files of an exhibit.
    fn examine(
        &self,
        batch: &Batch,
        kept: &Kept<Look>,
        count: (&AtomicU64, u64),
    ) -> Result<(), Fault> {
        let is_itself = |one: &Sought| one.wanted.inside.is_empty();
        let mut asking = self.contents.asking(batch.exhibit, batch.sought.iter().all(is_itself))?;
        asking.job.show = batch.sought.iter().map(|one| one.wanted.clone()).collect();
        asking.job.examine = true;
        let mut watch = Watch { looking: self, batch, kept, count, fault: None };
        let shown = asking.show(self.contents.worker, 0, &mut watch);
        if let Some(fault) = watch.fault {
            return Err(fault);
        }
        for (one, shown) in batch.sought.iter().zip(shown?) {
            if matches!(shown, Shown::Missing { is_begun: true, .. }) {
                kept.keep(one.sha256, Look::NoAnswer)?;
                count.0.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(())
    }
}

/// Keeps answers as they come.
struct Watch<'w, 'c> {
    looking: &'w Looking<'c>,
    batch: &'w Batch,
    kept: &'w Kept<Look>,
    count: (&'w AtomicU64, u64),
    fault: Option<Fault>,
}

impl Viewer for Watch<'_, '_> {
    fn progress(&mut self, _: &Walked) -> ControlFlow<()> {
        let (done, total) = self.count;
        let progress = self.looking.progress;
        progress.advance(Step::Look, "", done.load(Ordering::Relaxed), total, "");
        if progress.stop_asked() || self.fault.is_some() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn answered(&mut self, place: usize, answer: &[u8]) {
        let Some(one) = self.batch.sought.get(place) else { return };
        if let Err(fault) = self.kept.keep(one.sha256, Look::of(answer)) {
            self.fault = Some(fault);
        }
        self.count.0.fetch_add(1, Ordering::Relaxed);
    }
}
