//! Annex: the cited rows. Each stands as the exhibit holds it, with its place and its digest.

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

/// Writes the annex.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let mut parts = vec![el("p").with(voice.say("rows-note"))];
    let mut open: Option<(ExhibitId, Table)> = None;
    for (record, findings) in outline.listed() {
        let Some(cited) = voice.input.cited.get(&record) else { continue };
        if open.as_ref().is_none_or(|(exhibit, _)| *exhibit != record.exhibit) {
            parts.extend(open.take().map(|(_, table)| table.finish()));
            parts.extend(heading(voice, record.exhibit));
            open = Some((record.exhibit, table(voice, record.exhibit)));
        }
        if let Some((_, table)) = &mut open {
            table.anchored(record_anchor(record), row(voice, record, cited, &findings));
        }
    }
    parts.extend(open.map(|(_, table)| table.finish()));
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

fn table(voice: &Voice<'_>, exhibit: ExhibitId) -> Table {
    let caption =
        voice.say_with("rows-caption", &[("exhibit", model::Value::Stated(exhibit.to_string()))]);
    Table::new(caption).text(voice.say("column-record")).text(voice.say("column-stands")).dense()
}

fn row(
    voice: &Voice<'_>,
    record: RecordRef,
    cited: &CitedRecord,
    findings: &[(&str, &str)],
) -> Vec<Node> {
    let mut by = el("div").class("cited-by").with(voice.say("rows-cited-by")).with(" ");
    for (place, (anchor, number)) in findings.iter().enumerate() {
        by = if place > 0 { by.with(", ") } else { by };
        by = by.with(link(anchor, *number));
    }
    let name = el("div")
        .with(el("b").with(record.to_string()))
        .with(el("div").with(voice.say(&format!("kind-{}", cited.kind.table()))))
        .with(by);
    let what = el("div")
        .with(fields(voice, cited))
        .with(quote(voice, &cited.quote.text))
        .with(where_it_stands(voice, cited));
    vec![name.into(), what.into()]
}

fn fields(voice: &Voice<'_>, cited: &CitedRecord) -> Element {
    let mut line = el("div").class("fields").attr("translate", "no");
    for (name, text) in &cited.fields {
        let name = el("i").with(field_name(voice, cited.kind, name));
        line = line.with(name).with(" ").with(bare(text)).with(" ");
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

fn quote(voice: &Voice<'_>, text: &str) -> Element {
    let cut = text.char_indices().nth(QUOTE_CHARS_MAX).map(|(end, _)| end);
    let shown = cut.and_then(|end| text.get(..end)).unwrap_or(text);
    let quote = el("pre").class("quote").attr("translate", "no").with(shown);
    if cut.is_none() {
        return quote;
    }
    let rest = text.chars().count().saturating_sub(QUOTE_CHARS_MAX);
    let more = voice.say_with("quote-cut", &[("count", super::lines::count(rest))]);
    el("div").with(quote).with(el("p").class("notice").with(more))
}

fn where_it_stands(voice: &Voice<'_>, cited: &CitedRecord) -> Element {
    let line = el("div").class("locator").with(place(voice, &cited.locator.place)).with(" · ");
    match cited.quote.source {
        QuoteSource::Bytes { sha256 } => line.with("SHA-256 ").with(code(&sha256.to_string())),
        QuoteSource::Cells => line.with(voice.say("quote-cells")),
    }
}

fn place(voice: &Voice<'_>, place: &Place) -> Element {
    let mut shown = el("span");
    if !place.inside.is_empty() {
        shown =
            shown.with(voice.say("place-inside")).with(" ").with(stated(&place.inside)).with(", ");
    }
    shown = shown.with(voice.say_with("place-row", &[("row", model::Value::Count(place.row))]));
    if !place.path.is_empty() {
        shown = shown.with(", ").with(stated(&place.path));
    }
    if place.bytes_len > 0 {
        let values = [
            ("first", model::Value::Count(place.bytes_start)),
            ("length", model::Value::Count(place.bytes_len)),
        ];
        shown = shown.with(", ").with(voice.say_with("place-bytes", &values));
    }
    shown
}
