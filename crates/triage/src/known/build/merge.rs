//! Sorted parts and the former index, walked together digest by digest.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use super::super::index::{Found, Index};
use super::super::refusal::KnownError;
use super::sorter::{Row, Run};

/// The former index: its entries with, for each of its lists, the tags that its marks became.
pub(crate) struct Former<'i, const W: usize> {
    entries: std::iter::Peekable<Box<dyn Iterator<Item = ([u8; W], Found)> + 'i>>,
    tags: &'i [Vec<u32>],
}

impl<'i, const W: usize> Former<'i, W> {
    /// The entries of an index.
    pub(crate) fn new(index: &'i Index<W>, tags: &'i [Vec<u32>]) -> Self {
        let entries: Box<dyn Iterator<Item = _>> = Box::new(index.iter());
        Self { entries: entries.peekable(), tags }
    }

    fn peek(&mut self) -> Option<[u8; W]> {
        self.entries.peek().map(|(digest, _)| *digest)
    }

    fn take(&mut self, tags: &mut Vec<u32>) {
        let list = self.entries.next().and_then(|(_, Found(list))| usize::try_from(list).ok());
        let own = list.and_then(|list| self.tags.get(list));
        tags.extend(own.into_iter().flatten());
    }
}

/// A walk over sorted parts.
pub(crate) struct Merge<'i, const W: usize> {
    runs: Vec<Run<W>>,
    heads: BinaryHeap<Reverse<(Row<W>, usize)>>,
    former: Option<Former<'i, W>>,
}

impl<'i, const W: usize> Merge<'i, W> {
    /// A walk over these parts.
    pub(crate) fn new(
        mut runs: Vec<Run<W>>,
        former: Option<Former<'i, W>>,
    ) -> Result<Self, KnownError> {
        let mut heads = BinaryHeap::with_capacity(runs.len());
        for (at, run) in runs.iter_mut().enumerate() {
            heads.extend(run.next()?.map(|row| Reverse((row, at))));
        }
        Ok(Self { runs, heads, former })
    }

    /// The next digest, with all its tags in `tags`.
    pub(crate) fn next(&mut self, tags: &mut Vec<u32>) -> Result<Option<[u8; W]>, KnownError> {
        tags.clear();
        let new = self.heads.peek().map(|Reverse((row, _))| row.digest);
        let old = self.former.as_mut().and_then(Former::peek);
        let digest = match (new, old) {
            (Some(new), Some(old)) => new.min(old),
            (Some(digest), None) | (None, Some(digest)) => digest,
            (None, None) => return Ok(None),
        };
        if old == Some(digest)
            && let Some(former) = &mut self.former
        {
            former.take(tags);
        }
        while let Some(mut head) = self.heads.peek_mut() {
            let Reverse((row, at)) = &mut *head;
            if row.digest != digest {
                break;
            }
            tags.push(row.tag);
            let Some(run) = self.runs.get_mut(*at) else { break };
            match run.next()? {
                Some(next) => *row = next,
                None => drop(PeekMut::pop(head)),
            }
        }
        Ok(Some(digest))
    }
}
