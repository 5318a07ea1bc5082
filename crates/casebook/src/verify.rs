//! Verification: every exhibit hashed again, the log checked, and every file that the casebook wrote
//! held against the log.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use custody::{Custody, Event, FileDigest, Problem, ProblemKind, Verification};
use model::Digest;

use crate::access::log as access;
use crate::acts::acts;
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file;
use crate::intake::{custody_fault, open_custody};
use crate::ledger::{Ledger, State, part_file};
use crate::mappings;
use crate::progress::{Progress, Step};

/// Verifies the case and logs that it was done; the problems name each bad file.
pub fn verify(
    case: &Case,
    by: &str,
    at_us: i64,
    progress: &dyn Progress,
) -> Result<Verification, Fault> {
    let mut watch = |at: &custody::Progress<'_>| {
        progress.advance(Step::Verify, at.what, at.bytes_done, at.bytes_total, "");
        if progress.stop_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let mut found = custody::verify(case.dir(), &mut watch).map_err(|e| custody_fault(&e))?;
    progress.finish(Step::Verify, "");
    if found.checkpoint.is_some() && found.problems.is_empty() {
        found.problems.extend(check_written(case)?);
        let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
        found.problems.extend(access::check(case, &custody)?);
        found.problems.extend(crate::veil::problem(case, &custody));
        drop(custody);
        log(case, by, at_us, &found)?;
    }
    Ok(found)
}

/// How the command ends.
pub fn exit(found: &Verification) -> Exit {
    if found.problems.is_empty() { Exit::Done } else { Exit::Integrity }
}

fn log(case: &Case, by: &str, at_us: i64, found: &Verification) -> Result<(), Fault> {
    let mut custody = match open_custody(case) {
        // A case on read-only media can be verified, and cannot be written to.
        Err(fault) if fault.exit == Exit::Denied => return Ok(()),
        opened => opened?,
    };
    let event = Event::Verified {
        exhibits: found.exhibits,
        bytes: found.bytes,
        leaves: found.leaves,
        problems: found.problems.len() as u64,
    };
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    if found.problems.is_empty() { access::count(case, &mut custody, by, at_us) } else { Ok(()) }
}

/// The digests that the log has for each file the casebook wrote, newest last.
type Logged = BTreeMap<String, Vec<Digest>>;

fn logged(custody: &Custody) -> Result<Logged, Fault> {
    let mut files = Logged::new();
    for act in acts(custody)? {
        let written = match act.event {
            Event::Ingested { tables, .. } => tables,
            Event::Built { findings, .. } => findings,
            Event::Triaged { files, .. }
            | Event::ReportMade { files, .. }
            | Event::Stamped { files, .. } => files,
            Event::Decided { list, .. } => vec![list],
            Event::MappingSaved { name, sha256 } => {
                vec![FileDigest { file: mappings::path_of(&name), sha256 }]
            }
            _ => continue,
        };
        for one in written {
            files.entry(one.file).or_default().push(one.sha256);
        }
    }
    Ok(files)
}

/// Folders whose files are made again by their commands.
const MADE_AGAIN: [&str; 3] = ["report/", "findings/", "triage/"];

/// Holds every file that the casebook wrote against the log. Tables must be those of the last
/// reading; findings, outcomes of triage and reports may be of an earlier one, or gone: they are made again.
fn check_written(case: &Case) -> Result<Vec<Problem>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let mut logged = logged(&custody)?;
    let mut problems = Vec::new();
    for exhibit in custody.exhibits() {
        let Some(ledger) = Ledger::load(case, exhibit.id)? else { continue };
        for part in &ledger.parts {
            let file = part_file(part);
            let known = logged.remove(&file).unwrap_or_default();
            if ledger.state != State::Reading && known.last() != Some(&part.sha256) {
                let fact = format!("the ledger has SHA-256 {}, the log another", part.sha256);
                problems.push(Problem { file: file.clone(), kind: ProblemKind::Changed, fact });
            }
            problems.extend(check_file(case, &file, &[part.sha256], true));
        }
    }
    for (file, known) in logged.iter().filter(|(file, _)| !file.starts_with("tables/")) {
        let kept = !MADE_AGAIN.iter().any(|folder| file.starts_with(folder));
        problems.extend(check_file(case, file, known, kept));
    }
    Ok(problems)
}

/// What is wrong with a file that should have one of these digests.
fn check_file(case: &Case, file: &str, known: &[Digest], kept: bool) -> Option<Problem> {
    let (kind, fact) = match file::sha256_at(&case.path(file)) {
        Ok(found) if known.contains(&found) => return None,
        Ok(found) => {
            let stated = known.last().map(ToString::to_string).unwrap_or_default();
            (ProblemKind::Changed, format!("its SHA-256 is {found}, the log has {stated}"))
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && !kept => return None,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            (ProblemKind::Missing, "it is gone".to_owned())
        }
        Err(e) => (ProblemKind::Unreadable, e.to_string()),
    };
    Some(Problem { file: file.to_owned(), kind, fact })
}
