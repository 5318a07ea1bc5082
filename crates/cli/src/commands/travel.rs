//! `tutela travel`: journeys, stays, and what happened during them.

use analysis::Question as _;
use analysis::questions::journeys::{Journeys, JourneysQuestion};
use casebook::{Exit, asked};
use clap::Args;

use super::{Desk, answer};
use crate::Done;

/// Show who travelled where and stayed how long, what payments and calls did before, during and after a
/// stay, and who travelled together, held against how often a route is taken at all.
///
/// Examples:
///   tutela --case milan-2026 travel
///   tutela --case milan-2026 travel --json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Travel {
    /// Findings to show at most; all are counted, and --json has every leg and stay.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: usize,
}

impl Travel {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        if desk.json() {
            desk.console.json(&asked::ask(&case, |_| {}, Journeys::of)?)?;
        } else {
            let found = asked::ask(&case, |_| {}, |basis| JourneysQuestion.ask(basis))?;
            answer::print(desk, &case, &found, self.limit)?;
        }
        Ok(Exit::Done)
    }
}
