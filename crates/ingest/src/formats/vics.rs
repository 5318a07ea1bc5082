//! Project VIC and CAID exports: lists of files with digests and categories, in VICS JSON.
//!
//! Each file of an exported case gives one file record; an entry that names no file (a hash set) gives
//! one as well. Nothing of a file's content is ever taken over.
//!
//! - **Versions:** the Video and Image Classification Standard 1.2 (as NIST's CAID sets), 1.3 and
//!   2.0, as cases (`#Cases`) and as sets (`#Media`).
//! - **Recognised by:** the data model of Project VIC in `@odata.context` or `odata.metadata`.
//! - **Specification:** the data model of Project VIC; its repository is not public any more, so the
//!   names follow the public readers and writers IPED (`HashDBTool`) and VICS-Gallery-Maker
//!   (<https://github.com/lemnet/VICS-Gallery-Maker>).
//! - **Fields kept:** path and name, size, MD5, SHA-1, SHA-256, the three times, whether a file was
//!   deleted or unallocated, and the category as `scheme:value`. The scheme is the country of the
//!   data model (`projectvic-us`, `projectvic-uk`; `projectvic` before 2.0): the same number means
//!   another thing in another country. In `extra`: keys, media type, source, dates, yes-or-no flags,
//!   and technical Exif properties.
//! - **Fields dropped:** comments, tags, series, titles and every other text in free words or of an
//!   unknown name, thumbnails, and PhotoDNA values, from which a picture can partly be made again:
//!   that they are stated is kept, what they say is not copied.
//! - **Known limits:** a case's own contact data is not read.

use std::io::Cursor;

use model::records::Media;
use model::time::{DateOrder, StampReader, TimeFormat};
use model::{Place, Record as _, RejectKind, say};
use serde_json::{Map, Value};

use super::extra::Extra;
use super::json::{JsonReader, RawValue};
use crate::format::{Head, Source, SourceFormat, Sure, read_ends};
use crate::sink::{Halt, Note, Sink};

/// Keys in which the data model stands.
const CONTEXT_KEYS: [&str; 2] = ["@odata.context", "odata.metadata"];

/// What every data model's address contains, in lower case.
const DATA_MODEL: &str = "projectvic/datamodels/";

/// Texts that are kept: keys, types, sources, dates.
const KEPT: [&str; 9] = [
    "MediaID",
    "MimeType",
    "RelativeFilePath",
    "PrecategorizationSource",
    "DateUpdated",
    "SourceID",
    "PhysicalLocation",
    "odata.id",
    "@odata.id",
];

/// Keys that have a field of their own.
const TAKEN: [&str; 13] = [
    "MD5",
    "SHA1",
    "SHA256",
    "MediaSize",
    "Category",
    "MediaFiles",
    "Exifs",
    "FileName",
    "FilePath",
    "Created",
    "Written",
    "Accessed",
    "Deleted",
];

/// Parts of the names of Exif properties that hold free words.
const WORDY: [&str; 7] =
    ["comment", "description", "title", "subject", "keyword", "caption", "tag"];

/// Facts on a case that are told of.
const CASE_FACTS: [&str; 4] =
    ["CaseID", "CaseNumber", "SourceApplicationName", "SourceApplicationVersion"];

/// What is said in place of a text that is not taken over.
const NOT_COPIED: &str = "stated, not copied";

