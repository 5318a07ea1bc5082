//! Statements of accounts: real samples against what another reader made of them, and the shapes
//! that cost others their totals.

use model::record::Kind;
use serde_json::Value;
use tutela_ingest::sink::{Halt, Note};

use crate::collected::{Collected, bytes_at, read, recognised};

fn real(name: &str) -> Option<Vec<u8>> {
    casetest::real::path(name).map(|path| std::fs::read(path).unwrap())
}

/// A statement around bookings.
fn statement(bookings: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S1</Id><Acct><Id><IBAN>IT60X0542811101000000123456</IBAN></Id><Ccy>EUR</Ccy></Acct>{bookings}</Stmt></BkToCstmrStmt></Document>"#
    )
}

fn of_statement(bookings: &str) -> Collected {
    let collected = read("camt", statement(bookings).as_bytes());
    assert!(collected.halt.is_none(), "{:?}", collected.halt);
    collected
}

/// Entries as genkgo/camt states them: every object of class `Entry`.
fn expected_entries(value: &Value) -> &Vec<Value> {
    value["getEntries"].as_array().unwrap()
}

#[test]
fn every_sample_gives_the_entries_another_reader_found() {
    for name in ["v2.minimal", "v2.multi.statement", "v2.five.decimals", "v4", "v8", "camt054.v2"] {
        let name = if name.starts_with('v') { format!("camt053.{name}") } else { name.to_owned() };
        let Some(xml) = real(&format!("finance/camt/{name}.xml")) else { return };
        let json = real(&format!("finance/camt/{name}.json")).unwrap();
        let truth: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(recognised(&xml), Some("camt"), "{name}");
        let found = read("camt", &xml);
        assert!(found.halt.is_none() && found.rejects.is_empty(), "{name}: {:?}", found.rejects);
        check_entries(&name, &found, &truth);
    }
}

fn check_entries(name: &str, found: &Collected, truth: &Value) {
    // Of several statements the other reader hands out the entries of the last.
    let last = found.rows.last().unwrap().get("statement").to_owned();
    let mut rows = found.of(Kind::Entry).into_iter().filter(|row| row.get("statement") == last);
    for entry in expected_entries(truth) {
        let details = entry["getTransactionDetails"].as_array().unwrap();
        let single = details.len() <= 1;
        // A batch without amounts has one more row, which carries the amount of the booking.
        let mut carriers = Vec::new();
        for detail in details {
            let row = rows.next().unwrap();
            let detail = if detail.is_object() { detail } else { &entry["getTransactionDetail"] };
            let reference = &detail["getReference"];
            let id = reference["getEndToEndId"].as_str().unwrap_or("");
            assert_eq!(row.get("end_to_end_reference"), id, "{name}");
            check_parties(name, detail, row.get("extra"), &row.fields);
            carriers = vec![row];
        }
        if !single {
            carriers = vec![rows.next().unwrap()];
        }
        let money = &entry["getAmount"];
        let minor: i64 = money["getAmount"].as_str().unwrap().parse().unwrap();
        let currency = money["getCurrency"]["getCode"].as_str().unwrap();
        let shown = model::Money { minor, currency: model::Currency::from_code(currency).unwrap() };
        assert_eq!(carriers[0].get("amount"), shown.to_string(), "{name}");
        let account = &entry["getRecord"]["getAccount"]["getIdentification"];
        if let Some(account) = account.as_str() {
            assert!(carriers[0].get("holder.account").ends_with(account), "{name}");
        }
    }
    assert_eq!(rows.count(), 0, "{name}");
}

/// Every related party stands in the row: as the counterparty, or in `extra`.
fn check_parties(
    name: &str,
    detail: &Value,
    extra: &str,
    fields: &std::collections::BTreeMap<String, String>,
) {
    let get = |key: &str| fields.get(key).map_or("", String::as_str);
    for party in detail["getRelatedParties"].as_array().into_iter().flatten() {
        let Some(stated) = party["getRelatedPartyType"]["getName"].as_str() else { continue };
        let here = get("counterparty.name") == stated || extra.contains(stated);
        assert!(here, "{name}: {stated} is lost");
        if let Some(iban) = party["getAccount"]["getIdentification"].as_str() {
            let here = get("counterparty.account").ends_with(iban) || extra.contains(iban);
            assert!(here, "{name}: {iban} is lost");
        }
    }
}

