//! Transfers on public chains and answers on addresses, through the mappings of the house.

use model::record::Kind;
use tutela_ingest::Settings;

use crate::collected::{Collected, fixture, read, read_with, rome};

fn reads(text: &str, settings: &Settings) -> Collected {
    let found = read_with("delimited", text.as_bytes(), settings);
    assert!(
        found.halt.is_none() && found.rejects.is_empty(),
        "{:?} {:?}",
        found.halt,
        found.rejects
    );
    found
}

#[test]
fn an_amount_on_a_chain_is_kept_exactly_and_is_no_money() {
    let found = read("delimited", &fixture("delimited/chain-transfers.csv"));
    let rows = found.of(Kind::Transfer);
    assert_eq!((rows.len(), found.rejects.len()), (2, 0), "{:?} {:?}", found.rejects, found.halt);
    assert_eq!(rows[1].get("principal"), "");
    assert_eq!(rows[0].get("payer.account"), "bitcoin:1Archive1n2C579dMsAu3iC6tWzuQJz8dN");
    assert_eq!(rows[1].get("payer.account"), "ethereum:0xfa8e3920daf271dab92be9b87d9998ddd94fef08");
    let extra: serde_json::Value = serde_json::from_str(rows[1].get("extra")).unwrap();
    assert_eq!(extra["crypto_amount"], "1234567890123456789012345");
    assert_eq!((&extra["crypto_unit"], &extra["crypto_asset"]), (&"wei".into(), &"ETH".into()));
    assert_eq!(rows[0].get("sent.zone_source"), "operator_default");
}

#[test]
fn a_transfer_without_any_amount_is_set_aside() {
    let text = String::from_utf8(fixture("delimited/chain-transfers.csv")).unwrap();
    let found = read("delimited", text.replace(",123456789,", ",,").as_bytes());
    assert_eq!((found.codes(), found.rows.len()), (vec!["ING-009".to_owned()], 1));
}

#[test]
fn a_block_explorers_lists_are_read() {
    let tokens = "\"Transaction Hash\",\"Blockno\",\"UnixTimestamp\",\"DateTime (UTC)\",\"From\",\"To\",\
        \"TokenValue\",\"USDValueDayOfTx\",\"ContractAddress\",\"TokenName\",\"TokenSymbol\"\n\
        \"0x1\",\"1\",\"1768039200\",\"2026-01-10 10:00:00\",\"0x00000000000000000000000000000000000000AA\",\
        \"0x00000000000000000000000000000000000000bb\",\"1,000.000000000000000001\",\"N/A\",\
        \"0x00000000000000000000000000000000000000cc\",\"Example\",\"EXA\"\n";
    let found = reads(tokens, &rome());
    let row = &found.rows[0];
    assert_eq!(row.get("payer.account"), "ethereum:0x00000000000000000000000000000000000000aa");
    assert_eq!(row.get("sent.earliest"), "2026-01-10T10:00:00Z");
    let extra: serde_json::Value = serde_json::from_str(row.get("extra")).unwrap();
    assert_eq!(extra["crypto_amount"], "1,000.000000000000000001");
    assert_eq!(extra["crypto_asset"], "EXA");

    // The header holds a price of the day: a person names the mapping.
    let own = "\"Txhash\",\"Blockno\",\"UnixTimestamp\",\"DateTime (UTC)\",\"From\",\"To\",\"ContractAddress\",\
        \"Value_IN(ETH)\",\"Value_OUT(ETH)\",\"CurrentValue @ $2000.1/Eth\",\"TxnFee(ETH)\",\"TxnFee(USD)\",\
        \"Historical $Price/Eth\",\"Status\",\"ErrCode\",\"Method\"\n\
        \"0x2\",\"1\",\"1768039200\",\"2026-01-10 10:00:00\",\"0x00000000000000000000000000000000000000AA\",\
        \"0x00000000000000000000000000000000000000bb\",\"\",\"0\",\"0.123456789012345678\",\"246\",\"0.001\",\"2\",\
        \"2000\",\"\",\"\",\"Transfer\"\n";
    let settings = Settings { mapping: Some("etherscan-transactions".into()), ..rome() };
    let found = reads(own, &settings);
    let extra: serde_json::Value = serde_json::from_str(found.rows[0].get("extra")).unwrap();
    assert_eq!(extra["crypto_amount_out"], "0.123456789012345678");
    assert_eq!(extra["CurrentValue @ $2000.1/Eth"], "246");
}

