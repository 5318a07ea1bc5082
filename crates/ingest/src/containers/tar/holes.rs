//! Members stored without their holes, in the four forms of GNU tar: its own (`S`), and the
//! versions 0.0, 0.1 and 1.0 in extended headers.
//!
//! Specification: GNU tar manual, "Storing Sparse Files".

use std::io::BufRead as _;
use std::io::{self, BufReader};

use tar::{Entry, EntryType, GnuExtSparseHeader, GnuSparseHeader};

use super::super::section::Section;
use super::super::volume_bytes::{HOLE_BYTES_MAX, Runs, damaged};
use super::HEADER_BYTES;
use super::pax::{Holes, MAP_NUMBERS_MAX};

/// Digits of a number in a map, with the end of its line.
const LINE_BYTES_MAX: u64 = 24;

/// Where the pieces of a member stand in the archive.
#[derive(Debug)]
pub(super) struct Pieces {
    /// The length of the file with its holes.
    pub(super) len: u64,
    pub(super) runs: Runs,
}

/// The pieces of a member; `None` for one that is stored whole.
pub(super) fn pieces(
    whole: &Section<'_>,
    entry: &Entry<'_, Section<'_>>,
    stated: &Holes,
) -> io::Result<Option<Pieces>> {
    let at = entry.raw_file_position();
    let (map, len, at) = if entry.header().entry_type() == EntryType::GNUSparse {
        let (map, at) = map_of_headers(whole, entry, at)?;
        (map, entry.size(), at)
    } else if let Some(len) = stated.len {
        if stated.is_in_content {
            let (map, at) = map_of_content(whole, at)?;
            (map, len, at)
        } else {
            (stated.map.clone(), len, at)
        }
    } else {
        return Ok(None);
    };
    laid(&map, len, at).map(|runs| Some(Pieces { len, runs }))
}

/// The map of the old form: four pieces in the header, more in blocks behind it.
fn map_of_headers(
    whole: &Section<'_>,
    entry: &Entry<'_, Section<'_>>,
    mut at: u64,
) -> io::Result<(Vec<Option<u64>>, u64)> {
    let header = entry.header().as_gnu().ok_or_else(|| damaged(NO_MAP))?;
    let mut holes = Holes::default();
    let put = |holes: &mut Holes, pieces: &[GnuSparseHeader]| {
        for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
            holes.put(piece.offset().ok());
            holes.put(piece.length().ok());
        }
    };
    put(&mut holes, &header.sparse);
    let mut is_extended = header.is_extended();
    while is_extended && holes.map.len() <= MAP_NUMBERS_MAX {
        let mut block = GnuExtSparseHeader::new();
        let mut section = whole.part(at, HEADER_BYTES).ok_or_else(|| damaged(NO_MAP))?;
        io::Read::read_exact(&mut section, block.as_mut_bytes())?;
        put(&mut holes, block.sparse());
        is_extended = block.is_extended();
        at += HEADER_BYTES;
    }
    Ok((holes.map, at))
}

/// The map of version 1.0, in lines before the content, filled up to whole blocks.
fn map_of_content(whole: &Section<'_>, at: u64) -> io::Result<(Vec<Option<u64>>, u64)> {
    let section = whole.part(at, whole.len().saturating_sub(at)).ok_or_else(|| damaged(NO_MAP))?;
    let mut lines = BufReader::new(section);
    let (mut holes, mut taken) = (Holes::default(), 0);
    let mut next = || {
        let mut line = Vec::new();
        let count = io::Read::take(&mut lines, LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
        taken += count as u64;
        let text = std::str::from_utf8(&line).unwrap_or_default();
        text.trim_end().parse::<u64>().map_err(|_| damaged(NO_MAP))
    };
    let pieces = next()?;
    if pieces > MAP_NUMBERS_MAX as u64 / 2 {
        return Err(damaged(TOO_MANY));
    }
    for _ in 0..pieces * 2 {
        holes.put(Some(next()?));
    }
    Ok((holes.map, at + taken.next_multiple_of(HEADER_BYTES)))
}

/// Lays the pieces, which follow each other in the archive from `at` on, where they belong.
fn laid(map: &[Option<u64>], len: u64, mut at: u64) -> io::Result<Runs> {
    if map.len() > MAP_NUMBERS_MAX {
        return Err(damaged(TOO_MANY));
    }
    let mut runs = Runs::default();
    for pair in map.chunks(2) {
        let &[Some(place), Some(count)] = pair else { return Err(damaged(NO_MAP)) };
        if place.checked_add(count).is_none_or(|end| end > len) {
            return Err(damaged("the map of its holes leads past its end"));
        }
        if count > 0 {
            runs.push(place, count, at)?;
            at = at.checked_add(count).ok_or_else(|| damaged(NO_MAP))?;
        }
    }
    if len.saturating_sub(runs.mapped()) > HOLE_BYTES_MAX {
        return Err(damaged("its holes are longer than the limit"));
    }
    Ok(runs)
}

const NO_MAP: &str = "the map of its holes cannot be read";
const TOO_MANY: &str = "the map of its holes has more pieces than the limit";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_that_cannot_be_is_refused() {
        assert_eq!(laid(&[Some(0), Some(4), Some(8), Some(2)], 10, 512).unwrap().mapped(), 6);
        for map in [
            vec![Some(0), None],
            vec![Some(0)],
            vec![Some(0), Some(11)],
            vec![Some(u64::MAX), Some(2)],
            vec![Some(4), Some(4), Some(0), Some(4)],
        ] {
            assert!(laid(&map, 10, 512).is_err(), "{map:?}");
        }
        assert!(laid(&[], 1 << 60, 512).is_err(), "years of zeros");
        assert!(laid(&vec![Some(0); MAP_NUMBERS_MAX + 1], 10, 512).is_err());
    }
}
