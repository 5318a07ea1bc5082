//! The folder in which known sets are kept: generations of index files, and which is the present one.
//!
//! A generation is a folder that is written aside, synced and renamed; then the file `current`, which
//! names it with the sums of its files, is replaced in the same way. Whatever is interrupted, the former
//! generation stays the present one.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use model::Digest;
use serde::{Deserialize, Serialize};

use super::card::{Feedback, SetCard};
use super::digests::{DigestKind, Digests};
use super::films::Films;
use super::index::Index;
use super::near::{Asked, CodeIndex, Near};
use super::refusal::KnownError;

/// The file that names the present generation.
const CURRENT: &str = "current";

/// What the present generation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Current {
    pub(super) generation: u64,
    /// SHA-256 of the content of its files: of digests, of perceptual codes, which generations of former
    /// versions do not have, and of films, where there are any.
    pub(super) sums: Vec<Digest>,
}

/// The folder of a generation.
pub(super) fn generation_folder(folder: &Path, generation: u64) -> PathBuf {
    folder.join(format!("generation-{generation:06}"))
}

/// The index file of a kind in the folder of a generation.
pub(super) fn index_file(generation: &Path, kind: DigestKind) -> PathBuf {
    generation.join(format!("{}.index", kind.code()))
}

/// The file of perceptual codes in the folder of a generation.
pub(super) fn codes_file(generation: &Path) -> PathBuf {
    generation.join("pdq.index")
}

/// The file of films in the folder of a generation.
pub(super) fn films_file(generation: &Path) -> PathBuf {
    generation.join("films.index")
}

/// Reads which generation is the present one; nothing in a folder without sets.
pub(super) fn read_current(folder: &Path) -> Result<Option<Current>, KnownError> {
    let path = folder.join(CURRENT);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(KnownError::disk(&path)(error)),
    };
    let current = serde_json::from_slice(&bytes);
    current.map(Some).map_err(|_| KnownError::damaged(&path, "it names no generation"))
}

/// Makes a generation the present one.
pub(super) fn write_current(folder: &Path, current: &Current) -> Result<(), KnownError> {
    let (path, aside) = (folder.join(CURRENT), folder.join("current.part"));
    let write = || {
        let mut file = File::create(&aside)?;
        file.write_all(&serde_json::to_vec(current)?)?;
        file.sync_all()?;
        fs::rename(&aside, &path)?;
        sync_folder(folder)
    };
    write().map_err(KnownError::disk(&path))
}

/// Writes a file of some parts, whole and synced.
pub(super) fn write_parts(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let mut file = File::create(path)?;
    parts.iter().try_for_each(|part| file.write_all(part))?;
    file.sync_all()
}

/// Makes what was renamed in a folder last, where a folder can be synced.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// What one set says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'k> {
    /// The digest by which it was found.
    pub by: DigestKind,
    /// The set.
    pub card: &'k SetCard,
    /// Value of the category, in the scheme of the set; empty where it has none.
    pub category: &'k str,
    /// What others said.
    pub feedback: Feedback,
    /// Rows of the set that say so.
    pub rows: u64,
}

/// The known sets of a folder, open for look-ups.
#[derive(Debug)]
pub struct KnownSets {
    /// Number of the generation; it grows with every change.
    pub generation: u64,
    /// By MD5.
    pub md5: Index<16>,
    /// By SHA-1.
    pub sha1: Index<20>,
    /// By SHA-256.
    pub sha256: Index<32>,
    /// By likeness; nothing where a former version wrote the sets, which kept no codes: a set that
    /// states codes has to be given again.
    pub pdq: Option<CodeIndex>,
    /// Films; nothing where no set lists one.
    pub films: Option<Films>,
}

impl KnownSets {
    /// Opens the present generation; nothing in a folder without sets.
    pub fn open(folder: &Path) -> Result<Option<Self>, KnownError> {
        let Some(current) = read_current(folder)? else { return Ok(None) };
        let sets = Self::open_generation(folder, current.generation)?;
        if sets.sums() != current.sums {
            let path = folder.join(CURRENT);
            return Err(KnownError::damaged(&path, "the files are not those of this generation"));
        }
        Ok(Some(sets))
    }

    pub(super) fn open_generation(folder: &Path, generation: u64) -> Result<Self, KnownError> {
        let folder = generation_folder(folder, generation);
        let (codes, films) = (codes_file(&folder), films_file(&folder));
        Ok(Self {
            generation,
            md5: Index::open(&index_file(&folder, DigestKind::Md5))?,
            sha1: Index::open(&index_file(&folder, DigestKind::Sha1))?,
            sha256: Index::open(&index_file(&folder, DigestKind::Sha256))?,
            pdq: if codes.exists() { Some(CodeIndex::open(&codes)?) } else { None },
            films: if films.exists() { Some(Films::open(&films)?) } else { None },
        })
    }

    /// The sums of the content of the files, as their headers state them.
    pub(super) fn sums(&self) -> Vec<Digest> {
        let digests = [self.md5.sum(), self.sha1.sum(), self.sha256.sum()];
        let codes = self.pdq.as_ref().map(CodeIndex::sum);
        digests.into_iter().chain(codes).chain(self.films.as_ref().map(Films::sum)).collect()
    }

    /// Reads all files and compares them with their sums.
    pub fn verify(&self) -> Result<(), KnownError> {
        self.md5.verify()?;
        self.sha1.verify()?;
        self.sha256.verify()?;
        self.pdq.as_ref().map_or(Ok(()), CodeIndex::verify)?;
        self.films.as_ref().map_or(Ok(()), Films::verify)
    }

    /// The sets.
    pub fn cards(&self) -> &[SetCard] {
        &self.md5.catalogue().cards
    }

    /// What all sets say of a file, by every digest that is given.
    pub fn look_up(&self, digests: &Digests) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        add_hits(&self.md5, DigestKind::Md5, digests.md5.as_ref(), &mut hits);
        add_hits(&self.sha1, DigestKind::Sha1, digests.sha1.as_ref(), &mut hits);
        add_hits(&self.sha256, DigestKind::Sha256, digests.sha256.as_ref(), &mut hits);
        hits
    }

    /// What all sets say of codes near each of some pictures, in their order; see [`super::near`]. They
    /// are best asked together, thousands at a time. Where sets are kept without codes nothing lies near.
    pub fn near(&self, asked: &[Asked]) -> Vec<Near<'_>> {
        self.pdq.as_ref().map_or_else(
            || asked.iter().map(|_| Near::Hits(Vec::new())).collect(),
            |codes| codes.near(asked),
        )
    }
}

/// What the sets of one index say of a digest.
fn add_hits<'k, const W: usize>(
    index: &'k Index<W>,
    by: DigestKind,
    digest: Option<&[u8; W]>,
    hits: &mut Vec<Hit<'k>>,
) {
    let Some(found) = digest.and_then(|digest| index.find(digest)) else { return };
    for mark in index.marks(found) {
        if let Some(card) = index.catalogue().cards.get(usize::from(mark.set)) {
            let (category, feedback) = (mark.category.as_str(), mark.feedback);
            hits.push(Hit { by, card, category, feedback, rows: mark.rows });
        }
    }
}
