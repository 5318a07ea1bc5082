//! `tutela doctor`: what this machine offers, and what that means.

use casebook::Exit;
use clap::Args;
use serde_json::json;

use super::Desk;
use crate::Done;

/// Check what the work needs of this machine: a kernel that can cage readers, threads, and a folder
/// that can be written to.
///
/// Example:
///   tutela doctor
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Doctor {}

impl Doctor {
    #[expect(clippy::unused_self, reason = "every command has the same shape")]
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
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
