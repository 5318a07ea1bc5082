//! KML: places and tracks of Google Earth, map programs and older location histories.
//!
//! A place mark with a point, each point of a line and each point of a track gives one `position`.
//!
//! - **Specification:** OGC KML 2.2 and 2.3, and Google's `gx` names (`gx:Track`, `gx:MultiTrack`).
//! - **Recognised by:** a root `kml`, or a `Document`, `Folder` or `Placemark` in its namespace.
//! - **Fields kept:** longitude and latitude exactly as written; of a track the time of each point; of
//!   a point the time or span of its place mark; its name; the kind of point as `method`: `track`,
//!   `point`, `line`. Everything else of a place mark stays in `extra`, with its first point.
//! - **Fields dropped:** styles, views, overlays and links: how a map is drawn, not where anybody was.
//! - **Times** without an offset are read in the zone of the exhibit. A line states no times of its
//!   own: the span of its place mark stays in `extra`.
//! - **Known limits:** a place mark is what somebody marked, which need not be where somebody was.
//!   Times of a track stand before their points, as the specification has it. Polygons and models are
//!   no positions; a whole year or month is no time here. Compressed KMZ is opened as an archive.

use std::collections::VecDeque;

use model::records::Position;
use model::time::{DateOrder, StampReader, TimeFormat};
use model::{Party, Place, Record, RejectKind, say};

use super::app_identity::stated_owner;
use super::degrees::{self, Axis};
use super::extra::Extra;
use super::xml::{Piece, XmlReader, broken};
use super::xml_tree::{Element, Tree};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink, SkipReason};

/// None of these lies in another of its name.
const FLAT: &[&str] = &["kml", "Placemark", "Track", "Point", "LineString", "when", "coord"];

/// Times of a track held until their points come; a day of one point a second has 86,400.
const TIMES_MAX: usize = 1_000_000;

/// Bytes of one time; `2026-01-10T12:00:00.000+01:00` has 29.
const TIME_BYTES_MAX: usize = 64;

/// Facts kept of a place mark.
const FACTS_MAX: usize = 60;

/// Bytes kept of one fact.
const FACT_BYTES_MAX: usize = 8 * 1024;

/// Places in KML; see the module.
#[derive(Debug)]
pub struct Kml;

impl SourceFormat for Kml {
    fn code(&self) -> &'static str {
        "kml"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let elements = head.elements(1);
        let known = elements.first().is_some_and(|(name, attributes)| {
            let of_kml = attributes.iter().any(|(_, value)| value.contains("/kml/"));
            name == "kml" || of_kml && matches!(name.as_str(), "Document" | "Folder" | "Placemark")
        });
        if known { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let times = settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown);
        let zone =
            Note::Zone { zone: times.zone().name().to_owned(), source: times.zone().source() };
        let owner = stated_owner(settings.owner.as_deref());
        let mut reader = XmlReader::open(source, FLAT)?;
        reader.note_encoding(sink)?;
        sink.note(&zone)?;
        let mut reading = Reading {
            sink,
            times,
            owner,
            mark: Mark::default(),
            marks: 0,
            tree: Tree::default(),
            record: Position::default(),
            unpaired: 0,
            passed: 0,
        };
        let read = reading.read(&mut reader);
        reading.note_pairs()?;
        reader.note_unfollowed(sink)?;
        read
    }
}

/// The place mark being read.
#[derive(Debug, Default)]
struct Mark {
    start: u64,
    name: String,
    address: String,
    begin: String,
    end: String,
    facts: Vec<(String, String)>,
    /// Coordinates of its points, which wait for what stands behind them.
    points: Vec<String>,
    /// Points, lines and tracks, counted.
    geometries: u64,
    rows: u64,
}

/// Bytes of the coordinates of one point; three floats in full have some sixty.
const COORDINATES_BYTES_MAX: usize = 256;

/// Points of one place mark; a real one has one, or a handful.
const POINTS_MAX: usize = 10_000;

