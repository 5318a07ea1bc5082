//! Triage: what known sets say of every file that a case knows, without showing one.
//!
//! A file is what a record tells of as a file, and every exhibit itself. Its verdict says whom to ask,
//! and no more: a listed file is listed by a set whose owner answers for it; a known one is published
//! software, and neither good nor bad by that. A folder is no file, nor is a line of a list of digests.
//!
//! ```text
//! verdict   what is said of a file
//! contents  the bytes of one content, where it lies
//! digests   the digests of exhibits that are no containers
//! looks     what undecided files look like, examined in the cage
//! films     the frames of undecided films, by a decoder of the unit's own
//! told      a file as it is told, and its verdict by digests alone
//! weighing  from looks to a verdict, where digests leave it open
//! outcome   what a triage leaves in the case and in its log
//! groups    undecided files that one decision can cover
//! decisions what people decided
//! handover  what goes to those who identify victims
//! opening   the bytes of one file, on purpose
//! shared    contents that lie with different holders
//! ```
//!
//! Digests decide first. What they leave open is examined once, in the cage, and only codes come back.

mod contents;
pub mod decisions;
mod digests;
mod films;
pub mod groups;
pub mod handover;
mod looks;
pub mod opening;
mod outcome;
pub mod shared;
mod told;
mod verdict;
mod weighing;

use std::collections::BTreeSet;
use std::path::PathBuf;

use custody::{Custody, Exhibit};
use ingest::WorkerCommand;
use model::record::Kind;
use model::{Digest, ExhibitId};
use tables::{Engine, ToldFile};
use triage::known::{Digests, KnownError, KnownSets};

use crate::asking::{ledgers, open_tables};
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::intake::custody_fault;
use crate::kept::Kept;
use crate::ledger::Ledger;
use crate::progress::{Progress, Step};
use crate::walk::Walk;
use contents::{Contents, Lies};
use films::{Decoding, Frames};
use looks::{Look, Looking, Undecided};

pub use looks::Pictures;
pub use outcome::{OfCategory, Outcome, files, last};
pub use verdict::{Count, Counts, Judged, Picture, Says, SetAside, Times, Verdict};

/// Files between two looks at whoever watches.
const FILES_PER_LOOK: u64 = 4096;

/// How a triage is made.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether undecided pictures are examined.
    pub pictures: bool,
    /// What decodes undecided films (`ffmpeg`, 5.1 or later), and how its cage is started; without it films are
    /// not decoded.
    pub decoder: Option<(PathBuf, WorkerCommand)>,
}

/// Who judges: a case, the sets, and how workers are started.
pub struct Triage<'c> {
    /// The case.
    pub case: &'c Case,
    /// The known sets.
    pub sets: &'c KnownSets,
    /// How a worker is started.
    pub worker: &'c WorkerCommand,
    /// How it is made.
    pub options: Options,
    /// Whoever waits.
    pub progress: &'c dyn Progress,
}

/// What a triage reads of a case.
struct Material {
    custody: Custody,
    ledgers: Vec<Ledger>,
    engine: Engine,
    looks: Kept<Look>,
    frames: Kept<Frames>,
}

impl Material {
    fn open(case: &Case) -> Result<Self, Fault> {
        let ledgers = ledgers(case)?;
        let engine = open_tables(case, &ledgers)?;
        let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
        let frames = films::open_kept(case)?;
        Ok(Self { custody, ledgers, engine, looks: looks::open_kept(case)?, frames })
    }

    fn contents<'c>(&'c self, worker: &'c WorkerCommand) -> Contents<'c> {
        let Self { custody, ledgers, engine, .. } = self;
        Contents { walk: Walk { custody }, engine, ledgers, worker }
    }

    /// Exhibits whose members are told.
    fn containers(&self) -> BTreeSet<ExhibitId> {
        let told = self.ledgers.iter().filter(|one| one.members.is_some());
        told.map(|one| one.exhibit).collect()
    }
}