/// Why an entry could not be read: kind, field, text.
type Fault = (RejectKind, &'static str, String);

/// Exports in VICS JSON; see the module.
#[derive(Debug)]
pub struct Vics;

impl SourceFormat for Vics {
    fn code(&self) -> &'static str {
        "vics"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if !head.is_json() || !CONTEXT_KEYS.iter().any(|key| head.has(key)) {
            return Sure::No;
        }
        let context = context_of(head.bytes);
        if context.to_lowercase().contains(DATA_MODEL) { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let (first, _) = read_ends(source.bytes, source.len).map_err(Halt::Read)?;
        let mut reading = Reading {
            sink,
            times: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown),
            model: DataModel::of(&context_of(&first)),
            media: Media::default(),
            raw: RawValue::default(),
            entries: 0,
        };
        let mut reader = JsonReader::new(source.bytes)?;
        let read = reading.read(&mut reader);
        let zone = reading.times.zone_applied();
        let zone =
            zone.map(|zone| Note::Zone { zone: zone.name().to_owned(), source: zone.source() });
        zone.map_or(Ok(()), |note| sink.note(&note))?;
        read
    }
}

/// The data model that the first bytes of an export name, wherever: the members of an object have no
/// order.
fn context_of(bytes: &[u8]) -> String {
    let mut context = String::new();
    let mut cursor = Cursor::new(bytes);
    if let Ok(mut reader) = JsonReader::new(&mut cursor)
        && matches!(reader.peek(), Ok(Some(b'{')))
    {
        let mut raw = RawValue::default();
        // The head ends in the middle of a larger export; what was seen before counts.
        let _ = reader.each_member("", |reader, key| {
            reader.read_value(&mut raw)?;
            if CONTEXT_KEYS.contains(&key) {
                context = text_of(&raw.parse().unwrap_or(Value::Null));
            }
            Ok(())
        });
    }
    context
}

/// The data model of an export, as its address says.
#[derive(Debug, Default)]
struct DataModel {
    version: String,
    scheme: String,
    is_set: bool,
}

impl DataModel {
    /// `…/DataModels/2.0.xml/US/$metadata#Cases`.
    fn of(context: &str) -> Self {
        let lower = context.to_lowercase();
        let rest = lower.split_once(DATA_MODEL).map_or("", |(_, rest)| rest);
        let (address, kind) = rest.split_once('#').unwrap_or((rest, ""));
        let mut parts = address.split('/');
        let version = parts.next().unwrap_or("").trim_end_matches(".xml").to_owned();
        let country = parts.next().filter(|part| !part.is_empty() && !part.starts_with('$'));
        let scheme =
            country.map_or("projectvic".to_owned(), |country| format!("projectvic-{country}"));
        Self { version, scheme, is_set: kind == "media" }
    }
}

/// One read of one export.
struct Reading<'s, 'o> {
    sink: &'s mut Sink<'o>,
    times: StampReader,
    model: DataModel,
    media: Media,
    raw: RawValue,
    /// Entries of media, each of which may stand for several files.
    entries: u64,
}

impl Reading<'_, '_> {
    fn read(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        reader.each_member("", |reader, key| match key {
            key if CONTEXT_KEYS.contains(&key) => {
                reader.read_value(&mut self.raw)?;
                let context = text_of(&self.raw.parse().unwrap_or(Value::Null));
                self.model = DataModel::of(&context);
                let version = format!("Project VIC {} ({})", self.model.version, self.model.scheme);
                self.sink.note(&Note::Version { version })
            }
            "value" if self.model.is_set => self.read_list(reader, "/value"),
            "value" => reader.each_item("/value", |reader, index| self.read_case(reader, index)),
            _ => reader.pass(key),
        })
    }

    fn read_case(&mut self, reader: &mut JsonReader<'_>, index: u64) -> Result<(), Halt> {
        let path = format!("/value/{index}");
        let mut facts = Vec::new();
        let mut stated = String::new();
        let before = self.entries;
        let mut files = None;
        let first = self.sink.rows();
        reader.each_member(&path, |reader, key| {
            if key == "Media" {
                self.read_list(reader, &format!("{path}/Media"))?;
                files = Some(self.sink.rows() - first);
                return Ok(());
            }
            if key != "TotalMediaFiles" && !CASE_FACTS.contains(&key) {
                return reader.pass(key);
            }
            reader.read_value(&mut self.raw)?;
            let text = text_of(&self.raw.parse().unwrap_or(Value::Null));
            if key == "TotalMediaFiles" {
                stated = text;
            } else if !text.is_empty() {
                facts.push(say::fact(key, text));
            }
            Ok(())
        })?;
        let Some(files) = files else {
            self.sink.begin(&Place { path, ..Place::default() })?;
            return self.sink.reject(RejectKind::MissingField, "Media", "");
        };
        if !facts.is_empty() {
            self.sink.remark(say::states(facts))?;
        }
        if stated.is_empty() {
            return Ok(());
        }
        let what = say::media_files(self.entries - before);
        self.sink.note(&Note::Total { what, stated, found: files.to_string() })
    }

