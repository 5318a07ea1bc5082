//! What a case keeps of its witnesses: on whom was agreed, and what they signed.
//!
//! The agreement is an act in the log. A checkpoint that was signed stands with all its signatures in
//! `log/witnessed/<leaves>`; it stays when the log grows, so that a bundle can end where it was seen.

use std::io;

use crate::custody::Custody;
use crate::disk::{Trust, Writes, replace};
use crate::event::{Event, Logged};
use crate::fault::{Doing, Fault};
use crate::log::note::{CHECKPOINT_BYTES_MAX, Checkpoint, Note, VerifierKey};
use crate::witness::key::WitnessKey;
use crate::witness::request::Request;

/// Folder of the checkpoints that witnesses signed.
pub(crate) const WITNESSED: &str = "log/witnessed";

/// The agreement as a bundle has it: how many must sign, then a key a line.
pub(crate) const POLICY: &str = "log/witnesses.txt";

/// On whom was agreed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// How many must sign.
    pub required: u64,
    /// The keys of those who may.
    pub witnesses: Vec<WitnessKey>,
}

impl Policy {
    /// The agreement that an act states; nothing where it states none that can be used.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        let Event::WitnessesAgreed { required, witnesses } = event else { return None };
        let witnesses = witnesses.iter().map(|line| WitnessKey::from_vkey(line));
        Some(Self { required: *required, witnesses: witnesses.collect::<Option<_>>()? })
    }

    fn named(&self, name: &str) -> Option<&WitnessKey> {
        self.witnesses.iter().find(|witness| witness.name() == name)
    }
}

/// The agreement as a file of a bundle.
pub(crate) fn policy_text(policy: &Policy) -> String {
    let keys: String = policy.witnesses.iter().map(|it| it.vkey() + "\n").collect();
    format!("{}\n{keys}", policy.required)
}

/// A checkpoint with those who signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    /// What they signed.
    pub checkpoint: Checkpoint,
    /// Their names, with the time of each in seconds since 1970: a claim of its machine.
    pub by: Vec<(String, u64)>,
}

/// Reads a checkpoint with its witnesses: the log's signature and every other must hold, and be of one
/// on whom was agreed.
pub(crate) fn check_note(
    note: &[u8],
    key: &VerifierKey,
    agreed: &[WitnessKey],
) -> Result<Witnessed, &'static str> {
    let checkpoint = Checkpoint::read(note, key)?;
    let Note { body, signatures } = Note::read(note)?;
    let mut by: Vec<(String, u64)> = Vec::new();
    for signed in signatures.iter().filter(|signed| !key.made(signed)) {
        let witness = agreed.iter().find(|witness| witness.made(signed));
        let witness = witness.ok_or("it bears a signature of nobody on whom was agreed")?;
        let at_s = witness.check(&body, signed).ok_or("the signature of a witness does not fit")?;
        if by.iter().any(|(name, _)| *name == signed.name) {
            return Err("a witness signed it twice");
        }
        by.push((signed.name.clone(), at_s));
    }
    Ok(Witnessed { checkpoint, by })
}

impl Custody {
    /// On whom was agreed last; nobody where that was never done.
    pub fn witness_policy(&self) -> Result<Policy, Fault> {
        Ok(self.witness_policies()?.pop().unwrap_or_default())
    }

    /// Every agreement, the oldest first.
    pub(crate) fn witness_policies(&self) -> Result<Vec<Policy>, Fault> {
        let agreed = self.history()?.into_iter().filter_map(|(_, logged)| match logged {
            Logged::Act(act) => Policy::of(&act.event),
            _ => None,
        });
        Ok(agreed.collect())
    }

    /// Everybody on whom was ever agreed: what they signed stays signed.
    fn witnesses(&self) -> Result<Vec<WitnessKey>, Fault> {
        Ok(self.witness_policies()?.into_iter().flat_map(|it| it.witnesses).collect())
    }

    /// Agrees on witnesses: logs how many of them must sign.
    pub fn agree_witnesses(&mut self, at_us: i64, by: &str, policy: &Policy) -> Result<u64, Fault> {
        // The log is no witness of itself.
        let mut names: Vec<&str> = policy.witnesses.iter().map(WitnessKey::name).collect();
        names.sort_unstable();
        let twice = names.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
            || names.contains(&self.verifier_key().name());
        let count = policy.witnesses.len() as u64;
        if twice || policy.required == 0 || policy.required > count {
            return Err(Fault::BadPolicy { required: policy.required, of: count });
        }
        let witnesses = policy.witnesses.iter().map(WitnessKey::vkey).collect();
        self.log(at_us, by, &Event::WitnessesAgreed { required: policy.required, witnesses })
    }

