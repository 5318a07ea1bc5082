//! Facts on contents that are quicker kept than found again: one line of JSON each, by SHA-256, added as
//! they are found, so that an interrupted command goes on where it stopped.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use model::Digest;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::file::{append, forget, line_of};
use crate::lanes::locked;

/// The first line: facts of another program may mean something else.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Maker {
    kept_by: String,
    version: u32,
}

impl Maker {
    fn this(version: u32) -> Self {
        Self { kept_by: concat!("tutela ", env!("CARGO_PKG_VERSION")).to_owned(), version }
    }
}

#[derive(Serialize, Deserialize)]
struct Line<T> {
    sha256: Digest,
    fact: T,
}

/// What is kept of contents.
pub(crate) struct Kept<T> {
    path: PathBuf,
    facts: Mutex<BTreeMap<Digest, T>>,
    file: Mutex<File>,
}

impl<T: Serialize + DeserializeOwned + Clone> Kept<T> {
    /// Opens what was kept by this version of whoever finds it; a line that is not whole ends it, and what comes
    /// after is found again.
    pub(crate) fn open(path: PathBuf, version: u32) -> Result<Self, Fault> {
        let maker = Maker::this(version);
        let (facts, is_whole) = read::<T>(&path, &maker);
        if !is_whole {
            forget(&path)?;
        }
        let mut file = append(&path)?;
        let mut lines = Vec::new();
        if !is_whole {
            lines.extend(line_of(&maker, &path)?);
            for (sha256, fact) in &facts {
                lines.extend(line_of(&Line { sha256: *sha256, fact: fact.clone() }, &path)?);
            }
        }
        file.write_all(&lines).map_err(|e| Fault::io(&path, e))?;
        Ok(Self { path, facts: Mutex::new(facts), file: Mutex::new(file) })
    }

    /// The fact on a content.
    pub(crate) fn get(&self, sha256: &Digest) -> Option<T> {
        locked(&self.facts).get(sha256).cloned()
    }

    /// Whether a fact is kept.
    pub(crate) fn has(&self, sha256: &Digest) -> bool {
        locked(&self.facts).contains_key(sha256)
    }

    /// Keeps a fact. It is not synced: what a crash takes is found again.
    pub(crate) fn keep(&self, sha256: Digest, fact: T) -> Result<(), Fault> {
        let line = line_of(&Line { sha256, fact: fact.clone() }, &self.path)?;
        locked(&self.facts).insert(sha256, fact);
        locked(&self.file).write_all(&line).map_err(|e| Fault::io(&self.path, e))
    }
}

/// What a file holds, and whether it may be added to.
fn read<T: DeserializeOwned>(path: &Path, maker: &Maker) -> (BTreeMap<Digest, T>, bool) {
    let mut facts = BTreeMap::new();
    let Ok(file) = File::open(path) else { return (facts, false) };
    let mut lines = BufReader::new(file).split(b'\n');
    let first = lines.next().and_then(Result::ok);
    let first: Option<Maker> = first.and_then(|line| serde_json::from_slice(&line).ok());
    if first.as_ref() != Some(maker) {
        return (facts, false);
    }
    for line in lines {
        let line = line.ok().and_then(|line| serde_json::from_slice::<Line<T>>(&line).ok());
        let Some(Line { sha256, fact }) = line else { return (facts, false) };
        facts.insert(sha256, fact);
    }
    (facts, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_there_again_and_a_torn_line_costs_itself_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache/facts.jsonl");
        let digest = |byte| Digest([byte; 32]);
        let kept = Kept::open(path.clone(), 1).unwrap();
        kept.keep(digest(1), 10).unwrap();
        kept.keep(digest(2), 20).unwrap();
        drop(kept);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 4]).unwrap();
        let kept = Kept::<u64>::open(path.clone(), 1).unwrap();
        assert_eq!((kept.get(&digest(1)), kept.get(&digest(2))), (Some(10), None));
        kept.keep(digest(2), 21).unwrap();
        drop(kept);
        assert_eq!(Kept::<u64>::open(path.clone(), 1).unwrap().get(&digest(2)), Some(21));
        assert!(!Kept::<u64>::open(path, 2).unwrap().has(&digest(1)), "another version found it");
    }
}
