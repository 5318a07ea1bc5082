//! What a bundle will hold, file by file, before a byte of it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use model::{Digest, ExhibitId};
use serde_json::{Value, json};

use super::manifest::{Files, seal, write};
use super::{
    BUNDLE_FORM, BundleContent, BundleRequest, Contents, FACTS, MANIFEST, SEAL, VERIFY_HTML,
    VERIFY_MD, VERIFY_SH, line,
};
use crate::canonical::canonical;
use crate::custody::Custody;
use crate::disk::open_to_read;
use crate::event::Act;
use crate::exhibit::{Exhibit, stored_name};
use crate::fault::{Doing, Fault};
use crate::hash::{digest_bytes, digest_stream};
use crate::log::CHECKPOINT;
use crate::log::entry::{Kind, Line, records_file};
use crate::log::key::{VERIFIER_PEM, VERIFIER_TXT, public_pem};
use crate::log::proof::inclusion;
use crate::log::tile::{level_count, level_extent, tile_bytes, tile_file};
use crate::log::tree::TILE_WIDTH;
use crate::witness::{POLICY, Policy, policy_text};

/// A file of a bundle.
pub(super) struct Part {
    pub(super) size_bytes: u64,
    pub(super) source: Source,
}

/// Where its bytes come from.
pub(super) enum Source {
    Bytes(Vec<u8>),
    /// A bundle of records, made again when it is written.
    Records(u64),
    Exhibit(ExhibitId),
    File(PathBuf, Digest),
}

/// A bundle that can be written.
pub struct BundlePlan {
    pub(super) parts: BTreeMap<String, Part>,
    pub(super) withheld: BTreeSet<u64>,
    /// SHA-256 of its manifest: one digest for all of it.
    pub sha256: Digest,
    /// Leaves of the log that it covers.
    pub leaves: u64,
    /// Records that are left out.
    pub withheld_count: u64,
    /// Exhibits whose bytes are in it.
    pub exhibits: u64,
    /// Exhibits of which it has the record alone.
    pub listed: u64,
    /// Its files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What the log says up to the leaf at which the bundle ends.
#[derive(Default)]
struct Walked {
    exhibits: Vec<(u64, Exhibit)>,
    /// Lines of each bundle of records, hashed as they will be written.
    records: BTreeMap<u64, (sha2::Sha256, u64)>,
    erased: Vec<u64>,
    /// Agreements on witnesses.
    policies: Vec<Policy>,
}

pub(super) fn plan(custody: &Custody, request: &BundleRequest) -> Result<BundlePlan, Fault> {
    let size = custody.checkpoint().size;
    let at = request.at.unwrap_or(size);
    let beyond = request.withheld.last().copied().filter(|last| *last >= at);
    if let Some(index) = (at == 0 || at > size).then_some(at).or(beyond) {
        return Err(Fault::NoSuchLeaf { index, size: if index == at { size } else { at } });
    }
    let (checkpoint, note) = custody.log.note_at(at)?;
    let note = custody.witnessed_note(at)?.unwrap_or(note);
    let walked = walk(custody, at, &request.withheld)?;
    let mut planner = Planner { custody, parts: BTreeMap::new(), files: Files::new() };
    planner.bytes(CHECKPOINT, note.clone().into_bytes());
    let key = custody.verifier_key();
    planner.bytes(VERIFIER_TXT, format!("{}\n", key.vkey()).into_bytes());
    planner.bytes(VERIFIER_PEM, public_pem(key).into_bytes());
    if let Some(policy) = walked.policies.last() {
        planner.bytes(POLICY, policy_text(policy).into_bytes());
    }
    planner.bytes("verify.sh", VERIFY_SH.as_bytes().to_vec());
    planner.bytes("verify.html", VERIFY_HTML.as_bytes().to_vec());
    planner.bytes("VERIFY.md", VERIFY_MD.as_bytes().to_vec());
    planner.tiles(at)?;
    for (number, (sha256, size_bytes)) in &walked.records {
        let sha256 = Digest(sha2::Digest::finalize(sha256.clone()).into());
        let part = Part { size_bytes: *size_bytes, source: Source::Records(*number) };
        planner.part(records_file(*number), sha256, part);
    }
    planner.exhibits(&walked.exhibits, request.contents, at, &note)?;
    for file in &request.files {
        planner.file(&file.name, &file.content)?;
    }
    let mut facts = request.facts.clone();
    facts.insert("bundle".to_owned(), json!(BUNDLE_FORM));
    let root = checkpoint.root;
    let log = json!({"origin": checkpoint.origin, "size": at, "root": root, "key": key.vkey()});
    facts.insert("log".to_owned(), log);
    facts.insert("withheld".to_owned(), json!(request.withheld));
    facts.insert("erased".to_owned(), json!(walked.erased));
    facts.insert("exhibits".to_owned(), listing(&walked.exhibits, request.contents));
    planner.bytes(FACTS, (canonical(&Value::Object(facts))? + "\n").into_bytes());
    let manifest = write(&planner.files).into_bytes();
    let sha256 = digest_bytes(&manifest).sha256;
    let sealed = custody.log.sign(&seal(&checkpoint, &sha256))?;
    let Planner { mut parts, .. } = planner;
    for (name, bytes) in [(MANIFEST, manifest), (SEAL, sealed.into_bytes())] {
        let part = Part { size_bytes: bytes.len() as u64, source: Source::Bytes(bytes) };
        parts.insert(name.to_owned(), part);
    }
    let held = parts.values().filter(|part| matches!(part.source, Source::Exhibit(_))).count();
    Ok(BundlePlan {
        sha256,
        leaves: at,
        withheld_count: request.withheld.len() as u64,
        exhibits: held as u64,
        listed: (walked.exhibits.len() - held) as u64,
        files: parts.len() as u64,
        bytes: parts.values().map(|part| part.size_bytes).sum(),
        withheld: request.withheld.clone(),
        parts,
    })
}

/// The exhibits as `bundle.json` lists them.
pub(super) fn listing(exhibits: &[(u64, Exhibit)], contents: Contents) -> Value {
    let held = contents == Contents::Held;
    let one = |(leaf, it): &(u64, Exhibit)| json!({"id": it.id.to_string(), "leaf": leaf, "sha256": it.sha256, "size_bytes": it.size_bytes, "held": held});
    exhibits.iter().map(one).collect()
}

/// The text of a line as the bundle has it.
pub(super) fn bundled_line(index: u64, line: &Line<'_>, withheld: &BTreeSet<u64>) -> String {
    if withheld.contains(&index) { line::withheld(line.kind()) } else { line.write() }
}

fn walk(custody: &Custody, at: u64, withheld: &BTreeSet<u64>) -> Result<Walked, Fault> {
    let mut walked = Walked::default();
    custody.log.walk(|index, line| {
        if index >= at {
            return Ok(());
        }
        let text = bundled_line(index, line, withheld) + "\n";
        let (sha256, bytes) = walked.records.entry(index / 256).or_default();
        sha2::Digest::update(sha256, &text);
        *bytes += text.len() as u64;
        match *line {
            Line::Erased { .. } => walked.erased.push(index),
            Line::Kept { kind: Kind::Exhibit, record, .. } if !withheld.contains(&index) => {
                let exhibit = serde_json::from_str(record).map_err(|fault| {
                    Fault::damaged(records_file(index / 256), fault.to_string())
                })?;
                walked.exhibits.push((index, exhibit));
            }
            Line::Kept { kind: Kind::Event, record, .. } if !withheld.contains(&index) => {
                walked.policies.extend(policy_of(record));
            }
            Line::Kept { .. } => {}
        }
        Ok(())
    })?;
    Ok(walked)
}

/// The agreement on witnesses that an act states.
pub(super) fn policy_of(record: &str) -> Option<Policy> {
    let act: Act = serde_json::from_str(record).ok()?;
    Policy::of(&act.event)
}

/// Gathers the files of a bundle.
struct Planner<'c> {
    custody: &'c Custody,
    parts: BTreeMap<String, Part>,
    files: Files,
}

