//! The result of the question in a stable shape, as `coincide --json` prints it.

use serde::Serialize;

use super::clock::ClockTrial;
use super::pairs::{Payments, Sessions};
use super::trial::{Method, ReadingResult};

/// What a test of one pair may be taken to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Payments lie near sessions more often than the two daily rhythms give, at the stated q.
    Associated,
    /// No such excess was shown; that is not a proof of its absence.
    NotShown,
    /// The least p this test can give is above q / m: it could not have shown an excess.
    CannotTell,
    /// Fewer payments or sessions than the stated minimum; nothing was tested.
    InsufficientData,
}

impl Verdict {
    /// Its name in results and parameters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Associated => "associated",
            Self::NotShown => "not_shown",
            Self::CannotTell => "cannot_tell",
            Self::InsufficientData => "insufficient_data",
        }
    }
}

/// How far the payer's own profile and the sessions' kernel share out the payments.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Intensity {
    /// Share of payments that follow the sessions' lag window, at the maximum of the likelihood.
    pub share: f64,
    /// Its 95 % profile-likelihood interval.
    pub share_low: f64,
    /// Upper end.
    pub share_high: f64,
    /// log10 of the likelihood with that share against none; a maximum, so never below 0, and
    /// not a likelihood ratio for court: its p is.
    pub log10_ratio: f64,
    /// p of it under the permutation of days.
    pub p: f64,
    /// Payments of the payer to others that make his profile.
    pub profile_payments: u64,
}

/// One pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairTest {
    /// Payer; for messages the lower of the two.
    pub a: String,
    /// Payee.
    pub b: String,
    /// Whether the guard holds one of the two as a possible victim, to be met as one first.
    pub possible_victim: bool,
    /// Payments within W (occasions of messages).
    pub n_a: u64,
    /// Sessions within W.
    pub n_b: u64,
    /// Payments known only to the day; they count in the first reading alone.
    pub n_a_by_day: u64,
    /// Calls known only to the day, which were left out.
    pub n_b_by_day: u64,
    /// Local days that W covers whole.
    pub days: u64,
    /// Strata as `kind:days`, with fewer than ten days where the rule keeps them apart.
    pub strata: Vec<String>,
    /// The reading that stands furthest above chance: `near_share`, `hour_share`, `inside_share`;
    /// `observed` and `expected` are its counts.
    pub statistic: Option<String>,
    /// Payments that are near.
    pub observed: Option<f64>,
    /// Mean over the permutations.
    pub expected: Option<f64>,
    /// 2.5 % and 97.5 % of the permutations.
    pub band95: Option<(f64, f64)>,
    /// Tail score, about a normal quantile: what is compared over readings.
    pub score: Option<f64>,
    /// p over all readings at once.
    pub p: Option<f64>,
    /// The least p this test could give.
    pub p_least: Option<f64>,
    /// Least q at which Benjamini–Hochberg rejects.
    pub q_value: Option<f64>,
    /// Draws made, or arrangements counted.
    pub draws: u64,
    /// How p was come by.
    pub method: Option<Method>,
    /// p under circular shifts by whole weeks (days in short windows).
    pub p_week_shift: Option<f64>,
    /// Days of one shift: 7 or 1.
    pub shift_days: Option<u64>,
    /// Closed form that ignores every daily rhythm; anti-conservative, for comparison only.
    pub p_poisson_ignores_rhythm: Option<f64>,
    /// Rejected at q by Benjamini–Hochberg.
    pub rejected_bh: bool,
    /// Rejected at q by Benjamini–Yekutieli, for tests that share a series.
    pub rejected_by: bool,
    /// Score-based likelihood ratio, capped; absent where no reference allows one.
    pub lr: Option<f64>,
    /// Its cap: the number of independent reference pairs.
    pub lr_cap: Option<f64>,
    /// The payer's own profile against the sessions' kernel, for the pairs shown in full.
    pub intensity: Option<Intensity>,
    /// The same test with one clock wrong by an hour, for the pairs shown in full.
    pub clock: Option<ClockTrial>,
    /// Every reading.
    pub readings: Vec<ReadingResult>,
    /// What it may be taken to say.
    pub verdict: Verdict,
}

/// The method's own test on data without association.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// `partner_swap`, `one_person_shared`, `time_shift`.
    pub name: &'static str,
    /// Pairs run.
    pub pairs: u64,
    /// Pairs for which this test said p ≤ .05.
    pub below_05: u64,
    /// Their share.
    pub share: f64,
    /// Exact 95 % interval of the share.
    pub interval95: (f64, f64),
    /// Pairs for which it said p ≤ .01.
    pub below_01: u64,
    /// Largest distance of the p-values from an even spread (Kolmogorov–Smirnov).
    pub distance: f64,
    /// p of that distance; small also where p-values are few-valued and so too large.
    pub distance_p: f64,
    /// Expected and found quantiles of p.
    pub quantiles: Vec<(f64, f64)>,
}

/// How well the likelihood ratio tells own pairs from swapped ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Validity {
    /// Own pairs with a ratio.
    pub same: u64,
    /// Swapped pairs with a ratio.
    pub different: u64,
    /// Area under the curve of the scores.
    pub auc: f64,
    /// Share of own pairs with LR > 1.
    pub true_above_one: f64,
    /// Share of swapped pairs with LR > 1.
    pub false_above_one: f64,
    /// Cost of the log likelihood ratio; 1 says nothing.
    pub cllr: f64,
}

/// The whole result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoincidenceReport {
    /// What was tested in the place of payments.
    pub stream_a: Payments,
    /// In the place of sessions.
    pub stream_b: Sessions,
    /// Pairs tested.
    pub m: u64,
    /// Expected share of false findings.
    pub q: f64,
    /// Seed.
    pub seed: u64,
    /// Draws a test makes at most.
    pub r: u64,
    /// Lag window before a session, seconds.
    pub window_before_s: i64,
    /// After it.
    pub window_after_s: i64,
    /// Least payments and sessions of a test.
    pub n_min: (u64, u64),
    /// Pairs with payments and no call on record.
    pub without_calls: u64,
    /// Tested pairs by their identities, then those with too little data.
    pub tests: Vec<PairTest>,
    /// The method's own test.
    pub calibration: Vec<Calibration>,
    /// Of the likelihood ratio.
    pub validity: Option<Validity>,
}

/// The largest p among the pairs that are shown; 0 where none is.
pub(super) fn largest_shown(tests: &[PairTest]) -> f64 {
    let shown = tests.iter().filter(|test| test.rejected_bh);
    shown.filter_map(|test| test.p).fold(0.0, f64::max)
}
