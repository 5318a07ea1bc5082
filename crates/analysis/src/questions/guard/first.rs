//! Whoever may be a victim is met as one first: in every answer the findings that name such a party stand
//! behind the others, and say so before anything else.

use std::collections::BTreeSet;

use model::finding::{Answer, Finding};
use model::{Sentence, Value};

use super::{Guard, PayerSigns};
use crate::citing::Cited;

/// The questions that speak of possible victims as such: there they keep their place.
pub(super) const OF_VICTIMS: [&str; 3] = ["ANA-011", "ANA-013", "ANA-015"];

/// The answer with possible victims marked and behind.
pub(crate) fn first(guard: &Guard, mut answer: Answer) -> Answer {
    if guard.keys().is_empty() || OF_VICTIMS.contains(&answer.question.as_str()) {
        return answer;
    }
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    for mut finding in answer.findings {
        let marks: Vec<Sentence> = named(guard, &finding).into_iter().filter_map(mark).collect();
        if marks.is_empty() {
            before.push(finding);
        } else {
            finding.detail.splice(0..0, marks);
            behind.push(finding);
        }
    }
    before.append(&mut behind);
    answer.findings = before;
    answer
}

/// The possible victims that a finding names, by name.
fn named<'a>(guard: &'a Guard, finding: &Finding) -> Vec<&'a PayerSigns> {
    let parts = [&finding.detail, &finding.contrary, &finding.alternatives];
    let sentences = std::iter::once(&finding.statement).chain(parts.into_iter().flatten());
    let texts =
        sentences.flat_map(|sentence| &sentence.slots).filter_map(|slot| match &slot.value {
            Value::Stated(text) => Some(text.as_str()),
            _ => None,
        });
    let names: BTreeSet<&str> = texts.collect();
    names.into_iter().filter_map(|name| guard.named(name)).collect()
}

fn mark(payer: &PayerSigns) -> Option<Sentence> {
    let records = payer.records.iter().chain(&payer.age.records).copied();
    let said = Cited::of(records).says("guard-first")?;
    Some(said.with("party", Value::Stated(payer.payer.clone())))
}
