//! GeoJSON: places and tracks of map programs, loggers on telephones and web services.
//!
//! Each point, and each point of a line, gives one `position`.
//!
//! - **Specification:** RFC 7946, and the older GeoJSON 2008 in degrees; Overland's list of `locations`.
//! - **Recognised by:** `coordinates` in the `geometry` of a feature: in a list of `features` or
//!   `locations`, in a bare list, alone, or a feature on each line.
//! - **Fields kept:** longitude and latitude exactly as written; the time, accuracy and name among the
//!   properties, under the names that loggers use; of a line the time of each point (`coordTimes`). All
//!   other properties and the feature's `id` stay in `extra`, with its first point.
//! - **Fields dropped:** bounding boxes, which say nothing that the points do not.
//! - **The kind of point** is the `method`: `point`, `line`, or `track` where a line states times.
//! - **Times:** text without an offset is read in the zone of the exhibit. A number of up to ten digits
//!   counts seconds since 1970, a longer one milliseconds: between 1973 and 2286 only one can be meant.
//! - **Known limits:** areas are no positions; features without a place are passed. Another system of
//!   coordinates (`crs`) is not converted, its points are set aside. A feature is held whole, up to
//!   8 MiB. Whose device it was is what a person states for the exhibit.

use std::borrow::Cow;

use model::records::Position;
use model::time::{DateOrder, Stamp, StampReader, TimeFormat, Zone};
use model::{Party, Place, Record as _, RejectKind, ZoneSource, say};
use serde_json::{Map, Value};

use super::app_identity::stated_owner;
use super::coordinates::metres;
use super::degrees::{self, Axis};
use super::extra::Extra;
use super::json::{JsonReader, RawValue};
use super::outline::text_of;
use super::xml::broken;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Lists whose items are features.
const LISTS: [&str; 2] = ["features", "locations"];

/// Properties that state when, the more exact first.
const TIMES: [&str; 13] = [
    "timestamp",
    "time",
    "datetime",
    "date_time",
    "recorded_at",
    "recordedAt",
    "when",
    "date",
    "timestampMs",
    "time_long",
    "start",
    "startTime",
    "created_at",
];

/// Properties that state the radius in metres.
const RADII: [&str; 4] = ["accuracy", "horizontal_accuracy", "horizontalAccuracy", "acc"];

/// Properties that name the place.
const NAMES: [&str; 3] = ["name", "title", "address"];

/// Properties that state the times of the points of a line, as converters of tracks write them.
const POINT_TIMES: [&str; 2] = ["coordTimes", "times"];

/// Systems of coordinates that are longitude and latitude on WGS 84.
const DEGREES: [&str; 3] = ["CRS84", "4326", "4979"];

/// Geometries inside one another; a real file has one.
const NESTED_MAX: usize = 8;

/// Digits of a number of seconds since 1970.
const SECONDS_DIGITS_MAX: usize = 10;

/// Bytes of facts of the file that are told.
const FACTS_BYTES_MAX: usize = 4 * 1024;

