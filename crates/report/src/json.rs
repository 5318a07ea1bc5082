//! The report for programs: the content of the page and every record, in a stable shape.
//!
//! What many say stands once: a record in `records`, the names of its columns in `row_shapes`, and each set of
//! records that sentences rest on in `record_lists`, to which their `records` point.
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
const SHAPE: u32 = 2;

/// Writes the report.
pub(crate) fn write(outline: &Outline<'_>) -> String {
    let input = outline.input;
    let mut lists = Lists::default();
    let questions: Vec<Value> =
        outline.questions.iter().map(|q| question(outline.printer, &mut lists, q)).collect();
    let triage = outline.triage.as_ref().map(|files| of_files(outline.printer, &mut lists, files));
    let (row_shapes, records) = records(&input.cited, &outline.listed());
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
        "questions": questions,
        "not_asked": input.not_asked.iter().map(|q| json!({
            "code": q.card.code,
            "question": CardTexts::new(outline.printer, &q.card).question_text(),
            "reason": q.reason,
        })).collect::<Vec<_>>(),
        "record_lists": lists.all,
        "row_shapes": row_shapes,
        "records": records,
        "custody": input.custody,
        "software": input.software,
        "packages": dependencies::packages().iter().map(|package| json!({
            "name": package.name, "version": package.version, "sha256": package.checksum,
        })).collect::<Vec<_>>(),
        "scale": input.scale,
        "decisions": input.decisions,
        "disclosures": input.disclosures,
        "notes": input.notes,
        "tasks": input.tasks,
        "readings": input.readings,
    });
    if let (Some(triage), Value::Object(report)) = (triage, &mut report) {
        report.insert("triage".to_owned(), triage);
    }
    let mut text = sorted(report).to_string();
    text.push('\n');
    text
}

/// Every set of records that something rests on, once, in the order in which they are met.
#[derive(Default)]
struct Lists {
    all: Vec<Vec<String>>,
    places: BTreeMap<Vec<RecordRef>, usize>,
}

impl Lists {
    /// The place of these records among the lists.
    fn place<'r>(&mut self, records: impl Iterator<Item = &'r RecordRef>) -> usize {
        let records: Vec<RecordRef> = records.copied().collect();
        if let Some(place) = self.places.get(&records) {
            return *place;
        }
        let place = self.all.len();
        self.all.push(records.iter().map(ToString::to_string).collect());
        self.places.insert(records, place);
        place
    }
}

fn question(printer: &Printer<'_>, lists: &mut Lists, view: &QuestionView<'_>) -> Value {
    let answer = &view.asked.answer;
    json!({
        "card": view.asked.card,
        "question": CardTexts::new(printer, &view.asked.card).question_text(),
        "asked_by": view.asked.asked_by,
        "asked_at_us": view.asked.asked_at_us,
        "version": answer.version,
        "parameters": answer.parameters,
        "seed": answer.seed,
        "findings": view.findings.iter().map(|f| finding(printer, lists, f)).collect::<Vec<_>>(),
    })
}

fn finding(printer: &Printer<'_>, lists: &mut Lists, view: &FindingView<'_>) -> Value {
    let mut lines =
        |lines: &[Line<'_>]| lines.iter().map(|said| line(said, lists)).collect::<Vec<_>>();
    let (detail, contrary, alternatives) =
        (lines(&view.detail), lines(&view.contrary), lines(&view.alternatives));
    json!({
        "id": view.finding.id,
        "number": view.number,
        "anchor": view.anchor,
        "statement": line(&view.statement, lists),
        "detail": detail,
        "contrary": contrary,
        "alternatives": alternatives,
        "strength": view.finding.strength,
        "figures": figures_of(printer, view.finding),
        "records": lists.place(view.records.iter()),
    })
}

/// What known sets say of the files. A comparison has no strength of its own and no figures.
fn of_files(printer: &Printer<'_>, lists: &mut Lists, view: &TriageView<'_>) -> Value {
    let findings = view.findings.iter().map(|view| {
        let mut finding = finding(printer, lists, view);
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

fn line(line: &Line<'_>, lists: &mut Lists) -> Value {
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
            "records": slot.support.as_ref().map(|support| lists.place(support.records().iter())),
        })
    });
    let slots: Vec<Value> = slots.collect();
    json!({
        "class": line.class.code(),
        "template": line.sentence.template,
        "text": line.text(),
        "slots": slots,
        "records": lists.place(line.records.iter()),
    })
}

/// Every cited record, and the kinds with the columns that some of them state: each such shape once.
fn records(
    cited: &BTreeMap<RecordRef, CitedRecord>,
    listed: &BTreeMap<RecordRef, Vec<(&str, &str)>>,
) -> (Vec<Value>, Vec<Value>) {
    let mut places: BTreeMap<(&str, Vec<&str>), usize> = BTreeMap::new();
    let mut shapes = Vec::new();
    let mut rows = Vec::new();
    for (record, cited) in cited {
        let columns: Vec<&str> = cited.fields.iter().map(|(column, _)| column.as_str()).collect();
        let values: Vec<&str> = cited.fields.iter().map(|(_, value)| value.as_str()).collect();
        let kind = cited.kind.table();
        let shape = *places.entry((kind, columns)).or_insert_with_key(|(kind, columns)| {
            shapes.push(json!({ "kind": kind, "columns": columns }));
            shapes.len() - 1
        });
        let mut row = json!({
            "record": record.to_string(),
            "row_shape": shape,
            "values": values,
            "locator": cited.locator,
            "quote": cited.quote,
        });
        if let (true, Value::Object(row)) = (listed.contains_key(record), &mut row) {
            row.insert("anchor".to_owned(), record_anchor(*record).into());
        }
        rows.push(row);
    }
    (shapes, rows)
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