    /// What was signed by witnesses, by leaves; every file is checked.
    pub fn witnessed(&self) -> Result<Vec<Witnessed>, Fault> {
        let agreed = self.witnesses()?;
        let mut sizes: Vec<u64> = self
            .disk
            .list(WITNESSED)
            .doing("listing", WITNESSED)?
            .iter()
            .filter_map(|name| name.to_str()?.parse().ok())
            .collect();
        sizes.sort_unstable();
        let read = |size| {
            let note = self.witnessed_note(size)?.unwrap_or_default();
            check_note(note.as_bytes(), self.verifier_key(), &agreed)
                .map_err(|fact| Fault::damaged(file_of(size), fact))
        };
        sizes.into_iter().map(read).collect()
    }

    /// The checkpoint of so many leaves with its witnesses, where one signed it.
    pub(crate) fn witnessed_note(&self, size: u64) -> Result<Option<String>, Fault> {
        match self.disk.read(&file_of(size), CHECKPOINT_BYTES_MAX) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
            other => {
                let bytes = other.doing("reading", file_of(size))?;
                let text = String::from_utf8(bytes);
                text.map(Some).map_err(|_| Fault::damaged(file_of(size), "it is not UTF-8"))
            }
        }
    }

    /// The request by which a witness is asked to sign the last checkpoint. It begins where that
    /// witness signed last, unless something else is said.
    pub fn witness_request(&self, name: &str, from: Option<u64>) -> Result<String, Fault> {
        if self.witness_policy()?.named(name).is_none() {
            return Err(Fault::NoSuchWitness(name.to_owned()));
        }
        let signed = |it: &&Witnessed| it.by.iter().any(|(by, _)| by == name);
        let last = self.witnessed()?.iter().filter(signed).map(|it| it.checkpoint.size).max();
        let old = from.or(last).unwrap_or(0);
        let proof = if old == 0 { Vec::new() } else { self.prove_consistency(old)?.path };
        Ok(Request { old, proof, note: self.signed_checkpoint() }.write())
    }

    /// Takes in the answer of a witness: a checkpoint of this log with its signature. Gives it with all
    /// who signed it so far.
    pub fn add_cosignatures(&mut self, answer: &str) -> Result<Witnessed, Fault> {
        let refuse = |fact: &str| Fault::WitnessRefuses(fact.to_owned());
        let agreed = self.witnesses()?;
        let key = self.verifier_key().clone();
        let given = check_note(answer.as_bytes(), &key, &agreed).map_err(refuse)?;
        let size = given.checkpoint.size;
        if size > self.checkpoint().size || given.by.is_empty() {
            return Err(refuse("it is not a checkpoint of this case that a witness signed"));
        }
        let (own, mut note) = self.log.note_at(size)?;
        if own != given.checkpoint {
            return Err(refuse("it is the checkpoint of another history than that of this case"));
        }
        let kept = self.witnessed_note(size)?.unwrap_or_default();
        let mut lines: Vec<&str> = Vec::new();
        for line in answer.lines().chain(kept.lines()).filter(|line| line.starts_with("— ")) {
            let name = line.split(' ').nth(1).unwrap_or_default();
            let is_new = !lines.iter().any(|kept| kept.split(' ').nth(1) == Some(name));
            if name != key.name() && is_new {
                lines.push(line);
            }
        }
        lines.sort_unstable();
        for line in lines {
            note.push_str(line);
            note.push('\n');
        }
        let witnessed = check_note(note.as_bytes(), &key, &agreed).map_err(refuse)?;
        let mut writes = Writes::new(self.disk.as_ref(), Trust::Folders);
        writes.make_dirs(WITNESSED).and_then(|()| writes.sync()).doing("making", WITNESSED)?;
        let file = file_of(size);
        replace(self.disk.as_ref(), &file, note.as_bytes(), 0o444).doing("writing", file)?;
        Ok(witnessed)
    }
}

fn file_of(size: u64) -> String {
    format!("{WITNESSED}/{size}")
}
