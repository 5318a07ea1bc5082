//! What comparing the files of a case with known sets gave: counts, who decided what, and the records
//! that tell of the files that were found. No picture, and no path of a file but in its cited record.

use model::{Digest, ExhibitId, Phrase, RecordRef};
use serde::{Serialize, Serializer};

use crate::outline::ROWS_PER_FINDING_MAX;

/// Everything the section on known sets says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriageFacts {
    /// Who compared, as logged; `None` where nobody is named.
    pub by: Option<String>,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// Which generation of the known sets was asked.
    pub generation: u64,
    /// The sets of that generation.
    pub sets: Vec<SetFacts>,
    /// How pictures were compared; `None` where only digests were.
    pub near: Option<NearFacts>,
    /// Files by exhibit and verdict, in the order to be shown; those of no file may be left out.
    pub counts: Vec<VerdictCount>,
    /// Files that were found, by set and category.
    pub matches: Vec<SetMatch>,
    /// Why files could not be read, each with how many: together those of [`Verdict::NotReadable`].
    pub not_readable: Vec<ReasonCount>,
    /// Groups of files that look alike and of which nobody has decided.
    pub undecided: GroupCount,
    /// What people decided, in order of time.
    pub decisions: Vec<FilesDecision>,
    /// For what files were opened.
    pub openings: Vec<Opening>,
}

impl TriageFacts {
    /// Every record the section cites: pass each in `cited`.
    pub fn records(&self) -> impl Iterator<Item = RecordRef> + '_ {
        self.matches.iter().flat_map(SetMatch::records).copied()
    }

    /// Files of a verdict, over all exhibits, and their bytes.
    pub(crate) fn total(&self, verdict: Verdict) -> (u64, u64) {
        let of = self.counts.iter().filter(|count| count.verdict == verdict);
        of.fold((0, 0), |(files, bytes), count| (files + count.files, bytes + count.bytes))
    }

    /// What does not add up, if anything.
    pub(crate) fn fault(&self) -> Option<String> {
        let (unread, _) = self.total(Verdict::NotReadable);
        let reasons: u64 = self.not_readable.iter().map(|reason| reason.files).sum();
        if unread != reasons {
            return Some(format!(
                "{unread} files are not readable, and reasons stand for {reasons}"
            ));
        }
        let unnamed = |found: &&SetMatch| !self.sets.iter().any(|set| set.name == found.set);
        if let Some(found) = self.matches.iter().find(unnamed) {
            return Some(format!("files are found in `{}`, which is none of the sets", found.set));
        }
        let over = |found: &&SetMatch| {
            let largest = self.near.as_ref().map_or(0, |near| near.distance_max);
            found.near.files > 0 && (self.near.is_none() || found.near.largest > largest)
        };
        if let Some(found) = self.matches.iter().find(over) {
            return Some(format!(
                "files look alike to those of `{}` at a distance that was not asked for",
                found.set
            ));
        }
        let decision = self.decisions.iter().find(|decision| decision.opened > decision.files)?;
        Some(format!("more files were opened than a decision on `{}` covers", decision.about))
    }
}

/// A known set as it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetFacts {
    /// Its name.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
    /// Release or version.
    pub version: String,
    /// Under what terms it was handed over.
    pub licence: String,
    /// What it means to be in it.
    pub kind: SetKind,
    /// Scheme of its categories; empty where it has none.
    pub scheme: String,
    /// Rows read.
    pub rows: u64,
    /// SHA-256 of the file it was read from.
    pub source: Digest,
}

/// What it means to be in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// Files of published software.
    KnownGood,
    /// Files that someone has listed.
    Listed,
    /// Files that were listed wrongly elsewhere.
    Negative,
}

impl SetKind {
    /// The key of its name in the word list.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::KnownGood => "triage-kind-known-good",
            Self::Listed => "triage-kind-listed",
            Self::Negative => "triage-kind-negative",
        }
    }
}

/// How pictures were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NearFacts {
    /// The largest distance that counts as alike, in bits of 256.
    pub distance_max: u32,
    /// The least quality of a code that was compared.
    pub quality_min: u32,
}

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A set lists it.
    Listed,
    /// It looks like one that a set lists.
    Near,
    /// It is published software, and no set lists it.
    KnownGood,
    /// No set knows it.
    Unknown,
    /// It has no content.
    Empty,
    /// Its content could not be read, or not as what it says it is.
    NotReadable,
    /// No digest of it was taken or stated.
    NoDigest,
    /// A film, which was compared by its digests and not by its pictures.
    NotDecoded,
}

