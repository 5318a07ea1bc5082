//! Exchange between laboratories: graphs of CASE and UCO in JSON-LD.
//!
//! Messages, calls, contacts, accounts, files, places, people and organisations become records of
//! their kinds, with the accounts they refer to filled in. A node for which there is no kind of record
//! (an action, a relation, a tool, a device) is passed, counted, and told by its type.
//!
//! - **Versions:** CASE 0.1 to 1.5 and UCO 0.3 to 1.4. Prefixes and namespaces changed between them
//!   (`uco-observable:`, `observable:`, whole addresses); local names are what is matched.
//! - **Recognised by:** `@context` or `@graph` with a namespace of `unifiedcyberontology.org` or
//!   `caseontology.org`, or a prefix of theirs.
//! - **Specification:** the ontologies of <https://caseontology.org> and
//!   <https://unifiedcyberontology.org> (Apache-2.0), with the examples of `casework/CASE-Examples`.
//! - **A node** is a member of `@graph`, or of `object` in a bundle that holds its members whole, at
//!   the top or in a node of the graph. Facets belong to their node.
//! - **Fields kept:** times, both parties and more receivers, application as platform, text, thread;
//!   number, e-mail, identifier and issuer of accounts; path, size, digests and times of files;
//!   coordinates and addresses; all other properties in `extra` under `Facet/property`.
//! - **Fields dropped:** none of a record; nodes that are passed are counted by type.
//! - **References** (`@id`) are resolved over the whole exhibit, in a first reading of limited memory.
//!   An account of which nothing else is stated is `case-uco:` and its `@id`, good in this graph only.
//! - **Known limits:** relations are not applied to the records they tie together. A place without a
//!   time is a position without one.

mod fill;
mod index;
mod node;

use std::collections::BTreeMap;

use model::time::{DateOrder, TimeFormat};
use model::{Place, RejectKind, say};
use serde_json::Value;

pub(super) use self::fill::degrees_e7;
use self::fill::{Filled, Filler};
use self::index::Index;
use self::node::{Node, local};
use super::json::{JsonReader, RawValue};
use super::xml::broken;
use crate::format::{Head, ReadSeek, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Types told by name; the ontologies have some hundreds.
const TYPES_MAX: usize = 500;

/// Bundles in bundles that are followed.
const BUNDLES_MAX: usize = 8;

/// Graphs of CASE and UCO; see the module.
#[derive(Debug)]
pub struct CaseUco;

impl SourceFormat for CaseUco {
    fn code(&self) -> &'static str {
        "case_uco"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let has = |needle: &&str| head.has(needle);
        let linked = ["\"@context\"", "\"@graph\"", "\"@type\""];
        let ontology = ["unifiedcyberontology.org", "caseontology.org", "\"uco-", "\"observable:"];
        if head.is_json() && linked.iter().any(has) && ontology.iter().any(has) {
            Sure::Yes
        } else {
            Sure::No
        }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let mut index = Index::default();
        // What breaks the first reading breaks the second at the same place, and is told there.
        let _ = Walk::over(source.bytes, &mut |_, _, value| {
            if let Ok(Value::Object(object)) = value {
                index.add(Node::new(object));
            }
            Ok(())
        });
        let stamps = settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown);
        let filler = Filler::new(stamps, settings.region.clone(), settings.owner.clone());
        let mut told: BTreeMap<String, u64> = BTreeMap::new();
        let mut reading = Reading { sink, index: &index, filler, nodes: 0, told: &mut told };
        let read =
            Walk::over(source.bytes, &mut |place, raw, value| reading.take(place, raw, value));
        reading.finish()?;
        if reading.nodes == 0 && read.is_ok() {
            return Err(broken(
                Place::default(),
                "no graph of nodes is in it",
                "it may be a file of another kind; ask the sender for the whole file",
            ));
        }
        read
    }
}

/// Takes each node: its place, its beginning as stated, its value or why it has none.
type Each<'e> = &'e mut dyn FnMut(&Place, &[u8], Result<Value, RejectKind>) -> Result<(), Halt>;

/// One walk over all nodes of an exhibit.
struct Walk<'e> {
    each: Each<'e>,
    raw: RawValue,
}

impl<'e> Walk<'e> {
    fn over(bytes: &mut dyn ReadSeek, each: Each<'e>) -> Result<(), Halt> {
        let mut reader = JsonReader::new(bytes)?;
        let mut walk = Self { each, raw: RawValue::default() };
        match reader.peek()? {
            Some(b'[') => walk.list(&mut reader, ""),
            Some(b'{') => walk.document(&mut reader),
            _ => Err(reader.cut("")),
        }
    }