impl Triage<'_> {
    /// Judges every file, hands each on (records first, then exhibits), and keeps and logs the outcome.
    pub fn run(
        &self,
        by: &str,
        at_us: i64,
        each: &mut dyn FnMut(&Judged) -> Result<(), Fault>,
    ) -> Result<Outcome, Fault> {
        let material = Material::open(self.case)?;
        let loose = self.loose(&material)?;
        if self.options.pictures {
            let undecided = self.undecided(&material, &loose)?;
            let contents = material.contents(self.worker);
            let looking = Looking { contents, progress: self.progress };
            looking.look(&undecided, &material.looks)?;
            if let Some((decoder, cage)) = &self.options.decoder {
                let decoding = Decoding::by(decoder, cage)?;
                looking.films(&undecided, &material.looks, &decoding, &material.frames)?;
            }
        }
        let mut writing = outcome::Writing::begin(self.case)?;
        let mut tell = |judged: &Judged| {
            writing.add(judged)?;
            each(judged)
        };
        let mut weighing =
            weighing::Weighing::new(self.sets, &material, self.options.pictures, &mut tell);
        self.files(&material, |file| weighing.add(told::of_file(file)))?;
        for (exhibit, digests) in &loose {
            weighing.add(told::of_exhibit(exhibit, digests))?;
        }
        weighing.end()?;
        let root = material.engine.data_root();
        writing.end(self.case, self.sets, (root, self.options.pictures), (by, at_us))
    }

    /// Hands on every file that a record tells of.
    fn files(
        &self,
        material: &Material,
        mut each: impl FnMut(&ToldFile<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let of_files = |((_, kind), rows)| if kind == Kind::Media { rows } else { 0 };
        let (mut done, total) = (0, material.engine.counts().into_iter().map(of_files).sum());
        material.engine.files(|file| {
            if done % FILES_PER_LOOK == 0 {
                self.progress.advance(Step::Compare, "", done, total, "");
                if self.progress.stop_asked() {
                    return Err(Fault::interrupted("triage"));
                }
            }
            done += 1;
            if file.listed_by.is_empty() && !file.is_folder() { each(&file) } else { Ok(()) }
        })?;
        self.progress.finish(Step::Compare, "");
        Ok(())
    }

    /// The exhibits, each with its digests: of a container SHA-256 alone, which was taken when it was
    /// sealed.
    fn loose(&self, material: &Material) -> Result<Vec<(Exhibit, Digests)>, Fault> {
        let containers = material.containers();
        let digests = digests::OfExhibits::open(self.case, &material.custody, self.progress)?;
        let exhibits = material.custody.exhibits();
        let total = exhibits.iter().filter(|one| !containers.contains(&one.id));
        let total = total.map(|one| one.size_bytes).sum();
        let mut done = 0;
        let of = exhibits.iter().map(|exhibit| {
            let taken = if containers.contains(&exhibit.id) {
                Digests { sha256: Some(exhibit.sha256.0), ..Digests::default() }
            } else {
                digests.of(exhibit, (&mut done, total))?
            };
            Ok((exhibit.clone(), taken))
        });
        let all = of.collect::<Result<_, Fault>>()?;
        self.progress.finish(Step::Digest, "");
        Ok(all)
    }

    /// The contents that digests leave open and that can be looked at, where they lie.
    fn undecided(
        &self,
        material: &Material,
        loose: &[(Exhibit, Digests)],
    ) -> Result<Undecided, Fault> {
        let containers = material.containers();
        let mut undecided = Undecided::new();
        let mut add = |judged: &Judged, lies: Lies| {
            let sha256 = judged.sha256.parse::<Digest>().ok();
            if let Some(sha256) = sha256.filter(|_| judged.verdict.is_open()) {
                undecided.entry(sha256).or_default().push(lies);
            }
        };
        self.files(material, |file| {
            if containers.contains(&file.record.exhibit) {
                let judged = told::by_digests(self.sets, told::of_file(file));
                let (exhibit, row) = (file.record.exhibit, file.record.row);
                let size = judged.size.unwrap_or(0);
                add(&judged, Lies { exhibit, chain: file.locator(), row, size });
            }
            Ok(())
        })?;
        for (exhibit, digests) in loose {
            if !containers.contains(&exhibit.id) {
                let judged = told::by_digests(self.sets, told::of_exhibit(exhibit, digests));
                let size = exhibit.size_bytes;
                add(&judged, Lies { exhibit: exhibit.id, chain: String::new(), row: 0, size });
            }
        }
        Ok(undecided)
    }
}

/// The known sets of a folder.
pub fn open_sets(folder: &std::path::Path) -> Result<KnownSets, Fault> {
    let sets = KnownSets::open(folder).map_err(|e| sets_fault(&e))?;
    sets.ok_or_else(|| {
        Fault::usage("no known set stands here", "add one with `tutela sets add FILE`")
            .at(folder.display())
    })
}

/// A fault of known sets.
pub fn sets_fault(fault: &KnownError) -> Fault {
    let exit = match fault {
        KnownError::Refused(_) | KnownError::NoSuchSet(_) | KnownError::TooMany { .. } => {
            Exit::Usage
        }
        KnownError::Damaged { .. } => Exit::Integrity,
        KnownError::Disk { .. } => Exit::Denied,
    };
    Fault::of_library(exit, fault)
}
