//! The sentences on files that known sets know, with what speaks against each.
//!
//! Each rests on the records that tell of the files. Counts of files that no record tells of one by
//! one (unknown ones, published software) are no sentences but tables: see `page::triage`.

use model::finding::Strength;
use model::{Finding, RecordRef, Sentence, Support, Value};

use crate::input::{ListedFiles, NearFiles, SetFacts, SetMatch, TriageFacts, cited_records};

/// What stands in place of the code of a question.
const QUESTION: &str = "triage";

/// A finding for each set and category: first what is listed, then what looks alike.
pub(crate) fn findings(facts: &TriageFacts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for found in &facts.matches {
        let Some(set) = facts.sets.iter().find(|set| set.name == found.set) else { continue };
        findings.extend(listed(set, found));
        findings.extend(near(facts, set, found));
    }
    findings
}

fn listed(set: &SetFacts, found: &SetMatch) -> Option<Finding> {
    let ListedFiles { files, bytes, records, .. } = &found.listed;
    let support = support(records)?;
    let template = if found.category.is_empty() { "triage-listed" } else { "triage-listed-as" };
    let statement = Sentence::new(template, support.clone())
        .with("files", Value::Count(*files))
        .with("bytes", Value::Count(*bytes));
    let mut contrary = vec![owner(set, support.clone())];
    contrary.extend(counted(
        "triage-deleted",
        found.listed.deleted_files,
        &found.listed.deleted,
        &support,
    ));
    let (others, records) = (found.listed.contradicted_files, &found.listed.contradicted);
    contrary.extend(counted("triage-contradicted", others, records, &support));
    let alternatives = vec![Sentence::new("triage-otherwise-copied", support)];
    Some(finding(found, "listed", of_set(statement, set, found), contrary, alternatives))
}

fn near(facts: &TriageFacts, set: &SetFacts, found: &SetMatch) -> Option<Finding> {
    let NearFiles { files, largest, records, .. } = &found.near;
    let (support, asked) = (support(records)?, facts.near.as_ref()?);
    let bits = |bits: u32| Value::Count(u64::from(bits));
    let template = if found.category.is_empty() { "triage-near" } else { "triage-near-as" };
    let statement = Sentence::new(template, support.clone())
        .with("files", Value::Count(*files))
        .with("distance", bits(*largest))
        .with("limit", bits(asked.distance_max));
    let contrary = vec![owner(set, support.clone())];
    let alternatives = vec![
        Sentence::new("triage-otherwise-alike", support.clone()).with("distance", bits(*largest)),
        Sentence::new("triage-otherwise-copied", support),
    ];
    Some(finding(found, "near", of_set(statement, set, found), contrary, alternatives))
}

fn finding(
    found: &SetMatch,
    how: &str,
    statement: Sentence,
    contrary: Vec<Sentence>,
    alternatives: Vec<Sentence>,
) -> Finding {
    Finding {
        id: format!("{} · {} · {how}", found.set, found.category),
        question: QUESTION.to_owned(),
        statement,
        detail: Vec::new(),
        contrary,
        alternatives,
        strength: Strength::Recorded,
        figures: Vec::new(),
    }
}

/// The sentence with the set, and its category where it has one.
fn of_set(sentence: Sentence, set: &SetFacts, found: &SetMatch) -> Sentence {
    let stated = |text: &str| Value::Stated(text.to_owned());
    let sentence = sentence.with("set", stated(&set.name));
    if found.category.is_empty() {
        return sentence;
    }
    sentence.with("category", stated(&found.category)).with("scheme", stated(&set.scheme))
}

/// Whose word a hit rests on.
fn owner(set: &SetFacts, support: Support) -> Sentence {
    Sentence::new("triage-owner", support).with("owner", Value::Stated(set.owner.clone()))
}

/// A sentence on some of the files, where there are any; it rests on the records of all where none of
/// its own are passed.
fn counted(
    template: &'static str,
    files: u64,
    records: &[RecordRef],
    all: &Support,
) -> Option<Sentence> {
    let own = support(records).unwrap_or_else(|| all.clone());
    (files > 0).then(|| Sentence::new(template, own).with("files", Value::Count(files)))
}

fn support(records: &[RecordRef]) -> Option<Support> {
    Support::new(cited_records(records).to_vec())
}
