//! Entities of FollowTheMoney: payments, accounts, people, companies, calls, messages, documents, one
//! to a line, as OpenAleph, Aleph and OpenSanctions write them.
//!
//! - **Versions:** the model of FollowTheMoney 1 to 4, in JSON lines (`ftm`, `entities.ftm.json`).
//! - **Recognised by:** a first line that is a JSON object with `schema` and `properties`.
//! - **Specification:** the schemata of <https://followthemoney.tech> (MIT).
//! - **What becomes what:** `Payment` a transfer; `BankAccount`, `CryptoWallet`, `UserAccount` an account;
//!   `Person`, `Company`, `LegalEntity`, `Organization`, `PublicBody`, `Identification`, `Passport` a
//!   party; relations (`Ownership`, `Directorship`, `Membership`, `Employment` …) a party of that role
//!   with the other end in `extra`; `Call` a session; `Message`, `Email` a message; documents a file;
//!   `Trip` a trip; `Event` an activity; `Address` a position.
//! - **Fields kept:** the first value of each property that has a field; further values, and all other
//!   properties, in `extra` under their names, with the `id` of the entity.
//! - **Fields dropped:** none of a record; entities of any other schema are passed, counted, and told
//!   by their schema.
//! - **References** are resolved over the whole exhibit, in a first reading of limited memory. A party
//!   of which no account is stated has `ftm:` and its `id` for one.
//! - **Times** without a zone are UTC by the model, unless a person sets the zone. A year or a month
//!   alone is no time and stays in `extra`.
//! - **Known limits:** a line longer than 1 MiB (a document with its whole text) is set aside.

mod entity;
mod fill;

use std::collections::BTreeMap;

use model::say;
use model::time::{DateOrder, TimeFormat};

use self::entity::{Entity, Index};
use self::fill::{Filled, Filler};
use super::decoded::Invalid;
use super::lines::Lines;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Schemata told by name; the model has some eighty.
const SCHEMATA_MAX: usize = 300;

/// Entities of FollowTheMoney; see the module.
#[derive(Debug)]
pub struct FollowTheMoney;

impl SourceFormat for FollowTheMoney {
    fn code(&self) -> &'static str {
        "ftm"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let text = head.text();
        let text = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n']);
        let first = text.lines().next().unwrap_or("");
        if !first.starts_with('{') {
            return Sure::No;
        }
        let named = first.contains("\"schema\"") && first.contains("\"properties\"");
        // A first line longer than the head cannot be parsed here.
        let whole = text.len() > first.len();
        let sound = !whole || Entity::read(first).is_ok_and(|entity| !entity.id.is_empty());
        if named && sound { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let mut lines = Lines::open(source, Invalid::Replace)?;
        lines.note_encoding(sink)?;
        let mut index = Index::default();
        while let Some(line) = lines.next()? {
            if let (None, Ok(entity)) = (line.fault, Entity::read(&line.text)) {
                index.add(entity, settings.region.as_deref());
            }
        }
        lines.rewind()?;
        let stamps = settings.stamp_reader(Some("UTC"), TimeFormat::Calendar, DateOrder::Unknown);
        let mut filler = Filler::new(stamps, settings.region.clone());
        let mut told: BTreeMap<String, u64> = BTreeMap::new();
        while let Some(line) = lines.next()? {
            let place = line.place();
            if line.text.trim().is_empty() && line.fault.is_none() {
                sink.skip(&place, SkipReason::Blank)?;
                continue;
            }
            let entity = line.fault.map_or_else(|| Entity::read(&line.text), Err);
            let entity = match entity {
                Ok(entity) => entity,
                Err(kind) => {
                    sink.begin(&place)?;
                    sink.reject(kind, "", &line.text)?;
                    continue;
                }
            };
            let schema = entity.schema.clone();
            match filler.fill(entity, &index) {
                Ok(Filled::Nothing) => {
                    let room = told.len() < SCHEMATA_MAX || told.contains_key(&schema);
                    let name = if room { schema } else { "other schemata".to_owned() };
                    *told.entry(name).or_default() += 1;
                    sink.skip(&place, SkipReason::Comment)?;
                }
                Ok(filled) => {
                    sink.begin(&place)?;
                    record(&filled, sink)?;
                }
                Err((kind, field, raw)) => {
                    sink.begin(&place)?;
                    sink.reject(kind, field, &raw)?;
                }
            }
        }
        finish(&told, &index, &filler, sink)
    }
}

fn record(filled: &Filled, sink: &mut Sink<'_>) -> Result<(), Halt> {
    match filled {
        Filled::Transfer(record) => sink.record(&**record),
        Filled::Account(record) => sink.record(&**record),
        Filled::Party(record) => sink.record(&**record),
        Filled::Session(record) => sink.record(&**record),
        Filled::Message(record) => sink.record(&**record),
        Filled::Media(record) => sink.record(&**record),
        Filled::Trip(record) => sink.record(&**record),
        Filled::Activity(record) => sink.record(&**record),
        Filled::Position(record) => sink.record(&**record),
        Filled::Nothing => Ok(()),
    }
}

fn finish(
    told: &BTreeMap<String, u64>,
    index: &Index,
    filler: &Filler,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    for (schema, count) in told {
        sink.remark(say::kind_passed(*count, schema))?;
    }
    if index.left_out > 0 {
        sink.remark(say::objects_forgotten(index.left_out))?;
    }
    if let Some(zone) = filler.stamps.zone_applied() {
        let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
        sink.note(&zone)?;
    }
    Ok(())
}
