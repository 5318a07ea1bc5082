//! `tutela report`: writes the cited report, and says what keeps it from being written.

mod check;

use std::path::PathBuf;

use casebook::{Case, Exit, Fault};
use clap::{Args, ValueEnum};
use report::{ReportError, Teller};

use super::{Desk, now_us};
use crate::Done;

/// Write the report: a page without script or request, and the same content as JSON. Every sentence
/// cites the records it rests on; one that cannot be supported stops the report.
///
/// `check` writes nothing: it names every sentence without support (then exit code 4), and every decision that waits
/// for a second person or whose records have changed since (then 6).
///
/// Examples:
///   tutela --case milan-2026 report
///   tutela --case milan-2026 report --lang it
///   tutela --case milan-2026 report check
#[derive(Debug, Args, Default)]
#[command(verbatim_doc_comment)]
pub(crate) struct Report {
    /// What to do.
    #[arg(value_name = "ACT", value_enum, default_value_t = Act::Write)]
    pub(crate) act: Act,
}

/// What to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Write the report.
    #[default]
    Write,
    /// Say what keeps it from being written, and which decisions wait.
    Check,
}

impl Report {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        if self.act == Act::Check {
            return check::run(desk, &case);
        }
        let written = self.write(desk, &case)?;
        for path in &written {
            desk.console.data(&path.display().to_string());
        }
        Ok(Exit::Done)
    }

    /// Writes the report in the language spoken, and gives the paths of its files.
    #[expect(clippy::unused_self, reason = "every command has the same shape")]
    pub(crate) fn write(&self, desk: &Desk<'_>, case: &Case) -> Result<Vec<PathBuf>, Fault> {
        let at_us = now_us();
        let veil = desk.veil(case)?;
        let input = crate::gather::gather(case, &veil, at_us, desk.console)?;
        let lang = desk.console.language();
        let report = report::build(&input, lang).map_err(unsaid)?;
        let files = [
            (format!("report/report.{}.html", lang.code()), report.html),
            (format!("report/report.{}.json", lang.code()), report.json),
        ];
        casebook::release::write(case, lang.code(), &files, &desk.person(), at_us)
    }
}

/// One who says sentences and words of the report in the language spoken.
pub(crate) fn teller(desk: &Desk<'_>, case: &Case) -> Result<Teller, Fault> {
    Teller::new(desk.console.language(), &case.facts().time_zone).map_err(unsaid)
}

/// A sentence without a template, or with other values than it has.
pub(crate) fn unsaid(fault: ReportError) -> Fault {
    Fault::new(
        Exit::Bug,
        "a sentence of the report cannot be said",
        "report this, with the name of the sentence",
    )
    .caused_by(fault)
}
