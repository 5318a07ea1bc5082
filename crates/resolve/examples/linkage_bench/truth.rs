//! What is true of a set, and how well it was found: pairs, clusters, probabilities, blocks.

use std::collections::{BTreeMap, HashMap};

use resolve::{Link, Recall, Records, Resolved};
use serde_json::{Value, json};
use tutela_resolve as resolve;

/// Which rows are one party, by number.
pub(crate) struct Truth {
    party: Vec<u32>,
    sides: Vec<bool>,
    pub(crate) pairs: u64,
    linked: bool,
}

impl Truth {
    pub(crate) fn of(records: &Records, parties: &HashMap<String, String>, linked: bool) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let rows = 0..u32::try_from(records.len()).unwrap_or(u32::MAX);
        let mut party = Vec::new();
        let mut sides = Vec::new();
        for row in rows {
            let of = parties.get(records.key(row)).map_or("", String::as_str);
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            party.push(*numbers.entry(of).or_insert(next));
            sides.push(records.key(row).starts_with("1:"));
        }
        let pairs = together(&party, &sides, linked, |row| party[row]).0;
        Self { party, sides, pairs, linked }
    }

    fn same(&self, link: &Link) -> bool {
        self.party[link.a as usize] == self.party[link.b as usize]
    }

    /// Links from a probability on: hits, and all.
    fn taken(&self, links: &[Link], from: f64) -> (u64, u64) {
        let taken: Vec<&Link> = links.iter().filter(|link| link.probability >= from).collect();
        let hits = taken.iter().filter(|link| self.same(link)).count();
        (hits as u64, taken.len() as u64)
    }

    fn best(&self, links: &[Link]) -> Value {
        let (mut hits, mut best, mut found) = (0u64, 0.0, (0u64, 0u64, 0.0));
        for (n, link) in (1u64..).zip(links) {
            hits += u64::from(self.same(link));
            let next = links.get(usize::try_from(n).unwrap_or(0));
            let edge = next.is_none_or(|next| next.bits < link.bits);
            let f1 = 2.0 * hits as f64 / (n + self.pairs) as f64;
            if edge && f1 > best {
                (best, found) = (f1, (hits, n, link.probability));
            }
        }
        let mut value = prf(found.0, found.1, self.pairs);
        value["t"] = json!(found.2);
        value
    }

    fn cluster(&self, clusters: &[u32]) -> Value {
        let (n, hits) = together(clusters, &self.sides, self.linked, |row| self.party[row]);
        prf(hits, n, self.pairs)
    }

    /// The true pairs, each once.
    fn true_pairs(&self) -> Vec<(u32, u32)> {
        let mut rows: Vec<(u32, u32)> = self.party.iter().copied().zip(0..).collect();
        rows.sort_unstable();
        let parties = rows.chunk_by(|a, b| a.0 == b.0);
        let pairs = parties.flat_map(|rows| {
            let each = rows.iter().enumerate();
            each.flat_map(|(at, (_, a))| rows.iter().skip(at + 1).map(move |(_, b)| (*a, *b)))
        });
        pairs
            .filter(|(a, b)| !self.linked || self.sides[*a as usize] != self.sides[*b as usize])
            .collect()
    }

    /// The measures of a question: each with value and interval of 95 %.
    pub(crate) fn scores(&self, records: &Records, resolved: &Resolved) -> Vec<(String, Value)> {
        let (hits, taken) = self.taken(&resolved.links, 0.5);
        // A link that a stronger one contradicts is told as a conflict, and joins nobody.
        let stands = |link: &&Link| {
            let cluster = |row: u32| resolved.clusters.get(row as usize);
            cluster(link.a) == cluster(link.b)
        };
        let standing: Vec<Link> = resolved.links.iter().filter(stands).copied().collect();
        let (hits_standing, standing) = self.taken(&standing, 0.5);
        let f1 = |score: &Value| json!({"value": score["f1"], "low": score["low"], "high": score["high"]});
        let scores = [
            ("pairwise F1 at 0.5", f1(&prf(hits, taken, self.pairs))),
            (
                "pairwise F1 at 0.5, without conflicts",
                f1(&prf(hits_standing, standing, self.pairs)),
            ),
            ("best pairwise F1", f1(&self.best(&resolved.links))),
            ("cluster F1", f1(&self.cluster(&resolved.clusters))),
            ("precision at 0.5", share(hits, taken)),
            ("recall at 0.5", share(hits, self.pairs)),
            ("recall of blocks, measured", {
                share(Recall::measured(records, self.true_pairs()), self.pairs)
            }),
        ];
        let mut scores: Vec<(String, Value)> =
            scores.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        scores.extend(self.base_rates((hits, taken)));
        scores.extend(self.reliability(resolved).map(|bin| {
            let name = format!("share right of pairs stated at {:.4} on average", bin.stated);
            (name, json!({"value": bin.met, "low": bin.low, "high": bin.high}))
        }));
        let recall = &resolved.recall;
        if !recall.every {
            let (value, low, high) = (recall.recall, recall.low, recall.high);
            let estimated = json!({"value": value, "low": low, "high": high});
            scores.push(("recall of blocks, estimated without labels".to_owned(), estimated));
        }
        scores
    }

    /// Pairs of two parties that are told all the same, and of those told the share that is one party, where one
    /// pair in so many is: by Bayes' rule on what is found of either.
    fn base_rates(&self, (hits, taken): (u64, u64)) -> Vec<(String, Value)> {
        let others = together(&vec![0; self.party.len()], &self.sides, self.linked, |_| 0).0;
        let others = others - self.pairs;
        let wrong = taken - hits;
        let (found, alarms) = (resolve::wilson(hits, self.pairs), resolve::wilson(wrong, others));
        let of = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
        let (hit, alarm) = (of(hits, self.pairs), of(wrong, others));
        let line = |value, low, high| json!({"value": value, "low": low, "high": high});
        let mut lines =
            vec![("false alarms at 0.5, of all pairs".to_owned(), line(alarm, alarms.0, alarms.1))];
        lines.extend(BASE_RATES.map(|rate| {
            let at = |hits: f64, alarms: f64| precision_at(rate, hits, alarms);
            let precision = line(at(hit, alarm), at(found.0, alarms.1), at(found.1, alarms.0));
            (format!("precision at 0.5 where one pair in {rate} is one party"), precision)
        }));
        lines
    }

    /// The reliability diagram: tenths of the stated probability.
    fn reliability(&self, resolved: &Resolved) -> impl Iterator<Item = resolve::Bin> {
        let pairs = resolved.links.iter().map(|link| (link.probability, self.same(link)));
        resolve::reliability(pairs, 10).into_iter()
    }

    /// The same for comparison with other programs, and the reliability diagram.
    pub(crate) fn value(&self, resolved: &Resolved) -> Value {
        let at = |from: f64| {
            let (hits, taken) = self.taken(&resolved.links, from);
            prf(hits, taken, self.pairs)
        };
        json!({
            "true_pairs": self.pairs, "candidates": resolved.links.len(),
            "at": at(0.5), "at95": at(0.95), "best": self.best(&resolved.links),
            "cluster": self.cluster(&resolved.clusters), "conflicts": resolved.conflicts.len(),
            "reliability": self.reliability(resolved).collect::<Vec<_>>(),
        })
    }
}

