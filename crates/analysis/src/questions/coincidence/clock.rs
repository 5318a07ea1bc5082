//! A clock on trial: what the test would say of a pair, were one of the two clocks wrong by an hour.

use serde::Serialize;

use super::placement::Scene;
use super::reading::{Fineness, Happening};
use super::trial::{self, Plan};

/// By how much a clock is taken to be wrong, seconds: the usual fault of a zone.
pub const TRIAL_S: i64 = 3_600;

/// The test of a pair again, with one clock wrong.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClockTrial {
    /// By how much, seconds.
    pub trial_s: i64,
    /// p with the payments so much earlier.
    pub p_earlier: f64,
    /// p with the payments so much later.
    pub p_later: f64,
}

impl ClockTrial {
    /// Tries both directions; `None` where a scene cannot be tested.
    pub(super) fn of(scene: Scene<'_>, plan: Plan) -> Option<Self> {
        let by_us = TRIAL_S * 1_000_000;
        let p = |by_us| {
            Some(trial::run(Scene { payments: &moved(scene, by_us), ..scene }, plan).ok()?.p)
        };
        Some(Self { trial_s: TRIAL_S, p_earlier: p(-by_us)?, p_later: p(by_us)? })
    }

    /// In how many of the two directions p is at most this.
    pub(super) fn at_most(self, p: f64) -> u64 {
        u64::from(self.p_earlier <= p) + u64::from(self.p_later <= p)
    }
}

/// Draws that tell whether a pair would still be shown where `largest` is the largest p that is: at least those
/// of which the least p is half of it, and no more than R.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number that saturates, and R bounds it"
)]
pub(super) fn draws(largest: f64, r: u64) -> u64 {
    let needed = (2.0 / largest.max(f64::MIN_POSITIVE)).ceil() as u64;
    needed.max(trial::DRAWS_MIN).min(r)
}

/// The payments with their clock wrong; a day has no clock, and what leaves the window is not counted.
fn moved(scene: Scene<'_>, by_us: i64) -> Vec<Happening> {
    let shift = |paid: &Happening| match paid.fineness() {
        Fineness::Day => *paid,
        _ => paid.moved_to(paid.middle_us() + by_us),
    };
    let inside = |paid: &Happening| scene.window.contains(paid.middle_us());
    let mut moved: Vec<Happening> = scene.payments.iter().map(shift).filter(inside).collect();
    moved.sort_unstable();
    moved
}
