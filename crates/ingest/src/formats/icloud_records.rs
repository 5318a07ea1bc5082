//! iCloud records (`Metadata.txt`), as Apple hands them over with pictures, notes and other content (JSON).
//!
//! A picture or film becomes a file with its name, size and dates, and a position where the place stands
//! in it; its entry in the library an activity, with a position where one is stated; any other record (a
//! note, a bookmark) an activity when it was made, and one when it was last changed.
//!
//! - **Versions:** answers to legal process with values that stand alone (`"isDeleted": 1`); the records
//!   of Apple's own service, in which each value has its type beside it (`"isDeleted": {"value": 1,
//!   "type": "INT64"}`). One list; or a document a line, each a list or `results`; or `records`.
//! - **Recognised by:** `recordType` or `recordName` beside `fields` or `created`, in the first records.
//! - **Specification:** none is published; structure and keys are those that iLEAPP (`icloudPhotoMeta`) and
//!   RLEAPP (`icloudReturnsphotolibrary`, `iNotes`) read in answers of Apple's, and icloud_photos_downloader
//!   (`xmp_sidecar`) in the service; all three under the MIT licence.
//! - **Times** are milliseconds since 1970 in UTC, of sixteen digits microseconds.
//! - **Whose:** records name an account only by a key of Apple's service, which stays in `extra`; state the
//!   account with `--owner`.
//! - **Places** of a picture are those of its own data (`mediaMetaDataEnc`), which must say north or south,
//!   east or west; those of an entry stand in `locationEnc`. Both are property lists in base64.
//! - **Fields dropped:** the type beside a value that a field takes; of the data inside a picture all but
//!   the place and what names the camera.
//! - **Known limits:** a picture and its entry are two records that name each other (`masterRef`); they are
//!   not joined. The text of a note stands in a file of its own, under the name of its record. Values that
//!   Apple does not decipher stay as they are. No answer of Apple's was at hand.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::RejectKind;
use model::records::{Activity, Media, Position};
use model::time::{Stamp, TimeFormat};

use super::degrees::{Axis, e7};
use super::extra::Extra;
use super::outline::{ANY, Context, Fault, Layout, Out, Prologue, Row, Section, text_of, whole};
use super::plist::{Node, Plist};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

static SECTIONS: [Section; 3] = [
    Section { path: "#/#", known: ANY, fill: record },
    Section { path: "#/results/*", known: ANY, fill: record },
    Section { path: "#/records/*", known: ANY, fill: record },
];

/// By what the first document is known.
static FIRST: Layout = Layout {
    signs: &[
        &["*/recordType", "*/fields"],
        &["*/recordName", "*/fields"],
        &["*/recordName", "*/created/timestamp"],
        &["*/fields/filenameEnc"],
        &["results/*/recordType", "results/*/fields"],
        &["results/*/recordName", "results/*/created/timestamp"],
        &["records/*/recordType", "records/*/fields"],
        &["records/*/recordName", "records/*/created/timestamp"],
    ],
    facts: &[],
    sections: &[],
    prologue: Prologue::None,
    operator_zone: None,
    settle: |_| {},
};

/// How the whole is read: one document, or one a line.
static EACH: Layout = Layout {
    signs: &[],
    facts: &[],
    sections: &[&SECTIONS],
    prologue: Prologue::Lines,
    operator_zone: None,
    settle: |_| {},
};

/// Records of Apple's cloud; see the module.
#[derive(Debug)]
pub struct ICloudRecords;

impl SourceFormat for ICloudRecords {
    fn code(&self) -> &'static str {
        "icloud_records"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        FIRST.recognise(head)
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        EACH.read("icloud", source, sink)
    }
}

/// One record of any type.
fn record(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    if row.peek("fields/filenameEnc").is_some() {
        return picture(context, row, out);
    }
    if row.peek("fields/masterRef").is_some() {
        return entry(context, row, out);
    }
    other(context, row, out)
}

/// The value of a field, with its type beside it or alone.
fn field(row: &Row<'_>, name: &str) -> String {
    let (typed, alone) = (format!("fields/{name}/value"), format!("fields/{name}"));
    let _ = row.value(&format!("{alone}/type"));
    row.first(&[&typed, &alone]).into_owned()
}

/// Reads a time of Apple's service.
fn time(
    context: &mut Context,
    text: &str,
    name: &'static str,
    stamp: &mut Stamp,
) -> Result<(), Fault> {
    let micros = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit());
    let unit = if micros { TimeFormat::UnixMicros } else { TimeFormat::UnixMillis };
    context.stamp(text, name, unit, stamp)
}

/// A text that stands in base64; as stated where it does not.
fn decoded(text: String) -> String {
    let bytes = STANDARD.decode(text.as_bytes()).ok();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(text)
}

