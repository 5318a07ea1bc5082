//! Google Takeout and the timeline a phone exports: where a device was, what an account did.
//!
//! Points and visits become positions; a journey between two places becomes an activity (its means
//! as stated) with a position at either end; entries of My Activity become activities.
//!
//! - **Versions:** Location History `Records.json` (`timestampMs` until 2022, `timestamp` since);
//!   Semantic Location History (`timelineObjects`); the timeline exported on a phone since 2024, of
//!   Android (`semanticSegments`, `rawSignals`) and of iOS (a list of segments with `geo:` points);
//!   the raw signals of `Timeline Edits.json`; My Activity in JSON.
//! - **Also:** Chrome's history (`BrowserHistory.json`), each page an activity; what Google Photos states
//!   beside a picture (`….supplemental-metadata.json`), a file with a position where one is stated.
//! - **Recognised by:** `locations` with `latitudeE7`; `timelineObjects` with `placeVisit` or
//!   `activitySegment`; `semanticSegments` or a list with `visit`, `activity` or `timelinePath`
//!   beside `startTime`; `timelineEdits`; a list with `header`, `title`, `time`.
//! - **Specification:** none is published by Google; the keys are those of
//!   RLEAPP (`takeoutRecords`, `takeoutSemanticLocationHistory`), nabedroid/google-timeline-viewer
//!   (Android) and other public readers of phone timelines.
//! - **Times:** `…Ms` are milliseconds since 1970 in UTC, and so are times of digits alone; up to ten
//!   of them count seconds. All others state their offset. A point of
//!   an iOS path states minutes after the beginning of its segment; it is to the minute.
//! - **Degrees:** exports of some years wrap beyond 2^32; they are unwrapped, and that is said.
//! - **Fields kept:** everything; what no field takes stays in `extra`.
//! - **Known limits:** no file made by others was at hand; structure and keys are those that public
//!   readers name. a visit's place is Google's best candidate, with its probability in `extra`;
//!   others stand there too. My Activity in HTML is another format.

mod items;
mod timeline;

use model::records::{Activity, Position};
use model::say;
use model::time::{Stamp, TimeFormat};

use self::timeline::{frequent_place, path_point, raw_signal, segment};
use super::extra::Extra;
use super::outline::{
    Context, Fault, Layout, Out, Prologue, Row, Section, list, point_in_link, text_of, whole,
};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Keys of a point that are known and have no field of their own.
const POINT: &[&str] = &[
    "activity",
    "activityRecord",
    "altitude",
    "verticalAccuracy",
    "heading",
    "velocity",
    "deviceTag",
    "platform",
    "platformType",
    "formFactor",
    "serverTimestamp",
    "deviceTimestamp",
    "deviceDesignation",
    "batteryCharging",
    "activeWifiScan",
    "wifiScan",
    "locationMetadata",
    "inferredLocation",
    "placeId",
    "osLevel",
    "position",
    "probability",
    "hierarchyLevel",
    "startTimeTimezoneUtcOffsetMinutes",
    "endTimeTimezoneUtcOffsetMinutes",
    "timelineMemory",
    "visit",
    "durationMinutesOffsetFromStartTime",
    "label",
];

/// Keys of a timeline object.
const OBJECT: &[&str] = &["placeVisit", "activitySegment"];

/// Keys of an entry of My Activity.
const ENTRY: &[&str] = &[
    "description",
    "subtitles",
    "products",
    "details",
    "activityControls",
    "locationInfos",
    "imageFile",
    "audioFiles",
    "attachedFiles",
    "safeHtmlItem",
];

