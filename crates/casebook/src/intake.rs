//! Ingest: seals what is given, reads each exhibit in a caged worker, keeps the ledger, logs it.
//!
//! Every step can be killed and run again: an exhibit is sealed or not, a chunk of rows is stored or
//! not, and the ledger says which.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use custody::{Custody, Event, Exhibit, FileDigest, Keep, Receipt, Sealed};
use ingest::outcome::State as Read;
use ingest::supervise;
use model::ExhibitId;
use serde::Serialize;
use serde_json::json;

use crate::case::Case;
use crate::companions::Neighbours;
use crate::fault::{Exit, Fault};
use crate::lanes::{self, Overall};
use crate::ledger::{Ledger, Note, part_file};
use crate::progress::{Progress, Step};
use crate::reader::Reader;
use crate::reading::{Plan, ReadingOptions, plan};

/// Who gives exhibits, when, and how they are to be kept and read.
#[derive(Debug, Clone)]
pub struct Intake {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Who handed them over; the authority of the case where nobody says.
    pub giver: Option<String>,
    /// On which ground; the legal basis of the case where nobody says.
    pub legal_basis: Option<String>,
    /// Copy into the case, or register where they lie.
    pub keep: Keep,
    /// Whether a folder is one exhibit, or each file in it.
    pub folders: Folders,
    /// How they are to be read.
    pub reading: ReadingOptions,
    /// Exhibits read at once, and threads in a long one; one for each core where nobody says.
    pub lanes: Option<NonZero<usize>>,
    /// Who does it, for the log.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
}

/// What a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Folders {
    /// As many exhibits as it has files: returns that lie in a folder.
    #[default]
    Apart,
    /// One exhibit: the files of a device.
    Whole,
}

/// Exhibits are copied into the case.
pub const KEEP_COPY: Keep = Keep::Copy;

/// Exhibits stay where they are; the case holds path and digests.
pub const KEEP_IN_PLACE: Keep = Keep::InPlace;

/// What became of one exhibit.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    /// Its number.
    pub exhibit: ExhibitId,
    /// Its name as received.
    pub name: String,
    /// Whether the content was sealed before, so that nothing was stored again.
    pub known: bool,
    /// Whether anything was read in this run.
    pub read: bool,
    /// How it stands now.
    pub ledger: Ledger,
}

/// What became of everything that was given.
#[derive(Debug, Clone, Serialize)]
pub struct IntakeSummary {
    /// The exhibits, in the order of their paths.
    pub received: Vec<Received>,
    /// What could not be sealed, with the reason.
    pub skipped: Vec<(String, String)>,
}

impl IntakeSummary {
    /// How the command ends: rejects, quarantine or unread exhibits end it with 3.
    pub fn exit(&self) -> Exit {
        let clean = self.skipped.is_empty()
            && self
                .received
                .iter()
                .all(|one| !one.ledger.state.needs_attention() && one.ledger.counts.rejects == 0);
        if clean { Exit::Done } else { Exit::RejectedInPart }
    }
}

/// Seals and reads what is given.
pub fn ingest(
    case: &Case,
    intake: &Intake,
    worker: &supervise::WorkerCommand,
    progress: &dyn Progress,
) -> Result<IntakeSummary, Fault> {
    intake.reading.check(case)?;
    if intake.folders == Folders::Whole && intake.keep == KEEP_IN_PLACE {
        return Err(Fault::usage(
            "a folder that is one exhibit cannot stay where it is: its archive has to be made",
            "leave out --in-place, or make an image of it and ingest that in place",
        ));
    }
    let mut custody = open_custody(case)?;
    let (sealed, skipped) = seal_all(case, &mut custody, intake, progress)?;
    let mut given = BTreeSet::new();
    let given: Vec<(Exhibit, bool)> = sealed
        .into_iter()
        .filter(|one| given.insert(one.exhibit().id))
        .map(|one| (one.exhibit().clone(), matches!(one, Sealed::Already(_))))
        .collect();
    let bytes = given.iter().map(|(exhibit, _)| exhibit.size_bytes).sum();
    let neighbours = Neighbours::of(custody.exhibits());
    let overall = Overall::new(progress, given.len(), bytes);
    let groups = neighbours.groups(&given.iter().map(|(one, _)| one).collect::<Vec<_>>());
    let lanes = intake.lanes.map_or_else(lanes::for_this_machine, NonZero::get);
    let desk = Desk { case, custody: Mutex::new(custody), neighbours, intake, worker, lanes };
    let read = lanes::run(&groups, lanes, &overall, |number| {
        given.get(number).map(|(exhibit, _)| desk.read(exhibit, &overall)).transpose()
    });
    overall.finish();
    let received = given.into_iter().zip(read?).filter_map(|((exhibit, known), read)| {
        let (ledger, read) = read?;
        let name = exhibit.relative_path.unwrap_or(exhibit.name);
        Some(Received { exhibit: exhibit.id, name, known, read, ledger })
    });
    Ok(IntakeSummary { received: received.collect(), skipped })
}

