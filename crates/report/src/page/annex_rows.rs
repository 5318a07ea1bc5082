//! Annex: the cited rows. Each stands as the exhibit holds it, with its place and its digest.

use std::collections::BTreeMap;

use model::record::Kind;
use model::{ExhibitId, Place, RecordRef};

use super::lines::record_anchor;
use super::table::Table;
use super::voice::{Voice, bare, code, link, stated};
use crate::html::{Element, Node, el};
use crate::input::{CitedRecord, QuoteSource};
use crate::outline::Outline;

/// Characters of a quotation that the page prints; the JSON has all. A row of a table is far
/// shorter, a chat message or an XML element of a statement may be longer.
const QUOTE_CHARS_MAX: usize = 1_500;

/// Rows of one exhibit and kind, as the page lists them.
type Group<'a> = Vec<(RecordRef, &'a CitedRecord, Vec<(&'a str, &'a str)>)>;

/// A field by its column, and what a record states in it.
type Stated = (String, String);

/// Writes the annex.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let mut groups: BTreeMap<(ExhibitId, Kind), Group<'_>> = BTreeMap::new();
    for (record, findings) in outline.listed() {
        if let Some(cited) = outline.input.cited.get(&record) {
            let group = groups.entry((record.exhibit, cited.kind)).or_default();
            group.push((record, cited, findings));
        }
    }
    let mut parts = vec![el("p").with(voice.say("rows-note"))];
    let mut exhibit = None;
    for ((id, kind), rows) in groups {
        if exhibit.replace(id) != Some(id) {
            parts.extend(heading(voice, id));
        }
        parts.push(group(voice, (id, kind), &rows));
    }
    parts
}

fn heading(voice: &Voice<'_>, id: ExhibitId) -> Vec<Element> {
    let exhibit = voice.input.exhibits.iter().find(|exhibit| exhibit.id == id);
    let Some(exhibit) = exhibit else { return Vec::new() };
    let title = el("h3")
        .with(link(&id.to_string(), id.to_string()))
        .with(" · ")
        .with(stated(&exhibit.name));
    let digest = el("p").class("digest").with("SHA-256 ").with(code(&exhibit.sha256.to_string()));
    vec![title, digest]
}

/// The rows of one kind: what all of them state alike is said once, before them.
fn group(voice: &Voice<'_>, (exhibit, kind): (ExhibitId, Kind), rows: &Group<'_>) -> Element {
    let of = [
        ("exhibit", model::Value::Stated(exhibit.to_string())),
        ("kind", model::Value::Term(format!("kind-{}", kind.table()))),
    ];
    let alike = alike(rows);
    let mut part = el("div").class("rows-of").attr("translate", "no");
    if !alike.is_empty() {
        let line = el("p").class("fields").with(voice.say("rows-alike")).with(" ");
        part = part.with(line.each(fields(voice, kind, &alike, &[])));
    }
    let mut table = Table::new(voice.say_with("rows-caption", &of))
        .text(voice.say("column-record-cited"))
        .text(voice.say("column-stands"))
        .dense();
    for (record, cited, findings) in rows {
        table.anchored(record_anchor(*record), row(voice, *record, cited, findings, &alike));
    }
    part.with(table.finish())
}

/// What every row of a group states in the same words; nothing where the group is one row.
fn alike(rows: &Group<'_>) -> Vec<Stated> {
    let [(_, first, _), others @ ..] = rows.as_slice() else { return Vec::new() };
    if others.is_empty() {
        return Vec::new();
    }
    let in_all = |field: &&Stated| others.iter().all(|(_, cited, _)| cited.fields.contains(field));
    first.fields.iter().filter(in_all).cloned().collect()
}

