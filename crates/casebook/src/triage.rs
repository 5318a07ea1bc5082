//! Triage: what known sets say of every file that a case knows, without opening one.
//!
//! A file is what a record tells of as a file, and every exhibit itself. Its verdict says whom to ask,
//! and no more: a listed file is listed by a set whose owner answers for it; a known one is published
//! software, and neither good nor bad by that. A line of a list of digests is no file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use custody::Custody;
use ingest::digests::{Together, Wanted};
use model::record::Kind;
use model::{ExhibitId, RecordRef};
use serde::Serialize;
use tables::ToldFile;
use triage::known::{DigestKind, Digests, Hit, KnownError, KnownSets, SetKind};

use crate::asking::{ledgers, open_tables};
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::intake::custody_fault;
use crate::ledger::Ledger;
use crate::progress::{Progress, Step};

/// Bytes of an exhibit read at once.
const BLOCK_BYTES: usize = 1 << 18;

/// Files between two looks at whoever watches.
const FILES_PER_LOOK: u64 = 4096;

/// What is known of a file by its digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A set lists it.
    Listed,
    /// It is published software, and no set lists it.
    KnownGood,
    /// No set knows it.
    Unknown,
    /// It has no content: every empty file is the same, so no set says anything of it.
    Empty,
    /// No digest of it was taken or stated.
    NoDigest,
}

impl Verdict {
    /// Every verdict, the one to look at first first.
    pub const ALL: [Self; 5] =
        [Self::Listed, Self::KnownGood, Self::Unknown, Self::Empty, Self::NoDigest];
}

/// What one set says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Says {
    /// The set.
    pub set: String,
    /// Who answers for it.
    pub owner: String,
    /// What it means to be in it.
    pub kind: SetKind,
    /// Scheme of the category: the same number means another thing in another country.
    pub scheme: String,
    /// Value of the category in that scheme; empty where it has none.
    pub category: String,
    /// Digests by which it was found, `md5`, `sha1`, `sha256`.
    pub by: Vec<&'static str>,
    /// How often others confirmed it.
    pub upheld: u32,
    /// How often others disputed it.
    pub disputed: u32,
}

/// A file with its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The record that tells of it; none for an exhibit itself.
    pub record: Option<RecordRef>,
    /// Where it is: members from the outside in, joined by `!/`.
    pub locator: String,
    /// Its size in bytes.
    pub size: Option<u64>,
    /// `active`, `deleted`, or the source's own word.
    pub state: String,
    /// SHA-256 in hexadecimal; empty where there is none.
    pub sha256: String,
    /// The verdict.
    pub verdict: Verdict,
    /// What the sets say, in the order of the sets.
    pub says: Vec<Says>,
}

/// Files of one verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Files.
    pub files: u64,
    /// Their sizes, as far as known.
    pub bytes: u64,
}

/// Files by verdict.
pub type Counts = BTreeMap<Verdict, Count>;

/// Judges every file of a case by these sets and hands each on, records first, then exhibits.
pub fn triage(
    case: &Case,
    sets: &KnownSets,
    progress: &dyn Progress,
    each: &mut dyn FnMut(&Judged) -> Result<(), Fault>,
) -> Result<Counts, Fault> {
    let mut counts: Counts = Verdict::ALL.iter().map(|one| (*one, Count::default())).collect();
    let mut tell = |judged: &Judged| {
        let count = counts.entry(judged.verdict).or_default();
        count.files += 1;
        count.bytes += judged.size.unwrap_or(0);
        each(judged)
    };
    let ledgers = ledgers(case)?;
    let engine = open_tables(case, &ledgers)?;
    let of_files = |((_, kind), rows)| if kind == Kind::Media { rows } else { 0 };
    let (mut done, total) = (0, engine.counts().into_iter().map(of_files).sum());
    engine.files(|file| {
        if done % FILES_PER_LOOK == 0 {
            progress.advance(Step::Compare, "", done, total, "");
            if progress.stop_asked() {
                return Err(Fault::interrupted("triage"));
            }
        }
        done += 1;
        if file.listed_by.is_empty() {
            tell(&judge(sets, &file))?;
        }
        Ok::<_, Fault>(())
    })?;
    progress.finish(Step::Compare, "");
    exhibits(case, sets, &ledgers, progress, &mut tell)?;
    Ok(counts)
}

/// Judges a file that a record tells of.
fn judge(sets: &KnownSets, file: &ToldFile<'_>) -> Judged {
    let mut digests = Digests::default();
    for (kind, text) in [
        (DigestKind::Md5, file.md5),
        (DigestKind::Sha1, file.sha1),
        (DigestKind::Sha256, file.sha256),
    ] {
        // A text that is no digest leaves it without one, and the verdict says so.
        let _ = digests.take(kind, text.as_bytes());
    }
    let size = file.size.and_then(|size| u64::try_from(size).ok());
    let (verdict, says) = weigh(sets, &digests, size);
    Judged {
        exhibit: file.record.exhibit,
        record: Some(file.record),
        locator: file.locator(),
        size,
        state: file.state.to_owned(),
        sha256: file.sha256.to_owned(),
        verdict,
        says,
    }
}

