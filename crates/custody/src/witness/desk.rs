//! The witness itself: a folder on another machine, with its key and what it saw last of each log.
//!
//! `witness.pem` is its private key, `witness.txt` the public one, `logs/<n>` the last checkpoint that it
//! signed of a log, after the key of that log; n is the start of SHA-256 of the log's name.

use std::fs::File;
use std::path::Path;

use ed25519_dalek::SigningKey;
use sha2::{Digest as _, Sha256};

use super::key::{WitnessKey, cosign};
use super::request::{REQUEST_BYTES_MAX, Request};
use crate::disk::{Disk, OsDisk, Trust, Writes, open_or_make_empty, replace};
use crate::fault::{Doing, Fault};
use crate::log::key::{KEY_BYTES_MAX, private_of_pem, private_pem, random};
use crate::log::note::{CHECKPOINT_BYTES_MAX, Checkpoint, Note, VerifierKey};
use crate::log::proof::Consistency;

const PRIVATE: &str = "witness.pem";
const PUBLIC: &str = "witness.txt";

/// Limit of a state file: a key and a checkpoint.
const STATE_BYTES_MAX: u64 = CHECKPOINT_BYTES_MAX + KEY_BYTES_MAX;

/// What a witness signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// The checkpoint with the signature of the witness: the answer.
    pub note: String,
    /// What it states.
    pub checkpoint: Checkpoint,
    /// Leaves that the witness saw before; 0 where it saw this log for the first time.
    pub before: u64,
}

/// A witness at work.
pub struct WitnessDesk {
    disk: OsDisk,
    key: SigningKey,
    public: WitnessKey,
    _lock: File,
}

impl WitnessDesk {
    /// Makes a witness of this name in a folder.
    pub fn create(dir: &Path, name: &str) -> Result<Self, Fault> {
        let disk = OsDisk::make(dir).doing("making", dir.display().to_string())?;
        if disk.status(PRIVATE).is_ok() {
            return Err(Fault::Taken(dir.join(PRIVATE).display().to_string()));
        }
        let mut seed = [0; 32];
        random(&mut seed)?;
        let key = SigningKey::from_bytes(&seed);
        let public = WitnessKey::new(name, key.verifying_key())?;
        let mut writes = Writes::new(&disk, Trust::Nothing);
        writes.make_dirs("logs").and_then(|()| writes.sync()).doing("making", "logs")?;
        let line = format!("{}\n", public.vkey());
        replace(&disk, PUBLIC, line.as_bytes(), 0o444).doing("writing", PUBLIC)?;
        let pem = private_pem(&seed);
        replace(&disk, PRIVATE, pem.as_bytes(), 0o600).doing("writing", PRIVATE)?;
        Self::open(dir)
    }

    /// Opens a witness; only one process at a time may sign.
    pub fn open(dir: &Path) -> Result<Self, Fault> {
        let disk = OsDisk::new(dir);
        let shown = |name: &str| dir.join(name).display().to_string();
        let damaged = |name: &str| Fault::damaged(shown(name), "it is not the key of a witness");
        let pem = disk.read(PRIVATE, KEY_BYTES_MAX).doing("reading", shown(PRIVATE))?;
        let key = private_of_pem(&pem).ok_or_else(|| damaged(PRIVATE))?;
        let line = disk.read(PUBLIC, KEY_BYTES_MAX).doing("reading", shown(PUBLIC))?;
        let line = String::from_utf8(line).unwrap_or_default();
        let public = WitnessKey::from_vkey(line.trim_end()).ok_or_else(|| damaged(PUBLIC))?;
        if *public.0.key() != key.verifying_key() {
            return Err(damaged(PUBLIC));
        }
        let lock = open_or_make_empty(&dir.join("lock")).doing("opening", shown("lock"))?;
        lock.lock().doing("locking", shown("lock"))?;
        Ok(Self { disk, key, public, _lock: lock })
    }

    /// The public key, to be agreed on by those who are to trust it.
    pub fn key(&self) -> &WitnessKey {
        &self.public
    }

    /// Signs the checkpoint of a request, if it continues what was seen of this log before. The key of
    /// a log that was never seen must be given; from then on it is the one that counts. What was seen
    /// is durable before the signature is given away.
    pub fn cosign(
        &self,
        request: &[u8],
        log_key: Option<&VerifierKey>,
        at_s: u64,
    ) -> Result<Cosigned, Fault> {
        let refuse = |fact: &str| Fault::WitnessRefuses(fact.to_owned());
        let short = request.len() as u64 <= REQUEST_BYTES_MAX;
        let text = std::str::from_utf8(request).ok().filter(|_| short);
        let request = text
            .and_then(Request::read)
            .ok_or_else(|| refuse("it is not a request to a witness"))?;
        let note = Note::read(request.note.as_bytes()).map_err(refuse)?;
        let origin = note.body.split('\n').next().unwrap_or_default();
        let file = state_file(origin);
        let seen = self.seen(&file)?;
        let key = match (&seen, log_key) {
            (Some((key, _)), Some(given)) if key != given => {
                return Err(refuse(
                    "the key that was given is not the one that this log had before",
                ));
            }
            (Some((key, _)), _) => key.clone(),
            (None, Some(given)) => given.clone(),
            (None, None) => return Err(Fault::UnknownLog(crate::name::escape(origin.as_bytes()))),
        };
        let checkpoint = Checkpoint::read(request.note.as_bytes(), &key).map_err(refuse)?;
        let before = seen.map(|(_, checkpoint)| checkpoint);
        let size = before.as_ref().map_or(0, |before| before.size);
        if request.old != size {
            return Err(Fault::WitnessElsewhere { saw: size, given: request.old });
        }
        let proof = Consistency { from: size, to: checkpoint.size, path: request.proof };
        let from = before.as_ref().map_or(checkpoint.root, |before| before.root);
        if proof.check(&from, &checkpoint.root).is_err() {
            return Err(refuse("the log does not continue what this witness saw of it"));
        }
        let line = cosign(&note.body, self.public.name(), &self.key, at_s)?;
        let state = format!("{}\n{}", key.vkey(), request.note);
        replace(&self.disk, &file, state.as_bytes(), 0o444).doing("writing", file)?;
        Ok(Cosigned { note: format!("{}{line}", request.note), checkpoint, before: size })
    }

    /// The key of a log and the last checkpoint that was signed of it.
    fn seen(&self, file: &str) -> Result<Option<(VerifierKey, Checkpoint)>, Fault> {
        let bytes = match self.disk.read(file, STATE_BYTES_MAX) {
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            other => other.doing("reading", file)?,
        };
        let state = std::str::from_utf8(&bytes).ok().and_then(|text| {
            let (key, note) = text.split_once('\n')?;
            let key = VerifierKey::from_vkey(key)?;
            let checkpoint = Checkpoint::read(note.as_bytes(), &key).ok()?;
            Some((key, checkpoint))
        });
        let damaged = || Fault::damaged(file, "it is not what this witness wrote");
        state.ok_or_else(damaged).map(Some)
    }
}

fn state_file(origin: &str) -> String {
    let digest = model::Digest(Sha256::digest(origin).into()).to_string();
    format!("logs/{}", digest.get(..16).unwrap_or_default())
}