fn row(
    voice: &Voice<'_>,
    record: RecordRef,
    cited: &CitedRecord,
    findings: &[(&str, &str)],
    alike: &[Stated],
) -> Vec<Node> {
    let mut by = el("small");
    for (place, (anchor, number)) in findings.iter().enumerate() {
        by = if place > 0 { by.with(" ") } else { by };
        by = by.with(link(anchor, *number));
    }
    let name: Vec<Node> = vec![record.to_string().into(), by.into()];
    let mut what = fields(voice, cited.kind, &cited.fields, alike);
    what.extend(quote(voice, &cited.quote.text));
    what.push(where_it_stands(voice, record, cited).into());
    vec![name.into(), what.into()]
}

/// Names and texts of fields, but for those said before, and for a text as stated that is equal to
/// its canonical form.
fn fields(voice: &Voice<'_>, kind: Kind, all: &[Stated], said: &[Stated]) -> Vec<Node> {
    let repeats = |field: &Stated| {
        let canonical = field.0.strip_suffix("_stated");
        canonical.is_some_and(|name| all.iter().any(|(n, text)| n == name && *text == field.1))
    };
    let mut line = Vec::new();
    for field in all.iter().filter(|field| !said.contains(field) && !repeats(field)) {
        let name = el("i").with(field_name(voice, kind, &field.0));
        line.extend([name.into(), " ".into(), bare(&field.1), " ".into()]);
    }
    line
}

/// The name of a column in the language: the field's, and that of the part where it has parts.
fn field_name(voice: &Voice<'_>, kind: Kind, column: &str) -> String {
    let field = kind
        .fields()
        .iter()
        .filter(|field| {
            column
                .strip_prefix(field.name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        })
        .max_by_key(|field| field.name.len());
    let Some(field) = field else { return column.to_owned() };
    let name = voice.say(&format!("field-{}", field.name.replace('_', "-")));
    let part = column.strip_prefix(field.name).and_then(|rest| rest.strip_prefix('_'));
    let part = part
        .filter(|part| *part != "stated")
        .and_then(|part| voice.say_if_known(&format!("part-{}", part.replace('_', "-"))));
    match part {
        Some(part) => format!("{name}, {part}"),
        None => name,
    }
}

fn quote(voice: &Voice<'_>, text: &str) -> Vec<Node> {
    let cut = text.char_indices().nth(QUOTE_CHARS_MAX).map(|(end, _)| end);
    let shown = cut.and_then(|end| text.get(..end)).unwrap_or(text);
    let mut parts = vec![el("pre").with(shown).into()];
    if cut.is_some() {
        let rest = text.chars().count().saturating_sub(QUOTE_CHARS_MAX);
        let more = voice.say_with("quote-cut", &[("count", super::lines::count(rest))]);
        parts.push(el("p").class("notice").with(more).into());
    }
    parts
}

fn where_it_stands(voice: &Voice<'_>, record: RecordRef, cited: &CitedRecord) -> Element {
    let line = el("small").each(place(voice, record, &cited.locator.place)).with(" · ");
    match cited.quote.source {
        QuoteSource::Bytes { sha256 } => line.with(code(&sha256.to_string())),
        QuoteSource::Cells => line.with(voice.say("quote-cells")),
    }
}

/// Where a record stands; its row only where that is not the number it goes by.
fn place(voice: &Voice<'_>, record: RecordRef, place: &Place) -> Vec<Node> {
    let mut shown: Vec<Node> = Vec::new();
    if !place.inside.is_empty() {
        let inside = [voice.say("place-inside").into(), " ".into(), stated(&place.inside).into()];
        shown.extend(inside);
        shown.push(", ".into());
    }
    let has_bytes = place.bytes_len > 0;
    if place.row != record.row || (!has_bytes && place.path.is_empty()) {
        let row = voice.say_with("place-row", &[("row", model::Value::Count(place.row))]);
        shown.extend([row.into(), ", ".into()]);
    }
    if !place.path.is_empty() {
        shown.extend([stated(&place.path).into(), ", ".into()]);
    }
    if has_bytes {
        let values = [
            ("first", model::Value::Count(place.bytes_start)),
            ("length", model::Value::Count(place.bytes_len)),
        ];
        shown.push(voice.say_with("place-bytes", &values).into());
    } else {
        shown.pop();
    }
    shown
}
