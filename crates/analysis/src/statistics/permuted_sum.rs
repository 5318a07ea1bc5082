//! A sum over days whose labels are exchanged at random within strata: its exact mean and
//! variance, its draws, and all of its values where they can be counted.
//!
//! Row `d` of a block holds what the events of day `d` would add to the sum if they fell on each
//! day of the block's stratum. A permutation gives every occupied day another day of its stratum;
//! the sum is what a test compares. Up to three readings travel in one 64-bit word, so that one
//! addition serves them all.
//!
//! Sources: Hoeffding, "A combinatorial central limit theorem", Annals of Mathematical Statistics
//! 22, 1951, for mean and variance; Fisher & Yates for the draw; Lemire, ACM TOMACS 29, 2019, for
//! unbiased bounded numbers.

use rand_chacha::ChaCha8Core;
use rand_chacha::rand_core::SeedableRng;
use rand_chacha::rand_core::block::Generator;

use super::binomial::float;

/// Readings that travel together in one word.
pub const READINGS_MAX: usize = 3;
/// Bits of a word that one reading takes.
const FIELD_BITS: u32 = 21;
/// Sums stay below this, so that a carry never leaves its field.
pub const FIELD_MAX: u64 = 1 << (FIELD_BITS - 1);
/// The top bit of each field: set once a sum has reached its threshold.
const REACHED: u64 = FIELD_MAX | FIELD_MAX << FIELD_BITS | FIELD_MAX << (2 * FIELD_BITS);

/// Up to three small sums in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Packed(u64);

impl Packed {
    /// `units` in the field of one reading, nothing in the others.
    pub fn one(reading: usize, units: u64) -> Self {
        Self(units.min(FIELD_MAX - 1) << shift(reading))
    }

    /// The units of one reading.
    pub fn get(self, reading: usize) -> u64 {
        self.0 >> shift(reading) & (FIELD_MAX * 2 - 1)
    }

    /// Both together; the caller keeps every field below [`FIELD_MAX`].
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

fn shift(reading: usize) -> u32 {
    FIELD_BITS * u32::try_from(reading.min(READINGS_MAX - 1)).unwrap_or(0)
}

/// The least sum of each reading that counts as "at least as large as observed".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Thresholds(u64);

impl Thresholds {
    /// Thresholds from the least sum of each reading; `None` for one that can never be reached.
    pub fn new(least: [Option<u64>; READINGS_MAX]) -> Self {
        let mut word = 0;
        for (reading, least) in least.into_iter().enumerate() {
            if let Some(least) = least.filter(|least| *least < FIELD_MAX) {
                word |= (FIELD_MAX - least) << shift(reading);
            }
        }
        Self(word)
    }

    /// Whether any reading has reached its threshold.
    pub fn any(self, sum: Packed) -> bool {
        (sum.0 + self.0) & REACHED != 0
    }

    /// Whether this reading has reached its threshold.
    pub fn reached(self, sum: Packed, reading: usize) -> bool {
        (sum.0 + self.0) & (FIELD_MAX << shift(reading)) != 0
    }
}

/// The days of one stratum, and what each occupied one would add on each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// Days of the stratum.
    days: usize,
    /// Row by row: what the events of an occupied day add on each day.
    cells: Vec<Packed>,
    /// For each row, the place of its own day.
    home: Vec<usize>,
}

impl Block {
    /// A stratum of `days` days without events.
    pub fn new(days: usize) -> Self {
        Self { days, ..Self::default() }
    }

    /// Adds an occupied day: its own place, and what it adds on each day (`days` cells).
    pub fn push(&mut self, home: usize, row: &[Packed]) {
        debug_assert!(row.len() == self.days && home < self.days);
        self.cells.extend_from_slice(row);
        self.home.push(home);
    }

    /// Row by row: what an occupied day adds on each day, and its own place.
    pub fn rows(&self) -> impl Iterator<Item = (&[Packed], usize)> {
        self.cells.chunks_exact(self.days.max(1)).zip(self.home.iter().copied())
    }

    /// `days · (days − 1) · …`, one factor a row.
    fn arrangements(&self) -> Option<u64> {
        let mut left = self.days as u64;
        let mut product = 1_u64;
        for _ in &self.home {
            product = product.checked_mul(left)?;
            left = left.saturating_sub(1);
        }
        Some(product)
    }

