//! The wire form of records: what the caged reader sends and the parent re-validates.
//!
//! Little-endian. Text is a `u32` length and UTF-8. Nothing is trusted on the way back: every
//! length is checked against the frame, every text against UTF-8, every enum against its range,
//! every interval against its order.

mod text;

pub use text::{TextBytes, WireText};

use crate::money::{Amount, Currency, Money};
use crate::party::{Party, PartyOf, PartyRef};
use crate::record::{Field, Kind, Shape};
use crate::time::{Precision, Stamp, ZoneSource};

/// Longest text accepted in a slot; a message body or an `extra` object fits with room to spare.
pub const TEXT_BYTES_MAX: usize = 1 << 20;

/// Appends a text.
pub fn put_text(out: &mut Vec<u8>, text: &str) {
    let text = clip(text);
    // `clip` keeps the length far below 2^32.
    out.extend_from_slice(&u32::try_from(text.len()).unwrap_or(0).to_le_bytes());
    text::append(out, text.as_bytes());
}

/// Cuts a text at [`TEXT_BYTES_MAX`], on a character boundary; the exhibit keeps the whole.
fn clip(text: &str) -> &str {
    if text.len() <= TEXT_BYTES_MAX {
        return text;
    }
    let mut end = TEXT_BYTES_MAX;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// Appends an optional integer.
pub fn put_integer(out: &mut Vec<u8>, value: Option<i64>) {
    out.push(u8::from(value.is_some()));
    out.extend_from_slice(&value.unwrap_or(0).to_le_bytes());
}

/// Appends a stamp.
pub fn put_stamp(out: &mut Vec<u8>, stamp: &Stamp) {
    out.push(stamp.precision as u8);
    if stamp.precision == Precision::Absent {
        return;
    }
    out.push(stamp.zone_source as u8);
    out.extend_from_slice(&stamp.earliest_us.to_le_bytes());
    out.extend_from_slice(&stamp.latest_us.to_le_bytes());
    put_text(out, &stamp.zone);
    put_text(out, &stamp.stated);
}

/// Appends an amount.
pub fn put_amount(out: &mut Vec<u8>, amount: &Amount) {
    let Some(money) = amount.money else {
        out.push(0);
        return;
    };
    out.push(if amount.rounded { 2 } else { 1 });
    out.extend_from_slice(&money.minor.to_le_bytes());
    out.extend_from_slice(&money.currency.letters());
    put_text(out, &amount.stated);
}

/// Appends a party.
pub fn put_party(out: &mut Vec<u8>, party: &Party) {
    if party.is_absent() {
        out.push(0);
        return;
    }
    out.push(1);
    for text in party.texts() {
        put_text(out, text);
    }
}

/// A slot read back from the wire, borrowed from the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotRef<'a> {
    /// Text; empty stands for absent.
    Text(&'a str),
    /// An integer.
    Integer(Option<i64>),
    /// A stamp.
    Stamp(Option<StampOf<&'a str>>),
    /// An amount.
    Amount(Option<AmountOf<&'a str>>),
    /// A party; `None` where nothing is stated.
    Party(Option<PartyRef<'a>>),
}

/// A stamp borrowed from a frame, its texts as a [`WireText`]; fields as in [`Stamp`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StampOf<T> {
    /// See [`Stamp::earliest_us`].
    pub earliest_us: i64,
    /// See [`Stamp::latest_us`].
    pub latest_us: i64,
    /// See [`Stamp::precision`].
    pub precision: Precision,
    /// See [`Stamp::zone`].
    pub zone: T,
    /// See [`Stamp::zone_source`].
    pub zone_source: ZoneSource,
    /// See [`Stamp::stated`].
    pub stated: T,
}

/// An amount borrowed from a frame, its text as a [`WireText`]; fields as in [`Amount`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AmountOf<T> {
    /// The value.
    pub money: Money,
    /// Whether digits were rounded away.
    pub rounded: bool,
    /// The characters of the source.
    pub stated: T,
}

/// Why a frame is not a record: the reader is broken or was taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireFault {
    /// The frame ends inside a value.
    #[error("the frame ends inside a value")]
    Short,
    /// The frame goes on after the last field.
    #[error("the frame goes on after the last field")]
    Long,
    /// A text is longer than [`TEXT_BYTES_MAX`].
    #[error("a text is longer than {TEXT_BYTES_MAX} bytes")]
    TextTooLong,
    /// A text is not UTF-8.
    #[error("a text is not UTF-8")]
    NotUtf8,
    /// A tag is outside its range.
    #[error("a tag is outside its range")]
    BadTag,
    /// An interval ends before it begins.
    #[error("an interval ends before it begins")]
    BadInterval,
    /// A currency is not in ISO 4217.
    #[error("a currency is not in ISO 4217")]
    BadCurrency,
}

/// Reads values from a frame, checking each.
#[derive(Debug, Clone, Copy)]
pub struct WireReader<'a> {
    rest: &'a [u8],
}

