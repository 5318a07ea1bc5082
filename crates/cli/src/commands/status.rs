//! `tutela status`: what the case holds and what is to be done.

use casebook::Exit;
use clap::Args;

use super::Desk;
use crate::Done;

/// Show every exhibit with counts that add up, the periods sources state, and what is to be done.
///
/// Examples:
///   tutela --case milan-2026 status
///   tutela --case milan-2026 status --json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Status {}

impl Status {
    #[expect(clippy::unused_self, reason = "every command has the same shape")]
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let status = casebook::status::status(&case)?;
        if desk.json() {
            desk.console.json(&status)?;
            return Ok(Exit::Done);
        }
        for one in &status.exhibits {
            desk.console.data(&format!(
                "{:6} {:9} {:12} rows {:>9} = {:>9} + {:<5} {:24} {}",
                one.id.to_string(),
                one.state.name(),
                one.format,
                one.rows,
                one.records,
                one.rejects,
                one.zone.as_deref().unwrap_or("-"),
                one.name,
            ));
        }
        for task in &status.tasks {
            let exhibit = task.exhibit.to_string();
            desk.console.remark(
                "task",
                &[
                    ("exhibit", &exhibit),
                    ("kind", task.kind),
                    ("fact", &task.fact),
                    ("remedy", &task.remedy),
                ],
            );
        }
        Ok(Exit::Done)
    }
}
