//! Scores the engine on public sets with known truth, and prints what the peers' bench prints.
//!
//! `linkage_bench DATASET FILE [FILE]`: fake1000, febrl (one file, or two that are linked), hist50k,
//! persons, restaurants (two files and the pairs that are true). One JSON object a line on standard output.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]
#![expect(clippy::indexing_slicing, reason = "by rows that were counted, and keys that were set")]

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::time::Instant;

use resolve::{Kind, Link, Records, Resolved, Rows, Schema, Settings};
use serde_json::{Value, json};
use tutela_resolve as resolve;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [dataset, files @ ..] = args.as_slice() else {
        return Err("give a data set and its files".into());
    };
    let columns = columns(dataset)?;
    let set = Set::read(dataset, files, &columns)?;
    let started = Instant::now();
    let records = set.rows.records();
    let resolved = Resolved::of(&records, &Settings::default());
    let wall_s = started.elapsed().as_secs_f64();
    let truth = Truth::of(&records, &set.parties, set.linked);
    let data = named(dataset, files);
    for (measure, score) in truth.scores(&resolved) {
        let of = |part: &str| score[part].clone();
        let (value, low, high) = (of("f1"), of("low"), of("high"));
        let mut line = json!({"question": "ANA-009", "data": data, "measure": measure});
        for (name, value) in [("value", value), ("low", low), ("high", high)] {
            line[name] = value;
        }
        println!("{line}");
    }
    let line = json!({
        "kernel": "K4", "case": dataset, "peer": "tutela", "wall_s": [wall_s], "cpu_s": [cpu_s()],
        "rss_mb": peak_mb(), "rows": records.len(), "compared": resolved.compared,
        "recall": resolved.recall, "rounds": resolved.model.rounds, "prior": resolved.model.prior,
        "value": truth.value(&resolved),
    });
    println!("{line}");
    for (field, weights) in records.schema().fields().iter().zip(&resolved.model.fields) {
        println!(
            "{}",
            json!({"kernel": "K4", "case": dataset, "field": field.name, "weights": weights})
        );
    }
    Ok(())
}

/// The set with the names of its files: two sets may be of one kind.
fn named(dataset: &str, files: &[String]) -> String {
    let names = files.iter().filter_map(|file| file.rsplit('/').next());
    format!("{dataset} ({})", names.collect::<Vec<_>>().join(", "))
}

