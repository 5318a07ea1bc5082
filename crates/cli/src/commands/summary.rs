//! `tutela summary`: counts of people for the public, with nobody to be singled out.

use std::path::PathBuf;

use analysis::summary::{People, Summary as Counts, summary};
use casebook::release::{self, Left};
use casebook::{Case, Exit, Fault};
use clap::Args;
use model::Digest;
use serde_json::json;

use super::{Desk, account, now_us};
use crate::Done;

/// The form in the log.
const FORM: &str = "summary";

/// Write a summary for the public: how many people, of what ages, in which provinces, under which measures, with
/// no count by which one of them could be singled out, and the sentence of innocence (docs/assignment.md). The
/// file of people has no place for a name, and no record of the case is read.
///
/// What leaves, to whom and for what is logged with its digest. With --dry-run the text is shown, and nothing is
/// written or logged.
///
/// Examples:
///   tutela --case milan-2026 summary people.toml --dry-run
///   tutela --case milan-2026 summary people.toml --to press.txt --recipient Press --purpose release
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Summary {
    /// The people, as the unit counts them: province, age and measures.
    #[arg(value_name = "FILE")]
    pub(crate) people: PathBuf,
    /// The file to write: a new one.
    #[arg(long, value_name = "FILE", required_unless_present = "dry_run")]
    pub(crate) to: Option<PathBuf>,
    /// To whom it goes.
    #[arg(long, value_name = "TEXT", required_unless_present = "dry_run")]
    pub(crate) recipient: Option<String>,
    /// For what.
    #[arg(long, value_name = "TEXT", required_unless_present = "dry_run")]
    pub(crate) purpose: Option<String>,
    /// Show what would leave, and neither write nor log it.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

impl Summary {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let read = People::read(&super::read_text(&self.people)?)
            .map_err(|fault| Fault::usage(fault.fact, fault.remedy).at(self.people.display()))?;
        let case = desk.case()?;
        let counts = summary(&read.people, &read.settings);
        let language = desk.console.language();
        let text = counts.text(language);
        let sha256 = release::digest(text.as_bytes());
        beside_earlier(desk, &case, &counts)?;
        let left =
            if self.dry_run { None } else { Some(self.leave(&case, &counts, (&text, sha256))?) };
        if desk.json() {
            let printed = json!({
                "summary": counts, "language": language.code(), "text": text, "sha256": sha256, "left": left,
            });
            desk.console.json(&printed)?;
            return Ok(Exit::Done);
        }
        desk.console.data(text.trim_end());
        let digest = sha256.to_string();
        let remark = if left.is_some() { "summary-left" } else { "summary-not-left" };
        desk.console.remark(remark, &[("sha256", &digest)]);
        Ok(Exit::Done)
    }

    /// Writes the text and logs that it has left.
    fn leave(
        &self,
        case: &Case,
        counts: &Counts,
        (text, sha256): (&str, Digest),
    ) -> Result<Left, Fault> {
        let (Some(to), Some(recipient), Some(purpose)) = (&self.to, &self.recipient, &self.purpose)
        else {
            return Err(Fault::usage(
                "it is not said where it goes, to whom and for what",
                "give --to, --recipient and --purpose",
            ));
        };
        if recipient.trim().is_empty() || purpose.trim().is_empty() {
            return Err(Fault::usage(
                "recipient or purpose is empty",
                "state --recipient and --purpose: both stand in the log",
            ));
        }
        release::bytes_outside(to, text.as_bytes())?;
        let left = Left {
            form: FORM.to_owned(),
            recipient: recipient.clone(),
            purpose: purpose.clone(),
            // What is not published does not stand in the log either.
            items: counts.people.unwrap_or(0),
            sha256,
            by: account(),
            at_us: now_us(),
        };
        release::leave(case, &left)?;
        Ok(left)
    }
}

/// Two summaries of nearly the same people can be subtracted from each other: says so where one has left.
fn beside_earlier(desk: &Desk<'_>, case: &Case, counts: &Counts) -> Result<(), Fault> {
    let Some(people) = counts.people else { return Ok(()) };
    let earlier = release::left(case)?;
    let mut near = earlier.iter().filter(|one| one.form == FORM && one.items > 0);
    if let Some(one) = near.rfind(|one| one.items.abs_diff(people) < counts.k) {
        let values = [("to", &*one.recipient), ("k", &*counts.k.to_string())];
        desk.console.remark("summary-near", &values);
    }
    Ok(())
}