#[test]
fn an_exchange_lists_what_its_customer_withdrew() {
    let text = "Date(UTC),Coin,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status,Network\n\
        2026-01-10 10:00:00,BTC,0.01234567,0.0005,1Archive1n2C579dMsAu3iC6tWzuQJz8dN,t1,,,Completed,BTC\n";
    let settings = Settings { owner: Some("exchange:77".into()), ..rome() };
    let found = reads(text, &settings);
    let row = &found.rows[0];
    assert_eq!(row.get("payer.account"), "exchange:77");
    assert_eq!(row.get("payee.account"), "bitcoin:1Archive1n2C579dMsAu3iC6tWzuQJz8dN");
    assert_eq!(row.get("status"), "paid");
    assert_eq!(row.get("sent.earliest"), "2026-01-10T10:00:00Z");
}

#[test]
fn an_answer_on_a_shared_address_states_ports_and_seconds_in_a_zone_that_is_demanded() {
    let text = "Provider,Public IP,Port from,Port to,Start,End,Private IP,Subscriber,Account,MSISDN,Email,\
        Address,IMSI,IMEI,Cell\n\
        net-x,203.0.113.7,1024,2047,2026-01-10 10:00:00,2026-01-10 10:05:59,10.0.0.1,Example One,A-1,\
        +393331234567,a@example.org,Via Esempio 1,222010000000001,,C-1\n";
    let refused = read("delimited", text.as_bytes());
    assert!(refused.halt.is_some(), "local time without a zone");
    let settings = Settings { zone: Some("Europe/Rome".into()), ..rome() };
    let found = reads(text, &settings);
    let row = &found.rows[0];
    assert_eq!(row.kind, Kind::Lease);
    assert_eq!((row.get("port_first"), row.get("port_last")), ("1024", "2047"));
    assert_eq!(row.get("start.earliest"), "2026-01-10T09:00:00Z");
    assert_eq!(row.get("end.latest"), "2026-01-10T09:05:59.999999Z");
    assert_eq!(row.get("subscriber.account"), "net-x:A-1");
}

#[test]
fn call_records_with_cells_are_calls_and_messages() {
    let text = "Call Type,A Number,B Number,Start Time,End Time,Duration,A IMSI,A IMEI,B IMSI,B IMEI,\
        First Cell ID,Last Cell ID,LAC,Termination Cause\n\
        MOC,+393331234567,+393337654321,2026-01-10 10:00:00,2026-01-10 10:01:00,60,,,,,C-1,C-2,1,normal\n\
        SMMO,+393331234567,+393337654321,2026-01-10 11:00:00,,,,,,,C-1,,1,\n";
    let settings = Settings { zone: Some("Europe/Rome".into()), ..rome() };
    let found = reads(text, &settings);
    assert_eq!((found.of(Kind::Session).len(), found.of(Kind::Message).len()), (1, 1));
    assert_eq!(found.of(Kind::Session)[0].get("cell"), "C-1");
}

#[test]
fn every_call_and_text_of_the_bandicoot_sample_is_read() {
    let Some(path) = casetest::real::path("events/bandicoot/ego.csv") else { return };
    let bytes = std::fs::read(path).unwrap();
    let found = read_with("delimited", &bytes, &Settings { owner: Some("ego".into()), ..rome() });
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count() - 1;
    assert_eq!((found.rows.len(), found.rejects.len()), (lines, 0), "{:?}", found.codes());
}
