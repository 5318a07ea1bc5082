//! `docs/formats.md` is made from the heads of the readers' own files, in the order of the register.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tutela_ingest::containers::CONTAINERS;
use tutela_ingest::formats::FORMATS;

const OPENING: &str = "\
# What Tutela reads

Made from the head of each reader's own file. A format is recognised by its content and never by its
name alone; what nobody recognises is told with its digests. Containers are opened to a depth of
eight, and what a reader is sure of inside them is read where it lies.

";

fn source(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(part)
}

/// The modules that a register names, in its order.
fn register(folder: &str, name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(source(&format!("{folder}/mod.rs"))).unwrap();
    let start = text.find(&format!("pub static {name}:")).unwrap();
    let list = &text[start..start + text[start..].find("];").unwrap()];
    let entry = |line: &str| Some(line.trim().strip_prefix('&')?.split("::").next()?.to_owned());
    let mut seen = BTreeSet::new();
    list.lines().filter_map(entry).filter(|module| seen.insert(module.clone())).collect()
}

/// The head of a module's file.
fn head(folder: &str, module: &str) -> String {
    let file = [format!("{folder}/{module}.rs"), format!("{folder}/{module}/mod.rs")]
        .into_iter()
        .map(|part| source(&part))
        .find(|path| path.exists())
        .unwrap_or_else(|| panic!("no file for {module}"));
    let text = std::fs::read_to_string(file).unwrap();
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn chapter(out: &mut String, title: &str, folder: &str, name: &str) {
    writeln!(out, "# {title}\n").unwrap();
    for module in register(folder, name) {
        let head = head(folder, &module);
        let (first, rest) = head.split_once("\n\n").unwrap_or((&head, ""));
        writeln!(out, "## {module}\n\n{}\n\n{}\n", first.trim(), rest.trim()).unwrap();
    }
}

#[test]
fn the_manual_holds_the_head_of_every_reader() {
    let mut text = OPENING.to_owned();
    chapter(&mut text, "Formats", "formats", "FORMATS");
    chapter(&mut text, "Containers", "containers", "CONTAINERS");
    let text = text.trim_end().to_owned() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats.md");
    if std::env::var_os("TUTELA_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == text,
        "docs/formats.md is out of date: TUTELA_BLESS=1 cargo test -p tutela-ingest --test records"
    );
}

#[test]
fn every_reader_says_what_it_is_recognised_by_and_what_it_cannot() {
    for (folder, name) in [("formats", "FORMATS"), ("containers", "CONTAINERS")] {
        for module in register(folder, name) {
            let head = head(folder, &module).to_lowercase();
            for said in ["recognised", "known limits"] {
                assert!(head.contains(said), "{folder}/{module} does not say: {said}");
            }
        }
    }
    let modules = register("formats", "FORMATS").len() + register("containers", "CONTAINERS").len();
    assert!(modules <= FORMATS.len() + CONTAINERS.len());
}
