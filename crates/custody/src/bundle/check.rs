//! Checks a bundle: that nothing in it changed since it was sealed, and that what it holds is what the
//! log proves.
//!
//! What no check of a bundle by itself can show: that its key is that of the house. Whoever makes a
//! bundle anew with another key makes one that holds; so the key is compared with the one that was
//! handed over on paper, where it is given, and otherwise it is said that it was not.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use model::Digest;
use serde_json::Value;

use super::held::{Held, InFolder, InTar, extra};
use super::manifest::{Files, MANIFEST_BYTES_MAX, read, seal};
use super::out::is_bundle;
use super::{FACTS, MANIFEST, SEAL, contents};
use crate::exhibit::Digest512;
use crate::fault::{Doing, Fault};
use crate::hash::{Progress, Watch, digest_bytes, digest_stream};
use crate::log::CHECKPOINT;
use crate::log::key::{KEY_BYTES_MAX, VERIFIER_PEM, VERIFIER_TXT, public_pem};
use crate::log::note::{CHECKPOINT_BYTES_MAX, Checkpoint, Note, VerifierKey};
use crate::verify::{Problem, ProblemKind};

/// Whether the key of a bundle was compared with one from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyShown {
    /// It is the one that was given.
    Compared,
    /// It is the one that the bundle states of itself.
    #[default]
    StatedOnly,
}

/// What was found in a bundle.
#[derive(Debug, Clone, Default)]
pub struct BundleFound {
    /// Everything that is wrong, by file; empty where all holds.
    pub problems: Vec<Problem>,
    /// The key it was checked with, as one line.
    pub key: String,
    /// Whether that key was compared with one from outside.
    pub key_shown: KeyShown,
    /// The checkpoint that vouches for it; absent where it does not hold.
    pub checkpoint: Option<Checkpoint>,
    /// What it states of itself (`bundle.json`).
    pub facts: Value,
    /// Files that were hashed.
    pub files: u64,
    /// Bytes that were hashed.
    pub bytes: u64,
    /// Exhibits that were checked byte by byte.
    pub exhibits: u64,
    /// Exhibits of which the record alone is there.
    pub listed: u64,
    /// Leaves whose records are left out.
    pub withheld: Vec<u64>,
    /// Leaves whose records were erased.
    pub erased: Vec<u64>,
    /// Witnesses that signed its checkpoint, with the time of each in seconds since 1970.
    pub witnesses: Vec<(String, u64)>,
    /// How many should have, by the last agreement; 0 where there is none.
    pub witnesses_required: u64,
}

/// Checks a bundle in a folder or a tar archive, with the key of its log where that is known.
pub fn verify_bundle(
    path: &Path,
    key: Option<&VerifierKey>,
    watch: &mut Watch<'_>,
) -> Result<BundleFound, Fault> {
    let shown = || crate::name::escape(path.as_os_str().as_encoded_bytes());
    let status = std::fs::metadata(path).doing("looking at", shown())?;
    if !status.is_dir() {
        return check(&InTar::open(path)?, key, watch);
    }
    if !is_bundle(path) && !path.join(MANIFEST).is_file() {
        return Err(Fault::NotABundle(shown()));
    }
    check(&InFolder::new(path), key, watch)
}

pub(super) fn check(
    held: &dyn Held,
    key: Option<&VerifierKey>,
    watch: &mut Watch<'_>,
) -> Result<BundleFound, Fault> {
    let mut problems = Vec::new();
    let present = held.list(&mut problems)?;
    let mut checker = Checker {
        held,
        found: BundleFound { problems, ..BundleFound::default() },
        digests: BTreeMap::new(),
        present,
    };
    let Some(key) = checker.key(key) else { return Ok(checker.end()) };
    let checkpoint = checker.checkpoint(&key);
    let files = checker.manifest(&key, checkpoint.as_ref());
    checker.files(&files, watch)?;
    if let Some(checkpoint) = &checkpoint {
        contents::check(&mut checker, checkpoint);
    }
    checker.found.checkpoint = checkpoint;
    Ok(checker.end())
}

/// Digests of a file as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hashed {
    pub(super) size_bytes: u64,
    pub(super) sha256: Digest,
    pub(super) sha512: Digest512,
}

pub(super) struct Checker<'h> {
    held: &'h dyn Held,
    pub(super) found: BundleFound,
    /// What was hashed, by name.
    pub(super) digests: BTreeMap<String, Hashed>,
    present: BTreeMap<String, u64>,
}