impl<'a> WireReader<'a> {
    /// Reads from the whole of `bytes`.
    #[inline]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether everything was read.
    #[inline]
    pub fn finish(self) -> Result<(), WireFault> {
        if self.rest.is_empty() { Ok(()) } else { Err(WireFault::Long) }
    }

    /// What was not read yet, for a reader of its own.
    pub fn rest(self) -> &'a [u8] {
        self.rest
    }

    #[inline]
    fn take(&mut self, count: usize) -> Result<&'a [u8], WireFault> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or(WireFault::Short)?;
        self.rest = rest;
        Ok(head)
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Result<[u8; N], WireFault> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(WireFault::Short)?;
        self.rest = rest;
        Ok(*head)
    }

    /// One byte.
    #[inline]
    pub fn byte(&mut self) -> Result<u8, WireFault> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// An unsigned 64-bit integer.
    #[inline]
    pub fn unsigned(&mut self) -> Result<u64, WireFault> {
        self.array().map(u64::from_le_bytes)
    }

    /// A signed 64-bit integer.
    #[inline]
    pub fn signed(&mut self) -> Result<i64, WireFault> {
        self.array().map(i64::from_le_bytes)
    }

    /// A text.
    pub fn text(&mut self) -> Result<&'a str, WireFault> {
        let mut text = "";
        self.text_into(&mut text)?;
        Ok(text)
    }

    /// A text, taken up as the reader chooses, in place of the one given: handed back with a fault
    /// beside it, it would go through memory, which costs more than its check.
    #[expect(clippy::inline_always, reason = "what is left of the frame stays in registers")]
    #[inline(always)]
    pub fn text_into<T: WireText<'a>>(&mut self, text: &mut T) -> Result<(), WireFault> {
        let len = usize::try_from(u32::from_le_bytes(self.array()?)).unwrap_or(usize::MAX);
        if len == 0 {
            *text = T::default();
            return Ok(());
        }
        if len > TEXT_BYTES_MAX {
            return Err(WireFault::TextTooLong);
        }
        let frame = self.rest;
        self.take(len)?;
        if let Some(checked) = T::checked(frame, len) {
            *text = checked;
            return Ok(());
        }
        Err(WireFault::NotUtf8)
    }

    /// The value of one field.
    pub fn slot(&mut self, field: &Field) -> Result<SlotRef<'a>, WireFault> {
        Ok(match field.shape {
            Shape::Text => SlotRef::Text(self.text()?),
            Shape::Integer => SlotRef::Integer(self.integer()?),
            Shape::Stamp => {
                let mut stamp = StampOf::default();
                SlotRef::Stamp(self.stamp(&mut stamp)?.then_some(stamp))
            }
            Shape::Amount => {
                let mut amount = AmountOf::default();
                SlotRef::Amount(self.amount(&mut amount)?.then_some(amount))
            }
            Shape::Party => {
                let mut party = PartyRef::default();
                SlotRef::Party(self.party(&mut party)?.then_some(party))
            }
        })
    }

    /// An integer, where one is stated.
    #[inline]
    pub fn integer(&mut self) -> Result<Option<i64>, WireFault> {
        let stated = self.flag()?;
        let value = self.signed()?;
        Ok(stated.then_some(value))
    }

    #[inline]
    fn flag(&mut self) -> Result<bool, WireFault> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(WireFault::BadTag),
        }
    }

    /// A stamp in place of the one given; `false` where none is stated.
    #[inline]
    pub fn stamp<T: WireText<'a>>(&mut self, stamp: &mut StampOf<T>) -> Result<bool, WireFault> {
        stamp.precision = Precision::from_tag(self.byte()?).ok_or(WireFault::BadTag)?;
        if stamp.precision == Precision::Absent {
            return Ok(false);
        }
        stamp.zone_source = ZoneSource::from_tag(self.byte()?).ok_or(WireFault::BadTag)?;
        stamp.earliest_us = self.signed()?;
        stamp.latest_us = self.signed()?;
        if stamp.latest_us < stamp.earliest_us {
            return Err(WireFault::BadInterval);
        }
        self.text_into(&mut stamp.zone)?;
        self.text_into(&mut stamp.stated)?;
        Ok(true)
    }

    /// An amount in place of the one given; `false` where none is stated.
    #[inline]
    pub fn amount<T: WireText<'a>>(&mut self, amount: &mut AmountOf<T>) -> Result<bool, WireFault> {
        amount.rounded = match self.byte()? {
            0 => return Ok(false),
            1 => false,
            2 => true,
            _ => return Err(WireFault::BadTag),
        };
        amount.money.minor = self.signed()?;
        let code = self.array::<3>()?;
        amount.money.currency = Currency::from_letters(code).ok_or(WireFault::BadCurrency)?;
        self.text_into(&mut amount.stated)?;
        Ok(true)
    }

    /// A party in place of the one given; `false` where none is stated.
    #[inline]
    pub fn party<T: WireText<'a>>(&mut self, party: &mut PartyOf<T>) -> Result<bool, WireFault> {
        if !self.flag()? {
            return Ok(false);
        }
        for text in &mut party.texts {
            self.text_into(text)?;
        }
        Ok(true)
    }
}

