//! Attribution of addresses on public chains in the TagPack form of GraphSense.
//!
//! A pack says in its head who made it and from what source, and lists tags: an address, a label for
//! it, how sure its maker is. Each tag becomes an account of a chain (`bitcoin:…`); a tag of a
//! transaction becomes an activity. What a tag lacks is taken from the head.
//!
//! - **Versions:** the schema of `graphsense-tagpack-tool` from 2019 (`currency`, `category`, `abuse`)
//!   to 25 (`network`, `concepts`, `actor`, `tag_type`).
//! - **Recognised by:** `title:` or `creator:` and `tags:` at the beginning of lines, with `address:` or
//!   `tx_hash:` below.
//! - **Specification:** `tagpack_schema.yaml` of
//!   <https://github.com/graphsense/graphsense-tagpack-tool> (MIT).
//! - **Fields kept:** address and chain as the account, category or concepts as its type; label,
//!   source, confidence, date, actor, context and all else in `extra`, each under its own name, with
//!   `creator` and `title` of the pack.
//! - **Fields dropped:** none; a deeper structure under a key is named once.
//! - **A label is not a holder:** it is what the maker of the pack says of an address, often for a whole
//!   service, and so it stands in `extra` and never in the name of a person.
//! - **Known limits:** aliases of single texts are followed, other aliases and merges (`<<`) are not,
//!   and set the tag aside. A head kept in another file (`!include`) is not looked for: then what it
//!   states is missing here.

mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use model::records::{Account, Activity};
use model::time::{DateOrder, StampReader, TimeFormat};
use model::{RejectKind, identifier};

use self::yaml::{Step, Value, Yaml};
use super::decoded::Invalid;
use super::extra::Extra;
use super::lines::Lines;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink};

/// Documents of one exhibit; a pack is one.
const DOCUMENTS_MAX: usize = 100;

/// Keys kept of one head or tag; the schema has two dozen.
const KEYS_MAX: usize = 200;

/// Keys whose values are passed, told once each.
const PASSED_MAX: usize = 50;

/// Texts of a head or tag by key.
type Fields = BTreeMap<String, String>;

/// Packs of tags; see the module.
#[derive(Debug)]
pub struct TagPack;

impl SourceFormat for TagPack {
    fn code(&self) -> &'static str {
        "tagpack"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if !head.text_has("tags:") {
            return Sure::No;
        }
        let text = head.text();
        let begins = |key: &str| text.lines().any(|line| line.starts_with(key));
        let tagged = text.lines().any(|line| {
            let line = line.trim_start_matches([' ', '-']);
            line.starts_with("address:") || line.starts_with("tx_hash:")
        });
        let pack = begins("tags:") && (begins("title:") || begins("creator:"));
        if pack && tagged { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let heads = heads(Lines::open(source, Invalid::Replace)?);
        let lines = Lines::open(source, Invalid::Replace)?;
        lines.note_encoding(sink)?;
        let mut reading = Reading {
            sink,
            stamps: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown),
            yaml: Yaml::new(lines),
            extra: Extra::default(),
            passed: BTreeSet::new(),
            tags: 0,
        };
        let read = reading.read(&heads);
        reading.finish()?;
        read
    }
}

/// The heads of the documents: they are read first, because a head may stand behind its tags.
/// Whatever breaks here breaks the reading of the tags too, and is told there.
fn heads(lines: Lines<'_>) -> Vec<Fields> {
    let mut yaml = Yaml::new(lines);
    let mut heads = Vec::new();
    while heads.len() < DOCUMENTS_MAX {
        let mut head = Fields::new();
        let whole = read_head(&mut yaml, &mut head);
        heads.push(head);
        if !matches!(whole, Ok(Some(()))) {
            break;
        }
    }
    heads
}

fn read_head(yaml: &mut Yaml<'_>, head: &mut Fields) -> Result<Option<()>, Halt> {
    loop {
        match yaml.next()? {
            Step::Mapping => break,
            Step::End => return Ok(None),
            Step::DocumentEnd => return Ok(Some(())),
            _ => {}
        }
    }
    loop {
        match yaml.next()? {
            Step::Text(key) if key == "tags" => pass_tags(yaml)?,
            Step::Text(key) => {
                let value = yaml.value()?;
                put(head, key, value);
                yaml.forget_before(yaml.line());
            }
            Step::DocumentEnd => return Ok(Some(())),
            Step::End => return Ok(None),
            _ => {}
        }
    }
}

