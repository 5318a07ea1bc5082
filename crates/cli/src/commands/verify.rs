//! `tutela verify`: exhibits, log and tables are what they were.

use clap::Args;
use serde_json::json;

use super::{Desk, now_us};
use crate::Done;

/// Hash every exhibit again, check the custody log and the tables, and name each file that changed.
/// Ends with 4 if anything did.
///
/// Example:
///   tutela --case milan-2026 verify
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Verify {}

impl Verify {
    #[expect(clippy::unused_self, reason = "every command has the same shape")]
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let found = casebook::verify::verify(&case, &desk.person(), now_us(), desk.console)?;
        if desk.json() {
            let problems: Vec<_> = found
                .problems
                .iter()
                .map(|one| json!({"file": one.file, "code": one.kind.code(), "fact": one.fact, "remedy": one.kind.remedy()}))
                .collect();
            desk.console.json(&json!({
                "exhibits": found.exhibits, "bytes": found.bytes, "leaves": found.leaves, "problems": problems,
            }))?;
        } else {
            for problem in &found.problems {
                desk.console.data(&problem.to_string());
            }
            desk.console.remark(
                "verified",
                &[
                    ("exhibits", &found.exhibits.to_string()),
                    ("leaves", &found.leaves.to_string()),
                    ("problems", &found.problems.len().to_string()),
                ],
            );
        }
        Ok(casebook::verify::exit(&found))
    }
}
