//! What was left out is counted, and an export that is not whole is none.

use model::record::Kind;

use super::super::{Period, Reason};
use super::sample::{NOON_S, sample};
use super::{asked, handed};
use crate::exports::ExportError;

#[test]
fn what_was_not_asked_for_and_what_lies_outside_the_period_is_counted() {
    let mut asked = asked();
    asked.kinds = vec![Kind::Transfer, Kind::Message];
    asked.period = Period::read(Some("2026-01-10"), Some("2026-01-10"), "Europe/Rome").unwrap();
    let (manifest, files) = handed("csv", &asked, &sample()).unwrap();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["message.csv", "transfer.csv"]);
    let count = |table: &str, reason| manifest.records[table].left_out.get(&reason).copied();
    assert_eq!(manifest.records["transfer"].written, 1);
    assert_eq!(count("transfer", Reason::OutsidePeriod), Some(1));
    assert_eq!(count("message", Reason::NoTime), Some(1));
    assert_eq!(count("session", Reason::NotAsked), Some(1));
    assert_eq!((manifest.written(), manifest.left_out().len()), (2, 3));
    for count in manifest.records.values() {
        assert_eq!(count.held, count.written + count.left_out.values().sum::<u64>());
    }
}

#[test]
fn a_period_takes_in_whole_days_of_its_zone_and_instants() {
    let day = Period::read(Some("2026-01-10"), Some("2026-01-10"), "Europe/Rome").unwrap();
    let noon_us = NOON_S * 1_000_000;
    let begin_us = noon_us - (11 * 60 + 30) * 60_000_000 - 3_600_000_000;
    assert_eq!((day.from_us, day.until_us), (Some(begin_us), Some(begin_us + 86_400_000_000 - 1)));
    let instant = Period::read(Some("2026-01-10T11:30:00Z"), None, "Europe/Rome").unwrap();
    assert_eq!((instant.from_us, instant.until_us), (Some(noon_us), None));
    for bad in ["2026-02-30", "tomorrow", ""] {
        assert!(Period::read(Some(bad), None, "UTC").is_err(), "{bad}");
    }
    assert!(Period::read(Some("2026-01-11"), Some("2026-01-10"), "UTC").is_err());
}

#[test]
fn a_record_that_is_counted_and_not_told_ends_every_export() {
    for export in super::super::RECORD_EXPORTS {
        let mut asked = asked();
        asked.facts = super::facts();
        let mut rows = sample();
        rows.missing = 1;
        let fault = handed(export.code(), &asked, &rows).unwrap_err();
        assert!(matches!(fault, ExportError::NotAll { .. }), "{}: {fault}", export.code());
    }
}

#[test]
fn every_export_gives_the_same_bytes_twice_and_names_them_in_its_manifest() {
    use sha2::{Digest as _, Sha256};
    for export in super::super::RECORD_EXPORTS {
        let mut asked = asked();
        asked.facts = super::facts();
        let (manifest, files) = handed(export.code(), &asked, &sample()).unwrap();
        let again = handed(export.code(), &asked, &sample()).unwrap();
        assert_eq!((&manifest, &files), (&again.0, &again.1), "{}", export.code());
        assert_eq!(manifest.files.len(), files.len(), "{}", export.code());
        for file in &manifest.files {
            let bytes = &files[&file.name];
            assert_eq!(file.bytes, bytes.len() as u64);
            assert_eq!(file.sha256, model::Digest(Sha256::digest(bytes).into()));
        }
        assert!(manifest.written() > 0, "{}", export.code());
    }
}