/// Passes the tags without holding more than one of them.
fn pass_tags(yaml: &mut Yaml<'_>) -> Result<(), Halt> {
    if yaml.next()? != Step::List {
        return Ok(());
    }
    let mut depth = 1;
    while depth > 0 {
        match yaml.next()? {
            Step::List | Step::Mapping => depth += 1,
            Step::Close => depth -= 1,
            Step::End | Step::DocumentEnd => return Ok(()),
            _ => {}
        }
        yaml.forget_before(yaml.line());
    }
    Ok(())
}

/// Keeps a value under its key; gives whether it could be kept.
fn put(fields: &mut Fields, key: String, value: Value) -> bool {
    let text = match value {
        Value::Text(text) => text,
        Value::List(texts) => texts.join("; "),
        Value::Passed => return false,
    };
    // YAML writes "nothing" in several ways.
    if fields.len() < KEYS_MAX && !matches!(text.as_str(), "" | "~" | "null") {
        fields.insert(key, text);
    }
    true
}

/// A tag that was read and stands on these lines.
struct Tag {
    fields: Fields,
    first: usize,
    last: usize,
    fault: Option<(RejectKind, String)>,
}

/// One read of one exhibit.
struct Reading<'s, 'o, 'a> {
    sink: &'s mut Sink<'o>,
    stamps: StampReader,
    yaml: Yaml<'a>,
    extra: Extra,
    passed: BTreeSet<String>,
    tags: u64,
}

