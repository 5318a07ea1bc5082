//! Damaged and hostile volumes: no panic, an end, and what is left is told.

use crate::members::{Collected, walk};

/// A small generator, so that every run damages alike.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap()
    }
}

/// Walks damaged copies of an image: bytes changed where its structures stand, and the end cut off.
pub(crate) fn survives(code: &str, image: &[u8], rounds: u64) {
    // What is not zero is where something stands.
    let used: Vec<usize> = (0..image.len()).filter(|at| image[*at] != 0).collect();
    for round in 0..rounds {
        let mut dice = Dice::new(round.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 7);
        let mut damaged = image.to_vec();
        for _ in 0..=dice.below(24) {
            let at = used[dice.below(used.len())];
            damaged[at] = match dice.below(4) {
                0 => 0,
                1 => 0xFF,
                2 => damaged[at] ^ (1 << dice.below(8)),
                _ => u8::try_from(dice.below(256)).unwrap(),
            };
        }
        if dice.below(4) == 0 {
            damaged.truncate(dice.below(image.len()));
        }
        let _: Collected = walk(code, &damaged);
    }
}