/// One row to be.
struct Point<'p> {
    coordinates: &'p str,
    method: &'static str,
    begin: &'p str,
    end: &'p str,
}

/// One read of one exhibit.
struct Reading<'s, 'o> {
    sink: &'s mut Sink<'o>,
    times: StampReader,
    owner: Party,
    mark: Mark,
    marks: u64,
    tree: Tree,
    record: Position,
    /// Times of tracks without a point.
    unpaired: u64,
    /// Points of tracks without a time.
    passed: u64,
}

impl Reading<'_, '_> {
    fn read(&mut self, reader: &mut XmlReader<'_>) -> Result<(), Halt> {
        let mut elements = 0u64;
        let mut depth = None;
        loop {
            match reader.next()? {
                Piece::Open => {
                    elements += 1;
                    match (reader.name(), depth) {
                        ("Placemark", _) => {
                            depth = Some(reader.depth());
                            self.marks += 1;
                            self.mark = Mark { start: reader.start(), ..Mark::default() };
                        }
                        (_, Some(_)) => self.take_part(reader)?,
                        _ => {}
                    }
                }
                Piece::Close if reader.name() == "Placemark" => {
                    depth = None;
                    self.finish_mark(reader.end())?;
                }
                Piece::Close | Piece::Text => {}
                Piece::End => {
                    if depth.is_some() {
                        self.finish_mark(reader.end())?;
                    }
                    if elements == 0 || reader.depth() > 0 {
                        return Err(cut(reader));
                    }
                    return Ok(());
                }
            }
        }
    }

    /// An element inside a place mark.
    fn take_part(&mut self, reader: &mut XmlReader<'_>) -> Result<(), Halt> {
        match reader.name() {
            "Track" => self.read_track(reader),
            "MultiTrack" | "MultiGeometry" | "TimeSpan" | "TimeStamp" => Ok(()),
            "LineString" => self.read_line(reader),
            _ => {
                let complete = self.tree.read(reader)?;
                self.take_fact();
                if complete { Ok(()) } else { Err(self.cut_mark(reader)?) }
            }
        }
    }

    fn take_fact(&mut self) {
        let Self { mark, tree, .. } = self;
        let root = tree.root();
        match root.name() {
            "name" if mark.name.is_empty() => root.take_own().clone_into(&mut mark.name),
            "address" if mark.address.is_empty() => root.take_own().clone_into(&mut mark.address),
            "begin" | "when" if mark.begin.is_empty() => {
                root.take_own().clone_into(&mut mark.begin);
            }
            "end" if mark.end.is_empty() => root.take_own().clone_into(&mut mark.end),
            "Point" => {
                mark.geometries += 1;
                if mark.points.len() < POINTS_MAX {
                    let text = root.take("coordinates");
                    let end = text.floor_char_boundary(COORDINATES_BYTES_MAX);
                    mark.points.push(text.get(..end).unwrap_or(text).to_owned());
                }
            }
            "Style" | "styleUrl" | "StyleMap" | "LookAt" | "Camera" => {}
            _ => {
                let mut keep = |name: String, text: &str| {
                    if mark.facts.len() < FACTS_MAX && !text.is_empty() {
                        let end = text.floor_char_boundary(FACT_BYTES_MAX);
                        mark.facts.push((name, text.get(..end).unwrap_or(text).to_owned()));
                    }
                };
                keep_data(root, &mut keep);
                keep(root.name().to_owned(), root.take_own());
                root.each_untaken(|path, text| keep(format!("{}/{path}", root.name()), text));
            }
        }
    }

