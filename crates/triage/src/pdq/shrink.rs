//! A picture brought down to 64 by 64 points, each a weighted sum of what lies around it.
//!
//! The reference runs a box filter of a 128th of the picture twice in each direction and then takes the
//! pixel at the centre of each of 64 by 64 fields (`jaroszFilterFloat`, `decimateFloat`). The two boxes
//! together are a tent; at the edge a box averages what there is of it.

#![expect(clippy::indexing_slicing, reason = "by rows, columns and weights that were counted")]
#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use pulp::Arch;

use super::{SIDE_MIN, Samples, View};

/// Points a side.
pub(super) const SIDE: usize = 64;

/// The picture at 64 by 64, by rows.
pub(super) type Small = [[f32; SIDE]; SIDE];

/// `None` where the picture is too small or bytes are missing.
pub(super) fn to_64(view: View<'_>) -> Option<Box<Small>> {
    let View { width, height, samples, bytes } = view;
    if width < SIDE_MIN || height < SIDE_MIN {
        return None;
    }
    let bytes = bytes.get(..width.checked_mul(height)?.checked_mul(samples.count())?)?;
    let lines = Arch::new().dispatch(
        #[inline(always)]
        || sum_rows(bytes, width, samples, &tents(height)),
    );
    let mut small = Box::new([[0.0; SIDE]; SIDE]);
    let across = tents(width);
    for (points, line) in small.iter_mut().zip(lines.chunks_exact(width)) {
        for (point, tent) in points.iter_mut().zip(&across) {
            let under = &line[tent.start..tent.start + tent.weights.len()];
            *point = under.iter().zip(&tent.weights).map(|(light, weight)| light * weight).sum();
        }
    }
    Some(small)
}

/// Where a point takes its light from, along one direction.
struct Tent {
    start: usize,
    weights: Vec<f32>,
}

/// The tents of all points along a direction of `len` pixels.
fn tents(len: usize) -> Vec<Tent> {
    (0..SIDE)
        .map(|point| {
            let outer = window((2 * point + 1) * len / (2 * SIDE), len);
            let start = window(outer.start, len).start;
            let end = window(outer.end - 1, len).end;
            let mut weights = vec![0.0; end - start];
            for middle in outer.clone() {
                let inner = window(middle, len);
                let share = 1.0 / (outer.len() * inner.len()) as f64;
                for weight in &mut weights[inner.start - start..inner.end - start] {
                    *weight += share;
                }
            }
            #[expect(clippy::cast_possible_truncation, reason = "shares of one")]
            let weights = weights.into_iter().map(|weight| weight as f32).collect();
            Tent { start, weights }
        })
        .collect()
}

/// The pixels that the box around one of them averages (`box1DFloat`): longer to the right by one where
/// the box is of an even number.
fn window(around: usize, len: usize) -> std::ops::Range<usize> {
    let full = len.div_ceil(2 * SIDE);
    let right = full.midpoint(2);
    around.saturating_sub(full - right)..(around + right).min(len)
}

/// For each of the 64 rows of points, the rows of the picture under their tents, summed by weight.
#[inline(always)]
fn sum_rows(bytes: &[u8], width: usize, samples: Samples, tents: &[Tent]) -> Vec<f32> {
    let mut lines = vec![0.0; SIDE * width];
    let mut light = vec![0.0; width];
    let mut first = 0;
    for (number, row) in bytes.chunks_exact(width * samples.count()).enumerate() {
        to_light(row, samples, &mut light);
        // The tents follow each other: those before `first` end above this row.
        while first < SIDE && tents[first].start + tents[first].weights.len() <= number {
            first += 1;
        }
        let under = tents.iter().enumerate().skip(first).take_while(|(_, t)| t.start <= number);
        for (point, tent) in under {
            let weight = tent.weights[number - tent.start];
            for (sum, light) in lines[point * width..][..width].iter_mut().zip(&light) {
                *sum += weight * light;
            }
        }
    }
    lines
}

/// Luminance as the reference has it.
#[inline(always)]
fn to_light(row: &[u8], samples: Samples, light: &mut [f32]) {
    let grey =
        |[r, g, b]: [u8; 3]| 0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b);
    match samples {
        Samples::Grey => light.iter_mut().zip(row).for_each(|(to, from)| *to = f32::from(*from)),
        Samples::GreyAlpha => {
            light
                .iter_mut()
                .zip(row.as_chunks().0)
                .for_each(|(to, [grey, _])| *to = f32::from(*grey));
        }
        Samples::Rgb => {
            light.iter_mut().zip(row.as_chunks().0).for_each(|(to, rgb)| *to = grey(*rgb));
        }
        Samples::Rgba => {
            light
                .iter_mut()
                .zip(row.as_chunks().0)
                .for_each(|(to, [r, g, b, _])| *to = grey([*r, *g, *b]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The box filter of the reference as it describes it: one direction, one pass.
    fn boxed(line: &[f64]) -> Vec<f64> {
        let full = line.len().div_ceil(2 * SIDE);
        let half = full.midpoint(2);
        (0..line.len())
            .map(|at| {
                let under = &line[at.saturating_sub(full - half)..(at + half).min(line.len())];
                under.iter().sum::<f64>() / under.len() as f64
            })
            .collect()
    }

    #[test]
    fn a_tent_is_the_box_filter_twice() {
        for len in [5, 64, 65, 127, 128, 129, 200, 1000, 1025] {
            let line: Vec<f64> = (0..len).map(|at| f64::from(at * at % 251)).collect();
            let blurred = boxed(&boxed(&line));
            let len = line.len();
            for (point, tent) in tents(len).iter().enumerate() {
                let under = line[tent.start..].iter().zip(&tent.weights);
                let found: f64 = under.map(|(light, weight)| light * f64::from(*weight)).sum();
                let expected = blurred[(2 * point + 1) * len / (2 * SIDE)];
                assert!((found - expected).abs() < 1e-3, "{len} {point}: {found} {expected}");
            }
        }
    }

    #[test]
    fn what_is_too_small_or_cut_off_has_no_points() {
        let view = |width, height, bytes| View { width, height, samples: Samples::Grey, bytes };
        assert!(to_64(view(4, 100, &[0; 400])).is_none());
        assert!(to_64(view(100, 4, &[0; 400])).is_none());
        assert!(to_64(view(10, 10, &[0; 99])).is_none());
        assert!(to_64(view(usize::MAX, 10, &[0; 99])).is_none());
        assert!(to_64(view(10, 10, &[0; 100])).is_some());
    }
}