impl Reading<'_, '_, '_> {
    fn read(&mut self, heads: &[Fields]) -> Result<(), Halt> {
        let mut document = 0;
        let nothing = Fields::new();
        loop {
            match self.yaml.next()? {
                Step::Mapping => {
                    let head = heads.get(document).unwrap_or(&nothing);
                    if !self.read_document(head)? {
                        return Ok(());
                    }
                    document += 1;
                }
                Step::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Reads one pack; `false` where the exhibit ends with it.
    fn read_document(&mut self, head: &Fields) -> Result<bool, Halt> {
        loop {
            match self.yaml.next()? {
                Step::Text(key) if key == "tags" => self.read_tags(head)?,
                Step::Text(key) => {
                    if self.yaml.value()? == Value::Passed && self.passed.len() < PASSED_MAX {
                        self.passed.insert(key);
                    }
                    self.yaml.forget_before(self.yaml.line());
                }
                Step::DocumentEnd => return Ok(true),
                Step::End => return Ok(false),
                _ => {}
            }
        }
    }

    fn read_tags(&mut self, head: &Fields) -> Result<(), Halt> {
        if self.yaml.next()? != Step::List {
            return Ok(());
        }
        loop {
            match self.yaml.next()? {
                Step::Mapping => {
                    let first = self.yaml.line();
                    self.yaml.forget_before(first);
                    let mut tag = Tag { fields: Fields::new(), first, last: first, fault: None };
                    let whole = self.read_tag(&mut tag);
                    if whole.is_err() {
                        tag.fault = Some((RejectKind::Malformed, String::new()));
                    }
                    self.end_tag(tag, head)?;
                    whole?;
                }
                Step::Text(text) => {
                    let line = self.yaml.line();
                    self.begin(line, line)?;
                    self.sink.reject(RejectKind::Malformed, "tags", &text)?;
                }
                Step::List => {
                    // A list among the tags is none; its items are passed.
                    let mut depth = 1;
                    while depth > 0 {
                        match self.yaml.next()? {
                            Step::List | Step::Mapping => depth += 1,
                            Step::Close => depth -= 1,
                            Step::End | Step::DocumentEnd => return Ok(()),
                            _ => {}
                        }
                        self.yaml.forget_before(self.yaml.line());
                    }
                }
                Step::Alias => {}
                Step::Close | Step::End | Step::DocumentEnd => return Ok(()),
            }
        }
    }

    fn read_tag(&mut self, tag: &mut Tag) -> Result<(), Halt> {
        loop {
            let key = match self.yaml.next()? {
                Step::Text(key) => key,
                Step::Close | Step::End | Step::DocumentEnd => return Ok(()),
                _ => {
                    tag.fault = Some((RejectKind::UnknownValue, "an alias as a key".to_owned()));
                    continue;
                }
            };
            tag.last = tag.last.max(self.yaml.line());
            let value = self.yaml.value()?;
            tag.last = tag.last.max(self.yaml.line());
            if !put(&mut tag.fields, key.clone(), value) {
                tag.fault = Some((RejectKind::UnknownValue, key));
            }
        }
    }

    /// Begins the row on these lines; several tags may stand on one.
    fn begin(&mut self, first: usize, last: usize) -> Result<Option<RejectKind>, Halt> {
        let (mut place, fault) = self.yaml.place(first, last);
        self.tags += 1;
        place.path = format!("/tags/{}", self.tags);
        self.sink.begin(&place)?;
        Ok(fault)
    }

    fn end_tag(&mut self, tag: Tag, head: &Fields) -> Result<(), Halt> {
        let fault = self.begin(tag.first, tag.last)?;
        if let Some(kind) = fault {
            return self.sink.reject(kind, "", "");
        }
        if let Some((kind, raw)) = tag.fault {
            return self.sink.reject(kind, "tags", &raw);
        }
        let mut fields = tag.fields;
        for (key, text) in head {
            if !fields.contains_key(key) {
                fields.insert(key.clone(), text.clone());
            }
        }
        let chain = fields.get("network").or(fields.get("currency")).cloned().unwrap_or_default();
        let mut kinds = String::new();
        for key in ["category", "concepts"] {
            if let Some(text) = fields.remove(key) {
                kinds.push_str(if kinds.is_empty() { "" } else { "; " });
                kinds.push_str(&text);
            }
        }
        if fields.contains_key("address") {
            self.end_account(fields, &chain, &kinds)
        } else if fields.contains_key("tx_hash") {
            self.end_transaction(fields, &chain, &kinds)
        } else {
            self.sink.reject(RejectKind::MissingField, "address", "")
        }
    }

    fn end_account(&mut self, mut fields: Fields, chain: &str, kinds: &str) -> Result<(), Halt> {
        let address = fields.remove("address").unwrap_or_default();
        let Some(account) = identifier::account(chain, &address) else {
            return self.sink.reject(RejectKind::UnknownValue, "address", &address);
        };
        let mut record = Account::default();
        let platform = account.split_once(':').map_or("", |(platform, _)| platform);
        record.platform.set(if chain.is_empty() { "" } else { platform });
        record.holder.account.set(&account);
        record.account_type.set(kinds);
        self.keep(fields);
        self.extra.write(&mut record.extra);
        self.sink.record(&record)
    }

    fn end_transaction(
        &mut self,
        mut fields: Fields,
        chain: &str,
        kinds: &str,
    ) -> Result<(), Halt> {
        let mut record = Activity::default();
        let name = chain.to_lowercase();
        record.platform.set(identifier::chain(&name).unwrap_or(&name));
        record.action.set("tag");
        record.target.set(&fields.remove("tx_hash").unwrap_or_default());
        record.description.set(fields.get("label").map_or("", String::as_str));
        let day = fields.get("lastmod").cloned().unwrap_or_default();
        if let Err(fault) = self.stamps.read(&day, &mut record.at) {
            return self.sink.reject(RejectKind::from(fault), "lastmod", &day);
        }
        self.extra.add("category", kinds);
        self.keep(fields);
        self.extra.write(&mut record.extra);
        self.sink.record(&record)
    }

    fn keep(&mut self, fields: Fields) {
        for (key, text) in fields {
            self.extra.add(&key, &text);
        }
    }

    fn finish(&mut self) -> Result<(), Halt> {
        for field in std::mem::take(&mut self.passed) {
            self.sink.note(&Note::UnknownField { field })?;
        }
        if let Some(zone) = self.stamps.zone_applied() {
            let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            self.sink.note(&zone)?;
        }
        Ok(())
    }
}
