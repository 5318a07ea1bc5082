//! `tutela erase`: a record goes on a lawful ground, by two persons, and the proof stays.

use casebook::Exit;
use casebook::erasure::{Erasure, Waiting, erase, waiting};
use clap::Args;
use serde_json::{Value, json};

use super::{Desk, account, now_us};
use crate::Done;

/// Erase the record of an act from the custody log: the record and its salt go, the leaf and every proof stay, and
/// the log says who asked, who agreed, and on which ground (--reason).
///
/// It takes two persons: the first command asks for it and ends with 6; the same command by another account does it.
/// Records of exhibits and of erasures stay. Without a leaf, show what waits.
///
/// Examples:
///   tutela --case milan-2026 erase
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Erase {
    /// Leaf of the log, counted from 0.
    #[arg(value_name = "LEAF")]
    pub(crate) leaf: Option<u64>,
}

impl Erase {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let Some(leaf) = self.leaf else {
            return list(desk, &waiting(&case)?);
        };
        let ground = desk.reason().unwrap_or_default();
        match erase(&case, leaf, ground, &account(), now_us())? {
            Erasure::Asked(asked) => {
                if desk.json() {
                    desk.console.json(&json!({"asked": one(&asked)}))?;
                }
                desk.console.remark("erase-asked", &[("leaf", &leaf.to_string())]);
                Ok(Exit::SecondPerson)
            }
            Erasure::Done { asked, by_leaf } => {
                if desk.json() {
                    desk.console.json(&json!({"erased": one(&asked), "by_leaf": by_leaf}))?;
                }
                let values = [
                    ("leaf", &*leaf.to_string()),
                    ("by_leaf", &*by_leaf.to_string()),
                    ("asker", &*asked.by),
                ];
                desk.console.remark("erased", &values);
                Ok(Exit::Done)
            }
        }
    }
}

fn one(waits: &Waiting) -> Value {
    json!({"leaf": waits.leaf, "by": waits.by, "at_us": waits.at_us, "ground": waits.ground})
}

fn list(desk: &Desk<'_>, waits: &[Waiting]) -> Done {
    if desk.json() {
        desk.console.json(&waits.iter().map(one).collect::<Vec<Value>>())?;
        return Ok(Exit::Done);
    }
    for it in waits {
        desk.console.data(&format!("{}  {}: {}", it.leaf, it.by, it.ground));
    }
    if waits.is_empty() {
        desk.console.remark("erase-none", &[]);
    }
    Ok(Exit::Done)
}
