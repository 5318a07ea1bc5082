//! The numbers of pseudonyms: which party is which, for the life of the case.
//!
//! `pseudonyms/numbers.jsonl` has a line a number: the number, one key of the party, and a salt. Lines are added and
//! never changed; the custody log names how many there were and their digest, which the salts keep from being guessed.
//! The file never leaves the case: no export, bundle or report holds it.

use std::io::Write as _;

use custody::{Act, Custody, Event, Problem, ProblemKind};
use model::Digest;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::acts::acts;
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file::{append, line_of};
use crate::intake::custody_fault;

/// The file, from the folder of the case.
const FILE: &str = "pseudonyms/numbers.jsonl";

/// A number that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Given {
    /// The number, from 1.
    pub(crate) number: u64,
    /// A key of the party when it was given.
    pub(crate) key: String,
    /// So that the digest of the file says nothing of the key.
    salt: String,
}

/// Every number that was given, the first first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) given: Vec<Given>,
    bytes: Vec<u8>,
}

impl Table {
    /// Reads it; a last line that is not whole was never acknowledged.
    pub(crate) fn read(case: &Case) -> Result<Self, Fault> {
        let path = case.path(FILE);
        let mut bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(e) => return Err(Fault::io(&path, e)),
        };
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        bytes.truncate(whole);
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let given = lines.map(serde_json::from_slice).collect::<Result<Vec<Given>, _>>();
        let given = given.map_err(|e| not_the_one(case).caused_by(e))?;
        Ok(Self { given, bytes })
    }

    /// Refuses numbers that are not those that the log names: with others a pseudonym would mean somebody else.
    pub(crate) fn check(&self, case: &Case, acts: &[Act]) -> Result<(), Fault> {
        let Some((given, sha256)) = noted(acts) else { return Ok(()) };
        let mut lines = self.bytes.split_inclusive(|byte| *byte == b'\n');
        let bytes: Vec<u8> = (0..given).map_while(|_| lines.next()).flatten().copied().collect();
        if digest(&bytes) == sha256 { Ok(()) } else { Err(not_the_one(case)) }
    }

    /// The number of a party by its keys: the lowest that was given to any of them.
    pub(crate) fn of<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Option<u64> {
        let keys: std::collections::BTreeSet<&str> = keys.collect();
        self.given.iter().find(|one| keys.contains(one.key.as_str())).map(|one| one.number)
    }

    /// The number that the next party gets.
    pub(crate) fn next(&self) -> u64 {
        self.given.last().map_or(0, |last| last.number) + 1
    }

    /// What was given, as bytes: who keeps something made of it knows by them that it changed.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Gives the next numbers to the parties of these keys: on the disk first, then named in the log.
    pub(crate) fn give(
        &mut self,
        case: &Case,
        custody: &mut Custody,
        keys: &[String],
        (by, at_us): (&str, i64),
    ) -> Result<(), Fault> {
        let path = case.path(FILE);
        let mut lines = Vec::new();
        let mut given = Vec::new();
        for (number, key) in (self.next()..).zip(keys) {
            let one = Given { number, key: key.clone(), salt: salt()? };
            lines.extend(line_of(&one, &path)?);
            given.push(one);
        }
        let write = || {
            let mut file =
                append(&path).map_err(|fault| std::io::Error::other(fault.to_string()))?;
            // What a crash left of a line goes: it was never acknowledged.
            file.set_len(self.bytes.len() as u64)?;
            file.write_all(&lines)?;
            file.sync_all()?;
            std::fs::File::open(path.parent().unwrap_or(case.dir()))?.sync_all()
        };
        write().map_err(|e| Fault::io(&path, e))?;
        self.bytes.extend(lines);
        self.given.extend(given);
        self.note(custody, (by, at_us))
    }

    /// Gives the next numbers without writing them down: whoever writes next gives the same.
    pub(crate) fn give_for_now(&mut self, keys: &[String]) {
        let next = self.next();
        let given = (next..).zip(keys).map(|(number, key)| Given {
            number,
            key: key.clone(),
            salt: String::new(),
        });
        self.given.extend(given);
    }

    /// Names in the log how many numbers there are, where it does not know all.
    pub(crate) fn note(
        &self,
        custody: &mut Custody,
        (by, at_us): (&str, i64),
    ) -> Result<(), Fault> {
        let noted = noted(&acts(custody)?).map_or(0, |(given, _)| given);
        let given = self.given.len() as u64;
        if noted >= given {
            return Ok(());
        }
        let event = Event::PseudonymsGiven { given, sha256: digest(&self.bytes) };
        custody.log(at_us, by, &event).map(|_| ()).map_err(|e| custody_fault(&e))
    }
}

/// How many numbers the log names, and their digest.
fn noted(acts: &[Act]) -> Option<(u64, Digest)> {
    acts.iter().rev().find_map(|act| match act.event {
        Event::PseudonymsGiven { given, sha256 } => Some((given, sha256)),
        _ => None,
    })
}

/// What is wrong with the numbers as they lie there, for whoever verifies the case.
pub(crate) fn problem(case: &Case, custody: &Custody) -> Option<Problem> {
    let found = Table::read(case).and_then(|table| table.check(case, &acts(custody)?));
    let kind = if case.path(FILE).exists() { ProblemKind::Changed } else { ProblemKind::Missing };
    found.err().map(|fault| Problem { file: FILE.to_owned(), kind, fact: fault.fact })
}

fn not_the_one(case: &Case) -> Fault {
    Fault::new(
        Exit::Integrity,
        "the numbers of pseudonyms are not those that the log names",
        "take the file from a copy of the case: without it a pseudonym may mean somebody else",
    )
    .at(case.path(FILE).display())
}

fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

fn salt() -> Result<String, Fault> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| {
        Fault::new(Exit::Bug, format!("the system gives no random bytes: {e}"), "report this")
    })?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}
