//! `tutela doctor`: what this machine offers, and what that means.

use analysis::questions::QUESTIONS;
use casebook::Exit;
use clap::Args;
use model::card::Measure;
use serde_json::json;

use super::Desk;
use crate::Done;
use crate::words::say;

/// Check what the work needs of this machine: a kernel that can cage readers, threads, and a folder
/// that can be written to.
///
/// With --validity, show instead how well each method did where the truth is known: on which data, with
/// which version, and with 95 % intervals where there are any.
///
/// Examples:
///   tutela doctor
///   tutela doctor --validity
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Doctor {
    /// Show how well each method did where the truth is known.
    #[arg(long)]
    pub(crate) validity: bool,
}

impl Doctor {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        if self.validity {
            return validity(desk);
        }
        let cage = casebook::sample::try_cage(&super::worker::command()?);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let caged = cage.as_ref().is_ok_and(|state| state.landlock == ingest::outcome::Layer::Full);
        if desk.json() {
            desk.console.json(&json!({
                "version": env!("CARGO_PKG_VERSION"),
                "threads": threads,
                "cage": cage.as_ref().ok(),
                "cage_fault": cage.as_ref().err().map(ToString::to_string),
            }))?;
        } else {
            desk.console.data(&format!("tutela {}", env!("CARGO_PKG_VERSION")));
            desk.console.data(&format!("threads {threads}"));
            match &cage {
                Ok(state) => desk.console.data(&format!(
                    "cage landlock {:?} (ABI {}), system calls {:?}, set up in {} µs",
                    state.landlock, state.landlock_abi, state.system_calls, state.setup_us
                )),
                Err(fault) => desk.console.fault(fault),
            }
        }
        Ok(if caged { Exit::Done } else { Exit::Denied })
    }
}

/// What was measured of each question, then the questions of which nothing was.
fn validity(desk: &Desk<'_>) -> Done {
    let measures = analysis::validity::measures();
    if desk.json() {
        desk.console.json(&measures)?;
        return Ok(Exit::Done);
    }
    for question in QUESTIONS {
        let card = question.card();
        desk.console.data(&format!("{} {}: {}", card.code, card.name, card.question));
        let own: Vec<&Measure> = measures.iter().filter(|one| one.question == card.code).collect();
        for one in &own {
            let interval = match (one.low, one.high) {
                (Some(low), Some(high)) => format!(" ({low:.4}–{high:.4})"),
                _ => String::new(),
            };
            desk.console.data(&format!(
                "    {:.4}{interval}  {}; {}; version {}",
                one.value, one.measure, one.data, one.version
            ));
        }
        if own.is_empty() {
            desk.console.data(&format!("    {}", say(desk.console.language(), "unmeasured", &[])));
        }
        for limit in card.cannot_show {
            let cannot = say(desk.console.language(), "cannot-show", &[("limit", limit)]);
            desk.console.data(&format!("    {cannot}"));
        }
    }
    Ok(Exit::Done)
}