impl Planner<'_> {
    fn part(&mut self, name: String, sha256: Digest, part: Part) {
        self.files.insert(name.clone(), sha256);
        self.parts.insert(name, part);
    }

    fn bytes(&mut self, name: &str, bytes: Vec<u8>) {
        let digests = digest_bytes(&bytes);
        let part = Part { size_bytes: digests.size_bytes, source: Source::Bytes(bytes) };
        self.part(name.to_owned(), digests.sha256, part);
    }

    /// The tiles of a log of `at` leaves, full and partial, and no others.
    fn tiles(&mut self, at: u64) -> Result<(), Fault> {
        let custody = self.custody;
        let tiles = custody.log.tiles();
        for level in 0..level_count(at) {
            let (full, partial) = level_extent(at, level);
            let widths = (0..full).map(|number| (number, TILE_WIDTH));
            for (number, width) in widths.chain((partial > 0).then_some((full, partial))) {
                let hashes = tiles.first(level, number, width)?;
                self.bytes(&tile_file(level, number, width), tile_bytes(&hashes));
            }
        }
        Ok(())
    }

    /// The exhibits, and for each a proof that its record is under the checkpoint.
    fn exhibits(
        &mut self,
        exhibits: &[(u64, Exhibit)],
        contents: Contents,
        at: u64,
        note: &str,
    ) -> Result<(), Fault> {
        // One reader for all of them: what it read of the tree it keeps.
        let custody = self.custody;
        let tiles = custody.log.tiles();
        for (index, exhibit) in exhibits {
            let proof = inclusion(&tiles, *index, at)?.to_text(note);
            self.bytes(&proof_file(exhibit), proof.into_bytes());
            if contents == Contents::Held {
                let source = Source::Exhibit(exhibit.id);
                let part = Part { size_bytes: exhibit.size_bytes, source };
                self.part(stored_name(&exhibit.sha256), exhibit.sha256, part);
            }
        }
        Ok(())
    }

    fn file(&mut self, name: &str, content: &BundleContent) -> Result<(), Fault> {
        match content {
            BundleContent::Bytes(bytes) => self.bytes(name, bytes.clone()),
            BundleContent::File(path, sha256) => {
                let shown = path.display().to_string();
                let mut file = open_to_read(path).doing("reading", shown.as_str())?;
                let len = file.metadata().doing("looking at", shown.as_str())?.len();
                let found = digest_stream(&mut file, len, &shown, &mut |_| Ok(()))?;
                if found.sha256 != *sha256 {
                    return Err(Fault::damaged(shown, "it is not what was logged"));
                }
                let source = Source::File(path.clone(), *sha256);
                self.part(name.to_owned(), *sha256, Part { size_bytes: found.size_bytes, source });
            }
        }
        Ok(())
    }
}

/// The proof of an exhibit, by its number.
pub(super) fn proof_file(exhibit: &Exhibit) -> String {
    format!("log/proofs/{}.tlog-proof", exhibit.id)
}
