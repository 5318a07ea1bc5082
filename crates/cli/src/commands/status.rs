//! `tutela status`: what the case holds and what is to be done.

use casebook::Exit;
use casebook::status::Task;
use clap::Args;
use report::Teller;

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
        if status.tasks.is_empty() {
            return Ok(Exit::Done);
        }
        let teller = super::report::teller(desk, &case)?;
        for task in &status.tasks {
            say_task(desk, &teller, &status, task);
        }
        Ok(Exit::Done)
    }
}

/// Says what is to be done, in the language of the desk.
fn say_task(desk: &Desk<'_>, teller: &Teller, status: &casebook::status::Status, task: &Task) {
    let exhibit = task.exhibit.to_string();
    if let Some((code, count)) = &task.rejects {
        let words = teller.word(&format!("reject-{}", code.to_lowercase()));
        let words = words.unwrap_or_else(|| format!("{}; {}", task.fact, task.remedy));
        let count = count.to_string();
        let values = [("exhibit", &*exhibit), ("count", &count), ("code", code), ("words", &words)];
        desk.console.remark("task-rejects", &values);
        return;
    }
    let mut exhibits = status.exhibits.iter();
    let zone = exhibits.find(|one| one.id == task.exhibit).and_then(|one| one.zone.as_deref());
    let key = match task.kind {
        "zone" => "task-zone",
        "not_ingested" => "task-not-ingested",
        _ => "task",
    };
    let values = [
        ("exhibit", &*exhibit),
        ("zone", zone.unwrap_or("-")),
        ("kind", task.kind),
        ("fact", &task.fact),
        ("remedy", &task.remedy),
    ];
    desk.console.remark(key, &values);
}
