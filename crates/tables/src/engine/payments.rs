//! Transfers and bank entries as payments: who paid whom, when, how much, and what became of it.

use model::Money;
use model::record::Kind;
use model::views::{Lack, Payment, PaymentSource, PaymentStatus, Side};

use super::cells::Cells;
use super::view::{Loader, intern};
use crate::fault::TablesFault;

/// Takes a batch of transfers. The time is when it was sent, else available, else paid out; the
/// amount is the principal, else the pay-out.
pub(super) fn transfers(loader: &mut Loader, cells: &Cells<'_>) -> Result<(), TablesFault> {
    let table = Kind::Transfer.table();
    let (records, rows) = (cells.record()?, cells.rows());
    let times = [cells.stamp("sent")?, cells.stamp("available")?, cells.stamp("paid_out")?];
    let (principal, fee) = (cells.amount("principal")?, cells.amount("fee")?);
    let (pay_out, status) = (cells.amount("pay_out")?, cells.text("status")?);
    let payer = intern(&mut loader.keys, cells.text("payer_key")?, rows)?;
    let payee = intern(&mut loader.keys, cells.text("payee_key")?, rows)?;
    let reference = intern(&mut loader.keys, cells.text("reference")?, rows)?;
    let parties = payer.into_iter().zip(payee).zip(reference);
    for (row, ((payer, payee), reference)) in parties.enumerate() {
        let record = records.get(row);
        let Some(when) = times.iter().find_map(|time| time.get(row)) else {
            loader.leave_out(table, Lack::Time, record);
            continue;
        };
        loader.coverage.span(record.exhibit, table, None, &when, when.latest_us);
        let paid_out = pay_out.get(row).map(unsigned);
        let Some(amount) = principal.get(row).map(unsigned).or(paid_out) else {
            loader.leave_out(table, Lack::Amount, record);
            continue;
        };
        loader.payments.push(Payment {
            record,
            from: PaymentSource::Transfer,
            payer,
            payee,
            when,
            minor: amount.minor,
            currency: amount.currency,
            fee: fee.get(row).map(unsigned),
            pay_out: paid_out,
            side: Side::Both,
            reference: (reference != 0).then_some(reference),
            status: status_of(status.get(row)),
        });
    }
    Ok(())
}

/// Takes a batch of bank entries, each seen from its holder: a credit is paid by the counterparty,
/// a debit by the holder. The time is that of booking, else of value.
pub(super) fn entries(loader: &mut Loader, cells: &Cells<'_>) -> Result<(), TablesFault> {
    let table = Kind::Entry.table();
    let (records, rows) = (cells.record()?, cells.rows());
    let times = [cells.stamp("booked")?, cells.stamp("valued")?];
    let (amount, charges) = (cells.amount("amount")?, cells.amount("charges")?);
    let (direction, status) = (cells.text("direction")?, cells.text("status")?);
    let reversal = cells.text("reversal")?;
    let references =
        [cells.text("end_to_end_reference")?, cells.text("uetr")?, cells.text("bank_reference")?];
    let holders = intern(&mut loader.keys, cells.text("holder_key")?, rows)?;
    let others = intern(&mut loader.keys, cells.text("counterparty_key")?, rows)?;
    for (row, (holder, other)) in holders.into_iter().zip(others).enumerate() {
        let record = records.get(row);
        let Some(when) = times.iter().find_map(|time| time.get(row)) else {
            loader.leave_out(table, Lack::Time, record);
            continue;
        };
        loader.coverage.span(record.exhibit, table, None, &when, when.latest_us);
        loader.coverage.span(record.exhibit, table, Some(holder), &when, when.latest_us);
        let Some(signed) = amount.get(row) else {
            loader.leave_out(table, Lack::Amount, record);
            continue;
        };
        let debit = signed.minor < 0 || (signed.minor == 0 && direction.get(row) == "debit");
        let (payer, payee, side) =
            if debit { (holder, other, Side::Payer) } else { (other, holder, Side::Payee) };
        let reference = references.iter().map(|texts| texts.get(row)).find(|text| names_one(text));
        let reference = loader.keys.id(reference.unwrap_or(""))?;
        loader.payments.push(Payment {
            record,
            from: PaymentSource::Entry,
            payer,
            payee,
            when,
            minor: unsigned(signed).minor,
            currency: signed.currency,
            fee: charges.get(row).map(unsigned),
            pay_out: None,
            side,
            reference: (reference != 0).then_some(reference),
            status: if reversal.get(row) == "yes" {
                PaymentStatus::Undone
            } else {
                status_of(status.get(row))
            },
        });
    }
    Ok(())
}

fn unsigned(money: Money) -> Money {
    Money { minor: money.minor.saturating_abs(), currency: money.currency }
}

/// Whether a reference names one payment: ISO 20022 writes `NOTPROVIDED` where there is none.
fn names_one(reference: &str) -> bool {
    !reference.is_empty()
        && !reference.eq_ignore_ascii_case("NOTPROVIDED")
        && !reference.eq_ignore_ascii_case("NONREF")
}

/// Words of sources for a payment that was not carried out or was taken back.
const UNDONE: [&str; 13] = [
    "cancelled",
    "canceled",
    "refunded",
    "rejected",
    "reversed",
    "returned",
    "failed",
    "declined",
    "void",
    "voided",
    "expired",
    "blocked",
    "recalled",
];

/// Words of sources for a payment that is only announced.
const PENDING: [&str; 5] = ["pending", "information", "announced", "scheduled", "in process"];

/// What became of a payment, by the word of its source; a word that is in neither list counts as
/// done, as the views say.
fn status_of(word: &str) -> PaymentStatus {
    let word = word.trim();
    let is = |listed: &&str| word.eq_ignore_ascii_case(listed);
    match word {
        "" | "paid" | "booked" => PaymentStatus::Done,
        _ if UNDONE.iter().any(is) => PaymentStatus::Undone,
        _ if PENDING.iter().any(is) => PaymentStatus::Pending,
        _ => PaymentStatus::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_sources_become_what_totals_care_for() {
        use PaymentStatus::{Done, Pending, Undone};
        let of = |words: &[&str]| words.iter().map(|word| status_of(word)).collect::<Vec<_>>();
        assert_eq!(of(&["", "paid", "Booked", "ok"]), [Done; 4]);
        assert_eq!(of(&["REFUNDED", "reversed", " returned "]), [Undone; 3]);
        assert_eq!(of(&["pending", "Information"]), [Pending; 2]);
    }

    #[test]
    fn a_reference_that_is_none_names_nothing() {
        assert!(!names_one("NotProvided"));
        assert!(names_one("E2E-1"));
    }
}
