//! `tutela status`: what the case holds and what is to be done.

use casebook::Exit;
use casebook::ledger::State;
use casebook::status::{ExhibitStatus, Task};
use clap::Args;
use model::ExhibitId;
use report::Teller;

use super::{Desk, now_us};
use crate::Done;
use crate::words::say;

/// Show every exhibit with counts that add up, for which periods records came, and what is to be
/// done.
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
        let status = casebook::status::status(&case, now_us())?;
        if desk.json() {
            desk.console.json(&status)?;
            return Ok(Exit::Done);
        }
        for one in &status.exhibits {
            print_exhibit(desk, one);
        }
        let teller = super::report::teller(desk, &case)?;
        print_coverage(desk, &teller, &status);
        for (task, exhibits) in alike(&status.tasks) {
            say_task(desk, &teller, task, &named(&exhibits));
        }
        Ok(Exit::Done)
    }
}

/// One exhibit on one line; two where nothing was read of it.
fn print_exhibit(desk: &Desk<'_>, one: &ExhibitStatus) {
    let language = desk.console.language();
    let first = one.part_of.map(|first| first.to_string());
    let format = match &first {
        Some(first) => say(language, "part-of", &[("first", first)]),
        None => one.format.clone(),
    };
    desk.console.data(&format!(
        "{:6} {:9} {format:17} {} {:>9} = {:>9} + {:<5} {:24} {}",
        one.id.to_string(),
        say(language, state_key(one.state), &[]),
        say(language, "rows", &[]),
        one.rows,
        one.records,
        one.rejects,
        one.zone.as_deref().unwrap_or("-"),
        one.name,
    ));
    if matches!(one.state, State::Unread | State::Unsupported | State::Failed) {
        desk.console.data(&format!("       sha256 {}  {} bytes", one.sha256, one.size_bytes));
    }
}

/// The key of the word for how far an exhibit is.
pub(super) fn state_key(state: State) -> &'static str {
    match state {
        State::Reading => "state-reading",
        State::Parsed => "state-parsed",
        State::Partial => "state-partial",
        State::Unsupported => "state-unsupported",
        State::Failed => "state-failed",
        State::Unread => "state-unread",
    }
}

/// Lines of coverage shown at most; `--json` has all.
const COVERAGE_SHOWN_MAX: usize = 40;

/// Exhibits named in one task at most; `--json` has all.
const NAMED_MAX: usize = 6;

/// For which periods records came, and where they are missing.
fn print_coverage(desk: &Desk<'_>, teller: &Teller, status: &casebook::status::Status) {
    let what = |table: &str, account: &str| {
        let kind = teller.word(&format!("coverage-kind-{table}"));
        let kind = kind.unwrap_or_else(|| table.to_owned());
        if account.is_empty() { kind } else { format!("{kind}, {account}") }
    };
    let instant = |us| teller.instant(us).unwrap_or_default();
    let periods = status.coverage.iter().map(|one| {
        let inside = if one.inside.is_empty() { "" } else { ", " };
        let values = [
            ("exhibit", format!("{}{inside}{}", one.exhibit, one.inside)),
            ("what", what(&one.table, &one.account)),
            ("from", instant(one.from_us)),
            ("until", instant(one.until_us)),
            ("records", one.records.to_string()),
            ("months", one.empty_months.join(", ")),
        ];
        let key = match (one.stated, one.empty_months.is_empty()) {
            (true, true) => "covered-stated",
            (true, false) => "covered-stated-gaps",
            (false, true) => "covered-spanned",
            (false, false) => "covered-spanned-gaps",
        };
        (key, values.to_vec())
    });
    let gaps = status.gaps.iter().map(|one| {
        let values = [
            ("before", one.between.0.to_string()),
            ("after", one.between.1.to_string()),
            ("what", what(&one.table, &one.account)),
            ("from", instant(one.from_us)),
            ("until", instant(one.until_us)),
        ];
        ("covered-by-none", values.to_vec())
    });
    for (key, values) in gaps.chain(periods).take(COVERAGE_SHOWN_MAX) {
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (*name, &**value)).collect();
        desk.console.data(&say(desk.console.language(), key, &values));
    }
    let further = (status.gaps.len() + status.coverage.len()).saturating_sub(COVERAGE_SHOWN_MAX);
    if further > 0 {
        desk.console.remark("covered-more", &[("count", &further.to_string())]);
    }
}

/// Tasks that say the same of several exhibits, as one.
fn alike(tasks: &[Task]) -> Vec<(&Task, Vec<ExhibitId>)> {
    let mut alike: Vec<(&Task, Vec<ExhibitId>)> = Vec::new();
    for task in tasks {
        let same = |other: &Task| {
            (other.kind, &other.zone, &other.fact, &other.remedy)
                == (task.kind, &task.zone, &task.fact, &task.remedy)
        };
        match alike.iter_mut().find(|(first, _)| same(first)) {
            Some((_, exhibits)) => exhibits.push(task.exhibit),
            None => alike.push((task, vec![task.exhibit])),
        }
    }
    alike
}

fn named(exhibits: &[ExhibitId]) -> String {
    let mut named: Vec<String> = exhibits.iter().take(NAMED_MAX).map(ToString::to_string).collect();
    if exhibits.len() > NAMED_MAX {
        named.push(format!("… ({})", exhibits.len()));
    }
    named.join(" ")
}

/// Says what is to be done, in the language of the desk.
fn say_task(desk: &Desk<'_>, teller: &Teller, task: &Task, exhibits: &str) {
    if let Some((code, count)) = &task.rejects {
        let words = teller.word(&format!("reject-{}", code.to_lowercase()));
        let words = words.unwrap_or_else(|| format!("{}; {}", task.fact, task.remedy));
        let count = count.to_string();
        let values = [("exhibit", exhibits), ("count", &count), ("code", code), ("words", &words)];
        desk.console.remark("task-rejects", &values);
        return;
    }
    let key = match task.kind {
        "zone" => "task-zone",
        "not_ingested" => "task-not-ingested",
        _ => "task",
    };
    let language = desk.console.language();
    let (fact, remedy) = (task.fact.say(language), task.remedy.say(language));
    let values = [
        ("exhibit", exhibits),
        ("zone", task.zone.as_deref().unwrap_or("-")),
        ("kind", &say(language, &format!("task-kind-{}", task.kind), &[])),
        ("fact", &fact),
        ("remedy", &remedy),
    ];
    desk.console.remark(key, &values);
}