    /// An object around a graph or bundle; without either it is a node itself, and one without
    /// members of its own is none.
    fn document(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        reader.each_member("", |reader, key| {
            let list = reader.peek()? == Some(b'[');
            match local(key) {
                "@graph" | "object" if list => self.list(reader, &format!("/{key}")),
                "@graph" | "object" => self.one(reader, &format!("/{key}")),
                _ => reader.pass(key),
            }
        })
    }

    fn list(&mut self, reader: &mut JsonReader<'_>, path: &str) -> Result<(), Halt> {
        reader.each_item(path, |reader, number| self.one(reader, &format!("{path}/{number}")))
    }

    fn one(&mut self, reader: &mut JsonReader<'_>, path: &str) -> Result<(), Halt> {
        reader.read_value(&mut self.raw)?;
        let (bytes_start, bytes_len) = (self.raw.start, self.raw.len);
        let cut = self.raw.cut.then(|| reader.cut(path));
        let place = Place { path: path.to_owned(), bytes_start, bytes_len, ..Place::default() };
        self.node(&place, self.raw.parse(), 0)?;
        cut.map_or(Ok(()), Err)
    }

    fn node(
        &mut self,
        place: &Place,
        value: Result<Value, RejectKind>,
        bundles: usize,
    ) -> Result<(), Halt> {
        let mut members = Vec::new();
        let value = value.map(|value| match value {
            Value::Object(object) if bundles < BUNDLES_MAX => {
                let nested = object.keys().any(|key| local(key) == "object");
                if !nested {
                    return Value::Object(object);
                }
                let mut node = Node::new(object.clone());
                members = node.take_members();
                let mut own = object;
                if !members.is_empty() {
                    own.retain(|key, _| local(key) != "object");
                }
                Value::Object(own)
            }
            other => other,
        });
        let start = self.raw.bytes.get(..512).unwrap_or(&self.raw.bytes);
        (self.each)(place, start, value)?;
        for (number, member) in members.into_iter().enumerate() {
            let path = format!("{}/object/{number}", place.path);
            let place = Place { path, ..place.clone() };
            self.node(&place, Ok(member), bundles + 1)?;
        }
        Ok(())
    }
}

/// The second reading: records.
struct Reading<'s, 'o, 'i> {
    sink: &'s mut Sink<'o>,
    index: &'i Index,
    filler: Filler,
    nodes: u64,
    told: &'i mut BTreeMap<String, u64>,
}

impl Reading<'_, '_, '_> {
    fn take(
        &mut self,
        place: &Place,
        start: &[u8],
        value: Result<Value, RejectKind>,
    ) -> Result<(), Halt> {
        self.nodes += 1;
        let object = match value {
            Ok(Value::Object(object)) => object,
            other => {
                let kind = other.err().unwrap_or(RejectKind::Malformed);
                self.sink.begin(place)?;
                return self.sink.reject(kind, "", &String::from_utf8_lossy(start));
            }
        };
        match self.filler.fill(Node::new(object), self.index) {
            Ok(Filled::Nothing(name)) => {
                if self.told.len() < TYPES_MAX || self.told.contains_key(&name) {
                    *self.told.entry(name).or_default() += 1;
                } else {
                    *self.told.entry("other types".to_owned()).or_default() += 1;
                }
                self.sink.skip(place, SkipReason::Comment)
            }
            Ok(filled) => {
                self.sink.begin(place)?;
                self.record(&filled)
            }
            Err((kind, field, raw)) => {
                self.sink.begin(place)?;
                self.sink.reject(kind, field, &raw)
            }
        }
    }

    fn record(&mut self, filled: &Filled) -> Result<(), Halt> {
        match filled {
            Filled::Message(record) => self.sink.record(&**record),
            Filled::Session(record) => self.sink.record(&**record),
            Filled::Account(record) => self.sink.record(&**record),
            Filled::Contact(record) => self.sink.record(&**record),
            Filled::Media(record) => self.sink.record(&**record),
            Filled::Position(record) => self.sink.record(&**record),
            Filled::Party(record) => self.sink.record(&**record),
            Filled::Nothing(_) => Ok(()),
        }
    }

    /// Tells what was passed, so that nodes = rows + nodes told.
    fn finish(&mut self) -> Result<(), Halt> {
        for (name, count) in self.told.iter() {
            self.sink.remark(say::kind_passed(*count, name))?;
        }
        let told: u64 = self.told.values().sum();
        self.sink.note(&Note::Total {
            what: say::graph_nodes(),
            stated: self.nodes.to_string(),
            found: (self.sink.rows() + told).to_string(),
        })?;
        if self.index.left_out > 0 {
            self.sink.remark(say::objects_forgotten(self.index.left_out))?;
        }
        if let Some(zone) = self.filler.stamps.zone_applied() {
            let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            self.sink.note(&zone)?;
        }
        Ok(())
    }
}
