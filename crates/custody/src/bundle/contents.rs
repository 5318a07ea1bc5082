//! Holds what is in a bundle against its checkpoint: tiles, records, exhibits, proofs, lists.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};

use model::Digest;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::check::Checker;
use super::line::BundleLine;
use super::plan::proof_file;
use super::{BUNDLE_FORM, COPY_MARK, Contents, FACTS, plan};
use crate::event::{Act, Event, FileDigest, Tombstone};
use crate::exhibit::Exhibit;
use crate::log::CHECKPOINT;
use crate::log::entry::{Kind, Line, RECORDS_BYTES_MAX, records_file};
use crate::log::key::KEY_BYTES_MAX;
use crate::log::note::{CHECKPOINT_BYTES_MAX, Checkpoint, VerifierKey};
use crate::log::proof::Inclusion;
use crate::log::tile::{TILE_BYTES, level_count, level_extent, tile_bytes, tile_file, tile_hashes};
use crate::log::tree::{Edge, TILE_WIDTH, leaf_hash};
use crate::verify::ProblemKind;
use crate::witness::{POLICY, Policy, check_note, policy_text};

/// Longest proof that is read: a path of 64 hashes and a checkpoint.
const PROOF_BYTES_MAX: u64 = CHECKPOINT_BYTES_MAX + (8 << 10);

/// What the records state, as far as they hold.
#[derive(Default)]
struct Stated {
    exhibits: Vec<(u64, Exhibit)>,
    tombstones: BTreeMap<u64, u64>,
    erased: Vec<(u64, u64)>,
    withheld: BTreeMap<u64, Kind>,
    /// Agreements on witnesses.
    policies: Vec<Policy>,
    /// Digests of files that acts wrote, by name.
    written: BTreeMap<String, BTreeSet<Digest>>,
}

pub(super) fn check(checker: &mut Checker<'_>, checkpoint: &Checkpoint) {
    let leaves = leaves(checker, checkpoint.size);
    tiles(checker, checkpoint, &leaves);
    let stated = records(checker, checkpoint.size, &leaves);
    erasures(checker, checkpoint.size, &stated);
    exhibits(checker, &stated);
    proofs(checker, checkpoint, &leaves, &stated);
    written(checker, &stated);
    witnesses(checker, &stated);
    facts(checker, checkpoint, &stated);
    checker.found.withheld = stated.withheld.into_keys().collect();
    checker.found.erased = stated.erased.into_iter().map(|(index, _)| index).collect();
}

/// Hashes of the leaves, from the lowest tiles; what is missing is zero.
fn leaves(checker: &mut Checker<'_>, size: u64) -> Vec<Digest> {
    let mut leaves = Vec::new();
    // A signed size beyond what is there would only be waited for.
    for number in 0..size.div_ceil(256) {
        let width = usize::try_from(size - number * 256).unwrap_or(TILE_WIDTH).min(TILE_WIDTH);
        let file = tile_file(0, number, width);
        let Some(bytes) = checker.read(&file, TILE_BYTES) else { break };
        let hashes = tile_hashes(&bytes).filter(|hashes| hashes.len() == width);
        if hashes.is_none() {
            checker.changed(&file, format!("it does not hold {width} hashes"));
        }
        leaves.extend(hashes.unwrap_or_else(|| vec![Digest([0; 32]); width]));
    }
    leaves
}

/// The tree over the leaves must lead to the signed root, by the tiles that are there and no others.
fn tiles(checker: &mut Checker<'_>, checkpoint: &Checkpoint, leaves: &[Digest]) {
    let (mut edge, mut full) = (Edge::default(), Vec::new());
    for leaf in leaves {
        edge.push(*leaf, &mut full);
    }
    let mut wanted: BTreeMap<String, Vec<u8>> = full
        .iter()
        .map(|tile| (tile_file(tile.level, tile.number, TILE_WIDTH), tile_bytes(&tile.hashes)))
        .collect();
    for level in 0..level_count(edge.size()) {
        let (number, width) = level_extent(edge.size(), level);
        if let Some(hashes) = edge.levels().get(usize::from(level)).filter(|_| width > 0) {
            wanted.insert(tile_file(level, number, width), tile_bytes(hashes));
        }
    }
    if edge.size() != checkpoint.size || edge.root() != checkpoint.root {
        checker.changed(CHECKPOINT, "the leaves do not lead to the signed root");
    }
    for (file, bytes) in &wanted {
        if checker.read(file, TILE_BYTES).is_some_and(|found| found != *bytes) {
            checker.changed(file, "its hashes are not those of the tree");
        }
    }
    let is_other = |name: &&str| name.starts_with("log/tile/") && !wanted.contains_key(*name);
    let others: Vec<String> = checker.names().filter(is_other).map(str::to_owned).collect();
    for name in others {
        checker.note(ProblemKind::Extra, &name, "it is no tile of this tree");
    }
}

