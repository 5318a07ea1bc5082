//! What the rows of a build carry beside their digest: a number for what which set says of it.
//!
//! Sets are bags here: a row adds one, a deletion takes one away, an entry of the former index
//! brings as many as it stands for. What is left above nothing is in the new index. So a change gives
//! exactly the index that building anew from the changed set would give.

use std::collections::BTreeMap;

use super::super::card::{Catalogue, Count, Feedback, Mark, SetCard};
use super::super::refusal::{Fault, KnownError, Refusal};

/// Lists of marks that an index may have.
const LISTS_MAX: usize = 1 << 22;

/// Longest list of tags whose answer is remembered.
const REMEMBERED_TAGS: usize = 8;

/// Lists of tags that are remembered at most.
const REMEMBERED_MAX: usize = 1 << 18;

/// What a source (a file taken, or a set of the former index) says of a digest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Saying {
    source: u16,
    category: String,
    feedback: Feedback,
}

/// The tags of a build.
#[derive(Debug, Default)]
pub(crate) struct Tags {
    /// The tag of each saying with its weight.
    numbers: BTreeMap<(Saying, i64), u32>,
    /// Saying and weight of each tag.
    sayings: Vec<(Saying, i64)>,
}

impl Tags {
    /// The tag for a saying that counts `weight` rows.
    pub(crate) fn tag(
        &mut self,
        source: u16,
        category: &str,
        feedback: Feedback,
        weight: i64,
    ) -> Result<u32, KnownError> {
        let key = (Saying { source, category: category.to_owned(), feedback }, weight);
        if let Some(tag) = self.numbers.get(&key) {
            return Ok(*tag);
        }
        let tag = u32::try_from(self.sayings.len()).ok().filter(|tag| *tag < u32::MAX);
        let tag =
            tag.ok_or(KnownError::TooMany { what: "categories", most: u64::from(u32::MAX) })?;
        self.numbers.insert(key.clone(), tag);
        self.sayings.push(key);
        Ok(tag)
    }
}

/// The list of a single tag, once it was asked for.
#[derive(Debug, Clone, Copy)]
enum Answer {
    Unknown,
    Known(Option<u32>),
}

/// Turns the tags of one digest into its list of marks, for one index.
#[derive(Debug)]
pub(crate) struct Lists<'t> {
    tags: &'t Tags,
    /// The set of each source, as its place among the cards; nothing for a source left out.
    places: &'t [Option<u16>],
    marks: BTreeMap<Mark, u32>,
    /// The number of each list.
    numbers: BTreeMap<Vec<u32>, u32>,
    remembered: BTreeMap<Vec<u32>, Option<u32>>,
    /// The answers for single tags, which most digests have.
    single: Vec<Answer>,
    /// How many digests each list has.
    uses: Vec<u64>,
}

impl<'t> Lists<'t> {
    /// Lists for an index of the sets that have a place.
    pub(crate) fn new(tags: &'t Tags, places: &'t [Option<u16>]) -> Self {
        let single = vec![Answer::Unknown; tags.sayings.len()];
        let (marks, numbers, remembered) = Default::default();
        Self { tags, places, marks, numbers, remembered, single, uses: Vec::new() }
    }

    /// The list for a digest with these tags; nothing where no set holds it any more.
    pub(crate) fn settle(&mut self, tags: &mut [u32]) -> Result<Option<u32>, KnownError> {
        let list = if let [tag] = tags {
            self.settle_single(*tag)?
        } else {
            tags.sort_unstable();
            match self.remembered.get(&*tags) {
                Some(list) => *list,
                None => self.sum_and_remember(tags)?,
            }
        };
        if let Some(uses) = list.and_then(|list| self.uses.get_mut(usize::try_from(list).ok()?)) {
            *uses += 1;
        }
        Ok(list)
    }

