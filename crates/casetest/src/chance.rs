//! Seeded chance: the same seed gives the same case on every machine.

use rand::{Rng, RngExt as _, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Random numbers of one stream of a case.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream `name` of the case with this seed; streams do not disturb each other, so that a
    /// new source leaves the others as they were.
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        let mut key = [0u8; 32];
        for (slot, byte) in key.iter_mut().zip(seed.to_le_bytes().into_iter().chain(name.bytes())) {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number in 0..1.
    pub(crate) fn share(&mut self) -> f64 {
        self.0.random()
    }

    /// Whether something of this probability happens.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high)
    }

    /// One of several words; none where there are none.
    pub(crate) fn pick(&mut self, words: &[&'static str]) -> &'static str {
        let at = self.0.next_u64().checked_rem(words.len() as u64);
        let at = at.and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| words.get(at)).copied().unwrap_or_default()
    }

    /// A standard normal number (Box and Muller, 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.share()).cos()
    }
}
