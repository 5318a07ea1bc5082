//! Files of the same bytes, and pictures that look like one leader.
//!
//! The leader of a group is the picture that most others are near to; they are its members, and the next
//! leader is found among those that are left (star clustering: Aslam, Pelekhov, Rus, *The Star Clustering
//! Algorithm*, 2004). So every member is near a picture that a person sees as the group's own. Chains, where
//! each is only near the next, are never followed: over fifty links of 20 bits they join pictures that have
//! nothing to do with each other, and a decision on the group would be one on all of them.
//!
//! Two members are each near the leader, and up to twice as far from one another. Pictures that are turned or
//! mirrored are found by the eight codes of the leader. The same bytes always stand together. A picture whose
//! code [`crate::near::gate`] refuses stands with its own bytes alone: such codes are near by chance.
//!
//! Cost: one search for each picture and each turn; among pictures that are nearly all alike, where each search
//! would find nearly all of them, most are counted without a search ([`super::dense`]). Memory does not grow with
//! what is found (`HITS_MAX`). Limits: of more pictures than a `u32` can number none is grouped.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle, available_parallelism};

use super::dense::Dense;
use super::{Item, Ways};
use crate::near::{Gate, Index};
use crate::pdq::{Code, Turn};

/// Threads that search at once: each may hold the hits of a round.
const PROCESSORS_MAX: usize = 8;

/// Hits of one round of searches, at most, where all pictures are near all others in one turn: 96 MiB.
const HITS_MAX: usize = 8 << 20;

/// Pictures whose codes are searched in one round: more share no more of what is read.
const ROUND_MAX: usize = 512;

/// Contents that are near the possible leaders of one round, together: where one of them has taken most of
/// these, the others need not be searched.
const ROUND_NEAR_MAX: usize = 64 << 10;

/// Why a file is in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alike {
    /// The same bytes as the leader.
    SameBytes,
    /// Near the leader: in so many bits, when the leader is turned so.
    Near {
        /// Bits that differ.
        distance: u32,
        /// How the leader is turned to look like it.
        turn: Turn,
    },
}

/// A file of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its number among those that were handed in.
    pub item: usize,
    /// Why it is in the group.
    pub alike: Alike,
}

/// Files that one decision can cover: at least two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The file that all others are compared with.
    pub leader: usize,
    /// The others: same bytes, then the nearest; files of the same bytes side by side.
    pub members: Vec<Member>,
    /// The furthest distance of a member from the leader.
    pub furthest: u32,
}

/// Groups of files of the same bytes, and of pictures within a distance of a leader; the largest first.
///
/// Each file is in one group at most; files without a group are alone of their kind. Ties are resolved by
/// SHA-256, so that the groups do not follow the order of the files.
pub fn near_duplicates(items: &[Item], within: u32) -> Vec<Group> {
    let contents = contents(items);
    let looks = Looks::of(&contents);
    let mut groups: Vec<Group> =
        looks.stars(within).into_iter().filter_map(|star| of_star(star, &contents)).collect();
    let plain = contents.iter().filter(|content| content.open().is_none());
    groups.extend(plain.map(Content::group));
    groups.retain(|group| !group.members.is_empty());
    groups.sort_by_cached_key(|group| {
        (Reverse(group.members.len()), items.get(group.leader).map(|item| item.sha256))
    });
    groups
}

/// All files of the same bytes.
struct Content {
    sha256: [u8; 32],
    items: Vec<usize>,
    codes: Option<Ways>,
}

impl Content {
    /// Its codes, where they can be searched.
    fn open(&self) -> Option<Ways> {
        self.codes.filter(|ways| ways.gate() == Gate::Open)
    }

    fn members(&self, alike: Alike) -> impl Iterator<Item = Member> {
        self.items.iter().map(move |item| Member { item: *item, alike })
    }

    /// Of the same bytes alone.
    fn group(&self) -> Group {
        let leader = self.items.first().copied().unwrap_or_default();
        let members = self.members(Alike::SameBytes).skip(1).collect();
        Group { leader, members, furthest: 0 }
    }
}

/// The contents of files, in the order of their SHA-256.
fn contents(items: &[Item]) -> Vec<Content> {
    let mut contents: Vec<Content> = gathered(items.iter().map(|item| item.sha256))
        .into_iter()
        .map(|(sha256, numbers)| {
            let codes = numbers.iter().filter_map(|number| items.get(*number)?.codes).min();
            Content { sha256, items: numbers, codes }
        })
        .collect();
    contents.sort_unstable_by_key(|content| content.sha256);
    contents
}