/// The verdict by these digests, and what each set says.
fn weigh(sets: &KnownSets, digests: &Digests, size: Option<u64>) -> (Verdict, Vec<Says>) {
    if size == Some(0) || digests.of_nothing() {
        return (Verdict::Empty, Vec::new());
    }
    if digests.is_empty() {
        return (Verdict::NoDigest, Vec::new());
    }
    let mut says: Vec<Says> = Vec::new();
    for hit in sets.look_up(digests) {
        match says.iter_mut().find(|one| is_same(one, &hit)) {
            Some(same) => same.by.push(hit.by.code()),
            None => says.push(said(&hit)),
        }
    }
    let any = |kind| says.iter().any(|one| one.kind == kind);
    let verdict = match () {
        () if any(SetKind::Listed) => Verdict::Listed,
        () if any(SetKind::KnownGood) => Verdict::KnownGood,
        () => Verdict::Unknown,
    };
    (verdict, says)
}

/// Whether a hit by another digest says the same.
fn is_same(one: &Says, hit: &Hit<'_>) -> bool {
    one.set == hit.card.claim.name
        && one.category == hit.category
        && (one.upheld, one.disputed) == (hit.feedback.upheld, hit.feedback.disputed)
}

fn said(hit: &Hit<'_>) -> Says {
    let claim = &hit.card.claim;
    Says {
        set: claim.name.clone(),
        owner: claim.owner.clone(),
        kind: claim.kind,
        scheme: claim.scheme.clone(),
        category: hit.category.to_owned(),
        by: vec![hit.by.code()],
        upheld: hit.feedback.upheld,
        disputed: hit.feedback.disputed,
    }
}

/// Judges the exhibits themselves. Of one whose members are told SHA-256 alone is looked up, which was
/// taken when it was sealed; the others are read once more for the rest.
fn exhibits(
    case: &Case,
    sets: &KnownSets,
    ledgers: &[Ledger],
    progress: &dyn Progress,
    tell: &mut dyn FnMut(&Judged) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let opened: BTreeSet<ExhibitId> =
        ledgers.iter().filter(|one| one.members.is_some()).map(|one| one.exhibit).collect();
    let total =
        custody.exhibits().iter().filter(|one| !opened.contains(&one.id)).map(|one| one.size_bytes);
    let (mut done, total) = (0, total.sum());
    for exhibit in custody.exhibits() {
        let mut digests = Digests { sha256: Some(exhibit.sha256.0), ..Digests::default() };
        if !opened.contains(&exhibit.id) {
            let mut file = custody.open_exhibit(exhibit.id).map_err(|e| custody_fault(&e))?;
            let mut watch = |bytes: u64| {
                done += bytes;
                progress.advance(Step::Digest, &exhibit.name, done, total, "");
                progress.stop_asked()
            };
            digests = digest(&mut file, &mut watch, &exhibit.name)?;
        }
        let size = Some(exhibit.size_bytes);
        let (verdict, says) = weigh(sets, &digests, size);
        tell(&Judged {
            exhibit: exhibit.id,
            record: None,
            locator: exhibit.relative_path.as_ref().unwrap_or(&exhibit.name).clone(),
            size,
            state: String::new(),
            sha256: exhibit.sha256.to_string(),
            verdict,
            says,
        })?;
    }
    progress.finish(Step::Digest, "");
    Ok(())
}

/// The three digests of an exhibit.
fn digest(
    file: &mut dyn Read,
    watch: &mut dyn FnMut(u64) -> bool,
    name: &str,
) -> Result<Digests, Fault> {
    let mut together = Together::new(Wanted::ALL);
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let read = match file.read(&mut block) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Fault::io(name.as_ref(), error)),
        };
        together.take(block.get(..read).unwrap_or_default());
        if watch(read as u64) {
            return Err(Fault::interrupted("triage"));
        }
    }
    let found = together.end();
    Ok(Digests { md5: Some(found.md5), sha1: Some(found.sha1), sha256: Some(found.sha256) })
}

/// The known sets of a folder.
pub fn open_sets(folder: &std::path::Path) -> Result<KnownSets, Fault> {
    let sets = KnownSets::open(folder).map_err(|e| sets_fault(&e))?;
    sets.ok_or_else(|| {
        Fault::usage("no known set stands here", "add one with `tutela sets add FILE`")
            .at(folder.display())
    })
}

/// A fault of known sets.
pub fn sets_fault(fault: &KnownError) -> Fault {
    let exit = match fault {
        KnownError::Refused(_) | KnownError::NoSuchSet(_) | KnownError::TooMany { .. } => {
            Exit::Usage
        }
        KnownError::Damaged { .. } => Exit::Integrity,
        KnownError::Disk { .. } => Exit::Denied,
    };
    Fault::of_library(exit, fault)
}