impl Verdict {
    /// Every verdict, in the order of the report.
    pub const ALL: [Self; 8] = [
        Self::Listed,
        Self::Near,
        Self::KnownGood,
        Self::Unknown,
        Self::Empty,
        Self::NotReadable,
        Self::NoDigest,
        Self::NotDecoded,
    ];

    /// The key of its name in the word list.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Listed => "triage-verdict-listed",
            Self::Near => "triage-verdict-near",
            Self::KnownGood => "triage-verdict-known-good",
            Self::Unknown => "triage-verdict-unknown",
            Self::Empty => "triage-verdict-empty",
            Self::NotReadable => "triage-verdict-not-readable",
            Self::NoDigest => "triage-verdict-no-digest",
            Self::NotDecoded => "triage-verdict-not-decoded",
        }
    }
}

/// Files of an exhibit with one verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct VerdictCount {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The verdict.
    pub verdict: Verdict,
    /// How many.
    pub files: u64,
    /// Their bytes, as far as known.
    pub bytes: u64,
}

/// Files found in a set under one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetMatch {
    /// Name of the set.
    pub set: String,
    /// Value of the category in the scheme of the set; empty where it has none.
    pub category: String,
    /// Those it lists.
    pub listed: ListedFiles,
    /// Those that look like one it lists.
    pub near: NearFiles,
}

impl SetMatch {
    /// The records that the report cites of it.
    fn records(&self) -> impl Iterator<Item = &RecordRef> {
        cited_records(&self.listed.records)
            .iter()
            .chain(cited_records(&self.listed.deleted))
            .chain(cited_records(&self.listed.contradicted))
            .chain(cited_records(&self.near.records))
    }
}

/// The first of these records, as many as the report lists for one sentence.
pub(crate) fn cited_records(records: &[RecordRef]) -> &[RecordRef] {
    records.get(..ROWS_PER_FINDING_MAX).unwrap_or(records)
}

/// Files whose digests a set lists.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ListedFiles {
    /// How many.
    pub files: u64,
    /// Their bytes, as far as known.
    pub bytes: u64,
    /// The exhibits they are in.
    pub exhibits: Vec<ExhibitId>,
    /// Records that tell of them; more than [`ROWS_PER_FINDING_MAX`] are not shown and need not be
    /// passed. None for an exhibit that is itself such a file.
    #[serde(serialize_with = "by_name")]
    pub records: Vec<RecordRef>,
    /// Records of those among them that were deleted.
    #[serde(serialize_with = "by_name")]
    pub deleted: Vec<RecordRef>,
    /// How many of them were deleted.
    pub deleted_files: u64,
    /// Records of those among them that a set of published software or a negative set knows as well.
    #[serde(serialize_with = "by_name")]
    pub contradicted: Vec<RecordRef>,
    /// How many of them such a set knows.
    pub contradicted_files: u64,
}

/// Files that look like one that a set lists.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NearFiles {
    /// How many.
    pub files: u64,
    /// The largest distance among them, in bits of 256.
    pub largest: u32,
    /// The exhibits they are in.
    pub exhibits: Vec<ExhibitId>,
    /// Records that tell of them, as for [`ListedFiles::records`].
    #[serde(serialize_with = "by_name")]
    pub records: Vec<RecordRef>,
}

/// Why files could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonCount {
    /// The reason, in words of the program ([`model::say`]) or of a decoder.
    pub reason: Phrase,
    /// How many.
    pub files: u64,
}

/// Groups of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct GroupCount {
    /// Groups.
    pub groups: u64,
    /// Files in them.
    pub files: u64,
}

/// What a person decided of files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilesDecision {
    /// The group or file it is about, by its id in the case.
    pub about: String,
    /// Files it covers.
    pub files: u64,
    /// How many of them were opened before.
    pub opened: u64,
    /// What was decided, in the person's words.
    pub decided: String,
    /// Who.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// Its entry in the custody log, where it is logged.
    pub entry: Option<u64>,
}

/// Files that were opened, by who may open and for what reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opening {
    /// The role of whoever opened them.
    pub role: String,
    /// The reason, as stated.
    pub reason: String,
    /// How many.
    pub files: u64,
}

fn by_name<S: Serializer>(records: &[RecordRef], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(records.iter().map(ToString::to_string))
}
