//! CASE/UCO: shards that stand alone, and the ontology's own validator.

use std::process::Command;

use serde_json::Value;

use super::super::Reason;
use super::sample::{NOON_S, Sample, sample, transfer};
use super::{asked, handed};

#[test]
fn every_shard_stands_alone_and_every_record_leads_to_its_place() {
    let mut rows = Sample::default();
    for number in 0..900 {
        rows.add(&transfer(&format!("R-{number}"), NOON_S + number, "49.50", "EUR"));
    }
    let (manifest, files) = handed("case", &asked(), &rows).unwrap();
    assert_eq!((manifest.written(), files.len()), (900, 2));
    let mut many = Sample::default();
    for number in 0..1500 {
        many.add(&transfer(&format!("R-{number}"), NOON_S + number, "49.50", "EUR"));
    }
    let (_, files) = handed("case", &asked(), &many).unwrap();
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["case-00001.jsonld", "case-00002.jsonld", "transfers.ttl"]
    );
    let mut told = 0;
    for (_, bytes) in files.iter().filter(|(name, _)| name.ends_with(".jsonld")) {
        let shard: Value = serde_json::from_slice(bytes).unwrap();
        let nodes = shard["@graph"].as_array().unwrap();
        let ids: Vec<&str> = nodes.iter().map(|node| node["@id"].as_str().unwrap()).collect();
        for node in nodes.iter().filter(|node| node["@type"] == "tutela:Transfer") {
            told += 1;
            let payer = &node["uco-core:hasFacet"][0]["tutela:payer"]["@id"];
            assert!(ids.contains(&payer.as_str().unwrap()), "{payer}");
            let place = &node["uco-core:externalReference"]["uco-core:externalIdentifier"];
            assert!(place.as_str().unwrap().starts_with("EX-3/"), "{place}");
        }
    }
    assert_eq!(told, 1500);
}

#[test]
fn kinds_without_a_class_are_counted() {
    let (manifest, _) = handed("case", &asked(), &sample()).unwrap();
    assert_eq!(manifest.records["trip"].left_out[&Reason::NoPlace], 1);
    assert_eq!(manifest.written(), 8);
}

/// Runs where the ontology's own tool is installed (`case-utils`); a broken shard shows that it looks.
#[test]
fn the_ontology_finds_nothing_wrong_with_a_shard() {
    let (_, files) = handed("case", &asked(), &sample()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let shard = String::from_utf8(files["case-00001.jsonld"].clone()).unwrap();
    let broken = shard
        .replace("\"tutela:principalCurrency\":\"EUR\"", "\"tutela:principalCurrency\":\"euro\"");
    assert_ne!(broken, shard);
    std::fs::write(folder.path().join("broken.jsonld"), broken).unwrap();
    for (name, is_sound) in [("case-00001.jsonld", true), ("broken.jsonld", false)] {
        let run = Command::new("case_validate")
            .args(["--built-version", "case-1.4.0", "--ontology-graph", "transfers.ttl", name])
            .current_dir(folder.path())
            .output();
        let Ok(output) = run else {
            eprintln!("skipped: case_validate (PyPI case-utils) is not installed");
            return;
        };
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.success(), is_sound, "{name}: {said}");
    }
}
