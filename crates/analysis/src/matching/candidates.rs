//! Which credits could be the other side of a debit: near in time and amount, the likeliest first.

#![expect(
    clippy::indexing_slicing,
    reason = "by numbers of debits, credits and edges counted here"
)]

use rayon::prelude::*;

use super::memo::{self, Vocabulary, Words};
use super::{Booked, Rules};

/// Candidates kept of one debit: the likeliest by a first guess that nothing was learnt for.
const KEPT_MAX: usize = 48;

/// Candidates compared for one debit; where amounts repeat more often, texts and days decide
/// nothing either.
const COMPARED_MAX: usize = 20_000;

/// Debits handed to one worker at a time.
const TASK: usize = 512;

/// Upper ends of the differences told apart, ten-thousandths of the debit; the first is equality.
pub(super) const DIFFERENCES: [i64; 23] = [
    0, 10, 25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 500, 600, 700, 800, 1_000, 1_250, 1_500,
    2_000, 3_000, 5_000, 10_000,
];

/// A debit and a credit that are compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) credit: u32,
    /// Number of its difference in [`DIFFERENCES`].
    pub(super) amount: u8,
    /// Days after the earliest day allowed.
    pub(super) days: u8,
    /// Kind of likeness of the texts.
    pub(super) memo: u8,
}

/// Candidates of every debit, and how often each comparison is seen among all pairs.
pub(super) struct Candidates {
    pub(super) edges: Vec<Edge>,
    /// First edge of each debit, and the end.
    starts: Vec<usize>,
    /// Pairs compared for each debit.
    pub(super) seen: Vec<u32>,
    /// How often an equal amount is met by chance, for each debit.
    pub(super) equal_by_chance: Vec<f64>,
    pub(super) credits: usize,
    pub(super) compared: u64,
    /// Counts over all pairs compared.
    pub(super) days_seen: Vec<u64>,
    pub(super) memos_seen: Vec<u64>,
    pub(super) difference_max: i64,
}

impl Candidates {
    pub(super) fn of(debits: &[Booked<'_>], credits: &[Booked<'_>], rules: &Rules) -> Self {
        let memos = debits.iter().chain(credits).map(|side| side.memo);
        let (vocabulary, words) = Vocabulary::of(memos);
        let (debit_words, credit_words) = words.split_at(debits.len());
        let search = Search::of(credits, rules);
        let days = search.days();
        let parts: Vec<Part> = debits
            .par_chunks(TASK)
            .zip(debit_words.par_chunks(TASK))
            .map(|(debits, words)| {
                let mut part = Part::new(days);
                for (debit, words) in debits.iter().zip(words) {
                    part.look(&search, &vocabulary, debit, words, credit_words);
                }
                part
            })
            .collect();
        let mut all = Self {
            edges: Vec::new(),
            starts: vec![0],
            seen: Vec::with_capacity(debits.len()),
            equal_by_chance: Vec::with_capacity(debits.len()),
            credits: credits.len(),
            compared: 0,
            days_seen: vec![0; days],
            memos_seen: vec![0; memo::KINDS],
            difference_max: search.rules.difference_permille * 10,
        };
        for part in parts {
            let base = all.edges.len();
            all.edges.extend(part.edges);
            all.starts.extend(part.ends.iter().map(|end| base + end));
            all.compared += part.seen.iter().map(|seen| u64::from(*seen)).sum::<u64>();
            all.seen.extend(part.seen);
            all.equal_by_chance.extend(part.equal_by_chance);
            let add = |into: &mut Vec<u64>, from: &[u64]| {
                into.iter_mut().zip(from).for_each(|(into, from)| *into += from);
            };
            add(&mut all.days_seen, &part.days_seen);
            add(&mut all.memos_seen, &part.memos_seen);
        }
        all
    }

    pub(super) fn debits(&self) -> usize {
        self.seen.len()
    }

    /// The edges of a debit.
    pub(super) fn edges_of(&self, debit: usize) -> std::ops::Range<usize> {
        self.starts[debit]..self.starts[debit + 1]
    }

    /// The debit of an edge.
    pub(super) fn debit(&self, edge: usize) -> usize {
        self.starts.partition_point(|start| *start <= edge) - 1
    }
}

/// Credits by currency, day and amount.
struct Search<'a> {
    credits: &'a [Booked<'a>],
    order: Vec<u32>,
    /// Amounts by currency, to count how often one is met.
    amounts: Vec<(model::Currency, i64)>,
    rules: Rules,
}

