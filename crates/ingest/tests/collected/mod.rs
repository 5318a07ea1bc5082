//! Reads bytes with a format and collects what comes out, each record as named texts.

use std::collections::BTreeMap;
use std::io::{self, Cursor};

use model::record::Kind;
use model::wire::{SlotRef, read_slots};
use model::{Place, Reject, RejectKind};
use tutela_ingest::format::{Head, Source, SourceFormat, Sure};
use tutela_ingest::formats::FORMATS;
use tutela_ingest::recognise::{Recognised, recognise};
use tutela_ingest::register::HOUSE;
use tutela_ingest::settings::Settings;
use tutela_ingest::sink::{Counts, Halt, Note, Outlet, Sink, SkipReason};
use tutela_ingest::{Member, Resume};

/// A record by the names of its fields; a stamp as `field.earliest`, an amount as `field`, a party
/// as `field.name`.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) kind: Kind,
    pub(crate) place: Place,
    pub(crate) fields: BTreeMap<String, String>,
}

impl Row {
    /// The text of a field, empty where the source states nothing.
    pub(crate) fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }
}

/// What one read gave.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) rows: Vec<Row>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) notes: Vec<Note>,
    pub(crate) skips: Vec<(Place, SkipReason)>,
    pub(crate) members: Vec<Member>,
    pub(crate) counts: Counts,
    pub(crate) halt: Option<Halt>,
}

impl Collected {
    /// The codes of the rejects, in order.
    pub(crate) fn codes(&self) -> Vec<String> {
        self.rejects.iter().map(|reject| reject.kind.code()).collect()
    }

    /// The records of one kind.
    pub(crate) fn of(&self, kind: Kind) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.kind == kind).collect()
    }

    /// Totals as (what, stated, found).
    pub(crate) fn totals(&self) -> Vec<(&str, &str, &str)> {
        let total = |note: &'_ Note| matches!(note, Note::Total { .. });
        self.notes
            .iter()
            .filter(|note| total(note))
            .filter_map(|note| match note {
                Note::Total { what, stated, found } => {
                    Some((what.text(), stated.as_str(), found.as_str()))
                }
                _ => None,
            })
            .collect()
    }
}

impl Outlet for Collected {
    fn record(&mut self, kind: Kind, place: &Place, slots: &[u8]) -> Result<(), io::Error> {
        let mut fields = BTreeMap::new();
        read_slots(kind, slots, |index, slot| put(&mut fields, kind.fields()[index].name, slot))
            .unwrap();
        self.rows.push(Row { kind, place: place.clone(), fields });
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> Result<(), io::Error> {
        self.rejects.push(reject.clone());
        Ok(())
    }

    fn note(&mut self, note: &Note) -> Result<(), io::Error> {
        self.notes.push(note.clone());
        Ok(())
    }

    fn member(&mut self, member: &Member) -> io::Result<()> {
        self.members.push(member.clone());
        Ok(())
    }
    fn skip(&mut self, place: &Place, reason: SkipReason) -> Result<(), io::Error> {
        self.skips.push((place.clone(), reason));
        Ok(())
    }
}

fn put(fields: &mut BTreeMap<String, String>, name: &str, slot: SlotRef<'_>) {
    let mut set = |key: String, text: String| {
        if !text.is_empty() {
            fields.insert(key, text);
        }
    };
    match slot {
        SlotRef::Text(text) => set(name.to_owned(), text.to_owned()),
        SlotRef::Integer(value) => {
            set(name.to_owned(), value.map_or(String::new(), |v| v.to_string()));
        }
        SlotRef::Amount(Some(amount)) => {
            set(name.to_owned(), amount.money.to_string());
            set(format!("{name}.stated"), amount.stated.to_owned());
            set(format!("{name}.rounded"), amount.rounded.to_string());
        }
        SlotRef::Stamp(Some(stamp)) => {
            set(name.to_owned(), stamp.stated.to_owned());
            set(format!("{name}.earliest"), instant(stamp.earliest_us));
            set(format!("{name}.latest"), instant(stamp.latest_us));
            set(format!("{name}.precision"), stamp.precision.name().to_owned());
            set(format!("{name}.zone"), stamp.zone.to_owned());
            set(format!("{name}.zone_source"), stamp.zone_source.name().to_owned());
        }
        SlotRef::Party(Some(party)) => {
            for ((part, _), text) in model::party::PARTY_FIELDS.iter().zip(party.texts) {
                set(format!("{name}.{part}"), text.to_owned());
            }
        }
        SlotRef::Amount(None) | SlotRef::Stamp(None) | SlotRef::Party(None) => {}
    }
}

/// Microseconds of UTC as ISO 8601.
pub(crate) fn instant(us: i64) -> String {
    jiff::Timestamp::from_microsecond(us).unwrap().to_string()
}

/// Settings of a case in Rome.
pub(crate) fn rome() -> Settings {
    Settings { case_zone: "Europe/Rome".to_owned(), ..Settings::default() }
}

/// The format of this code.
pub(crate) fn format(code: &str) -> &'static dyn SourceFormat {
    *FORMATS.iter().find(|format| format.code() == code).unwrap()
}

