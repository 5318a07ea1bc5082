//! What a triage leaves in the case: a line a file, a summary, and an act in the log that names both.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};

use custody::{Event, FileDigest};
use model::{Digest, ExhibitId};
use serde::{Deserialize, Serialize};
use triage::examine::Why;
use triage::known::{KnownSets, SetCard};

use super::verdict::{Count, Counts, Judged, SetAside, no_files};
use crate::asking::{ledgers, open_tables};
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file::{self, Lines};
use crate::intake::{custody_fault, open_custody};

/// The line a file.
const FILES: &str = "triage/files.jsonl";

/// The summary.
const SUMMARY: &str = "triage/summary.json";

/// What a triage came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Who ran it.
    pub by: String,
    /// When, microseconds of UTC by the clock of that machine.
    pub at_us: i64,
    /// Program and version.
    pub tool: String,
    /// The generation of the known sets.
    pub generation: u64,
    /// Digest over the tables whose files were judged.
    pub data_root: Digest,
    /// Whether pictures that digests leave open were compared by their look.
    pub pictures: bool,
    /// The sets.
    pub sets: Vec<SetCard>,
    /// Files by verdict.
    pub counts: Counts,
    /// Files by exhibit and verdict.
    pub by_exhibit: BTreeMap<ExhibitId, Counts>,
    /// Listed and near files by set and category.
    pub by_category: Vec<OfCategory>,
    /// Pictures that were not decoded, by why.
    pub not_readable: BTreeMap<String, u64>,
    /// Pictures that were not compared by their look, by why.
    pub set_aside: BTreeMap<SetAside, u64>,
}

/// Files of one category of one set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfCategory {
    /// The set.
    pub set: String,
    /// Scheme of its categories.
    pub scheme: String,
    /// The category; empty where it has none.
    pub category: String,
    /// Files that it lists.
    pub listed: u64,
    /// Files that look like one that it lists.
    pub near: u64,
    /// The farthest of these, in bits.
    pub distance_max: Option<u32>,
}

/// An outcome being written.
pub(super) struct Writing {
    lines: Lines,
    outcome: Outcome,
}

impl Writing {
    pub(super) fn begin(case: &Case) -> Result<Self, Fault> {
        let outcome = Outcome {
            by: String::new(),
            at_us: 0,
            tool: concat!("tutela ", env!("CARGO_PKG_VERSION")).to_owned(),
            generation: 0,
            data_root: Digest([0; 32]),
            pictures: false,
            sets: Vec::new(),
            counts: no_files(),
            by_exhibit: BTreeMap::new(),
            by_category: Vec::new(),
            not_readable: BTreeMap::new(),
            set_aside: BTreeMap::new(),
        };
        Ok(Self { lines: Lines::begin(case.path(FILES))?, outcome })
    }

    pub(super) fn add(&mut self, judged: &Judged) -> Result<(), Fault> {
        self.outcome.count(judged);
        self.lines.add(judged)
    }

    /// Ends the outcome: it is logged first and takes its place last.
    pub(super) fn end(
        self,
        case: &Case,
        sets: &KnownSets,
        (data_root, pictures): (Digest, bool),
        (by, at_us): (&str, i64),
    ) -> Result<Outcome, Fault> {
        let Self { lines, mut outcome } = self;
        (outcome.data_root, outcome.pictures) = (data_root, pictures);
        (outcome.by, outcome.at_us) = (by.to_owned(), at_us);
        (outcome.generation, outcome.sets) = (sets.generation, sets.cards().to_vec());
        let summary = file::stage_json(case.path(SUMMARY), &outcome)?;
        let files = lines.end()?;
        let event = Event::Triaged {
            tool: outcome.tool.clone(),
            generation: outcome.generation,
            sets: outcome
                .sets
                .iter()
                .map(|set| FileDigest { file: set.claim.name.clone(), sha256: set.source })
                .collect(),
            verdicts: outcome
                .counts
                .iter()
                .map(|(verdict, count)| (verdict.code().to_owned(), count.files))
                .collect(),
            files: vec![files.digest(FILES), summary.digest(SUMMARY)],
        };
        open_custody(case)?.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
        files.publish()?;
        summary.publish()?;
        Ok(outcome)
    }
}

impl Outcome {
    fn count(&mut self, judged: &Judged) {
        let own = self.by_exhibit.entry(judged.exhibit).or_insert_with(no_files);
        for counts in [&mut self.counts, own] {
            let count: &mut Count = counts.entry(judged.verdict).or_default();
            count.files += 1;
            count.bytes += judged.size.unwrap_or(0);
        }
        if let Some(why) = &judged.why {
            *self.not_readable.entry(code_of(why)).or_default() += 1;
        }
        if let Some(why) = judged.set_aside {
            *self.set_aside.entry(why).or_default() += 1;
        }
        let listed = judged.says.iter().filter(|one| one.kind == triage::known::SetKind::Listed);
        for one in listed {
            let at = self.by_category.iter().position(|of| {
                (&of.set, &of.scheme, &of.category) == (&one.set, &one.scheme, &one.category)
            });
            let at = at.unwrap_or_else(|| {
                self.by_category.push(OfCategory {
                    set: one.set.clone(),
                    scheme: one.scheme.clone(),
                    category: one.category.clone(),
                    listed: 0,
                    near: 0,
                    distance_max: None,
                });
                self.by_category.len() - 1
            });
            if let Some(of) = self.by_category.get_mut(at) {
                of.listed += u64::from(!one.is_near());
                of.near += u64::from(one.is_near());
                of.distance_max = of.distance_max.max(one.distance);
            }
        }
    }
}

/// Why a picture was not decoded: of a kind that is not read, which.
fn code_of(why: &Why) -> String {
    match why {
        Why::Unsupported(kind) => {
            let kind = serde_json::to_value(kind).unwrap_or_default();
            format!("{}:{}", why.code(), kind.as_str().unwrap_or_default())
        }
        why => why.code().to_owned(),
    }
}

/// What the last triage came to; nothing where there was none. One of other tables than those of now is
/// refused: its counts would be of another case.
pub fn last(case: &Case) -> Result<Option<Outcome>, Fault> {
    let Some(outcome) = kept(case)? else { return Ok(None) };
    if outcome.data_root != open_tables(case, &ledgers(case)?)?.data_root() {
        let remedy = "run `tutela triage` again";
        return Err(Fault::usage("the tables have changed since the files were compared", remedy));
    }
    Ok(Some(outcome))
}

/// The same, of whatever tables it was made.
pub(super) fn kept(case: &Case) -> Result<Option<Outcome>, Fault> {
    file::read_json(&case.path(SUMMARY))
}

/// Hands on every file of the last triage, in its order.
pub fn files(case: &Case, each: &mut dyn FnMut(Judged) -> Result<(), Fault>) -> Result<(), Fault> {
    let path = case.path(FILES);
    let none = || Fault::usage("no triage was made yet", "run `tutela triage`");
    let file = File::open(&path).map_err(|_| none())?;
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(|e| Fault::io(&path, e))?;
        let judged = serde_json::from_slice(&line).map_err(|e| {
            Fault::new(
                Exit::Integrity,
                format!("the line is not what triage wrote: {e}"),
                "run `tutela triage` again",
            )
            .at(path.display())
        })?;
        each(judged)?;
    }
    Ok(())
}
