//! The acts of `tutela triage` behind the comparison: groups, decisions, shared contents, openings.

use casebook::triage::decisions::decide;
use casebook::triage::groups::{Group, groups};
use casebook::triage::opening::Opening;
use casebook::triage::shared::{Edge, shared};
use casebook::{Case, Exit, Fault};

use super::Triage;
use crate::Done;
use crate::commands::{Desk, account, now_us, worker};
use crate::words::say;

impl Triage {
    pub(super) fn groups(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let found = groups(case, self.by.into(), self.least)?;
        if desk.json() {
            desk.console.json(&found)?;
            return Ok(Exit::Done);
        }
        for group in found.iter().take(self.limit) {
            print_group(desk, group);
        }
        let (all, files) =
            (found.len(), found.iter().map(|group| group.files.len()).sum::<usize>());
        let values = [("groups", &*all.to_string()), ("files", &*files.to_string())];
        desk.console.data(&say(desk.console.language(), "triage-groups", &values));
        Ok(Exit::Done)
    }

    pub(super) fn decide(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let decision = self.decision.ok_or_else(|| {
            Fault::usage(
                "it is not said what is decided",
                "give --as set-aside, relevant, hand-over or undecided",
            )
        })?;
        let reason = desk.reason().unwrap_or_default();
        let decided = decide(case, self.named()?, decision.into(), reason, &account(), now_us())?;
        if desk.json() {
            desk.console.json(&decided)?;
            return Ok(Exit::Done);
        }
        let values = [
            ("number", &*decided.number.to_string()),
            ("files", &*decided.files.len().to_string()),
            ("group", &*decided.group),
        ];
        desk.console.data(&say(desk.console.language(), "triage-decided", &values));
        Ok(Exit::Done)
    }

    pub(super) fn shared(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let found = shared(case)?;
        if desk.json() {
            desk.console.json(&found)?;
            return Ok(Exit::Done);
        }
        for edge in found.edges.iter().take(self.limit) {
            print_edge(desk, edge);
        }
        let values = [
            ("pairs", &*found.edges.len().to_string()),
            ("contents", &*found.contents.len().to_string()),
            ("common", &*found.common.to_string()),
        ];
        desk.console.data(&say(desk.console.language(), "triage-shared", &values));
        Ok(Exit::Done)
    }

    pub(super) fn open(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let role = self.role.ok_or_else(|| {
            Fault::usage("it is not said as what the file is opened", "give --role")
        })?;
        let opening = Opening {
            case,
            worker: &worker::command()?,
            file: self.named()?,
            role: role.into(),
            reason: desk.reason().unwrap_or_default(),
            to: self.target()?,
        };
        let opened = opening.run(&account(), now_us())?;
        if desk.json() {
            desk.console.json(&opened)?;
            return Ok(Exit::Done);
        }
        let values =
            [("bytes", &*opened.bytes.to_string()), ("sha256", &*opened.sha256.to_string())];
        desk.console.data(&say(desk.console.language(), "triage-opened", &values));
        Ok(Exit::Done)
    }
}

/// One group: its name, how large it is, and its first file.
fn print_group(desk: &Desk<'_>, group: &Group) {
    let language = desk.console.language();
    let values = [
        ("files", &*group.files.len().to_string()),
        ("bytes", &*group.bytes.to_string()),
        ("decided", &*group.decided.to_string()),
    ];
    let furthest = group.furthest.map(|bits| format!("  ≤ {bits}/256")).unwrap_or_default();
    let size = say(language, "triage-group", &values);
    desk.console.data(&format!("{}  {size}{furthest}", group.name));
    if let Some(first) = group.files.first() {
        desk.console.data(&format!("    {}", first.locator));
    }
}

/// Two holders and what they share.
fn print_edge(desk: &Desk<'_>, edge: &Edge) {
    let values = [
        ("a", &*edge.a),
        ("b", &*edge.b),
        ("same", &*edge.same_bytes.to_string()),
        ("near", &*edge.near.to_string()),
        ("a_first", &*edge.a_first.to_string()),
        ("b_first", &*edge.b_first.to_string()),
    ];
    desk.console.data(&say(desk.console.language(), "triage-edge", &values));
}
