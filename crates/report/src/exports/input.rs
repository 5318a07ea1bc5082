//! What an export of files is made from: plain values, no content, no picture.

use model::time::Stamp;
use model::{Digest, ExhibitId, RecordRef};

/// What stands around the files of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HandOver {
    /// The id of the case.
    pub case_id: String,
    /// The authority that leads it.
    pub authority: String,
    /// Whom to ask; empty unless a person gave it.
    pub contact: Contact,
    /// The exhibits the files are from.
    pub exhibits: Vec<SourceExhibit>,
    /// Whose categories those of [`Decided`] are: the country of the data model (`US`, `UK`). Needed
    /// only where a person decided a category.
    pub scheme: Option<String>,
    /// How many are to come.
    pub announced: Counts,
}

/// Whom the other side may ask. What is not given stays empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Telephone number.
    pub phone: String,
    /// Address for mail.
    pub email: String,
    /// Rank or title.
    pub title: String,
}

/// An exhibit that files are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceExhibit {
    /// Its number.
    pub id: ExhibitId,
    /// Its name as received.
    pub name: String,
    /// SHA-256 at intake.
    pub sha256: Digest,
}

/// How many contents, and how many files that have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Contents: each stands once in an export.
    pub media: u64,
    /// Files that have them.
    pub files: u64,
}

/// One content, with every file that has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MediaItem {
    /// MD5 in hexadecimal; most readers of VICS know no other.
    pub md5: Option<String>,
    /// SHA-1 in hexadecimal.
    pub sha1: Option<String>,
    /// SHA-256 in hexadecimal.
    pub sha256: Option<String>,
    /// Its size.
    pub size_bytes: Option<u64>,
    /// MIME type by its content (`image/jpeg`); never by its name.
    pub mime: Option<String>,
    /// Where a copy of the content stands beside the export, where a person handed one over.
    pub relative_path: Option<String>,
    /// What a person decided of it; uncategorised where nobody did.
    pub decided: Option<Decided>,
    /// The group of files that look alike, where it is in one.
    pub group: Option<NearGroup>,
    /// What the file says of the camera.
    pub camera: Camera,
    /// The files; at least one.
    pub files: Vec<MediaFile>,
}

/// The category a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    /// Its number in the scheme of the hand-over.
    pub category: u32,
    /// When, microseconds of UTC.
    pub at_us: i64,
}

/// A group of files that look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearGroup {
    /// Its id in the case.
    pub id: String,
    /// Its name, where a person gave it one; may be empty.
    pub name: String,
}

/// What a file says of the camera, as stated there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Camera {
    /// Maker.
    pub make: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// Serial number of its body.
    pub serial: Option<String>,
    /// When the picture was taken, by the camera's clock.
    pub taken: Option<String>,
    /// Latitude and longitude in decimal degrees.
    pub position: Option<(String, String)>,
}

/// A file that has a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The record that tells of it; none for an exhibit itself.
    pub record: Option<RecordRef>,
    /// Where the record stands in the exhibit.
    pub locator: String,
    /// Its path with its name.
    pub path: String,
    /// Creation.
    pub created: Option<Span>,
    /// Last change of content.
    pub modified: Option<Span>,
    /// Last read.
    pub accessed: Option<Span>,
    /// Whether it was deleted.
    pub state: FileState,
}

/// The instants a time can mean, microseconds of UTC, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub earliest_us: i64,
    /// The last.
    pub latest_us: i64,
}

impl Span {
    /// The span of a time; `None` where the source states none.
    pub fn of(stamp: &Stamp) -> Option<Self> {
        let Stamp { earliest_us, latest_us, .. } = *stamp;
        stamp.is_stated().then_some(Self { earliest_us, latest_us })
    }
}

/// Whether a file was deleted, as far as its source states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FileState {
    /// It was there.
    Active,
    /// Its entry is marked as deleted.
    Deleted,
    /// It was found in space that no entry names.
    Unallocated,
    /// The source does not say, or says it in a word of its own.
    #[default]
    NotStated,
}

impl FileState {
    /// The state by the word of a record.
    pub fn of(word: &str) -> Self {
        match word {
            "active" => Self::Active,
            "deleted" | "realloc" => Self::Deleted,
            "unallocated" => Self::Unallocated,
            _ => Self::NotStated,
        }
    }
}