/// Every record must be the one its leaf commits to, or be erased or withheld.
fn records(checker: &mut Checker<'_>, size: u64, leaves: &[Digest]) -> Stated {
    let mut stated = Stated::default();
    for (number, leaves) in (0..size.div_ceil(256)).zip(leaves.chunks(TILE_WIDTH)) {
        let file = records_file(number);
        let Some(text) = checker.text(&file, RECORDS_BYTES_MAX) else { continue };
        let lines: Vec<&str> = text.split_terminator('\n').collect();
        if lines.len() != leaves.len() || !text.ends_with('\n') {
            let fact = format!("it has {} records in place of {}", lines.len(), leaves.len());
            checker.changed(&file, fact);
        }
        for (index, (line, leaf)) in (number * 256..).zip(lines.iter().zip(leaves)) {
            if let Err(fact) = stated.take(index, line, leaf) {
                checker.changed(&file, format!("line {}: {fact}", index % 256 + 1));
            }
        }
    }
    stated
}

impl Stated {
    fn take(&mut self, index: u64, text: &str, leaf: &Digest) -> Result<(), String> {
        let line = match BundleLine::read(text).ok_or("it is not a record")? {
            BundleLine::Withheld(kind) => {
                self.withheld.insert(index, kind);
                return Ok(());
            }
            BundleLine::Logged(line) => line,
        };
        if line.leaf().is_some_and(|here| leaf_hash(&here) != *leaf) {
            return Err("it is not the record in the tree".to_owned());
        }
        match line {
            Line::Erased { by_leaf, .. } => self.erased.push((index, by_leaf)),
            Line::Kept { kind: Kind::Exhibit, record, .. } => {
                let exhibit = serde_json::from_str(record).map_err(|it| it.to_string())?;
                self.exhibits.push((index, exhibit));
            }
            Line::Kept { kind: Kind::Tombstone, record, .. } => {
                let tombstone: Tombstone =
                    serde_json::from_str(record).map_err(|it| it.to_string())?;
                self.tombstones.insert(index, tombstone.erased);
            }
            Line::Kept { kind: Kind::Event, record, .. } => {
                let act: Act = serde_json::from_str(record).map_err(|it| it.to_string())?;
                self.policies.extend(Policy::of(&act.event));
                for FileDigest { file, sha256 } in files_of(act.event) {
                    self.written.entry(file).or_default().insert(sha256);
                }
            }
        }
        Ok(())
    }
}

/// The files that an act wrote and that may stand in a bundle.
fn files_of(event: Event) -> Vec<FileDigest> {
    match event {
        Event::Built { findings, .. } => findings,
        Event::ReportMade { files, .. } | Event::Stamped { files, .. } => files,
        _ => Vec::new(),
    }
}

fn erasures(checker: &mut Checker<'_>, size: u64, stated: &Stated) {
    for (index, by_leaf) in &stated.erased {
        let told = stated.tombstones.get(by_leaf) == Some(index)
            || stated.withheld.get(by_leaf) == Some(&Kind::Tombstone)
            || *by_leaf >= size;
        if !told {
            let fact = format!("record {index} was erased, and leaf {by_leaf} is no ground for it");
            checker.changed(&records_file(index / 256), fact);
        }
    }
}

/// Every exhibit that is there must be one that a proven record names, by both digests.
fn exhibits(checker: &mut Checker<'_>, stated: &Stated) {
    let mut sealed = BTreeSet::new();
    for (_, exhibit) in &stated.exhibits {
        let file = exhibit.stored_name();
        match checker.digests.get(&file).copied() {
            None => checker.found.listed += 1,
            Some(found) => {
                checker.found.exhibits += 1;
                if (found.sha256, found.sha512, found.size_bytes)
                    != (exhibit.sha256, exhibit.sha512, exhibit.size_bytes)
                {
                    checker.changed(&file, format!("it is not what was sealed as {}", exhibit.id));
                }
            }
        }
        sealed.insert(file);
    }
    let is_other = |name: &&str| name.starts_with("exhibits/") && !sealed.contains(*name);
    let others: Vec<String> = checker.names().filter(is_other).map(str::to_owned).collect();
    for name in others {
        checker.note(ProblemKind::Extra, &name, "no proven record names it");
    }
}

