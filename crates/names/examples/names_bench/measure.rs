//! Measures of a classifier, with their intervals, as lines of JSON.

use rand::RngExt;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use serde_json::json;

/// A score, and whether the two are one.
#[derive(Clone, Copy)]
pub(crate) struct Scored {
    pub(crate) score: f64,
    pub(crate) truth: bool,
}

/// Draws of a bootstrap.
const DRAWS: usize = 1_000;

type Measure = fn(&[Scored], f64) -> f64;

pub(crate) const MEASURES: [(&str, Measure); 4] =
    [("AUC", auc), ("F1", f1), ("precision", precision), ("recall", recall)];

#[expect(clippy::print_stdout, reason = "the lines of JSON are the result")]
pub(crate) fn say(data: &str, measure: &str, value: f64, interval: Option<(f64, f64)>) {
    let (low, high) =
        interval.map_or((None, None), |(low, high)| (Some(round(low)), Some(round(high))));
    println!(
        "{}",
        json!({"question": "ANA-009", "data": data, "measure": measure, "value": round(value), "low": low, "high": high})
    );
}

/// How fast it was: no measure of validity.
#[expect(clippy::print_stdout, reason = "the lines of JSON are the result")]
pub(crate) fn say_speed(data: &str, speed: &str, value: f64) {
    println!(
        "{}",
        json!({"question": "ANA-009", "data": data, "speed": speed, "value": round(value)})
    );
}

/// A share with its interval of Wilson (95 %).
pub(crate) fn say_share(data: &str, measure: &str, count: usize, of: usize) {
    let (n, p, z) = (of as f64, count as f64 / of as f64, 1.96_f64);
    let middle = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    say(data, measure, p, Some(((middle - half) / scale, (middle + half) / scale)));
}

/// Six places, which a share of a million pairs needs.
fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn counts(scored: &[Scored], threshold: f64) -> (f64, f64, f64) {
    let count = |truth: bool, hit: bool| {
        scored.iter().filter(|s| s.truth == truth && (s.score >= threshold) == hit).count() as f64
    };
    (count(true, true), count(false, true), count(true, false))
}

pub(crate) fn f1(scored: &[Scored], threshold: f64) -> f64 {
    let (tp, fp, missed) = counts(scored, threshold);
    2.0 * tp / (2.0 * tp + fp + missed)
}

/// The threshold of the best F1, the lowest of equals.
pub(crate) fn best_threshold(scored: &[Scored]) -> f64 {
    let steps = (50..100).map(|step| f64::from(step) / 100.0);
    let better = |x: &f64, y: &f64| f1(scored, *x).total_cmp(&f1(scored, *y)).then(y.total_cmp(x));
    steps.max_by(better).unwrap_or(1.0)
}

fn precision(scored: &[Scored], threshold: f64) -> f64 {
    let (tp, fp, _) = counts(scored, threshold);
    tp / (tp + fp)
}

fn recall(scored: &[Scored], threshold: f64) -> f64 {
    let (tp, _, missed) = counts(scored, threshold);
    tp / (tp + missed)
}

/// The chance that a pair that is one scores above a pair that is not; ties count half.
pub(crate) fn auc(scored: &[Scored], _: f64) -> f64 {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
    let (mut below, mut sum) = (0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
        let same = tied.iter().filter(|s| s.truth).count() as f64;
        let other = tied.len() as f64 - same;
        sum += same * (below + other / 2.0);
        below += other;
    }
    let same = scored.iter().filter(|s| s.truth).count() as f64;
    sum / (same * below)
}

/// The middle 95 % of the measure over draws with replacement.
pub(crate) fn bootstrap(scored: &[Scored], seed: u64, of: impl Fn(&[Scored]) -> f64) -> (f64, f64) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut values: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let draw =
                (0..scored.len()).filter_map(|_| scored.get(random.random_range(0..scored.len())));
            of(&draw.copied().collect::<Vec<_>>())
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |share: usize| values.get(DRAWS * share / 1_000).copied().unwrap_or(f64::NAN);
    (at(25), at(975))
}
