//! Where the block of facts lies in a file of each kind.

use std::collections::BTreeSet;

use super::{Flaw, PIECES_MAX};
use crate::picture::{self, Kind};

/// What stands before the block in a JPEG, and in some files of other kinds.
const MARK: &[u8] = b"Exif\0\0";

/// The block of a file, which may be cut off as the file is.
pub(super) fn find<'b>(bytes: &'b [u8], flaws: &mut BTreeSet<Flaw>) -> Option<&'b [u8]> {
    let block = match picture::kind(bytes) {
        Some(Kind::Jpeg) => in_jpeg(bytes, flaws),
        Some(Kind::Png) => in_png(bytes, flaws),
        Some(Kind::WebP) => in_webp(bytes, flaws),
        Some(Kind::Tiff) => Some(bytes),
        Some(Kind::Gif | Kind::Bmp) => None,
        None => match bytes.get(4..8) {
            Some(b"ftyp" | b"JXL ") => in_boxes(bytes, flaws),
            // RAW of Olympus and Panasonic, which is TIFF inside.
            _ => matches!(bytes, [b'I', b'I', b'R', b'O' | b'S', ..] | [b'I', b'I', b'U', 0, ..])
                .then_some(bytes),
        },
    }?;
    Some(block.strip_prefix(MARK).unwrap_or(block))
}

/// The first segment `APP1` with the mark, before the first scan (ITU-T T.81 B.1).
fn in_jpeg<'b>(bytes: &'b [u8], flaws: &mut BTreeSet<Flaw>) -> Option<&'b [u8]> {
    let mut rest = bytes.get(2..)?;
    for _ in 0..PIECES_MAX {
        // Before a marker there may be any number of 0xFF, and in files of careless programs other bytes.
        rest = rest.get(rest.iter().position(|byte| *byte == 0xFF)?..)?;
        rest = rest.get(rest.iter().position(|byte| *byte != 0xFF)?..)?;
        let (marker, after) = rest.split_first()?;
        match marker {
            0x00 | 0x01 | 0xD0..=0xD8 => rest = after,
            0xD9 | 0xDA => return None,
            _ => {
                let len = usize::from(u16::from_be_bytes(*after.first_chunk()?));
                let body = after.get(2..len.max(2)).or_else(|| after.get(2..))?;
                if *marker == 0xE1 && body.starts_with(MARK) {
                    return Some(body);
                }
                rest = after.get(len.max(2)..)?;
            }
        }
    }
    flaws.insert(Flaw::TooMany);
    None
}

fn in_png<'b>(bytes: &'b [u8], flaws: &mut BTreeSet<Flaw>) -> Option<&'b [u8]> {
    let mut rest = bytes.get(8..)?;
    for _ in 0..PIECES_MAX {
        let len = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let body = rest.get(8..)?;
        if rest.get(4..8)? == b"eXIf" {
            return body.get(..len).or(Some(body));
        }
        rest = body.get(len.checked_add(4)?..)?;
    }
    flaws.insert(Flaw::TooMany);
    None
}

fn in_webp<'b>(bytes: &'b [u8], flaws: &mut BTreeSet<Flaw>) -> Option<&'b [u8]> {
    let mut rest = bytes.get(12..)?;
    for _ in 0..PIECES_MAX {
        let len = usize::try_from(u32::from_le_bytes(*rest.get(4..)?.first_chunk()?)).ok()?;
        let body = rest.get(8..)?;
        if rest.starts_with(b"EXIF") {
            return body.get(..len).or(Some(body));
        }
        rest = body.get(len.checked_next_multiple_of(2)?..)?;
    }
    flaws.insert(Flaw::TooMany);
    None
}

/// HEIC and AVIF (an item of the box `meta`), and JPEG XL (a box of its own).
fn in_boxes<'b>(bytes: &'b [u8], flaws: &mut BTreeSet<Flaw>) -> Option<&'b [u8]> {
    let mut boxes = Boxes { rest: bytes, left: PIECES_MAX };
    let found = boxes.find_map(|(name, body)| match &name {
        b"meta" => item_of_meta(bytes, body),
        b"Exif" => Some(body),
        _ => None,
    });
    if boxes.left == 0 {
        flaws.insert(Flaw::TooMany);
    }
    // Both begin with the number of bytes that stand before the block.
    let (before, rest) = found?.split_first_chunk()?;
    let block = rest.get(usize::try_from(u32::from_be_bytes(*before)).ok()?..);
    if block.is_none() {
        flaws.insert(Flaw::BlockCut);
    }
    block
}

