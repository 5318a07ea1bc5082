//! A pot that collects what a reader pours, decoded from the wire as the parent would.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::{self, Cursor};

use model::party::PARTY_FIELDS;
use model::record::Kind;
use model::wire::{SlotRef, read_slots};
use model::{Place, Reject, RejectKind};
use tutela_ingest::formats::delimited::Delimited;
use tutela_ingest::sink::{Counts, Outlet};
use tutela_ingest::{Halt, Note, Settings, Sink, SkipReason, Source, SourceFormat};

/// A record with its fields by column name, absent ones left out.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) kind: Kind,
    pub(crate) place: Place,
    pub(crate) fields: BTreeMap<String, String>,
}

impl Row {
    pub(crate) fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    pub(crate) fn minor(&self, field: &str) -> i64 {
        self.get(&format!("{field}_minor")).parse().unwrap()
    }
}

/// What was poured.
#[derive(Debug, Default)]
pub(crate) struct Pot {
    pub(crate) rows: Vec<Row>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) notes: Vec<Note>,
    pub(crate) skips: Vec<(Place, SkipReason)>,
    pub(crate) counts: Counts,
    pub(crate) halt: Option<String>,
}

impl Outlet for Pot {
    fn record(&mut self, kind: Kind, place: &Place, slots: &[u8]) -> io::Result<()> {
        let mut fields = BTreeMap::new();
        read_slots(kind, slots, |index, slot| keep(kind.fields()[index].name, slot, &mut fields))
            .map_err(io::Error::other)?;
        self.rows.push(Row { kind, place: place.clone(), fields });
        Ok(())
    }
    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        self.rejects.push(reject.clone());
        Ok(())
    }
    fn note(&mut self, note: &Note) -> io::Result<()> {
        self.notes.push(note.clone());
        Ok(())
    }
    fn skip(&mut self, place: &Place, reason: SkipReason) -> io::Result<()> {
        self.skips.push((place.clone(), reason));
        Ok(())
    }
}

fn keep(name: &str, slot: SlotRef<'_>, fields: &mut BTreeMap<String, String>) {
    let mut put = |name: String, value: String| {
        if !value.is_empty() {
            fields.insert(name, value);
        }
    };
    match slot {
        SlotRef::Text(text) => put(name.into(), text.into()),
        SlotRef::Integer(value) => put(name.into(), value.map_or(String::new(), |v| v.to_string())),
        SlotRef::Stamp(None) | SlotRef::Amount(None) | SlotRef::Party(None) => {}
        SlotRef::Stamp(Some(stamp)) => {
            let instant = |us| jiff::Timestamp::from_microsecond(us).unwrap();
            let span = format!(
                "{}..{} {} {} {}",
                instant(stamp.earliest_us),
                instant(stamp.latest_us),
                stamp.precision.name(),
                stamp.zone,
                stamp.zone_source.name()
            );
            put(name.into(), span);
            put(format!("{name}_stated"), stamp.stated.into());
        }
        SlotRef::Amount(Some(amount)) => {
            put(format!("{name}_minor"), amount.money.minor.to_string());
            put(format!("{name}_currency"), amount.money.currency.to_string());
            put(format!("{name}_stated"), amount.stated.into());
            put(format!("{name}_rounded"), if amount.rounded { "yes" } else { "" }.into());
        }
        SlotRef::Party(Some(party)) => {
            for ((part, _), text) in PARTY_FIELDS.iter().zip(party.texts) {
                put(format!("{name}.{part}"), text.into());
            }
        }
    }
}

