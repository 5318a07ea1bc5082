//! A record as the tables hold it, borrowed: what leaves the house is made of these.

use crate::locator::{PlaceRef, RecordRef};
use crate::party::PartyRef;
use crate::record::Kind;
use crate::wire::{AmountOf, SlotRef, StampOf};

/// One record of one kind with its place; nothing of it is copied.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Its number.
    pub record: RecordRef,
    /// Where it stands in its exhibit.
    pub place: PlaceRef<'a>,
    /// What it states, in the order of the fields of its kind.
    pub slots: &'a [SlotRef<'a>],
}

impl<'a> Row<'a> {
    /// The value of the field of this name; `None` where the kind has no such field.
    pub fn slot(&self, name: &str) -> Option<SlotRef<'a>> {
        let at = self.kind.fields().iter().position(|field| field.name == name)?;
        self.slots.get(at).copied()
    }

    /// A text; empty where none is stated.
    pub fn text(&self, name: &str) -> &'a str {
        match self.slot(name) {
            Some(SlotRef::Text(text)) => text,
            _ => "",
        }
    }

    /// An integer, where one is stated.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.slot(name) {
            Some(SlotRef::Integer(number)) => number,
            _ => None,
        }
    }

    /// A time, where one is stated.
    pub fn stamp(&self, name: &str) -> Option<StampOf<&'a str>> {
        match self.slot(name) {
            Some(SlotRef::Stamp(stamp)) => stamp,
            _ => None,
        }
    }

    /// An amount, where one is stated.
    pub fn amount(&self, name: &str) -> Option<AmountOf<&'a str>> {
        match self.slot(name) {
            Some(SlotRef::Amount(amount)) => amount,
            _ => None,
        }
    }

    /// A party, where anything of it is stated.
    pub fn party(&self, name: &str) -> Option<PartyRef<'a>> {
        match self.slot(name) {
            Some(SlotRef::Party(party)) => party,
            _ => None,
        }
    }

    /// Every time it states, with the name of its field.
    pub fn stamps(&self) -> impl Iterator<Item = (&'static str, StampOf<&'a str>)> {
        let named = self.kind.fields().iter().zip(self.slots);
        named.filter_map(|(field, slot)| match slot {
            SlotRef::Stamp(Some(stamp)) => Some((field.name, *stamp)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record as _;
    use crate::records::Transfer;
    use crate::wire::read_slots;

    #[test]
    fn a_value_is_found_by_the_name_of_its_field() {
        let mut transfer = Transfer::default();
        transfer.reference.set("R-1");
        transfer.payer.name.set("Ada");
        let mut wire = Vec::new();
        transfer.encode(&mut wire);
        let mut slots = Vec::new();
        read_slots(Kind::Transfer, &wire, |_, slot| slots.push(slot)).unwrap();
        let record = RecordRef { exhibit: crate::ExhibitId(1), row: 2 };
        let row = Row { kind: Kind::Transfer, record, place: PlaceRef::default(), slots: &slots };
        assert_eq!((row.text("reference"), row.text("no such field")), ("R-1", ""));
        assert_eq!(row.party("payer").map(|party| party.texts[0]), Some("Ada"));
        assert_eq!((row.party("payee"), row.amount("fee"), row.stamps().count()), (None, None, 0));
    }
}