impl<'a> Search<'a> {
    fn of(credits: &'a [Booked<'a>], rules: &Rules) -> Self {
        let mut order: Vec<u32> = (0..u32::try_from(credits.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by_key(|credit| {
            let side = &credits[*credit as usize];
            (side.currency, side.day, side.minor, *credit)
        });
        let mut amounts: Vec<_> = credits.iter().map(|side| (side.currency, side.minor)).collect();
        amounts.sort_unstable();
        let rules = Rules {
            days_before: rules.days_before.clamp(0, 100),
            days_after: rules.days_after.clamp(0, 120),
            difference_permille: rules.difference_permille.clamp(0, 900),
        };
        Self { credits, order, amounts, rules }
    }

    fn days(&self) -> usize {
        usize::try_from(self.rules.days_before + self.rules.days_after + 1).unwrap_or(1)
    }

    /// Lowest and highest amount compared with one.
    fn band(&self, minor: i64) -> (i64, i64) {
        let away = minor.saturating_mul(self.rules.difference_permille) / 1_000;
        (minor.saturating_sub(away), minor.saturating_add(away))
    }

    /// Credits of one day within the band, by amount.
    fn on(&self, debit: &Booked<'_>, day: i64) -> &[u32] {
        let (low, high) = self.band(debit.minor);
        let key = |credit: &u32| {
            let side = &self.credits[*credit as usize];
            (side.currency, side.day, side.minor)
        };
        let from = self.order.partition_point(|c| key(c) < (debit.currency, day, low));
        let to =
            from + self.order[from..].partition_point(|c| key(c) <= (debit.currency, day, high));
        &self.order[from..to]
    }

    /// How often the amount of a debit is met by chance among credits of the band: as often as
    /// others meet it, and never less than one minor unit of the band.
    fn equal_by_chance(&self, debit: &Booked<'_>) -> f64 {
        let below =
            |minor: i64| self.amounts.partition_point(|amount| *amount < (debit.currency, minor));
        let (low, high) = self.band(debit.minor);
        let band = below(high.saturating_add(1)) - below(low);
        let same = below(debit.minor.saturating_add(1)) - below(debit.minor);
        let met = same.saturating_sub(1) as f64 / band.max(1) as f64;
        let width = (high - low + 1) as f64;
        met.max(1.0 / width).min(1.0)
    }
}

/// What one worker found.
struct Part {
    edges: Vec<Edge>,
    ends: Vec<usize>,
    seen: Vec<u32>,
    equal_by_chance: Vec<f64>,
    days_seen: Vec<u64>,
    memos_seen: Vec<u64>,
    /// Candidates of the debit at hand with their first guess, so that memory is used again.
    found: Vec<(f64, Edge)>,
}

impl Part {
    fn new(days: usize) -> Self {
        Self {
            edges: Vec::new(),
            ends: Vec::new(),
            seen: Vec::new(),
            equal_by_chance: Vec::new(),
            days_seen: vec![0; days],
            memos_seen: vec![0; memo::KINDS],
            found: Vec::new(),
        }
    }

    fn look(
        &mut self,
        search: &Search<'_>,
        vocabulary: &Vocabulary,
        debit: &Booked<'_>,
        words: &Words,
        credit_words: &[Words],
    ) {
        self.found.clear();
        let mut seen = 0usize;
        for (day, at) in (debit.day - search.rules.days_before..).zip(0..search.days()) {
            for credit in search.on(debit, day).iter().take(COMPARED_MAX - seen.min(COMPARED_MAX)) {
                seen += 1;
                let amount = difference(debit.minor, search.credits[*credit as usize].minor);
                let kind = vocabulary.kind(words, &credit_words[*credit as usize]);
                self.days_seen[at] += 1;
                self.memos_seen[kind] += 1;
                let edge = Edge {
                    credit: *credit,
                    amount: u8::try_from(amount).unwrap_or(u8::MAX),
                    days: u8::try_from(at).unwrap_or(u8::MAX),
                    memo: u8::try_from(kind).unwrap_or(u8::MAX),
                };
                self.found.push((first_guess(edge), edge));
            }
        }
        if self.found.len() > KEPT_MAX {
            let by_guess = |a: &(f64, Edge), b: &(f64, Edge)| {
                b.0.total_cmp(&a.0).then(a.1.days.cmp(&b.1.days)).then(a.1.credit.cmp(&b.1.credit))
            };
            self.found.select_nth_unstable_by(KEPT_MAX - 1, by_guess);
            self.found.truncate(KEPT_MAX);
        }
        self.found.sort_unstable_by_key(|(_, edge)| edge.credit);
        self.edges.extend(self.found.iter().map(|(_, edge)| *edge));
        self.ends.push(self.edges.len());
        self.seen.push(u32::try_from(seen).unwrap_or(u32::MAX));
        self.equal_by_chance.push(search.equal_by_chance(debit));
    }
}

/// Bits for a pair before anything is learnt.
pub(super) fn first_guess(edge: Edge) -> f64 {
    let apart = DIFFERENCES[edge.amount as usize] as f64;
    let amount = if edge.amount == 0 { 6.0 } else { -apart / 200.0 };
    amount + Vocabulary::first_guess(edge.memo as usize)
}

/// Number of the difference of two amounts.
fn difference(debit: i64, credit: i64) -> usize {
    let apart = i128::from(credit).abs_diff(i128::from(debit)).saturating_mul(10_000);
    let share = apart.div_ceil(u128::from(debit.unsigned_abs().max(1)));
    DIFFERENCES
        .partition_point(|end| u128::from(end.unsigned_abs()) < share)
        .min(DIFFERENCES.len() - 1)
}
