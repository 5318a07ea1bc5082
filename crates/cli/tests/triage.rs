//! Known files are found wherever they lie, and nothing else is said to be known.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use support::{Run, archive, number};

/// The content of a made file: no two are the same.
fn content(number: usize) -> Vec<u8> {
    format!("filler of file {number}\n").repeat(1 + number % 7).into_bytes()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An archive of the files of these numbers.
fn packed(numbers: std::ops::Range<usize>) -> Vec<u8> {
    let files: Vec<(String, Vec<u8>)> =
        numbers.map(|number| (format!("dir/{number}.dat"), content(number))).collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    archive(&files)
}

fn add(sets: &str, file: &Path, args: &[&str]) {
    let mut all = vec!["sets", "add", file.to_str().unwrap(), "--sets", sets, "--owner", "Unit A"];
    all.extend(args);
    Run::new(&all).expect(0);
}

fn by_verdict<'t>(triage: &'t Value, verdict: &str) -> Vec<&'t Value> {
    triage["files"].as_array().unwrap().iter().filter(|one| one["verdict"] == verdict).collect()
}

#[test]
fn a_thousand_known_files_are_found_in_a_thousand_places_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (case, sources) = (folder.path().join("case"), folder.path().join("sources"));
    support::init(&case);
    std::fs::create_dir_all(sources.join("loose")).unwrap();
    // 0 to 999 are listed, 1000 to 1299 are published software, 1300 to 1499 nobody knows.
    let inner = packed(400..700);
    let deep = archive(&[("a/b/inner.zip", &inner), ("a/empty.dat", b"")]);
    std::fs::write(sources.join("outer.zip"), packed(0..400)).unwrap();
    std::fs::write(sources.join("deep.zip"), &deep).unwrap();
    std::fs::write(sources.join("mixed.zip"), packed(700..1_450)).unwrap();
    for number in 1_450..1_500 {
        std::fs::write(sources.join(format!("loose/{number}.dat")), content(number)).unwrap();
    }
    // A file that is listed lies there as an exhibit of its own, too.
    std::fs::write(sources.join("loose/again.dat"), content(3)).unwrap();
    let list = |numbers: std::ops::Range<usize>, category: &str| -> String {
        let rows = numbers.map(|number| {
            // Either case is met.
            let digest = sha256(&content(number));
            let digest = if number % 2 == 0 { digest.to_uppercase() } else { digest };
            format!("{digest},{category}\n")
        });
        format!("sha256,category\n{}", rows.collect::<String>())
    };
    let (listed, software) = (folder.path().join("listed.csv"), folder.path().join("software.csv"));
    std::fs::write(&listed, list(0..1_000, "2")).unwrap();
    std::fs::write(&software, list(990..1_300, "")).unwrap();
    let sets = folder.path().join("sets");
    let sets = sets.to_str().unwrap();
    add(sets, &listed, &["--scheme", "field"]);
    add(sets, &software, &["--kind", "known-good"]);
    Run::new(&["sets", "verify", "--sets", sets]).expect(0);
    Run::on(&case, &["ingest", sources.to_str().unwrap()]).code(&[0, 3]);

    let triage = Run::on(&case, &["triage", "--sets", sets, "--json"]).json();
    let found = by_verdict(&triage, "listed");
    let digests: BTreeSet<&str> = found.iter().map(|one| one["sha256"].as_str().unwrap()).collect();
    let want: BTreeSet<String> = (0..1_000).map(|number| sha256(&content(number))).collect();
    assert_eq!(digests, want.iter().map(String::as_str).collect());
    assert_eq!(found.len(), 1_001, "one of them lies in two places");
    for one in &found {
        let says = &one["says"][0];
        assert_eq!((&says["set"], &says["owner"]), (&"listed".into(), &"Unit A".into()), "{one}");
        assert_eq!((&says["scheme"], &says["category"]), (&"field".into(), &"2".into()), "{one}");
    }
    // What two sets know keeps both voices.
    assert_eq!(found.iter().filter(|one| one["says"].as_array().unwrap().len() == 2).count(), 10);
    assert_eq!(by_verdict(&triage, "known_good").len(), 300);
    assert_eq!(by_verdict(&triage, "empty").len(), 1);
    // 200 files, and the three archives and the one inside.
    assert_eq!(by_verdict(&triage, "unknown").len(), 200 + 4);
    assert_eq!(number(&triage["counts"]["listed"]["files"]), 1_001);
    let told =
        Run::on(&case, &["--lang", "it", "triage", "--sets", sets, "--limit", "1"]).expect(0);
    assert!(told.stdout.contains("elencati da un insieme"), "{}", told.stdout);
}

#[test]
fn a_cut_set_is_refused_whole_and_the_former_sets_stay() {
    let folder = tempfile::tempdir().unwrap();
    let sets = folder.path().join("sets");
    let sets = sets.to_str().unwrap();
    let (whole, cut) = (folder.path().join("whole.csv"), folder.path().join("cut.csv"));
    std::fs::write(&whole, format!("sha256\n{}\n", sha256(b"a"))).unwrap();
    std::fs::write(&cut, format!("sha256\n{}\n0123", sha256(b"b"))).unwrap();
    add(sets, &whole, &[]);
    let file = cut.to_str().unwrap();
    let said = Run::new(&["sets", "add", file, "--sets", sets, "--owner", "B"]).expect(2);
    assert!(said.stderr.contains("refused whole"), "{}", said.stderr);
    let cards = Run::new(&["sets", "list", "--sets", sets, "--json"]).json();
    assert_eq!(cards.as_array().unwrap().len(), 1, "{cards}");
    Run::new(&["sets", "remove", "--name", "whole", "--sets", sets]).expect(0);
    let cards = Run::new(&["sets", "list", "--sets", sets, "--json"]).json();
    assert!(cards.as_array().unwrap().is_empty(), "{cards}");
    Run::new(&["sets", "add", file, "--sets", sets]).expect(2);
}