/// Numbers by what they share, in the order in which that first comes.
pub(super) fn gathered<K: Hash + Eq + Clone>(
    keys: impl Iterator<Item = K>,
) -> Vec<(K, Vec<usize>)> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut found: Vec<(K, Vec<usize>)> = Vec::new();
    for (number, key) in keys.enumerate() {
        let place = *places.entry(key.clone()).or_insert(found.len());
        match found.get_mut(place) {
            Some((_, numbers)) => numbers.push(number),
            None => found.push((key, vec![number])),
        }
    }
    found
}

/// The looks of pictures that can be searched, each with the contents that have it: what was resaved often
/// has the very same codes, and is searched once.
struct Looks {
    looks: Vec<([Code; 8], Vec<usize>)>,
}

/// What is near a leader, which is the first: contents by number, how far, and how the leader is turned.
type Star = Vec<(usize, u32, Turn)>;

/// A look that is near another.
#[derive(Clone, Copy)]
struct Near {
    look: usize,
    distance: u32,
    turn: Turn,
}

impl Looks {
    fn of(contents: &[Content]) -> Self {
        let open: Vec<(usize, [Code; 8])> = (0..)
            .zip(contents)
            .filter_map(|(number, content)| Some((number, content.open()?.codes)))
            .collect();
        let mut looks = gathered(open.iter().map(|(_, codes)| *codes));
        for place in looks.iter_mut().flat_map(|(_, places)| places) {
            *place = open.get(*place).map_or(usize::MAX, |(number, _)| *number);
        }
        Self { looks }
    }

    fn stars(&self, within: u32) -> Vec<Star> {
        let codes = self.looks.iter().map(|([code, ..], _)| *code).collect();
        let Some(index) = Index::build(codes) else { return Vec::new() };
        let mut neighbours = self.neighbours(&index, within);
        // Looks are in the order of the first SHA-256 that has them, by which ties are resolved.
        neighbours.sort_by_key(|(contents, look)| (Reverse(*contents), *look));
        let mut stars =
            Stars { looks: self, is_taken: vec![false; self.looks.len()], found: Vec::new() };
        for round in rounds(&neighbours) {
            // What has nothing near it needs no second search.
            let is_asked = |(contents, look): &&(usize, usize)| {
                *contents > self.contents(*look).len() && !stars.is_taken(*look)
            };
            let asked: Vec<usize> = round.iter().filter(is_asked).map(|(_, look)| *look).collect();
            let mut order = round.iter().map(|(_, look)| *look);
            self.search(&index, &asked, within, |leader, near| {
                let before = order.by_ref().take_while(|look| *look != leader);
                before.for_each(|look| stars.lead(look, &[]));
                stars.lead(leader, near);
            });
            order.for_each(|look| stars.lead(look, &[]));
        }
        stars.found
    }

    /// How many contents are near each look, itself among them; the looks are dealt to the processors.
    fn neighbours(&self, index: &Index, within: u32) -> Vec<(usize, usize)> {
        let looks = self.looks.iter().map(|(codes, contents)| (*codes, contents.len()));
        let dense = Dense::of(&looks.collect::<Vec<_>>(), index, within);
        if dense.is_empty() {
            return self
                .counted(index, within, |_, near| self.sum(near.iter().map(|near| near.look)));
        }
        let rest = dense.rest.iter().filter_map(|look| self.looks.get(*look));
        let Some(index) = Index::build(rest.map(|([code, ..], _)| *code).collect()) else {
            return Vec::new();
        };
        self.counted(&index, within, |look, near| {
            let rest = near.iter().filter_map(|near| dense.rest.get(near.look).copied());
            let in_balls = self.looks.get(look).map_or(0, |(codes, _)| dense.near(codes, within));
            in_balls + self.sum(rest)
        })
    }

    /// How many contents have some looks.
    fn sum(&self, looks: impl Iterator<Item = usize>) -> usize {
        looks.map(|look| self.contents(look).len()).sum()
    }

