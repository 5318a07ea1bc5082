//! Sentences on the page: fact and assessment in different type, every value marked as what it is,
//! every record a link.

use std::collections::BTreeSet;

use model::{RecordRef, Value};

use super::voice::{Voice, link, quoted};
use crate::html::{Element, Node, el};
use crate::outline::FindingView;
use crate::sentences::{Class, Line, Piece};
use crate::values::{CaseZone, quotation_marks};

/// Links to records that stand after a sentence; further ones are listed once below the finding.
const LINKS_PER_SENTENCE_MAX: usize = 4;

/// The same after a sentence whose links stand elsewhere already: one that rests on the very records
/// of the finding's first, and one that is collected from its finding.
const LINKS_REPEATED_MAX: usize = 1;

/// The anchor of a record in the annex: `EX-3-r17`.
pub(crate) fn record_anchor(record: RecordRef) -> String {
    format!("{}-r{}", record.exhibit, record.row)
}

/// The anchor of the list of rows below a finding.
pub(crate) fn rows_anchor(finding: &FindingView<'_>) -> String {
    format!("{}-rows", finding.anchor)
}

/// A sentence of a finding with its class and its records.
pub(crate) fn sentence(voice: &Voice<'_>, line: &Line<'_>, finding: &FindingView<'_>) -> Element {
    let first = &finding.statement;
    let is_same = !std::ptr::eq(line, first) && line.records == first.records;
    let links_max = if is_same { LINKS_REPEATED_MAX } else { LINKS_PER_SENTENCE_MAX };
    written(voice, line, finding, links_max)
}

/// A sentence away from its finding.
pub(crate) fn collected(voice: &Voice<'_>, line: &Line<'_>, finding: &FindingView<'_>) -> Element {
    written(voice, line, finding, LINKS_REPEATED_MAX)
}

fn written(
    voice: &Voice<'_>,
    line: &Line<'_>,
    finding: &FindingView<'_>,
    links_max: usize,
) -> Element {
    let class = match line.class {
        Class::Fact => "sentence fact",
        Class::Assessment => "sentence assessment",
    };
    el("p")
        .class(class)
        .with(el("span").class("mark").with(voice.say(line.class.key())))
        .with(" ")
        .with(words(voice, line, &finding.listed))
        .with(" ")
        .with(citations(voice, line, finding, links_max))
}

/// The words of a sentence, values marked.
pub(crate) fn words(voice: &Voice<'_>, line: &Line<'_>, listed: &BTreeSet<RecordRef>) -> Element {
    let class = match line.class {
        Class::Fact => "words-fact",
        Class::Assessment => "words-assessment",
    };
    el("span").class(class).each(line.pieces.iter().map(|piece| match piece {
        Piece::Words(words) => Node::Text(words.as_ref().to_owned()),
        Piece::Value(slot, shown) => {
            let marked = value(voice, &slot.value, shown);
            let source = slot.support.as_ref().and_then(|support| {
                support.records().iter().find(|record| listed.contains(record))
            });
            match source {
                Some(record) => link(&record_anchor(*record), marked).class("value").into(),
                None => marked.into(),
            }
        }
    }))
}

fn value(voice: &Voice<'_>, value: &Value, shown: &str) -> Element {
    match value {
        Value::Stated(text) if voice.names_known_exhibit(text) => link(text, shown),
        Value::Stated(text) => quoted(text, quotation_marks(voice.lang())),
        Value::Instant(at_us) => el("time").attr("datetime", CaseZone::machine(*at_us)).with(shown),
        Value::Term(_) => el("span").with(shown),
        _ => el("b").with(shown),
    }
}

fn citations(
    voice: &Voice<'_>,
    line: &Line<'_>,
    finding: &FindingView<'_>,
    links_max: usize,
) -> Element {
    let listed = line.records.iter().filter(|record| finding.listed.contains(record));
    let links: Vec<Node> = listed
        .take(links_max)
        .map(|record| link(&record_anchor(*record), record.to_string()).into())
        .collect();
    let rest = line.records.len() - links.len();
    let mut element = el("span").class("sources").with("[");
    for (place, node) in links.into_iter().enumerate() {
        element = if place > 0 { element.with(", ") } else { element };
        element = element.with(node);
    }
    if rest > 0 {
        let more = voice.say_with("sources-more", &[("count", count(rest))]);
        element = element.with(", ").with(link(&rows_anchor(finding), more));
    }
    element.with("]")
}

/// The rows of a finding that the annex lists, with the total said.
pub(crate) fn rows(voice: &Voice<'_>, finding: &FindingView<'_>) -> Element {
    let (listed, total) = (finding.listed.len(), finding.records.len());
    let words = if listed == total {
        voice.say_with("rows-all", &[("total", count(total))])
    } else {
        voice.say_with("rows-some", &[("listed", count(listed)), ("total", count(total))])
    };
    rows_after(finding, words)
}

/// The same after words of the caller.
pub(crate) fn rows_after(finding: &FindingView<'_>, words: String) -> Element {
    let mut element = el("p").class("rows").id(rows_anchor(finding)).with(words).with(" ");
    let mut exhibit = None;
    for record in &finding.listed {
        let text = if exhibit == Some(record.exhibit) {
            record.row.to_string()
        } else {
            record.to_string()
        };
        if let Some(before) = exhibit.replace(record.exhibit) {
            element = element.with(if before == record.exhibit { ", " } else { "; " });
        }
        element = element.with(link(&record_anchor(*record), text));
    }
    element
}

/// A number of things as a value.
pub(crate) fn count(number: usize) -> Value {
    Value::Count(u64::try_from(number).unwrap_or(u64::MAX))
}
