//! Records for other programs: one form a file, one line in the register.
//!
//! A form is given the records as often as it asks, kind by kind, by exhibit and row, and writes one
//! file or a folder of them. It opens nothing, asks no clock and holds no more than it must. What
//! becomes of each record is counted: at the end those written and those left out, each with why, are
//! as many as the case holds, else the export fails.

mod accounts;
mod asked;
mod bodyfile;
mod case_uco;
mod csv;
mod flat;
mod ftm;
mod goaml;
mod outputs;
mod parquet;
mod timesketch;
mod xlsx;

#[cfg(test)]
pub(super) mod tests;

use std::fmt;
use std::io::Write;

use model::Row;
use model::record::{KINDS, Kind};

pub use accounts::{Accounts, KindCount, Reason};
pub use asked::{HandedExhibit, Handing, Period, PeriodFault};
pub use outputs::{FileWritten, OpenFile, Outputs};

use super::ExportError;
use super::manifest::RecordManifest;

/// The register of forms of records.
pub static RECORD_EXPORTS: &[&dyn RecordExport] = &[
    &bodyfile::Bodyfile,
    &case_uco::CaseUco,
    &csv::Csv,
    &ftm::Ftm,
    &goaml::GoAml,
    &parquet::Parquet,
    &timesketch::Timesketch,
    &xlsx::XLSX,
];

/// The form of this code.
pub fn find(code: &str) -> Option<&'static dyn RecordExport> {
    RECORD_EXPORTS.iter().find(|export| export.code() == code).copied()
}

/// The records of a case; asked again, they are the same in the same order.
pub trait Rows {
    /// How many there are of a kind.
    fn held(&self, kind: Kind) -> u64;

    /// Hands on every one of a kind until one is refused.
    fn each(
        &self,
        kind: Kind,
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError>;

    /// Writes those of a kind that are to be kept as one Parquet file, with the columns of the case's own
    /// tables; only their keeper knows how.
    fn parquet(
        &self,
        kind: Kind,
        keep: &mut dyn FnMut(&Row<'_>) -> bool,
        out: &mut (dyn Write + Send),
    ) -> Result<(), ExportError>;
}

/// No records: what a form that is made of something else is given.
#[derive(Debug)]
pub(super) struct NoRows;

impl Rows for NoRows {
    fn held(&self, _: Kind) -> u64 {
        0
    }

    fn each(
        &self,
        _: Kind,
        _: &mut dyn FnMut(&Row<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        Ok(())
    }

    fn parquet(
        &self,
        _: Kind,
        _: &mut dyn FnMut(&Row<'_>) -> bool,
        _: &mut (dyn Write + Send),
    ) -> Result<(), ExportError> {
        Ok(())
    }
}

/// Whether a form is one file or a folder of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One file.
    File,
    /// A folder.
    Folder,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was written.
    Written,
    /// It was left out.
    LeftOut(Reason),
}

/// A form in which records are handed over.
pub trait RecordExport: fmt::Debug + Sync {
    /// Its stable name.
    fn code(&self) -> &'static str;

    /// The form and its version, as its readers name it.
    fn form(&self) -> &'static str;

    /// What it writes.
    fn target(&self) -> Target;

    /// Whether it has a place for records of a kind.
    fn carries(&self, _kind: Kind) -> bool {
        true
    }

    /// Writes every record it is given.
    fn write(&self, job: &mut Job<'_, '_>) -> Result<(), ExportError>;
}

/// An export under way.
pub struct Job<'j, 'w> {
    /// What was asked.
    pub asked: &'j Handing,
    /// The files being written.
    pub out: Outputs<'w>,
    rows: &'j dyn Rows,
    kinds: Vec<Kind>,
    accounts: Accounts,
}

impl<'j, 'w> Job<'j, 'w> {
    /// An export in a form that has a place for these kinds.
    pub fn new(
        asked: &'j Handing,
        rows: &'j dyn Rows,
        open: &'w mut OpenFile<'w>,
        carries: &dyn Fn(Kind) -> bool,
    ) -> Self {
        let mut job = Self {
            asked,
            out: Outputs::new(open),
            rows,
            kinds: Vec::new(),
            accounts: Accounts::default(),
        };
        for kind in KINDS.iter().copied().filter(|kind| rows.held(*kind) > 0) {
            if !asked.kinds.is_empty() && !asked.kinds.contains(&kind) {
                job.accounts.left_out(kind, Reason::NotAsked, rows.held(kind));
            } else if !carries(kind) {
                job.accounts.left_out(kind, Reason::NoPlace, rows.held(kind));
            } else {
                job.kinds.push(kind);
            }
        }
        job
    }

    /// The kinds to be written: asked for, with a place in the form, and in the case.
    pub fn kinds(&self) -> Vec<Kind> {
        self.kinds.clone()
    }

    /// Gives every record of a kind that was asked for to `write`, and counts what becomes of it.
    pub fn each(
        &mut self,
        kind: Kind,
        write: &mut dyn FnMut(&Row<'_>, &mut Outputs<'w>) -> Result<Fate, ExportError>,
    ) -> Result<(), ExportError> {
        let (asked, out, accounts) = (self.asked, &mut self.out, &mut self.accounts);
        self.rows.each(kind, &mut |row| {
            let fate = match asked.admits(row) {
                Fate::Written => write(row, out)?,
                left_out @ Fate::LeftOut(_) => left_out,
            };
            accounts.count(kind, fate);
            Ok(())
        })
    }

    /// Writes the records of a kind that were asked for into the file being written, as Parquet.
    fn parquet(&mut self, kind: Kind) -> Result<(), ExportError> {
        let (asked, accounts, mut written) = (self.asked, &mut self.accounts, 0);
        let mut keep = |row: &Row<'_>| {
            let fate = asked.admits(row);
            accounts.count(kind, fate);
            written += u64::from(fate == Fate::Written);
            fate == Fate::Written
        };
        self.rows.parquet(kind, &mut keep, &mut self.out)?;
        self.out.rows(written);
        Ok(())
    }

    /// Gives the records of a kind once more, those that were not asked for left out; nothing is
    /// counted.
    pub fn again(
        &mut self,
        kind: Kind,
        write: &mut dyn FnMut(&Row<'_>, &mut Outputs<'w>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let (asked, out) = (self.asked, &mut self.out);
        self.rows.each(kind, &mut |row| match asked.admits(row) {
            Fate::Written => write(row, out),
            Fate::LeftOut(_) => Ok(()),
        })
    }

    /// A number the manifest is to state beside its counts.
    pub fn note(&mut self, name: &'static str, count: u64) {
        self.accounts.note(name, count);
    }

    /// Ends the export; it fails where not every record is accounted for.
    pub fn finish(
        self,
        (code, form): (&'static str, &'static str),
    ) -> Result<RecordManifest, ExportError> {
        let Self { asked, out, rows, accounts, .. } = self;
        let files = out.finish()?;
        let (kinds, facts) = accounts.finish(rows)?;
        Ok(RecordManifest::of(asked, (code, form), files, kinds, facts))
    }
}

/// Writes the records of a case in a form, and tells what was written.
pub fn hand_over<'w>(
    export: &dyn RecordExport,
    asked: &Handing,
    rows: &dyn Rows,
    open: &'w mut OpenFile<'w>,
) -> Result<RecordManifest, ExportError> {
    let mut job = Job::new(asked, rows, open, &|kind| export.carries(kind));
    export.write(&mut job)?;
    let manifest = job.finish((export.code(), export.form()))?;
    if manifest.written() == 0 { Err(ExportError::Nothing) } else { Ok(manifest) }
}
