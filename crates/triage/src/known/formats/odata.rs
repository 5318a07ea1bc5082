//! Lists of media in the OData JSON of Project VIC, streamed: no list is held in memory.
//!
//! An item of `value` with `Media` is a case and its media are the rows; any other item is a row.

use std::fmt;
use std::io::BufReader;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::super::digests::DigestKind;
use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::columns::{complete, take_digest};
use super::{Entry, Pour};

/// What every data model's address contains, in lower case.
const DATA_MODEL: &str = "projectvic/datamodels/";

/// Bytes of the parser's own buffer.
const BUFFER_BYTES: usize = 1 << 16;

/// The data model of a file, as its address says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DataModel {
    pub(super) version: String,
    pub(super) scheme: String,
}

impl DataModel {
    /// `…/DataModels/2.0.xml/US/$metadata#Cases`.
    fn of(context: &str) -> Option<Self> {
        let lower = context.to_lowercase();
        let (_, rest) = lower.split_once(DATA_MODEL)?;
        let address = rest.split('#').next().unwrap_or_default();
        let mut parts = address.split('/');
        let version = parts.next()?.trim_end_matches(".xml").to_owned();
        let country = parts.next().filter(|part| !part.is_empty() && !part.starts_with('$'));
        let scheme =
            country.map_or("projectvic".to_owned(), |country| format!("projectvic-{country}"));
        Some(Self { version, scheme })
    }

    /// Whether it is the one of NIST's CAID sets.
    pub(super) fn is_caid(&self) -> bool {
        self.version == "1.2"
    }
}

/// The data model that the first bytes of a file name.
pub(super) fn model_of(head: &[u8]) -> Option<DataModel> {
    if head.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    let text = String::from_utf8_lossy(head).to_lowercase().replace("\\/", "/");
    let at = text.find(DATA_MODEL)?;
    DataModel::of(text.get(at..)?.split('"').next()?)
}

/// Reads all rows of a file, and its data model.
pub(super) fn read_media(source: &mut Source, pour: &mut Pour<'_>) -> Result<DataModel, Refusal> {
    let mut reading = Reading {
        pour,
        entry: Entry::default(),
        model: None,
        has_value: false,
        path: Vec::new(),
        refusal: None,
    };
    let reader = BufReader::with_capacity(BUFFER_BYTES, source);
    let mut json = serde_json::Deserializer::from_reader(reader);
    let read = (&mut json).deserialize_map(Top(&mut reading)).and_then(|()| json.end());
    if let Some(refusal) = reading.refusal {
        return Err(refusal);
    }
    read.map_err(|error| fault(&error))?;
    if !reading.has_value {
        let fact = "the member `value`, which holds the list, is missing";
        return Err(Refusal::new(Fault::MissingColumn, "the outermost object", fact));
    }
    reading.model.ok_or_else(|| {
        let fact = "no data model of Project VIC is named in `@odata.context`";
        Refusal::new(Fault::MissingColumn, "the outermost object", fact)
    })
}

fn fault(error: &serde_json::Error) -> Refusal {
    let place = format!("line {}, column {}", error.line(), error.column());
    let (fault, fact) = match error.classify() {
        serde_json::error::Category::Io => (Fault::Unread, error.to_string()),
        serde_json::error::Category::Eof => {
            (Fault::Cut, "the file ends in the middle of the list".to_owned())
        }
        _ => (Fault::Malformed, error.to_string()),
    };
    Refusal::new(fault, place, fact)
}

/// One read of one file.
struct Reading<'p, 'q> {
    pour: &'p mut Pour<'q>,
    entry: Entry,
    model: Option<DataModel>,
    has_value: bool,
    /// Indexes of the items that are being read, the outer first.
    path: Vec<u64>,
    refusal: Option<Refusal>,
}

impl Reading<'_, '_> {
    /// Ends the reading.
    fn refuse<E: serde::de::Error>(&mut self, refusal: Refusal) -> E {
        self.refusal = Some(refusal);
        E::custom("refused")
    }

    fn take(&mut self, kind: DigestKind, text: &Text) -> Result<(), Refusal> {
        let text = text.0.trim();
        if text.is_empty() {
            return Ok(());
        }
        let path = &self.path;
        let place = || format!("{}/{}", path_of(path), kind.code().to_uppercase());
        take_digest(&mut self.entry, kind, text.as_bytes(), &place)
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        complete(&self.entry, || path_of(&self.path))?;
        (self.pour)(&self.entry)
    }
}