#[test]
fn the_counterparty_is_the_payer_of_a_credit() {
    let Some(xml) = real("finance/camt/camt053.v8.xml") else { return };
    let found = read("camt", &xml);
    let row = &found.rows[0];
    assert_eq!(row.get("counterparty.name"), "NAME NAME");
    assert_eq!(row.get("counterparty.account"), "iban:NL56AGDH9619008421");
    assert_eq!(row.get("counterparty.address"), "NL, ADDR ADDR 10, 2000 ANTWERPEN");
    assert_eq!(row.get("holder.name"), "FINPETROL");
    assert_eq!(row.get("booked.earliest"), "2014-12-31T12:15:00Z");
    assert_eq!(row.get("booked.zone_source"), "in_value");
    assert_eq!(row.get("valued.precision"), "day");
    assert_eq!(row.get("code"), "PMNT/RCDT/BOOK");
    assert_eq!(row.get("bank_reference"), "AAAASESS-FP-CN_98765/01");
    assert_eq!(row.get("direction"), "credit");
    let element = bytes_at(&xml, &row.place);
    assert!(element.starts_with(b"<Ntry>") && element.ends_with(b"</Ntry>"));
    assert_eq!(row.place.path, "Stmt[1]/Ntry[1]");
}

#[test]
fn opening_and_entries_make_the_closing_balance_of_every_real_statement() {
    let Some(xml) = real("finance/iso20022/FI_camt_053_sample.xml") else { return };
    let found = read("camt", &xml);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let totals = found.totals();
    let balances: Vec<_> = totals.iter().filter(|(what, ..)| what.starts_with("closing")).collect();
    assert!(!balances.is_empty());
    for (what, stated, found) in &totals {
        assert_eq!(stated, found, "{what}");
    }
    assert!(found.notes.iter().any(|note| matches!(note, Note::Coverage { account, .. } if account == "iban:FI7433010001222090")));
}

#[test]
fn a_batch_with_amounts_becomes_one_row_for_each_transaction() {
    let Some(xml) = real("finance/iso20022/FI_camt_053_sample.xml") else { return };
    let found = read("camt", &xml);
    assert!(found.halt.is_none(), "{:?} {:?} {:?}", found.halt, found.rejects, found.rows.len());
    let batch: Vec<_> =
        found.rows.iter().filter(|row| row.get("batch") == "CustRefForPmtBatch9").collect();
    let amounts: Vec<_> = batch.iter().map(|row| row.get("amount")).collect();
    assert_eq!(amounts, ["EUR -2000.02", "EUR -1000.01", "EUR -1230.02"]);
    assert_eq!(batch[1].get("purpose"), "Invoices 123 and 321");
    assert_eq!(batch[1].get("counterparty.account"), "bban:29501800020582");
    assert_eq!(batch[1].place.path, "Stmt[1]/Ntry[3]/TxDtls[2]");
    let element = bytes_at(&xml, &batch[1].place);
    assert!(element.starts_with(b"<TxDtls>") && element.ends_with(b"</TxDtls>"));
}

#[test]
fn a_batch_without_amounts_keeps_its_sum_in_one_more_row() {
    let Some(xml) = real("finance/camt/camt054.v2.xml") else { return };
    let found = read("camt", &xml);
    assert!(found.halt.is_none(), "{:?} {:?}", found.halt, found.rejects);
    let amounts: Vec<_> = found.rows.iter().map(|row| row.get("amount")).collect();
    assert_eq!(amounts, ["", "", "", "SEK -200000.00"]);
    assert!(found.rows.iter().all(|row| row.get("batch") == "AAAASESS-FP-ACCR001"));
}

