//! Films that sets list by the codes of their frames (vPDQ), and how much of a film is seen in each.
//!
//! ```text
//! header      64 bytes: what this is, bytes of the catalogue, codes, SHA-256 of both numbers and what follows
//! codes       32 bytes each: film after film, each code of a film once
//! catalogue   JSON: cards of the sets, and of each film its set, category, feedback and number of codes
//! ```
//!
//! Frames of a quality below [`QUALITY_MIN`] are left out, and repeated ones count once, as in the description
//! of the reference (facebook/ThreatExchange, `vpdq/README.md`) and in its index. A frame is seen where one of
//! the other film is near, up to the distance that the set states.
//!
//! Limits: [`FRAMES_ALL_MAX`]. Films that are turned or mirrored are not found. What [`crate::vpdq`] says of shares
//! holds: titles and black frames are seen in many films, and no share says that two films show the same.

use std::path::{Path, PathBuf};

use model::Digest;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::card::{Feedback, SetCard};
use super::formats::Entry;
use super::mapped::Mapped;
use super::refusal::KnownError;
use super::store::write_parts;
use crate::near::{self, DISTANCE_MAX};
use crate::pdq::Code;
use crate::vpdq::{Frame, QUALITY_MIN, Share, Shares};

/// Codes of all films: a thousand hours, a frame a second. They are searched in memory, 400 MB.
pub const FRAMES_ALL_MAX: usize = 4 << 20;

/// What a file begins with; the number is that of the layout.
const MAGIC: &[u8; 16] = b"tutela films 1\n\0";

/// Bytes before the codes.
const HEADER_BYTES: usize = 64;

/// Frames that are searched together, and the hits that they may have: 96 MB.
const TOGETHER: usize = 256;
const HITS_MAX: usize = 8 << 20;

/// How much of two films has to be seen in each other, in percent, for one to be told as near the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Of the film that is asked about. The reference's example has 0, which finds a listed film in a longer one.
    pub query_percent: u8,
    /// Of the film that is listed.
    pub listed_percent: u8,
}

impl Default for Reach {
    fn default() -> Self {
        Self { query_percent: 80, listed_percent: 80 }
    }
}

/// A listed film in which much of another is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilmHit<'k> {
    /// The set.
    pub card: &'k SetCard,
    /// Value of the category, in the scheme of the set; empty where it has none.
    pub category: &'k str,
    /// What others said.
    pub feedback: Feedback,
    /// How much is seen in each other; `compared` is the listed film.
    pub shares: Shares,
}

/// A film of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Listed {
    set: u16,
    category: String,
    feedback: Feedback,
    /// Its codes, each once.
    codes: usize,
    left_out: usize,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Catalogue {
    cards: Vec<SetCard>,
    films: Vec<Listed>,
}

/// The films of all sets, read where they lie.
#[derive(Debug)]
pub struct Films {
    path: PathBuf,
    map: Mapped,
    codes_end: usize,
    catalogue: Catalogue,
}

impl Films {
    /// Opens a list and checks what costs no reading of the codes.
    pub fn open(path: &Path) -> Result<Self, KnownError> {
        let damaged = |fact| KnownError::damaged(path, fact);
        let map = Mapped::open(path)?;
        let head =
            map.first_chunk::<HEADER_BYTES>().ok_or_else(|| damaged("the file is cut short"))?;
        if !head.starts_with(MAGIC) {
            return Err(damaged("this is no list of films, or one of another layout"));
        }
        let [catalogue, codes] = lengths(head);
        let codes_end = codes.checked_mul(32).and_then(|bytes| bytes.checked_add(HEADER_BYTES));
        let end = codes_end.and_then(|codes_end| codes_end.checked_add(catalogue));
        let (Some(codes_end), true) = (codes_end, end == Some(map.len())) else {
            return Err(damaged("the file has not the length that its header states"));
        };
        let catalogue: Catalogue = serde_json::from_slice(map.get(codes_end..).unwrap_or_default())
            .map_err(|_| damaged("the catalogue is not in its form"))?;
        let stated =
            catalogue.films.iter().try_fold(0usize, |sum, film| sum.checked_add(film.codes));
        if stated != Some(codes) {
            return Err(damaged("the films have not the codes that the header states"));
        }
        Ok(Self { path: path.to_owned(), map, codes_end, catalogue })
    }

