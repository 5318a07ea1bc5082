//! The members of a container in the completeness ledger: how many, how far read, which not.

use std::collections::BTreeMap;

use ingest::Member;
pub use ingest::MemberState;
use ingest::sink::Counts;
use serde::{Deserialize, Serialize};

/// Members named one by one because they need attention; further ones are counted.
const TROUBLED_MAX: usize = 10_000;

/// What became of the members of one exhibit; see the module.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Members {
    /// Members in all, folders included.
    pub told: u64,
    /// Members by how far they were read.
    pub states: BTreeMap<MemberState, u64>,
    /// Members that something took, by its code.
    pub formats: BTreeMap<String, FormatTally>,
    /// Members that were not read to their end.
    pub troubled: Vec<Troubled>,
    /// Further ones, beyond those named.
    pub troubled_more: u64,
}

/// What one format or container gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FormatTally {
    /// Members it took.
    pub members: u64,
    /// What was counted in them.
    pub counts: Counts,
}

/// A member that was not read to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Troubled {
    /// The chain by names.
    pub inside: String,
    /// What took it; empty where nothing did.
    pub format: String,
    /// How far it was read.
    pub state: MemberState,
    /// Why.
    pub reason: String,
    /// What a person can do.
    pub remedy: String,
}

impl Members {
    /// Takes what became of one member.
    pub(crate) fn take(&mut self, member: &Member) {
        self.told += 1;
        *self.states.entry(member.state).or_insert(0) += 1;
        if !member.format.is_empty() {
            let tally = self.formats.entry(member.format.clone()).or_default();
            tally.members += 1;
            tally.counts = tally.counts.and(member.counts);
        }
        if member.reason.is_empty() {
            return;
        }
        if self.troubled.len() >= TROUBLED_MAX {
            self.troubled_more += 1;
            return;
        }
        self.troubled.push(Troubled {
            inside: member.inside.clone(),
            format: member.format.clone(),
            state: member.state,
            reason: member.reason.clone(),
            remedy: member.remedy.clone(),
        });
    }

    /// Members in this state.
    pub fn in_state(&self, state: MemberState) -> u64 {
        self.states.get(&state).copied().unwrap_or(0)
    }

    /// Members that something took and that were not read to their end. One that nobody knows is in
    /// no way broken, even where a mapping could be made for it.
    pub fn broken(&self) -> u64 {
        use MemberState::{Failed, Partial, Unsupported};
        [Failed, Partial, Unsupported].into_iter().map(|state| self.in_state(state)).sum()
    }

    /// Members that somebody should look at.
    pub fn troubled(&self) -> u64 {
        self.troubled.len() as u64 + self.troubled_more
    }
}
