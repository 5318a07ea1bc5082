//! Opening: the content of one file is handed out, on purpose, with a reason, and logged before a byte leaves.
//!
//! Nothing in this house decodes a picture for display. Whoever has to look at one takes the bytes to the tool
//! that the unit has for it; here it is kept who did so, as what, and why.

use std::fs::File;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

use custody::{Custody, Event};
use ingest::{Progress, Shown, Viewer, WorkerCommand};
use model::{Digest, ExhibitId, RecordRef};
use serde::Serialize;

use super::Material;
use super::contents::Lies;
use super::outcome::files;
use super::verdict::Judged;
use crate::acts::acts;
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file;
use crate::intake::{custody_fault, open_custody};

/// As what a person opens a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Examines devices.
    Examiner,
    /// Leads the inquiry.
    Investigator,
    /// The prosecutor or a judge.
    Prosecutor,
    /// An expert or consultant of a party.
    Expert,
}

impl Role {
    /// The name in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Examiner => "examiner",
            Self::Investigator => "investigator",
            Self::Prosecutor => "prosecutor",
            Self::Expert => "expert",
        }
    }
}

/// An opening, as the log has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// Who.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The record.
    pub record: Option<RecordRef>,
    /// As what.
    pub role: String,
    /// Why.
    pub reason: String,
    /// Bytes.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: Digest,
}

/// Who opens what, as what, and why.
pub struct Opening<'o> {
    /// The case.
    pub case: &'o Case,
    /// How a worker is started.
    pub worker: &'o WorkerCommand,
    /// The file: the number of its record, or of an exhibit.
    pub file: &'o str,
    /// As what.
    pub role: Role,
    /// Why.
    pub reason: &'o str,
    /// Where its bytes go: a new file.
    pub to: &'o Path,
}

impl Opening<'_> {
    /// Logs the opening, then hands the bytes out and holds them against their digest.
    pub fn run(&self, by: &str, at_us: i64) -> Result<Opened, Fault> {
        if self.reason.trim().is_empty() {
            return Err(Fault::usage("opening a file needs a reason", "state it with --reason"));
        }
        let judged = self.find()?;
        let stated = judged.sha256.parse::<Digest>().ok().zip(judged.size);
        let (sha256, bytes) = stated.ok_or_else(|| {
            Fault::usage("nothing is known of its content", "it cannot be opened").at(self.file)
        })?;
        let mut leaving = file::Outside::file(self.to)?;
        let mut out = leaving.open("").map_err(|e| Fault::io(self.to, e))?;
        let (exhibit, record) = (judged.exhibit, judged.record);
        let (role, reason) = (self.role.code().to_owned(), self.reason.to_owned());
        let event = Event::Opened {
            exhibit,
            record,
            role: role.clone(),
            reason: reason.clone(),
            bytes,
            sha256,
        };
        open_custody(self.case)?.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
        let found = match record {
            Some(record) => self.member(&judged, record.row, &mut out)?,
            None => copy(self.case, exhibit, &mut out, self.to)?,
        };
        if found != sha256 {
            return Err(Fault::new(
                Exit::Integrity,
                "what was handed out has not the digest that triage took",
                "run `tutela verify`; then ingest the exhibit again",
            )
            .at(self.file));
        }
        leaving.publish()?;
        let by = by.to_owned();
        Ok(Opened { by, at_us, exhibit, record, role, reason, bytes, sha256 })
    }

    fn find(&self) -> Result<Judged, Fault> {
        let mut found = None;
        files(self.case, &mut |judged| {
            if judged.label() == self.file {
                found = Some(judged);
            }
            Ok(())
        })?;
        found.ok_or_else(|| {
            let remedy = "take the number of a file from `tutela triage`, such as EX-2/14";
            Fault::usage("the last triage knows no such file", remedy).at(self.file)
        })
    }

    /// The bytes of a member, from the worker that walks to it.
    fn member(&self, judged: &Judged, row: u64, out: &mut File) -> Result<Digest, Fault> {
        let material = Material::open(self.case)?;
        let lies = Lies {
            exhibit: judged.exhibit,
            chain: judged.locator.clone(),
            row,
            size: judged.size.unwrap_or(0),
        };
        let mut pour = Pour { out, fault: None };
        let shown = material.contents(self.worker).pour(&lies, &mut pour)?;
        if let Some(error) = pour.fault {
            return Err(Fault::io(self.to, error));
        }
        match shown {
            Some(Shown::Bytes { sha256, .. }) => Ok(sha256),
            Some(Shown::Missing { reason, .. }) => Err(self.not_there(&reason)),
            None => Err(self.not_there("nothing was shown")),
        }
    }

    fn not_there(&self, reason: &str) -> Fault {
        let remedy = "its content does not lie in the exhibit, or cannot be unpacked";
        Fault::usage(format!("the content could not be handed out: {reason}"), remedy).at(self.file)
    }
}

/// Pours what is shown into a file.
struct Pour<'f> {
    out: &'f mut File,
    fault: Option<std::io::Error>,
}

impl Viewer for Pour<'_> {
    fn progress(&mut self, _: &Progress) -> ControlFlow<()> {
        if self.fault.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn bytes(&mut self, _: usize, bytes: &[u8]) {
        if self.fault.is_none() {
            self.fault = self.out.write_all(bytes).err();
        }
    }
}

/// Copies an exhibit.
fn copy(case: &Case, exhibit: ExhibitId, out: &mut File, to: &Path) -> Result<Digest, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let mut file = custody.open_exhibit(exhibit).map_err(|e| custody_fault(&e))?;
    file::sha256_of(&mut file, |bytes| out.write_all(bytes)).map_err(|e| Fault::io(to, e))
}

/// Every opening of the case.
pub fn openings(case: &Case) -> Result<Vec<Opened>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let opened = acts(&custody)?.into_iter().filter_map(|act| {
        let Event::Opened { exhibit, record, role, reason, bytes, sha256 } = act.event else {
            return None;
        };
        Some(Opened { by: act.by, at_us: act.at_us, exhibit, record, role, reason, bytes, sha256 })
    });
    Ok(opened.collect())
}