impl Checker<'_> {
    fn end(mut self) -> BundleFound {
        self.found.problems.sort();
        self.found.problems.dedup();
        self.found
    }

    pub(super) fn note(&mut self, kind: ProblemKind, file: &str, fact: impl Into<String>) {
        self.found.problems.push(Problem { file: file.to_owned(), kind, fact: fact.into() });
    }

    pub(super) fn changed(&mut self, file: &str, fact: impl Into<String>) {
        self.note(ProblemKind::Changed, file, fact);
    }

    /// The names that are there.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.present.keys().map(String::as_str)
    }

    pub(super) fn open(&self, file: &str) -> io::Result<Box<dyn Read + Send + '_>> {
        self.held.open(file)
    }

    /// The content of a small file.
    pub(super) fn read(&mut self, file: &str, limit_bytes: u64) -> Option<Vec<u8>> {
        if !self.present.contains_key(file) {
            self.note(ProblemKind::Missing, file, "it is missing");
            return None;
        }
        let mut bytes = Vec::new();
        let read = self
            .held
            .open(file)
            .and_then(|source| source.take(limit_bytes + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) if bytes.len() as u64 <= limit_bytes => return Some(bytes),
            Ok(_) => self.changed(file, format!("it is longer than {limit_bytes} bytes")),
            Err(fault) => self.note(ProblemKind::Unreadable, file, fault.to_string()),
        }
        None
    }

    pub(super) fn text(&mut self, file: &str, limit_bytes: u64) -> Option<String> {
        let text = String::from_utf8(self.read(file, limit_bytes)?);
        text.map_err(|_| self.changed(file, "it is not UTF-8")).ok()
    }

    /// The key to check with: the one that was given, or the one that the bundle states.
    fn key(&mut self, given: Option<&VerifierKey>) -> Option<VerifierKey> {
        let text = self.text(VERIFIER_TXT, KEY_BYTES_MAX);
        let stated = text.and_then(|text| VerifierKey::from_vkey(text.strip_suffix('\n')?));
        if stated.is_none() && self.present.contains_key(VERIFIER_TXT) {
            self.changed(VERIFIER_TXT, "it contradicts its own key id");
        }
        if given.is_some_and(|given| stated.as_ref().is_some_and(|stated| stated != given)) {
            self.changed(VERIFIER_TXT, "the key is another than the one that was given");
        }
        let key = given.cloned().or(stated)?;
        let pem = self.read(VERIFIER_PEM, KEY_BYTES_MAX);
        if pem.is_some_and(|pem| pem != public_pem(&key).as_bytes()) {
            self.changed(VERIFIER_PEM, "it is not the public key of this log");
        }
        self.found.key = key.vkey();
        if given.is_some() {
            self.found.key_shown = KeyShown::Compared;
        }
        Some(key)
    }

    fn checkpoint(&mut self, key: &VerifierKey) -> Option<Checkpoint> {
        let note = self.read(CHECKPOINT, CHECKPOINT_BYTES_MAX)?;
        Checkpoint::read(&note, key).map_err(|fact| self.changed(CHECKPOINT, fact)).ok()
    }

    /// Reads the manifest and holds it against its seal.
    fn manifest(&mut self, key: &VerifierKey, checkpoint: Option<&Checkpoint>) -> Files {
        let text = self.text(MANIFEST, MANIFEST_BYTES_MAX);
        let files = text.as_deref().map(read);
        if files.as_ref().is_some_and(Option::is_none) {
            self.changed(MANIFEST, "its lines are not those that were written");
        }
        if let Some(note) = self.read(SEAL, CHECKPOINT_BYTES_MAX) {
            let sealed = Note::read(&note).and_then(|note| {
                note.check(key)?;
                if note.signatures.len() == 1 { Ok(note.body) } else { Err("it has other lines") }
            });
            match (sealed, text, checkpoint) {
                (Err(fact), ..) => self.changed(SEAL, fact),
                (Ok(body), Some(text), Some(checkpoint)) => {
                    let manifest = digest_bytes(text.as_bytes()).sha256;
                    if body != seal(checkpoint, &manifest) {
                        self.changed(MANIFEST, "it is not the one that was sealed");
                    }
                }
                // What is missing was told.
                _ => {}
            }
        }
        files.flatten().unwrap_or_default()
    }

    /// Hashes every file; each must be in the manifest with its digest, and each of it be there.
    fn files(&mut self, files: &Files, watch: &mut Watch<'_>) -> Result<(), Fault> {
        let present: Vec<(String, u64)> =
            self.present.iter().map(|(name, size)| (name.clone(), *size)).collect();
        let mut progress = Progress {
            what: "",
            bytes_done: 0,
            bytes_total: present.iter().map(|(_, size)| size).sum(),
            files_done: 0,
            files_total: present.len() as u64,
        };
        for (name, size) in &present {
            let Some(stated) = files.get(name) else {
                if name != MANIFEST && name != SEAL {
                    let file = crate::name::escape(name.as_bytes());
                    self.found.problems.push(extra(file, "the manifest does not name it"));
                }
                continue;
            };
            let mut block = |bytes: &[u8]| {
                progress.bytes_done += bytes.len() as u64;
                match watch(&Progress { what: name, ..progress }) {
                    ControlFlow::Continue(()) => Ok(()),
                    ControlFlow::Break(()) => Err(Fault::Interrupted),
                }
            };
            let hashed = self
                .held
                .open(name)
                .doing("reading", name.as_str())
                .and_then(|mut source| digest_stream(&mut source, *size, name, &mut block));
            match hashed {
                Err(Fault::Interrupted) => return Err(Fault::Interrupted),
                Err(fault) => self.note(ProblemKind::Unreadable, name, fault.to_string()),
                Ok(found) => {
                    if found.sha256 != *stated {
                        self.changed(name, "it is not what the manifest states");
                    }
                    let crate::hash::Digests { size_bytes, sha256, sha512 } = found;
                    self.digests.insert(name.clone(), Hashed { size_bytes, sha256, sha512 });
                    self.found.files += 1;
                    self.found.bytes += size_bytes;
                }
            }
            progress.files_done += 1;
        }
        let here: BTreeSet<&String> = self.present.keys().collect();
        let gone: Vec<String> = files.keys().filter(|name| !here.contains(name)).cloned().collect();
        for name in gone {
            self.note(ProblemKind::Missing, &name, "it is missing");
        }
        Ok(())
    }

    /// What the bundle states of itself.
    pub(super) fn facts(&mut self) -> Option<Value> {
        let text = self.read(FACTS, MANIFEST_BYTES_MAX)?;
        serde_json::from_slice(&text).map_err(|fault| self.changed(FACTS, fault.to_string())).ok()
    }
}
