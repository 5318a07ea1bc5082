//! `tutela replay`: every finding made again from the sealed exhibits, and compared.

use casebook::replay::{AskedAgain, Compared, Replay as Asked, Replayed};
use clap::Args;

use super::{Desk, now_us};
use crate::Done;

/// Findings that are named for one question at most; `--json` has all.
const NAMED_MAX: usize = 10;

/// Read every exhibit and make every finding again, beside the case, and compare them with those of the last build,
/// byte for byte. On whatever machine, with however many threads, in whatever time zone or language, they are the same.
///
/// Each question is asked by the version of the method that gave the stored answer; where the present one is another,
/// it is asked too, and the findings that differ are named. Ends with 4 if anything came out otherwise, with 3 if a
/// method is not kept any more. Nothing of the case is changed; that it was replayed is logged.
///
/// Examples:
///   tutela --case milan-2026 build
///   tutela --case milan-2026 replay
///   tutela --case milan-2026 replay --threads 1
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Replay {
    /// Threads; the findings do not depend on it.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

impl Replay {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let asked = Asked { threads: self.threads, by: desk.person(), at_us: now_us() };
        let worker = super::worker::command()?;
        let replayed = casebook::replay::replay(&case, &asked, &worker, desk.console)?;
        if desk.json() {
            desk.console.json(&replayed)?;
        } else {
            print(desk, &replayed);
        }
        Ok(replayed.exit())
    }
}

fn print(desk: &Desk<'_>, replayed: &Replayed) {
    for one in replayed.exhibits.iter().filter(|one| !one.same) {
        let [then, now] =
            [one.then, one.now].map(|[records, rejects]| format!("{records} + {rejects}"));
        let exhibit = one.exhibit.to_string();
        say(desk, "replay-exhibit", &[("exhibit", &exhibit), ("then", &then), ("now", &now)]);
    }
    for one in &replayed.questions {
        question(desk, one);
    }
    let same = replayed.questions.iter().filter(|one| is_same(one)).count().to_string();
    let slots = [
        ("exhibits", replayed.exhibits.len().to_string()),
        ("same", same),
        ("questions", replayed.questions.len().to_string()),
        ("differences", replayed.differences().to_string()),
    ];
    desk.console.remark("replayed", &slots.each_ref().map(|(name, value)| (*name, value.as_str())));
}

/// A line of the result, in the language spoken.
fn say(desk: &Desk<'_>, key: &str, slots: &[(&str, &str)]) {
    desk.console.data(&crate::words::say(desk.console.language(), key, slots));
}

fn is_same(one: &AskedAgain) -> bool {
    one.replayed.as_ref().is_some_and(|told| told.same)
}

/// One question: its version, whether it came out the same, and what the present method says otherwise.
fn question(desk: &Desk<'_>, one: &AskedAgain) {
    let version = one.version.to_string();
    let key = match &one.replayed {
        Some(told) if told.same => "replay-same",
        Some(_) => "replay-differs",
        None => "replay-not-kept",
    };
    let slots = [("code", one.question.as_str()), ("name", &one.name), ("version", &version)];
    say(desk, key, &slots);
    if let Some(told) = one.replayed.as_ref().filter(|told| !told.same) {
        named(desk, told);
    }
    if let Some(present) = &one.present {
        let version = present.version.to_string();
        let key = if present.compared.same { "replay-present-same" } else { "replay-present" };
        say(desk, key, &[("version", &version)]);
        named(desk, &present.compared);
    }
}

/// The findings that differ, the first of each kind.
fn named(desk: &Desk<'_>, told: &Compared) {
    let kinds =
        [("replay-gone", &told.gone), ("replay-new", &told.new), ("replay-changed", &told.changed)];
    for (key, ids) in kinds.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let (count, shown) = (ids.len().to_string(), ids.len().min(NAMED_MAX));
        let mut names = ids.iter().take(shown).cloned().collect::<Vec<_>>().join(", ");
        if shown < ids.len() {
            names.push_str(", …");
        }
        let slots = [("count", count.as_str()), ("findings", names.as_str())];
        say(desk, key, &slots);
    }
}