#[test]
fn a_reversal_names_the_side_of_the_payment_it_undoes() {
    let found = of_statement(
        r#"<Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-10+02:00</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Holder</Nm></Pty></Dbtr><Cdtr><Pty><Nm>Shop</Nm></Pty></Cdtr></RltdPties></TxDtls></NtryDtls></Ntry>"#,
    );
    let row = &found.rows[0];
    assert_eq!((row.get("counterparty.name"), row.get("reversal")), ("Shop", "yes"));
    assert_eq!((row.get("end_to_end_reference"), row.get("status")), ("", "booked"));
    assert_eq!(row.get("booked.earliest"), "2026-01-09T22:00:00Z");
    assert_eq!(row.get("booked.latest"), "2026-01-10T21:59:59.999999Z");
    assert!(row.get("extra").contains("NOTPROVIDED"));
}

#[test]
fn namespaces_prefixes_and_encodings_do_not_matter() {
    let plain = statement(
        r#"<Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts><AddtlNtryInf>Caf&#233; &amp; Co</AddtlNtryInf></Ntry>"#,
    );
    let prefixed = plain
        .replace("</", "</c:")
        .replace('<', "<c:")
        .replace("<c:/c:", "</c:")
        .replace("<c:?xml", "<?xml")
        .replace("xmlns=", "xmlns:c=");
    let wide: Vec<u8> =
        std::iter::once(0xFEFF).chain(plain.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let bare = plain.replace(r#" xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08""#, "");
    for bytes in [plain.into_bytes(), prefixed.into_bytes(), wide, bare.into_bytes()] {
        assert_eq!(recognised(&bytes), Some("camt"));
        let found = read("camt", &bytes);
        let row = &found.rows[0];
        assert_eq!((row.get("amount"), row.get("status")), ("EUR -5.00", "pending"));
        assert_eq!(row.get("purpose"), "Café & Co");
        assert!(bytes_at(&bytes, &row.place).starts_with(&bytes[bytes_start(&bytes)..][..1]));
    }
}

fn bytes_start(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| *byte == b'<').unwrap()
}

#[test]
fn a_broken_booking_is_set_aside_and_the_next_is_read() {
    let good = r#"<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>"#;
    let lost_end = r#"<Ntry><Amt Ccy="EUR">2.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"#;
    let crossed = r#"<Ntry><Amt Ccy="EUR">3.00<CdtDbtInd></Amt>CRDT</CdtDbtInd></Ntry>"#;
    let unknown = r#"<Ntry><Amt Ccy="EUX">4.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>"#;
    let sideless = r#"<Ntry><Amt Ccy="EUR">5.00</Amt></Ntry>"#;
    let found = of_statement(&[lost_end, good, crossed, good, unknown, sideless, good].concat());
    assert_eq!(found.codes(), ["ING-013", "ING-013", "ING-004", "ING-009"]);
    assert_eq!(found.rows.len(), 3);
}

#[test]
fn a_cut_statement_gives_its_whole_bookings_and_says_where_it_ends() {
    let good = r#"<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>"#;
    let whole = statement(&[good, good, good].concat());
    let cut = whole.rfind("<CdtDbtInd>").unwrap();
    let found = read("camt", &whole.as_bytes()[..cut + 5]);
    assert_eq!((found.rows.len(), found.codes()), (2, vec!["ING-013".to_owned()]));
    assert!(matches!(found.halt, Some(Halt::Broken { .. })));
}

#[test]
fn entities_of_the_exhibit_are_never_expanded() {
    let bomb = statement(
        r#"<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><AddtlNtryInf>&lol;</AddtlNtryInf></Ntry>"#,
    )
    .replacen(
        "<Document",
        r#"<!DOCTYPE Document [<!ENTITY lol "aaaaaaaaaaaaaaaa"><!ENTITY x SYSTEM "file:///etc/hostname">]><Document"#,
        1,
    );
    let found = read("camt", bomb.as_bytes());
    assert_eq!(found.rows[0].get("purpose"), "&lol;");
    assert!(
        found
            .notes
            .iter()
            .any(|note| matches!(note, Note::Remark(said) if said.text().contains("not followed")))
    );
}
