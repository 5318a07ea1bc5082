//! Scores the engine on sets with known truth, and prints what the peers' bench prints.
//!
//! `linkage_bench DATASET FILE [FILE]`: fake1000, febrl (one file, or two that are linked), hist50k,
//! persons, restaurants (two files and the pairs that are true; with `shown` behind them, every other
//! one is decided beforehand, as a program that learns from labels is shown). `linkage_bench made ROWS [FILE]` makes
//! persons with our own kinds of fault, and writes them for other programs where a file is given.
//! One JSON object a line on standard output.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]
#![expect(clippy::indexing_slicing, reason = "by rows that were counted, and keys that were set")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares of small counts"
)]

mod made;
mod truth;

use std::collections::HashMap;
use std::error::Error;
use std::time::Instant;

use resolve::{Decided, Kind, Resolved, Rows, Schema, Settings, Verdict};
use serde_json::json;
use truth::Truth;
use tutela_resolve as resolve;

/// Seed of the persons that are made.
const SEED: u64 = 19;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [dataset, given @ ..] = args.as_slice() else {
        return Err("give a data set and its files".into());
    };
    let columns = columns(dataset)?;
    let set = if dataset == "made" {
        let [rows, file @ ..] = given else { return Err("give a number of rows".into()) };
        let rows = made::rows(rows.parse()?, SEED);
        file.first().map_or(Ok(()), |file| made::write(&rows, file))?;
        Set::made(&rows, &columns)
    } else {
        Set::read(dataset, given, &columns)?
    };
    let (started, cpu_before_s) = (Instant::now(), cpu_s());
    let records = set.rows.records();
    let decided = set.shown.clone();
    let resolved = Resolved::of(&records, &Settings { decided, ..Settings::default() });
    let (wall_s, cpu_s) = (started.elapsed().as_secs_f64(), cpu_s() - cpu_before_s);
    let rss_mb = peak_mb();
    let truth = Truth::of(&records, &set.parties, set.linked);
    let data = named(dataset, given);
    for (measure, mut line) in truth.scores(&records, &resolved) {
        for (name, value) in [("question", "ANA-009"), ("data", &data), ("measure", &measure)] {
            line[name] = json!(value);
        }
        println!("{line}");
    }
    let line = json!({
        "kernel": "K4", "case": dataset, "peer": "tutela", "wall_s": [wall_s], "cpu_s": [cpu_s],
        "rss_mb": rss_mb, "rows": records.len(), "compared": resolved.compared,
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
        "persons" | "made" => vec![
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
    shown: Vec<Decided>,
}

impl Set {
    fn made(made: &[made::Row], columns: &Columns) -> Self {
        let mut rows = Rows::new(Schema::new(columns.iter().copied()));
        let mut parties = HashMap::new();
        for (at, row) in made.iter().enumerate() {
            rows.add(&at.to_string(), row.stated.iter().map(String::as_str));
            parties.insert(at.to_string(), row.party.to_string());
        }
        Self { rows, parties, linked: false, shown: Vec::new() }
    }

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
        let mut shown = Vec::new();
        if let Some(file) = files.get(2) {
            for (at, line) in std::fs::read_to_string(file)?.lines().skip(1).enumerate() {
                if let Some((left, right)) = line.trim().split_once('|') {
                    let (left, right) = (format!("0:{left}"), format!("1:{right}"));
                    if at % 2 == 0 && files.get(3).is_some_and(|word| word == "shown") {
                        shown.push(same(&left, &right));
                    }
                    parties.insert(right, left);
                }
            }
        }
        Ok(Self { rows, parties, linked, shown })
    }
}

/// The decision that two rows are one party.
fn same(left: &str, right: &str) -> Decided {
    let (left, right) = (left.to_owned(), right.to_owned());
    Decided { left, right, verdict: Verdict::Same, by: "D-1".to_owned() }
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
