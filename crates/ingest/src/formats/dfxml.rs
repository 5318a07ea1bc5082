//! DFXML: lists of files in XML, as fiwalk, hashdeep, md5deep and bulk_extractor write them.
//!
//! Each `fileobject` gives one file, whether it is a file, a folder or a name without content.
//!
//! - **Versions:** 1.0 to 1.2 of the language, and the older outputs with a root `fiwalk`.
//! - **Specification:** `dfxml.xsd` of the DFXML working group
//!   (<https://github.com/dfxml-working-group/dfxml_schema>); the elements of fiwalk follow
//!   `fiwalk.cpp` of The Sleuth Kit.
//! - **Recognised by:** a root `dfxml` or `fiwalk`.
//! - **Fields kept:** name, size, inode, mode, the four times, MD5, SHA-1 and SHA-256. Allocation
//!   gives the state: both name and inode in use is `active`, an unused name whose inode is in use
//!   again `realloc`, else `deleted`. The pieces of the content on the disk stand in `extra` as
//!   `byte_runs`, further digests and all other elements under their path.
//! - **Times** have an offset, are seconds since 1970, or have none: fiwalk leaves it out for FAT,
//!   whose times are local, after turning them to UTC by the zone of the computer it ran on. Such
//!   times are read in the zone of the exhibit. `prec` makes a time as wide as the file system is
//!   coarse: two seconds, or a day.
//! - **Known limits:** of a differential list (`original_fileobject`) the earlier object stands in
//!   `extra`.

use model::records::Media;
use model::time::{DateOrder, Precision, Stamp, StampReader, TimeFormat};
use model::{Place, Record as _, RejectKind, say};
use serde_json::{Map, Value};

use super::extra::Extra;
use super::xml::{Faults, Piece, XmlReader, broken};
use super::xml_tree::{Element, Tree};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink};

/// None of these lies in another of its name.
const FLAT: &[&str] = &["dfxml", "fileobject", "byte_runs"];

/// Pieces of a file's content kept beside it; a file in more pieces is stated with their number.
const RUNS_MAX: usize = 256;

/// Attributes of a piece, as the schema and fiwalk have them.
const RUN_ATTRIBUTES: [&str; 8] =
    ["file_offset", "fs_offset", "img_offset", "len", "uncompressed_len", "fill", "type", "offset"];

/// Microseconds of a second, and seconds of a day.
const US: i64 = 1_000_000;
const DAY_S: i64 = 86_400;

/// Coarsest precision believed: a year.
const PRECISION_S_MAX: i64 = 366 * DAY_S;

/// Why a file could not be read: kind, field, text.
type Fault = (RejectKind, &'static str, String);

/// Lists of files in DFXML; see the module.
#[derive(Debug)]
pub struct Dfxml;

impl SourceFormat for Dfxml {
    fn code(&self) -> &'static str {
        "dfxml"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let elements = head.elements(1);
        let root = elements.first().map(|(name, _)| name.as_str());
        if matches!(root, Some("dfxml" | "fiwalk")) { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut times = Times::new(source.settings);
        let mut reader = XmlReader::open(source, FLAT)?;
        reader.note_encoding(sink)?;
        let mut reading = Reading {
            reader: &mut reader,
            sink,
            times: &mut times,
            tree: Tree::default(),
            media: Media::default(),
        };
        let read = reading.read();
        if let Some(zone) = times.calendar.zone_applied() {
            let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            sink.note(&zone)?;
        }
        reader.note_unfollowed(sink)?;
        read
    }
}

/// Reads times as text and as seconds.
struct Times {
    calendar: StampReader,
    epoch: StampReader,
}

impl Times {
    fn new(settings: &Settings) -> Self {
        Self {
            calendar: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown),
            epoch: StampReader::utc(TimeFormat::UnixSeconds),
        }
    }

    fn read(&mut self, element: Element<'_>, stamp: &mut Stamp) -> Result<(), RejectKind> {
        stamp.clear();
        let precision_s = seconds(element.attribute("prec"));
        let text = element.take_own();
        if text.is_empty() || text == "0" {
            return Ok(());
        }
        let is_number = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'));
        let is_epoch = is_number && text.get(4..5) != Some("-");
        if is_epoch {
            self.epoch.read(text, stamp)?;
        } else {
            self.calendar.read(text, stamp)?;
        }
        if let Some(precision_s) = precision_s.filter(|seconds| *seconds > 1) {
            let last_us = stamp.earliest_us.saturating_add(precision_s * US - 1);
            stamp.latest_us = stamp.latest_us.max(last_us);
            if precision_s >= DAY_S {
                stamp.precision = Precision::Day;
            }
        }
        Ok(())
    }
}