    fn read_list(&mut self, reader: &mut JsonReader<'_>, path: &str) -> Result<(), Halt> {
        reader.each_item(path, |reader, index| {
            let mut raw = std::mem::take(&mut self.raw);
            reader.read_value(&mut raw)?;
            self.entries += 1;
            let path = format!("{path}/{index}");
            let cut = raw.cut.then(|| reader.cut(&path));
            let read = self.read_entry(&raw, &path);
            self.raw = raw;
            read?;
            cut.map_or(Ok(()), Err)
        })
    }

    /// Reads an entry: a record for each file it names, or one where it names none.
    fn read_entry(&mut self, raw: &RawValue, path: &str) -> Result<(), Halt> {
        let (bytes_start, bytes_len) = (raw.start, raw.len);
        let place = |path: String| Place { path, bytes_start, bytes_len, ..Place::default() };
        let entry = match raw.parse() {
            Ok(Value::Object(entry)) => entry,
            parsed => {
                self.sink.begin(&place(path.to_owned()))?;
                return self.sink.reject(parsed.err().unwrap_or(RejectKind::Malformed), "", "");
            }
        };
        let none = Vec::new();
        let files = entry.get("MediaFiles").and_then(Value::as_array).unwrap_or(&none);
        let files: Vec<Option<&Map<String, Value>>> = if files.is_empty() {
            vec![None]
        } else {
            files.iter().map(|file| file.as_object()).collect()
        };
        for (index, file) in files.iter().enumerate() {
            let path = match file {
                None if files.len() == 1 => path.to_owned(),
                _ => format!("{path}/MediaFiles/{index}"),
            };
            let is_none = file.is_none() && files.len() > 1;
            self.sink.begin(&place(path))?;
            match self.fill(&entry, *file) {
                _ if is_none => self.sink.reject(RejectKind::Malformed, "MediaFiles", "")?,
                Ok(()) => self.sink.record(&self.media)?,
                Err((kind, field, raw)) => self.sink.reject(kind, field, &raw)?,
            }
        }
        Ok(())
    }

    fn fill(
        &mut self,
        entry: &Map<String, Value>,
        file: Option<&Map<String, Value>>,
    ) -> Result<(), Fault> {
        let media = &mut self.media;
        media.clear();
        let get = |key: &str| entry.get(key).map(text_of).unwrap_or_default();
        for (field, len, slot) in [
            ("MD5", 32, &mut media.md5),
            ("SHA1", 40, &mut media.sha1),
            ("SHA256", 64, &mut media.sha256),
        ] {
            let text = get(field);
            if !text.is_empty() {
                let digest = digest(&text, len);
                slot.set(&digest.ok_or((RejectKind::BadDigest, field, text))?);
            }
        }
        let size = get("MediaSize");
        if !size.is_empty() {
            let number = size.parse().ok().filter(|size| *size >= 0);
            media.size = Some(number.ok_or((RejectKind::BadInteger, "MediaSize", size))?);
        }
        let category = get("Category");
        if !category.is_empty() {
            media.category.set_fmt(format_args!("{}:{category}", self.model.scheme));
        }
        let mut extra = Extra::default();
        if let Some(file) = file {
            fill_file(file, &mut self.times, media, &mut extra)?;
        } else if self.model.is_set {
            media.listed_by.set_fmt(format_args!("Project VIC {}", self.model.version));
        }
        if media.path.is_empty() {
            media.path.set(&get("RelativeFilePath"));
        }
        if media.md5.is_empty() && media.sha1.is_empty() && media.sha256.is_empty() {
            return Err((RejectKind::MissingField, "MD5", String::new()));
        }
        keep(entry, &mut extra);
        keep_exif(entry, &mut extra);
        extra.write(&mut media.extra);
        Ok(())
    }
}

