//! The answers on one page: for each question how its findings ended, and the first of them with
//! strength and sources.

use model::finding::Strength;

use super::lines;
use super::methods::CardTexts;
use super::strength;
use super::table::Table;
use super::voice::{Voice, link};
use crate::html::{Element, Node, el};
use crate::outline::{FindingView, Outline, QuestionView, TriageView};

/// Findings of one question on this page; more, and it is no longer one page.
const ANSWERS_PER_QUESTION_MAX: usize = 3;

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let mut table = Table::new(voice.say("answers-caption"))
        .text(voice.say("column-finding"))
        .text(voice.say("column-answer"))
        .text(voice.say("column-strength"))
        .number(voice.say("column-records"))
        .number(voice.say("column-contrary"));
    for question in &outline.questions {
        table.row(heading(voice, question));
        for finding in question.shown().iter().take(ANSWERS_PER_QUESTION_MAX) {
            table.row(answer(voice, finding));
        }
    }
    if let Some(files) = &outline.triage {
        table.row(of_files(voice, files));
    }
    vec![el("p").with(voice.say("answers-note")), table.finish()]
}

fn heading(voice: &Voice<'_>, question: &QuestionView<'_>) -> Vec<Node> {
    let texts = CardTexts::of(voice, &question.asked.card);
    let anchor = super::findings::anchor(question);
    let summary = el("div").class("summary").with(el("b").with(texts.question())).with(" ");
    let summary = summary.with(tally(voice, question));
    vec![
        link(&anchor, format!("4.{}", question.number)).into(),
        summary.into(),
        Node::from(""),
        Node::from(""),
        Node::from(""),
    ]
}

/// What known sets say of the files, in one row.
fn of_files(voice: &Voice<'_>, view: &TriageView<'_>) -> Vec<Node> {
    let title = el("b").with(voice.say("triage-title"));
    let summary = el("div").class("summary").with(title).with(" ");
    vec![
        link(super::triage::ANCHOR, format!("4.{}", view.number)).into(),
        summary.with(super::triage::tally(voice, view.facts)).into(),
        Node::from(""),
        Node::from(""),
        Node::from(""),
    ]
}

/// How the findings of a question ended, as one sentence.
pub(super) fn tally(voice: &Voice<'_>, question: &QuestionView<'_>) -> String {
    let mut counts = [0usize; 4];
    let [recorded, above, within, insufficient] = &mut counts;
    for view in &question.findings {
        match view.finding.strength {
            Strength::Recorded => *recorded += 1,
            Strength::Tested { rejected: true, .. } => *above += 1,
            Strength::Tested { rejected: false, .. } => *within += 1,
            Strength::InsufficientData => *insufficient += 1,
        }
    }
    let all = voice.say_with("tally", &[("count", lines::count(question.findings.len()))]);
    let keys = ["tally-recorded", "tally-above", "tally-within", "tally-insufficient"];
    let parts: Vec<String> = keys
        .into_iter()
        .zip(counts)
        .filter(|(_, number)| *number > 0)
        .map(|(key, number)| voice.say_with(key, &[("count", lines::count(number))]))
        .collect();
    if parts.is_empty() { all } else { format!("{all}: {}.", parts.join("; ")) }
}

fn answer(voice: &Voice<'_>, view: &FindingView<'_>) -> Vec<Node> {
    vec![
        link(&view.anchor, view.number.as_str()).into(),
        lines::words(voice, &view.statement, &view.listed).into(),
        strength::badge(voice, &view.finding.strength).into(),
        link(&lines::rows_anchor(view), voice.count(view.records.len() as u64)).into(),
        voice.count((view.contrary.len() + view.alternatives.len()) as u64).into(),
    ]
}