/// A precision in whole seconds: `2`, `86400`, `2s`, `1d`; finer ones say nothing new.
fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let (number, unit) =
        text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let scale = match unit.trim() {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => DAY_S,
        _ => return None,
    };
    number.parse::<i64>().ok()?.checked_mul(scale).filter(|seconds| *seconds <= PRECISION_S_MAX)
}

/// One read of one exhibit.
struct Reading<'r, 'x, 's, 'o> {
    reader: &'r mut XmlReader<'x>,
    sink: &'s mut Sink<'o>,
    times: &'r mut Times,
    tree: Tree,
    media: Media,
}

impl Reading<'_, '_, '_, '_> {
    fn read(&mut self) -> Result<(), Halt> {
        let mut known = false;
        loop {
            let faults = self.reader.faults();
            match self.reader.next()? {
                Piece::Open => match self.reader.name() {
                    "fileobject" => self.read_file(faults)?,
                    "creator" | "source" => self.read_facts()?,
                    "dfxml" | "fiwalk" => known = true,
                    _ => {}
                },
                Piece::End if self.reader.depth() > 0 => return Err(self.cut()),
                Piece::End if !known => return Err(no_list()),
                Piece::End => return Ok(()),
                Piece::Close | Piece::Text => {}
            }
        }
    }

    fn cut(&self) -> Halt {
        let place = Place { bytes_start: self.reader.end(), ..Place::default() };
        broken(
            place,
            "the exhibit ends in the middle of the list",
            "ask the sender for the whole file; what stands before this place was read",
        )
    }

    fn read_file(&mut self, before: Faults) -> Result<(), Halt> {
        let whole = self.tree.read(self.reader)?;
        let root = self.tree.root();
        let (bytes_start, mut bytes_len) = root.bytes();
        if !whole {
            bytes_len = self.reader.end().saturating_sub(bytes_start);
        }
        let long = self.tree.is_overflown().then_some(RejectKind::RowTooLong);
        let cut = (!whole).then_some(RejectKind::Malformed);
        self.sink.begin(&Place { bytes_start, bytes_len, ..Place::default() })?;
        let filled = match self.reader.faults().since(before).or(long).or(cut) {
            Some(kind) => Err((kind, "fileobject", String::new())),
            None => fill(root, self.times, &mut self.media),
        };
        match filled {
            Ok(()) => self.sink.record(&self.media)?,
            Err((kind, field, raw)) => self.sink.reject(kind, field, &raw)?,
        }
        if whole { Ok(()) } else { Err(self.cut()) }
    }

    /// The program that made the list, and the image it is of.
    fn read_facts(&mut self) -> Result<(), Halt> {
        let whole = self.tree.read(self.reader)?;
        let root = self.tree.root();
        let program = [root.peek("program"), root.peek("version")].join(" ");
        let image = root.peek("image_filename");
        if !program.trim().is_empty() {
            self.sink.note(&Note::Version { version: program.trim().to_owned() })?;
        }
        if !image.is_empty() {
            self.sink.remark(say::of_image(image))?;
        }
        if whole { Ok(()) } else { Err(self.cut()) }
    }
}

