//! What the house says of a case, as Markdown: the sentences of the report, with their records.

use std::fmt::Write;

use model::finding::{Answer, Finding};
use model::{Card, RecordRef, Sentence, Support};

use crate::{Lang, Teller};

/// Records named beside a sentence; of more, the first ones and how many there are.
const RECORDS_SHOWN_MAX: usize = 4;

/// The question, word for word as its card has it.
pub(super) fn question(card: &Card) -> String {
    format!("> {} ({}, version {})\n", card.question, card.code, card.version)
}

/// What the answer cannot show, word for word as its card has it.
pub(super) fn limits(card: &Card) -> String {
    lines(card.cannot_show.iter().map(|limit| format!("- {limit}")))
}

/// Every finding of an answer, and with which parameters it was asked.
pub(super) fn answer(answer: &Answer, zone: &str) -> String {
    let teller = Teller::new(Lang::En, zone).unwrap();
    let mut text = String::new();
    for (finding, number) in answer.findings.iter().zip(1..) {
        let said = say(&teller, &finding.statement);
        let _ = writeln!(text, "{number}. **{said}** {}", named(&records(&finding.statement)));
        text.push_str(&beside(&teller, finding));
    }
    if answer.findings.is_empty() {
        text.push_str("Nothing is found.\n");
    }
    let parameters = answer.parameters.iter();
    let parameters = parameters.filter(|(_, value)| !value.is_empty());
    let asked: Vec<String> = parameters.map(|(name, value)| format!("`{name}` {value}")).collect();
    let _ = writeln!(text, "\nAsked with {}.", asked.join(", "));
    text
}

/// One finding.
pub(super) fn finding(finding: &Finding, zone: &str) -> String {
    let teller = Teller::new(Lang::En, zone).unwrap();
    let (said, rests_on) = (say(&teller, &finding.statement), records(&finding.statement));
    format!("  **{said}** {}\n{}", named(&rests_on), beside(&teller, finding))
}

/// Texts as lines, each with its end.
pub(super) fn lines(texts: impl Iterator<Item = String>) -> String {
    texts.fold(String::new(), |text, line| text + &line + "\n")
}

/// The other sentences of a finding; those that rest on the very records of the first name none.
fn beside(teller: &Teller, finding: &Finding) -> String {
    let first = records(&finding.statement);
    let parts = [
        ("", &finding.detail),
        ("Against it: ", &finding.contrary),
        ("Or else: ", &finding.alternatives),
    ];
    let mut text = String::new();
    for (word, sentences) in parts {
        for sentence in sentences {
            let rests_on = records(sentence);
            let named = if rests_on == first { String::new() } else { named(&rests_on) };
            let line = format!("   - {word}{} {named}", say(teller, sentence));
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    text
}

/// A sentence; no-break spaces are for the printed page, in a text file nobody sees them.
fn say(teller: &Teller, sentence: &Sentence) -> String {
    teller.say(sentence).unwrap().replace('\u{a0}', " ")
}

/// Every record a sentence rests on, those of its values included.
fn records(sentence: &Sentence) -> Vec<RecordRef> {
    let slots = sentence.slots.iter().filter_map(|slot| slot.support.as_ref());
    let supports = std::iter::once(&sentence.support).chain(slots);
    let mut records: Vec<RecordRef> = supports.flat_map(Support::records).copied().collect();
    records.sort_unstable();
    records.dedup();
    records
}

fn named(records: &[RecordRef]) -> String {
    let first = records.iter().take(RECORDS_SHOWN_MAX);
    let mut shown: Vec<String> = first.map(|record| format!("`{record}`")).collect();
    if records.len() > RECORDS_SHOWN_MAX {
        shown.push(format!("… {} in all", records.len()));
    }
    format!("[{}]", shown.join(" "))
}
