//! Handing a task on: to another person or unit, with a file to carry where that is asked for, until it is received.
//!
//! The file is written aside and synced, then the act is logged, then the file gets its name. Wherever that is cut off,
//! the task still waits: it is handed on only once somebody has received it.

use std::path::Path;

use custody::{Act, Event};
use serde_json::json;

use super::{Safeguarding, check_said, log, named};
use crate::acts::is_one_person;
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::intake::{custody_fault, open_custody};
use crate::release::{Leaving, digest};
use crate::veil::Veil;

/// The form of the file, as the log names it.
const FORM: &str = "referral";

/// To whom a task is handed on.
#[derive(Debug, Clone, Copy)]
pub struct HandOn<'h> {
    /// To which account; empty where a unit alone is named.
    pub to: &'h str,
    /// To which unit; empty where an account alone is named.
    pub unit: &'h str,
    /// A new file to carry, with the facts and the numbers of their records; none within the house.
    pub file: Option<&'h Path>,
    /// Why.
    pub reason: &'h str,
}

/// Hands a task on; the file that goes with it is under the veil. It waits until it is received.
pub fn hand_on(
    case: &Case,
    name: &str,
    asked: HandOn<'_>,
    veil: &Veil,
    who: (&str, i64),
) -> Result<Safeguarding, Fault> {
    hand_on_by(case, name, (asked, veil), who, &mut Leaving::publish)
}

pub(super) fn hand_on_by(
    case: &Case,
    name: &str,
    (asked, veil): (HandOn<'_>, &Veil),
    (by, at_us): (&str, i64),
    publish: &mut dyn FnMut(Leaving) -> Result<(), Fault>,
) -> Result<Safeguarding, Fault> {
    check_said(asked.reason)?;
    let task = named(case, name, at_us)?;
    check_owner(&task, by)?;
    let [to, unit] = [asked.to, asked.unit].map(str::trim);
    if (to.is_empty() && unit.is_empty()) || is_one_person(to, by) {
        return Err(Fault::usage(
            "it is not said to which other person or unit the task is handed on",
            "give --to ACCOUNT, --unit NAME, or both",
        ));
    }
    let reason = asked.reason.to_owned();
    let mut acts = vec![Act {
        at_us,
        by: by.to_owned(),
        event: Event::TaskHandedOn {
            task: name.to_owned(),
            to: to.to_owned(),
            unit: unit.to_owned(),
            reason: reason.clone(),
        },
    }];
    let staged = match asked.file {
        None => None,
        Some(path) => {
            let (staged, sha256) =
                stage(case, path, (&task, veil), (by, at_us), [to, unit, &reason])?;
            let recipient = [unit, to].into_iter().find(|name| !name.is_empty());
            let recipient = recipient.unwrap_or_default().to_owned();
            let form = FORM.to_owned();
            let event = Event::Exported { form, recipient, purpose: reason, items: 1, sha256 };
            acts.push(Act { at_us, by: by.to_owned(), event });
            Some(staged)
        }
    };
    let mut custody = open_custody(case)?;
    custody.log_all(&acts).map_err(|e| custody_fault(&e))?;
    drop(custody);
    staged.map_or(Ok(()), publish)?;
    named(case, name, at_us)
}

/// Writes the file aside, down to the disk; gives its digest.
fn stage(
    case: &Case,
    path: &Path,
    (task, veil): (&Safeguarding, &Veil),
    (by, at_us): (&str, i64),
    [to, unit, reason]: [&str; 3],
) -> Result<(Leaving, model::Digest), Fault> {
    let told = json!({
        "case": case.facts().id, "authority": case.facts().authority, "task": task,
        "handed_on": {"by": by, "at_us": at_us, "to": to, "unit": unit, "reason": reason},
    });
    let bytes = format!("{}\n", veil.json(&format!("{told:#}"))).into_bytes();
    let mut leaving = Leaving::file(path)?;
    let written = leaving.open("").and_then(|mut out| {
        out.write_all(&bytes)?;
        out.flush()
    });
    written.map_err(|e| Fault::io(path, e))?;
    leaving.sync()?;
    Ok((leaving, digest(&bytes)))
}

/// Receives a task that was handed on: the person it went to, or, where a unit alone is named, anybody but whoever
/// handed it on. From then on it is theirs.
pub fn receive(
    case: &Case,
    name: &str,
    reason: &str,
    (by, at_us): (&str, i64),
) -> Result<Safeguarding, Fault> {
    check_said(reason)?;
    let task = named(case, name, at_us)?;
    let handed = task.handed.as_ref().ok_or_else(|| {
        Fault::usage(
            format!("the task `{name}` was handed on to nobody"),
            "take it upon yourself with `tutela tasks acknowledge`",
        )
    })?;
    let named_other = !handed.to.is_empty() && !is_one_person(&handed.to, by);
    if named_other || is_one_person(&handed.by, by) {
        return Err(Fault::new(
            Exit::SecondPerson,
            format!(
                "the task `{name}` is to be received by {}",
                receiver(&handed.to, &handed.unit)
            ),
            "that person receives it, under an account of their own",
        ));
    }
    let event = Event::TaskReceived { task: name.to_owned(), reason: reason.to_owned() };
    log(case, &event, by, at_us)?;
    named(case, name, at_us)
}

fn receiver(to: &str, unit: &str) -> String {
    let named: Vec<&str> = [to, unit].into_iter().filter(|name| !name.is_empty()).collect();
    named.join(", ")
}

/// Refuses whoever does not own the task.
pub(super) fn check_owner(task: &Safeguarding, by: &str) -> Result<(), Fault> {
    match &task.owner {
        Some(owner) if is_one_person(owner, by) => Ok(()),
        Some(owner) => Err(Fault::new(
            Exit::Denied,
            format!("the task `{}` is {owner}'s", task.name),
            "whoever owns it closes it or hands it on; take it with `tutela tasks acknowledge`",
        )),
        None => Err(Fault::usage(
            format!("nobody has taken the task `{}` yet", task.name),
            "take it first, with `tutela tasks acknowledge`",
        )),
    }
}
