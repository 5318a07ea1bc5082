//! A case made by hand: records in, an engine over their parts out.
#![allow(dead_code, reason = "each test file uses its own part of this one")]

use std::path::Path;

use model::money::DecimalMark;
use model::record::Record;
use model::{Currency, ExhibitId, PlaceRef, Precision, Stamp, ZoneSource};
use tempfile::TempDir;
use tutela_tables::{Engine, EngineSettings, Part, PartWriter};

/// Parts below a folder of their own.
pub(crate) struct Made {
    pub(crate) folder: TempDir,
    pub(crate) parts: Vec<Part>,
}

impl Made {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), parts: Vec::new() }
    }

    pub(crate) fn tables(&self) -> std::path::PathBuf {
        self.folder.path().join("tables")
    }

    /// Adds records as one exhibit; rows are numbered from 1, each 100 bytes long.
    pub(crate) fn exhibit(&mut self, number: u32, records: &[&dyn Record]) {
        let mut writer = PartWriter::start(&self.tables(), ExhibitId(number), 0).unwrap();
        for (row, record) in (1..).zip(records) {
            append(&mut writer, row, *record);
        }
        self.parts.extend(writer.commit_chunk().unwrap());
    }

    /// Adds records as one container; each stands in the member whose chain of names it comes with.
    pub(crate) fn container(&mut self, number: u32, records: &[(&str, &dyn Record)]) {
        let mut writer = PartWriter::start(&self.tables(), ExhibitId(number), 0).unwrap();
        for (row, (inside, record)) in (1..).zip(records) {
            append_at(&mut writer, &PlaceRef { inside, row, ..PlaceRef::default() }, *record);
        }
        self.parts.extend(writer.commit_chunk().unwrap());
    }

    pub(crate) fn engine(&self, threads: usize) -> Engine {
        let settings =
            EngineSettings { threads, ..EngineSettings::new(self.folder.path().join("spill")) };
        Engine::open(&self.tables(), &self.parts, &settings).unwrap()
    }
}

pub(crate) fn append(writer: &mut PartWriter, row: u64, record: &dyn Record) {
    let place = PlaceRef { row, bytes_start: row * 100, bytes_len: 99, ..PlaceRef::default() };
    append_at(writer, &place, record);
}

fn append_at(writer: &mut PartWriter, place: &PlaceRef<'_>, record: &dyn Record) {
    let mut slots = Vec::new();
    record.encode(&mut slots);
    writer.append(record.kind(), place, &slots).unwrap();
}

/// A stamp to the second in Rome, stated as seconds.
pub(crate) fn second(stamp: &mut Stamp, at_s: i64) {
    stamp.earliest_us = at_s * 1_000_000;
    stamp.latest_us = stamp.earliest_us + 999_999;
    stamp.precision = Precision::Second;
    stamp.zone.set("Europe/Rome");
    stamp.zone_source = ZoneSource::ExhibitSetting;
    stamp.stated.set_fmt(format_args!("{at_s}"));
}

/// A day in UTC.
pub(crate) fn day(stamp: &mut Stamp, number: i64) {
    stamp.earliest_us = number * 86_400_000_000;
    stamp.latest_us = stamp.earliest_us + 86_399_999_999;
    stamp.precision = Precision::Day;
    stamp.zone.set("UTC");
    stamp.zone_source = ZoneSource::Assumed;
    stamp.stated.set_fmt(format_args!("day {number}"));
}

pub(crate) fn amount(slot: &mut model::money::Amount, text: &str, currency: &str) {
    let currency = Currency::from_code(currency).unwrap();
    slot.read(text, DecimalMark::Point, currency).unwrap();
}

/// Names of the files below a folder, sorted.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
