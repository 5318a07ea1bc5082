//! The findings, question by question; what speaks against each stands beside it.

use super::lines;
use super::methods::{self, CardTexts};
use super::people;
use super::strength;
use super::voice::{Voice, code, link};
use crate::figures;
use crate::html::{Element, el};
use crate::outline::{FindingView, Outline, QuestionView};
use crate::sentences::Line;

/// The anchor of a question among the findings.
pub(super) fn anchor(question: &QuestionView<'_>) -> String {
    format!("Q-{}", question.number)
}

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let questions = outline.questions.iter().map(|question| write_question(voice, question));
    questions.chain(outline.triage.iter().map(|files| super::triage::write(voice, files))).collect()
}

fn write_question(voice: &Voice<'_>, question: &QuestionView<'_>) -> Element {
    let texts = CardTexts::of(voice, &question.asked.card);
    let heading =
        el("h3").with(format!("4.{} ", question.number)).with(texts.question()).with(" ").with(
            link(&methods::anchor(&question.asked.card), question.asked.card.code).class("code"),
        );
    let (shown, total) = (question.shown().len(), question.findings.len());
    let cut = (shown < total).then(|| {
        let values = [("shown", lines::count(shown)), ("total", lines::count(total))];
        el("p").class("notice").with(voice.say_with("findings-some", &values))
    });
    el("section")
        .class("question")
        .id(anchor(question))
        .with(heading)
        .with(el("p").with(super::answers::tally(voice, question)))
        .maybe(cut)
        .each(question.shown().iter().map(|finding| write_finding(voice, finding)))
}

fn write_finding(voice: &Voice<'_>, view: &FindingView<'_>) -> Element {
    let heading = el("h4")
        .with(voice.say("finding-word"))
        .with(format!(" {} ", view.number))
        .with(strength::badge(voice, &view.finding.strength));
    el("article")
        .class("finding")
        .id(view.anchor.as_str())
        .with(heading)
        .maybe(people::on_finding(voice, view))
        .each(people::notes_on(voice, view))
        .with(lines::sentence(voice, &view.statement, view))
        .each(view.detail.iter().map(|line| lines::sentence(voice, line, view)))
        .with(
            el("p")
                .class("strength")
                .with(el("b").with(voice.say("strength-title")))
                .with(" ")
                .with(strength::sentence(voice, &view.finding.strength)),
        )
        .with(against(voice, view))
        .each(figures::of(voice, view))
        .with(lines::rows(voice, view))
        .with(
            el("p")
                .class("key")
                .with(voice.say("finding-key"))
                .with(" ")
                .with(code(&view.finding.id)),
        )
}

/// What speaks against the finding, and what else could explain it.
pub(super) fn against(voice: &Voice<'_>, view: &FindingView<'_>) -> Element {
    let list = |title: &str, none: &str, lines_of: &[Line<'_>]| {
        let heading = el("h5").with(voice.say(title));
        let mut part = el("div").with(heading);
        if lines_of.is_empty() {
            part = part.with(el("p").class("none").with(voice.say(none)));
        }
        part.each(lines_of.iter().map(|line| lines::sentence(voice, line, view)))
    };
    el("div")
        .class("against")
        .with(list("contrary-title", "contrary-none", &view.contrary))
        .with(list("alternatives-title", "alternatives-none", &view.alternatives))
}
