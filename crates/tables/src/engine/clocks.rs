//! How the clocks of exhibits behave: zones, days without time, exact hours, repeated hours, and
//! rows that say the same twice.

use std::collections::BTreeMap;

use model::record::{Kind, Shape};
use model::time::{Precision, ZoneSource};
use model::views::{ClockFacts, When};
use model::{ExhibitId, RecordRef};

use super::cells::{Cells, StampCells};
use super::zone::ZoneClocks;
use crate::columns::STATED_HASH;
use crate::fault::TablesFault;

const HOUR_US: i64 = 3_600_000_000;
const DAY_US: i64 = 24 * HOUR_US;

/// Tallies by exhibit, kind and number of the field.
#[derive(Default)]
pub(super) struct ClockBook {
    tallies: BTreeMap<(ExhibitId, Kind, usize), Tally>,
    /// Digest and row of the records of the kind being read, by exhibit.
    digests: BTreeMap<ExhibitId, Vec<(u64, u64)>>,
    zones: ZoneClocks,
}

/// What is counted, in the order of [`ClockFacts`].
#[derive(Debug, Clone, Copy)]
enum Figure {
    Stated,
    DayOnly,
    OnHour,
    OnNoon,
    OnMidnight,
    InFold,
    Duplicates,
}

const FIGURES: usize = 7;

/// Counts of one column of times of one exhibit, each with the first record that shows it.
#[derive(Debug, Default)]
struct Tally {
    zone: Option<String>,
    zones_differ: bool,
    zone_source: Option<ZoneSource>,
    counts: [u64; FIGURES],
    first_rows: [Option<u64>; FIGURES],
}

impl Tally {
    fn add(&mut self, figure: Figure, row: u64) {
        if let Some(count) = self.counts.get_mut(figure as usize) {
            *count += 1;
        }
        if let Some(first) = self.first_rows.get_mut(figure as usize) {
            *first = Some(first.map_or(row, |known| known.min(row)));
        }
    }

    fn count(&self, figure: Figure) -> u64 {
        self.counts.get(figure as usize).copied().unwrap_or(0)
    }

    fn zone(&mut self, zone: &str, source: ZoneSource) {
        match &self.zone {
            None => self.zone = Some(zone.to_owned()),
            Some(known) if known != zone => self.zones_differ = true,
            Some(_) => (),
        }
        self.zone_source = self.zone_source.max(Some(source));
    }
}

impl ClockBook {
    /// Takes the times and digests of a batch.
    pub(super) fn take(&mut self, kind: Kind, cells: &Cells<'_>) -> Result<(), TablesFault> {
        let stamps = kind.fields().iter().enumerate().filter(|(_, f)| f.shape == Shape::Stamp);
        for (index, field) in stamps {
            self.take_column(kind, index, &cells.stamp(field.name)?, cells)?;
        }
        let (records, digests) = (cells.record()?, cells.unsigned(STATED_HASH)?);
        for row in 0..cells.rows() {
            let record = records.get(row);
            self.digests.entry(record.exhibit).or_default().push((digests.get(row), record.row));
        }
        Ok(())
    }

    fn take_column(
        &mut self,
        kind: Kind,
        index: usize,
        stamps: &StampCells<'_>,
        cells: &Cells<'_>,
    ) -> Result<(), TablesFault> {
        let records = cells.record()?;
        for row in 0..cells.rows() {
            let Some(when) = stamps.get(row) else { continue };
            let record = records.get(row);
            let zone = stamps.zone(row);
            let tally = self.tallies.entry((record.exhibit, kind, index)).or_default();
            tally.zone(zone, when.zone_source);
            tally.add(Figure::Stated, record.row);
            for figure in figures(&when, || self.zones.local_us(zone, when.earliest_us)) {
                tally.add(figure, record.row);
            }
        }
        Ok(())
    }

