//! Pages of innocent explanations: `cases/alternatives/<name>.md` holds a case in which the explanation is the
//! truth, shows that the answer says so, and then the case without it.
//!
//! The first table of a page names the alternatives: the template of the sentence, the question, and the part of
//! the finding's name for which it is told. Both blocks are written by this test (`TUTELA_ACCEPT=1`): of each
//! such finding the statement, its strength, what speaks against it, and the alternative.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

use analysis::Basis;
use analysis::questions::QUESTIONS;
use model::finding::{Answer, Finding, Strength};

use super::page::{Page, Row, Table};
use super::records::Case;
use super::{difference, folder, telling};

const BLOCKS: [&str; 2] = ["with it", "without it"];

/// Every page, by name.
pub(super) fn pages() -> BTreeMap<String, PathBuf> {
    let entries = std::fs::read_dir(folder().join("alternatives")).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    let name = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files.map(|path| (name(&path), path)).filter(|(name, _)| name != "README").collect()
}

/// The rows that name the alternatives of a page.
pub(super) fn named(page: &Page) -> Vec<Row> {
    let tables = page.tables.iter().filter(|table| table.kind == "alternative");
    tables.flat_map(|table| table.rows.clone()).collect()
}

fn answer(row: &Row, case: &Case) -> Answer {
    let asked = row.cell("question");
    let question = QUESTIONS.iter().find(|question| question.card().name == asked);
    let question = question.unwrap_or_else(|| panic!("no question is called {asked}"));
    question.ask(&Basis::new(&case.view, &case.settings))
}

/// The findings of which a row speaks.
fn findings<'a>(row: &Row, answer: &'a Answer) -> Vec<&'a Finding> {
    let of = row.stated("finding").unwrap_or_default();
    answer.findings.iter().filter(|finding| finding.id.contains(of)).collect()
}

/// Whether the alternative stands beside a finding.
fn surfaces(row: &Row, finding: &Finding) -> bool {
    finding.alternatives.iter().any(|said| said.template == row.name)
}

fn strength(strength: &Strength) -> String {
    match strength {
        Strength::Recorded => "recorded".to_owned(),
        Strength::InsufficientData => "insufficient data".to_owned(),
        Strength::Tested { rejected: true, .. } => "shown by a test".to_owned(),
        Strength::Tested { rejected: false, .. } => "tested, not shown".to_owned(),
    }
}

/// What the house says of each alternative in this case.
fn told(rows: &[Row], page: &[Table], changes: &[Table]) -> String {
    let case = Case::of(page, changes);
    let mut text = String::new();
    for row in rows {
        let answer = answer(row, &case);
        let found = findings(row, &answer);
        if found.is_empty() {
            let _ = writeln!(text, "- {}: no finding says it.", row.cell("question"));
        }
        for finding in found {
            let mut shown = finding.clone();
            shown.detail.clear();
            shown.alternatives.retain(|said| said.template == row.name);
            let strength = strength(&finding.strength);
            let _ = writeln!(text, "- {}, {strength}:", row.cell("question"));
            text.push_str(&telling::finding(&shown, &case.settings.zone));
        }
    }
    text
}

/// What is not as it should be on a page: an alternative that does not stand where it is the truth, or one to
/// which the truth makes no difference.
fn faults(row: &Row, page: &Page) -> Option<String> {
    let case = Case::of(&page.tables, &[]);
    let answer = answer(row, &case);
    if !findings(row, &answer).into_iter().any(|finding| surfaces(row, finding)) {
        let ids: Vec<&str> = answer.findings.iter().map(|one| one.id.as_str()).collect();
        return Some(format!("{} does not stand so in {ids:?}", row.name));
    }
    let of = |changes: &[Table]| told(std::slice::from_ref(row), &page.tables, changes);
    (of(&[]) == of(&page.changes)).then(|| format!("{}: the truth makes no difference", row.name))
}

#[test]
fn every_page_of_an_innocent_explanation_shows_it_where_it_is_the_truth() {
    let accept = std::env::var_os("TUTELA_ACCEPT").is_some();
    let mut differ = Vec::new();
    for path in pages().into_values() {
        let shown = std::fs::read_to_string(&path).unwrap();
        let page = Page::read(&shown);
        let rows = named(&page);
        assert!(!rows.is_empty(), "{}: no alternative is named", path.display());
        let faults = rows.iter().filter_map(|row| faults(row, &page));
        differ.extend(faults.map(|fault| format!("{}: {fault}", path.display())));
        let texts = [told(&rows, &page.tables, &[]), told(&rows, &page.tables, &page.changes)];
        let told = page.with_blocks(&BLOCKS.into_iter().zip(texts).collect());
        if accept {
            std::fs::write(&path, &told).unwrap();
        } else if shown != told {
            differ.push(format!("{}\n{}", path.display(), difference(&shown, &told)));
        }
    }
    assert!(differ.is_empty(), "{}\nRead the difference; see cases/README.md.", differ.join("\n"));
}

/// Every template of an alternative that the answers of all pages give.
fn given() -> BTreeSet<String> {
    let questions = QUESTIONS.iter().map(|one| folder().join(format!("{}.md", one.card().name)));
    let mut given = BTreeSet::new();
    for path in questions.chain(pages().into_values()) {
        let page = Page::read(&std::fs::read_to_string(path).unwrap());
        for changes in [&[][..], &page.changes] {
            let case = Case::of(&page.tables, changes);
            let basis = Basis::new(&case.view, &case.settings);
            for answer in QUESTIONS.iter().map(|question| question.ask(&basis)) {
                let said = answer.findings.iter().flat_map(|finding| &finding.alternatives);
                given.extend(said.map(|said| said.template.clone()));
            }
        }
    }
    given
}

/// The list of alternatives with their pages is written from the pages, and no answer gives one that has none.
#[test]
fn every_alternative_has_a_page_where_it_is_the_truth() {
    let mut with: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, path) in pages() {
        for row in named(&Page::read(&std::fs::read_to_string(path).unwrap())) {
            with.entry(row.name).or_default().push(format!("[{name}]({name}.md)"));
        }
    }
    let path = folder().join("alternatives/README.md");
    let shown = std::fs::read_to_string(&path).unwrap();
    let (prose, _) = shown.split_once("| sentence |").unwrap();
    let rows = with.iter().map(|(name, pages)| format!("| `{name}` | {} |", pages.join(", ")));
    let head = ["| sentence | page |", "|---|---|"].map(str::to_owned);
    let told = format!("{prose}{}", telling::lines(head.into_iter().chain(rows)));
    if std::env::var_os("TUTELA_ACCEPT").is_some() {
        std::fs::write(&path, &told).unwrap();
    } else {
        assert_eq!(shown, told, "the list is written from the pages: TUTELA_ACCEPT=1");
    }
    let without: Vec<_> = given().into_iter().filter(|name| !with.contains_key(name)).collect();
    assert!(without.is_empty(), "write a page where each of these is the truth: {without:?}");
}
