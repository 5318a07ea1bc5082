//! `tutela assign`: which office a target goes to, by the unit's rules, with the reasons.

use std::path::PathBuf;

use analysis::assignment::{self, Assignment, Rules, Target, Verdict};
use casebook::{Case, Exit, Fault, asked};
use clap::Args;

use super::{Desk, answer};
use crate::Done;
use crate::words::say;

/// Propose which office takes over a target, by rules of competence that are the unit's own data
/// (docs/assignment.md). Places of residence are taken from addresses that records state; what an office did
/// first and which cases are open come from a file of facts. Where rules name several offices, or none, a
/// person decides.
///
/// Example:
///   tutela --case milan-2026 assign --rules rules.toml document:id:PD00000012
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Assign {
    /// The targets, by their keys.
    #[arg(value_name = "KEY")]
    pub(crate) targets: Vec<String>,
    /// The rules.
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: PathBuf,
    /// Further facts on targets: a JSON list, as --json prints it.
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: Option<PathBuf>,
}

impl Assign {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let text = super::read_text(&self.rules)?;
        let rules = Rules::read(&text)
            .map_err(|fault| Fault::usage(fault.fact, fault.remedy).at(self.rules.display()))?;
        let case = desk.case()?;
        let targets = self.facts(desk, &case, &rules)?;
        if targets.is_empty() {
            return Err(Fault::usage("no target is named", "give keys, or a file of facts"));
        }
        let found = assignment::assign(&rules, &targets);
        if desk.json() {
            desk.console.json(&serde_json::json!({ "targets": targets, "assignments": found }))?;
            return Ok(Exit::Done);
        }
        for one in &found {
            print(desk, one);
        }
        Ok(Exit::Done)
    }

    /// What records state of the targets, and what the file adds.
    fn facts(&self, desk: &Desk<'_>, case: &Case, rules: &Rules) -> Result<Vec<Target>, Fault> {
        let places: Vec<&str> = rules.offices.keys().map(String::as_str).collect();
        let mut targets = asked::ask(
            case,
            |_| {},
            |basis| {
                let one = |key: &String| assignment::stated(basis, &desk.meant(key), &places);
                self.targets.iter().map(one).collect::<Vec<Target>>()
            },
        )?;
        if let Some(file) = &self.facts {
            let text = super::read_text(file)?;
            let further: Vec<Target> = serde_json::from_str(&text).map_err(|e| {
                Fault::usage(
                    format!("the facts cannot be read: {e}"),
                    "write them as `targets` of `tutela assign --json`",
                )
                .at(file.display())
            })?;
            targets.extend(further);
        }
        Ok(targets)
    }
}

/// A target, where it should go, and what each rule said.
fn print(desk: &Desk<'_>, one: &Assignment) {
    let language = desk.console.language();
    let line = match &one.verdict {
        Verdict::Proposed { office, rule } => {
            say(language, "assign-proposed", &[("office", office), ("rule", rule)])
        }
        Verdict::Conflict { offices, .. } if offices.is_empty() => {
            say(language, "assign-none", &[])
        }
        Verdict::Conflict { offices, .. } => {
            let offices: Vec<&str> = offices.iter().map(String::as_str).collect();
            say(language, "assign-several", &[("offices", &offices.join(", "))])
        }
    };
    desk.console.data(&format!("{}: {line}", one.key));
    for reason in &one.reasons {
        let offices: Vec<&str> = reason.offices.iter().map(String::as_str).collect();
        let said = if offices.is_empty() { "–".to_owned() } else { offices.join(", ") };
        desk.console.data(&format!(
            "    {}: {said} [{}]",
            reason.rule,
            answer::named(&reason.records)
        ));
    }
}
