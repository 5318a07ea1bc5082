//! Measures how far the map agrees with a list of places, and how quick it is.
//!
//! Reads lines of latitude, longitude and ISO 3166-1 alpha-2 code with tabs between, and prints for each
//! distance within which the map may be wrong how many places it then puts elsewhere:
//! `cargo run --release -p tutela-model --example whereabouts < places.tsv`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "an example prints what it measured, and stops at a broken list"
)]

use std::io::Read as _;
use std::time::Instant;

use tutela_model::places::{Ground, Spot, whereabouts};

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let places: Vec<(Spot, &str)> = text
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let e7 = |text: &str| (text.parse::<f64>().unwrap() * 1e7).round() as i64;
            (Spot { latitude_e7: e7(cells[0]), longitude_e7: e7(cells[1]) }, cells[2])
        })
        .collect();
    let first = Instant::now();
    whereabouts(Spot { latitude_e7: 0, longitude_e7: 0 }, 0);
    println!("first answer after {:?}", first.elapsed());
    let start = Instant::now();
    let mut counts = std::collections::BTreeMap::new();
    for (spot, _) in &places {
        *counts.entry(whereabouts(*spot, 0).ground).or_insert(0) += 1;
    }
    let each = start.elapsed() / u32::try_from(places.len().max(1)).unwrap();
    println!("{} places, {each:?} each: {counts:?}", places.len());
    let mut outcomes = [0; 3];
    for (spot, code) in &places {
        let found = whereabouts(*spot, 0);
        let outcome = match found.ground {
            Ground::Sea => 2,
            _ => usize::from(!found.countries.contains(code)),
        };
        outcomes[outcome] += 1;
        if outcome == 1 {
            println!("{code} is put in {:?} ({:?}): {spot:?}", found.countries, found.ground);
        }
    }
    let [same, other, sea] = outcomes;
    println!("{same} where the list says, {other} elsewhere, {sea} at sea");
}
