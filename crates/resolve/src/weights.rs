//! Weights of a pair, step by step: what each column says for or against, in bits.

use serde::Serialize;

use crate::columns::Records;
use crate::compare::{ABSENT, level_in, levels};
use crate::model::{Model, Origin, probability};
use crate::ties::Tie;

/// One step of a waterfall: a column that both rows state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The column's name.
    pub field: String,
    /// What the one row states.
    pub left: String,
    /// What the other states.
    pub right: String,
    /// The level of agreement, as a word.
    pub level: &'static str,
    /// Its weight in bits: log2(m / u); for an equal value with the share of that very value as u.
    pub bits: f64,
    /// The share of rows that state an equal value; `None` where they are not equal.
    pub share: Option<f64>,
}

/// From the prior to the probability of a pair, step by step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waterfall {
    /// Log-odds in bits before anything is compared.
    pub prior_bits: f64,
    /// The columns that both rows state, in the order of the schema.
    pub steps: Vec<Step>,
    /// Log-odds in bits after all.
    pub bits: f64,
    /// The probability that both rows speak of one party, under the model.
    pub probability: f64,
}

/// Weighs pairs under a model.
#[derive(Debug)]
pub(crate) struct Scorer<'a> {
    pub(crate) records: &'a Records,
    pub(crate) prior_bits: f64,
    /// Bits of each level, by column.
    levels: Vec<[f32; 16]>,
    /// Bits of each value where it is equal, by column.
    equal: Vec<Vec<f32>>,
    ties: Vec<Tie>,
}

#[expect(clippy::cast_possible_truncation, reason = "weights are of a few dozen bits")]
impl<'a> Scorer<'a> {
    pub(crate) fn new(records: &'a Records, model: &Model) -> Self {
        let prior_bits = (model.prior / (1.0 - model.prior)).log2();
        let columns = model.fields.iter().zip(&records.columns);
        let equal = columns.clone().map(|(weights, column)| {
            // Of a few rows, what share states a value says nothing of how common it is.
            if model.origin == Origin::Default {
                return vec![weights.bits(0) as f32; column.values.len()];
            }
            let m = weights.m.first().copied().unwrap_or(1.0);
            let share = |value: u32| column.share(value).max(1.0 / (column.stated.max(1) as f64));
            let count = u32::try_from(column.values.len()).unwrap_or(u32::MAX);
            (0..count).map(|value| (m / share(value)).log2() as f32).collect()
        });
        let levels = columns.clone().map(|(weights, _)| {
            let mut bits = [0f32; 16];
            for (level, bits) in (0u8..).zip(bits.iter_mut().take(weights.m.len())) {
                *bits = weights.bits(level) as f32;
            }
            bits
        });
        let (equal, levels) = (equal.collect(), levels.collect());
        Self { records, prior_bits, levels, equal, ties: model.ties.clone() }
    }

    /// Bits of one column of a pair.
    #[inline]
    pub(crate) fn field(&self, at: usize, value: u32, level: u8) -> f32 {
        if level == 0 {
            let of_value = self.equal.get(at).and_then(|equal| equal.get(value as usize));
            return of_value.copied().unwrap_or(0.0);
        }
        self.levels.get(at).and_then(|bits| bits.get(usize::from(level))).copied().unwrap_or(0.0)
    }

    /// Bits of each column of a pair, `None` where a row does not state it.
    pub(crate) fn fields(&self, a: u32, pattern: u64) -> impl Iterator<Item = Option<f32>> + '_ {
        self.records.row(a).iter().enumerate().map(move |(at, cell)| {
            let level = level_in(pattern, at);
            let ties = self.ties.iter().filter(move |tie| tie.tied == at);
            let tied: f64 = ties.map(|tie| tie.taken_off(pattern)).sum();
            (level != ABSENT).then(|| self.field(at, cell.value, level) - tied as f32)
        })
    }

    /// Log-odds of a pair in bits, values counted.
    pub(crate) fn odds(&self, a: u32, pattern: u64) -> f64 {
        let sum: f32 = self.fields(a, pattern).flatten().sum();
        f64::from(sum) + self.prior_bits
    }

    /// The waterfall of any pair of rows.
    pub(crate) fn waterfall(&self, a: u32, b: u32, pattern: u64) -> Waterfall {
        let fields = self.records.schema.fields().iter().enumerate();
        let steps: Vec<Step> = fields
            .zip(self.fields(a, pattern))
            .filter_map(|((at, field), bits)| {
                let level = level_in(pattern, at);
                let cell = self.records.row(a).get(at).filter(|_| level != ABSENT)?;
                let share = self.records.columns.get(at).map(|column| column.share(cell.value));
                Some(Step {
                    field: field.name.clone(),
                    left: self.records.stated(a, at).to_owned(),
                    right: self.records.stated(b, at).to_owned(),
                    level: levels(field.kind).get(usize::from(level)).copied().unwrap_or(""),
                    bits: f64::from(bits?),
                    share: share.filter(|_| level == 0),
                })
            })
            .collect();
        let bits = self.prior_bits + steps.iter().map(|step| step.bits).sum::<f64>();
        Waterfall { prior_bits: self.prior_bits, steps, bits, probability: probability(bits) }
    }
}
