//! Sorted parts and the former index, walked together digest by digest.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use super::super::index::{Found, Index};
use super::super::refusal::KnownError;
use super::bucket::Row;
use super::run::Run;

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
    /// The least of the next rows, with the place of its run.
    least: Option<(Row<W>, usize)>,
    /// The next row of each other run.
    heads: BinaryHeap<Reverse<(Row<W>, usize)>>,
    former: Option<Former<'i, W>>,
}

impl<'i, const W: usize> Merge<'i, W> {
    /// A walk over these parts.
    pub(crate) fn new(runs: Vec<Run<W>>, former: Option<Former<'i, W>>) -> Self {
        Self { runs, least: None, heads: BinaryHeap::new(), former }
    }

    /// Gives every digest once, in order, with all its tags.
    pub(crate) fn each(
        mut self,
        mut give: impl FnMut(&[u8; W], &mut [u32]) -> Result<(), KnownError>,
    ) -> Result<(), KnownError> {
        let mut tags = Vec::new();
        let is_new = self.former.as_mut().is_none_or(|former| former.peek().is_none());
        if let [run] = self.runs.as_mut_slice()
            && is_new
            && run.is_held()
        {
            while let Some(rows) = run.next_bucket()? {
                for alike in rows.chunk_by(|one, next| one.digest == next.digest) {
                    let Some(first) = alike.first() else { continue };
                    tags.clear();
                    tags.extend(alike.iter().map(|row| row.tag));
                    give(&first.digest, &mut tags)?;
                }
            }
            return Ok(());
        }
        for (at, run) in self.runs.iter_mut().enumerate() {
            self.heads.extend(run.next()?.map(|row| Reverse((row, at))));
        }
        self.least = self.heads.pop().map(|Reverse(least)| least);
        while let Some(digest) = self.next(&mut tags)? {
            give(&digest, &mut tags)?;
        }
        Ok(())
    }

    /// The next digest, with all its tags in `tags`.
    fn next(&mut self, tags: &mut Vec<u32>) -> Result<Option<[u8; W]>, KnownError> {
        tags.clear();
        let new = self.least.map(|(row, _)| row.digest);
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
        while let Some((row, at)) = self.least
            && row.digest == digest
        {
            tags.push(row.tag);
            self.least = self.advance(at)?;
        }
        Ok(Some(digest))
    }

    /// The least row, once that of a run was taken.
    #[inline]
    fn advance(&mut self, at: usize) -> Result<Option<(Row<W>, usize)>, KnownError> {
        let next = self.runs.get_mut(at).map_or(Ok(None), Run::next)?.map(|row| (row, at));
        let Some(mut head) = self.heads.peek_mut() else { return Ok(next) };
        match next {
            Some(next) if next < head.0 => Ok(Some(next)),
            Some(next) => Ok(Some(std::mem::replace(&mut head.0, next))),
            None => Ok(Some(PeekMut::pop(head).0)),
        }
    }
}
