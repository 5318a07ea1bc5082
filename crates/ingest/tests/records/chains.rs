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

    // The price of the day in the header is no part of its name.
    let own = "\"Txhash\",\"Blockno\",\"UnixTimestamp\",\"DateTime (UTC)\",\"From\",\"To\",\"ContractAddress\",\
        \"Value_IN(ETH)\",\"Value_OUT(ETH)\",\"CurrentValue @ $2000.1/Eth\",\"TxnFee(ETH)\",\"TxnFee(USD)\",\
        \"Historical $Price/Eth\",\"Status\",\"ErrCode\",\"Method\"\n\
        \"0x2\",\"1\",\"1768039200\",\"2026-01-10 10:00:00\",\"0x00000000000000000000000000000000000000AA\",\
        \"0x00000000000000000000000000000000000000bb\",\"\",\"0\",\"0.123456789012345678\",\"246\",\"0.001\",\"2\",\
        \"2000\",\"\",\"\",\"Transfer\"\n";
    let found = reads(own, &rome());
    let extra: serde_json::Value = serde_json::from_str(found.rows[0].get("extra")).unwrap();
    assert_eq!(extra["crypto_amount_out"], "0.123456789012345678");
    assert_eq!(extra["CurrentValue @ $2000.1/Eth"], "246");
    assert_eq!(found.rows[0].get("status"), "");
    let failed = own.replace("\"2000\",\"\",\"\"", "\"2000\",\"Error(0)\",\"Reverted\"");
    assert_eq!(reads(&failed, &rome()).rows[0].get("status"), "cancelled");

    let inner = "\"Transaction Hash\",\"Blockno\",\"UnixTimestamp\",\"DateTime (UTC)\",\"ParentTxFrom\",\
        \"ParentTxTo\",\"ParentTxETH_Value\",\"From\",\"TxTo\",\"ContractAddress\",\"Value_IN(ETH)\",\
        \"Value_OUT(ETH)\",\"CurrentValue @ $2000.1/Eth\",\"Historical $Price/Eth\",\"Status\",\"ErrCode\",\"Type\"\n\
        \"0x3\",\"1\",\"1768039200\",\"2026-01-10 10:00:00\",\"0xp1\",\"0xp2\",\"0\",\
        \"0x00000000000000000000000000000000000000cc\",\"0x00000000000000000000000000000000000000bb\",\"\",\
        \"0.5\",\"0\",\"1000\",\"2000\",\"0\",\"\",\"call\"\n";
    let found = reads(inner, &rome());
    assert_eq!(
        found.rows[0].get("payer.account"),
        "ethereum:0x00000000000000000000000000000000000000cc"
    );
    assert_eq!(found.rows[0].get("status"), "paid");
}

#[test]
fn movements_of_a_wallet_say_who_acted() {
    let text = "Tx number,Effect,Ticker,Amount fiat (USD),Asset rate (USD),Type,Date,Public key,\
        Wallet address,Third-party address,Transaction hash\n\
        1,0.5,BTC,100,200,External receiving,2026-01-10 10:00:00,k,own1,other1,t1\n\
        2,-0.2,BTC,40,200,External spending,2026-01-11 10:00:00,k,own1,other2,t2\n\
        3,-0.1,BTC,20,200,Inner,2026-01-12 10:00:00,k,own1,own2,t3\n";
    let found = read("delimited", text.as_bytes());
    let sides: Vec<_> =
        found.rows.iter().map(|r| (r.get("payer.account"), r.get("payee.account"))).collect();
    assert_eq!(sides, [("bitcoin:other1", "bitcoin:own1"), ("bitcoin:own1", "bitcoin:other2")]);
    assert_eq!(found.codes(), ["ING-020"]);
}

#[test]
fn an_exchange_lists_what_its_customer_withdrew() {
    let text = "Date(UTC),Coin,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status,Network\n\
        2026-01-10 10:00:00,BTC,0.01234567,0.0005,1Archive1n2C579dMsAu3iC6tWzuQJz8dN,t1,,,Completed,BTC\n";
    let owner = Some("exchange:77".into());
    // Deposits have the same header: nobody says yet which way the money went.
    let refused =
        read_with("delimited", text.as_bytes(), &Settings { owner: owner.clone(), ..rome() });
    let reason = refused.halt.unwrap().to_string();
    assert!(reason.contains("exchange-withdrawals, exchange-deposits-b"), "{reason}");
    let mapping = Some("exchange-withdrawals".into());
    let settings = Settings { owner, mapping, ..rome() };
    let found = reads(text, &settings);
    let row = &found.rows[0];
    assert_eq!(row.get("payer.account"), "exchange:77");
    assert_eq!(row.get("payee.account"), "bitcoin:1Archive1n2C579dMsAu3iC6tWzuQJz8dN");
    assert_eq!(row.get("status"), "paid");
    assert_eq!(row.get("sent.earliest"), "2026-01-10T10:00:00Z");
}

#[test]
fn the_newest_lists_of_an_exchange_tell_by_their_header_which_way_the_money_went() {
    let settings = Settings { owner: Some("exchange:77".into()), ..rome() };
    let out = "Date(UTC+0),Coin,Network,Amount,Fee,Address,TXID,Status\n\
        24-01-05 10:00:00,BTC,BTC,0.5,0.0005,1Archive1n2C579dMsAu3iC6tWzuQJz8dN,t1,Completed\n";
    let found = reads(out, &settings);
    assert_eq!(found.rows[0].get("payer.account"), "exchange:77");
    assert_eq!(found.rows[0].get("sent.earliest"), "2024-01-05T10:00:00Z");
    let into = "Date(UTC+0),Coin,Network,Amount,Address,TXID,Status\n\
        2024-01-05 10:00:00,BTC,BTC,0.5,1Archive1n2C579dMsAu3iC6tWzuQJz8dN,t1,Completed\n";
    let found = reads(into, &settings);
    assert_eq!(found.rows[0].get("payee.account"), "bitcoin:1Archive1n2C579dMsAu3iC6tWzuQJz8dN");
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