    fn read_track(&mut self, reader: &mut XmlReader<'_>) -> Result<(), Halt> {
        self.mark.geometries += 1;
        let outside = reader.depth().saturating_sub(1);
        let mut times: VecDeque<String> = VecDeque::new();
        let mut points = 0u64;
        while reader.depth() > outside {
            match reader.next()? {
                Piece::Open if matches!(reader.name(), "when" | "coord") => {
                    let is_time = reader.name() == "when";
                    let mut tree = std::mem::take(&mut self.tree);
                    let complete = tree.read(reader)?;
                    let text = tree.root().take_own();
                    let done = if is_time {
                        let end = text.floor_char_boundary(TIME_BYTES_MAX);
                        if times.len() < TIMES_MAX {
                            times.push_back(text.get(..end).unwrap_or(text).to_owned());
                        }
                        Ok(())
                    } else {
                        points += 1;
                        let time = times.pop_front();
                        self.passed += u64::from(time.is_none());
                        let path = format!("Track[{}]/coord[{points}]", self.mark.geometries);
                        let mut place = place_of(tree.root(), path);
                        if !complete {
                            place.bytes_len = reader.end().saturating_sub(place.bytes_start);
                        }
                        let begin = time.unwrap_or_default();
                        self.track_point(text, &begin, place)
                    };
                    self.tree = tree;
                    done?;
                    if !complete {
                        return Err(cut(reader));
                    }
                }
                Piece::End => return Err(cut(reader)),
                _ => {}
            }
        }
        self.unpaired += times.len() as u64;
        Ok(())
    }

    fn track_point(&mut self, text: &str, begin: &str, place: Place) -> Result<(), Halt> {
        if text.is_empty() {
            // A point whose place the device did not know.
            return self.sink.skip(&place, SkipReason::Blank);
        }
        // A track parts its numbers by blanks and a point by commas.
        let coordinates = text.split_whitespace().collect::<Vec<_>>().join(",");
        let point = Point { coordinates: &coordinates, method: "track", begin, end: "" };
        self.row(&point, place)
    }

    fn read_line(&mut self, reader: &mut XmlReader<'_>) -> Result<(), Halt> {
        self.mark.geometries += 1;
        let mut tree = std::mem::take(&mut self.tree);
        let complete = tree.read(reader)?;
        let root = tree.root();
        let (begin, end) =
            (std::mem::take(&mut self.mark.begin), std::mem::take(&mut self.mark.end));
        for (name, text) in [("span begins", &begin), ("span ends", &end)] {
            if !text.is_empty() && self.mark.facts.len() < FACTS_MAX {
                self.mark.facts.push((name.to_owned(), text.clone()));
            }
        }
        let mut done = Ok(());
        for (number, coordinates) in (1u64..).zip(root.take("coordinates").split_whitespace()) {
            let path = format!("LineString[{}]/coordinates[{number}]", self.mark.geometries);
            let mut place = place_of(root, path);
            if !complete {
                place.bytes_len = reader.end().saturating_sub(place.bytes_start);
            }
            let point = Point { coordinates, method: "line", begin: "", end: "" };
            done = self.row(&point, place);
            if done.is_err() {
                break;
            }
        }
        self.tree = tree;
        (self.mark.begin, self.mark.end) = (begin, end);
        done?;
        if complete { Ok(()) } else { Err(cut(reader)) }
    }

    /// The place mark has been read: its points, whose time and name are known now.
    fn finish_mark(&mut self, end: u64) -> Result<(), Halt> {
        let points = std::mem::take(&mut self.mark.points);
        let mark = std::mem::take(&mut self.mark);
        let bytes_len = end.saturating_sub(mark.start);
        let (begin, until) = (mark.begin.clone(), mark.end.clone());
        let is_placed = mark.geometries > 0;
        let start = mark.start;
        let address_only = !is_placed && !mark.address.is_empty();
        self.mark = mark;
        for (number, coordinates) in (1u64..).zip(&points) {
            let path = format!("Point[{number}]");
            let place = Place { path, bytes_start: start, bytes_len, ..Place::default() };
            let point = Point { coordinates, method: "point", begin: &begin, end: &until };
            self.row(&point, place)?;
        }
        let place = Place { bytes_start: start, bytes_len, ..Place::default() };
        if address_only {
            let point = Point { coordinates: "", method: "address", begin: &begin, end: &until };
            return self.row(&point, place);
        }
        if is_placed { Ok(()) } else { self.sink.skip(&place, SkipReason::Comment) }
    }

