//! The pictures of a tested pair: density by lag with the band of chance, and the permutations.

use model::finding::Figure;

use super::placement::{Placed, Scene};
use super::report::Calibration;
use super::trial::Trial;
use crate::statistics::cross_k::LagBins;
use crate::statistics::permuted_sum::{Dice, Draws};
use crate::statistics::quantile::quantile;

/// Permutations behind the band of the lag curve: enough for its 2.5 % ends.
const BAND_DRAWS: usize = 399;

/// Width of a bin of the lag curve.
const BIN_US: i64 = 3_600_000_000;

/// How far the curve reaches beyond the lag window on either side.
const MARGIN_US: i64 = 12 * BIN_US;

/// Bins of the histogram at most.
const BARS_MAX: u32 = 60;

/// Density of payments by lag (payment minus session start) relative to chance without rhythm,
/// with the 95 % band of the permuted days.
pub(super) fn lag_curve(scene: Scene<'_>, seed: u64, stream: u64) -> Option<Figure> {
    let reading = scene.readings.first()?;
    let from_us = -(reading.before_us + MARGIN_US) / BIN_US * BIN_US;
    let until_us = reading.after_us + MARGIN_US;
    let count = usize::try_from((until_us - from_us) / BIN_US).ok()?.min(200);
    let bins = LagBins { from_us, width_us: BIN_US, count };
    let starts: Vec<i64> = scene.sessions.iter().map(|session| session.from_us).collect();
    let length_us = scene.window.measure_us();
    let factor = bins.relative(scene.payments.len(), starts.len(), length_us);
    let curve = |payments: &[i64]| {
        let mut sums = vec![0.0; count];
        for &at in payments {
            bins.add(at, &starts, length_us, &mut sums);
        }
        for sum in &mut sums {
            *sum *= factor;
        }
        sums
    };
    let own: Vec<i64> = scene.payments.iter().map(|payment| payment.middle_us()).collect();
    let placed = Placed::new(scene).ok()?;
    let mut draws = Draws::new(&placed.table, Dice::new(seed, stream));
    let mut band: Vec<Vec<f64>> = vec![Vec::with_capacity(BAND_DRAWS); count];
    for _ in 0..BAND_DRAWS {
        draws.draw();
        let drawn = curve(&placed.laid(scene, &draws));
        for (values, value) in band.iter_mut().zip(drawn) {
            values.push(value);
        }
    }
    let points = bins.edges_us().zip(curve(&own)).zip(&mut band).map(|((edge, value), values)| {
        values.sort_by(f64::total_cmp);
        let end = |share: f64| quantile(values, share).unwrap_or(0.0);
        (edge / 1_000_000, value, end(0.025), end(0.975))
    });
    Some(Figure::LagCurve { title: "coincidence-figure-lag".to_owned(), points: points.collect() })
}

/// The permutations of the leading reading as a histogram with the observed count.
pub(super) fn surrogates(trial: &Trial) -> Option<Figure> {
    let observed = trial.readings.get(trial.leading)?.observed;
    let (first, _) = trial.histogram.first()?;
    let (last, _) = trial.histogram.last()?;
    let span = last.max(observed) - first;
    let width = (span / f64::from(BARS_MAX)).ceil().max(1.0);
    let mut bins: Vec<(f64, u64)> = Vec::new();
    for (value, count) in &trial.histogram {
        let edge = first.floor() + ((value - first.floor()) / width).floor() * width;
        match bins.last_mut() {
            Some((last, total)) if (*last - edge).abs() < width / 2.0 => *total += count,
            _ => bins.push((edge, *count)),
        }
    }
    let title = "coincidence-figure-surrogates".to_owned();
    Some(Figure::Surrogates { title, bins, width, observed })
}

/// The p-values of one kind of rearranged pairs against an even spread.
pub(super) fn quantiles(page: &Calibration) -> Figure {
    Figure::Quantiles {
        title: match page.name {
            "partner_swap" => "coincidence-figure-partner-swap",
            "one_person_shared" => "coincidence-figure-one-person-shared",
            _ => "coincidence-figure-time-shift",
        }
        .to_owned(),
        points: page.quantiles.clone(),
    }
}
