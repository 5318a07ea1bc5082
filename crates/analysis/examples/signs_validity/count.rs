//! Shares with their intervals, printed one JSON object a line.

use rand::{RngExt as _, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tutela_analysis::statistics::accuracy::area_under_curve;
use tutela_analysis::statistics::binomial::{float, wilson_interval};
use tutela_analysis::statistics::quantile::quantile;
use tutela_analysis::validity::{BASE_RATES, precision_at};

/// Resamples of a bootstrap.
const RESAMPLES: usize = 400;

/// Values of each side that a bootstrap resamples at most.
const SIDE_MAX: usize = 2_000;

/// Prints figures of one set of data.
pub(crate) struct Print {
    pub(crate) data: String,
}

impl Print {
    fn line(&self, question: &str, measure: &str, [value, low, high]: [f64; 3], n: u64) {
        let line = serde_json::json!({
            "question": question,
            "data": self.data,
            "measure": measure,
            "value": value,
            "low": low,
            "high": high,
            "n": n,
        });
        println!("{line}");
    }

    /// A share with Wilson's interval.
    pub(crate) fn share(&self, question: &str, measure: &str, held: u64, of: u64) {
        if of == 0 {
            return;
        }
        let (low, high) = wilson_interval(held, of);
        self.line(question, measure, [float(held) / float(of), low, high], of);
    }

    /// The area under the curve in the better of both directions, with a bootstrap interval.
    pub(crate) fn area(&self, question: &str, measure: &str, same: &[f64], other: &[f64]) {
        let Some(area) = area_under_curve(same, other) else { return };
        let folded = |area: f64| if area_is_low(area) { 1.0 - area } else { area };
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let mut areas: Vec<f64> = (0..RESAMPLES)
            .filter_map(|_| {
                let mut draw = |list: &[f64]| -> Vec<f64> {
                    let count = list.len().min(SIDE_MAX);
                    (0..count)
                        .filter_map(|_| list.get(random.random_range(0..list.len())).copied())
                        .collect()
                };
                area_under_curve(&draw(same), &draw(other)).map(folded)
            })
            .collect();
        areas.sort_by(f64::total_cmp);
        let at = |share| quantile(&areas, share).unwrap_or(f64::NAN);
        let n = (same.len() + other.len()) as u64;
        self.line(question, measure, [folded(area), at(0.025), at(0.975)], n);
    }

    /// Of those named, the share that is true, where one in so many is.
    pub(crate) fn base_rates(
        &self,
        question: &str,
        what: &str,
        (right, there): (u64, u64),
        (wrong, others): (u64, u64),
    ) {
        let (true_low, true_high) = wilson_interval(right, there);
        let (false_low, false_high) = wilson_interval(wrong, others);
        let (hit, miss) = (float(right) / float(there.max(1)), float(wrong) / float(others.max(1)));
        for one_in in BASE_RATES {
            let precision = |hit: f64, miss: f64| precision_at(one_in, hit, miss);
            let measure = format!("precision, {what}, one in {one_in}");
            let values = [
                precision(hit, miss),
                precision(true_low, false_high),
                precision(true_high, false_low),
            ];
            self.line(question, &measure, values, there + others);
        }
    }
}

fn area_is_low(area: f64) -> bool {
    area < 0.5
}

/// How many there are, how many were named, how many of these rightly.
#[derive(Debug, Default)]
pub(crate) struct Shares {
    pub(crate) there: u64,
    pub(crate) said: u64,
    pub(crate) right: u64,
}

impl Shares {
    pub(crate) fn say(&mut self, is_right: bool) {
        self.said += 1;
        self.right += u64::from(is_right);
    }

    pub(crate) fn print(&self, print: &Print, question: &str, what: &str) {
        print.share(question, &format!("precision, {what}"), self.right, self.said);
        print.share(question, &format!("recall, {what}"), self.right, self.there);
    }
}
