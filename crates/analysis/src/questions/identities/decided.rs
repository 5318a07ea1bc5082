//! Decisions of people on identities, as the answer lists them: who decided what, when, on which ground, and
//! whether it still counts.

use std::collections::BTreeSet;

use model::finding::Finding;
use model::{Card, RecordRef, Sentence, Value};

use crate::basis::Basis;
use crate::citing::{Cited, count, recorded};
use crate::links::Verdict;

/// A decision on two keys, one that was taken back included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its name, as other findings give it.
    pub name: String,
    /// Who decided.
    pub by: String,
    /// When, microseconds of UTC by the clock of that machine.
    pub at_us: i64,
    /// What was decided.
    pub verdict: Verdict,
    /// One key.
    pub left: String,
    /// The other.
    pub right: String,
    /// The ground.
    pub reason: String,
    /// What ended it, where something did.
    pub ended: Option<Ended>,
}

/// What ended a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Whether another took its place, or none.
    pub way: Way,
    /// Who did it.
    pub by: String,
    /// When.
    pub at_us: i64,
    /// Why.
    pub reason: String,
}

/// How a decision ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It was taken back.
    Undone,
    /// A later one on the same two keys took its place.
    Replaced,
}

/// A finding for each decision, in their order; `fallback` is cited where no record states either key.
pub(super) fn findings(card: &Card, basis: &Basis<'_>, fallback: &Cited) -> Vec<Finding> {
    let decisions = &basis.settings.decisions;
    decisions.iter().filter_map(|one| finding(card, basis, one, fallback)).collect()
}

fn finding(
    card: &Card,
    basis: &Basis<'_>,
    decision: &Decision,
    fallback: &Cited,
) -> Option<Finding> {
    let (together, either) = stated(basis, decision);
    let cited = if either.is_empty() { fallback.clone() } else { Cited::of(either) };
    let template = match decision.verdict {
        Verdict::Same => "identities-decided-same",
        Verdict::NotSame => "identities-decided-not-same",
        Verdict::Unsure => "identities-decided-unsure",
    };
    let text = |text: &String| Value::Stated(text.clone());
    let statement = cited
        .says(template)?
        .with("name", text(&decision.name))
        .with("by", text(&decision.by))
        .with("at", Value::Instant(decision.at_us))
        .with("left", text(&decision.left))
        .with("right", text(&decision.right))
        .with("reason", text(&decision.reason));
    let mut finding = recorded(card, format!("decision-{}", decision.name), statement);
    if let Some(ended) = &decision.ended {
        let template = match ended.way {
            Way::Undone => "identities-decision-undone",
            Way::Replaced => "identities-decision-replaced",
        };
        let told = |said: Sentence| {
            said.with("by", text(&ended.by))
                .with("at", Value::Instant(ended.at_us))
                .with("reason", text(&ended.reason))
        };
        finding.contrary.extend(cited.says(template).map(told));
    }
    let records = Cited::of(together.iter().copied());
    match records.says("identities-decided-stated") {
        Some(said) => finding.detail.push(said.with("records", count(together.len()))),
        None => finding.contrary.extend(cited.says("identities-decided-alone")),
    }
    finding.detail.extend(cited.in_part());
    Some(finding)
}

/// The records that state both keys together, and those that state either.
fn stated(basis: &Basis<'_>, decision: &Decision) -> (BTreeSet<RecordRef>, BTreeSet<RecordRef>) {
    let view = basis.view;
    let [left, right] = [&decision.left, &decision.right].map(|key| view.keys.id(key));
    let is = |key| Some(key) == left || Some(key) == right;
    let pairs = view.together.iter().filter(|pair| is(pair.key) || is(pair.other));
    let both =
        pairs.clone().filter(|pair| is(pair.key) && is(pair.other) && pair.key != pair.other);
    let together = both.map(|pair| pair.record).collect();
    let mentions = view.mentions.iter().filter(|one| is(one.key)).map(|one| one.record);
    let paid = view.payments.iter().filter(|one| is(one.payer) || is(one.payee));
    let either = pairs.map(|pair| pair.record).chain(mentions).chain(paid.map(|one| one.record));
    (together, either.collect())
}