/// Opens the custody of a case to write.
pub(crate) fn open_custody(case: &Case) -> Result<Custody, Fault> {
    Custody::open(case.dir()).map_err(|e| custody_fault(&e))
}

type SealedAll = (Vec<Sealed>, Vec<(String, String)>);

fn seal_all(
    case: &Case,
    custody: &mut Custody,
    intake: &Intake,
    progress: &dyn Progress,
) -> Result<SealedAll, Fault> {
    let facts = case.facts();
    let receipt = Receipt {
        giver: intake.giver.clone().unwrap_or_else(|| facts.authority.clone()),
        legal_basis: intake.legal_basis.clone().unwrap_or_else(|| facts.legal_basis.clone()),
        received_at_us: intake.at_us,
        settings: serde_json::Value::Null,
        keep: intake.keep,
    };
    let mut watch = |at: &custody::Progress<'_>| {
        let files = format!("{}/{} files", at.files_done, at.files_total);
        progress.advance(Step::Seal, at.what, at.bytes_done, at.bytes_total, &files);
        if progress.stop_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let (mut sealed, mut skipped) = (Vec::new(), Vec::new());
    for path in &intake.paths {
        if is_folder(path)? && intake.folders == Folders::Whole {
            let (one, left_out) =
                custody.seal_whole(path, &receipt, &mut watch).map_err(|e| custody_fault(&e))?;
            let more = one.exhibit().folder.as_ref().map_or(0, |facts| facts.left_out_more);
            sealed.push(one);
            skipped.extend(left_out.into_iter().map(|one| (one.relative_path, one.reason)));
            if more > 0 {
                let reason = format!("{more} further entries of it were left out");
                skipped.push((path.display().to_string(), reason));
            }
        } else if is_folder(path)? {
            let folder =
                custody.seal_folder(path, &receipt, &mut watch).map_err(|e| custody_fault(&e))?;
            sealed.extend(folder.sealed);
            skipped.extend(folder.skipped.into_iter().map(|one| (one.relative_path, one.reason)));
        } else {
            let one = custody.seal(path, &receipt, &mut watch).map_err(|e| custody_fault(&e))?;
            sealed.push(one);
        }
    }
    progress.finish(Step::Seal, "");
    Ok((sealed, skipped))
}

fn is_folder(path: &Path) -> Result<bool, Fault> {
    let metadata = std::fs::symlink_metadata(path).map_err(|e| Fault::io(path, e))?;
    Ok(metadata.is_dir())
}

/// What every lane reads exhibits with.
struct Desk<'a> {
    case: &'a Case,
    custody: Mutex<Custody>,
    neighbours: Neighbours,
    intake: &'a Intake,
    worker: &'a supervise::WorkerCommand,
    lanes: usize,
}