    /// Reads the whole file and compares it with the sum in its header.
    pub fn verify(&self) -> Result<(), KnownError> {
        let numbers = self.map.get(MAGIC.len()..MAGIC.len() + 16).unwrap_or_default();
        let body = self.map.get(HEADER_BYTES..).unwrap_or_default();
        let sum = Sha256::new_with_prefix(numbers).chain_update(body).finalize();
        if *sum == self.sum().0 {
            Ok(())
        } else {
            Err(KnownError::damaged(&self.path, "its content is not what was written"))
        }
    }

    /// SHA-256 of what is in the file, as its header states it.
    pub(super) fn sum(&self) -> Digest {
        let sum = self.map.get(MAGIC.len() + 16..HEADER_BYTES).and_then(<[u8]>::first_chunk);
        Digest(sum.copied().unwrap_or_default())
    }

    /// How many films there are.
    pub fn len(&self) -> usize {
        self.catalogue.films.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.catalogue.films.is_empty()
    }

    fn codes(&self) -> &[[u8; 32]] {
        self.map.get(HEADER_BYTES..self.codes_end).unwrap_or_default().as_chunks().0
    }

    /// Makes the films ready to be compared with; it takes some hundred nanoseconds a code.
    pub fn search(&self) -> Option<FilmSearch<'_>> {
        let index =
            near::Index::build(self.codes().iter().copied().map(Code::from_bytes).collect())?;
        let mut end = 0;
        let ends = self.catalogue.films.iter().map(|film| {
            end += film.codes;
            end
        });
        Some(FilmSearch { films: self, index, ends: ends.collect() })
    }
}

/// The length of the catalogue, and the number of codes.
fn lengths(head: &[u8; HEADER_BYTES]) -> [usize; 2] {
    let (numbers, _) = head.as_chunks::<8>();
    let number = |at: usize| numbers.get(at).map_or(0, |bytes| u64::from_le_bytes(*bytes));
    [2, 3].map(|at| usize::try_from(number(at)).unwrap_or(usize::MAX))
}

/// Films that others are compared with.
pub struct FilmSearch<'k> {
    films: &'k Films,
    index: near::Index,
    /// Where the codes of each film end.
    ends: Vec<usize>,
}

impl<'k> FilmSearch<'k> {
    /// The listed films that reach so far into a film and it into them; the largest share of the listed first.
    pub fn near(&self, frames: &[(Code, u8)], reach: Reach) -> Vec<FilmHit<'k>> {
        let (asked, left_out) = kept(frames.iter().copied());
        let (seen, is_seen) = self.seen(&asked);
        let mut start = 0;
        let films = self.films.catalogue.films.iter().zip(&self.ends).zip(seen);
        let mut hits: Vec<FilmHit<'k>> = films
            .filter_map(|((film, end), matched)| {
                let own = is_seen.get(start..*end).unwrap_or_default();
                start = *end;
                let card = self.films.catalogue.cards.get(usize::from(film.set))?;
                let query = Share { matched, frames: asked.len(), left_out };
                let matched = own.iter().filter(|is_seen| **is_seen).count();
                let compared = Share { matched, frames: film.codes, left_out: film.left_out };
                let is_near =
                    reaches(query, reach.query_percent) && reaches(compared, reach.listed_percent);
                let shares = Shares { query, compared };
                let (category, feedback) = (film.category.as_str(), film.feedback);
                is_near.then_some(FilmHit { card, category, feedback, shares })
            })
            .collect();
        hits.sort_by(|one, other| {
            other.shares.compared.percent().total_cmp(&one.shares.compared.percent())
        });
        hits
    }

    /// How many of some codes are seen in each film, and which codes of all films are seen.
    fn seen(&self, asked: &[Code]) -> (Vec<usize>, Vec<bool>) {
        let mut seen = vec![0; self.ends.len()];
        let mut is_seen = vec![false; self.index.len()];
        let together = (HITS_MAX / self.index.len().max(1)).clamp(1, TOGETHER);
        for asked in asked.chunks(together) {
            let hits = self.index.within(asked, DISTANCE_MAX);
            for own in hits.chunk_by(|one, next| one.query == next.query) {
                let mut last = None;
                for hit in own {
                    let code = hit.code as usize;
                    let film = self.ends.partition_point(|end| *end <= code);
                    if hit.distance > self.within(film) {
                        continue;
                    }
                    if let Some(is_seen) = is_seen.get_mut(code) {
                        *is_seen = true;
                    }
                    // The codes of a film follow each other.
                    if let Some(seen) = seen.get_mut(film).filter(|_| last != Some(film)) {
                        *seen += 1;
                    }
                    last = Some(film);
                }
            }
        }
        (seen, is_seen)
    }

    /// The distance up to which a frame of a film counts.
    fn within(&self, film: usize) -> u32 {
        let film = self.films.catalogue.films.get(film);
        let card = film.and_then(|film| self.films.catalogue.cards.get(usize::from(film.set)));
        card.map_or(0, |card| card.claim.within)
    }
}

