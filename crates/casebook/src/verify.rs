//! Verification: every exhibit hashed again, the log checked, and every table held against the log.

use std::io::Read;
use std::ops::ControlFlow;

use custody::{Event, Problem, ProblemKind, Verification};
use model::Digest;
use sha2::{Digest as _, Sha256};

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::intake::{custody_fault, open_custody};
use crate::ledger::Ledger;
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
        found.problems.extend(check_tables(case)?);
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
    custody.log(at_us, by, &event).map(|_| ()).map_err(|e| custody_fault(&e))
}

/// Tables can be rebuilt, but what a finding rests on must be what the ledger lists.
fn check_tables(case: &Case) -> Result<Vec<Problem>, Fault> {
    let mut problems = Vec::new();
    let exhibits = custody::Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    for exhibit in exhibits.exhibits() {
        let Some(ledger) = Ledger::load(case, exhibit.id)? else { continue };
        for part in &ledger.parts {
            let file = format!("tables/{}", part.path().display());
            let (kind, fact) = match digest(case, &file) {
                Ok(found) if found == part.sha256 => continue,
                Ok(found) => (
                    ProblemKind::Changed,
                    format!("its SHA-256 is {found}, the ledger has {}", part.sha256),
                ),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                    (ProblemKind::Missing, "it is gone".to_owned())
                }
                Err(e) => (ProblemKind::Unreadable, e.to_string()),
            };
            problems.push(Problem { file, kind, fact });
        }
    }
    Ok(problems)
}

fn digest(case: &Case, file: &str) -> std::io::Result<Digest> {
    let mut source = std::fs::File::open(case.path(file))?;
    let mut sha256 = Sha256::new();
    let mut block = vec![0u8; 1 << 20];
    loop {
        let count = source.read(&mut block)?;
        if count == 0 {
            return Ok(Digest(sha256.finalize().into()));
        }
        sha256.update(block.get(..count).unwrap_or_default());
    }
}