    /// Mean and variance over all permutations of the stratum's days.
    fn moments(&self, reading: usize) -> Moments {
        let n = float(self.days as u64);
        let mut columns = vec![0_u64; self.days];
        let (mut total, mut squares, mut row_squares) = (0_u64, 0.0, 0.0);
        for (row, _) in self.rows() {
            let mut sum = 0;
            for (cell, column) in row.iter().zip(&mut columns) {
                let units = cell.get(reading);
                sum += units;
                *column += units;
                squares += float(units).powi(2);
            }
            total += sum;
            row_squares += float(sum).powi(2);
        }
        let column_squares: f64 = columns.iter().map(|sum| float(*sum).powi(2)).sum();
        let centred = squares - (row_squares + column_squares) / n + (float(total) / n).powi(2);
        let variance = if self.days > 1 { centred.max(0.0) / (n - 1.0) } else { 0.0 };
        Moments { mean: float(total) / n.max(1.0), variance }
    }
}

/// Mean and variance of one reading over all permutations.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// Mean.
    pub mean: f64,
    /// Variance.
    pub variance: f64,
}

/// A sum over days, ready to be permuted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// One block a stratum.
    pub blocks: Vec<Block>,
    /// What stays where it is.
    pub fixed: Packed,
}

impl Table {
    /// The sum with every day in its own place.
    pub fn observed(&self) -> Packed {
        let mut sum = self.fixed;
        for block in &self.blocks {
            for (row, home) in block.rows() {
                sum = sum.plus(row.get(home).copied().unwrap_or_default());
            }
        }
        sum
    }

    /// In how many ways the occupied days can be laid, all counted; `None` beyond 64 bits.
    pub fn arrangements(&self) -> Option<u64> {
        self.blocks.iter().try_fold(1_u64, |all, block| all.checked_mul(block.arrangements()?))
    }

    /// Exact mean and variance of one reading.
    pub fn moments(&self, reading: usize) -> Moments {
        let mut out = Moments { mean: float(self.fixed.get(reading)), variance: 0.0 };
        for block in &self.blocks {
            let part = block.moments(reading);
            out.mean += part.mean;
            out.variance += part.variance;
        }
        out
    }

    /// Every arrangement once: calls `visit` with each sum and the number of arrangements that
    /// give it. Only for tables whose [`Table::arrangements`] is small.
    pub fn enumerate(&self, mut visit: impl FnMut(Packed, u64)) {
        let mut sums = std::collections::BTreeMap::from([(self.fixed, 1_u64)]);
        for block in &self.blocks {
            let mut own = std::collections::BTreeMap::new();
            let mut taken = vec![false; block.days];
            lay(block, 0, Packed::default(), &mut taken, &mut own);
            let mut next = std::collections::BTreeMap::new();
            for (sum, times) in &sums {
                for (more, ways) in &own {
                    *next.entry(sum.plus(*more)).or_insert(0) += times * ways;
                }
            }
            sums = next;
        }
        for (sum, times) in sums {
            visit(sum, times);
        }
    }
}

/// Lays row `row` and all after it on every free day.
fn lay(
    block: &Block,
    row: usize,
    sum: Packed,
    taken: &mut [bool],
    out: &mut std::collections::BTreeMap<Packed, u64>,
) {
    let Some((cells, _)) = block.rows().nth(row) else {
        *out.entry(sum).or_insert(0) += 1;
        return;
    };
    for (day, cell) in cells.iter().enumerate() {
        if taken.get(day) == Some(&false) {
            set(taken, day, true);
            lay(block, row + 1, sum.plus(*cell), taken, out);
            set(taken, day, false);
        }
    }
}

fn set(taken: &mut [bool], day: usize, value: bool) {
    if let Some(slot) = taken.get_mut(day) {
        *slot = value;
    }
}

/// Random numbers of one pair: the same for the same seed and stream, whatever else runs.
///
/// ChaCha with 8 rounds; the key is seed, stream and a name, so that no two streams meet.
#[derive(Clone)]
pub struct Dice {
    core: ChaCha8Core,
    words: [u32; WORDS],
    next: usize,
}

/// Words the cipher gives at a time.
const WORDS: usize = 64;

/// The rest of every key.
const NAME: &[u8; 16] = b"tutela/days/0001";

