//! Prints how the coincidence test does on data whose truth is known:
//!
//! - `copenhagen [families]` the calls and messages of the Copenhagen Networks Study (`events/copenhagen` of
//!   the real data); with a number only so many rotations of partners, in place of all pairs;
//! - `copenhagen cards` a synthetic set of cards and cars, seeds 1 to 3, and the level over twenty;
//! - `copenhagen rhythms` synthetic pairs that share a rhythm and nothing else;
//! - `copenhagen stops <folder>` a public set of card payments and car stops: `cc_data.csv`,
//!   `car-assignments.csv`, `stops.csv`;
//! - `copenhagen places <folder>` the same stops, with cards matched to cars by place (`cc_data.csv`,
//!   `stops.csv`);
//! - `copenhagen validity` the first two as measurements, one JSON object a line.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example prints its table")]

use std::path::Path;
use std::process::ExitCode;

use tutela_analysis::questions::coincidence::bench::places::Noon;
use tutela_analysis::questions::coincidence::bench::stops::{Files, Stops};
use tutela_analysis::questions::coincidence::bench::{self, Table};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words == ["validity"] {
        return validity();
    }
    let tables = match words.as_slice() {
        [] => copenhagen(None),
        ["cards"] => Some(cards()),
        ["rhythms"] => Some(rhythms()),
        ["stops", folder] => stops(Path::new(folder)),
        ["places", folder] => places(Path::new(folder)),
        [families] => families.parse().ok().and_then(|number| copenhagen(Some(number))),
        _ => None,
    };
    let Some(tables) = tables else {
        eprintln!(
            "usage: copenhagen [families | cards | rhythms | stops <folder> | places <folder>]; \
             the files must be there"
        );
        return ExitCode::FAILURE;
    };
    for table in tables {
        println!("{table}");
    }
    ExitCode::SUCCESS
}

/// Prints measurements; the public set is left out where its files are not there.
fn validity() -> ExitCode {
    let made = cards()
        .into_iter()
        .zip(1..)
        .map(|(table, seed)| (table, format!("synthetic cards and cars, seed {seed}")));
    let public = copenhagen(None).into_iter().flatten();
    let public = public.map(|table| (table, "Copenhagen calls and messages".to_owned()));
    for (table, data) in made.chain(public) {
        for measure in table.validity(&data) {
            let line = serde_json::to_string(&measure);
            println!("{}", line.unwrap_or_default());
        }
    }
    ExitCode::SUCCESS
}

fn copenhagen(families: Option<usize>) -> Option<Vec<Table>> {
    let folder = casetest::real::path("events/copenhagen")?;
    let [calls, sms] = read(&folder, ["calls.csv", "sms.csv"])?;
    Some(vec![bench::copenhagen::copenhagen(&calls, &sms, families)])
}

fn cards() -> Vec<Table> {
    let (pooled, found) = bench::cards::pooled(1..=20);
    eprintln!("Seeds 1 to 20, the house: swapped pairs at .05 {pooled:?}, {:.4}", pooled.share());
    eprintln!("own pairs found and swapped pairs rejected, by seed: {found:?}\n");
    (1..=3).map(bench::cards::cards).collect()
}

fn rhythms() -> Vec<Table> {
    let rhythm = |weeks, payments, calls| bench::rhythms::Rhythm { weeks, payments, calls };
    let worlds = [rhythm(4, 14, 14), rhythm(26, 30, 40), rhythm(52, 60, 90)];
    worlds.map(|world| bench::rhythms::rhythms(world, 1_000, 1)).into()
}

fn stops(folder: &Path) -> Option<Vec<Table>> {
    let names = ["cc_data.csv", "car-assignments.csv", "stops.csv"];
    let [cards, assigned, stops] = read(folder, names)?;
    let files = Files { cards: &cards, assigned: &assigned, stops: &stops };
    Some([Stops::Every, Stops::Short].map(|which| bench::stops::stops(files, which, 7)).into())
}

fn places(folder: &Path) -> Option<Vec<Table>> {
    let [cards, stops] = read(folder, ["cc_data.csv", "stops.csv"])?;
    let table = |noon| bench::places::places(&cards, &stops, noon, 7);
    Some([Noon::Kept, Noon::Dropped].map(table).into())
}

fn read<const N: usize>(folder: &Path, names: [&str; N]) -> Option<[String; N]> {
    let texts: Vec<String> =
        names.iter().filter_map(|name| std::fs::read_to_string(folder.join(name)).ok()).collect();
    texts.try_into().ok()
}