fn no_list() -> Halt {
    broken(
        Place::default(),
        "no list of files is in it",
        "check that this is the XML of fiwalk, hashdeep or a like program",
    )
}

fn fill(root: Element<'_>, times: &mut Times, media: &mut Media) -> Result<(), Fault> {
    media.clear();
    let mut extra = Extra::default();
    media.path.set(root.take("filename"));
    media.inode.set(root.take("inode"));
    media.mode.set(root.take("mode"));
    let size = root.take("filesize");
    if !size.is_empty() {
        let number = size.parse().ok().filter(|size| *size >= 0);
        media.size =
            Some(number.ok_or_else(|| (RejectKind::BadInteger, "filesize", size.to_owned()))?);
    }
    for (field, stamp) in [
        ("mtime", &mut media.modified),
        ("atime", &mut media.accessed),
        ("ctime", &mut media.changed),
        ("crtime", &mut media.created),
    ] {
        let element = root.child(field);
        times.read(element, stamp).map_err(|kind| (kind, field, element.peek("").to_owned()))?;
    }
    for digest in root.each("hashdigest") {
        take_digest(digest, media, &mut extra)?;
    }
    if media.path.is_empty() && media.inode.is_empty() && media.md5.is_empty() {
        return Err((RejectKind::MissingField, "filename", String::new()));
    }
    media.state.set(state_of(root));
    for runs in root.each("byte_runs") {
        take_runs(runs, &mut extra);
    }
    root.each_untaken(|path, text| extra.add(path, text));
    extra.write(&mut media.extra);
    Ok(())
}

fn take_digest(digest: Element<'_>, media: &mut Media, extra: &mut Extra) -> Result<(), Fault> {
    let kind = digest.attribute("type");
    let text = digest.take_own();
    if text.is_empty() {
        return Ok(());
    }
    let (slot, len) = match kind.to_ascii_lowercase().replace('-', "").as_str() {
        "md5" => (&mut media.md5, 32),
        "sha1" => (&mut media.sha1, 40),
        "sha256" => (&mut media.sha256, 64),
        _ => {
            extra.add(&format!("hashdigest {kind}"), text);
            return Ok(());
        }
    };
    if text.len() != len || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err((RejectKind::BadDigest, "hashdigest", text.to_owned()));
    }
    slot.set(&text.to_ascii_lowercase());
    Ok(())
}

/// Whether name and inode are in use, as fiwalk and the schema state it.
fn state_of(root: Element<'_>) -> &'static str {
    let both = root.take("alloc");
    let both = if root.take("unalloc") == "1" { "0" } else { both };
    match (root.take("alloc_name"), root.take("alloc_inode"), both) {
        ("0", "1", _) => "realloc",
        ("0", ..) | (_, "0", _) | ("", "", "0") => "deleted",
        ("1", ..) | (_, "1", _) | ("", "", "1") => "active",
        _ => "",
    }
}

/// The pieces of a file as a list of their offsets and lengths.
fn take_runs(runs: Element<'_>, extra: &mut Extra) {
    let facet = runs.attribute("facet");
    let mut list = Vec::new();
    let mut count = 0u64;
    for run in runs.each("byte_run") {
        count += 1;
        if list.len() >= RUNS_MAX {
            continue;
        }
        let mut object = Map::new();
        for name in RUN_ATTRIBUTES {
            let text = run.attribute(name);
            if !text.is_empty() {
                object.insert(name.to_owned(), Value::String(text.to_owned()));
            }
        }
        list.push(Value::Object(object));
    }
    if count == 0 {
        return;
    }
    let name = if matches!(facet, "" | "data") {
        "byte_runs".to_owned()
    } else {
        format!("byte_runs {facet}")
    };
    if count > RUNS_MAX as u64 {
        extra.add(&format!("{name} count"), &count.to_string());
    }
    extra.add_value(&name, Value::Array(list));
}
