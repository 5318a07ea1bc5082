//! One row into the cells of its columns, straight from its frame and without memory of its own.

use model::party::PartyOf;
use model::places::resolved;
use model::record::{Kind, Shape};
use model::wire::{AmountOf, StampOf, TextBytes, WireFault, WireReader};
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
        let mut wire = WireReader::new(slots);
        let mut spot = Spot::default();
        for field in kind.fields() {
            let (own, rest) = cells.split_at_mut_checked(width(field.shape)).unwrap_or_default();
            cells = rest;
            let number = fill(own, row, field.shape, &mut wire, &mut self.key)?;
            if kind == Kind::Position {
                spot.take(field.name, number);
            }
        }
        spot.fill(cells, row);
        wire.finish()
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
struct Spot {
    latitude_e7: Option<i64>,
    longitude_e7: Option<i64>,
    accuracy_m: Option<i64>,
}

impl Spot {
    fn take(&mut self, field: &str, number: Option<i64>) {
        match field {
            "latitude_e7" => self.latitude_e7 = number,
            "longitude_e7" => self.longitude_e7 = number,
            "accuracy_m" => self.accuracy_m = number,
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

/// Fills the cells of one field, and gives its number where it is one; those of a value that is absent
/// stay empty.
#[inline]
fn fill(
    cells: &mut [ColumnCells],
    row: usize,
    shape: Shape,
    wire: &mut WireReader<'_>,
    key: &mut String,
) -> Result<Option<i64>, WireFault> {
    match shape {
        Shape::Text => {
            let mut text = TextBytes::default();
            wire.text_into(&mut text)?;
            if let [cell] = cells {
                cell.bytes(row, text);
            }
        }
        Shape::Integer => {
            let number = wire.integer()?;
            if let (Some(value), [cell]) = (number, cells) {
                cell.signed(row, value);
            }
            return Ok(number);
        }
        Shape::Stamp => {
            let mut stamp = StampOf::default();
            if wire.stamp(&mut stamp)? {
                fill_stamp(cells, row, &stamp);
            }
        }
        Shape::Amount => {
            let mut amount = AmountOf::default();
            if wire.amount(&mut amount)? {
                fill_amount(cells, row, &amount);
            }
        }
        Shape::Party => {
            let mut party = PartyOf::default();
            if wire.party(&mut party)? {
                fill_party(cells, row, &party, key);
            }
        }
    }
    Ok(None)
}

fn fill_stamp(cells: &mut [ColumnCells], row: usize, stamp: &StampOf<TextBytes<'_>>) {
    if let [earliest, latest, precision, zone, zone_source, stated] = cells {
        earliest.signed(row, stamp.earliest_us);
        latest.signed(row, stamp.latest_us);
        precision.text(row, stamp.precision.name());
        zone.bytes(row, stamp.zone);
        zone_source.text(row, stamp.zone_source.name());
        stated.bytes(row, stamp.stated);
    }
}

fn fill_amount(cells: &mut [ColumnCells], row: usize, amount: &AmountOf<TextBytes<'_>>) {
    if let [minor, currency, stated, rounded] = cells {
        minor.signed(row, amount.money.minor);
        currency.letters(row, amount.money.currency.letters());
        stated.bytes(row, amount.stated);
        rounded.flag(row, amount.rounded);
    }
}

fn fill_party(
    cells: &mut [ColumnCells],
    row: usize,
    party: &PartyOf<TextBytes<'_>>,
    key: &mut String,
) {
    let [key_cell, parts @ ..] = cells else { return };
    if let Some((prefix, text)) = party.identifier() {
        key_cell.prefixed(row, prefix, text);
    } else {
        party.key_into(key);
        key_cell.text(row, key);
    }
    for (cell, text) in parts.iter_mut().zip(party.texts) {
        cell.bytes(row, text);
    }
}
