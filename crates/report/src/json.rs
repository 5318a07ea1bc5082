//! The report for programs: the content of the page and every record, in a stable shape.
//!
//! Shape: `docs/schema/report.schema.json`. Keys are sorted, numbers are printed in their shortest
//! form, nothing depends on the machine: two builds from one input are equal byte for byte. Text
//! of exhibits stands as it is; whoever shows it must escape it.

use std::collections::BTreeMap;

use model::RecordRef;
use model::finding::Finding;
use serde_json::{Map, Value, json};

use crate::dependencies;
use crate::figures;
use crate::input::CitedRecord;
use crate::outline::{FindingView, Outline, QuestionView, TriageView};
use crate::page::{CardTexts, cannot_show, record_anchor};
use crate::sentences::{Line, Piece};
use crate::values::Printer;

/// Version of the shape; a change that breaks a reader raises it.
const SHAPE: u32 = 1;

/// Writes the report.
pub(crate) fn write(outline: &Outline<'_>) -> String {
    let input = outline.input;
    let mut report = json!({
        "shape": SHAPE,
        "program": { "name": "tutela", "version": env!("CARGO_PKG_VERSION") },
        "lang": outline.printer.lang().code(),
        "innocence": outline.printer.plain_message("innocence"),
        "case": input.case,
        "exhibits": input.exhibits,
        "coverage": input.coverage,
        "clocks": input.clocks,
        "data_root": input.data_root,
        "questions": outline.questions.iter().map(|q| question(outline.printer, q)).collect::<Vec<_>>(),
        "not_asked": input.not_asked.iter().map(|q| json!({
            "code": q.card.code,
            "question": CardTexts::new(outline.printer, &q.card).question_text(),
            "reason": q.reason,
        })).collect::<Vec<_>>(),
        "records": records(&input.cited, &outline.listed()),
        "custody": input.custody,
        "software": input.software,
        "packages": dependencies::packages().iter().map(|package| json!({
            "name": package.name, "version": package.version, "sha256": package.checksum,
        })).collect::<Vec<_>>(),
        "scale": input.scale,
        "decisions": input.decisions,
        "disclosures": input.disclosures,
    });
    if let (Some(files), Value::Object(report)) = (&outline.triage, &mut report) {
        report.insert("triage".to_owned(), of_files(outline.printer, files));
    }
    let mut text = sorted(report).to_string();
    text.push('\n');
    text
}

fn question(printer: &Printer<'_>, view: &QuestionView<'_>) -> Value {
    let answer = &view.asked.answer;
    json!({
        "card": view.asked.card,
        "question": CardTexts::new(printer, &view.asked.card).question_text(),
        "asked_by": view.asked.asked_by,
        "asked_at_us": view.asked.asked_at_us,
        "version": answer.version,
        "parameters": answer.parameters,
        "seed": answer.seed,
        "findings": view.findings.iter().map(|f| finding(printer, f)).collect::<Vec<_>>(),
    })
}

fn finding(printer: &Printer<'_>, view: &FindingView<'_>) -> Value {
    let lines = |lines: &[Line<'_>]| lines.iter().map(line).collect::<Vec<_>>();
    json!({
        "id": view.finding.id,
        "number": view.number,
        "anchor": view.anchor,
        "statement": line(&view.statement),
        "detail": lines(&view.detail),
        "contrary": lines(&view.contrary),
        "alternatives": lines(&view.alternatives),
        "strength": view.finding.strength,
        "figures": figures_of(printer, view.finding),
        "records": refs(view.records.iter()),
    })
}

/// What known sets say of the files. A comparison has no strength of its own and no figures.
fn of_files(printer: &Printer<'_>, view: &TriageView<'_>) -> Value {
    let findings = view.findings.iter().map(|view| {
        let mut finding = finding(printer, view);
        if let Value::Object(finding) = &mut finding {
            finding.retain(|key, _| key != "strength" && key != "figures");
        }
        finding
    });
    let limits = cannot_show(view.facts)
        .map(|key| json!({ "key": key, "text": printer.plain_message(key) }));
    json!({
        "facts": view.facts,
        "findings": findings.collect::<Vec<_>>(),
        "cannot_show": limits.collect::<Vec<_>>(),
    })
}

fn figures_of(printer: &Printer<'_>, finding: &Finding) -> Vec<Value> {
    let titled = finding.figures.iter().map(|figure| {
        let title = printer.plain_message(figures::title_key(figure));
        json!({ "title": title, "data": figure })
    });
    titled.collect()
}

fn line(line: &Line<'_>) -> Value {
    let shown: BTreeMap<&str, &str> = line
        .pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Value(slot, shown) => Some((slot.name.as_str(), shown.as_str())),
            Piece::Words(_) => None,
        })
        .collect();
    let slots = line.sentence.slots.iter().map(|slot| {
        json!({
            "name": slot.name,
            "value": slot.value,
            "shown": shown.get(slot.name.as_str()),
            "records": slot.support.as_ref().map(|support| refs(support.records().iter())),
        })
    });
    json!({
        "class": line.class.code(),
        "template": line.sentence.template,
        "text": line.text(),
        "slots": slots.collect::<Vec<_>>(),
        "records": refs(line.records.iter()),
    })
}

fn refs<'r>(records: impl Iterator<Item = &'r RecordRef>) -> Vec<String> {
    records.map(ToString::to_string).collect()
}

fn records(
    cited: &BTreeMap<RecordRef, CitedRecord>,
    listed: &BTreeMap<RecordRef, Vec<(&str, &str)>>,
) -> Vec<Value> {
    let rows = cited.iter().map(|(record, cited)| {
        json!({
            "record": record.to_string(),
            "anchor": listed.contains_key(record).then(|| record_anchor(*record)),
            "kind": cited.kind.table(),
            "locator": cited.locator,
            "fields": cited.fields,
            "quote": cited.quote,
        })
    });
    rows.collect()
}

/// The value with the keys of every object in order, whatever map `serde_json` was built with.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let ordered: BTreeMap<String, Value> = map.into_iter().collect();
            let pairs = ordered.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(pairs.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        plain => plain,
    }
}