/// Reads the slots of a record of `kind` in field order and hands each on; the whole frame must
/// be used up.
pub fn read_slots<'a>(
    kind: Kind,
    bytes: &'a [u8],
    mut each: impl FnMut(usize, SlotRef<'a>),
) -> Result<(), WireFault> {
    let mut reader = WireReader::new(bytes);
    for (index, field) in kind.fields().iter().enumerate() {
        each(index, reader.slot(field)?);
    }
    reader.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::DecimalMark;
    use crate::record::{KINDS, Record};
    use crate::records::Transfer;

    fn sample() -> Transfer {
        let mut transfer = Transfer::default();
        transfer.reference.set("R-1");
        transfer
            .principal
            .read("12.50", DecimalMark::Point, Currency::from_code("EUR").unwrap())
            .unwrap();
        transfer.payer.name.set("Mario Rossi");
        transfer
    }

    #[test]
    fn slots_come_back_as_they_went() {
        let mut bytes = Vec::new();
        sample().encode(&mut bytes);
        let mut seen = Vec::new();
        read_slots(Kind::Transfer, &bytes, |index, slot| {
            seen.push((Kind::Transfer.fields()[index].name, slot));
        })
        .unwrap();
        assert_eq!(seen[0], ("reference", SlotRef::Text("R-1")));
        assert!(
            matches!(seen[6], ("principal", SlotRef::Amount(Some(a))) if a.money.minor == 1250)
        );
        assert!(
            matches!(seen[9], ("payer", SlotRef::Party(Some(p))) if p.texts[0] == "Mario Rossi")
        );
    }

    proptest::proptest! {
        #[test]
        fn hostile_frames_are_refused_and_never_panic(bytes: Vec<u8>) {
            for kind in KINDS {
                let _ = read_slots(*kind, &bytes, |_, _| ());
            }
        }

        #[test]
        fn a_cut_frame_is_refused(cut in 0usize..200) {
            let mut bytes = Vec::new();
            sample().encode(&mut bytes);
            proptest::prop_assume!(cut < bytes.len());
            bytes.truncate(cut);
            proptest::prop_assert!(read_slots(Kind::Transfer, &bytes, |_, _| ()).is_err());
        }
    }
}
