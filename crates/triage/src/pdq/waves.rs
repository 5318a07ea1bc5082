//! The slowest waves of a picture (DCT), turned and mirrored, and the bits above their median.

#![expect(clippy::indexing_slicing, reason = "by the sides of fixed squares")]

use std::array::from_fn;

use super::Code;
use super::shrink::{SIDE, Small};

/// Waves a direction, from the slowest that is not flat.
const WAVES: usize = 16;

/// How strong each wave is: by the rows' waves, then by the columns'.
pub(super) struct Waves([[f32; WAVES]; WAVES]);

/// A way to turn or mirror a picture, named as in the reference (`pdqDihedralHash256esFromFloatLuma`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// As it is.
    Original,
    /// By a quarter.
    Rotate90,
    /// By half.
    Rotate180,
    /// By three quarters.
    Rotate270,
    /// Top for bottom.
    FlipX,
    /// Left for right.
    FlipY,
    /// Along the falling diagonal.
    FlipPlus1,
    /// Along the rising diagonal.
    FlipMinus1,
}

impl Turn {
    /// All of them; the first leaves the picture as it is.
    pub const ALL: [Self; 8] = [
        Self::Original,
        Self::Rotate90,
        Self::Rotate180,
        Self::Rotate270,
        Self::FlipX,
        Self::FlipY,
        Self::FlipPlus1,
        Self::FlipMinus1,
    ];
}

impl Waves {
    pub(super) fn of(small: &Small) -> Self {
        let cosines = cosines();
        let mut down = [[0.0; SIDE]; WAVES];
        for (line, cosines) in down.iter_mut().zip(&cosines) {
            for (row, cosine) in small.iter().zip(cosines) {
                line.iter_mut().zip(row).for_each(|(sum, light)| *sum += cosine * light);
            }
        }
        Self(down.map(|line| {
            from_fn(|wave| line.iter().zip(&cosines[wave]).map(|(sum, cosine)| sum * cosine).sum())
        }))
    }

    /// The waves of the picture turned: an odd wave changes its sign where its direction is reversed.
    pub(super) fn turned(&self, turn: Turn) -> Self {
        let signed = |value: f32, is_minus: bool| if is_minus { -value } else { value };
        let by = |is_minus: fn(usize, usize) -> bool, is_across: bool| {
            Self(from_fn(|row| {
                from_fn(|column| {
                    let (i, j) = if is_across { (column, row) } else { (row, column) };
                    signed(self.0[i][j], is_minus(i, j))
                })
            }))
        };
        // The first wave is number 0 here and turns about once: even numbers are odd waves.
        match turn {
            Turn::Original => by(|_, _| false, false),
            Turn::Rotate90 => by(|_, j| j % 2 == 0, true),
            Turn::Rotate180 => by(|i, j| (i + j) % 2 == 1, false),
            Turn::Rotate270 => by(|i, _| i % 2 == 0, true),
            Turn::FlipX => by(|i, _| i % 2 == 0, false),
            Turn::FlipY => by(|_, j| j % 2 == 0, false),
            Turn::FlipPlus1 => by(|_, _| false, true),
            Turn::FlipMinus1 => by(|i, j| (i + j) % 2 == 1, true),
        }
    }

    /// A bit for each wave: set where it is above the lower of the two median waves.
    pub(super) fn code(&self) -> Code {
        let mut sorted = self.0.as_flattened().to_vec();
        let (_, median, _) = sorted.select_nth_unstable_by(WAVES * WAVES / 2 - 1, f32::total_cmp);
        Code::from_bits(self.0.as_flattened().iter().map(|wave| wave > median))
    }
}

/// Rows 1 to 16 of the DCT of 64 points (`dct_matrix_64`).
#[expect(
    clippy::cast_possible_truncation,
    reason = "the reference computes in doubles and keeps floats"
)]
fn cosines() -> [[f32; SIDE]; WAVES] {
    let scale = (2.0 / SIDE as f64).sqrt() as f32;
    from_fn(|wave| {
        from_fn(|at| {
            let turn = std::f64::consts::PI / 2.0 / SIDE as f64;
            (f64::from(scale) * (turn * (wave + 1) as f64 * (2 * at + 1) as f64).cos()) as f32
        })
    })
}

/// How much there is to see, 0 to 100: the sum of the steps between neighbouring points that are large
/// enough to count (`pdqImageDomainQualityMetric`).
pub(super) fn quality(small: &Small) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a step is at most 100; its fraction is cut off"
    )]
    let step = |from: f32, to: f32| ((from - to) * 100.0 / 255.0) as i32;
    let down = small.windows(2).flat_map(|rows| rows[0].iter().zip(&rows[1]));
    let across = small.iter().flat_map(|row| row.iter().zip(&row[1..]));
    let sum: i32 = down.chain(across).map(|(from, to)| step(*from, *to).abs()).sum();
    u8::try_from((sum / 90).min(100)).unwrap_or(100)
}
