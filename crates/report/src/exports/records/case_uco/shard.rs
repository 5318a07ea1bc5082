//! One file of linked data: the nodes of some records, their parties, and where they come from.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use model::{ExhibitId, RecordRef};
use serde_json::{Map, Value, json};
use sha1::{Digest as _, Sha1};

use crate::exports::ExportError;
use crate::exports::json::json as line_of;
use crate::exports::records::{Handing, Outputs};

/// Nodes from which a shard is full.
const NODES_MAX: usize = 1000;

/// The namespace of names that are addresses (RFC 9562, section 6.6).
const NAMESPACE_URL: [u8; 16] =
    [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];

/// A node under way.
pub(super) type Node = Map<String, Value>;

/// A shard under way.
pub(super) struct Shard<'a> {
    asked: &'a Handing,
    number: u32,
    lines: Vec<String>,
    /// Parties that stand in it.
    told: HashSet<String>,
    /// The records, by exhibit.
    records: BTreeMap<ExhibitId, Vec<Value>>,
}

impl<'a> Shard<'a> {
    pub(super) fn new(asked: &'a Handing) -> Self {
        Self { asked, number: 0, lines: Vec::new(), told: HashSet::new(), records: BTreeMap::new() }
    }

    /// The id of a node, the same in every export of a case: a UUID of version 5 (RFC 9562) after what it
    /// is, as UCO wants it.
    pub(super) fn id(&self, of: &str, key: &str) -> String {
        let named = format!("urn:tutela:case:{}:{of}:{key}", self.asked.case_id);
        let digest = Sha1::new().chain_update(NAMESPACE_URL).chain_update(named).finalize();
        let mut bytes = digest.first_chunk::<16>().copied().unwrap_or_default();
        bytes[6] = bytes[6] & 0x0f | 0x50;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let mut id = format!("kb:{of}-");
        for (byte, at) in bytes.iter().zip(0..) {
            let gap = if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" };
            // Writing to a String cannot fail.
            let _ = write!(id, "{gap}{byte:02x}");
        }
        id
    }

    /// Adds a node.
    pub(super) fn add(&mut self, node: &Node) {
        self.lines.push(line_of(node));
    }

    /// Whether this is the first time that a party is named in this shard.
    pub(super) fn is_new(&mut self, id: &str) -> bool {
        self.told.insert(id.to_owned())
    }

    /// Says which record a node is.
    pub(super) fn is_record(&mut self, record: RecordRef, id: &str) {
        self.records.entry(record.exhibit).or_default().push(reference(id));
    }

    pub(super) fn is_full(&self) -> bool {
        self.lines.len() >= NODES_MAX
    }

    /// Writes the shard, where there is anything in it, and begins the next.
    pub(super) fn write(&mut self, out: &mut Outputs<'_>) -> Result<(), ExportError> {
        if self.lines.is_empty() {
            return Ok(());
        }
        self.number += 1;
        self.provenance();
        out.begin(&format!("case-{:05}.jsonld", self.number))?;
        out.text(&format!("{{\"@context\":{},\n\"@graph\":[\n", line_of(&context())))?;
        for (line, at) in self.lines.drain(..).zip(0..) {
            out.text(if at == 0 { "" } else { ",\n" })?;
            out.text(&line)?;
            out.row();
        }
        self.told.clear();
        out.text("\n]}\n")
    }

    /// Adds where the records come from, and for whom this copy is.
    fn provenance(&mut self) {
        let shard = self.number.to_string();
        let records = std::mem::take(&mut self.records);
        let all: Vec<Value> = records.values().flatten().cloned().collect();
        for (exhibit, objects) in records {
            let (number, asked) = (exhibit.to_string(), self.asked);
            let source = asked.exhibits.iter().find(|one| one.source.id == exhibit);
            let mut node = self.node("provenance-record", &format!("{number} {shard}"));
            node.insert("@type".to_owned(), "case-investigation:ProvenanceRecord".into());
            node.insert("case-investigation:exhibitNumber".to_owned(), number.into());
            if let Some(source) = source {
                let described = format!("SHA-256 {}", source.source.sha256);
                node.insert("uco-core:name".to_owned(), source.source.name.clone().into());
                node.insert("uco-core:description".to_owned(), described.into());
            }
            node.insert("uco-core:object".to_owned(), Value::Array(objects));
            self.add(&node);
        }
        let mut bundle = self.node("bundle", &shard);
        bundle.insert("@type".to_owned(), "uco-core:Bundle".into());
        bundle.insert("uco-core:name".to_owned(), self.asked.case_id.clone().into());
        bundle.insert("uco-core:description".to_owned(), self.asked.mark().into());
        bundle.insert("uco-core:object".to_owned(), Value::Array(all));
        self.add(&bundle);
    }

    /// A node with its id.
    pub(super) fn node(&self, of: &str, key: &str) -> Node {
        let mut node = Node::new();
        node.insert("@id".to_owned(), self.id(of, key).into());
        node
    }
}

/// A node by its id.
pub(super) fn reference(id: &str) -> Value {
    json!({"@id": id})
}

fn context() -> Value {
    json!({
        "kb": "urn:tutela:case:",
        "tutela": "urn:tutela:case-transfers:1#",
        "case-investigation": "https://ontology.caseontology.org/case/investigation/",
        "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
        "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
        "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
        "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}
