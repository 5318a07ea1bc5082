//! Decisions of people on undecided files: each is appended with the files it covers, and stands until a later
//! one covers the same file.
//!
//! A decision covers the files that were listed when it was made, by record and SHA-256, and no others: what a
//! later triage finds is undecided, however much it looks alike.

use std::collections::BTreeMap;

use custody::{Custody, Event};
use model::{ExhibitId, RecordRef};
use serde::{Deserialize, Serialize};

use super::groups::{Member, named};
use crate::acts::{acts, check_ground};
use crate::case::Case;
use crate::fault::Fault;
use crate::file;
use crate::intake::{custody_fault, open_custody};

/// What a person says of files that no set decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// They do not matter to the case.
    SetAside,
    /// They matter to the case.
    Relevant,
    /// They go to those who identify victims: a safeguarding task.
    HandOver,
    /// A former decision is taken back.
    Undecided,
}

impl Decision {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::SetAside, Self::Relevant, Self::HandOver, Self::Undecided];

    /// The name in files and in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::SetAside => "set_aside",
            Self::Relevant => "relevant",
            Self::HandOver => "hand_over",
            Self::Undecided => "undecided",
        }
    }
}

/// A decision with the files it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Its number in the case, from 1.
    pub number: u64,
    /// Who decided.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// What.
    pub decision: Decision,
    /// On which group.
    pub group: String,
    /// Why.
    pub reason: String,
    /// The files.
    pub files: Vec<Member>,
}

/// A file as a decision names it.
type Named = (ExhibitId, Option<RecordRef>, String);

/// Every decision of a case.
#[derive(Debug, Default)]
pub struct Decisions {
    all: Vec<Decided>,
    /// The last decision on each file, as its place among all.
    last: BTreeMap<Named, usize>,
}

impl Decisions {
    /// Reads the decisions that the log names; one whose list is not what was logged is refused.
    pub fn read(case: &Case) -> Result<Self, Fault> {
        let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
        let mut decisions = Self::default();
        for act in acts(&custody)? {
            let Event::Decided { list, .. } = act.event else { continue };
            decisions.take(file::read_logged(case.dir(), &list)?);
        }
        Ok(decisions)
    }

    fn take(&mut self, decided: Decided) {
        let place = self.all.len();
        for one in &decided.files {
            self.last.insert((one.exhibit, one.record, one.sha256.clone()), place);
        }
        self.all.push(decided);
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> &[Decided] {
        &self.all
    }

    /// What stands on a file; nothing where it is undecided.
    pub fn on_file(
        &self,
        exhibit: ExhibitId,
        record: Option<RecordRef>,
        sha256: &str,
    ) -> Option<&Decided> {
        let place = self.last.get(&(exhibit, record, sha256.to_owned()))?;
        self.all.get(*place).filter(|one| one.decision != Decision::Undecided)
    }

    pub(super) fn on(&self, member: &Member) -> Option<&Decided> {
        self.on_file(member.exhibit, member.record, &member.sha256)
    }

    /// How many files a decision still stands on.
    pub fn standing(&self, decided: &Decided) -> usize {
        let is_it = |one: &&Member| self.on(one).is_some_and(|on| on.number == decided.number);
        decided.files.iter().filter(is_it).count()
    }
}

/// Decides on the files of a group.
pub fn decide(
    case: &Case,
    group: &str,
    decision: Decision,
    reason: &str,
    by: &str,
    at_us: i64,
) -> Result<Decided, Fault> {
    check_ground(reason)?;
    let found = named(case, group)?;
    let mut custody = open_custody(case)?;
    let number = Decisions::read(case)?.all.last().map_or(0, |last| last.number) + 1;
    let decided = Decided {
        number,
        by: by.to_owned(),
        at_us,
        decision,
        group: found.name,
        reason: reason.to_owned(),
        files: found.files,
    };
    let name = format!("decisions/D-{number}.json");
    let staged = file::stage_json(case.path(&name), &decided)?;
    let event = Event::Decided {
        number,
        decision: decision.code().to_owned(),
        group: decided.group.clone(),
        reason: decided.reason.clone(),
        files: decided.files.len() as u64,
        list: staged.digest(&name),
    };
    // The list is there before the log names it, so that no logged decision is ever without its files.
    staged.publish()?;
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    Ok(decided)
}
