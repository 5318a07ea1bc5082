//! `tutela witness`: others sign that the log only grows; texts are carried, nothing is sent.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use casebook::release::bytes_outside;
use casebook::witness::{self, WitnessKey, Witnessed};
use casebook::{Exit, Fault};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Desk, account, now_us};
use crate::{Done, qr};

/// Have others witness the custody log: so even who holds its key cannot show two histories.
///
/// A witness is somebody else, on another machine: `init` makes one, `sign` answers a request. The case agrees on
/// witnesses and how many of them must sign (`agree`), asks one (`request`) and takes its answer in (`add`). What is
/// carried are short texts; the checkpoint in them has three lines and a signature. With --qr a text is drawn as a QR
/// code as well, to be printed and read by a scanner. `list` shows who signed what.
///
/// Examples:
///   tutela witness init w1 --name court.example/w1
///   tutela --case milan-2026 witness agree --need 1 w1/witness.txt
///   tutela --case milan-2026 witness request --name court.example/w1 --to ask.txt --qr
///   tutela witness sign ask.txt --with w1 --log milan-2026/log/keys/verifier.txt --to answer.txt
///   tutela --case milan-2026 witness add answer.txt
///   tutela --case milan-2026 witness list
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Witness {
    /// What to do.
    #[command(subcommand)]
    pub(crate) act: Act,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Act {
    #[command(about = "Make a witness in a folder of its own")]
    Init {
        /// Folder of the witness.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Its name, such as court.example/w1.
        #[arg(long, value_name = "NAME")]
        name: String,
    },
    #[command(about = "Agree on the witnesses of this case")]
    Agree {
        /// How many of them must sign.
        #[arg(long, value_name = "COUNT")]
        need: u64,
        /// Their public keys: lines, or files with them.
        #[arg(value_name = "KEYS", required = true)]
        keys: Vec<String>,
    },
    #[command(about = "Write the request to a witness")]
    Request {
        /// The witness.
        #[arg(long, value_name = "NAME")]
        name: String,
        /// Leaves that the witness saw last, where it says so.
        #[arg(long, value_name = "LEAVES")]
        from: Option<u64>,
        /// The file to write: a new one.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Draw it as a QR code as well, in FILE.svg.
        #[arg(long)]
        qr: bool,
    },
    #[command(about = "Sign a request, as a witness")]
    Sign {
        /// The request.
        #[arg(value_name = "REQUEST")]
        file: PathBuf,
        /// Folder of the witness.
        #[arg(long = "with", value_name = "DIR")]
        dir: PathBuf,
        /// Public key of the log, needed the first time: the line, or a file with it.
        #[arg(long, value_name = "KEY")]
        log: Option<String>,
        /// The file to write: a new one.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Draw it as a QR code as well, in FILE.svg.
        #[arg(long)]
        qr: bool,
    },
    #[command(about = "Take in the answer of a witness")]
    Add {
        /// The answer.
        #[arg(value_name = "ANSWER")]
        file: PathBuf,
    },
    #[command(about = "Show who signed what")]
    List,
}

impl Witness {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        match &self.act {
            Act::Init { dir, name } => {
                desk.console.data(&witness::init(dir, name)?);
                desk.console.remark("witness-made", &[("dir", &dir.display().to_string())]);
            }
            Act::Agree { need, keys } => {
                witness::agree(&desk.case()?, *need, keys, &account(), now_us())?;
                let count = keys.len().to_string();
                desk.console
                    .remark("witness-agreed", &[("need", &need.to_string()), ("count", &count)]);
            }
            Act::Request { name, from, to, qr } => {
                let (request, checkpoint) = witness::request(&desk.case()?, name, *from)?;
                carry(to, &request, *qr)?;
                let to = to.display().to_string();
                desk.console.remark("witness-asked", &[("name", name), ("file", &to)]);
                desk.console.data(checkpoint.trim_end());
            }
            Act::Sign { file, dir, log, to, qr } => {
                free(to)?;
                if *qr {
                    free(&drawn(to))?;
                }
                let signed = witness::sign(dir, file, log.as_deref(), now_us())?;
                carry(to, &signed.note, *qr)?;
                let (before, size) =
                    (signed.before.to_string(), signed.checkpoint.size.to_string());
                let log = signed.checkpoint.origin;
                let values = [("before", &*before), ("size", &*size), ("log", &*log)];
                desk.console.remark("witness-signed", &values);
            }
            Act::Add { file } => {
                let seen = witness::add(&desk.case()?, file)?;
                desk.console.data(&line(&seen));
            }
            Act::List => return list(desk),
        }
        Ok(Exit::Done)
    }
}

/// Writes a text that is carried, and draws it where that is asked.
fn carry(to: &Path, text: &str, draw: bool) -> Result<(), Fault> {
    bytes_outside(to, text.as_bytes())?;
    if draw { bytes_outside(&drawn(to), qr::svg(text)?.as_bytes()) } else { Ok(()) }
}

/// The file of the code beside that of the text.
fn drawn(to: &Path) -> PathBuf {
    let mut name = OsString::from(to);
    name.push(".svg");
    PathBuf::from(name)
}

/// What is signed is remembered, so that the name must be free before.
fn free(to: &Path) -> Result<(), Fault> {
    if to.exists() {
        let taken = std::io::ErrorKind::AlreadyExists;
        return Err(Fault::io(to, taken.into()));
    }
    Ok(())
}

fn line(seen: &Witnessed) -> String {
    let names: Vec<&str> = seen.by.iter().map(|(name, _)| name.as_str()).collect();
    format!("{}  {}", seen.checkpoint.size, names.join(" "))
}

fn list(desk: &Desk<'_>) -> Done {
    let standing = witness::standing(&desk.case()?)?;
    let signers = |seen: &Witnessed| -> Vec<Value> {
        seen.by.iter().map(|(name, at_s)| json!({"name": name, "at_s": at_s})).collect()
    };
    if desk.json() {
        let witnessed: Vec<Value> = standing
            .witnessed
            .iter()
            .map(|it| json!({"leaves": it.checkpoint.size, "root": it.checkpoint.root, "by": signers(it)}))
            .collect();
        let keys: Vec<String> = standing.policy.witnesses.iter().map(WitnessKey::vkey).collect();
        desk.console.json(&json!({
            "need": standing.policy.required, "witnesses": keys, "leaves": standing.leaves,
            "witnessed": witnessed,
        }))?;
        return Ok(Exit::Done);
    }
    for seen in &standing.witnessed {
        desk.console.data(&line(seen));
    }
    let enough =
        standing.witnessed.iter().rfind(|it| it.by.len() as u64 >= standing.policy.required);
    let last = enough.filter(|_| standing.policy.required > 0).map_or(0, |it| it.checkpoint.size);
    desk.console.remark(
        "witness-standing",
        &[
            ("need", &standing.policy.required.to_string()),
            ("count", &standing.policy.witnesses.len().to_string()),
            ("last", &last.to_string()),
            ("leaves", &standing.leaves.to_string()),
        ],
    );
    Ok(Exit::Done)
}