/// One pair in so many is one party.
const BASE_RATES: [u32; 3] = [100, 1_000, 100_000];

/// The share of true pairs among those told.
fn precision_at(rate: u32, hits: f64, false_alarms: f64) -> f64 {
    let (found, wrong) = (hits / f64::from(rate), false_alarms * (1.0 - 1.0 / f64::from(rate)));
    if found + wrong > 0.0 { found / (found + wrong) } else { 0.0 }
}

fn share(hits: u64, of: u64) -> Value {
    let (low, high) = resolve::wilson(hits, of);
    let round = |x: f64| (x * 1e4).round() / 1e4;
    json!({"value": round(hits as f64 / of.max(1) as f64), "low": round(low), "high": round(high)})
}

/// Pairs within clusters, and how many of them are one party too.
fn together(
    clusters: &[u32],
    sides: &[bool],
    linked: bool,
    party: impl Fn(usize) -> u32,
) -> (u64, u64) {
    let pairs = |counts: [u64; 2]| {
        let all = counts[0] + counts[1];
        if linked { counts[0] * counts[1] } else { all * all.saturating_sub(1) / 2 }
    };
    let mut of_cluster: BTreeMap<u32, [u64; 2]> = BTreeMap::new();
    let mut of_both: BTreeMap<(u32, u32), [u64; 2]> = BTreeMap::new();
    for (row, cluster) in clusters.iter().enumerate() {
        let side = usize::from(sides[row]);
        of_cluster.entry(*cluster).or_default()[side] += 1;
        of_both.entry((*cluster, party(row))).or_default()[side] += 1;
    }
    (of_cluster.into_values().map(pairs).sum(), of_both.into_values().map(pairs).sum())
}

/// Precision, recall, F1, and the interval of F1: Wilson's of the share of pairs that both hold, among
/// those that either holds.
fn prf(hits: u64, n: u64, pairs: u64) -> Value {
    let (p, r) = (hits as f64 / n.max(1) as f64, hits as f64 / pairs.max(1) as f64);
    let f1 = 2.0 * p * r / (p + r).max(1e-9);
    let (low, high) = resolve::wilson(hits, (n + pairs - hits).max(1));
    let of = |share: f64| 2.0 * share / (1.0 + share);
    let round = |x: f64| (x * 1e4).round() / 1e4;
    json!({"p": round(p), "r": round(r), "f1": round(f1), "low": round(of(low)), "high": round(of(high))})
}
