//! `tutela triage`: what known sets say of every file of a case.

use std::path::PathBuf;

use casebook::Exit;
use casebook::triage::{Counts, Judged, Verdict, open_sets};
use clap::Args;
use serde_json::json;

use super::{Desk, sets};
use crate::Done;
use crate::words::say;

/// Compare every file of the case with the known sets, by digests alone: no file is opened to be
/// looked at. A listed file names its set and who answers for it; known is not good.
///
/// Example:
///   tutela --case milan-2026 triage --sets sets
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Triage {
    /// Folder of the sets; otherwise `TUTELA_SETS`, or the user's own.
    #[arg(long, value_name = "DIR")]
    pub(crate) sets: Option<PathBuf>,
    /// Listed files to show at most; all are counted, and --json shows every file.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: usize,
}

impl Triage {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let known = open_sets(&sets::folder(self.sets.as_deref())?)?;
        let (json, mut files, mut shown) = (desk.json(), Vec::new(), 0);
        let counts = casebook::triage::triage(&case, &known, desk.console, &mut |judged| {
            if json {
                files.push(judged.clone());
            } else if judged.verdict == Verdict::Listed && shown < self.limit {
                print(desk, judged);
                shown += 1;
            }
            Ok(())
        })?;
        if json {
            desk.console.json(&json!({
                "generation": known.generation, "sets": known.cards(), "files": files, "counts": counts,
            }))?;
        } else {
            sum(desk, &counts);
        }
        Ok(Exit::Done)
    }
}

/// One listed file: where it is, and what each set says of it.
fn print(desk: &Desk<'_>, judged: &Judged) {
    let place = judged.record.map_or(judged.exhibit.to_string(), |record| record.to_string());
    desk.console.data(&format!("{place:14} {}", judged.locator));
    for one in &judged.says {
        let category = [one.scheme.as_str(), one.category.as_str()].join(" ");
        desk.console.data(&format!(
            "{:14} {} ({}) {}  {}",
            "",
            one.set,
            one.owner,
            category.trim(),
            one.by.join(", ")
        ));
    }
}

/// The key of the word for a verdict.
fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Listed => "verdict-listed",
        Verdict::KnownGood => "verdict-known-good",
        Verdict::Unknown => "verdict-unknown",
        Verdict::Empty => "verdict-empty",
        Verdict::NoDigest => "verdict-no-digest",
    }
}

fn sum(desk: &Desk<'_>, counts: &Counts) {
    for (verdict, count) in counts {
        let word = say(desk.console.language(), verdict_key(*verdict), &[]);
        desk.console.data(&format!("{:>10}  {:>16} B  {word}", count.files, count.bytes));
    }
}
