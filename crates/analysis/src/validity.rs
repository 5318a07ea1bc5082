//! How well each method does where the truth is known: measured by `cargo xtask bench validity`, never typed in.
//!
//! The measurements stand in `docs/validity.jsonl`, one a line, and are part of the program, so that what a court
//! reads beside a method is what was measured of it.

use model::card::Measure;

static MEASURED: &str = include_str!("../../../docs/validity.jsonl");

/// What was measured, in the order of questions, data and measures as they were printed.
pub fn measures() -> Vec<Measure> {
    read(MEASURED)
}

/// A line that is no measurement is passed over; a test holds that there is none.
fn read(lines: &str) -> Vec<Measure> {
    lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Where one in so many is what a method looks for: of what it finds, the share that is.
pub const BASE_RATES: [u32; 3] = [100, 1_000, 100_000];

/// The share of true findings among all, where one in `rate` is true: Bayes' rule on a hit rate and a rate of
/// false alarms.
pub fn precision_at(rate: u32, hits: f64, false_alarms: f64) -> f64 {
    let (found, wrong) = (hits / f64::from(rate), false_alarms * (1.0 - 1.0 / f64::from(rate)));
    if found + wrong > 0.0 { found / (found + wrong) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questions::QUESTIONS;

    /// An interval that ends at the value may have been rounded past it.
    const ROUNDED: f64 = 1e-9;

    #[test]
    fn every_line_measures_a_question_of_the_register() {
        let all = measures();
        assert_eq!(all.len(), MEASURED.lines().count());
        for one in &all {
            let card = QUESTIONS.iter().map(|asked| asked.card()).find(|c| c.code == one.question);
            assert!(card.is_some(), "{} is no question", one.question);
            let low = one.low.is_none_or(|low| low <= one.value + ROUNDED);
            let high = one.high.is_none_or(|high| high >= one.value - ROUNDED);
            assert!(low && high, "{one:?}");
        }
    }

    #[test]
    fn a_rare_thing_is_mostly_a_false_alarm() {
        assert!((precision_at(100, 0.9, 0.05) - 0.153_8).abs() < 1e-3);
        assert!(precision_at(100_000, 0.9, 0.05) < 0.001);
        assert!((precision_at(1_000, 0.9, 0.0) - 1.0).abs() < 1e-12);
        assert!(precision_at(1_000, 0.0, 0.0).abs() < 1e-12);
    }
}
