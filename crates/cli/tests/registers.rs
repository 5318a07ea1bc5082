//! The registers of data protection: they tell what the log has, in both languages, and name nobody of the records.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::path::{Path, PathBuf};

use support::{Run, init, number};

/// A small case from which something has left, with words that could be taken for markup.
fn case(folder: &Path) -> PathBuf {
    let case = folder.join("case");
    init(&case);
    let csv = "date,sender,receiver,amount,currency\n2025-01-02,Ada Filler,Ben Filler,10.00,EUR\n";
    let source = folder.join("payments.csv");
    std::fs::write(&source, csv).unwrap();
    Run::on(&case, &["ingest", "--quiet", source.to_str().unwrap()]).code(&[0, 3]);
    let people = folder.join("people.toml");
    let head = "provinces = [\"MI\"]\nmeasures = [\"search\"]\n";
    let person = "[[person]]\nprovince = \"MI\"\nage = 40\n";
    std::fs::write(&people, head.to_owned() + &person.repeat(20)).unwrap();
    let (people, to) = (people.to_str().unwrap(), folder.join("press.txt"));
    let to = to.to_str().unwrap();
    let left =
        ["summary", people, "--to", to, "--recipient", "Press *office*", "--purpose", "release #1"];
    Run::on(&case, &left).expect(0);
    case
}

#[test]
fn each_register_tells_what_the_log_has_and_names_nobody_of_the_records() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let told = Run::on(&case, &["register", "processing", "--json"]).json();
    let verified = Run::on(&case, &["verify", "--json"]).json();
    let acts: u64 = told["acts"].as_object().unwrap().values().map(number).sum();
    assert_eq!(
        acts + number(&told["exhibits"]),
        number(&verified["leaves"]),
        "every leaf is counted once"
    );
    assert_eq!(told["recipients"].as_array().unwrap().len(), 1);
    assert_eq!(number(&told["acts"]["exported"]), 1);
    for lang in ["en", "it"] {
        for which in ["processing", "recipients", "impact"] {
            let text = Run::on(&case, &["--lang", lang, "register", which]).expect(0).stdout;
            assert!(!text.contains("Filler") && !text.contains("register-"), "{text}");
            assert!(text.starts_with("# ") && !text.contains('{'), "{text}");
        }
        let left = Run::on(&case, &["--lang", lang, "register", "recipients"]).expect(0).stdout;
        assert!(left.contains("Press \\*office\\*") && left.contains("release \\#1"), "{left}");
    }
}

#[test]
fn a_register_is_written_once_and_never_over_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    init(&case);
    let to = folder.path().join("record.md");
    let write = ["register", "recipients", "--to", to.to_str().unwrap()];
    Run::on(&case, &write).expect(0);
    let text = std::fs::read_to_string(&to).unwrap();
    assert!(text.contains("Nothing has left the case."), "{text}");
    Run::on(&case, &write).expect(2);
    assert_eq!(std::fs::read_to_string(&to).unwrap(), text);
}