type Columns = Vec<(&'static str, Kind)>;

fn columns(dataset: &str) -> Result<Columns, String> {
    Ok(match dataset {
        "fake1000" => vec![
            ("first_name", Kind::Given),
            ("surname", Kind::Family),
            ("dob", Kind::BirthDate),
            ("city", Kind::Place),
            ("email", Kind::Email),
        ],
        "persons" => vec![
            ("first_name", Kind::Given),
            ("surname", Kind::Family),
            ("dob", Kind::BirthDate),
            ("phone", Kind::Phone),
            ("email", Kind::Email),
            ("city", Kind::Place),
        ],
        "hist50k" => vec![
            ("first_name", Kind::Given),
            ("surname", Kind::Family),
            ("dob", Kind::BirthDate),
            ("birth_place", Kind::Place),
            ("postcode_fake", Kind::Postcode),
            ("occupation", Kind::Text),
        ],
        "hist50kname" => vec![
            ("full_name", Kind::Name),
            ("dob", Kind::BirthDate),
            ("birth_place", Kind::Place),
            ("postcode_fake", Kind::Postcode),
            ("occupation", Kind::Text),
        ],
        "restaurants" => {
            vec![("name", Kind::Name), ("phone_number", Kind::Phone), ("street", Kind::Address)]
        }
        _ if dataset.starts_with("febrl") => vec![
            ("given_name", Kind::Given),
            ("surname", Kind::Family),
            ("street_number", Kind::Exact),
            ("address_1", Kind::Address),
            ("address_2", Kind::Address),
            ("suburb", Kind::Place),
            ("postcode", Kind::Postcode),
            ("state", Kind::Exact),
            ("date_of_birth", Kind::BirthDate),
            ("soc_sec_id", Kind::Document),
        ],
        other => return Err(format!("no data set is called `{other}`")),
    })
}

/// Rows with the party each of them speaks of.
struct Set {
    rows: Rows,
    parties: HashMap<String, String>,
    linked: bool,
}

impl Set {
    fn read(dataset: &str, files: &[String], columns: &Columns) -> Result<Self, Box<dyn Error>> {
        let mut rows = Rows::new(Schema::new(columns.iter().copied()));
        let mut parties = HashMap::new();
        let restaurants = dataset == "restaurants";
        let data = if restaurants { files.get(..2).unwrap_or_default() } else { files };
        let linked = data.len() > 1;
        for (side, file) in (0u8..).zip(data) {
            let mark = if restaurants { b'|' } else { b',' };
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(mark)
                .trim(csv::Trim::All)
                .flexible(true)
                .from_path(file)?;
            let heads = reader.headers()?.clone();
            let at = |name: &str| {
                let named = |head: &str| head == name || head.rsplit('#').next() == Some(name);
                heads.iter().position(named)
            };
            let wanted: Vec<Option<usize>> = columns.iter().map(|(name, _)| at(name)).collect();
            for row in reader.records() {
                let row = row?;
                let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or("");
                let id = cell(at("unique_id").or_else(|| at("rec_id")).or_else(|| at("id")));
                let key = format!("{side}:{id}");
                let party = match at("cluster") {
                    Some(at) => cell(Some(at)).to_owned(),
                    None => id.split('-').take(2).collect::<Vec<_>>().join("-"),
                };
                let party = if restaurants { key.clone() } else { party };
                parties.insert(key.clone(), party);
                rows.add_on_side(&key, side, wanted.iter().map(|at| cell(*at)));
            }
        }
        if let Some(file) = files.get(2) {
            for line in std::fs::read_to_string(file)?.lines().skip(1) {
                if let Some((left, right)) = line.trim().split_once('|') {
                    parties.insert(format!("1:{right}"), format!("0:{left}"));
                }
            }
        }
        Ok(Self { rows, parties, linked })
    }
}

/// Which rows are one party, by number.
struct Truth {
    party: Vec<u32>,
    sides: Vec<bool>,
    pairs: u64,
    linked: bool,
}

impl Truth {
    fn of(records: &Records, parties: &HashMap<String, String>, linked: bool) -> Self {
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

    fn at(&self, links: &[Link], from: f64) -> Value {
        let taken: Vec<&Link> = links.iter().filter(|link| link.probability >= from).collect();
        let hits = taken.iter().filter(|link| self.same(link)).count();
        prf(hits as u64, taken.len() as u64, self.pairs)
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

    fn scores(&self, resolved: &Resolved) -> Vec<(&'static str, Value)> {
        vec![
            ("pairwise F1 at 0.5", self.at(&resolved.links, 0.5)),
            ("best pairwise F1", self.best(&resolved.links)),
            ("cluster F1", self.cluster(&resolved.clusters)),
        ]
    }

    fn value(&self, resolved: &Resolved) -> Value {
        let listed = resolved.links.iter().filter(|l| self.same(l)).count();
        let pairs = resolved.links.iter().map(|link| (link.probability, self.same(link)));
        json!({
            "true_pairs": self.pairs, "candidates": resolved.links.len(),
            "listed_recall": listed as f64 / self.pairs as f64,
            "at": self.at(&resolved.links, 0.5), "at95": self.at(&resolved.links, 0.95),
            "best": self.best(&resolved.links),
            "cluster": self.cluster(&resolved.clusters), "conflicts": resolved.conflicts.len(),
            "reliability": resolve::reliability(pairs, 10),
        })
    }
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
    let either = ((n + pairs - hits).max(1)) as f64;
    let share = hits as f64 / either;
    let z2 = 1.96f64.powi(2);
    let middle = (share + z2 / (2.0 * either)) / (1.0 + z2 / either);
    let spread = (share * (1.0 - share) / either + z2 / (4.0 * either * either)).sqrt();
    let spread = 1.96 * spread / (1.0 + z2 / either);
    let of = |share: f64| 2.0 * share / (1.0 + share);
    let round = |x: f64| (x * 1e4).round() / 1e4;
    let (low, high) = (round(of(middle - spread)), round(of((middle + spread).min(1.0))));
    json!({"p": round(p), "r": round(r), "f1": round(f1), "low": low, "high": high})
}

fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
    kb.unwrap_or(0) / 1024
}