    fn settle_single(&mut self, tag: u32) -> Result<Option<u32>, KnownError> {
        let at = usize::try_from(tag).unwrap_or(usize::MAX);
        if let Some(Answer::Known(list)) = self.single.get(at) {
            return Ok(*list);
        }
        let list = self.sum(&[tag])?;
        if let Some(slot) = self.single.get_mut(at) {
            *slot = Answer::Known(list);
        }
        Ok(list)
    }

    fn sum_and_remember(&mut self, tags: &[u32]) -> Result<Option<u32>, KnownError> {
        let list = self.sum(tags)?;
        if tags.len() <= REMEMBERED_TAGS && self.remembered.len() < REMEMBERED_MAX {
            self.remembered.insert(tags.to_vec(), list);
        }
        Ok(list)
    }

    /// Adds the weights up, saying by saying.
    fn sum(&mut self, tags: &[u32]) -> Result<Option<u32>, KnownError> {
        let mut sums: BTreeMap<(u16, &str, Feedback), i64> = BTreeMap::new();
        for tag in tags {
            let saying = usize::try_from(*tag).ok().and_then(|at| self.tags.sayings.get(at));
            let Some((Saying { source, category, feedback }, weight)) = saying else { continue };
            let set = self.places.get(usize::from(*source)).copied().flatten();
            let Some(set) = set else { continue };
            *sums.entry((set, category.as_str(), *feedback)).or_default() += weight;
        }
        let mut list = Vec::new();
        for ((set, category, feedback), rows) in sums {
            let Ok(rows) = u64::try_from(rows) else { return Err(not_in_set()) };
            if rows > 0 {
                let mark = Mark { set, category: category.to_owned(), feedback, rows };
                let next = number(self.marks.len())?;
                list.push(*self.marks.entry(mark).or_insert(next));
            }
        }
        if list.is_empty() {
            return Ok(None);
        }
        list.sort_unstable();
        if let Some(known) = self.numbers.get(&list) {
            return Ok(Some(*known));
        }
        if self.numbers.len() >= LISTS_MAX {
            let what = "combinations of sets, categories and counts";
            return Err(KnownError::TooMany { what, most: LISTS_MAX as u64 });
        }
        let next = number(self.numbers.len())?;
        self.numbers.insert(list, next);
        self.uses.push(0);
        Ok(Some(next))
    }

    /// The catalogue of the index, once all digests are settled.
    pub(crate) fn catalogue(self, cards: Vec<SetCard>) -> Catalogue {
        let mut marks: Vec<(Mark, u32)> = self.marks.into_iter().collect();
        marks.sort_unstable_by_key(|(_, number)| *number);
        let marks: Vec<Mark> = marks.into_iter().map(|(mark, _)| mark).collect();
        let mut lists: Vec<(Vec<u32>, u32)> = self.numbers.into_iter().collect();
        lists.sort_unstable_by_key(|(_, number)| *number);
        let lists = lists.into_iter().map(|(list, _)| list).collect();
        let counts = vec![Count::default(); cards.len()];
        let mut catalogue = Catalogue { cards, counts, marks, lists };
        let mut counts = vec![Count::default(); catalogue.cards.len()];
        for (list, uses) in (0..).zip(&self.uses) {
            let mut seen = Vec::new();
            for mark in catalogue.marks_of(list) {
                let Some(count) = counts.get_mut(usize::from(mark.set)) else { continue };
                count.rows += mark.rows * uses;
                // One digest may have two categories in one set.
                if !seen.contains(&mark.set) {
                    count.digests += uses;
                    seen.push(mark.set);
                }
            }
        }
        catalogue.counts = counts;
        catalogue
    }
}

fn number(count: usize) -> Result<u32, KnownError> {
    u32::try_from(count)
        .map_err(|_| KnownError::TooMany { what: "marks", most: u64::from(u32::MAX) })
}

fn not_in_set() -> KnownError {
    let fact = "a digest is taken away more often than the set holds it";
    Refusal::new(Fault::NotInSet, "the changes as a whole", fact).into()
}