    /// Counts the records of a kind that equal another of their exhibit.
    pub(super) fn end_kind(&mut self, kind: Kind) {
        for (exhibit, mut digests) in std::mem::take(&mut self.digests) {
            let (count, first) = repeated(&mut digests);
            if count == 0 {
                continue;
            }
            let columns = (exhibit, kind, 0)..=(exhibit, kind, usize::MAX);
            for (_, tally) in self.tallies.range_mut(columns) {
                tally.add(Figure::Duplicates, first);
                if let Some(duplicates) = tally.counts.get_mut(Figure::Duplicates as usize) {
                    *duplicates = count;
                }
            }
        }
    }

    /// The facts by exhibit and column.
    pub(super) fn finish(self) -> Vec<ClockFacts> {
        self.tallies.into_iter().map(|(place, tally)| facts(place, tally)).collect()
    }
}

fn facts((exhibit, kind, index): (ExhibitId, Kind, usize), tally: Tally) -> ClockFacts {
    let field = kind.fields().get(index).map_or("", |field| field.name);
    let rows = tally.first_rows.iter().flatten();
    ClockFacts {
        exhibit,
        column: format!("{}.{field}", kind.table()),
        zone_source: tally.zone_source.unwrap_or_default(),
        stated: tally.count(Figure::Stated),
        day_only: tally.count(Figure::DayOnly),
        on_hour: tally.count(Figure::OnHour),
        on_noon: tally.count(Figure::OnNoon),
        on_midnight: tally.count(Figure::OnMidnight),
        in_fold: tally.count(Figure::InFold),
        duplicates: tally.count(Figure::Duplicates),
        examples: rows.map(|row| RecordRef { exhibit, row: *row }).collect(),
        zone: if tally.zones_differ { String::new() } else { tally.zone.unwrap_or_default() },
    }
}

/// What a time shows beside being stated. `local` gives its clock time in its own zone.
fn figures(when: &When, local: impl FnOnce() -> i64) -> impl Iterator<Item = Figure> {
    let mut found = [None; 4];
    let [day_or_hour, noon, midnight, fold] = &mut found;
    match when.precision {
        Precision::Day => *day_or_hour = Some(Figure::DayOnly),
        // Stated to the hour it is on the hour by its precision and shows nothing.
        Precision::Hour | Precision::Absent => (),
        _ => {
            let local_us = local();
            if local_us.rem_euclid(HOUR_US) == 0 {
                *day_or_hour = Some(Figure::OnHour);
            }
            match local_us.rem_euclid(DAY_US) / HOUR_US {
                12 if day_or_hour.is_some() => *noon = Some(Figure::OnNoon),
                0 if day_or_hour.is_some() => *midnight = Some(Figure::OnMidnight),
                _ => (),
            }
            if when.latest_us.saturating_sub(when.earliest_us) >= when.precision.span_us() {
                *fold = Some(Figure::InFold);
            }
        }
    }
    found.into_iter().flatten()
}

/// How many rows have a digest that another has too, and the first of them.
fn repeated(digests: &mut [(u64, u64)]) -> (u64, u64) {
    digests.sort_unstable();
    let (mut count, mut first) = (0, u64::MAX);
    for group in digests.chunk_by(|a, b| a.0 == b.0) {
        if let [(_, row), _, ..] = group {
            count += group.len() as u64;
            first = first.min(*row);
        }
    }
    (count, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_two_equal_rows_equals_another() {
        assert_eq!(repeated(&mut [(7, 1), (9, 4), (7, 3), (8, 2)]), (2, 1));
        assert_eq!(repeated(&mut []), (0, u64::MAX));
    }

    #[test]
    fn a_day_or_an_hour_says_nothing_of_heaping() {
        let when = |precision| When {
            earliest_us: 0,
            latest_us: 0,
            precision,
            zone_source: ZoneSource::InValue,
        };
        let of = |precision| figures(&when(precision), || 12 * HOUR_US).count();
        assert_eq!(of(Precision::Day), 1);
        assert_eq!(of(Precision::Hour), 0);
        assert_eq!(of(Precision::Second), 2);
    }
}
