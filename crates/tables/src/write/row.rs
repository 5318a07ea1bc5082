//! One row into the cells of its columns, straight from its frame and without memory of its own.

use model::party::PartyOf;
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
        for field in kind.fields() {
            let (own, rest) = cells.split_at_mut_checked(width(field.shape)).unwrap_or_default();
            cells = rest;
            fill(own, row, field.shape, &mut wire, &mut self.key)?;
        }
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

/// Fills the cells of one field; those of a value that is absent stay empty.
#[inline]
fn fill(
    cells: &mut [ColumnCells],
    row: usize,
    shape: Shape,
    wire: &mut WireReader<'_>,
    key: &mut String,
) -> Result<(), WireFault> {
    match shape {
        Shape::Text => {
            let text = wire.text_as()?;
            if let [cell] = cells {
                cell.bytes(row, text);
            }
        }
        Shape::Integer => {
            if let (Some(value), [cell]) = (wire.integer()?, cells) {
                cell.signed(row, value);
            }
        }
        Shape::Stamp => {
            if let Some(stamp) = wire.stamp()? {
                fill_stamp(cells, row, &stamp);
            }
        }
        Shape::Amount => {
            if let Some(amount) = wire.amount()? {
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
    Ok(())
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
