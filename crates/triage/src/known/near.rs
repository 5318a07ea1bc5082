//! Which listed pictures lie near a picture: the index of perceptual codes of all sets.
//!
//! Near is not the same: two pictures whose codes differ in few bits look alike in their coarse pattern,
//! and nothing is said of what they show. A hit names its distance, its set and who answers for it, and
//! the caller weighs it; one of a `negative` set speaks against the others.
//!
//! Two gates keep floods out. Codes that say too little ([`crate::near::gate()`]) are neither listed
//! nor asked. A picture that lies near more than [`TOO_COMMON`] listed codes is told as such.

use std::collections::BTreeMap;
use std::path::Path;

use model::Digest;

use super::card::{Catalogue, Feedback, SetCard};
use super::index::{Found, Index};
use super::refusal::KnownError;
use crate::near::search::{BATCH, Bounds, View};
use crate::near::{DISTANCE_MAX, Gate, Hit};
use crate::pdq::{Code, Look, Turn};

/// Listed codes near one picture from which on it is too common to be told: copies of one picture, cut,
/// captioned and saved again, are tens in a large list, and seldom hundreds; what lies near more is of a
/// pattern that many pictures have (a page of text, a plain sky), and the nearest says nothing then.
pub const TOO_COMMON: usize = 1000;

/// Ways to turn and mirror a picture.
const TURNS: usize = Turn::ALL.len();

/// In how many bits a code differs, and from which turn of a picture.
type Place = (u32, Turn);

/// A picture that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Its quality, 0 to 100.
    pub quality: u8,
    /// Its codes in the order of [`Turn::ALL`]; the first is its own.
    pub codes: [Code; TURNS],
}

impl From<(Look, [Code; TURNS])> for Asked {
    fn from((look, codes): (Look, [Code; TURNS])) -> Self {
        Self { quality: look.quality, codes }
    }
}

/// What lies near a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Near<'k> {
    /// Its own code says too little to be asked.
    KeptOut(Gate),
    /// It lies near more than [`TOO_COMMON`] listed codes.
    TooCommon {
        /// How many, of the way it is turned that lies near the most.
        codes: u64,
    },
    /// What the sets say, the nearest first; nothing where no listed code lies near.
    Hits(Vec<NearHit<'k>>),
}

/// What one set says of the codes near a picture: of each category and feedback, the nearest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearHit<'k> {
    /// In how many of 256 bits the nearest code differs; no more than the set's own `within`.
    pub distance: u32,
    /// How the picture is turned to be so near.
    pub turn: Turn,
    /// The nearest code.
    pub code: Code,
    /// How many different codes of the set with this category and feedback lie near.
    pub codes: u64,
    /// The set.
    pub card: &'k SetCard,
    /// Value of the category, in the scheme of the set; empty where it has none.
    pub category: &'k str,
    /// What others said.
    pub feedback: Feedback,
}

/// The perceptual codes of all sets, read where they lie.
#[derive(Debug)]
pub struct CodeIndex {
    index: Index<32>,
    /// The largest distance at which a code of each list of marks is told by any of its sets.
    reaches: Vec<u32>,
}

impl CodeIndex {
    /// Opens an index and checks what costs no reading of the whole.
    pub fn open(path: &Path) -> Result<Self, KnownError> {
        let index = Index::open_any(path)?;
        if index.near().is_none() {
            return Err(KnownError::damaged(path, "this is the index of digests"));
        }
        let catalogue = index.catalogue();
        let lists = (0..).take(catalogue.lists.len());
        let reaches = lists.map(|list| reach(catalogue, list)).collect();
        Ok(Self { index, reaches })
    }

    /// How many different codes it holds.
    pub fn len(&self) -> u64 {
        self.index.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// Bytes of the file.
    pub fn bytes(&self) -> u64 {
        self.index.bytes()
    }

    /// The sets, how much of each is listed, and what is said.
    pub fn catalogue(&self) -> &Catalogue {
        self.index.catalogue()
    }

    /// Reads the whole file and compares it with the sum in its header.
    pub fn verify(&self) -> Result<(), KnownError> {
        self.index.verify()
    }

    /// SHA-256 of everything behind the header, as the header states it.
    pub(super) fn sum(&self) -> Digest {
        self.index.sum()
    }

    /// The codes as an index of digests.
    pub(super) fn index(&self) -> &Index<32> {
        &self.index
    }

    /// What lies near some pictures, in their order. They are best asked together, thousands at a time.
    pub fn near(&self, asked: &[Asked]) -> Vec<Near<'_>> {
        let Some((form, lists)) = self.index.near() else { return Vec::new() };
        let view = form.view(self.index.digests(), lists);
        asked.chunks(BATCH / TURNS).flat_map(|asked| self.near_together(&view, asked)).collect()
    }

