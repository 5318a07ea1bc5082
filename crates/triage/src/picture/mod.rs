//! A file's picture, decoded within limits for as long as its code takes, and then forgotten.
//!
//! ```text
//! jpeg   only the brightness, where the file has it apart (ITU-T T.81, JFIF)
//! png    with 8 bits a sample (W3C PNG 3)
//! gif    the first frame on its canvas (GIF89a)
//! rest   BMP, WebP (first frame), TIFF (first page)
//! ```
//!
//! Nothing here returns a pixel: callers get a code, its quality and the picture's size. Colours are
//! taken as they are stored: no profile is applied, no alpha, and no turn that EXIF asks for, as in the
//! reference; the eight codes of [`look_all_ways`] stand for turned and mirrored pictures.
//!
//! Limits: [`BYTES_MAX`], [`PIXELS_MAX`] (of CMYK half as many), [`SIDE_MAX`], [`SCANS_MAX`]. Not read, and said
//! so: samples of other than 8 or 16 bits in TIFF, HEIC, AVIF, JPEG XL, RAW, and pictures that end early,
//! whose code would be that of what is left. Of the largest picture of each kind
//! none took 500 MiB, with its file.

mod gif;
mod jpeg;
mod png;
mod rest;

use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use thiserror::Error;

use crate::pdq::{self, Code, Look, SIDE_MIN, Samples, View};

/// Bytes of a file that are read: larger pictures are not taken by cameras that people carry.
pub const BYTES_MAX: usize = 256 << 20;

/// Pixels that are decoded. A progressive JPEG needs 7 bytes for each, so that a worker stays below its
/// 512 MiB; a telephone of 50 million pixels is read.
pub const PIXELS_MAX: usize = 64 << 20;

/// Pixels in one direction, the most that a JPEG can have: 64 sums are kept for each column.
pub const SIDE_MAX: usize = 65_535;

/// Scans of a progressive JPEG: cameras and programs write about ten, each goes over all pixels.
pub const SCANS_MAX: usize = 64;

/// Memory that is given back once, before the first picture. The C library of Linux otherwise gives the memory of
/// each picture back to the system and asks for it anew, page by page: a sixth of the time of a photograph. Having
/// given back so much at once, it keeps twice as much for what follows (malloc(3), `M_MMAP_THRESHOLD`).
const GIVEN_BACK_BYTES: usize = 8 << 20;
static GIVEN_BACK: Once = Once::new();

/// What a picture is stored as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// JPEG (JFIF, Exif).
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// WebP.
    WebP,
    /// TIFF.
    Tiff,
}

/// What is kept of a file's picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What it is stored as.
    pub kind: Kind,
    /// Pixels a row, before any turn that EXIF asks for.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Its code and quality.
    pub look: Look,
}

/// Why a file has no perceptual code. Its digests say no less for that.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotReadable {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// No format that is read here.
    #[error("not a JPEG, PNG, GIF, BMP, WebP or TIFF by its first bytes: compare its digests")]
    UnknownKind,
    /// More than [`BYTES_MAX`].
    #[error("{bytes} bytes, more than the {BYTES_MAX} that are read: look at it by hand")]
    TooManyBytes {
        /// Bytes of the file.
        bytes: usize,
    },
    /// More than [`PIXELS_MAX`], or than [`SIDE_MAX`] in one direction.
    #[error(
        "{width} by {height} pixels: no more than {PIXELS_MAX}, and {SIDE_MAX} in one direction, are \
         decoded; look at it by hand"
    )]
    TooManyPixels {
        /// Pixels a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// Fewer than [`SIDE_MIN`] pixels in one direction.
    #[error("{width} by {height} pixels: a code needs {SIDE_MIN} in each direction")]
    TooSmall {
        /// Pixels a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// A kind of pixels that is not read.
    #[error("{0} is not read: convert a copy, or compare digests")]
    Unsupported(&'static str),
    /// The decoder could not go on.
    #[error("damaged or cut off: {0}; compare digests, or recover the file first")]
    Damaged(String),
}

/// The code of a file's picture, and what it is.
pub fn look(bytes: &[u8]) -> Result<Seen, NotReadable> {
    let picture = decode(bytes)?;
    let look = pdq::look(picture.view()).ok_or_else(|| picture.too_small())?;
    Ok(picture.seen(look))
}

/// The same with the codes of the picture turned and mirrored, in the order of `pdq::Turn::ALL`.
pub fn look_all_ways(bytes: &[u8]) -> Result<(Seen, [Code; 8]), NotReadable> {
    let picture = decode(bytes)?;
    let (look, codes) = pdq::look_all_ways(picture.view()).ok_or_else(|| picture.too_small())?;
    Ok((picture.seen(look), codes))
}

/// What a file is by its first bytes.
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Kind::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Kind::Gif),
        [b'B', b'M', ..] => Some(Kind::Bmp),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Kind::WebP),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Kind::Tiff),
        _ => None,
    }
}

/// A decoded picture; it does not leave this room.
struct Picture {
    kind: Kind,
    width: usize,
    height: usize,
    samples: Samples,
    bytes: Vec<u8>,
}

impl Picture {
    fn view(&self) -> View<'_> {
        View { width: self.width, height: self.height, samples: self.samples, bytes: &self.bytes }
    }

    fn seen(&self, look: Look) -> Seen {
        Seen { kind: self.kind, width: self.width, height: self.height, look }
    }

    fn too_small(&self) -> NotReadable {
        NotReadable::TooSmall { width: self.width, height: self.height }
    }
}

fn decode(bytes: &[u8]) -> Result<Picture, NotReadable> {
    if bytes.is_empty() {
        return Err(NotReadable::Empty);
    }
    if bytes.len() > BYTES_MAX {
        return Err(NotReadable::TooManyBytes { bytes: bytes.len() });
    }
    let kind = kind(bytes).ok_or(NotReadable::UnknownKind)?;
    let decoder = match kind {
        Kind::Jpeg => jpeg::decode,
        Kind::Png => png::decode,
        Kind::Gif => gif::decode,
        Kind::Bmp => rest::decode_bmp,
        Kind::WebP => rest::decode_webp,
        Kind::Tiff => rest::decode_tiff,
    };
    GIVEN_BACK.call_once(|| drop(black_box(vec![0u8; GIVEN_BACK_BYTES])));
    // The decoders are others': a picture that one of them gives up on is damaged, and no more than that.
    catch_unwind(AssertUnwindSafe(|| decoder(bytes)))
        .unwrap_or_else(|_| Err(NotReadable::Damaged("the decoder gave up".to_owned())))
}

/// Pixels a row and rows, where they are within the limits.
fn sides(width: usize, height: usize) -> Result<(usize, usize), NotReadable> {
    if width < SIDE_MIN || height < SIDE_MIN {
        return Err(NotReadable::TooSmall { width, height });
    }
    let is_long = width > SIDE_MAX || height > SIDE_MAX;
    if is_long || width.checked_mul(height).is_none_or(|pixels| pixels > PIXELS_MAX) {
        return Err(NotReadable::TooManyPixels { width, height });
    }
    Ok((width, height))
}

fn sides_of(width: u32, height: u32) -> Result<(usize, usize), NotReadable> {
    let side = |side: u32| usize::try_from(side).unwrap_or(usize::MAX);
    sides(side(width), side(height))
}

fn damaged(error: impl std::fmt::Debug) -> NotReadable {
    NotReadable::Damaged(format!("{error:?}"))
}

#[cfg(test)]
mod tests;
