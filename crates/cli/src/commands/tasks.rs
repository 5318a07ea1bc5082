//! `tutela tasks`: facts that may mean a child at risk now, and who took them upon themselves.

use std::path::PathBuf;

use casebook::tasks::{HandOn, Safeguarding, acknowledge, close, hand_on, receive, safeguarding};
use casebook::{Case, Exit, Fault};
use clap::{Args, ValueEnum};
use report::Teller;

use super::{Desk, account, answer, now_us};
use crate::Done;
use crate::words::say;

/// Show the safeguarding tasks of the last build, those that wait first, each with its facts, its owner, its deadline and
/// what was done about the same parties before. Ends with exit code 7 while one waits: nobody has taken it, it was
/// handed on and nobody received it, or it is overdue.
///
/// `acknowledge NAME` takes one upon yourself; `hand-on NAME` hands yours on to --to ACCOUNT or --unit NAME, with a
/// file to carry where --file names one; `receive NAME` is the receipt, and makes it yours; `close NAME` ends it. What
/// is done about it is given with --reason. A deadline counts from the build that first found the task, by the clock
/// of that machine; `task_hours` in `case.toml` sets its hours by kind of fact.
///
/// Examples:
///   tutela --case milan-2026 tasks
///   tutela --case milan-2026 tasks --json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Tasks {
    /// What to do.
    #[arg(value_name = "ACT", value_enum, default_value_t = Act::List)]
    pub(crate) act: Act,
    /// The task, by its name.
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// To which account it is handed on.
    #[arg(long, value_name = "ACCOUNT", default_value = "")]
    pub(crate) to: String,
    /// To which unit it is handed on.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub(crate) unit: String,
    /// A new file to carry: the facts and the numbers of their records.
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Show the tasks.
    List,
    /// Take one upon oneself.
    Acknowledge,
    /// Hand one on to another person or unit.
    HandOn,
    /// Receive one that was handed on.
    Receive,
    /// End one.
    Close,
}

impl Tasks {
    fn named(&self, desk: &Desk<'_>, case: &Case) -> Result<String, Fault> {
        let given = self.name.as_deref().ok_or_else(|| {
            Fault::usage("it is not said which task", "name it as `tutela tasks` does")
        })?;
        let all = safeguarding(case, now_us())?;
        let names: Vec<String> = all.into_iter().map(|task| task.name).collect();
        desk.console.veil().chosen(given, &names)
    }

    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let by = account();
        let (reason, who) = (desk.reason().unwrap_or_default(), (by.as_str(), now_us()));
        match self.act {
            Act::List => {}
            Act::Acknowledge => {
                acknowledge(&case, &self.named(desk, &case)?, reason, who.0, who.1)?;
            }
            Act::HandOn => {
                let asked =
                    HandOn { to: &self.to, unit: &self.unit, file: self.file.as_deref(), reason };
                hand_on(&case, &self.named(desk, &case)?, asked, &desk.console.veil(), who)?;
            }
            Act::Receive => {
                receive(&case, &self.named(desk, &case)?, reason, who)?;
            }
            Act::Close => {
                close(&case, &self.named(desk, &case)?, reason, who.0, who.1)?;
            }
        }
        let tasks = safeguarding(&case, who.1)?;
        let exit = if tasks.iter().any(Safeguarding::waits) { Exit::TaskWaits } else { Exit::Done };
        if desk.json() {
            desk.console.json(&tasks)?;
            return Ok(exit);
        }
        let teller = super::report::teller(desk, &case)?;
        for task in &tasks {
            print(desk, &teller, task)?;
        }
        if tasks.is_empty() {
            desk.console.remark("tasks-none", &[]);
        }
        Ok(exit)
    }
}

/// One task: its name and how far it is, then its facts, then what was done about the same parties before.
fn print(desk: &Desk<'_>, teller: &Teller, task: &Safeguarding) -> Result<(), Fault> {
    let language = desk.console.language();
    desk.console.data(&format!("{}  {}", task.name, state(desk, teller, task)));
    if task.closed.is_none() {
        let key = if task.overdue { "task-overdue" } else { "task-due" };
        let at = teller.instant(task.due_us).unwrap_or_default();
        desk.console.data(&format!("    {}", say(language, key, &[("at", &at)])));
    }
    let sentences = std::iter::once(&task.finding.statement).chain(&task.finding.detail);
    for sentence in sentences {
        desk.console.data(&format!("    {}", answer::line(teller, "", sentence)?));
    }
    for one in &task.earlier {
        let stage = serde_json::to_value(one.stage).unwrap_or_default();
        let stage = format!("task-stage-{}", stage.as_str().unwrap_or_default());
        let values = [
            ("name", &*one.name),
            ("stage", &*say(language, &stage, &[])),
            ("owner", one.owner.as_deref().unwrap_or("–")),
        ];
        desk.console.data(&format!("    {}", say(language, "task-earlier", &values)));
    }
    Ok(())
}

/// How far a task is, in words.
fn state(desk: &Desk<'_>, teller: &Teller, task: &Safeguarding) -> String {
    let language = desk.console.language();
    let told = |key: &str, (by, at_us, reason): (&str, i64, &str), to: &str| {
        let at = teller.instant(at_us).unwrap_or_default();
        say(language, key, &[("by", by), ("at", &at), ("reason", reason), ("to", to)])
    };
    match (&task.closed, &task.handed, &task.acknowledged) {
        (Some(one), ..) => told("task-closed", (&one.by, one.at_us, &one.reason), ""),
        (None, Some(one), _) => {
            let to = if one.to.is_empty() { &one.unit } else { &one.to };
            told("task-handed", (&one.by, one.at_us, &one.reason), to)
        }
        (None, None, Some(one)) => told("task-taken", (&one.by, one.at_us, &one.reason), ""),
        (None, None, None) => say(language, "task-waits", &[]),
    }
}