    /// Counts what is near each look, with what of it an index holds.
    fn counted(
        &self,
        index: &Index,
        within: u32,
        count: impl Fn(usize, &[Near]) -> usize + Sync,
    ) -> Vec<(usize, usize)> {
        let all: Vec<usize> = (0..self.looks.len()).collect();
        let processors = available_parallelism().map_or(1, NonZero::get).min(PROCESSORS_MAX);
        let of_share = |share: &[usize]| {
            let mut counted = Vec::with_capacity(share.len());
            self.search(index, share, within, |look, near| counted.push((count(look, near), look)));
            counted
        };
        let share = all.len().div_ceil(processors).max(ROUND_MAX);
        let of_share = &of_share;
        thread::scope(|scope| {
            let start = |share| scope.spawn(move || of_share(share));
            let threads: Vec<_> = all.chunks(share).map(start).collect();
            let counted = threads.into_iter().map(ScopedJoinHandle::join);
            counted.flat_map(|counted| counted.unwrap_or_else(|why| resume_unwind(why))).collect()
        })
    }

    fn contents(&self, look: usize) -> &[usize] {
        self.looks.get(look).map_or(&[], |(_, contents)| contents)
    }

    /// Hands over what is near each of some looks, by all eight codes of it, each near look once.
    fn search(
        &self,
        index: &Index,
        asked: &[usize],
        within: u32,
        mut found: impl FnMut(usize, &[Near]),
    ) {
        let round = (HITS_MAX / index.len().max(1)).clamp(1, ROUND_MAX);
        let mut near: Vec<Near> = Vec::new();
        for asked in asked.chunks(round) {
            let codes = asked.iter().filter_map(|look| self.looks.get(*look));
            let queries: Vec<Code> = codes.flat_map(|(codes, _)| *codes).collect();
            let hits = index.within(&queries, within);
            let mut hits = hits.as_slice();
            for (look, first) in asked.iter().zip((0u32..).step_by(Turn::ALL.len())) {
                let end = first + 8;
                let (own, rest) = hits.split_at(hits.partition_point(|hit| hit.query < end));
                hits = rest;
                near.clear();
                near.extend(own.iter().filter_map(|hit| {
                    let turn = Turn::ALL.get((hit.query - first) as usize).copied()?;
                    Some(Near { look: hit.code as usize, distance: hit.distance, turn })
                }));
                // Of several turns the nearest, and of those the first: the sort keeps their order.
                near.sort_by_key(|near| (near.look, near.distance));
                near.dedup_by_key(|near| near.look);
                found(*look, &near);
            }
        }
    }
}

/// Looks that are searched together, in their order, by how many contents are near each.
fn rounds(neighbours: &[(usize, usize)]) -> impl Iterator<Item = &[(usize, usize)]> {
    let mut rest = neighbours;
    std::iter::from_fn(move || {
        let mut near = 0;
        let fits = |(contents, _): &&(usize, usize)| {
            near += contents;
            near <= ROUND_NEAR_MAX
        };
        let count = rest.iter().take(ROUND_MAX).take_while(fits).count();
        // One alone may have more.
        let (round, behind) = rest.split_at_checked(count.max(1))?;
        rest = behind;
        Some(round)
    })
}

/// The stars that are found, and the looks that are in them.
struct Stars<'l> {
    looks: &'l Looks,
    is_taken: Vec<bool>,
    found: Vec<Star>,
}

impl Stars<'_> {
    fn is_taken(&self, look: usize) -> bool {
        self.is_taken.get(look).copied().unwrap_or(true)
    }

    /// A leader, unless another has it, with all near it that no other has.
    fn lead(&mut self, leader: usize, near: &[Near]) {
        if self.is_taken(leader) {
            return;
        }
        let itself = Near { look: leader, distance: 0, turn: Turn::Original };
        let others = near.iter().filter(|near| near.look != leader);
        let mut star = Star::new();
        for near in std::iter::once(&itself).chain(others) {
            if let Some(is_taken) = self.is_taken.get_mut(near.look).filter(|is_taken| !**is_taken)
            {
                *is_taken = true;
                let contents = self.looks.contents(near.look);
                star.extend(contents.iter().map(|content| (*content, near.distance, near.turn)));
            }
        }
        self.found.push(star);
    }
}

/// A star with all files of its contents.
fn of_star(mut star: Star, contents: &[Content]) -> Option<Group> {
    let (leader, near) = star.split_first_mut()?;
    let mut group = contents.get(leader.0)?.group();
    // By the number of the content, which is the order of SHA-256.
    near.sort_by_key(|(content, distance, _)| (*distance, *content));
    for (content, distance, turn) in near {
        let alike = Alike::Near { distance: *distance, turn: *turn };
        group.members.extend(contents.get(*content)?.members(alike));
        group.furthest = group.furthest.max(*distance);
    }
    Some(group)
}