type Fault = (RejectKind, &'static str, String);

/// Places in GeoJSON; see the module.
#[derive(Debug)]
pub struct GeoJson;

impl SourceFormat for GeoJson {
    fn code(&self) -> &'static str {
        "geojson"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let shape = head.shape();
        let is_list = LISTS.iter().any(|list| shape.has(&format!("{list}/*/geometry/coordinates")));
        let is_bare = shape.has("*/geometry/coordinates") && shape.has("*/properties");
        let is_one = shape.has("geometry/coordinates") && shape.has("properties");
        let lines = || head.shape_of_lines().has("*/geometry/coordinates");
        if is_list || is_bare || is_one || lines() { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut reading = Reading {
            sink,
            times: Times::new(source.settings),
            owner: stated_owner(source.settings.owner.as_deref()),
            facts: Map::new(),
            foreign: String::new(),
            record: Position::default(),
            features: 0,
        };
        let mut reader = JsonReader::new(source.bytes)?;
        let read = reading.read(&mut reader);
        reading.finish()?;
        read
    }
}

/// One read of one exhibit.
struct Reading<'s, 'o> {
    sink: &'s mut Sink<'o>,
    times: Times,
    owner: Party,
    /// Members of the file beside its features.
    facts: Map<String, Value>,
    /// The system of coordinates, where it is not degrees.
    foreign: String,
    record: Position,
    features: u64,
}

/// A point of a feature: where in it, what kind, and its coordinates.
type Point<'v> = (String, &'static str, &'v Value);

impl Reading<'_, '_> {
    fn read(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        while let Some(byte) = reader.peek()? {
            let path = format!("/{}", self.features);
            match byte {
                b'[' => reader
                    .each_item("", |reader, index| self.feature(reader, &format!("/{index}")))?,
                b'{' => self.document(reader, &path)?,
                _ => return Err(reader.cut("")),
            }
        }
        if self.features == 0 && !self.facts.contains_key("type") {
            let remedy = "it may be cut off, or a file of another kind; ask the sender for it";
            return Err(broken(Place::default(), "no feature is in it", remedy));
        }
        Ok(())
    }

    /// A collection of features, or one feature or geometry with the whole document as its bytes.
    fn document(&mut self, reader: &mut JsonReader<'_>, path: &str) -> Result<(), Halt> {
        let (start, mut is_list, mut own) = (reader.position(), false, Map::new());
        let mut raw = RawValue::default();
        let walked = reader.each_member("", |reader, key| {
            if LISTS.contains(&key) && reader.peek()? == Some(b'[') {
                is_list = true;
                let list = format!("/{key}");
                return reader.each_item(&list, |reader, index| {
                    self.feature(reader, &format!("{list}/{index}"))
                });
            }
            reader.read_value(&mut raw)?;
            if key == "crs" {
                self.take_system(&raw);
            }
            if let Ok(value) = raw.parse() {
                own.insert(key.to_owned(), value);
            }
            if raw.cut { Err(reader.cut(key)) } else { Ok(()) }
        });
        let is_feature = own.contains_key("geometry") || own.contains_key("coordinates");
        if is_list || !is_feature {
            self.facts.extend(own);
            return walked;
        }
        let bytes_len = reader.position().saturating_sub(start);
        let place =
            Place { path: path.to_owned(), bytes_start: start, bytes_len, ..Place::default() };
        self.features += 1;
        match &walked {
            Ok(()) => self.take(&place, &Value::Object(own))?,
            Err(_) => self.set_aside(&place, RejectKind::Malformed, "")?,
        }
        walked
    }

    fn feature(&mut self, reader: &mut JsonReader<'_>, path: &str) -> Result<(), Halt> {
        let mut raw = RawValue::default();
        reader.read_value(&mut raw)?;
        self.features += 1;
        let place = Place {
            path: path.to_owned(),
            bytes_start: raw.start,
            bytes_len: raw.len,
            ..Place::default()
        };
        match raw.parse() {
            Ok(value) if value.is_object() => self.take(&place, &value)?,
            Ok(Value::Null) if !raw.cut => {}
            Ok(_) => self.set_aside(&place, RejectKind::Malformed, "not an object")?,
            Err(kind) => {
                let start = raw.bytes.get(..512).unwrap_or(&raw.bytes);
                self.set_aside(&place, kind, &String::from_utf8_lossy(start))?;
            }
        }
        if raw.cut { Err(reader.cut(path)) } else { Ok(()) }
    }

    fn set_aside(&mut self, place: &Place, kind: RejectKind, raw: &str) -> Result<(), Halt> {
        self.sink.begin(place)?;
        self.sink.reject(kind, "", raw)
    }

    fn take_system(&mut self, raw: &RawValue) {
        let name = String::from_utf8_lossy(&raw.bytes);
        let is_stated = name.contains("name") && !DEGREES.iter().any(|known| name.contains(known));
        if is_stated {
            self.foreign = name.into_owned();
        }
    }

    /// The points of a feature; of one without any, nothing but that it was there.
    fn take(&mut self, place: &Place, feature: &Value) -> Result<(), Halt> {
        let mut points = Vec::new();
        let (geometry, path) = match feature.get("geometry") {
            Some(geometry) => (geometry, "/geometry"),
            None => (feature, ""),
        };
        each_point(geometry, path, 0, &mut points);
        if points.is_empty() {
            return self.sink.skip(place, SkipReason::Comment);
        }
        let none = Map::new();
        let properties = feature.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let times = point_times(properties);
        let is_one = points.len() == 1;
        for (number, (path, kind, coordinates)) in points.into_iter().enumerate() {
            let mut place = place.clone();
            if !is_one {
                place.path.push_str(&path);
            }
            self.sink.begin(&place)?;
            // Of a line only the times of its points say when; that of its feature is of the whole.
            let time = match kind {
                "line" => times.get(number).copied(),
                _ => named(properties, &TIMES).map(|(_, value)| value),
            };
            self.record.clear();
            self.record.method.set(if kind == "line" && !times.is_empty() {
                "track"
            } else {
                kind
            });
            let filled = self.fill(coordinates, time, properties).map(|mut extra| {
                if number == 0 {
                    keep(feature, properties, kind, &mut extra);
                }
                extra.write(&mut self.record.extra);
            });
            match filled {
                Ok(()) => self.sink.record(&self.record)?,
                Err((kind, field, raw)) => self.sink.reject(kind, field, &raw)?,
            }
        }
        Ok(())
    }

    fn fill(
        &mut self,
        coordinates: &Value,
        time: Option<&Value>,
        properties: &Map<String, Value>,
    ) -> Result<Extra, Fault> {
        let Self { record, times, owner, foreign, .. } = self;
        if !foreign.is_empty() {
            return Err((RejectKind::UnknownValue, "crs", foreign.clone()));
        }
        let number = |at: usize| coordinates.get(at).map(text_of).unwrap_or_default();
        for (at, axis, slot) in [
            (0, Axis::Longitude, &mut record.longitude_e7),
            (1, Axis::Latitude, &mut record.latitude_e7),
        ] {
            let text = number(at);
            let missing = text.is_empty().then_some(RejectKind::MissingField);
            let value = missing.map_or_else(|| degrees::e7(&text, axis), Err);
            *slot = Some(value.map_err(|kind| (kind, "coordinates", coordinates.to_string()))?);
        }
        record.subject.clone_from(owner);
        if let Some(time) = time {
            times.read(&text_of(time), &mut record.at)?;
        }
        let radius = named(properties, &RADII).map(|(_, value)| text_of(value));
        record.accuracy_m = radius.and_then(|text| metres(&text));
        if let Some((_, name)) = named(properties, &NAMES) {
            record.place.set(&text_of(name));
        }
        let mut extra = Extra::default();
        extra.add("altitude", &number(2));
        Ok(extra)
    }

    fn finish(&mut self) -> Result<(), Halt> {
        if let Some(zone) = self.times.calendar.zone_applied() {
            let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            self.sink.note(&zone)?;
        }
        let stated = self.facts.iter().filter(|(name, _)| *name != "type" && *name != "bbox");
        let facts: Vec<String> = stated
            .map(|(name, value)| match value {
                Value::String(text) => format!("{name}: {text}"),
                other => format!("{name}: {other}"),
            })
            .collect();
        if facts.is_empty() {
            return Ok(());
        }
        let mut text = facts.join("; ");
        text.truncate(text.floor_char_boundary(FACTS_BYTES_MAX));
        self.sink.remark(say::states(text))
    }
}

/// Gathers the points of a geometry, in the order of the document.
fn each_point<'v>(geometry: &'v Value, path: &str, depth: usize, out: &mut Vec<Point<'v>>) {
    let kind = geometry.get("type").and_then(Value::as_str).unwrap_or("");
    let (key, levels, method) = match kind {
        "Point" => ("coordinates", 0, "point"),
        "MultiPoint" => ("coordinates", 1, "point"),
        "LineString" => ("coordinates", 1, "line"),
        "MultiLineString" => ("coordinates", 2, "line"),
        "GeometryCollection" if depth < NESTED_MAX => {
            let inner = geometry.get("geometries").and_then(Value::as_array);
            for (index, inner) in inner.into_iter().flatten().enumerate() {
                each_point(inner, &format!("{path}/geometries/{index}"), depth + 1, out);
            }
            return;
        }
        _ => return,
    };
    if let Some(coordinates) = geometry.get(key) {
        flatten(coordinates, &format!("{path}/{key}"), levels, method, out);
    }
}