    fn row(&mut self, point: &Point<'_>, mut place: Place) -> Result<(), Halt> {
        let gap = if place.path.is_empty() { "" } else { "/" };
        place.path = format!("Placemark[{}]{gap}{}", self.marks, place.path);
        self.sink.begin(&place)?;
        self.mark.rows += 1;
        match self.fill(point) {
            Ok(()) => self.sink.record(&self.record),
            Err((kind, field)) => {
                let raw = if field == "time" { point.begin } else { point.coordinates };
                self.sink.reject(kind, field, raw)
            }
        }
    }

    fn fill(&mut self, point: &Point<'_>) -> Result<(), (RejectKind, &'static str)> {
        let Self { record, times, owner, mark, .. } = self;
        record.clear();
        record.subject.clone_from(owner);
        record.method.set(point.method);
        let name = if mark.name.is_empty() { &mark.address } else { &mark.name };
        record.place.set(name);
        let mut extra = Extra::default();
        if point.method != "address" {
            let mut numbers = point.coordinates.split(',').map(str::trim);
            let longitude = numbers.next().unwrap_or_default();
            let latitude = numbers.next().ok_or((RejectKind::MissingField, "coordinates"))?;
            let degrees =
                |text, axis| degrees::e7(text, axis).map_err(|kind| (kind, "coordinates"));
            record.longitude_e7 = Some(degrees(longitude, Axis::Longitude)?);
            record.latitude_e7 = Some(degrees(latitude, Axis::Latitude)?);
            extra.add("altitude", numbers.next().unwrap_or_default());
        }
        for (text, stamp) in [(point.begin, &mut record.at), (point.end, &mut record.until)] {
            times.read(text, stamp).map_err(|fault| (fault.into(), "time"))?;
        }
        if !mark.name.is_empty() {
            extra.add("address", &mark.address);
        }
        for (name, text) in mark.facts.drain(..) {
            extra.add(&name, &text);
        }
        extra.write(&mut record.extra);
        Ok(())
    }

    /// The exhibit ends inside the place mark: its points are given, and the halt to end with.
    fn cut_mark(&mut self, reader: &XmlReader<'_>) -> Result<Halt, Halt> {
        self.finish_mark(reader.end())?;
        Ok(cut(reader))
    }

    fn note_pairs(&mut self) -> Result<(), Halt> {
        if self.unpaired == 0 && self.passed == 0 {
            return Ok(());
        }
        let what = say::track_pairs();
        let (stated, found) = (self.unpaired.to_string(), self.passed.to_string());
        self.sink.note(&Note::Total { what, stated, found })
    }
}

fn place_of(element: Element<'_>, path: String) -> Place {
    let (bytes_start, bytes_len) = element.bytes();
    Place { path, bytes_start, bytes_len, ..Place::default() }
}

/// Takes `Data` and `SimpleData` under the names they state.
fn keep_data(element: Element<'_>, keep: &mut impl FnMut(String, &str)) {
    for child in element.children() {
        let name = child.peek_attribute("name");
        match child.name() {
            "Data" if !name.is_empty() => {
                child.attribute("name");
                keep(name.to_owned(), child.take("value"));
            }
            "SimpleData" if !name.is_empty() => {
                child.attribute("name");
                keep(name.to_owned(), child.take_own());
            }
            _ => keep_data(child, keep),
        }
    }
}

fn cut(reader: &XmlReader<'_>) -> Halt {
    broken(
        Place { bytes_start: reader.end(), ..Place::default() },
        "the exhibit ends in the middle of the document",
        "ask the sender for the whole file; what stands before this place was read",
    )
}
