//! What money-transfer operators return: a CSV in US Central, a workbook in Italian, a wallet's log.

use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Told, decimal, line, out, told};
use crate::calendar::{OPERATOR_ZONE, PAYER_ZONE, text, zone};
use crate::plan::{Operator, Plan};

/// One row in this many of `mto-a` has an amount that is none: what real returns hold.
const BAD_EVERY: usize = 997;

/// One row in this many stands twice in the return.
const REPEATED_EVERY: usize = 701;

/// Transfers whose outcome an amended return states anew.
const AMENDED_EVERY: usize = 211;

pub(crate) const MTO_A: &[&str] = &[
    "Reference",
    "Send Date",
    "Send Time",
    "Pay Date",
    "Pay Time",
    "Sender Name",
    "Sender Phone",
    "Sender ID Type",
    "Sender ID Number",
    "Sender Address",
    "Sender City",
    "Receiver Name",
    "Receiver Phone",
    "Receiver City",
    "Receiver Country",
    "Principal",
    "Currency",
    "Fee",
    "Payout Amount",
    "Payout Currency",
    "Status",
    "Send Agent",
    "Pay Agent",
];

/// Rows and rejects of the CSV return.
pub(crate) fn mto_a(plan: &Plan, folder: &Path) -> std::io::Result<(u64, u64)> {
    let mut out = out(folder, "mto-a.csv")?;
    line(&mut out, ',', MTO_A)?;
    let (mut rows, mut rejects) = (0, 0);
    for told in told(plan).filter(|told| told.pair.operator == Operator::MtoA) {
        let bad = told.at % BAD_EVERY == 5;
        row_a(&mut out, &told, told.status(), bad)?;
        rows += 1;
        rejects += u64::from(bad);
        if told.at % REPEATED_EVERY == 9 && !bad {
            row_a(&mut out, &told, told.status(), false)?;
            rows += 1;
        }
    }
    out.flush()?;
    Ok((rows, rejects))
}