impl Dice {
    /// The numbers of one stream of a seed.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        let parts = seed.to_le_bytes().into_iter().chain(stream.to_le_bytes()).chain(*NAME);
        for (slot, byte) in key.iter_mut().zip(parts) {
            *slot = byte;
        }
        Self { core: ChaCha8Core::from_seed(key), words: [0; WORDS], next: WORDS }
    }

    /// The words that stand ready, at least one.
    #[inline]
    fn ready(&mut self) -> &[u32] {
        if self.next == WORDS {
            self.core.generate(&mut self.words);
            self.next = 0;
        }
        self.words.get(self.next..).unwrap_or_default()
    }

    /// The next word.
    #[inline]
    fn word(&mut self) -> u32 {
        let word = self.ready().first().copied().unwrap_or_default();
        self.next += 1;
        word
    }

    /// A number from 0 to `bound − 1`, each equally likely; 0 for a bound of 0.
    #[inline]
    pub fn below(&mut self, bound: u32) -> u32 {
        let word = self.word();
        scaled(word, bound).unwrap_or_else(|| self.redraw(word, bound))
    }

    /// Draws again while the number falls into the part that would make some numbers likelier.
    #[cold]
    fn redraw(&mut self, word: u32, bound: u32) -> u32 {
        let least = u64::from(bound.wrapping_neg() % bound);
        let mut product = u64::from(word) * u64::from(bound);
        while product % (1 << 32) < least {
            product = u64::from(self.word()) * u64::from(bound);
        }
        high(product)
    }
}

/// A word scaled below a bound; `None` where it may be one that must be drawn again.
#[inline]
fn scaled(word: u32, bound: u32) -> Option<u32> {
    let product = u64::from(word) * u64::from(bound);
    (product % (1 << 32) >= u64::from(bound)).then_some(high(product))
}

/// The high half of a product.
#[inline]
fn high(product: u64) -> u32 {
    (product >> 32) as u32
}

/// Draws of a table: each a fresh, even permutation of the days within every stratum.
///
/// Rows and days of all blocks lie one after the other, so that one loop draws them all.
pub struct Draws<'a> {
    table: &'a Table,
    rows: Vec<Row>,
    cells: Vec<u64>,
    /// The days of each block, in the order of the last draw.
    order: Vec<u32>,
    dice: Dice,
}

/// An occupied day to be drawn.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// Its place in `order`; those before it in its block are taken.
    at: usize,
    /// Days of its block from there on.
    left: u32,
    /// Where its cells begin.
    cells: usize,
}

impl<'a> Draws<'a> {
    /// Draws of `table` by these dice.
    pub fn new(table: &'a Table, dice: Dice) -> Self {
        let (mut rows, mut cells, mut order) = (Vec::new(), Vec::new(), Vec::new());
        for block in &table.blocks {
            let (first, days) = (order.len(), u32::try_from(block.days).unwrap_or(u32::MAX));
            for (row, left) in (0..block.home.len()).zip((0..=days).rev()) {
                rows.push(Row { at: first + row, left, cells: cells.len() + row * block.days });
            }
            cells.extend(block.cells.iter().map(|cell| cell.0));
            order.extend(0..days);
        }
        Self { table, rows, cells, order, dice }
    }

    /// The sum under the next permutation.
    ///
    /// Only the occupied days are drawn (a partial Fisher–Yates); the order left by one draw is
    /// as good a start for the next as any.
    pub fn draw(&mut self) -> Packed {
        let Self { table, rows, cells, order, dice } = self;
        let mut sum = table.fixed.0;
        let mut rows = rows.as_slice();
        while !rows.is_empty() {
            // As many rows as there are words ready, so that the loop keeps nothing but the sum.
            let mut drawn = 0;
            let mut again = None;
            for (row, word) in rows.iter().zip(dice.ready()) {
                drawn += 1;
                let Some(below) = scaled(*word, row.left) else {
                    again = Some((row, *word));
                    break;
                };
                sum += place(cells, order, row, below);
            }
            dice.next += drawn;
            if let Some((row, word)) = again {
                sum += place(cells, order, row, dice.redraw(word, row.left));
            }
            rows = rows.get(drawn..).unwrap_or_default();
        }
        Packed(sum)
    }

    /// The places the occupied days took in the last draw: block by block, row by row.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let blocks = self.table.blocks.iter().enumerate();
        let rows = blocks.flat_map(|(at, block)| (0..block.home.len()).map(move |row| (at, row)));
        rows.zip(&self.rows).map(|((block, row), slot)| {
            (block, row, self.order.get(slot.at).map_or(0, |day| *day as usize))
        })
    }
}

/// Lays an occupied day on the free day `below` places on, and gives what it adds there.
#[expect(
    clippy::indexing_slicing,
    reason = "the inner loop of the house: `at + below` stays in the block's part of `order`, which \
              holds 0..days, and a row has as many cells"
)]
#[inline]
fn place(cells: &[u64], order: &mut [u32], row: &Row, below: u32) -> u64 {
    order.swap(row.at, row.at + below as usize);
    cells[row.cells + order[row.at] as usize]
}

#[cfg(test)]
mod tests;