/// Takes lists of so many levels apart.
fn flatten<'v>(
    value: &'v Value,
    path: &str,
    levels: u8,
    method: &'static str,
    out: &mut Vec<Point<'v>>,
) {
    match value {
        Value::Array(items) if levels > 0 => {
            for (index, item) in items.iter().enumerate() {
                flatten(item, &format!("{path}/{index}"), levels - 1, method, out);
            }
        }
        // An empty list of coordinates is how a place that is not known is written.
        Value::Array(items) if items.is_empty() => {}
        other => out.push((path.to_owned(), method, other)),
    }
}

/// The times of the points of a line, one for each in their order; none where it states none.
fn point_times(properties: &Map<String, Value>) -> Vec<&Value> {
    let own = properties.get("coordinateProperties").and_then(Value::as_object);
    let inside = [Some(properties), own];
    let found = inside.into_iter().flatten().find_map(|object| {
        let value = POINT_TIMES.iter().find_map(|name| object.get(*name))?;
        value.as_array().filter(|items| !items.is_empty())
    });
    let lines = |item: &'_ Value| item.is_array();
    match found {
        Some(items) if items.iter().all(lines) => {
            items.iter().filter_map(Value::as_array).flatten().collect()
        }
        Some(items) => items.iter().collect(),
        None => Vec::new(),
    }
}

