//! Case pages: `cases/<question>.md` is read, its case is asked, and what the page shows is compared
//! with what the house says today.
//!
//! A page holds prose, tables, and blocks between `<!-- shown: … -->` and `<!-- end -->`. Tables
//! before the heading of the variation are the case; tables after it change the case row by row.
//! The blocks are written by this test: `TUTELA_ACCEPT=1` writes them anew.

mod alternatives;
mod page;
mod records;
mod telling;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use analysis::questions::QUESTIONS;
use analysis::{Basis, Question};

use page::Page;
use records::Case;

/// The blocks every page shows, in order.
const BLOCKS: [&str; 4] = ["question", "answer", "limits", "varied answer"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases")
}

/// What a page must show today, by block.
fn told(page: &Page, question: &dyn Question) -> BTreeMap<&'static str, String> {
    let answer = |changes| {
        let case = Case::of(&page.tables, changes);
        let answer = question.ask(&Basis::new(&case.view, &case.settings));
        telling::answer(&answer, &case.settings.zone)
    };
    let card = question.card();
    let texts = [
        telling::question(card),
        answer(&[][..]),
        telling::limits(card),
        answer(page.changes.as_slice()),
    ];
    BLOCKS.into_iter().zip(texts).collect()
}

/// The lines that differ, those before and after them left out.
fn difference(shown: &str, told: &str) -> String {
    let (shown, told): (Vec<&str>, Vec<&str>) = (shown.lines().collect(), told.lines().collect());
    let alike = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
        pairs.take_while(|(left, right)| left == right).count()
    };
    let start = alike(&mut shown.iter().zip(&told));
    let end = alike(&mut shown.iter().rev().zip(told.iter().rev()));
    let end = end.min(shown.len().min(told.len()) - start);
    let lines = |mark: char, lines: &[&str]| -> String {
        let changed = lines[start..lines.len() - end].iter();
        telling::lines(changed.map(|line| format!("  {mark} {line}")))
    };
    format!("  line {} on\n{}{}", start + 1, lines('-', &shown), lines('+', &told))
}

#[test]
fn every_case_page_shows_what_its_question_answers() {
    let accept = std::env::var_os("TUTELA_ACCEPT").is_some();
    let mut differ = Vec::new();
    for question in QUESTIONS {
        let path = folder().join(format!("{}.md", question.card().name));
        let shown = std::fs::read_to_string(&path)
            .unwrap_or_else(|e| panic!("{}: write the page of this question: {e}", path.display()));
        let page = Page::read(&shown);
        let told = page.with_blocks(&told(&page, *question));
        if accept {
            std::fs::write(&path, &told).unwrap();
        } else if shown != told {
            differ.push(format!("{}\n{}", path.display(), difference(&shown, &told)));
        }
    }
    assert!(
        differ.is_empty(),
        "{}\nRead the difference; if the new answer is the right one, run the test again with \
         TUTELA_ACCEPT=1, and say in CHANGELOG.md which findings may differ.",
        differ.join("\n")
    );
}

#[test]
fn every_case_page_has_its_question() {
    let pages: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
        .filter(|name| name != "README")
        .collect();
    let questions = QUESTIONS.iter().map(|question| question.card().name.to_owned()).collect();
    assert_eq!(pages, questions, "cases/ holds one page for each question of the register");
}

#[test]
fn a_difference_shows_only_the_lines_that_changed() {
    let got = difference("a\nb\nc\nd", "a\nx\ny\nd");
    insta::assert_snapshot!(got, @r"
      line 2 on
      - b
      - c
      + x
      + y
    ");
    assert_eq!(difference("a\na", "a"), "  line 2 on\n  - a\n");
}
