//! GPX: tracks, routes and waypoints of GPS devices, watches and map programs.
//!
//! Each point of a track, a route or the list of waypoints gives one `position`.
//!
//! - **Specification:** GPX 1.0 and 1.1 (Topografix), as XML.
//! - **Recognised by:** a root `gpx`.
//! - **Fields kept:** latitude and longitude exactly as written, time, the waypoint's name, and the
//!   kind of point: `track`, `route`, `waypoint`, or `gps` where the point states that a receiver had
//!   a fix. **A point of a route is a plan**, not a place where anybody was. Height, speed, precision
//!   and extensions stay in `extra`, and so do the facts of the track with its first point.
//! - **Fields dropped:** none; the facts of the file are stated as a note.
//! - **Times** are UTC by the specification, also where a device leaves out the `Z`, unless a person
//!   set a zone. A point without a time is kept without one.
//! - **Known limits:** a track may have been drawn or changed in a program; the file does not say.
//!   Whose device it was is what a person states for the exhibit.

use model::records::Position;
use model::time::{DateOrder, StampReader, TimeFormat};
use model::{Party, Place, Record, RejectKind, say};

use super::app_identity::stated_owner;
use super::degrees::{self, Axis};
use super::extra::Extra;
use super::xml::{Faults, Piece, XmlReader, broken};
use super::xml_tree::{Element, Tree};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink};

/// None of these lies in another of its name.
const FLAT: &[&str] = &["gpx", "trk", "trkseg", "trkpt", "rte", "rtept", "wpt"];

/// The elements that are points, and what a point of each is.
const POINTS: [(&str, &str); 3] = [("trkpt", "track"), ("rtept", "route"), ("wpt", "waypoint")];

/// Facts kept of a track or of the file.
const FACTS_MAX: usize = 60;

/// Bytes kept of one fact.
const FACT_BYTES_MAX: usize = 4 * 1024;

/// Points in GPX; see the module.
#[derive(Debug)]
pub struct Gpx;

impl SourceFormat for Gpx {
    fn code(&self) -> &'static str {
        "gpx"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let first = head.elements(1);
        if first.first().is_some_and(|(name, _)| name == "gpx") { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let times = settings.stamp_reader(Some("UTC"), TimeFormat::Calendar, DateOrder::Unknown);
        let owner = stated_owner(settings.owner.as_deref());
        let mut reader = XmlReader::open(source, FLAT)?;
        reader.note_encoding(sink)?;
        let mut reading = Reading {
            sink,
            times,
            owner,
            creator: String::new(),
            facts: Vec::new(),
            outer: Vec::new(),
            counts: [0; 3],
            points: 0,
            tree: Tree::default(),
            record: Position::default(),
            roots: 0,
        };
        let read = reading.read(&mut reader);
        reading.note_file()?;
        reader.note_unfollowed(sink)?;
        read
    }
}

/// One read of one exhibit.
struct Reading<'s, 'o> {
    sink: &'s mut Sink<'o>,
    times: StampReader,
    owner: Party,
    creator: String,
    /// Facts of the file.
    facts: Vec<(String, String)>,
    /// Facts of the track or route, until its first point.
    outer: Vec<(String, String)>,
    /// Tracks, segments of the track, routes.
    counts: [u64; 3],
    /// Points of the segment, the route or the file.
    points: u64,
    tree: Tree,
    record: Position,
    roots: u32,
}

impl Reading<'_, '_> {
    fn read(&mut self, reader: &mut XmlReader<'_>) -> Result<(), Halt> {
        let mut faults = reader.faults();
        let mut waypoints = 0;
        loop {
            match reader.next()? {
                Piece::Open => {
                    let [tracks, segments, routes] = &mut self.counts;
                    match reader.name() {
                        "gpx" => self.take_root(reader)?,
                        "trk" => (*tracks, *segments, self.points) = (*tracks + 1, 0, 0),
                        "trkseg" => (*segments, self.points) = (*segments + 1, 0),
                        "rte" => (*routes, self.points) = (*routes + 1, 0),
                        "trkpt" | "rtept" => self.take_point(reader, faults)?,
                        "wpt" => {
                            self.points = waypoints;
                            waypoints += 1;
                            self.take_point(reader, faults)?;
                        }
                        _ => self.take_fact(reader)?,
                    }
                    faults = reader.faults();
                }
                Piece::Close => {
                    if matches!(reader.name(), "trk" | "rte") {
                        self.outer.clear();
                    }
                    faults = reader.faults();
                }
                Piece::Text => {}
                Piece::End if reader.depth() > 0 => return Err(cut(reader)),
                Piece::End if self.roots == 0 => return Err(none()),
                Piece::End => return Ok(()),
            }
        }
    }

    fn take_root(&mut self, reader: &XmlReader<'_>) -> Result<(), Halt> {
        self.roots += 1;
        let attribute = |name: &str| {
            let found = reader.attributes().iter().find(|(own, _)| own == name);
            found.map_or(String::new(), |(_, value)| value.clone())
        };
        self.creator = attribute("creator");
        let version = format!("GPX {}", attribute("version"));
        if self.roots == 1 { self.sink.note(&Note::Version { version }) } else { Ok(()) }
    }