/// Whether a record was deleted, where it says so.
fn state(row: &Row<'_>) -> &'static str {
    let said =
        [field(row, "isDeleted"), field(row, "isExpunged"), row.text("deleted").into_owned()];
    let is = |words: [&str; 2]| said.iter().any(|text| words.contains(&text.as_str()));
    match (is(["1", "true"]), is(["0", "false"])) {
        (true, _) => "deleted",
        (false, true) => "active",
        (false, false) => "",
    }
}

/// A picture or film.
fn picture(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut media = Media::default();
    media.path.set(&decoded(field(row, "filenameEnc")));
    if media.path.is_empty() {
        return Err((RejectKind::MissingField, "filenameEnc", String::new()));
    }
    let size = field(row, "resOriginalFileSize");
    let _ = row.value("fields/resOriginalRes/type");
    let size = if size.is_empty() { field(row, "resOriginalRes/value/size") } else { size };
    media.size = whole(&size, "resOriginalFileSize")?;
    let created = field(row, "originalCreationDate");
    time(context, &created, "originalCreationDate", &mut media.created)?;
    media.state.set(state(row));
    let mut extra = Extra::default();
    let place = inside(row, &mut extra);
    for name in ["title", "timeZoneNameEnc"] {
        extra.add(name, &decoded(field(row, name)));
    }
    row.rest(context, &mut extra);
    extra.write(&mut media.extra);
    let at = media.created.clone();
    out.push(Box::new(media));
    put_position(context, place, at, out);
    Ok(())
}

/// What stands in the data inside a picture: its place, and the camera.
fn inside(row: &Row<'_>, extra: &mut Extra) -> Option<(i64, i64)> {
    let bytes = STANDARD.decode(text_of(stated(row, "mediaMetaDataEnc")?).as_bytes()).ok()?;
    let list = Plist::open(&bytes)?;
    let top = list.top()?;
    if let Some(tiff) = list.get(&top, "{TIFF}") {
        for name in ["Make", "Model", "Software"] {
            extra.add(name, &words(list.get(&tiff, name).as_ref()));
        }
    }
    let gps = list.get(&top, "{GPS}");
    let degrees = |name: &str, axis: Axis| {
        let value = |key: &str| Some(words(list.get(gps.as_ref()?, key).as_ref()));
        let (number, half) = (value(name)?, value(&format!("{name}Ref"))?);
        (half.len() == 1).then(|| e7(&format!("{number}{half}"), axis).ok()).flatten()
    };
    let place = degrees("Latitude", Axis::Latitude).zip(degrees("Longitude", Axis::Longitude));
    // A place that cannot be read stays as stated, with all that stands beside it.
    if gps.is_none() || place.is_some() {
        let _ = field(row, "mediaMetaDataEnc");
    }
    place
}

/// A value only looked at, with its type beside it or alone.
fn stated<'v>(row: &Row<'v>, name: &str) -> Option<&'v serde_json::Value> {
    let alone = row.peek(&format!("fields/{name}"))?;
    Some(alone.get("value").unwrap_or(alone))
}

/// A text or number of a property list.
fn words(node: Option<&Node<'_>>) -> String {
    match node {
        Some(Node::Text(text)) => text.clone().into_owned(),
        Some(Node::Integer(number)) => number.to_string(),
        Some(Node::Real(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The entry of a picture in the library: when it was put there, and where it was taken.
fn entry(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set("added to library");
    activity.reference.set(&row.text("recordName"));
    let _ = row.value("fields/masterRef/type");
    let master = ["fields/masterRef/value/recordName", "fields/masterRef/recordName"];
    activity.target.set(&row.first(&master));
    time(context, &field(row, "addedDate"), "addedDate", &mut activity.at)?;
    let (mut taken, date) = (Stamp::default(), field(row, "assetDate"));
    time(context, &date, "assetDate", &mut taken)?;
    if !activity.at.is_stated() {
        return Err((RejectKind::MissingField, "addedDate", String::new()));
    }
    activity.state.set(state(row));
    let place = located(row);
    let mut extra = Extra::default();
    extra.add("assetDate", &date);
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    put_position(context, place, taken, out);
    Ok(())
}

/// The place that an entry states.
fn located(row: &Row<'_>) -> Option<(i64, i64)> {
    let bytes = STANDARD.decode(text_of(stated(row, "locationEnc")?).as_bytes()).ok()?;
    let list = Plist::open(&bytes)?;
    let top = list.top()?;
    let degrees = |name: &str, axis: Axis| e7(&words(list.get(&top, name).as_ref()), axis).ok();
    Some((degrees("lat", Axis::Latitude)?, degrees("lon", Axis::Longitude)?))
}

fn put_position(context: &Context, place: Option<(i64, i64)>, at: Stamp, out: &mut Out) {
    // 0, 0 is what an unknown place is written as.
    let Some((latitude, longitude)) = place.filter(|point| *point != (0, 0)) else { return };
    if !at.is_stated() {
        return;
    }
    let mut position = Position { at, ..Position::default() };
    position.platform.set(context.platform);
    position.subject.clone_from(&context.owner);
    position.method.set("photo");
    (position.latitude_e7, position.longitude_e7) = (Some(latitude), Some(longitude));
    out.push(Box::new(position));
}

/// A record of any other type: when it was made, and when it was last changed.
fn other(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.reference.set(&row.first(&["recordName", "id"]));
    activity.description.set(&row.text("recordType"));
    activity.state.set(state(row));
    let mut changed = activity.clone();
    let made = row.text("created/timestamp");
    time(context, &made, "created", &mut activity.at)?;
    time(context, &row.text("modified/timestamp"), "modified", &mut changed.at)?;
    let again = changed.at.is_stated() && changed.at.earliest_us != activity.at.earliest_us;
    if !activity.at.is_stated() && !again {
        return Err((RejectKind::MissingField, "created", String::new()));
    }
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    for (action, mut activity) in [("record made", activity), ("record changed", changed)] {
        if !activity.at.is_stated() || action == "record changed" && !again {
            continue;
        }
        activity.action.set(action);
        if out.is_empty() {
            extra.write(&mut activity.extra);
        }
        out.push(Box::new(activity));
    }
    Ok(())
}
