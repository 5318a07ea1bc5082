//! What banks and reporting entities write: camt.053, a bank's CSV, a goAML report.

use std::io::Write;
use std::path::Path;

use super::{Told, decimal, line, out, told};
use crate::calendar::{PAYER_ZONE, text, zone};
use crate::plan::{Operator, Plan};

/// One pair in this many has its money seen by a bank too.
const BANK_EVERY: u32 = 5;

/// Payers whose statements one camt file holds at most.
const STATEMENTS_MAX: usize = 400;

/// IBAN of a payer with right check digits (ISO 13616), at an invented bank.
fn iban(number: u32) -> String {
    let body = format!("X0542811101{number:012}");
    let mut remainder: u64 = 0;
    for c in body.chars().chain("IT00".chars()) {
        let value = c.to_digit(36).map_or(0, u64::from);
        remainder = (remainder * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    format!("IT{:02}{body}", 98 - remainder)
}

/// Rows written: entries of the camt statements.
pub(crate) fn camt(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "bank-statements.camt053.xml")?;
    let home = zone(PAYER_ZONE);
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">\n<BkToCstmrStmt>\n<GrpHdr><MsgId>SYNTHETIC-1</MsgId><CreDtTm>2026-01-10T08:00:00+01:00</CreDtTm></GrpHdr>\n",
    )?;
    let mut rows = 0;
    let mut statements = 0;
    let mut holder = None;
    for told in told(plan).filter(|told| {
        told.pair.operator == Operator::WalletC && told.payment.pair % BANK_EVERY == 2
    }) {
        if holder != Some(told.payer.number) {
            if holder.is_some() {
                out.write_all(b"</Stmt>\n")?;
            }
            statements += 1;
            if statements > STATEMENTS_MAX {
                holder = None;
                break;
            }
            holder = Some(told.payer.number);
            open_statement(&mut out, &told)?;
        }
        entry(&mut out, &told, &text(told.payment.at_s, &home, "%Y-%m-%d"))?;
        rows += 1;
    }
    if holder.is_some() {
        out.write_all(b"</Stmt>\n")?;
    }
    out.write_all(b"</BkToCstmrStmt>\n</Document>\n")?;
    out.flush()?;
    Ok(rows)
}

fn open_statement(out: &mut super::Out, told: &Told<'_>) -> std::io::Result<()> {
    writeln!(
        out,
        "<Stmt><Id>S-{0}</Id><CreDtTm>2026-01-10T08:00:00+01:00</CreDtTm>\
         <FrToDt><FrDtTm>2025-01-01T00:00:00+01:00</FrDtTm><ToDtTm>2025-12-31T23:59:59+01:00</ToDtTm></FrToDt>\
         <Acct><Id><IBAN>{1}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>{2}</Nm></Ownr></Acct>",
        told.payer.number,
        iban(told.payer.number),
        escape(&told.payer.name_in_capitals()),
    )
}

fn entry(out: &mut super::Out, told: &Told<'_>, day: &str) -> std::io::Result<()> {
    let amount = decimal(told.payment.minor, '.');
    writeln!(
        out,
        "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>\
         <BkTxCd><Prtry><Cd>PMNT</Cd></Prtry></BkTxCd>\
         <NtryDtls><TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>\
         <RltdPties><Cdtr><Pty><Nm>{}</Nm></Pty></Cdtr></RltdPties>\
         <RmtInf><Ustrd>neutral filler {}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
        told.reference(),
        escape(&told.payee.name_in_capitals()),
        told.at,
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

const BANK_A: &[&str] = &[
    "Data contabile",
    "Data valuta",
    "Descrizione",
    "Dare",
    "Avere",
    "Divisa",
    "Controparte",
    "IBAN controparte",
    "Riferimento",
];

/// Rows written: one holder's statement with a column of debits and a column of credits.
pub(crate) fn bank_csv(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "bank-movements.csv")?;
    let home = zone(PAYER_ZONE);
    line(&mut out, ';', BANK_A)?;
    let mut rows = 0;
    let mut payments = std::collections::BTreeMap::<u32, usize>::new();
    for told in told(plan) {
        *payments.entry(told.payer.number).or_default() += 1;
    }
    let busiest = payments.iter().max_by_key(|(_, count)| **count);
    let Some(holder) = busiest.map(|(payer, _)| *payer) else { return Ok(0) };
    for told in told(plan).filter(|told| told.payer.number == holder) {
        let day = text(told.payment.at_s, &home, "%d/%m/%Y");
        let amount = decimal(told.payment.minor, ',');
        let name = told.payee.name_in_capitals();
        let reference = told.reference();
        line(
            &mut out,
            ';',
            &[&day, &day, "bonifico; causale neutra", &amount, "", "EUR", &name, "", &reference],
        )?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

/// Transfers that a reporting entity reports: one in this many.
const REPORTED_EVERY: usize = 60;

/// Rows written: transactions of a goAML report.
pub(crate) fn goaml(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "reported.goaml.xml")?;
    let home = zone(PAYER_ZONE);
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<report>\n<rentity_id>9001</rentity_id><submission_code>E</submission_code><report_code>STR</report_code><entity_reference>SYN-1</entity_reference><submission_date>2026-01-12T09:00:00</submission_date><currency_code_local>EUR</currency_code_local>\n",
    )?;
    let mut rows = 0;
    for told in told(plan)
        .filter(|told| told.pair.operator == Operator::MtoA && told.at % REPORTED_EVERY == 0)
    {
        let at = text(told.payment.at_s, &home, "%Y-%m-%dT%H:%M:%S");
        let person = |person: &crate::people::Person| {
            format!(
                "<first_name>{}</first_name><last_name>{}</last_name><phones><phone><tph_contact_type>1</tph_contact_type><tph_communication_type>M</tph_communication_type><tph_number>{}</tph_number></phone></phones>",
                escape(&person.given),
                escape(&person.family),
                person.phone
            )
        };
        writeln!(
            out,
            "<transaction><transactionnumber>{}</transactionnumber><transaction_location>{}</transaction_location><date_transaction>{at}</date_transaction><transmode_code>1</transmode_code><amount_local>{}</amount_local>\
             <t_from_my_client><from_funds_code>1</from_funds_code><from_person>{}</from_person><from_country>IT</from_country></t_from_my_client>\
             <t_to><to_funds_code>1</to_funds_code><to_person>{}</to_person><to_country>PH</to_country></t_to></transaction>",
            told.reference(),
            told.payer.city,
            decimal(told.payment.minor, '.'),
            person(told.payer),
            person(told.payee),
        )?;
        rows += 1;
    }
    out.write_all(b"</report>\n")?;
    out.flush()?;
    Ok(rows)
}