fn fill_file(
    file: &Map<String, Value>,
    times: &mut StampReader,
    media: &mut Media,
    extra: &mut Extra,
) -> Result<(), Fault> {
    let get = |key: &str| file.get(key).map(text_of).unwrap_or_default();
    let (folder, name) = (get("FilePath"), get("FileName"));
    if folder.is_empty() || folder.ends_with(&name) {
        media.path.set(if folder.is_empty() { &name } else { &folder });
    } else {
        let mark = if folder.contains('\\') { '\\' } else { '/' };
        media.path.set_fmt(format_args!("{}{mark}{name}", folder.trim_end_matches(['\\', '/'])));
    }
    for (field, stamp) in [
        ("Created", &mut media.created),
        ("Written", &mut media.modified),
        ("Accessed", &mut media.accessed),
    ] {
        let text = get(field);
        // .NET writes the first year where it has no time.
        if !text.starts_with("0001-01-01") {
            times.read(&text, stamp).map_err(|fault| (fault.into(), field, text))?;
        }
    }
    let is_set = |key: &str| file.get(key).map(|value| text_of(value).to_lowercase() == "true");
    media.state.set(match (is_set("Unallocated"), is_set("Deleted")) {
        (Some(true), _) => "unallocated",
        (_, Some(true)) => "deleted",
        (None, None) => "",
        _ => "active",
    });
    let digest = digest(&get("MD5"), 32);
    if digest.is_some_and(|digest| digest != *media.md5) {
        extra.add("MediaFile/MD5", &get("MD5"));
    }
    keep(file, extra);
    Ok(())
}

fn digest(text: &str, len: usize) -> Option<String> {
    let is_hex = text.len() == len && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| text.to_ascii_lowercase())
}

/// Keeps keys, dates, numbers and flags; of every other text only that it is stated.
fn keep(object: &Map<String, Value>, extra: &mut Extra) {
    for (key, value) in object {
        if TAKEN.contains(&key.as_str()) {
            continue;
        }
        let text = text_of(value);
        let flag = matches!(text.to_lowercase().as_str(), "true" | "false" | "yes" | "no");
        if KEPT.contains(&key.as_str()) || flag || value.is_number() {
            extra.add(key, &text);
        } else if !text.is_empty() && text != "[]" {
            extra.add(key, NOT_COPIED);
        }
    }
}

/// Keeps technical Exif properties by their names.
fn keep_exif(entry: &Map<String, Value>, extra: &mut Extra) {
    for property in entry.get("Exifs").and_then(Value::as_array).into_iter().flatten() {
        let get = |key: &str| property.get(key).map(text_of).unwrap_or_default();
        let (name, value) = (get("PropertyName"), get("PropertyValue"));
        let lower = name.to_lowercase();
        let wordy = WORDY.iter().any(|word| lower.contains(word));
        extra.add(&format!("Exif/{name}"), if wordy { NOT_COPIED } else { &value });
    }
}

/// A text or number as text; nothing for `null`.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_the_data_model_says_version_country_and_kind() {
        let of = |context| {
            let model = DataModel::of(context);
            (model.version, model.scheme, model.is_set)
        };
        let case =
            "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases";
        assert_eq!(of(case), ("2.0".into(), "projectvic-us".into(), false));
        let set = "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media";
        assert_eq!(of(set), ("1.3".into(), "projectvic".into(), true));
    }
}
