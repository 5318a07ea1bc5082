//! `tutela report check`: what keeps a report from being written, and which decisions wait.

use casebook::decisions::decisions;
use casebook::{Case, Exit, Fault, asking};
use serde::Serialize;

use super::super::decide::{self, Told};
use super::super::{Desk, now_us};
use crate::Done;

/// What was found; the shape of `report check --json` (docs/schema/report-check.schema.json).
#[derive(Serialize)]
struct Checked<'c> {
    /// Sentences that cannot be said truthfully, or whose records cannot be shown.
    unsupported: Vec<String>,
    /// Decisions that stand and wait for a second person, or whose records changed since.
    waiting: Vec<&'c Told<'c>>,
}

/// Tells it, and writes nothing.
pub(super) fn run(desk: &Desk<'_>, case: &Case) -> Done {
    let unsupported = unsupported(desk, case)?;
    let all = decisions(case)?;
    let answers = asking::answers(case)?;
    let told = decide::told(&all, &answers);
    let waits = |one: &&Told<'_>| one.stands && (one.waits || one.records_changed);
    let checked = Checked { unsupported, waiting: told.iter().filter(waits).collect() };
    if desk.json() {
        desk.console.json(&checked)?;
    } else {
        tell(desk, case, &checked)?;
    }
    Ok(match (checked.waiting.is_empty(), checked.unsupported.is_empty()) {
        (false, _) => Exit::SecondPerson,
        (true, false) => Exit::Integrity,
        (true, true) => Exit::Done,
    })
}

fn unsupported(desk: &Desk<'_>, case: &Case) -> Result<Vec<String>, Fault> {
    let veil = desk.veil(case)?;
    let input = crate::gather::gather(case, &veil, now_us(), desk.console)?;
    let faults = report::check(&input, desk.console.language());
    Ok(faults.iter().map(ToString::to_string).collect())
}

fn tell(desk: &Desk<'_>, case: &Case, checked: &Checked<'_>) -> Result<(), Fault> {
    checked.unsupported.iter().for_each(|fault| desk.console.data(fault));
    let teller = super::teller(desk, case)?;
    checked.waiting.iter().for_each(|one| decide::print(desk, &teller, one));
    let counts = [checked.unsupported.len(), checked.waiting.len()].map(|count| count.to_string());
    let [unsupported, waiting] = &counts;
    desk.console.remark("report-checked", &[("unsupported", unsupported), ("waiting", waiting)]);
    Ok(())
}
