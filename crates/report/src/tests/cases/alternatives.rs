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

#[test]
fn every_page_of_an_innocent_explanation_shows_it_where_it_is_the_truth() {
    let accept = std::env::var_os("TUTELA_ACCEPT").is_some();
    let mut differ = Vec::new();
    for path in pages().into_values() {
        let shown = std::fs::read_to_string(&path).unwrap();
        let page = Page::read(&shown);
        let rows = named(&page);
        assert!(!rows.is_empty(), "{}: no alternative is named", path.display());
        let case = Case::of(&page.tables, &[]);
        for row in &rows {
            let answer = answer(row, &case);
            let found = findings(row, &answer).into_iter().any(|finding| surfaces(row, finding));
            if !found {
                let ids: Vec<&str> = answer.findings.iter().map(|one| one.id.as_str()).collect();
                differ.push(format!(
                    "{}: {} does not stand so in {ids:?}",
                    path.display(),
                    row.name
                ));
            }
        }
        let texts = [told(&rows, &page.tables, &[]), told(&rows, &page.tables, &page.changes)];
        if texts[0] == texts[1] {
            differ.push(format!("{}: the truth makes no difference", path.display()));
        }
        let told = page.with_blocks(&BLOCKS.into_iter().zip(texts).collect());
        if accept {
            std::fs::write(&path, &told).unwrap();
        } else if shown != told {
            differ.push(format!("{}\n{}", path.display(), difference(&shown, &told)));
        }
    }
    assert!(differ.is_empty(), "{}\nRead the difference; see cases/README.md.", differ.join("\n"));
}

/// Every alternative that the answers of all pages give has a page, or stands in the list of those without one.
#[test]
fn every_alternative_has_a_page_or_is_listed_as_without_one() {
    let pages = pages();
    let read = |path: &PathBuf| Page::read(&std::fs::read_to_string(path).unwrap());
    let with: BTreeSet<String> =
        pages.values().flat_map(|path| named(&read(path))).map(|row| row.name).collect();
    let list = std::fs::read_to_string(folder().join("alternatives/README.md")).unwrap();
    let mut given = BTreeSet::new();
    let questions = QUESTIONS.iter().map(|one| folder().join(format!("{}.md", one.card().name)));
    for path in questions.chain(pages.values().cloned()) {
        let page = read(&path);
        for changes in [&[][..], &page.changes] {
            let case = Case::of(&page.tables, changes);
            let basis = Basis::new(&case.view, &case.settings);
            for answer in QUESTIONS.iter().map(|question| question.ask(&basis)) {
                let said = answer.findings.iter().flat_map(|finding| &finding.alternatives);
                given.extend(said.map(|said| said.template.clone()));
            }
        }
    }
    for template in &given {
        let listed = list.contains(&format!("| `{template}` |"));
        assert!(listed, "{template}: list it in cases/alternatives/README.md");
    }
    for template in &with {
        assert!(given.contains(template), "{template}: no answer gives it");
    }
    let without = list.lines().filter(|line| line.starts_with("| `") && line.ends_with("| – |"));
    for line in without {
        let template = line.split('`').nth(1).unwrap();
        assert!(!with.contains(template), "{template} has a page: name it in the list");
    }
}
