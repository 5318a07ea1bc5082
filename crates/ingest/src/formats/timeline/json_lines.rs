//! Timelines as lines of JSON objects.

use std::borrow::Cow;

use model::records::Activity;
use model::time::Precision;
use model::{Place, RejectKind};
use serde_json::Value;

use super::event::{Event, Fault, Times, fill, widen};
use crate::format::Source;
use crate::formats::decoded::Invalid;
use crate::formats::extra::Extra;
use crate::formats::lines::Lines;
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Keys that have a field of their own, or only name a class of plaso.
const TAKEN: [&str; 10] = [
    "datetime",
    "timestamp",
    "timestamp_desc",
    "message",
    "parser",
    "display_name",
    "username",
    "hostname",
    "__type__",
    "__container_type__",
];

/// Classes of plaso's times and how finely they state them, in microseconds.
const PRECISIONS: [(&str, Precision, i64); 8] = [
    ("TimeElements", Precision::Second, 1_000_000),
    ("PosixTime", Precision::Second, 1_000_000),
    ("HFSTime", Precision::Second, 1_000_000),
    ("FATDateTime", Precision::Second, 2_000_000),
    ("FATTimestamp", Precision::Second, 2_000_000),
    ("TimeElementsInMilliseconds", Precision::Millisecond, 1_000),
    ("PosixTimeInMilliseconds", Precision::Millisecond, 1_000),
    ("JavaTime", Precision::Millisecond, 1_000),
];

/// Reads lines of JSON.
pub(super) fn read(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let mut times = Times::new(source.settings);
    let mut activity = Activity::default();
    let mut lines = Lines::open(source, Invalid::Replace)?;
    lines.note_encoding(sink)?;
    sink.note(&Note::Version { version: "JSON lines".to_owned() })?;
    while let Some(line) = lines.next()? {
        let place: Place = line.place();
        if line.text.trim().is_empty() && line.fault.is_none() {
            sink.skip(&place, SkipReason::Blank)?;
            continue;
        }
        sink.begin(&place)?;
        let filled = match line.fault {
            Some(kind) => Err((kind, "", line.text.clone())),
            None => fill_line(&line.text, &mut times, &mut activity),
        };
        match filled {
            Ok(()) => sink.record(&activity)?,
            Err((kind, field, raw)) => sink.reject(kind, field, &raw)?,
        }
    }
    if let Some(zone) = times.zone_applied() {
        let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
        sink.note(&zone)?;
    }
    Ok(())
}

fn fill_line(text: &str, times: &mut Times, activity: &mut Activity) -> Result<(), Fault> {
    let parsed = serde_json::from_str(text).ok();
    let Some(Value::Object(object)) = parsed else {
        return Err((RejectKind::Malformed, "", text.to_owned()));
    };
    let get = |key: &str| object.get(key).map_or(Cow::Borrowed(""), text_of);
    let platform = match get("parser") {
        parser if parser.is_empty() => get("data_type"),
        parser => parser,
    };
    let event = Event {
        platform: &platform,
        action: &get("timestamp_desc"),
        user: &get("username"),
        host: &get("hostname"),
        target: &get("display_name"),
        description: &get("message"),
    };
    fill(event, activity);
    let time = object.get("date_time");
    let class = time.and_then(|time| time.get("__class_name__")).and_then(Value::as_str);
    if event.action.is_empty() && event.description.is_empty() && class.is_none() {
        return Err((RejectKind::MissingField, "timestamp_desc", text.to_owned()));
    }
    times.read(&get("datetime"), &get("timestamp"), &mut activity.at)?;
    let precision = PRECISIONS.iter().find(|(name, ..)| Some(*name) == class);
    if let Some((_, precision, span_us)) = precision {
        widen(&mut activity.at, *precision, *span_us);
    }
    let mut extra = Extra::default();
    for (key, value) in &object {
        match value {
            _ if TAKEN.contains(&key.as_str()) => {}
            Value::String(text) => extra.add(key, text),
            other => extra.add_value(key, other.clone()),
        }
    }
    extra.write(&mut activity.extra);
    Ok(())
}

fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed(""),
        other => Cow::Owned(other.to_string()),
    }
}
