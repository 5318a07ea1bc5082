//! What is said of a file: its verdict, who says so, and what is left open.

use std::collections::BTreeMap;

use model::views::When;
use model::{Digest, ExhibitId, RecordRef};
use serde::{Deserialize, Serialize};
use triage::camera::Camera;
use triage::examine::Why;
use triage::known::SetKind;
use triage::pdq::Turn;

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A set lists it.
    Listed,
    /// It looks like a picture that a set lists; its bytes are others.
    Near,
    /// It is published software, and no set lists it.
    KnownGood,
    /// No set knows it.
    Unknown,
    /// No set knows it, and it is a picture that could not be decoded.
    NotReadable,
    /// No set knows it, and it is a film of which no frame was decoded.
    NotDecoded,
    /// It has no content: every empty file is the same, so no set says anything of it.
    Empty,
    /// No digest of it was taken or stated.
    NoDigest,
}

impl Verdict {
    /// Every verdict, the one to look at first first.
    pub const ALL: [Self; 8] = [
        Self::Listed,
        Self::Near,
        Self::KnownGood,
        Self::Unknown,
        Self::NotReadable,
        Self::NotDecoded,
        Self::Empty,
        Self::NoDigest,
    ];

    /// The name in files and in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Near => "near",
            Self::KnownGood => "known_good",
            Self::Unknown => "unknown",
            Self::NotReadable => "not_readable",
            Self::NotDecoded => "not_decoded",
            Self::Empty => "empty",
            Self::NoDigest => "no_digest",
        }
    }

    /// Whether a person has still to decide: no set says what it is.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Unknown | Self::NotReadable | Self::NotDecoded | Self::NoDigest)
    }
}

/// What one set says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// By what it was found: `md5`, `sha1`, `sha256`, and `pdq` where it looks alike.
    pub by: Vec<String>,
    /// In how many of 256 bits the looks differ, where it was found by them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance: Option<u32>,
    /// How much of two films is seen in each other, where it was found by that: percent of this film's frames,
    /// and of the listed one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub film_percent: Option<(u8, u8)>,
    /// How the picture had to be turned or mirrored for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<String>,
    /// How often others confirmed it.
    pub upheld: u32,
    /// How often others disputed it.
    pub disputed: u32,
}

impl Says {
    /// Whether it was found by its look: near is not the same.
    pub fn is_near(&self) -> bool {
        self.distance.is_some() || self.film_percent.is_some()
    }
}

/// Why a picture was not compared with those that are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetAside {
    /// It has too little to see.
    PoorQuality,
    /// It is blank or plain.
    NearBlank,
    /// It looks like so many listed ones that this says nothing.
    TooCommon,
}

/// What was seen of a picture; its codes lie in the cache.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// What it is stored as.
    pub kind: String,
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// How much there is to see, 0 to 100.
    pub quality: u8,
}

/// What was seen of a film, one frame a second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilmLook {
    /// Frames that were compared.
    pub frames: u64,
    /// Of them, those that look like a listed picture. Titles, black frames and common backgrounds can do that.
    pub matched: u64,
    /// SHA-256 of the decoder.
    pub decoder: Digest,
}

/// The times that a record states of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Creation, as an interval of microseconds of UTC.
    pub created_us: Option<(i64, i64)>,
    /// Last change of content.
    pub modified_us: Option<(i64, i64)>,
    /// Last read.
    pub accessed_us: Option<(i64, i64)>,
}

/// A stated time as its interval.
pub(super) fn interval(when: Option<When>) -> Option<(i64, i64)> {
    when.map(|when| (when.earliest_us, when.latest_us))
}

/// A file with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// MD5 in hexadecimal; empty where there is none.
    pub md5: String,
    /// SHA-1 in hexadecimal; empty where there is none.
    pub sha1: String,
    /// SHA-256 in hexadecimal; empty where there is none.
    pub sha256: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The set that decided it, if one did.
    pub set: Option<String>,
    /// The category in it.
    pub category: Option<String>,
    /// In how many bits the looks differ, where that decided it.
    pub distance: Option<u32>,
    /// What the sets say, in the order of the sets.
    pub says: Vec<Says>,
    /// Why it was not compared by its look, though it is a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<SetAside>,
    /// What was seen of it, where it is a picture that was decoded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// What was seen of its frames, where it is a film that was decoded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub film: Option<FilmLook>,
    /// Why a film was not decoded to its end: a code such as `FLM-003`; none where no decoder was stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_decoded: Option<String>,
    /// Why it was not decoded, where it is a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// What it states of camera, time and place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub camera: Option<Box<Camera>>,
    /// The times that its record states.
    pub times: Times,
}

impl Judged {
    /// The number by which it is named: of its record, or of the exhibit.
    pub fn label(&self) -> String {
        self.record.map_or_else(|| self.exhibit.to_string(), |record| record.to_string())
    }

    /// Says which set decided, once the verdict stands.
    pub(super) fn attribute(&mut self) {
        let decisive = self.says.iter().filter(|one| match self.verdict {
            Verdict::Listed => one.kind == SetKind::Listed && !one.is_near(),
            Verdict::Near => one.kind == SetKind::Listed && one.is_near(),
            Verdict::KnownGood => one.kind == SetKind::KnownGood,
            _ => false,
        });
        if let Some(one) = decisive.min_by_key(|one| one.distance) {
            self.set = Some(one.set.clone());
            self.category = Some(one.category.clone()).filter(|category| !category.is_empty());
            self.distance = one.distance;
        }
    }
}

/// Files of one verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Files.
    pub files: u64,
    /// Their sizes, as far as known.
    pub bytes: u64,
}

/// Files by verdict.
pub type Counts = BTreeMap<Verdict, Count>;

/// Every verdict with no file.
pub(super) fn no_files() -> Counts {
    Verdict::ALL.iter().map(|one| (*one, Count::default())).collect()
}

/// How a picture was turned, in words that stay; none where it was not.
pub(super) fn turn_name(turn: Turn) -> Option<String> {
    let name = match turn {
        Turn::Original => return None,
        Turn::Rotate90 => "rotate_90",
        Turn::Rotate180 => "rotate_180",
        Turn::Rotate270 => "rotate_270",
        Turn::FlipX => "flip_x",
        Turn::FlipY => "flip_y",
        Turn::FlipPlus1 => "flip_falling",
        Turn::FlipMinus1 => "flip_rising",
    };
    Some(name.to_owned())
}
