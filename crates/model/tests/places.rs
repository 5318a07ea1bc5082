//! The packaged airports against another list of airports, where it is at hand, and the packaged borders
//! against the countries that airports and cities state.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that meets what it did not expect fails, and says what it measured"
)]

use std::path::{Path, PathBuf};

use std::collections::BTreeMap;

use tutela_model::places::{Ground, Spot, airport, airports, all_cities, whereabouts};

/// Positions that differ by less are of one airport: 0.2 degrees in ten-millionths.
const NEAR_E7: f64 = 2_000_000.0;

/// The list of another project (its licence keeps it out of the repository).
fn other_list() -> Option<String> {
    let root = std::env::var_os("TUTELA_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = root.join("travel/airports.dat");
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: no real file at {} (set TUTELA_DATA)", path.display());
    }
    text
}

/// The cells of a line; quotes stand around texts, and a backslash before a quote in them.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted, mut chars) =
        (Vec::new(), String::new(), false, line.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

/// Offsets from UTC of a zone in the middle of winter and of summer.
fn offsets_s(zone: &str) -> Option<[i32; 2]> {
    let zone = jiff::tz::TimeZone::get(zone).ok()?;
    let at = |day: &str| zone.to_offset(day.parse().unwrap()).seconds();
    Some([at("2024-01-15T00:00:00Z"), at("2024-07-15T00:00:00Z")])
}

#[test]
fn another_list_of_airports_agrees_on_places_and_zones() {
    let Some(text) = other_list() else { return };
    let (mut shared, mut near, mut zoned, mut same_offset) = (0u32, 0u32, 0u32, 0u32);
    for line in text.lines() {
        let cells = cells(line);
        let [_, _, _, _, iata, _, latitude, longitude, _, _, _, zone, ..] = cells.as_slice() else {
            continue;
        };
        let Some(own) = airport(iata).filter(|_| iata.len() == 3) else { continue };
        shared += 1;
        let apart = |stated: &str, own_e7: i64| {
            (stated.parse::<f64>().unwrap() * 1e7 - own_e7 as f64).abs()
        };
        let north = apart(latitude, own.spot.latitude_e7);
        let east = apart(longitude, own.spot.longitude_e7);
        near += u32::from(north < NEAR_E7 && east < NEAR_E7);
        if let Some(other) = offsets_s(zone) {
            zoned += 1;
            same_offset += u32::from(Some(other) == offsets_s(own.zone));
        }
    }
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole);
    let (places, offsets) = (share(near, shared), share(same_offset, zoned));
    println!(
        "{shared} airports in both: {places:.4} within 0.2 degrees; of {zoned} with a zone, {offsets:.4} have the same offsets"
    );
    assert!(shared > 5_000 && places > 0.98 && offsets > 0.97);
}

/// Territories with a code of their own for which lists state the country they belong to.
const BELONGS_TO: &[(&str, &str)] =
    &[("PR", "US"), ("VI", "US"), ("GU", "US"), ("MP", "US"), ("AX", "FI"), ("SJ", "NO")];

/// How many places the map puts where they say, how many elsewhere, and how many nowhere.
fn agreement<'p>(places: impl Iterator<Item = (Spot, &'p str)>) -> [u32; 3] {
    let (mut grounds, mut counts) = (BTreeMap::new(), [0; 3]);
    for (spot, country) in places {
        let found = whereabouts(spot, 0);
        *grounds.entry(found.ground).or_insert(0) += 1;
        let is_same = |code: &str| code == country || BELONGS_TO.contains(&(code, country));
        let outcome = match found.ground {
            Ground::Sea => 2,
            _ => usize::from(!found.countries.iter().any(|code| is_same(code))),
        };
        counts[outcome] += 1;
    }
    let [same, other, sea] = counts;
    println!("{same} where they say, {other} elsewhere, {sea} off the map's land: {grounds:?}");
    counts
}

#[test]
fn the_borders_agree_with_the_countries_that_airports_and_cities_state() {
    let airports = airports().iter().map(|airport| (airport.spot, airport.country));
    let [same, other, sea] = agreement(airports);
    assert!(same > 7_800 && other <= 10 && sea <= 40, "{same} {other} {sea}");
    let [same, other, sea] = agreement(all_cities().iter().map(|city| (city.spot, city.country)));
    assert!(same > 33_990 && other <= 5 && sea <= 10, "{same} {other} {sea}");
}