/// Codes of enough quality, each once, and how many frames were left out.
fn kept(frames: impl Iterator<Item = (Code, u8)>) -> (Vec<Code>, usize) {
    let mut left_out = 0;
    let good = frames.filter(|(_, quality)| {
        left_out += usize::from(*quality < QUALITY_MIN);
        *quality >= QUALITY_MIN
    });
    let mut codes: Vec<Code> = good.map(|(code, _)| code).collect();
    codes.sort_unstable();
    codes.dedup();
    (codes, left_out)
}

fn reaches(share: Share, percent: u8) -> bool {
    share.matched > 0 && share.matched * 100 >= share.frames * usize::from(percent)
}

/// The films of an update, until it is written.
#[derive(Debug, Default)]
pub(super) struct FilmRows {
    rows: Vec<FilmRow>,
    codes: usize,
}

#[derive(Debug)]
struct FilmRow {
    source: u16,
    film: Listed,
    codes: Vec<Code>,
}

impl FilmRows {
    /// Takes the film of an entry, where it has one; how many it has.
    pub(super) fn take(&mut self, source: u16, entry: &Entry) -> Result<u64, KnownError> {
        if entry.film.is_empty() {
            return Ok(0);
        }
        let frame = |frame: &Frame| (frame.code, frame.quality);
        let (codes, left_out) = kept(entry.film.iter().map(frame));
        self.add(codes.len())?;
        let (category, feedback) = (entry.category.clone(), entry.feedback);
        let film = Listed { set: 0, category, feedback, codes: codes.len(), left_out };
        self.rows.push(FilmRow { source, film, codes });
        Ok(1)
    }

    fn add(&mut self, codes: usize) -> Result<(), KnownError> {
        self.codes += codes;
        if self.codes > FRAMES_ALL_MAX {
            return Err(KnownError::TooMany {
                what: "frames of films",
                most: FRAMES_ALL_MAX as u64,
            });
        }
        Ok(())
    }

    /// Takes the films of a former generation, whose sets are the first sources.
    fn take_former(&mut self, former: &Films) -> Result<(), KnownError> {
        let mut codes = former.codes().iter().copied().map(Code::from_bytes);
        for film in &former.catalogue.films {
            let codes: Vec<Code> = codes.by_ref().take(film.codes).collect();
            self.add(codes.len())?;
            self.rows.push(FilmRow { source: film.set, film: film.clone(), codes });
        }
        Ok(())
    }

    /// Writes those whose set is kept; nothing where there is none. `places` has the card of each source.
    pub(super) fn write(
        mut self,
        path: &Path,
        former: Option<&Films>,
        places: &[Option<u16>],
        cards: &[SetCard],
    ) -> Result<(), KnownError> {
        former.map_or(Ok(()), |former| self.take_former(former))?;
        let mut kept = Vec::new();
        let mut catalogue = Catalogue { cards: cards.to_vec(), films: Vec::new() };
        for FilmRow { source, film, codes } in self.rows {
            if let Some(set) = places.get(usize::from(source)).copied().flatten() {
                catalogue.films.push(Listed { set, ..film });
                kept.extend(codes.into_iter().map(Code::to_bytes));
            }
        }
        if catalogue.films.is_empty() {
            return Ok(());
        }
        let write = || {
            let catalogue = serde_json::to_vec(&catalogue)?;
            let numbers = [catalogue.len() as u64, kept.len() as u64].map(u64::to_le_bytes);
            let sum = Sha256::new_with_prefix(numbers.as_flattened());
            let sum = sum.chain_update(kept.as_flattened()).chain_update(&catalogue).finalize();
            let numbers = numbers.as_flattened();
            write_parts(path, &[MAGIC, numbers, &sum, kept.as_flattened(), &catalogue])
        };
        write().map_err(KnownError::disk(path))
    }
}
