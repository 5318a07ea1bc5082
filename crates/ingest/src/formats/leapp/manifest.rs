//! The manifest of a run: which LEAPP, which version, and how many rows each artifact gave.
//!
//! Each artifact gives one activity, so that what a run found can be compared with what was read.

use std::collections::BTreeMap;
use std::io::Cursor;

use model::records::Activity;
use model::{Place, Record as _, RejectKind, say};
use serde_json::Value;

use crate::format::Source;
use crate::formats::extra::Extra;
use crate::formats::json::{JsonReader, RawValue};
use crate::sink::{Halt, Note, Sink};

/// Distinct states of modules told of; there are three or four.
const STATES_MAX: usize = 16;

/// Whether the first sign is that of a JSON object.
pub(super) fn begins_like_one(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// Keys that every manifest has.
pub(super) const KEYS: [&str; 2] = ["parser_info", "lava_db_name"];

/// Whether its outline is that of a manifest.
pub(super) fn is_one(head: &[u8]) -> bool {
    let mut found = [false; 2];
    let mut cursor = Cursor::new(head);
    if let Ok(mut reader) = JsonReader::new(&mut cursor) {
        // The head may end in the middle; what was seen before counts.
        let _ = reader.each_member("", |reader, key| {
            for (seen, name) in found.iter_mut().zip(KEYS) {
                *seen |= key == name;
            }
            reader.pass(key)
        });
    }
    let [parser, database] = found;
    parser && database
}

/// Reads a manifest.
pub(super) fn read(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let mut reader = JsonReader::new(source.bytes)?;
    let mut raw = RawValue::default();
    let mut tool = String::new();
    let mut states = BTreeMap::<String, u64>::new();
    let mut activity = Activity::default();
    let read = reader.each_member("", |reader, key| match key {
        "parser_info" => {
            reader.read_value(&mut raw)?;
            let value = raw.parse().unwrap_or(Value::Null);
            tool = text_of(&value, "leapp_name");
            let version = format!("{tool} {}", text_of(&value, "leapp_version"));
            sink.note(&Note::Version { version: version.trim().to_owned() })
        }
        "processing_status" => {
            reader.read_value(&mut raw)?;
            let value = raw.parse().unwrap_or(Value::Null);
            sink.remark(say::states(value.as_str().unwrap_or("-")))
        }
        "modules" => reader.each_item(key, |reader, _| {
            reader.read_value(&mut raw)?;
            let state = raw.parse().map(|value| text_of(&value, "module_status"));
            let state = state.unwrap_or_default();
            if states.len() < STATES_MAX || states.contains_key(&state) {
                *states.entry(state).or_default() += 1;
            }
            Ok(())
        }),
        "artifacts" => reader.each_member(key, |reader, category| {
            reader.each_item(category, |reader, index| {
                reader.read_value(&mut raw)?;
                let path = format!("/artifacts/{category}/{index}");
                let cut = raw.cut.then(|| reader.cut(&path));
                let (bytes_start, bytes_len) = (raw.start, raw.len);
                sink.begin(&Place { path, bytes_start, bytes_len, ..Place::default() })?;
                match fill(&raw, category, &tool, &mut activity) {
                    Ok(()) => sink.record(&activity)?,
                    Err(kind) => sink.reject(kind, "artifact", "")?,
                }
                cut.map_or(Ok(()), Err)
            })
        }),
        _ => reader.pass(key),
    });
    let told: Vec<String> =
        states.iter().map(|(state, count)| format!("{count} {state}")).collect();
    if !told.is_empty() {
        sink.remark(say::leapp_modules(told))?;
    }
    read
}

fn text_of(value: &Value, key: &str) -> String {
    match value.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

fn fill(
    raw: &RawValue,
    category: &str,
    tool: &str,
    activity: &mut Activity,
) -> Result<(), RejectKind> {
    let Value::Object(object) = raw.parse()? else { return Err(RejectKind::Malformed) };
    activity.clear();
    let value = Value::Object(object.clone());
    activity.platform.set(tool);
    activity.action.set("artifact parsed");
    activity.reference.set(&text_of(&value, "tablename"));
    activity.description.set(&text_of(&value, "name"));
    activity.target.set(&text_of(&value, "source_path"));
    let mut extra = Extra::default();
    extra.add("category", category);
    for (key, member) in object {
        match member {
            _ if matches!(key.as_str(), "tablename" | "name" | "source_path") => {}
            Value::String(text) => extra.add(&key, &text),
            other => extra.add_value(&key, other),
        }
    }
    extra.write(&mut activity.extra);
    Ok(())
}