impl Pot {
    /// The outcome as text, for snapshots.
    pub(crate) fn page(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            writeln!(out, "{} at {}", row.kind.table(), row.place).unwrap();
            for (name, value) in &row.fields {
                writeln!(out, "  {name}: {value}").unwrap();
            }
        }
        for reject in &self.rejects {
            writeln!(out, "{reject}").unwrap();
        }
        for note in &self.notes {
            writeln!(out, "{}", serde_json::to_string(note).unwrap()).unwrap();
        }
        for (place, reason) in &self.skips {
            writeln!(out, "skipped {reason:?} bytes {}+{}", place.bytes_start, place.bytes_len)
                .unwrap();
        }
        if let Some(halt) = &self.halt {
            writeln!(out, "halt: {halt}").unwrap();
        }
        out
    }

    pub(crate) fn codes(&self) -> Vec<RejectKind> {
        self.rejects.iter().map(|reject| reject.kind).collect()
    }

    pub(crate) fn remarks(&self) -> String {
        let text = |note: &Note| match note {
            Note::Remark(said) => Some(said.to_string()),
            _ => None,
        };
        self.notes.iter().filter_map(text).collect::<Vec<_>>().join("\n")
    }

    /// Checks what must hold for every input: counts add up, and every place lies in the file.
    pub(crate) fn check(&self, len: usize) {
        assert_eq!(self.counts.rows, self.counts.records + self.counts.rejects);
        assert_eq!(self.counts.records, self.rows.len() as u64);
        assert_eq!(self.counts.rejects, self.rejects.len() as u64);
        assert!(!self.codes().contains(&RejectKind::NoOutcome), "a row was given no outcome");
        let mut places: Vec<&Place> = self.rows.iter().map(|row| &row.place).collect();
        places.extend(self.rejects.iter().map(|reject| &reject.place));
        places.extend(self.skips.iter().map(|(place, _)| place));
        // A row may give a second record, of the same bytes.
        places.retain(|place| !place.path.ends_with("#2"));
        places.sort_by_key(|place| (place.bytes_start, place.bytes_len));
        let mut end = 0;
        for place in places {
            assert!(place.bytes_start >= end, "{place} begins before {end}");
            end = place.bytes_start + place.bytes_len;
            assert!(end <= len as u64, "{place} ends behind the file");
        }
    }
}

/// Settings that choose a mapping by name; empty for "by header".
pub(crate) fn settings(mapping: &str) -> Settings {
    Settings {
        case_zone: "Europe/Rome".into(),
        mapping: (!mapping.is_empty()).then(|| mapping.to_owned()),
        ..Settings::default()
    }
}

/// Reads bytes with a format.
pub(crate) fn pour(format: &dyn SourceFormat, bytes: &[u8], settings: &Settings) -> Pot {
    let mut pot = Pot::default();
    let mut cursor = Cursor::new(bytes);
    let mut source = Source::new(&mut cursor, bytes.len() as u64, settings);
    let mut sink = Sink::new(&mut pot);
    let halt = format.read(&mut source, &mut sink).err();
    let counts = sink.finish().unwrap();
    pot.counts = counts;
    pot.halt = halt.map(|halt: Halt| halt.to_string());
    pot
}

/// Reads delimited text with the mapping of the house that its header calls for.
pub(crate) fn read(bytes: impl AsRef<[u8]>) -> Pot {
    read_with(bytes, &settings(""))
}

/// Reads delimited text with given settings, and checks what must always hold.
pub(crate) fn read_with(bytes: impl AsRef<[u8]>, settings: &Settings) -> Pot {
    let pot = pour(&Delimited, bytes.as_ref(), settings);
    pot.check(bytes.as_ref().len());
    pot
}

/// Reads by header alone; checks the profile and that every row was read.
pub(crate) fn whole(name: &str, bytes: impl AsRef<[u8]>) -> Pot {
    let pot = read(bytes);
    let used = |note: &Note| matches!(note, Note::Mapping { name: used, .. } if used == name);
    assert!(pot.notes.iter().any(used), "{name}: {}", pot.page());
    assert!(pot.rejects.is_empty() && pot.halt.is_none(), "{name}: {}", pot.page());
    pot
}

pub(crate) fn kinds(pot: &Pot) -> Vec<Kind> {
    pot.rows.iter().map(|row| row.kind).collect()
}
