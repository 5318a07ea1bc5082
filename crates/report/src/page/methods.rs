//! The method cards, word for word: what was asked, what is assumed, what cannot be shown, with
//! which parameters, seed and version, and how often the method errs.

use model::Card;
use model::card::Measure;
use model::finding::Answer;

use super::table::{Table, pairs};
use super::voice::{Voice, bare, code, stated};
use crate::Lang;
use crate::html::{Element, Node, el};
use crate::input::Asked;
use crate::outline::Outline;
use crate::values::{Printer, decimal};

/// The anchor of a card.
pub(super) fn anchor(card: &Card) -> String {
    format!("M-{}", card.code)
}

/// The texts of a card in the language of the report.
pub(crate) struct CardTexts<'a> {
    printer: &'a Printer<'a>,
    card: &'a Card,
}

impl<'a> CardTexts<'a> {
    /// The texts of a card, as a page speaks them.
    pub(super) fn of(voice: &Voice<'a>, card: &'a Card) -> Self {
        Self::new(voice.printer(), card)
    }

    /// The texts of a card.
    pub(crate) fn new(printer: &'a Printer<'a>, card: &'a Card) -> Self {
        Self { printer, card }
    }

    /// A text of the card with this part of its key (`assumes-1`): the translation where the
    /// language has one; else the English of the card, marked as English.
    fn text(&self, part: &str, english: &str) -> Node {
        match (self.printer.lang(), self.translated(part)) {
            (Lang::En, _) => english.into(),
            (_, Some(text)) => text.into(),
            (_, None) => el("span").attr("lang", "en").with(english).into(),
        }
    }

    fn translated(&self, part: &str) -> Option<String> {
        let code = self.card.code.to_lowercase();
        self.printer.plain_message(&format!("card-{code}-{part}"))
    }

    /// The question.
    pub(super) fn question(&self) -> Node {
        self.text("question", self.card.question)
    }

    /// The question as plain text.
    pub(crate) fn question_text(&self) -> String {
        match self.printer.lang() {
            Lang::En => self.card.question.to_owned(),
            Lang::It => {
                self.translated("question").unwrap_or_else(|| self.card.question.to_owned())
            }
        }
    }

    fn list(&self, part: &str, english: &[&str]) -> Element {
        el("ul").each(
            english.iter().zip(1..).map(|(text, at): (_, usize)| {
                el("li").with(self.text(&format!("{part}-{at}"), text))
            }),
        )
    }
}

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let mut parts = vec![el("p").with(voice.say("methods-note"))];
    for question in &outline.questions {
        parts.push(card(voice, question.asked));
    }
    parts.push(software(voice));
    parts
}

fn card(voice: &Voice<'_>, asked: &Asked) -> Element {
    let Asked { card, answer, measures, .. } = asked;
    let texts = CardTexts::of(voice, card);
    let titled =
        |key: &str, list: Element| el("div").with(el("h4").with(voice.say(key))).with(list);
    let seed: Node = match answer.seed {
        Some(seed) => seed.to_string().into(),
        None => voice.say("seed-none").into(),
    };
    let version = answer.version.to_string();
    let facts = [
        (voice.say("card-version"), Node::from(version)),
        (voice.say("card-seed"), seed),
        (voice.say("seal-data-root"), data_root(voice)),
    ];
    el("article")
        .class("card")
        .id(anchor(card))
        .with(el("h3").with(format!("{} · ", card.code)).with(texts.question()))
        .with(pairs(facts))
        .with(titled("card-assumes", texts.list("assumes", card.assumes)))
        .with(titled("card-cannot-show", texts.list("cannot-show", card.cannot_show)))
        .with(parameters(voice, &texts, answer))
        .with(titled("card-error-rates", error_rates(voice, &texts)))
        .maybe(measured(voice, measures))
        .with(titled("card-sources", texts.list("source", card.sources)))
}

fn error_rates(voice: &Voice<'_>, texts: &CardTexts<'_>) -> Element {
    if texts.card.error_rates.is_empty() {
        return el("p").class("none").with(voice.say("card-error-rates-none"));
    }
    texts.list("error-rate", texts.card.error_rates)
}

/// What was measured of the method; nothing where it was not. What was measured is named in English.
fn measured(voice: &Voice<'_>, measures: &[Measure]) -> Option<Element> {
    let english = |text: &str| Node::from(el("span").attr("lang", "en").with(text));
    let number =
        |value: f64| decimal(value, MEASURED_DECIMALS, voice.lang()).unwrap_or_else(|fault| fault);
    let mut table = Table::new(voice.say("card-measured"))
        .text(voice.say("column-measured-on"))
        .text(voice.say("column-measure"))
        .number(voice.say("column-value"))
        .number(voice.say("column-interval"))
        .number(voice.say("column-version"));
    for one in measures {
        let interval = match (one.low, one.high) {
            (Some(low), Some(high)) => format!("{} – {}", number(low), number(high)).into(),
            _ => Node::from("–"),
        };
        let version = Node::from(one.version.to_string());
        table.row(vec![
            english(&one.data),
            english(&one.measure),
            number(one.value).into(),
            interval,
            version,
        ]);
    }
    (!measures.is_empty()).then(|| table.finish())
}

/// Decimals of what was measured.
const MEASURED_DECIMALS: u8 = 4;

fn data_root(voice: &Voice<'_>) -> Node {
    match &voice.input.data_root {
        Some(root) => code(&root.to_string()).into(),
        None => voice.say("not-stated").into(),
    }
}

/// Parameters: those the card explains, in its order, then those the answer names besides.
fn parameters(voice: &Voice<'_>, texts: &CardTexts<'_>, answer: &Answer) -> Element {
    let mut table = Table::new(voice.say("card-parameters"))
        .text(voice.say("column-parameter"))
        .text(voice.say("column-value"))
        .text(voice.say("column-meaning"));
    let explained = texts.card.parameters;
    for ((name, meaning), at) in explained.iter().zip(1usize..) {
        let value: Node = match answer.parameters.get(*name) {
            Some(value) => parameter(voice, value),
            None => voice.say("not-stated").into(),
        };
        table.row(vec![code(name).into(), value, texts.text(&format!("parameter-{at}"), meaning)]);
    }
    for (name, value) in &answer.parameters {
        if !explained.iter().any(|(known, _)| known == name) {
            table.row(vec![code(name).into(), parameter(voice, value), Node::from("")]);
        }
    }
    table.finish()
}

/// A value as used: words of the program in the language, anything else as it stands.
fn parameter(voice: &Voice<'_>, value: &str) -> Node {
    match voice.phrase_in(value) {
        Some(words) => words.into(),
        None if value.is_empty() => "–".into(),
        None => bare(value),
    }
}

fn software(voice: &Voice<'_>) -> Element {
    let mut table = Table::new(voice.say("software-caption"))
        .text(voice.say("column-name"))
        .text(voice.say("column-version"))
        .text(voice.say("column-detail"));
    for part in &voice.input.software {
        table.row(vec![
            stated(&part.name).into(),
            stated(&part.version).into(),
            stated(&part.detail).into(),
        ]);
    }
    table.finish()
}
