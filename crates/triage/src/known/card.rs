//! What is kept of a set besides its digests: who vouches for it, and what its marks mean.
//!
//! Known is not good: what a hit means depends on the kind of set and on who made it. A category is
//! kept as scheme and value, because the same number means another thing in another country.

use model::Digest;
use serde::{Deserialize, Serialize};

use crate::near::DISTANCE_MAX;

/// What it says of a file to be in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// Files of published software: known, and neither good nor bad by that.
    KnownGood,
    /// Files that someone has listed, each with a category.
    Listed,
    /// Files that were listed wrongly elsewhere: a hit here speaks against a hit there.
    Negative,
}

/// What a person states about a set on giving it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetClaim {
    /// Its name here; a set given again under the same name takes the place of the former.
    pub name: String,
    /// Who made it and answers for it.
    pub owner: String,
    /// Release or version; where empty, what the file says.
    pub version: String,
    /// Under what terms it was handed over.
    pub licence: String,
    /// What membership says.
    pub kind: SetKind,
    /// The scheme of its categories; where empty, what the file says.
    pub scheme: String,
    /// Date of the release, as stated.
    pub date: String,
    /// How many rows its publisher says it has. A text list that is cut at the end of a line can be
    /// told by nothing else.
    pub rows_stated: Option<u64>,
    /// In how many of 256 bits a picture may differ from one of its perceptual codes to be told, at most
    /// [`DISTANCE_MAX`].
    #[serde(default = "within_default")]
    pub within: u32,
}

fn within_default() -> u32 {
    DISTANCE_MAX
}

/// A change that was applied to a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeltaCard {
    /// SHA-256 of the file of changes.
    pub source: Digest,
    /// Rows added.
    pub added: u64,
    /// Rows taken away.
    pub removed: u64,
    /// Rows changed in other than their digests.
    pub unchanged: u64,
}

/// A set as it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetCard {
    /// What was stated about it, with what the file itself says filled in.
    pub claim: SetClaim,
    /// Code of the reader.
    pub format: String,
    /// SHA-256 of the file.
    pub source: Digest,
    /// Its bytes.
    pub source_bytes: u64,
    /// Rows read, every one with a digest or a perceptual code, or a film.
    pub rows: u64,
    /// Rows with a perceptual code that is searched.
    #[serde(default)]
    pub codes: u64,
    /// Rows with one that says too little to be searched: these are found by their digests alone.
    #[serde(default)]
    pub codes_set_aside: u64,
    /// Rows that are films.
    #[serde(default)]
    pub films: u64,
    /// Rows with the digest of no bytes: every empty file will hit.
    pub rows_of_nothing: u64,
    /// Changes applied since, the oldest first.
    pub deltas: Vec<DeltaCard>,
}

/// How often others confirmed or disputed an entry, where the set says so.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Feedback {
    /// Confirmed.
    pub upheld: u32,
    /// Disputed.
    pub disputed: u32,
}

/// What one set says of one digest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mark {
    /// Place of the set among the cards.
    pub set: u16,
    /// Value of the category in the scheme of the set; empty where it has none.
    pub category: String,
    /// What others said.
    pub feedback: Feedback,
    /// Rows of the set that name the digest with this category and feedback.
    pub rows: u64,
}

/// How much of a set one index holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Rows with a digest of the kind.
    pub rows: u64,
    /// Different digests among them.
    pub digests: u64,
}

impl Count {
    /// Rows that repeat a digest.
    pub fn duplicates(&self) -> u64 {
        self.rows.saturating_sub(self.digests)
    }
}

/// What the references of an index lead to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The sets.
    pub cards: Vec<SetCard>,
    /// How much of each the index holds.
    pub counts: Vec<Count>,
    /// The marks that occur.
    pub marks: Vec<Mark>,
    /// The lists of marks that occur; an entry refers to one.
    pub lists: Vec<Vec<u32>>,
}

impl Catalogue {
    /// The marks of a list.
    pub fn marks_of(&self, list: u32) -> impl Iterator<Item = &Mark> {
        let list = usize::try_from(list).ok().and_then(|at| self.lists.get(at));
        let marks = list.into_iter().flatten();
        marks.filter_map(|mark| self.marks.get(usize::try_from(*mark).ok()?))
    }
}
