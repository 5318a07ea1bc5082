//! Payment messages: a real one, and orders, reports, returns and covers.

use tutela_ingest::sink::Note;

use crate::collected::{fixture, read, recognised};

#[test]
fn a_real_payment_between_banks_is_read_in_its_envelope() {
    let Some(path) = casetest::real::path("finance/iso20022/pacs.008.001.07.xml") else { return };
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(recognised(&bytes), Some("iso20022"));
    let found = read("iso20022", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let [row] = found.rows.as_slice() else { panic!("{:?}", found.rows) };
    assert_eq!(row.get("principal"), "USD 5000.00");
    assert_eq!((row.get("payer.name"), row.get("payee.name")), ("JOHN DOE", "Mike Smith"));
    assert_eq!((row.get("reference"), row.get("operator")), ("223423423", "CITTGB2LPBG"));
    assert_eq!((row.get("send_place"), row.get("pay_place")), ("ITUSUSP1XXX", "USTBUS31XXX"));
    assert_eq!(row.get("sent"), "2018-04-28T20:54:39");
    assert!(row.get("payer.address").contains("Buenos Aires"));
    assert!(row.get("extra").contains("\"ClrSysRef\"") || row.get("extra").contains("SDSDS333"));
    let totals = found.totals();
    assert_eq!((totals[0].1, totals[0].2), ("1", "1"));
    // Its maker states twice of what its payment moves.
    assert_eq!((totals[1].1, totals[1].2), ("USD 10000.00", "USD 5000.00"));
}

#[test]
fn an_order_is_instructed_and_its_group_belongs_to_each_payment() {
    let bytes = fixture("iso20022/order.xml");
    assert_eq!(recognised(&bytes), Some("iso20022"));
    let found = read("iso20022", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let [first, second] = found.rows.as_slice() else { panic!("{:?}", found.rows) };
    assert_eq!(first.get("reference"), "11111111-1111-4111-8111-111111111111");
    assert_eq!((first.get("status"), first.get("principal")), ("instructed", "EUR 10.50"));
    assert_eq!(first.get("purpose"), "filler one");
    for row in [first, second] {
        assert_eq!(row.get("payer.account"), "iban:IT60X0542811101000000123456");
        assert_eq!((row.get("sent"), row.get("send_place")), ("2026-01-12", "BANKITMM"));
        assert!(row.get("extra").contains("\"GrpHdr/InitgPty/Nm\":\"Example One\""));
        assert!(row.get("extra").contains("\"PmtInf/PmtMtd\":\"TRF\""), "{}", row.get("extra"));
    }
    assert_eq!(second.get("payee.account"), "account:77");
    assert!(found.totals().iter().all(|(_, stated, found)| stated == found));
    assert_eq!(found.totals().len(), 2);
}

#[test]
fn a_report_states_what_became_of_a_payment_or_of_a_group() {
    let found = read("iso20022", &fixture("iso20022/status.xml"));
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let [one, group] = found.rows.as_slice() else { panic!("{:?}", found.rows) };
    assert_eq!((one.get("status"), one.get("reference")), ("rejected", "E-1"));
    assert_eq!((one.get("principal"), one.get("payee.name")), ("EUR 10.50", "Example Two"));
    assert!(one.get("extra").contains("AC04"));
    assert_eq!((group.get("status"), group.get("reference")), ("ACCP", "P-2"));
}

#[test]
fn a_return_goes_back_and_a_cover_names_the_customers() {
    let found = read("iso20022", &fixture("iso20022/between_banks.xml"));
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let [back, cover] = found.rows.as_slice() else { panic!("{:?}", found.rows) };
    assert_eq!((back.get("payer.name"), back.get("payee.name")), ("Example Two", "Example One"));
    assert_eq!(back.get("payee.account"), "iban:IT60X0542811101000000123456");
    assert_eq!((back.get("status"), back.get("sent")), ("returned", "2026-01-13"));
    assert_eq!((cover.get("payer.name"), cover.get("payee.name")), ("Example One", "Example Two"));
    assert!(cover.get("extra").contains("BANKITMM"), "{}", cover.get("extra"));
    assert!(found.notes.iter().any(
        |note| matches!(note, Note::Remark(said) if said.text().contains("may be sent twice"))
    ));
}

#[test]
fn a_payment_that_cannot_be_read_is_set_aside_alone() {
    let text = String::from_utf8(fixture("iso20022/order.xml")).unwrap();
    for (from, to, code) in [
        (">20.00<", ">twenty<", "ING-002"),
        (">20.00<", ">-20.00<", "ING-021"),
        ("\"EUR\">20", "\"EUX\">20", "ING-004"),
        ("<Amt><InstdAmt Ccy=\"EUR\">20.00</InstdAmt></Amt>", "", "ING-009"),
        ("</Othr>", "", "ING-013"),
    ] {
        let found = read("iso20022", text.replace(from, to).as_bytes());
        assert_eq!((found.codes(), found.rows.len()), (vec![code.to_owned()], 1), "{to}");
    }
}

#[test]
fn the_oldest_messages_are_named_after_themselves() {
    let text = String::from_utf8(fixture("iso20022/order.xml")).unwrap();
    let old = text.replace("CstmrCdtTrfInitn", "pain.001.001.02").replace(" xmlns=", " x=");
    assert_eq!(recognised(old.as_bytes()), Some("iso20022"));
    assert_eq!(read("iso20022", old.as_bytes()).rows.len(), 2);
}

#[test]
fn the_status_of_a_whole_message_is_told() {
    let text = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.03\"><CstmrPmtStsRpt>\
        <GrpHdr><MsgId>S-2</MsgId></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>M-1</OrgnlMsgId>\
        <OrgnlMsgNmId>pain.001</OrgnlMsgNmId><GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>DU01</Cd></Rsn>\
        </StsRsnInf></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>";
    let found = read("iso20022", text.as_bytes());
    assert_eq!((found.rows.len(), found.rejects.len()), (0, 0));
    let told = "The status of message M-1 (pain.001) as a whole is RJCT, reason DU01";
    assert!(
        found
            .notes
            .iter()
            .any(|note| matches!(note, Note::Remark(said) if said.text().starts_with(told))),
        "{:?}",
        found.notes
    );
}
