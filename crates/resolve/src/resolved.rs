//! The engine from rows to clusters: block, compare, estimate, weigh, link.

use serde::Serialize;

use crate::blocks::Blocks;
use crate::clusters::{Clusters, Conflict, Dates, Decided, Verdict};
use crate::columns::Records;
use crate::compare::Comparer;
use crate::model::{MATCHES_MIN, Model, Origin, probability};
use crate::pass::pass;
use crate::recall::Recall;
use crate::ties::Drawn;
use crate::weights::{Scorer, Waterfall};

/// What a person fixed before looking.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Seed of the random pairs.
    pub seed: u64,
    /// Probability from which a pair is listed as a link.
    pub listed: f64,
    /// Probability from which a link joins.
    pub joins: f64,
    /// Whether weights are estimated from the rows where that can be done, or are the defaults.
    pub weights: Origin,
    /// What two birth dates mean.
    pub dates: Dates,
    /// What people decided.
    pub decided: Vec<Decided>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 7,
            listed: 0.01,
            joins: 0.5,
            weights: Origin::Estimated,
            dates: Dates::Weigh,
            decided: Vec::new(),
        }
    }
}

/// Two rows that may speak of one party.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Link {
    /// The one row.
    pub a: u32,
    /// The other, of a higher number.
    pub b: u32,
    /// Log-odds in bits.
    pub bits: f64,
    /// The probability under the model.
    pub probability: f64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resolved {
    /// The model.
    pub model: Model,
    /// Links from the listed probability on, the strongest first.
    pub links: Vec<Link>,
    /// The cluster of each row, by its lowest row.
    pub clusters: Vec<u32>,
    /// Strong links that were not followed.
    pub conflicts: Vec<Conflict>,
    /// What the blocks probably missed.
    pub recall: Recall,
    /// Pairs compared.
    pub compared: u64,
    /// Pairs that there are.
    pub pairs: u64,
}

impl Resolved {
    /// Resolves rows. Same rows, settings: same answer, whatever the order or threads.
    pub fn of(records: &Records, settings: &Settings) -> Self {
        let blocks = Blocks::of(records);
        let first = Model::first(records, settings.seed);
        let passed = pass(records, &blocks, &first);
        let drawn = Drawn::of(records, &first, settings.seed);
        let estimated = first.estimated(&passed.counts, &drawn, records.pairs());
        let enough = settings.weights == Origin::Estimated && estimated.matches >= MATCHES_MIN;
        let model = if enough { estimated } else { Model::default_of(records) };
        let scorer = Scorer::new(records, &model);
        let mut links = Vec::new();
        let mut found = Vec::with_capacity(passed.kept.len());
        for pair in &passed.kept {
            let bits = scorer.odds(pair.a, pair.pattern);
            let probability = probability(bits);
            found.push((probability, pair.found_by));
            if probability >= settings.listed {
                links.push(Link { a: pair.a, b: pair.b, bits, probability });
            }
        }
        let recall = if blocks.whole {
            Recall::whole(found.iter().map(|(probability, _)| probability).sum())
        } else {
            Recall::of(found.into_iter())
        };
        links.sort_unstable_by(|x, y| {
            y.bits.total_cmp(&x.bits).then_with(|| (x.a, x.b).cmp(&(y.a, y.b)))
        });
        let (clusters, conflicts) = clustered(&scorer, &links, settings);
        let (compared, pairs) = (passed.compared, records.pairs());
        Self { model, links, clusters, conflicts, recall, compared, pairs }
    }

    /// Why two rows are linked, or are not.
    pub fn waterfall(&self, records: &Records, a: u32, b: u32) -> Waterfall {
        let scorer = Scorer::new(records, &self.model);
        scorer.waterfall(a, b, Comparer::new(records).pattern(a, b))
    }

    /// The same of many pairs.
    pub fn explain(
        &self,
        records: &Records,
        pairs: impl IntoIterator<Item = (u32, u32)>,
    ) -> Vec<Waterfall> {
        let scorer = Scorer::new(records, &self.model);
        let mut comparer = Comparer::new(records);
        pairs.into_iter().map(|(a, b)| scorer.waterfall(a, b, comparer.pattern(a, b))).collect()
    }
}

fn clustered(
    scorer: &Scorer<'_>,
    links: &[Link],
    settings: &Settings,
) -> (Vec<u32>, Vec<Conflict>) {
    let mut clusters = Clusters::new(scorer, settings.dates);
    let mut decided = settings.decided.clone();
    decided.sort_unstable();
    let mut by_key: Vec<(&str, u32)> =
        scorer.records.keys.iter().map(String::as_str).zip(0u32..).collect();
    by_key.sort_unstable();
    let rows = |key: &str| {
        let from = by_key.partition_point(|(of, _)| *of < key);
        let those = by_key.iter().skip(from).take_while(|(of, _)| *of == key);
        those.map(|(_, row)| *row).collect::<Vec<u32>>()
    };
    for verdict in [Verdict::NotSame, Verdict::Same] {
        for decision in decided.iter().filter(|decision| decision.verdict == verdict) {
            for a in rows(&decision.left) {
                for b in rows(&decision.right) {
                    match verdict {
                        Verdict::NotSame => clusters.keep_apart(a, b),
                        _ => clusters.join_decided(a, b),
                    }
                }
            }
        }
    }
    for link in links.iter().filter(|link| link.probability >= settings.joins) {
        clusters.link(link.a, link.b);
    }
    let conflicts = clusters.conflicts.clone();
    (clusters.rows(), conflicts)
}
