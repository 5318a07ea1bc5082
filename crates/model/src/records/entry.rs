//! A line of a bank statement: one credit or debit on one account.

use crate::money::Amount;
use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// A line of a bank statement: one credit or debit on one account.
    Entry is Entry {
        /// The account whose statement this is, and its holder where stated.
        holder: Party,
        /// Who stands on the other side, where stated.
        counterparty: Party,
        /// The day or instant of booking.
        booked: Stamp,
        /// The day or instant of value.
        valued: Stamp,
        /// The amount, positive for a credit to the holder, negative for a debit.
        amount: Amount,
        /// Charges stated for this line.
        charges: Amount,
        /// `credit` or `debit`.
        direction: Text,
        /// `booked`, `pending`, `information`, or the source's own word.
        status: Text,
        /// `yes` where the source flags the line as a reversal.
        reversal: Text,
        /// The payer's end-to-end reference.
        end_to_end_reference: Text,
        /// The unique end-to-end transaction reference (UETR).
        uetr: Text,
        /// The bank's own reference.
        bank_reference: Text,
        /// The statement the line belongs to.
        statement: Text,
        /// The batch entry the line was expanded from, where one entry holds many transactions.
        batch: Text,
        /// The bank's transaction code.
        code: Text,
        /// Remittance information or booking text as stated.
        purpose: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
