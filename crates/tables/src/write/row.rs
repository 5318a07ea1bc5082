//! One row into the cells of its columns, straight from its frame and without memory of its own.

use model::party::PartyRef;
use model::places::resolved;
use model::record::Kind;
use model::wire::{AmountRef, SlotRef, StampRef, WireFault, read_slots};
use model::{ExhibitId, PlaceRef, Reject};
use twox_hash::XxHash64;

use super::column::ColumnCells;
use super::table::TableWriter;
use crate::columns::{PLACE_COLUMNS, width};

/// Fills rows; keeps the buffers that all rows share.
pub(crate) struct RowFiller {
    exhibit: String,
    key: String,
}

impl RowFiller {
    pub(crate) fn new(exhibit: ExhibitId) -> Self {
        Self { exhibit: exhibit.to_string(), key: String::new() }
    }

    /// Fills a row from a record's frame, checking the frame as it goes.
    pub(crate) fn record(
        &mut self,
        table: &mut TableWriter,
        kind: Kind,
        place: &PlaceRef<'_>,
        slots: &[u8],
    ) -> Result<(), WireFault> {
        let (cells, row) = table.row();
        let mut cells = self.place(cells, row, place);
        if let [hash, rest @ ..] = cells {
            hash.unsigned(row, XxHash64::oneshot(0, slots));
            cells = rest;
        }
        let fields = kind.fields();
        let key = &mut self.key;
        let mut spot = SpotSlots::default();
        read_slots(kind, slots, |index, slot| {
            let Some(field) = fields.get(index) else { return };
            let (own, rest) = std::mem::take(&mut cells)
                .split_at_mut_checked(width(field.shape))
                .unwrap_or_default();
            cells = rest;
            if kind == Kind::Position {
                spot.take(field.name, &slot);
            }
            fill(own, row, slot, key);
        })?;
        spot.fill(cells, row);
        Ok(())
    }

    /// Fills a row of the table of rejects.
    pub(crate) fn reject(&mut self, table: &mut TableWriter, reject: &Reject) {
        let (cells, row) = table.row();
        let rest = self.place(cells, row, &PlaceRef::from(&reject.place));
        if let [code, fact, field, raw, remedy] = rest {
            code.text(row, &reject.kind.code());
            fact.text(row, reject.kind.fact());
            field.text(row, &reject.field);
            raw.text(row, &reject.raw);
            remedy.text(row, reject.kind.remedy());
        }
    }

    /// Fills the columns of the place and gives the rest.
    #[inline]
    fn place<'c>(
        &self,
        cells: &'c mut [ColumnCells],
        row: usize,
        place: &PlaceRef<'_>,
    ) -> &'c mut [ColumnCells] {
        let (own, rest) = cells.split_at_mut_checked(PLACE_COLUMNS).unwrap_or_default();
        if let [exhibit, number, inside, path, start, len] = own {
            exhibit.text(row, &self.exhibit);
            number.unsigned(row, place.row);
            inside.text(row, place.inside);
            path.text(row, place.path);
            start.unsigned(row, place.bytes_start);
            len.unsigned(row, place.bytes_len);
        }
        rest
    }
}

/// What a position states of its place, to be resolved.
#[derive(Default)]
struct SpotSlots {
    latitude_e7: Option<i64>,
    longitude_e7: Option<i64>,
    accuracy_m: Option<i64>,
}

impl SpotSlots {
    fn take(&mut self, field: &str, slot: &SlotRef<'_>) {
        let SlotRef::Integer(value) = slot else { return };
        match field {
            "latitude_e7" => self.latitude_e7 = *value,
            "longitude_e7" => self.longitude_e7 = *value,
            "accuracy_m" => self.accuracy_m = *value,
            _ => {}
        }
    }

    /// Fills the columns behind the fields; other kinds than positions have none.
    fn fill(&self, cells: &mut [ColumnCells], row: usize) {
        let [country, by, city, city_m] = cells else { return };
        let Some(found) = resolved(self.latitude_e7, self.longitude_e7, self.accuracy_m) else {
            return;
        };
        country.text(row, &found.country);
        by.text(row, found.by);
        city.text(row, &found.city);
        if let Some(metres) = found.city_m {
            city_m.signed(row, metres.into());
        }
    }
}

#[inline]
fn fill(cells: &mut [ColumnCells], row: usize, slot: SlotRef<'_>, key: &mut String) {
    match (slot, cells) {
        (SlotRef::Text(text), [cell]) => cell.text(row, text),
        (SlotRef::Integer(Some(value)), [cell]) => cell.signed(row, value),
        (SlotRef::Stamp(Some(stamp)), cells) => fill_stamp(cells, row, &stamp),
        (SlotRef::Amount(Some(amount)), cells) => fill_amount(cells, row, &amount),
        (SlotRef::Party(Some(party)), cells) => fill_party(cells, row, &party, key),
        // Absent: the cells stay empty.
        _ => (),
    }
}

fn fill_stamp(cells: &mut [ColumnCells], row: usize, stamp: &StampRef<'_>) {
    if let [earliest, latest, precision, zone, zone_source, stated] = cells {
        earliest.signed(row, stamp.earliest_us);
        latest.signed(row, stamp.latest_us);
        precision.text(row, stamp.precision.name());
        zone.text(row, stamp.zone);
        zone_source.text(row, stamp.zone_source.name());
        stated.text(row, stamp.stated);
    }
}

fn fill_amount(cells: &mut [ColumnCells], row: usize, amount: &AmountRef<'_>) {
    if let [minor, currency, stated, rounded] = cells {
        minor.signed(row, amount.money.minor);
        currency.text(row, amount.money.currency.code());
        stated.text(row, amount.stated);
        rounded.flag(row, amount.rounded);
    }
}

fn fill_party(cells: &mut [ColumnCells], row: usize, party: &PartyRef<'_>, key: &mut String) {
    let [key_cell, parts @ ..] = cells else { return };
    party.key_into(key);
    key_cell.text(row, key);
    for (cell, text) in parts.iter_mut().zip(party.texts) {
        cell.text(row, text);
    }
}
