//! What a file is by its first bytes: a picture that is read, one that is not, a film, or neither.
//!
//! Sources: the standards of each kind; brands of ISO/IEC 14496-12 files as registered at mp4ra.org.
//! Limits: a sign says what a file begins like, not what it holds.

use super::Unread;
use crate::picture::{self, Kind};

/// Bytes of a file that tell it: a transport stream of MPEG repeats its sign after 188 or 192, all others
/// are told by 32.
pub const HEAD_BYTES: usize = 197;

/// What a file begins like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A picture that is read.
    Picture,
    /// A picture that is not read.
    Unread(Unread),
    /// A film, of which no frame is decoded.
    Film,
}

pub(super) fn of(head: &[u8]) -> Option<Sign> {
    // What a RAW file shares with TIFF comes after its own sign.
    if let Some(unread) = unread(head) {
        return Some(Sign::Unread(unread));
    }
    match picture::kind(head) {
        Some(Kind::Bmp) if !is_bitmap(head) => None,
        Some(_) => Some(Sign::Picture),
        None => is_film(head).then_some(Sign::Film),
    }
}

fn unread(head: &[u8]) -> Option<Unread> {
    match head {
        // Canon, Olympus, Panasonic, Minolta, Canon of old; by their first words Fujifilm and Sigma.
        [b'I', b'I', 42, 0, _, _, _, _, b'C', b'R', ..]
        | [b'I', b'I', b'R', b'O' | b'S', ..]
        | [b'M', b'M', b'O', b'R', ..]
        | [b'I', b'I', b'U', 0, ..]
        | [0, b'M', b'R', b'M', ..]
        | [b'I', b'I', 0x1A, 0, 0, 0, b'H', b'E', b'A', b'P', ..] => Some(Unread::Raw),
        _ if head.starts_with(b"FUJIFILMCCD-RAW") || head.starts_with(b"FOVb") => Some(Unread::Raw),
        [b'I', b'I', 43, 0, 8, 0, ..] | [b'M', b'M', 0, 43, 0, 8, ..] => Some(Unread::BigTiff),
        [b'I', b'I', 0xBC, 1, ..] => Some(Unread::JpegXr),
        [0xFF, 0x4F, 0xFF, 0x51, ..] => Some(Unread::Jpeg2000),
        [0xFF, 0x0A, ..] => Some(Unread::JpegXl),
        [b'8', b'B', b'P', b'S', 0, 1 | 2, ..] => Some(Unread::Photoshop),
        [0, 0, 0, 12, name @ ..] if name.get(4..8) == Some(b"\r\n\x87\n") => match name.get(..4) {
            Some(b"jP  ") => Some(Unread::Jpeg2000),
            Some(b"JXL ") => Some(Unread::JpegXl),
            _ => None,
        },
        _ => brands(head)
            .find_map(|brand| match brand {
                b"avif" | b"avis" => Some(Unread::Avif),
                b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" => Some(Unread::Heic),
                b"crx " => Some(Unread::Raw),
                b"jxl " => Some(Unread::JpegXl),
                b"jp2 " | b"jpx " | b"jpm " => Some(Unread::Jpeg2000),
                _ => None,
            })
            .or_else(|| {
                brands(head)
                    .any(|brand| brand == b"mif1" || brand == b"msf1")
                    .then_some(Unread::Heic)
            }),
    }
}

/// The brands of a file of ISO/IEC 14496-12 that its head shows, the foremost first.
fn brands(head: &[u8]) -> impl Iterator<Item = &[u8; 4]> {
    let is_box = head.get(4..8) == Some(b"ftyp");
    let len = head.first_chunk().map_or(0, |len| u32::from_be_bytes(*len));
    let end = usize::try_from(len).unwrap_or(usize::MAX).min(head.len());
    let words = head.get(8..end).filter(|_| is_box).unwrap_or_default().as_chunks::<4>().0;
    // The second word is a version.
    words.iter().take(1).chain(words.iter().skip(2))
}

/// Whether what begins as `BM` goes on as a bitmap, as far as it goes: two letters alone begin many a text.
fn is_bitmap(head: &[u8]) -> bool {
    let header = head.get(14..).and_then(|rest| rest.first_chunk().copied());
    header.is_none_or(|len| (12..=128).contains(&u32::from_le_bytes(len)))
}

fn is_film(head: &[u8]) -> bool {
    let is_box = |name: &[u8]| matches!(name, b"moov" | b"mdat" | b"wide" | b"pnot");
    let is_sound = |brand: &[u8; 4]| matches!(brand, b"M4A " | b"M4B " | b"M4P ");
    match head {
        // Matroska and WebM; MPEG program stream and sequence; Flash; ASF (WMV); RealMedia; AVI.
        [0x1A, 0x45, 0xDF, 0xA3, ..]
        | [0, 0, 1, 0xBA | 0xB3, ..]
        | [b'F', b'L', b'V', 1, ..]
        | [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..]
        | [b'.', b'R', b'M', b'F', ..]
        | [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..] => true,
        // MPEG transport stream, as sent and as cameras write it.
        [0x47, ..] => head.get(188) == Some(&0x47),
        [_, _, _, _, 0x47, ..] if head.get(196) == Some(&0x47) => true,
        _ => {
            brands(head).next().is_some_and(|brand| !is_sound(brand))
                || head.get(4..8).is_some_and(is_box)
        }
    }
}
