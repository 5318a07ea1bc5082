//! `tutela compare`: what was expected before a search against what the records hold.

use std::path::PathBuf;

use analysis::profile::{Compared, Expected, Profile, ProfileFault, compare};
use casebook::{Exit, Fault, asked};
use clap::Args;

use super::{Desk, answer};
use crate::Done;
use crate::words::say;

/// Compare a profile, written before the search (docs/profile.md), with what the records hold: contradicted
/// first, then not found, not looked for, confirmed; each with its records and the exhibits looked through.
///
/// Example:
///   tutela --case milan-2026 compare profile.toml
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Compare {
    /// The profile.
    #[arg(value_name = "FILE")]
    pub(crate) profile: PathBuf,
}

impl Compare {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let text = super::read_text(&self.profile)?;
        let profile =
            Profile::read(&text).map_err(|fault| refused(&fault).at(self.profile.display()))?;
        let case = desk.case()?;
        let found = asked::ask(&case, |_| {}, |basis| compare(basis, &profile))?;
        if desk.json() {
            desk.console.json(&found)?;
            return Ok(Exit::Done);
        }
        for one in &found.items {
            desk.console.data(&line(desk, one));
        }
        let language = desk.console.language();
        for (outcome, count) in &found.counts {
            let word = say(language, &format!("profile-{outcome}"), &[]);
            desk.console.data(&format!("{count:>10}  {word}"));
        }
        Ok(Exit::Done)
    }
}

fn refused(fault: &ProfileFault) -> Fault {
    Fault::usage(format!("{} ({})", fault.fact, fault.place), fault.remedy)
}

/// An item with its outcome and records.
fn line(desk: &Desk<'_>, one: &Compared) -> String {
    let language = desk.console.language();
    let outcome = say(language, &format!("profile-{}", one.outcome.word()), &[]);
    let what = match &one.item.expected {
        Expected::Identifier { key, .. } => key.clone(),
        Expected::Transfer { payer, payee, from, until, .. } => {
            format!("{payer} → {payee} {from}/{until}")
        }
        Expected::Journey { traveller, destination, from, until, .. } => {
            format!("{traveller} → {destination} {from}/{until}")
        }
    };
    format!("{:8} {outcome}: {what} [{}]", one.item.id, answer::named(&one.records))
}