    /// An element that is no point: a fact of the track, the route or the file.
    fn take_fact(&mut self, reader: &mut XmlReader<'_>) -> Result<(), Halt> {
        let is_outer = reader.depth() > 2;
        if !self.tree.read(reader)? {
            return Err(cut(reader));
        }
        let root = self.tree.root();
        let facts = if is_outer { &mut self.outer } else { &mut self.facts };
        let mut keep = |name: &str, text: &str| {
            if facts.len() < FACTS_MAX && !text.is_empty() {
                let end = text.floor_char_boundary(FACT_BYTES_MAX);
                facts.push((name.to_owned(), text.get(..end).unwrap_or(text).to_owned()));
            }
        };
        keep(root.name(), root.take_own());
        root.each_untaken(|path, text| keep(&format!("{}/{path}", root.name()), text));
        Ok(())
    }

    fn take_point(&mut self, reader: &mut XmlReader<'_>, before: Faults) -> Result<(), Halt> {
        let mut tree = std::mem::take(&mut self.tree);
        let complete = tree.read(reader)?;
        let root = tree.root();
        self.points += 1;
        let (bytes_start, mut bytes_len) = root.bytes();
        if !complete {
            bytes_len = reader.end().saturating_sub(bytes_start);
        }
        let place =
            Place { path: self.path(root.name()), bytes_start, bytes_len, ..Place::default() };
        self.sink.begin(&place)?;
        let long = tree.is_overflown().then_some(RejectKind::RowTooLong);
        let cut_off = (!complete).then_some(RejectKind::Malformed);
        let fault = reader.faults().since(before).or(long).or(cut_off);
        let filled = fault.map_or_else(|| self.fill(root), |kind| Err((kind, "", "")));
        let done = match filled {
            Ok(()) => self.sink.record(&self.record),
            Err((kind, field, raw)) => self.sink.reject(kind, field, raw),
        };
        self.tree = tree;
        done?;
        if complete { Ok(()) } else { Err(cut(reader)) }
    }

    fn path(&self, name: &str) -> String {
        let [tracks, segments, routes] = self.counts;
        let number = self.points;
        let file = if self.roots > 1 { format!("gpx[{}]/", self.roots) } else { String::new() };
        match name {
            "trkpt" => format!("{file}trk[{tracks}]/trkseg[{segments}]/trkpt[{number}]"),
            "rtept" => format!("{file}rte[{routes}]/rtept[{number}]"),
            _ => format!("{file}wpt[{number}]"),
        }
    }

    fn fill<'e>(&mut self, root: Element<'e>) -> Result<(), (RejectKind, &'static str, &'e str)> {
        let Self { record, times, owner, creator, outer, .. } = self;
        record.clear();
        record.subject.clone_from(owner);
        record.platform.set(creator);
        for (name, axis, slot) in [
            ("lat", Axis::Latitude, &mut record.latitude_e7),
            ("lon", Axis::Longitude, &mut record.longitude_e7),
        ] {
            let text = root.attribute(name);
            let missing = text.is_empty().then_some(RejectKind::MissingField);
            let value = missing.map_or_else(|| degrees::e7(text, axis), Err);
            *slot = Some(value.map_err(|kind| (kind, name, text))?);
        }
        let time = root.take("time");
        times.read(time, &mut record.at).map_err(|fault| (fault.into(), "time", time))?;
        record.place.set(root.take("name"));
        let kind =
            POINTS.iter().find(|(name, _)| *name == root.name()).map_or("", |(_, kind)| kind);
        let is_fix = matches!(root.peek("fix"), "2d" | "3d" | "dgps" | "pps");
        record.method.set(if is_fix { "gps" } else { kind });
        let mut extra = Extra::default();
        if is_fix && kind != "track" {
            extra.add("point of a", kind);
        }
        root.each_untaken(|path, text| extra.add(path, text));
        for (name, text) in outer.drain(..) {
            extra.add(&format!("{kind}/{name}"), &text);
        }
        extra.write(&mut record.extra);
        Ok(())
    }

    fn note_file(&mut self) -> Result<(), Halt> {
        if self.facts.is_empty() && self.creator.is_empty() {
            return Ok(());
        }
        let facts = self.facts.iter().map(|(name, text)| format!("{name}: {text}"));
        let creator = format!("creator: {}", self.creator);
        let all: Vec<String> = std::iter::once(creator).chain(facts).collect();
        let mut text = all.join("; ");
        text.truncate(text.floor_char_boundary(FACT_BYTES_MAX));
        self.sink.remark(say::states(text))
    }
}

fn cut(reader: &XmlReader<'_>) -> Halt {
    broken(
        Place { bytes_start: reader.end(), ..Place::default() },
        "the exhibit ends in the middle of the document",
        "ask the sender for the whole file; what stands before this place was read",
    )
}

fn none() -> Halt {
    broken(
        Place::default(),
        "no document of tracks is in it",
        "it may be cut off, or of another kind; ask the sender for the whole file",
    )
}
