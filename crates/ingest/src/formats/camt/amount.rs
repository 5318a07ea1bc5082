//! Amounts and the side they fall on.

use model::money::{Amount, Currency, DecimalMark};
use model::time::{Stamp, StampFault, StampReader};
use model::{Precision, RejectKind};

use crate::formats::xml_tree::Element;

/// Credit or debit, seen from the holder of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum Side {
    /// Money came in.
    Credit,
    /// Money went out.
    Debit,
}

impl Side {
    /// Reads a `CdtDbtInd`.
    pub(in crate::formats) fn read(text: &str) -> Option<Self> {
        match text {
            "CRDT" => Some(Self::Credit),
            "DBIT" => Some(Self::Debit),
            _ => None,
        }
    }

    /// Minor units with the sign of this side.
    pub(in crate::formats) fn signed(self, minor: i64) -> i64 {
        if self == Self::Credit { minor } else { -minor }
    }
}

/// Reads an `Amt` with its `Ccy` attribute; an amount is stated without sign.
pub(in crate::formats) fn read(
    element: Element<'_>,
    amount: &mut Amount,
) -> Result<(), RejectKind> {
    let currency = currency(element)?;
    amount.read(element.take_own(), DecimalMark::Point, currency).map_err(RejectKind::from)?;
    // The side says where money went (`CdtDbtInd`): a sign beside it says it twice, or the opposite.
    if amount.money.is_some_and(|money| money.minor < 0) {
        return Err(RejectKind::NegativeAmount);
    }
    Ok(())
}

/// The currency an amount states.
pub(in crate::formats) fn currency(element: Element<'_>) -> Result<Currency, RejectKind> {
    match element.attribute("Ccy") {
        "" => Ok(Currency::NONE),
        code => Currency::from_code(code).ok_or(RejectKind::UnknownCurrency),
    }
}

/// Where a transaction states what it moved, in the order of trust.
const TRANSACTION_AMOUNTS: [&str; 4] =
    ["Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt", "AmtDtls/InstdAmt/Amt"];

/// The amount of a transaction stated in the currency of its booking.
pub(in crate::formats) fn of_transaction(
    details: Element<'_>,
    currency: Option<Currency>,
) -> Option<Element<'_>> {
    TRANSACTION_AMOUNTS.iter().map(|path| details.at(path)).find(|amount| {
        amount.exists()
            && (currency.is_none() || Currency::from_code(amount.peek_attribute("Ccy")) == currency)
    })
}

/// Reads a `Dt` (a day) or a `DtTm` (an instant); nothing stated leaves the stamp absent.
pub(in crate::formats) fn read_date(
    element: Element<'_>,
    stamps: &mut StampReader,
    stamp: &mut Stamp,
) -> Result<(), StampFault> {
    let day = element.take("Dt");
    if day.is_empty() {
        return stamps.read(element.take("DtTm"), stamp);
    }
    // An XML Schema date may state its offset: `2026-01-10+02:00`, `2026-01-10Z`.
    match day.split_at_checked(10) {
        Some((date, offset)) if !offset.is_empty() && !offset.starts_with('T') => {
            stamps.read(&format!("{date}T00:00:00{offset}"), stamp)?;
            stamp.precision = Precision::Day;
            stamp.latest_us = stamp.earliest_us.saturating_add(Precision::Day.span_us() - 1);
            stamp.stated.set(day);
            Ok(())
        }
        _ => stamps.read(day, stamp),
    }
}