    fn near_together(&self, view: &View<'_>, asked: &[Asked]) -> Vec<Near<'_>> {
        let mut batch = Vec::with_capacity(BATCH);
        for (asked, first) in asked.iter().zip((0u32..).step_by(TURNS)) {
            if gate(asked) == Gate::Open {
                batch.extend((first..).zip(asked.codes));
            }
        }
        let distance_max = self.reaches.iter().copied().max().unwrap_or(0);
        let is_even = self.reaches.iter().all(|reach| *reach == distance_max);
        let counts = |code, distance| is_even || distance <= self.reach_of(code);
        let met = view.ask(&batch, &Bounds { distance_max, counts, hits_max: TOO_COMMON });
        let (mut hits, mut floods) = (met.hits.as_slice(), met.floods.as_slice());
        let near = asked.iter().enumerate().map(|(place, asked)| {
            let is_own = |query: u32| query as usize / TURNS == place;
            let hits = split(&mut hits, |hit| is_own(hit.query));
            let floods = split(&mut floods, |(query, _)| is_own(*query));
            match gate(asked) {
                Gate::Open => self.told(hits, floods),
                kept_out => Near::KeptOut(kept_out),
            }
        });
        near.collect()
    }

    /// What is told of the hits and floods of one picture.
    fn told(&self, hits: &[Hit], floods: &[(u32, u64)]) -> Near<'_> {
        let mut nearest: BTreeMap<u32, Place> = BTreeMap::new();
        for hit in hits {
            let Some(turn) = Turn::ALL.get(hit.query as usize % TURNS) else { continue };
            let at = (hit.distance, *turn);
            nearest.entry(hit.code).and_modify(|known| *known = at.min(*known)).or_insert(at);
        }
        let flood = floods.iter().map(|(_, codes)| *codes).max().unwrap_or(0);
        if flood > 0 || nearest.len() > TOO_COMMON {
            return Near::TooCommon { codes: flood.max(nearest.len() as u64) };
        }
        Near::Hits(self.said(nearest))
    }

    /// What the sets say of codes by their numbers.
    fn said(&self, nearest: BTreeMap<u32, Place>) -> Vec<NearHit<'_>> {
        let catalogue = self.catalogue();
        let mut said: BTreeMap<(u16, &str, Feedback), NearHit<'_>> = BTreeMap::new();
        for (number, (distance, turn)) in nearest {
            let number = number as usize;
            let Some(code) = self.index.digests().get(number) else { continue };
            for mark in catalogue.marks_of(self.index.reference(number).0) {
                let Some(card) = catalogue.cards.get(usize::from(mark.set)) else { continue };
                if distance > card.claim.within {
                    continue;
                }
                let (category, feedback) = (mark.category.as_str(), mark.feedback);
                let code = Code::from_bytes(*code);
                let hit = NearHit { distance, turn, code, codes: 0, card, category, feedback };
                let known =
                    said.entry((mark.set, category, feedback)).or_insert_with(|| hit.clone());
                if (distance, turn) < (known.distance, known.turn) {
                    *known = NearHit { codes: known.codes, ..hit };
                }
                known.codes += 1;
            }
        }
        let mut said: Vec<NearHit<'_>> = said.into_values().collect();
        said.sort_by_key(|hit| hit.distance);
        said
    }

    fn reach_of(&self, code: u32) -> u32 {
        let Found(list) = self.index.reference(code as usize);
        self.reaches.get(list as usize).copied().unwrap_or(0)
    }
}

fn gate(asked: &Asked) -> Gate {
    let [own, ..] = asked.codes;
    Gate::stated(own, Some(asked.quality))
}

/// The largest distance at which a code of a list of marks is told.
fn reach(catalogue: &Catalogue, list: u32) -> u32 {
    let cards =
        catalogue.marks_of(list).filter_map(|mark| catalogue.cards.get(usize::from(mark.set)));
    cards.map(|card| card.claim.within.min(DISTANCE_MAX)).max().unwrap_or(0)
}

/// Takes from the beginning what belongs there.
fn split<'s, T>(rest: &mut &'s [T], belongs: impl Fn(&T) -> bool) -> &'s [T] {
    let count = rest.iter().take_while(|one| belongs(one)).count();
    let (own, behind) = rest.split_at_checked(count).unwrap_or_default();
    *rest = behind;
    own
}
