//! Timelines as tables.

use model::records::Activity;

use super::event::{Event, Fault, Times, fill};
use crate::format::Source;
use crate::formats::delimited::{NamedRow, NamedTable};
use crate::formats::extra::Extra;
use crate::sink::{Halt, Note, Sink};

/// Columns of `l2tcsv` that have a field of their own; `short` is the beginning of `desc`.
const L2T_TAKEN: [&str; 10] =
    ["date", "time", "timezone", "type", "user", "host", "desc", "filename", "format", "short"];

/// Columns of the other tables that have a field of their own.
const EVENT_TAKEN: [&str; 8] = [
    "datetime",
    "timestamp",
    "timestamp_desc",
    "message",
    "parser",
    "display_name",
    "username",
    "hostname",
];

/// What parts the kinds of time that one row of `l2tcsv` stands for.
const KINDS_BETWEEN: &str = "; ";

/// Most kinds of time of one row: a file has four.
const KINDS_MAX: usize = 16;

/// Reads a table.
pub(super) fn read(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let mut times = Times::new(source.settings);
    let mut activity = Activity::default();
    let mut table = NamedTable::open(source, b',', sink)?;
    let is_l2t = table.names().iter().any(|name| name == "macb");
    let version = if is_l2t { "l2tcsv" } else { "datetime, timestamp_desc, message" };
    sink.note(&Note::Version { version: version.to_owned() })?;
    let read = table.each_row(sink, |row, place, sink| {
        if !is_l2t {
            sink.begin(place)?;
            return end(fill_event(row, &mut times, &mut activity), &activity, sink);
        }
        let kinds: Vec<&str> = row.get("type").splitn(KINDS_MAX, KINDS_BETWEEN).collect();
        for (index, kind) in kinds.iter().enumerate() {
            let mut place = place.clone();
            if kinds.len() > 1 {
                // The same bytes stand for several events.
                place.path = format!("event[{}]", index + 1);
            }
            sink.begin(&place)?;
            end(fill_l2t(row, kind, &mut times, &mut activity), &activity, sink)?;
        }
        Ok(())
    });
    if let Some(zone) = times.zone_applied() {
        let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
        sink.note(&zone)?;
    }
    read
}

/// Columns of TLN that have a field of their own.
const TLN_TAKEN: [&str; 5] = ["time", "source", "host", "user", "description"];

/// Reads a table in TLN, with five columns or seven.
pub(super) fn read_tln(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let mut times = Times::new(source.settings);
    let mut activity = Activity::default();
    let mut table = NamedTable::open(source, b'|', sink)?;
    sink.note(&Note::Version { version: "TLN".to_owned() })?;
    table.each_row(sink, |row, place, sink| {
        sink.begin(place)?;
        end(fill_tln(row, &mut times, &mut activity), &activity, sink)
    })
}

fn fill_tln(row: NamedRow<'_>, times: &mut Times, activity: &mut Activity) -> Result<(), Fault> {
    let cell = |name: &str| Some(row.get(name)).filter(|text| *text != "-").unwrap_or("");
    let description = cell("description");
    // plaso writes time, kind of time and message.
    let mut parts = description.splitn(3, KINDS_BETWEEN);
    let is_dated =
        parts.next().is_some_and(|first| first.starts_with(|c: char| c.is_ascii_digit()));
    let kind = parts.next().filter(|_| is_dated && parts.next().is_some());
    let event = Event {
        platform: cell("source"),
        action: kind.unwrap_or(""),
        user: cell("user"),
        host: cell("host"),
        target: "",
        description,
    };
    fill(event, activity);
    times.read_seconds(row.get("time"), &mut activity.at)?;
    let mut extra = Extra::default();
    row.keep_others(&TLN_TAKEN, &mut extra);
    extra.write(&mut activity.extra);
    Ok(())
}

fn end(filled: Result<(), Fault>, activity: &Activity, sink: &mut Sink<'_>) -> Result<(), Halt> {
    match filled {
        Ok(()) => sink.record(activity),
        Err((kind, field, raw)) => sink.reject(kind, field, &raw),
    }
}

fn fill_l2t(
    row: NamedRow<'_>,
    kind: &str,
    times: &mut Times,
    activity: &mut Activity,
) -> Result<(), Fault> {
    let cell = |name: &str| Some(row.get(name)).filter(|text| *text != "-").unwrap_or("");
    let event = Event {
        platform: cell("format"),
        action: kind,
        user: cell("user"),
        host: cell("host"),
        target: cell("filename"),
        description: cell("desc"),
    };
    fill(event, activity);
    times.read_zoned(row.get("date"), row.get("time"), row.get("timezone"), &mut activity.at)?;
    let mut extra = Extra::default();
    for (name, text) in row.columns() {
        if !L2T_TAKEN.contains(&name) && text != "-" {
            extra.add(name, text);
        }
    }
    let short = cell("short");
    if !event.description.starts_with(short.trim_end_matches("...")) {
        extra.add("short", short);
    }
    extra.write(&mut activity.extra);
    Ok(())
}

fn fill_event(row: NamedRow<'_>, times: &mut Times, activity: &mut Activity) -> Result<(), Fault> {
    let platform = row.get("parser");
    let event = Event {
        platform: if platform.is_empty() { row.first(&["data_type", "source"]) } else { platform },
        action: row.get("timestamp_desc"),
        user: row.get("username"),
        host: row.get("hostname"),
        target: row.get("display_name"),
        description: row.get("message"),
    };
    fill(event, activity);
    times.read(row.get("datetime"), row.get("timestamp"), &mut activity.at)?;
    let mut extra = Extra::default();
    row.keep_others(&EVENT_TAKEN, &mut extra);
    extra.write(&mut activity.extra);
    Ok(())
}
