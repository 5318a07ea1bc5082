//! Why a picture has no code, as a code and figures; the words are made by who shows it.

use serde::{Deserialize, Serialize};

use crate::camera::{clean, is_clean};
use crate::pdq::SIDE_MIN;
use crate::picture::{BYTES_MAX, NotReadable, PIXELS_MAX, SIDE_MAX};

/// Why a file has no perceptual code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Why {
    /// No bytes.
    Empty,
    /// No picture by its first bytes.
    UnknownKind,
    /// A picture of a kind, or with pixels, that is not read.
    Unsupported(Unread),
    /// More bytes than are read.
    TooManyBytes {
        /// Bytes of the file.
        bytes: u64,
    },
    /// More pixels than are decoded.
    TooManyPixels {
        /// Pixels a row.
        width: u64,
        /// Rows.
        height: u64,
    },
    /// Fewer pixels than a code needs.
    TooSmall {
        /// Pixels a row.
        width: u64,
        /// Rows.
        height: u64,
    },
    /// The decoder could not go on.
    Damaged {
        /// What the decoder said, for who looks closer.
        detail: String,
    },
    /// The worker ended without an answer; its parent sets this, a worker never does.
    NoAnswer,
}

/// What is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// HEIC and HEIF.
    Heic,
    /// AVIF.
    Avif,
    /// JPEG XL.
    JpegXl,
    /// JPEG XR.
    JpegXr,
    /// JPEG 2000.
    Jpeg2000,
    /// Photoshop.
    Photoshop,
    /// RAW of a camera.
    Raw,
    /// TIFF with 64-bit offsets.
    BigTiff,
    /// A film: no frame is decoded.
    Film,
    /// Pixels as cyan, magenta, yellow, black.
    Cmyk,
    /// A JPEG, PNG or BMP of unusual colours, or without its palette.
    Colours,
    /// A TIFF of other than 8 or 16 bits of grey or RGB.
    Depth,
    /// A TIFF whose colours are stored apart.
    Planes,
    /// Anything else that a decoder names as such.
    Other,
}

/// What [`crate::picture`] names, by the words it has for it.
const UNREAD: [(&str, Unread); 7] = [
    ("CMYK", Unread::Cmyk),
    ("a JPEG of unusual colours", Unread::Colours),
    ("a PNG without its palette", Unread::Colours),
    ("a BMP of unusual colours", Unread::Colours),
    ("a TIFF of other than 8 or 16 bits of grey or RGB", Unread::Depth),
    ("a TIFF of other than 8 or 16 bits", Unread::Depth),
    ("a TIFF whose colours are stored apart", Unread::Planes),
];

impl From<NotReadable> for Why {
    fn from(why: NotReadable) -> Self {
        match why {
            NotReadable::Empty => Self::Empty,
            NotReadable::UnknownKind => Self::UnknownKind,
            NotReadable::TooManyBytes { bytes } => Self::TooManyBytes { bytes: bytes as u64 },
            NotReadable::TooManyPixels { width, height } => {
                Self::TooManyPixels { width: width as u64, height: height as u64 }
            }
            NotReadable::TooSmall { width, height } => {
                Self::TooSmall { width: width as u64, height: height as u64 }
            }
            NotReadable::Unsupported(what) => {
                let known = UNREAD.iter().find(|(words, _)| *words == what);
                Self::Unsupported(known.map_or(Unread::Other, |(_, unread)| *unread))
            }
            NotReadable::Damaged(detail) => Self::Damaged { detail: clean(detail.as_bytes()).0 },
        }
    }
}

impl Why {
    /// A code for each, never reused; what is not read adds which by [`Unread`].
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnknownKind => "unknown_kind",
            Self::Unsupported(_) => "unsupported",
            Self::TooManyBytes { .. } => "too_many_bytes",
            Self::TooManyPixels { .. } => "too_many_pixels",
            Self::TooSmall { .. } => "too_small",
            Self::Damaged { .. } => "damaged",
            Self::NoAnswer => "no_answer",
        }
    }

    /// Whether a worker can have said this.
    pub(super) fn is_sound(&self) -> bool {
        match self {
            Self::Empty | Self::UnknownKind | Self::Unsupported(_) => true,
            Self::NoAnswer => false,
            Self::TooManyBytes { bytes } => *bytes > BYTES_MAX as u64,
            Self::TooManyPixels { width, height } => {
                (*width).max(*height) > SIDE_MAX as u64
                    || width.saturating_mul(*height) > PIXELS_MAX as u64
            }
            Self::TooSmall { width, height } => (*width).min(*height) < SIDE_MIN as u64,
            Self::Damaged { detail } => is_clean(detail),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_the_readers_name_as_not_read_has_a_code_of_its_own() {
        let sources = [
            include_str!("../picture/jpeg.rs"),
            include_str!("../picture/png.rs"),
            include_str!("../picture/gif.rs"),
            include_str!("../picture/rest.rs"),
        ];
        let mut named = 0;
        for source in sources {
            for piece in source.split("NotReadable::Unsupported(").skip(1) {
                let words = piece.split('"').nth(1).unwrap();
                assert!(UNREAD.iter().any(|(known, _)| *known == words), "{words}");
                named += 1;
            }
        }
        assert!(named >= UNREAD.len());
    }

    #[test]
    fn each_reason_is_written_under_its_code() {
        let figures = (1, 2);
        for why in [
            Why::Empty,
            Why::UnknownKind,
            Why::Unsupported(Unread::Heic),
            Why::TooManyBytes { bytes: 1 },
            Why::TooManyPixels { width: figures.0, height: figures.1 },
            Why::TooSmall { width: figures.0, height: figures.1 },
            Why::Damaged { detail: String::new() },
            Why::NoAnswer,
        ] {
            let json = serde_json::to_string(&why).unwrap();
            assert!(json.contains(&format!("\"{}\"", why.code())), "{json}");
        }
    }
}