static SECTIONS: [Section; 10] = [
    Section { path: "Browser History/*", known: items::VISIT, fill: items::visit },
    Section { path: "locations/*", known: POINT, fill: point },
    Section { path: "timelineObjects/*", known: OBJECT, fill: timeline_object },
    Section { path: "semanticSegments/*", known: POINT, fill: segment },
    Section { path: "semanticSegments/*/timelinePath/*", known: POINT, fill: path_point },
    Section { path: "timelineEdits/*", known: timeline::EDIT, fill: timeline::edit },
    Section { path: "rawSignals/*", known: POINT, fill: raw_signal },
    Section { path: "userLocationProfile/frequentPlaces/*", known: POINT, fill: frequent_place },
    Section { path: "#", known: POINT, fill: entry_or_segment },
    Section { path: "#/timelinePath/*", known: POINT, fill: path_point },
];

static LAYOUT: Layout = Layout {
    signs: &[
        &["locations/*/latitudeE7"],
        &["locations/*/timestampMs"],
        &["timelineObjects/*/placeVisit"],
        &["timelineObjects/*/activitySegment"],
        &["semanticSegments/*/startTime"],
        &["timelineEdits/*/deviceId"],
        &["timelineEdits/*/rawSignal"],
        &["rawSignals/*/position"],
        &["rawSignals/*/wifiScan"],
        &["*/startTime", "*/visit"],
        &["*/startTime", "*/timelinePath"],
        &["*/startTime", "*/activity/topCandidate"],
        &["Browser History/*/url", "Browser History/*/time_usec"],
        &["*/header", "*/title", "*/time"],
        &["*/title", "*/time", "*/products"],
    ],
    facts: &[],
    sections: &[&SECTIONS],
    prologue: Prologue::None,
    operator_zone: None,
    settle: |_| {},
};

/// Exports of Google accounts and timelines; see the module.
#[derive(Debug)]
pub struct GoogleTakeout;

impl SourceFormat for GoogleTakeout {
    fn code(&self) -> &'static str {
        "google_takeout"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        LAYOUT.recognise(head).max(items::PHOTO_LAYOUT.recognise(head))
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (bytes, tail) =
            crate::format::read_ends(source.bytes, source.len).map_err(Halt::Read)?;
        let (len, settings) = (source.len, source.settings);
        let head = Head::new(&bytes, &tail, len, settings);
        let is_photo = items::PHOTO_LAYOUT.recognise(&head) == Sure::Yes;
        let layout = if is_photo { &items::PHOTO_LAYOUT } else { &LAYOUT };
        layout.read("google", source, sink)
    }
}

/// Digits of seconds since 1970; milliseconds since 1973 have more.
const SECONDS_DIGITS_MAX: usize = 10;

/// Degrees beyond this are those of an export that wrapped.
const WRAPPED_E7: i64 = 1_800_000_000;

/// Sets the degrees of a point in ten-millionths; others are left absent and stay in `extra`.
fn degrees(
    context: &mut Context,
    row: &Row<'_>,
    under: &str,
    position: &mut Position,
) -> Result<(), Fault> {
    let at = |key: &str| format!("{under}{key}");
    let latitude = row.first(&[&at("latitudeE7"), &at("latE7")]);
    let longitude = row.first(&[&at("longitudeE7"), &at("lngE7")]);
    let unwrap = |value: i64, limit: i64| if value > limit { value - (1 << 32) } else { value };
    let latitude = whole(&latitude, "latitudeE7")?;
    let longitude = whole(&longitude, "longitudeE7")?;
    position.latitude_e7 = latitude.map(|value| unwrap(value, WRAPPED_E7 / 2));
    position.longitude_e7 = longitude.map(|value| unwrap(value, WRAPPED_E7));
    if (position.latitude_e7, position.longitude_e7) != (latitude, longitude) {
        context.remark(say::degrees_unwrapped());
    }
    Ok(())
}

fn begin(context: &Context, method: &str) -> Position {
    let mut position = Position::default();
    position.platform.set(context.platform);
    position.subject.clone_from(&context.owner);
    position.method.set(method);
    position
}