/// The bytes of the item of type `Exif` (ISO/IEC 14496-12 8.11): one run in the file or in the box `idat`.
fn item_of_meta<'b>(file: &'b [u8], meta: &'b [u8]) -> Option<&'b [u8]> {
    let children = || Boxes { rest: meta.get(4..).unwrap_or_default(), left: PIECES_MAX };
    let child =
        |wanted: &[u8; 4]| children().find(|(name, _)| name == wanted).map(|(_, body)| body);
    let wanted = number_of_item(child(b"iinf")?)?;
    let place = Place::of(wanted, child(b"iloc")?)?;
    let within = match place.method {
        0 => file,
        1 => child(b"idat")?,
        _ => return None,
    };
    let from = within.get(usize::try_from(place.offset).ok()?..)?;
    let len = usize::try_from(place.len).ok().filter(|len| *len > 0);
    Some(len.and_then(|len| from.get(..len)).unwrap_or(from))
}

fn number_of_item(mut iinf: &[u8]) -> Option<u64> {
    let version = uint(&mut iinf, 4)? >> 24;
    uint(&mut iinf, if version == 0 { 2 } else { 4 })?;
    let mut items = Boxes { rest: iinf, left: PIECES_MAX };
    items.find_map(|(name, mut body)| {
        let version = uint(&mut body, 4)? >> 24;
        let number = uint(&mut body, if version == 2 { 2 } else { 4 })?;
        (&name == b"infe" && body.get(2..6)? == b"Exif").then_some(number)
    })
}

/// Where the bytes of an item lie.
struct Place {
    method: u64,
    offset: u64,
    len: u64,
}

impl Place {
    /// The place of an item in one run; `None` where it is scattered.
    fn of(wanted: u64, mut iloc: &[u8]) -> Option<Self> {
        let from = &mut iloc;
        let version = uint(from, 4)? >> 24;
        let sizes = uint(from, 2)?;
        let size = |shift: u32| usize::try_from(sizes >> shift & 0xF).ok();
        let (offset_size, len_size, base_size) = (size(12)?, size(8)?, size(4)?);
        let index_size = if version == 0 { 0 } else { size(0)? };
        let number_size = if version == 2 { 4 } else { 2 };
        let items = uint(from, number_size)?;
        for _ in 0..items.min(PIECES_MAX as u64) {
            let number = uint(from, number_size)?;
            let method = if version == 0 { 0 } else { uint(from, 2)? & 0xF };
            uint(from, 2)?;
            let base = uint(from, base_size)?;
            let runs = usize::try_from(uint(from, 2)?).ok()?;
            if number != wanted {
                *from = from.get(runs * (index_size + offset_size + len_size)..)?;
                continue;
            }
            uint(from, index_size)?;
            let offset = base.checked_add(uint(from, offset_size)?)?;
            let len = uint(from, len_size)?;
            return (runs == 1).then_some(Self { method, offset, len });
        }
        None
    }
}

/// The next number of so many bytes, at most eight; of none it is 0.
fn uint(from: &mut &[u8], bytes: usize) -> Option<u64> {
    let (taken, rest) = from.split_at_checked(bytes).filter(|_| bytes <= 8)?;
    *from = rest;
    Some(taken.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// Boxes one after the other; the last may be cut off.
struct Boxes<'b> {
    rest: &'b [u8],
    left: usize,
}

impl<'b> Iterator for Boxes<'b> {
    type Item = ([u8; 4], &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let all = self.rest;
        let mut from = all;
        let stated = uint(&mut from, 4)?;
        let (name, mut from) = from.split_first_chunk::<4>()?;
        let len = if stated == 1 { uint(&mut from, 8)? } else { stated };
        let head = (all.len() - from.len()) as u64;
        let whole = match stated {
            0 => all.len(),
            _ if len < head => return None,
            _ => usize::try_from(len).map_or(all.len(), |len| len.min(all.len())),
        };
        self.rest = all.get(whole..)?;
        let body = all.get(..whole)?;
        Some((*name, body.get(all.len() - from.len()..)?))
    }
}