/// The first format that is sure of these bytes, else the first that may read them.
pub(crate) fn recognised(bytes: &[u8]) -> Option<&'static str> {
    let settings = rome();
    let head = Head::of(bytes, &settings);
    let sure = |wanted| FORMATS.iter().find(|format| format.recognise(&head) == wanted);
    sure(Sure::Yes).or_else(|| sure(Sure::Maybe)).map(|format| format.code())
}

/// Reads with the settings given; checks that rows = records + rejects.
pub(crate) fn read_with(code: &str, bytes: &[u8], settings: &Settings) -> Collected {
    let mut collected = Collected::default();
    let mut sink = Sink::new(&mut collected);
    let mut cursor = Cursor::new(bytes);
    let mut source = Source::new(&mut cursor, bytes.len() as u64, settings);
    let halt = format(code).read(&mut source, &mut sink).err();
    let counts = sink.finish().unwrap();
    collected.counts = counts;
    collected.halt = halt;
    assert_eq!(counts.rows, counts.records + counts.rejects);
    assert_eq!(counts.records, collected.rows.len() as u64);
    assert_eq!(counts.rejects, collected.rejects.len() as u64);
    let lost = collected.rejects.iter().filter(|r| r.kind == RejectKind::NoOutcome);
    assert_eq!(lost.count(), 0, "a row without outcome");
    collected
}

/// Reads with whatever recognition finds, containers with everything inside them.
pub(crate) fn read_whole(bytes: &[u8]) -> Collected {
    let settings = rome();
    let mut collected = Collected::default();
    let Recognised::Taken(reader, _) = recognise(&HOUSE, None, &Head::of(bytes, &settings)) else {
        panic!("nobody recognises it");
    };
    let mut sink = Sink::new(&mut collected);
    let mut cursor = Cursor::new(bytes);
    let mut source = Source::new(&mut cursor, bytes.len() as u64, &settings);
    let halt = reader.read(&HOUSE, &mut source, &mut sink, Resume::default()).err();
    let counts = sink.finish().unwrap();
    collected.counts = counts;
    collected.halt = halt;
    assert_eq!(counts.rows, counts.records + counts.rejects);
    collected
}

/// Reads in a case in Rome.
pub(crate) fn read(code: &str, bytes: &[u8]) -> Collected {
    read_with(code, bytes, &rome())
}

/// A fixture of the repository.
pub(crate) fn fixture(path: &str) -> Vec<u8> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/");
    std::fs::read(format!("{root}{path}")).unwrap()
}

/// The bytes of a place.
pub(crate) fn bytes_at<'b>(bytes: &'b [u8], place: &Place) -> &'b [u8] {
    let start = usize::try_from(place.bytes_start).unwrap();
    let len = usize::try_from(place.bytes_len).unwrap();
    bytes.get(start..start + len).unwrap_or_else(|| panic!("{place} is outside the exhibit"))
}
