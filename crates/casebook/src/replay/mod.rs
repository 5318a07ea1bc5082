//! Replay: every exhibit read again and every finding made again from it, beside the case, and compared.
//!
//! What a finding rests on is the sealed exhibits, the settings of their reading, the decisions on identities and the
//! last triage. The exhibits are read anew into a folder of the cache, by the settings that the ledger keeps; every
//! question is asked by the version of the method that gave the stored answer, where the program still has it, and by
//! the present one where that is another. The case itself is not changed, but for one act in its log.

mod answers;
mod exhibits;

use custody::{Act, Custody, Event};
use ingest::supervise::WorkerCommand;
use model::ExhibitId;
use serde::Serialize;

use crate::acts::acts;
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file;
use crate::intake::{custody_fault, open_custody};
use crate::progress::Progress;

/// Where things are made again; all of it is taken away at the end.
const ASIDE: &str = "cache/replay";

/// How a replay is done.
#[derive(Debug, Clone)]
pub struct Replay {
    /// Threads; nothing that is found depends on it. As many as there are cores where nobody says.
    pub threads: Option<usize>,
    /// Who does it, for the log.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
}

/// What came out of a replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// The program that made the findings.
    pub made_by: String,
    /// This program.
    pub replayed_by: String,
    /// The exhibits that had been read, in the order of their numbers.
    pub exhibits: Vec<ReadAgain>,
    /// The questions that had been asked, in the order of the register.
    pub questions: Vec<AskedAgain>,
}

/// One exhibit, read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadAgain {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Whether the tables are the same, byte for byte.
    pub same: bool,
    /// Records and rejects before.
    pub then: [u64; 2],
    /// Records and rejects now.
    pub now: [u64; 2],
}

/// One question, asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedAgain {
    /// Its code.
    pub question: String,
    /// Its name.
    pub name: String,
    /// The version of the method that gave the stored answer.
    pub version: u32,
    /// What that method gives now; `None` where the program does not have it any more.
    pub replayed: Option<Compared>,
    /// What the present method gives, where it is another.
    pub present: Option<Present>,
}

/// The answer of the present method, compared with that of a former one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Present {
    /// The version of the present method.
    pub version: u32,
    /// How its answer differs.
    pub compared: Compared,
}

/// Two answers to one question, compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Whether they are the same, byte for byte.
    pub same: bool,
    /// Findings that only the stored answer has.
    pub gone: Vec<String>,
    /// Findings that only the new one has.
    pub new: Vec<String>,
    /// Findings that say or cite something else.
    pub changed: Vec<String>,
}

impl Replayed {
    /// Exhibits and questions that came out otherwise by the same methods.
    pub fn differences(&self) -> usize {
        let read = self.exhibits.iter().filter(|one| !one.same).count();
        let differs = |one: &&AskedAgain| one.replayed.as_ref().is_some_and(|told| !told.same);
        read + self.questions.iter().filter(differs).count()
    }

    /// How the command ends: 4 where something came out otherwise, 3 where a method is not kept any more.
    pub fn exit(&self) -> Exit {
        if self.differences() > 0 {
            Exit::Integrity
        } else if self.questions.iter().any(|one| one.replayed.is_none()) {
            Exit::RejectedInPart
        } else {
            Exit::Done
        }
    }
}

/// Reads every exhibit and asks every question again, and logs that it was done.
pub fn replay(
    case: &Case,
    asked: &Replay,
    worker: &WorkerCommand,
    progress: &dyn Progress,
) -> Result<Replayed, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let made_by = last_build(&acts(&custody)?)?;
    let stored = answers::stored(case, &custody)?;
    let aside = case.aside(case.path(ASIDE))?;
    let done = exhibits::read(case, &aside, custody, worker, progress).and_then(|read| {
        let questions = answers::ask(case, &aside, &read.ledgers, stored, asked.threads, progress)?;
        let replayed_by = concat!("tutela ", env!("CARGO_PKG_VERSION")).to_owned();
        Ok(Replayed { made_by, replayed_by, exhibits: read.exhibits, questions })
    });
    // Whatever happened, nothing stays beside the case.
    file::forget_folder(aside.dir())?;
    let replayed = done?;
    log(case, asked, &replayed)?;
    Ok(replayed)
}

/// The program of the last build; a fault where what its findings rest on has changed since.
fn last_build(acts: &[Act]) -> Result<String, Fault> {
    let built = acts.iter().enumerate().rev().find_map(|(at, act)| match &act.event {
        Event::Built { tool, .. } => Some((at, tool.clone())),
        _ => None,
    });
    let Some((at, tool)) = built else {
        return Err(Fault::usage("the case has no findings yet", "make them with `tutela build`"));
    };
    let changes = |act: &Act| {
        matches!(
            act.event,
            Event::Ingested { .. }
                | Event::IdentityDecided { .. }
                | Event::Triaged { .. }
                | Event::SettingChanged { .. }
                | Event::MappingSaved { .. }
        )
    };
    if acts.iter().skip(at).any(changes) {
        return Err(Fault::usage(
            "what the findings rest on has changed since they were made",
            "make them again with `tutela build`, then replay",
        ));
    }
    Ok(tool)
}

fn log(case: &Case, asked: &Replay, replayed: &Replayed) -> Result<(), Fault> {
    let mut custody = match open_custody(case) {
        // A case on read-only media can be replayed, and cannot be written to.
        Err(fault) if fault.exit == Exit::Denied => return Ok(()),
        opened => opened?,
    };
    let event = Event::Replayed {
        tool: replayed.replayed_by.clone(),
        exhibits: replayed.exhibits.len() as u64,
        questions: replayed.questions.len() as u64,
        differences: replayed.differences() as u64,
    };
    custody.log(asked.at_us, &asked.by, &event).map(|_| ()).map_err(|e| custody_fault(&e))
}
