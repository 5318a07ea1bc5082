//! A disk whose descriptor names other files: flat extents, sparse ones, and stretches of zeros, one
//! behind the other.

use std::io;

use model::say;

use super::descriptor::{Extent, Kind};
use super::grains::Grains;
use super::{CONVERT, Header, SECTOR_BYTES};
use crate::containers::blocks::{BlockReader, Blocks, IMAGE_BYTES_MAX, Span, piece};
use crate::containers::bytes_at::{broken, fill, invalid, read, sign_of_life};
use crate::containers::sparse::Sparse;
use crate::containers::{Content, Members};
use crate::format::{Companion, ReadSeek};
use crate::sink::Halt;

/// Missing files that are named.
const MISSING_NAMED_MAX: usize = 8;

/// What holds an extent's bytes.
enum Holds<'c> {
    /// Bytes of a file as they are, from one on; the file has so many.
    Flat(&'c mut dyn ReadSeek, u64, u64),
    Sparse(Box<Sparse<'c, Grains>>),
    Zeros,
}

/// An extent that is open.
struct Open<'c> {
    start: u64,
    end: u64,
    holds: Holds<'c>,
}

/// The extents of a disk.
struct Set<'c> {
    /// The descriptor's own file.
    life: &'c mut dyn ReadSeek,
    extents: Vec<Open<'c>>,
}

/// The files that no companion is, by name.
pub(super) fn missing(extents: &[Extent], companions: &[Companion<'_>]) -> String {
    let is_here = |extent: &&Extent| {
        extent.kind == Kind::Zeros
            || companions.iter().any(|one| one.name.eq_ignore_ascii_case(&extent.file))
    };
    let missing = extents.iter().filter(|extent| !is_here(extent));
    let names: Vec<String> =
        missing.take(MISSING_NAMED_MAX).map(|extent| format!("{:?}", extent.file)).collect();
    names.join(", ")
}

/// Tells the disk that these extents make, by the files that were given for them.
pub(super) fn tell(
    extents: &[Extent],
    companions: &mut [Companion<'_>],
    life: &mut dyn ReadSeek,
    members: &mut dyn Members,
) -> Result<(), Halt> {
    let mut files: Vec<Option<&mut Companion<'_>>> = companions.iter_mut().map(Some).collect();
    let mut set = Set { life, extents: Vec::new() };
    let mut start = 0_u64;
    for extent in extents {
        let len = extent.sectors.checked_mul(SECTOR_BYTES);
        let end = len.and_then(|len| start.checked_add(len)).filter(|end| *end <= IMAGE_BYTES_MAX);
        let end = end.ok_or_else(|| {
            broken(0, 0, "the extents of the disk are longer together than any disk", CONVERT)
        })?;
        let is_its = |file: &&mut Option<&mut Companion<'_>>| {
            file.as_ref().is_some_and(|file| file.name.eq_ignore_ascii_case(&extent.file))
        };
        let file = files.iter_mut().find(is_its).and_then(Option::take);
        let holds = match (extent.kind, file) {
            (Kind::Zeros, _) => Holds::Zeros,
            (Kind::Flat, Some(file)) => flat(extent, file, end - start, members)?,
            (Kind::Sparse, Some(file)) => sparse(extent, file, members)?,
            (Kind::Other, _) | (_, None) => {
                let reason = format!("the extent {:?} is missing, or given twice", extent.file);
                return Err(broken(0, 0, reason, CONVERT));
            }
        };
        set.extents.push(Open { start, end, holds });
        start = end;
    }
    members.stream("image", Content::Seekable(&mut BlockReader::new(set), start))
}

/// A file that holds its extent as it is.
fn flat<'c>(
    extent: &Extent,
    file: &'c mut Companion<'_>,
    len: u64,
    members: &mut dyn Members,
) -> Result<Holds<'c>, Halt> {
    let from = extent.first_sector.saturating_mul(SECTOR_BYTES);
    let there = file.len.saturating_sub(from);
    if there < len {
        members.remark(say::extent_short(&extent.file, there, len))?;
    }
    Ok(Holds::Flat(&mut *file.bytes, from, file.len))
}

/// A file that holds its extent in grains.
fn sparse<'c>(
    extent: &Extent,
    file: &'c mut Companion<'_>,
    members: &mut dyn Members,
) -> Result<Holds<'c>, Halt> {
    let of_extent = |reason: String| {
        broken(0, 0, format!("the extent {:?} cannot be read: {reason}", extent.file), CONVERT)
    };
    let first = read(&mut *file.bytes, 0, file.len.min(SECTOR_BYTES), 512).map_err(Halt::Read)?;
    let header = Header::read(&mut *file.bytes, file.len, &first)
        .map_err(|halt| of_extent(halt.to_string()))?;
    let grains = Grains::open(&header, file.len).map_err(of_extent)?;
    let mut sparse = Sparse::new(&mut *file.bytes, file.len, grains);
    if let Some(damage) = sparse.damage()? {
        members.remark(say::extent_damaged(&extent.file, damage))?;
    }
    Ok(Holds::Sparse(Box::new(sparse)))
}

impl Set<'_> {
    fn index(&self, at: u64) -> usize {
        self.extents.partition_point(|extent| extent.end <= at)
    }
}

impl Blocks for Set<'_> {
    fn len_bytes(&self) -> u64 {
        self.extents.last().map_or(0, |extent| extent.end)
    }

    fn span(&mut self, at: u64) -> io::Result<Span> {
        let index = self.index(at);
        let extent = self.extents.get_mut(index).ok_or_else(no_extent)?;
        let (within, len) = (at - extent.start, extent.end - extent.start);
        let span = match &mut extent.holds {
            Holds::Sparse(sparse) if within < sparse.len_bytes() => sparse.span(within)?,
            Holds::Sparse(_) => {
                return Err(invalid("an extent is shorter than its descriptor says"));
            }
            _ => piece(0, len, within),
        };
        let most = usize::try_from(len - span.start.min(len)).unwrap_or(usize::MAX);
        Ok(Span { start: extent.start + span.start, len: span.len.min(most) })
    }

    fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()> {
        let index = self.index(span.start);
        let extent = self.extents.get_mut(index).ok_or_else(no_extent)?;
        let within = span.start - extent.start;
        match &mut extent.holds {
            Holds::Zeros => {
                sign_of_life(self.life)?;
                into.fill(0);
                Ok(())
            }
            Holds::Flat(bytes, from, len) => {
                let at = from.saturating_add(within);
                if len.saturating_sub(at) < into.len() as u64 {
                    return Err(invalid(format!("its extent ends before byte {at} of it")));
                }
                fill(*bytes, at, into)
            }
            Holds::Sparse(sparse) => sparse.decode(Span { start: within, ..span }, into),
        }
    }
}

fn no_extent() -> io::Error {
    invalid("no extent holds this byte")
}