impl Desk<'_> {
    /// Reads one exhibit as far as it is not read yet; the flag says whether anything was read.
    fn read(&self, exhibit: &Exhibit, overall: &Overall<'_>) -> Result<(Ledger, bool), Fault> {
        let progress = overall.exhibit(exhibit.id, exhibit.size_bytes);
        let done = self.read_as_planned(exhibit, &progress);
        progress.finish(Step::Read, &exhibit.name);
        done
    }

    fn read_as_planned(
        &self,
        exhibit: &Exhibit,
        progress: &dyn Progress,
    ) -> Result<(Ledger, bool), Fault> {
        let Self { case, intake, .. } = *self;
        let companions = self.neighbours.companions(exhibit);
        let ids: Vec<ExhibitId> = companions.iter().map(|one| one.id).collect();
        let mut ledger = match plan(case, exhibit.id, &ids, &intake.reading)? {
            Plan::Leave(ledger) => return Ok((ledger, false)),
            Plan::GoOn(ledger) => ledger,
            Plan::ReadAnew(ledger) => {
                // Stored first: parts of an earlier reading are removed only once nobody lists them.
                ledger.save(case)?;
                ledger
            }
        };
        let reader =
            Reader { case, custody: &self.custody, worker: self.worker, lanes: self.lanes };
        let outcome = reader.read(exhibit, &companions, &mut ledger, progress)?;
        if outcome.state == Read::Interrupted {
            ledger.save(case)?;
            let at = format!("{} row {}", exhibit.name, ledger.stored_rows + 1);
            return Err(Fault::interrupted(at));
        }
        // Logged first: a reading that is done is one that the log knows.
        log_reading(&mut lanes::locked(&self.custody), &ledger, intake)?;
        ledger.save(case)?;
        keep_parts(case, &ledger, &companions)?;
        Ok((ledger, true))
    }
}

/// Keeps that exhibits were read as parts of another, as its reader said by their names.
pub(crate) fn keep_parts(
    case: &Case,
    ledger: &Ledger,
    companions: &[Exhibit],
) -> Result<(), Fault> {
    for note in &ledger.notes {
        let Note::Companion { name } = note else { continue };
        if let Some(part) = companions.iter().find(|one| one.name == *name) {
            Ledger::part_of(part.id, ledger.exhibit, ledger.settings.clone()).save(case)?;
        }
    }
    Ok(())
}

fn log_reading(custody: &mut Custody, ledger: &Ledger, intake: &Intake) -> Result<(), Fault> {
    let tables = ledger
        .parts
        .iter()
        .map(|part| FileDigest { file: part_file(part), sha256: part.sha256 })
        .collect();
    let event = Event::Ingested {
        exhibit: ledger.exhibit,
        format: ledger.format.as_ref().map(|seen| seen.code.clone()).unwrap_or_default(),
        reader: format!(
            "tutela {} reader {}",
            env!("CARGO_PKG_VERSION"),
            ledger.format.as_ref().map_or(0, |seen| seen.version)
        ),
        state: ledger.state.name().to_owned(),
        rows: ledger.counts.rows,
        records: ledger.counts.records,
        rejects: ledger.counts.rejects,
        settings: json!({
            "mapping": ledger.settings.mapping, "zone": ledger.zone().map(|(zone, _)| zone),
            "zone_source": ledger.zone().map(|(_, source)| source.name()),
        }),
        tables,
    };
    custody.log(intake.at_us, &intake.by, &event).map_err(|e| custody_fault(&e))?;
    Ok(())
}

/// A fault of custody in the words of the casebook.
pub(crate) fn custody_fault(fault: &custody::Fault) -> Fault {
    use custody::Fault as Cause;
    let exit = match fault {
        Cause::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
            Exit::Interrupted
        }
        Cause::Io { source, .. } if source.kind() == std::io::ErrorKind::PermissionDenied => {
            Exit::Denied
        }
        Cause::Interrupted => Exit::Interrupted,
        Cause::Damaged { .. } | Cause::ExhibitChanged { .. } | Cause::WitnessRefuses(_) => {
            Exit::Integrity
        }
        Cause::ReadOnly | Cause::NoSigningKey => Exit::Denied,
        _ => Exit::Usage,
    };
    let words = fault.to_string();
    let fact = words.strip_suffix(fault.remedy()).unwrap_or(&words).trim_end_matches("; ");
    Fault::new(exit, fact, fault.remedy())
}

/// What the folders among these paths would be sealed as, each as one exhibit; nothing is stored.
pub fn survey(paths: &[PathBuf]) -> Result<Vec<(PathBuf, custody::Survey)>, Fault> {
    let mut surveys = Vec::new();
    for path in paths {
        if is_folder(path)? {
            let survey = custody::survey_folder(path).map_err(|e| custody_fault(&e))?;
            surveys.push((path.clone(), survey));
        }
    }
    Ok(surveys)
}
