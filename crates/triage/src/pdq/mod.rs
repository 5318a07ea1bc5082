//! PDQ: 256 bits of what a picture looks like, near each other where two pictures look alike.
//!
//! Source: Meta, *The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm* (2019), and
//! the arithmetic of its reference (facebook/ThreatExchange, `pdq/cpp`, BSD); written anew here.
//!
//! ```text
//! shrink   light and dark of the picture, blurred and brought down to 64 by 64
//! waves    the 16 by 16 slowest waves of that (DCT), and the bits above their median
//! code     the 256 bits: hexadecimal as the reference prints them, distance, number of ones
//! ```
//!
//! The blur of the reference is two box filters a direction, one after the other over the whole picture.
//! All four are linear, so each of the 64 by 64 points is one weighted sum of the picture: one pass
//! finds them, and no blurred picture stands in memory. Only rounding differs: of the 23 real files that
//! were compared 21 have the code of the reference, two differ from it in 2 of 256 bits.
//!
//! Limits: colour is not seen; a crop, a frame or a large caption can move the code far away; a picture
//! with little in it has a code by chance, which its quality says. A small distance says
//! that two pictures look alike in their coarse pattern, never what they show, nor who made them.

mod code;
mod shrink;
mod waves;

pub use code::{Code, MalformedCode};
pub use waves::Turn;

use waves::Waves;

/// Pictures that are smaller in one direction have no code (`MIN_HASHABLE_DIM` of the reference).
pub const SIDE_MIN: usize = 5;

/// The pixels of a picture, row by row from the top, without gaps.
#[derive(Clone, Copy)]
pub struct View<'p> {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// What stands for each pixel.
    pub samples: Samples,
    /// The samples; a view of fewer than `width * height` pixels has no code.
    pub bytes: &'p [u8],
}

/// Bytes of one pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Samples {
    /// Grey.
    Grey,
    /// Grey, and an alpha that is passed over.
    GreyAlpha,
    /// Red, green, blue.
    Rgb,
    /// Red, green, blue, and an alpha that is passed over.
    Rgba,
}

impl Samples {
    /// Bytes a pixel.
    pub const fn count(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// What is kept of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its code.
    pub code: Code,
    /// How much there is to see, 0 to 100; below 50 the code is one of many pictures.
    pub quality: u8,
}

/// The look of a picture; `None` where it is smaller than [`SIDE_MIN`], or bytes are missing.
pub fn look(view: View<'_>) -> Option<Look> {
    let small = shrink::to_64(view)?;
    Some(Look { code: Waves::of(&small).code(), quality: waves::quality(&small) })
}

/// The look of a picture, and its codes turned and mirrored, of one transform (`Turn::ALL` in order).
pub fn look_all_ways(view: View<'_>) -> Option<(Look, [Code; 8])> {
    let small = shrink::to_64(view)?;
    let waves = Waves::of(&small);
    let codes = Turn::ALL.map(|turn| waves.turned(turn).code());
    Some((Look { code: waves.code(), quality: waves::quality(&small) }, codes))
}

#[cfg(test)]
mod tests;