fn path_of(path: &[u64]) -> String {
    match path {
        [] => "/value".to_owned(),
        [item] => format!("/value/{item}"),
        [case, item, ..] => format!("/value/{case}/Media/{item}"),
    }
}

/// Names that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Context,
    Value,
    Media,
    Category,
    Digest(DigestKind),
    AlternativeHashes,
    HashName,
    HashValue,
    Other,
}

impl<'de> serde::Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Key;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                Ok(match name {
                    "@odata.context" | "odata.metadata" => Key::Context,
                    "value" => Key::Value,
                    "Media" => Key::Media,
                    "Category" => Key::Category,
                    "MD5" => Key::Digest(DigestKind::Md5),
                    "SHA1" => Key::Digest(DigestKind::Sha1),
                    "SHA256" => Key::Digest(DigestKind::Sha256),
                    "AlternativeHashes" => Key::AlternativeHashes,
                    "HashName" => Key::HashName,
                    "HashValue" => Key::HashValue,
                    _ => Key::Other,
                })
            }
        }
        deserializer.deserialize_identifier(Name)
    }
}

/// A text, number or `null` as text.
#[derive(Debug, Default)]
struct Text(String);

impl<'de> serde::Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(text) => text,
            serde_json::Value::Null => String::new(),
            number @ serde_json::Value::Number(_) => number.to_string(),
            _ => return Err(D::Error::custom("a text or a number is expected here")),
        }))
    }
}

/// The outermost object.
struct Top<'r, 'p, 'q>(&'r mut Reading<'p, 'q>);

impl<'de> Visitor<'de> for Top<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a data model and a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Key>()? {
            match key {
                Key::Context => self.0.model = DataModel::of(&map.next_value::<Text>()?.0),
                Key::Value if self.0.has_value => {
                    let fact = "a second list in one file";
                    return Err(self.0.refuse(Refusal::new(Fault::Malformed, "/value", fact)));
                }
                Key::Value => {
                    self.0.has_value = true;
                    map.next_value_seed(List(&mut *self.0))?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// A list of items.
struct List<'r, 'p, 'q>(&'r mut Reading<'p, 'q>);

impl<'de> DeserializeSeed<'de> for List<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.path.push(0);
        while items.next_element_seed(Item(&mut *self.0))?.is_some() {
            if let Some(index) = self.0.path.last_mut() {
                *index += 1;
            }
        }
        self.0.path.pop();
        Ok(())
    }
}

/// An item of a list: a row, or a case.
struct Item<'r, 'p, 'q>(&'r mut Reading<'p, 'q>);

impl<'de> DeserializeSeed<'de> for Item<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Item<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let reading = self.0;
        reading.entry.clear();
        let mut is_case = false;
        while let Some(key) = map.next_key::<Key>()? {
            match key {
                Key::Media if reading.path.len() == 1 => {
                    is_case = true;
                    map.next_value_seed(List(&mut *reading))?;
                }
                Key::Digest(kind) => {
                    let text = map.next_value::<Text>()?;
                    reading.take(kind, &text).map_err(|refusal| reading.refuse(refusal))?;
                }
                Key::Category => {
                    let text = map.next_value::<Text>()?;
                    text.0.trim().clone_into(&mut reading.entry.category);
                }
                Key::AlternativeHashes => {
                    for hash in map.next_value::<Option<Vec<Alternative>>>()?.unwrap_or_default() {
                        let Some((kind, text)) = hash.0 else { continue };
                        reading.take(kind, &text).map_err(|refusal| reading.refuse(refusal))?;
                    }
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if is_case {
            return Ok(());
        }
        reading.end_row().map_err(|refusal| reading.refuse(refusal))
    }
}

/// A digest among `AlternativeHashes`, where it is of a kind that is kept.
struct Alternative(Option<(DigestKind, Text)>);

impl<'de> serde::Deserialize<'de> for Alternative {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AlternativeVisitor)
    }
}

struct AlternativeVisitor;

impl<'de> Visitor<'de> for AlternativeVisitor {
    type Value = Alternative;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `HashName` and `HashValue`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Alternative, A::Error> {
        let (mut name, mut value) = (Text::default(), Text::default());
        while let Some(key) = map.next_key::<Key>()? {
            match key {
                Key::HashName => name = map.next_value()?,
                Key::HashValue => value = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let name = name.0.replace('-', "").to_ascii_lowercase();
        let kind = DigestKind::ALL.into_iter().find(|kind| kind.code() == name.trim());
        Ok(Alternative(kind.map(|kind| (kind, value))))
    }
}