fn proofs(checker: &mut Checker<'_>, checkpoint: &Checkpoint, leaves: &[Digest], stated: &Stated) {
    let note = checker.read(CHECKPOINT, CHECKPOINT_BYTES_MAX).unwrap_or_default();
    let note = String::from_utf8(note).unwrap_or_default();
    let mut wanted = BTreeSet::new();
    for (index, exhibit) in &stated.exhibits {
        let file = proof_file(exhibit);
        let leaf = usize::try_from(*index).ok().and_then(|at| leaves.get(at));
        let text = checker.text(&file, PROOF_BYTES_MAX);
        let proof = text.zip(leaf).map(|(text, leaf)| {
            let proof = Inclusion::from_text(&text, *leaf, checkpoint.size, &note);
            proof.filter(|proof| proof.index == *index).map(|proof| proof.check(&checkpoint.root))
        });
        if proof.is_some_and(|proof| proof != Some(Ok(()))) {
            checker.changed(&file, format!("it does not prove the record of {}", exhibit.id));
        }
        wanted.insert(file);
    }
    let is_other = |name: &&str| name.starts_with("log/proofs/") && !wanted.contains(*name);
    let others: Vec<String> = checker.names().filter(is_other).map(str::to_owned).collect();
    for name in others {
        checker.note(ProblemKind::Extra, &name, "it proves no record of this bundle");
    }
}

/// Findings, reports and time stamps must be files that an act in the log names; of a marked copy,
/// without its mark.
fn written(checker: &mut Checker<'_>, stated: &Stated) {
    // The act that names a file may be among those that are left out.
    if stated.withheld.values().any(|kind| *kind == Kind::Event) || !stated.erased.is_empty() {
        return;
    }
    let kinds = ["findings/", "report/", "stamps/"];
    let is_made = |name: &&str| kinds.iter().any(|kind| name.starts_with(kind));
    let made: Vec<String> = checker.names().filter(is_made).map(str::to_owned).collect();
    for file in made {
        let logged = stated.written.get(&file);
        let known = |sha256: &Digest| logged.is_some_and(|logged| logged.contains(sha256));
        let as_it_is = checker.digests.get(&file).map(|found| found.sha256);
        if !as_it_is.is_some_and(|sha256| known(&sha256))
            && !unmarked(checker, &file).is_some_and(|sha256| known(&sha256))
        {
            checker.changed(&file, "no act in the log states this content");
        }
    }
}

/// SHA-256 of a file without the lines that mark it as a copy.
fn unmarked(checker: &Checker<'_>, file: &str) -> Option<Digest> {
    let mut source = BufReader::new(checker.open(file).ok()?);
    let (mut sha256, mut line) = (Sha256::new(), Vec::new());
    while source.read_until(b'\n', &mut line).ok()? > 0 {
        if !line.starts_with(COPY_MARK.as_bytes()) {
            sha256.update(&line);
        }
        line.clear();
    }
    Some(Digest(sha256.finalize().into()))
}

/// Who witnessed the checkpoint: every signature but the log's must be of one on whom was agreed.
fn witnesses(checker: &mut Checker<'_>, stated: &Stated) {
    let policy = stated.policies.last();
    let wanted = policy.map(|policy| policy_text(policy).into_bytes());
    let is_there = checker.names().any(|name| name == POLICY);
    if (wanted.is_some() || is_there) && checker.read(POLICY, KEY_BYTES_MAX * 64) != wanted {
        checker.changed(POLICY, "it is not what was agreed on");
    }
    let agreed: Vec<_> = stated.policies.iter().flat_map(|it| it.witnesses.clone()).collect();
    let note = checker.read(CHECKPOINT, CHECKPOINT_BYTES_MAX).unwrap_or_default();
    let Some(key) = VerifierKey::from_vkey(&checker.found.key) else { return };
    match check_note(&note, &key, &agreed) {
        Err(fact) => checker.changed(CHECKPOINT, fact),
        Ok(seen) => {
            checker.found.witnesses = seen.by;
            checker.found.witnesses_required = policy.map_or(0, |policy| policy.required);
        }
    }
}

/// What the bundle states of itself must be what was found.
fn facts(checker: &mut Checker<'_>, checkpoint: &Checkpoint, stated: &Stated) {
    let Some(facts) = checker.facts() else { return };
    let Checkpoint { origin, size, root } = checkpoint;
    let key = checker.found.key.clone();
    let erased: Vec<u64> = stated.erased.iter().map(|(index, _)| *index).collect();
    let withheld: Vec<u64> = stated.withheld.keys().copied().collect();
    let contents = if checker.found.exhibits > 0 { Contents::Held } else { Contents::Listed };
    let wanted: [(&str, Value); 5] = [
        ("bundle", json!(BUNDLE_FORM)),
        ("log", json!({"origin": origin, "size": size, "root": root, "key": key})),
        ("withheld", json!(withheld)),
        ("erased", json!(erased)),
        ("exhibits", plan::listing(&stated.exhibits, contents)),
    ];
    for (name, value) in wanted {
        if facts.get(name) != Some(&value) {
            checker.changed(FACTS, format!("what it states of `{name}` is not what was found"));
        }
    }
    if checker.found.exhibits > 0 && checker.found.listed > 0 {
        checker.note(ProblemKind::Missing, "exhibits", "some exhibits are there and others not");
    }
    checker.found.facts = facts;
}
