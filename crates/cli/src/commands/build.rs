//! `tutela build`: asks every question and renews the search index.

use casebook::{BuildOptions, BuildSummary, Case, Exit, Fault};
use clap::Args;

use super::{Desk, now_us};
use crate::Done;

/// Ask every question of the records and build the search index. Same records, seed and version
/// give the same findings, byte for byte.
///
/// Example:
///   tutela --case milan-2026 build
#[derive(Debug, Args, Default)]
#[command(verbatim_doc_comment)]
pub(crate) struct Build {
    /// Seed of random numbers; 7 where nobody says.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads; the findings do not depend on it.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

impl Build {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let summary = self.build(desk, &case)?;
        if desk.json() {
            desk.console.json(&summary)?;
        } else {
            print(desk, &summary);
        }
        desk.alarm(&case);
        Ok(Exit::Done)
    }

    /// Builds.
    pub(crate) fn build(&self, desk: &Desk<'_>, case: &Case) -> Result<BuildSummary, Fault> {
        let options = BuildOptions { seed: self.seed, threads: self.threads };
        casebook::build(case, &options, &desk.person(), now_us(), desk.console)
    }
}

/// Prints what was found.
pub(crate) fn print(desk: &Desk<'_>, summary: &BuildSummary) {
    for (question, findings) in &summary.findings {
        desk.console.data(&format!("{question:14} {findings:>6}"));
    }
    let (indexed, root) = (summary.indexed.to_string(), summary.data_root.to_string());
    desk.console.remark("built", &[("indexed", &indexed), ("root", &root)]);
}
