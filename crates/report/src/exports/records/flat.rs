//! A record as one line of cells, for forms that are tables.
//!
//! The columns are those of docs/tables.md, but that an amount stands as a decimal number
//! (`principal_amount`) in place of minor units, and that the record's own number stands first.

use model::party::{PARTY_FIELDS, PartyRef};
use model::record::{Kind, Shape};
use model::wire::SlotRef;
use model::{Money, Row};

use crate::exports::times::utc;

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    /// Nothing is stated.
    Absent,
    /// A text.
    Text(&'a str),
    /// A number in decimal digits.
    Number(&'a str),
}

/// The columns before the fields: which record it is and where it stands.
const PLACE: [&str; 7] =
    ["record", "exhibit", "row", "inside", "place_path", "bytes_start", "bytes_len"];

const STAMP: [&str; 6] = ["earliest", "latest", "precision", "zone", "zone_source", "stated"];

const AMOUNT: [&str; 4] = ["amount", "currency", "stated", "rounded"];

/// The names of the columns of a kind.
pub(super) fn columns(kind: Kind) -> Vec<String> {
    let mut names: Vec<String> = PLACE.iter().map(|name| (*name).to_owned()).collect();
    for field in kind.fields() {
        let mut with = |part: &str| names.push(format!("{}_{part}", field.name));
        match field.shape {
            Shape::Text | Shape::Integer => names.push(field.name.to_owned()),
            Shape::Stamp => STAMP.iter().for_each(|part| with(part)),
            Shape::Amount => AMOUNT.iter().for_each(|part| with(part)),
            Shape::Party => {
                with("key");
                for (part, _) in PARTY_FIELDS {
                    with(part);
                }
            }
        }
    }
    names
}

/// Gives every cell of a record to `put`, in the order of the columns.
pub(super) fn cells<E>(
    row: &Row<'_>,
    put: &mut dyn FnMut(Cell<'_>) -> Result<(), E>,
) -> Result<(), E> {
    put(Cell::Text(&row.record.to_string()))?;
    put(Cell::Text(&row.record.exhibit.to_string()))?;
    put(Cell::Number(&row.record.row.to_string()))?;
    put(text(row.place.inside))?;
    put(text(row.place.path))?;
    put(Cell::Number(&row.place.bytes_start.to_string()))?;
    put(Cell::Number(&row.place.bytes_len.to_string()))?;
    row.slots.iter().zip(row.kind.fields()).try_for_each(|(slot, field)| match slot {
        SlotRef::Text(stated) => put(text(stated)),
        SlotRef::Integer(number) => match number {
            Some(number) => put(Cell::Number(&number.to_string())),
            None => put(Cell::Absent),
        },
        SlotRef::Stamp(Some(at)) => {
            put(Cell::Text(&instant(at.earliest_us)))?;
            put(Cell::Text(&instant(at.latest_us)))?;
            put(Cell::Text(at.precision.name()))?;
            put(text(at.zone))?;
            put(Cell::Text(at.zone_source.name()))?;
            put(text(at.stated))
        }
        SlotRef::Amount(Some(amount)) => {
            put(Cell::Number(&decimal(amount.money)))?;
            put(Cell::Text(amount.money.currency.code()))?;
            put(text(amount.stated))?;
            put(Cell::Text(if amount.rounded { "yes" } else { "no" }))
        }
        SlotRef::Party(Some(party)) => {
            let mut key = String::new();
            party.key_into(&mut key);
            put(text(&key))?;
            party.texts.iter().try_for_each(|part| put(text(part)))
        }
        SlotRef::Stamp(None) | SlotRef::Amount(None) | SlotRef::Party(None) => {
            let width = match field.shape {
                Shape::Text | Shape::Integer => 1,
                Shape::Stamp => STAMP.len(),
                Shape::Amount => AMOUNT.len(),
                Shape::Party => 1 + PARTY_FIELDS.len(),
            };
            (0..width).try_for_each(|_| put(Cell::Absent))
        }
    })
}

fn text(stated: &str) -> Cell<'_> {
    if stated.is_empty() { Cell::Absent } else { Cell::Text(stated) }
}

/// An instant as ISO 8601 in UTC; beyond the calendar, as what it is.
pub(super) fn instant(at_us: i64) -> String {
    utc(at_us).unwrap_or_else(|| format!("{at_us} µs since 1970"))
}

/// An amount as a decimal number, without its currency.
pub(super) fn decimal(money: Money) -> String {
    let shown = money.to_string();
    shown.split_once(' ').map_or(shown.clone(), |(_, number)| number.to_owned())
}

/// How a party is named in a line for people: its name, else its key.
pub(super) fn label(party: &PartyRef<'_>) -> String {
    let [name, ..] = party.texts;
    if !name.is_empty() {
        return name.to_owned();
    }
    let mut key = String::new();
    party.key_into(&mut key);
    key
}