/// Rows of the amended return: some transfers again, now refunded.
pub(crate) fn mto_a_amended(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "mto-a-amended.csv")?;
    line(&mut out, ',', MTO_A)?;
    let mut rows = 0;
    let amended = |told: &Told<'_>| {
        told.pair.operator == Operator::MtoA && told.at % AMENDED_EVERY == 3 && !told.payment.undone
    };
    for told in told(plan).filter(amended) {
        row_a(&mut out, &told, "Refunded", false)?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

fn row_a(out: &mut super::Out, told: &Told<'_>, status: &str, bad: bool) -> std::io::Result<()> {
    let central = zone(OPERATOR_ZONE);
    let (sent, paid) = (told.payment.at_s, told.payment.at_s + 1_800);
    let shouting = told.at % 4 == 1;
    let name = |person: &crate::people::Person| {
        if shouting { person.name_in_capitals() } else { person.name() }
    };
    let amount = if bad { "n/a".to_owned() } else { decimal(told.payment.minor, '.') };
    line(
        out,
        ',',
        &[
            &told.reference(),
            &text(sent, &central, "%m/%d/%Y"),
            &text(sent, &central, "%H:%M:%S"),
            &text(paid, &central, "%m/%d/%Y"),
            &text(paid, &central, "%H:%M:%S"),
            &name(told.payer),
            &told.payer.phone,
            "ID",
            &told.payer.document,
            "Via Esempio 1, interno 2",
            &told.payer.city,
            &name(told.payee),
            &told.payee.phone,
            &told.payee.city,
            "PH",
            &amount,
            "EUR",
            &decimal(told.fee(), '.'),
            &decimal(told.pay_out(), '.'),
            "PHP",
            status,
            "IT-0417",
            "PH-2209",
        ],
    )
}

const MTO_B: &[&str] = &[
    "Numero operazione",
    "Data invio",
    "Ora invio",
    "Data pagamento",
    "Ora pagamento",
    "Codice cliente mittente",
    "Cognome mittente",
    "Nome mittente",
    "Data di nascita mittente",
    "Telefono mittente",
    "Tipo documento mittente",
    "Documento mittente",
    "Indirizzo mittente",
    "Città mittente",
    "Codice cliente beneficiario",
    "Cognome beneficiario",
    "Nome beneficiario",
    "Telefono beneficiario",
    "Città beneficiario",
    "Paese beneficiario",
    "Importo inviato",
    "Valuta",
    "Commissione",
    "Importo pagato",
    "Valuta pagamento",
    "Stato",
    "Agenzia invio",
    "Agenzia pagamento",
    "Causale",
];

/// Rows of the workbook return.
pub(crate) fn mto_b(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut book = Workbook::new();
    let done = fill_workbook(plan, &mut book)
        .and_then(|rows| book.save(folder.join("mto-b.xlsx")).map(|()| rows));
    done.map_err(std::io::Error::other)
}

fn fill_workbook(plan: &Plan, book: &mut Workbook) -> Result<u64, XlsxError> {
    // A fixed date keeps the bytes of the workbook the same on every run.
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 1, 8)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet().set_name("Operazioni")?;
    for (column, header) in (0u16..).zip(MTO_B) {
        sheet.write_string(0, column, *header)?;
    }
    let home = zone(PAYER_ZONE);
    let mut row = 0u32;
    for told in told(plan).filter(|told| told.pair.operator == Operator::MtoB) {
        row += 1;
        let (sent, paid) = (told.payment.at_s, told.payment.at_s + 3_600);
        let status = match told.status() {
            "Paid" => "Pagato",
            "Cancelled" => "Annullato",
            _ => "Rimborsato",
        };
        let cells = [
            told.reference(),
            text(sent, &home, "%d/%m/%Y"),
            text(sent, &home, "%H:%M"),
            text(paid, &home, "%d/%m/%Y"),
            text(paid, &home, "%H:%M"),
            told.payer.customer.clone(),
            told.payer.family.clone(),
            told.payer.given.clone(),
            String::new(),
            told.payer.phone.clone(),
            "CI".to_owned(),
            told.payer.document.clone(),
            "Via Esempio 3".to_owned(),
            told.payer.city.clone(),
            told.payee.customer.clone(),
            told.payee.family.clone(),
            told.payee.given.clone(),
            told.payee.phone.clone(),
            told.payee.city.clone(),
            "PH".to_owned(),
            decimal(told.payment.minor, ','),
            "EUR".to_owned(),
            decimal(told.fee(), ','),
            decimal(told.pay_out(), ','),
            "PHP".to_owned(),
            status.to_owned(),
            "MI-12".to_owned(),
            "CB-03".to_owned(),
            "testo neutro".to_owned(),
        ];
        for (column, cell) in (0u16..).zip(&cells) {
            sheet.write_string(row, column, cell)?;
        }
    }
    Ok(u64::from(row))
}

const WALLET_C: &[&str] = &[
    "transaction_id",
    "created_at_ms",
    "completed_at_ms",
    "sender_account_id",
    "sender_handle",
    "sender_phone",
    "sender_email",
    "receiver_account_id",
    "receiver_handle",
    "receiver_phone",
    "receiver_email",
    "amount",
    "currency",
    "fee",
    "received_amount",
    "received_currency",
    "status",
    "funding",
    "note",
];

/// Rows of the wallet's log.
pub(crate) fn wallet_c(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "wallet-c.csv")?;
    line(&mut out, ',', WALLET_C)?;
    let mut rows = 0;
    for told in told(plan).filter(|told| told.pair.operator == Operator::WalletC) {
        let status = match told.status() {
            "Paid" => "completed",
            "Cancelled" => "cancelled",
            _ => "refunded",
        };
        let sent_ms = told.payment.at_s * 1_000 + 250;
        line(
            &mut out,
            ',',
            &[
                &told.reference(),
                &sent_ms.to_string(),
                &(sent_ms + 90_000).to_string(),
                &told.payer.customer,
                "",
                &told.payer.phone,
                &told.payer.email,
                &told.payee.customer,
                "",
                &told.payee.phone,
                "",
                &decimal(told.payment.minor, '.'),
                "EUR",
                &decimal(told.fee(), '.'),
                &decimal(told.pay_out(), '.'),
                "PHP",
                status,
                "card",
                "neutral note",
            ],
        )?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}