/// A point of the location history.
fn point(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let source = row.text("source").to_lowercase();
    let mut position = begin(context, &source);
    degrees(context, row, "", &mut position)?;
    position.accuracy_m = whole(&row.text("accuracy"), "accuracy")?;
    context.time(row, "timestamp", TimeFormat::Calendar, &mut position.at)?;
    if !position.at.is_stated() {
        context.time(row, "timestampMs", TimeFormat::UnixMillis, &mut position.at)?;
    }
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut position.extra);
    out.push(Box::new(position));
    Ok(())
}

/// How a time without a unit in its name is written: some exports count seconds or milliseconds.
fn format_of(text: &str) -> TimeFormat {
    match text.len() {
        _ if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) => {
            TimeFormat::Calendar
        }
        ..=SECONDS_DIGITS_MAX => TimeFormat::UnixSeconds,
        _ => TimeFormat::UnixMillis,
    }
}

/// Reads beginning and end of a visit or journey, of any year.
fn duration(
    context: &mut Context,
    row: &Row<'_>,
    under: &str,
    from: &mut Stamp,
    until: &mut Stamp,
) -> Result<(), Fault> {
    for (key, field, stamp) in [("start", "startTimestamp", from), ("end", "endTimestamp", until)] {
        let text = row.text(&format!("{under}/duration/{key}Timestamp"));
        context.stamp(&text, field, format_of(&text), stamp)?;
        if !stamp.is_stated() {
            let text = row.text(&format!("{under}/duration/{key}TimestampMs"));
            context.stamp(&text, field, TimeFormat::UnixMillis, stamp)?;
        }
    }
    Ok(())
}

/// A visit or a journey of the semantic history.
fn timeline_object(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut extra = Extra::default();
    if row.peek("activitySegment").is_none() {
        let mut position = begin(context, "visit");
        degrees(context, row, "placeVisit/location/", &mut position)?;
        let (mut from, mut until) = Default::default();
        duration(context, row, "placeVisit", &mut from, &mut until)?;
        (position.at, position.until) = (from, until);
        let words = row.joined(&["placeVisit/location/name", "placeVisit/location/address"]);
        position.place.set(&words.replace('\n', ", "));
        row.rest(context, &mut extra);
        extra.write(&mut position.extra);
        out.push(Box::new(position));
        return Ok(());
    }
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set(&row.text("activitySegment/activityType"));
    let (mut from, mut until) = Default::default();
    duration(context, row, "activitySegment", &mut from, &mut until)?;
    let mut ends = Vec::new();
    for (name, at) in [("startLocation", &from), ("endLocation", &until)] {
        let mut position = begin(context, name);
        degrees(context, row, &format!("activitySegment/{name}/"), &mut position)?;
        position.at.clone_from(at);
        if position.latitude_e7.is_some() {
            ends.push(position);
        }
    }
    (activity.at, activity.until) = (from, until);
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    for position in ends {
        out.push(Box::new(position));
    }
    Ok(())
}

/// An item of a list: an entry of My Activity, or a segment of an iOS timeline.
fn entry_or_segment(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    if row.peek("title").is_none() && row.peek("startTime").is_some() {
        return segment(context, row, out);
    }
    let row = &row.knowing(ENTRY);
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set(&row.text("header"));
    activity.target.set(&row.text("titleUrl"));
    activity.description.set(&row.text("title"));
    context.time(row, "time", TimeFormat::Calendar, &mut activity.at)?;
    let mut positions = Vec::new();
    // A place stands in the link to the map: `…center=45.46,9.19…` or `…q=45.46,9.19`.
    for info in list(row.peek("locationInfos")) {
        let url = info.get("url").map(text_of).unwrap_or_default();
        if let Some((latitude, longitude)) = point_in_link(&url) {
            let mut position = begin(context, "activity");
            (position.latitude_e7, position.longitude_e7) = (Some(latitude), Some(longitude));
            position.place.set(&info.get("name").map(text_of).unwrap_or_default());
            position.at.clone_from(&activity.at);
            positions.push(position);
        }
    }
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    for position in positions {
        out.push(Box::new(position));
    }
    Ok(())
}