/// The first of these properties that is stated.
fn named<'v>(
    properties: &'v Map<String, Value>,
    names: &[&'static str],
) -> Option<(&'static str, &'v Value)> {
    names.iter().find_map(|name| {
        let value = properties.get(*name)?;
        (!text_of(value).is_empty()).then_some((*name, value))
    })
}

/// Keeps what no field took.
fn keep(feature: &Value, properties: &Map<String, Value>, kind: &str, extra: &mut Extra) {
    if let Some(id) = feature.get("id") {
        extra.add("id", &text_of(id));
    }
    let time = named(properties, &TIMES).filter(|_| kind != "line").map(|(name, _)| name);
    let times = POINT_TIMES
        .into_iter()
        .find(|name| kind == "line" && properties.get(*name).is_some_and(Value::is_array));
    let radius = named(properties, &RADII)
        .filter(|(_, value)| metres(&text_of(value)).is_some())
        .map(|(name, _)| name);
    let name = named(properties, &NAMES).map(|(name, _)| name);
    let taken = [time, radius, name, times];
    for (key, value) in properties {
        match value {
            _ if taken.contains(&Some(key.as_str())) => {}
            Value::String(text) => extra.add(key, text),
            other => extra.add_value(key, other.clone()),
        }
    }
}

/// Reads times of both kinds.
struct Times {
    calendar: StampReader,
    seconds: StampReader,
    millis: StampReader,
}

impl Times {
    fn new(settings: &Settings) -> Self {
        let utc = || Zone::utc(ZoneSource::InValue);
        let epoch = |format| StampReader::new(utc(), format, DateOrder::Unknown);
        Self {
            calendar: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown),
            seconds: epoch(TimeFormat::UnixSeconds),
            millis: epoch(TimeFormat::UnixMillis),
        }
    }

    fn read(&mut self, text: &str, stamp: &mut Stamp) -> Result<(), Fault> {
        let text: Cow<'_, str> = text.trim().into();
        let whole = text.split('.').next().unwrap_or_default();
        let is_number = !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && text.matches('.').count() <= 1;
        let reader = match is_number {
            true if whole.len() <= SECONDS_DIGITS_MAX => &mut self.seconds,
            true => &mut self.millis,
            false => &mut self.calendar,
        };
        reader.read(&text, stamp).map_err(|fault| (fault.into(), "time", text.into_owned()))
    }
}
