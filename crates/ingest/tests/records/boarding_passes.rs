//! Bar codes of boarding passes.

use crate::collected::{fixture, read, recognised};

#[test]
fn each_pass_gives_its_legs_and_never_a_date() {
    let bytes = fixture("bcbp/passes.txt");
    assert_eq!(recognised(&bytes), Some("bcbp"));
    let found = read("bcbp", &bytes);
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let legs: Vec<[&str; 5]> = found
        .rows
        .iter()
        .map(|row| {
            ["traveller.name", "service", "origin", "destination", "departs"].map(|f| row.get(f))
        })
        .collect();
    assert_eq!(
        legs,
        [
            ["ADA EXAMPLE", "XX123", "MXP", "HKG", ""],
            ["ADA EXAMPLE", "XX456", "HKG", "CEB", ""],
            ["BOB SAMPLE", "XX123", "MXP", "CEB", ""],
        ]
    );
    assert!(found.rows[0].get("extra").contains(r#""day of year":"010""#));
}

#[test]
fn every_example_of_the_resolution_is_read_as_another_reader_does() {
    let Some(path) = casetest::real::path("travel/bcbp/one-leg.tsv") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    assert_eq!(recognised(text.as_bytes()), Some("bcbp"));
    let found = read("bcbp", text.as_bytes());
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(found.rows.len(), lines.len());
    for (row, line) in found.rows.iter().zip(lines) {
        let truth: Vec<&str> = line.split_once('\t').unwrap().1.split('|').collect();
        let [name, pnr, from, to, carrier, flight, day, seat] = truth[..] else { panic!("{line}") };
        let number = flight.trim_start_matches('0');
        assert_eq!(row.get("booking"), pnr);
        assert_eq!((row.get("origin"), row.get("destination")), (from, to));
        assert_eq!(
            (row.get("carrier"), row.get("service")),
            (carrier, &*format!("{carrier}{number}"))
        );
        let (surname, given) = name.split_once('/').unwrap();
        assert_eq!(row.get("traveller.name"), format!("{given} {surname}"));
        let extra: serde_json::Value = serde_json::from_str(row.get("extra")).unwrap();
        assert_eq!((&extra["day of year"], &extra["seat"]), (&day.into(), &seat.into()), "{extra}");
        assert_eq!(
            (&extra["name as stated"], &extra["service as stated"]),
            (&name.into(), &flight.into())
        );
    }
}
