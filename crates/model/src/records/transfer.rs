//! A money transfer, as an operator, a bank or a reporting entity states it.

use crate::money::Amount;
use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// Money from a party to a party, as one source states it.
    Transfer is Transfer {
        /// The operator's reference: control number, UETR, EndToEndId.
        reference: Text,
        /// Who carried the money: money-transfer operator, bank, wallet.
        operator: Text,
        /// What the source says became of it: `paid`, `pending`, `cancelled`, `refunded`, `reversed`, or its own word.
        status: Text,
        /// When the payer handed the money over.
        sent: Stamp,
        /// When it could first be collected.
        available: Stamp,
        /// When it was collected or credited.
        paid_out: Stamp,
        /// What was sent, without fee.
        principal: Amount,
        /// What the operator charged for sending it.
        fee: Amount,
        /// What the payee got, in the currency of the pay-out.
        pay_out: Amount,
        /// Who sent the money.
        payer: Party,
        /// Who was to receive it.
        payee: Party,
        /// Where it was sent: branch, agent, city or app, as stated.
        send_place: Text,
        /// Where it was paid out, as stated.
        pay_place: Text,
        /// How it was sent: cash, card, account, app.
        channel: Text,
        /// The purpose or message as stated.
        purpose: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
