//! The manual of mappings lists every field and every profile of the house.

use std::fmt::Write;

use model::Phrase;
use model::record::KINDS;
use tutela_ingest::formats::delimited::{available, house};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/mappings.md");

fn fields() -> String {
    let mut out = String::new();
    for kind in KINDS {
        writeln!(out, "### `{}`\n\n{}\n", kind.table(), kind.doc().trim()).unwrap();
        out.push_str("| field | meaning |\n|---|---|\n");
        for (path, meaning) in available(*kind) {
            writeln!(out, "| `{path}` | {} |", meaning.replace('|', "\\|")).unwrap();
        }
        out.push('\n');
    }
    out
}

fn profiles() -> String {
    let mut out = String::from("| mapping | records | reads |\n|---|---|---|\n");
    for mapping in house() {
        let kinds: Vec<&str> = mapping.kinds().iter().map(|kind| kind.table()).collect();
        writeln!(out, "| `{}` | {} | {} |", mapping.name, kinds.join(", "), mapping.title).unwrap();
    }
    out
}

/// Puts a generated text between its two marks.
fn between(page: &str, mark: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- {mark}: begin -->\n"), format!("<!-- {mark}: end -->"));
    let (before, rest) = page.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{begin}\n{}\n\n{end}{after}", text.trim())
}

#[test]
fn the_manual_lists_every_field_and_every_profile() {
    let page = std::fs::read_to_string(PATH).unwrap();
    let wanted = between(&between(&page, "house", &profiles()), "fields", &fields());
    if std::env::var_os("TUTELA_BLESS").is_some() {
        std::fs::write(PATH, &wanted).unwrap();
    }
    assert!(
        page == wanted || std::env::var_os("TUTELA_BLESS").is_some(),
        "docs/mappings.md is out of date: TUTELA_BLESS=1 cargo test -p tutela-ingest --test delimited"
    );
}

#[test]
fn the_remark_of_every_mapping_of_the_house_is_said_in_every_language() {
    for mapping in house().filter(|mapping| !mapping.remark.is_empty()) {
        let said = Phrase::from_text(&mapping.remark);
        assert!(said.code().is_some(), "no sentence of `model::say`: {}: {said}", mapping.name);
    }
}
