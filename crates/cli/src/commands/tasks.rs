//! `tutela tasks`: facts that may mean a child at risk now, and who took them upon themselves.

use casebook::tasks::{Safeguarding, acknowledge, safeguarding};
use casebook::{Exit, Fault};
use clap::{Args, ValueEnum};
use report::Teller;

use super::{Desk, account, answer, now_us};
use crate::Done;
use crate::words::say;

/// Show the safeguarding tasks of the last build, those that wait first, each with its facts. One that
/// nobody has taken ends the command with exit code 7.
///
/// `acknowledge NAME` takes one upon yourself; what is done about it is given with --reason.
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
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Show the tasks.
    List,
    /// Take one upon oneself.
    Acknowledge,
}

impl Tasks {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        match self.act {
            Act::List => {}
            Act::Acknowledge => {
                let name = self.name.as_deref().ok_or_else(|| {
                    Fault::usage("it is not said which task", "name it as `tutela tasks` does")
                })?;
                let reason = desk.reason().unwrap_or_default();
                acknowledge(&case, name, reason, &account(), now_us())?;
            }
        }
        let tasks = safeguarding(&case)?;
        let waits = tasks.iter().any(|task| task.acknowledged.is_none());
        let exit = if waits { Exit::TaskWaits } else { Exit::Done };
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

/// One task: its name and whether it waits, then its facts.
fn print(desk: &Desk<'_>, teller: &Teller, task: &Safeguarding) -> Result<(), Fault> {
    let language = desk.console.language();
    let state = match &task.acknowledged {
        None => say(language, "task-waits", &[]),
        Some(taken) => {
            let at = teller.instant(taken.at_us).unwrap_or_default();
            let values = [("by", &*taken.by), ("at", &*at), ("reason", &*taken.reason)];
            say(language, "task-taken", &values)
        }
    };
    desk.console.data(&format!("{}  {state}", task.name));
    let sentences = std::iter::once(&task.finding.statement).chain(&task.finding.detail);
    for sentence in sentences {
        desk.console.data(&format!("    {}", answer::line(teller, "", sentence)?));
    }
    Ok(())
}
