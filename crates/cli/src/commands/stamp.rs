//! `tutela stamp`: an authority stamps the log with its time; query and reply are carried by hand.

use std::path::PathBuf;

use casebook::stamp::{self, Stamped};
use casebook::{Exit, Fault};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Desk, account, now_us};
use crate::Done;

/// Have an authority stamp the custody log with its time (RFC 3161), by files that are carried.
///
/// `request` writes the query for the last checkpoint, `add` takes the reply in: openssl judges it with the
/// certificates of the authority, and only what it accepts is kept and logged. `list` shows the stamps.
///
/// Examples:
///   tutela --case milan-2026 stamp request --to milan.tsq
///   tutela --case milan-2026 stamp list
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Stamp {
    /// What to do.
    #[command(subcommand)]
    pub(crate) act: Act,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Act {
    #[command(about = "Write the query for a checkpoint")]
    Request {
        /// The file to write (.tsq): a new one.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Leaves of the checkpoint; the last one where nothing is said.
        #[arg(long, value_name = "LEAVES")]
        at: Option<u64>,
    },
    #[command(about = "Take in the reply of an authority")]
    Add {
        /// The reply (.tsr).
        #[arg(value_name = "REPLY")]
        file: PathBuf,
        /// Certificates of the authority (PEM).
        #[arg(long, value_name = "FILE")]
        ca: PathBuf,
        /// Leaves of the checkpoint that was asked for, where it is an old one.
        #[arg(long, value_name = "LEAVES")]
        at: Option<u64>,
    },
    #[command(about = "Show the stamps of the case")]
    List,
}

impl Stamp {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        match &self.act {
            Act::Request { to, at } => {
                let (leaves, query) = stamp::query(&case, *at)?;
                casebook::release::bytes_outside(to, &query)?;
                let values =
                    [("leaves", &*leaves.to_string()), ("file", &*to.display().to_string())];
                desk.console.remark("stamp-asked", &values);
            }
            Act::Add { file, ca, at } => {
                let stamped = stamp::add(&case, file, ca, *at, (&account(), now_us()))?;
                show(desk, &[stamped])?;
            }
            Act::List => show(desk, &stamp::stamps(&case)?)?,
        }
        Ok(Exit::Done)
    }
}

fn show(desk: &Desk<'_>, stamps: &[Stamped]) -> Result<(), Fault> {
    if desk.json() {
        let one = |it: &Stamped| {
            let files: Vec<&str> = it.files.iter().map(|one| one.file.as_str()).collect();
            json!({"leaves": it.leaves, "time": it.time, "files": files, "authority": it.authority})
        };
        return desk.console.json(&stamps.iter().map(one).collect::<Vec<Value>>());
    }
    for it in stamps {
        let reply = it.files.last().map_or("", |one| one.file.as_str());
        desk.console.data(&format!("{}  {}  {reply}", it.leaves, it.time));
    }
    if stamps.is_empty() {
        desk.console.remark("stamp-none", &[]);
    }
    Ok(())
}
