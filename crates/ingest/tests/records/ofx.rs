//! Statements of Open Financial Exchange: real samples, and the shapes of banks and brokers.

use model::record::Kind;
use tutela_ingest::sink::{Halt, Note};

use crate::collected::{bytes_at, fixture, read, recognised};

fn real(name: &str) -> Option<Vec<u8>> {
    casetest::real::path(&format!("finance/ofx/{name}")).map(|path| std::fs::read(path).unwrap())
}

#[test]
fn a_real_statement_without_end_tags_gives_every_line() {
    let Some(bytes) = real("bank_medium.ofx") else { return };
    assert_eq!(recognised(&bytes), Some("ofx"));
    let found = read("ofx", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    let rows: Vec<_> = found.of(Kind::Entry);
    let amounts: Vec<_> = rows.iter().map(|row| row.get("amount")).collect();
    assert_eq!(amounts, ["CAD -6.60", "CAD -316.67", "CAD -22.00"]);
    let ids: Vec<_> = rows.iter().map(|row| row.get("bank_reference")).collect();
    assert_eq!(ids[1], "0000123456782009040200004");
    assert_eq!(rows[0].get("booked.earliest"), "2009-04-01T17:20:17Z");
    assert_eq!(rows[0].get("counterparty.name"), "MCDONALD'S #112");
    assert_eq!(rows[0].get("holder.account"), "160000100:12300 000012345678");
    assert!(bytes_at(&bytes, &rows[2].place).ends_with(b"</STMTTRN>"));
    let account = &found.of(Kind::Account)[0];
    assert_eq!(account.get("account_type"), "CHECKING");
}

#[test]
fn a_real_statement_with_a_value_on_each_line_is_read_alike() {
    let Some(bytes) = real("checking.ofx") else { return };
    let found = read("ofx", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    let rows = found.of(Kind::Entry);
    let amounts: Vec<_> = rows.iter().map(|row| row.get("amount")).collect();
    assert_eq!(amounts, ["USD 0.01", "USD -34.51", "USD -25.00"]);
    assert_eq!(rows[2].get("extra"), r#"{"CHECKNUM":"319"}"#);
    // A clock without an offset is of Greenwich, by the specification.
    assert_eq!(rows[0].get("booked.earliest"), "2011-03-31T12:00:00Z");
    assert_eq!(rows[0].get("booked.zone_source"), "operator_default");
    assert_eq!(found.of(Kind::Account)[0].get("platform"), "FAKE");
    let balance = "Account 5472369148:1452687~7 states a balance of USD 100.99";
    assert!(
        found
            .notes
            .iter()
            .any(|note| matches!(note, Note::Remark(said) if said.text().starts_with(balance)))
    );
}

#[test]
fn a_real_answer_of_accounts_without_lines_names_them() {
    let Some(bytes) = real("multiple_accounts.ofx") else { return };
    let found = read("ofx", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none());
    let accounts: Vec<_> = found.rows.iter().map(|row| row.get("holder.account")).collect();
    assert_eq!(accounts, ["123:9100", "123:9200"]);
}

#[test]
fn a_statement_gives_both_parties_and_the_days_it_states() {
    let bytes = fixture("ofx/statement.ofx");
    let found = read("ofx", &bytes);
    let rows = found.of(Kind::Entry);
    assert_eq!((rows.len(), found.rejects.len()), (2, 0), "{:?}", found.rejects);
    assert_eq!(rows[0].get("amount"), "EUR -10.50");
    assert_eq!(rows[0].get("holder.account"), "iban:IT60X0542811101000000123456");
    assert_eq!(rows[0].get("counterparty.account"), "iban:DE89370400440532013000");
    assert_eq!(rows[0].get("purpose"), "filler & one");
    assert_eq!(rows[0].get("booked.earliest"), "2026-01-10T11:00:00Z");
    assert_eq!(rows[0].get("valued.earliest"), "2026-01-10T23:00:00Z");
    assert_eq!((rows[1].get("purpose"), rows[1].get("direction")), ("Example Two", "credit"));
    assert!(found.notes.iter().any(|note| matches!(note, Note::Coverage { .. })));
}

#[test]
fn cards_and_cash_of_investments_are_entries() {
    let found = read("ofx", &fixture("ofx/holdings.ofx"));
    let rows = found.of(Kind::Entry);
    let got: Vec<_> = rows
        .iter()
        .map(|row| (row.get("amount"), row.get("code"), row.get("holder.account")))
        .collect();
    assert_eq!(
        got,
        [
            ("USD -5.00", "POS", "account:CARD-1"),
            ("EUR -100.00", "BUYSTOCK", "broker.example:INV-1"),
            ("EUR 200.00", "DEP", "broker.example:INV-1"),
        ],
        "{:?}",
        found.rejects
    );
    assert_eq!(rows[0].get("counterparty.address"), "Via Esempio 1, 20100, Milano");
    assert_eq!(rows[0].get("purpose"), "filler <one>");
    assert_eq!(rows[1].get("purpose"), "filler buy");
    assert!(rows[1].get("extra").contains("\"INVBUY/UNITPRICE\":\"99.00\""));
}

#[test]
fn a_header_that_names_another_encoding_does_not_spoil_utf_8() {
    let text = String::from_utf8(fixture("ofx/statement.ofx")).unwrap();
    let text = text.replace("Example Two", "Però");
    assert_eq!(read("ofx", text.as_bytes()).of(Kind::Entry)[1].get("counterparty.name"), "Però");
    let (latin, ..) = encoding(&text);
    assert_eq!(read("ofx", &latin).of(Kind::Entry)[1].get("counterparty.name"), "Però");
}

fn encoding(text: &str) -> (Vec<u8>, usize) {
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let len = bytes.len();
    (bytes, len)
}

#[test]
fn a_line_that_cannot_be_read_is_set_aside_alone() {
    let text = String::from_utf8(fixture("ofx/statement.ofx")).unwrap();
    for (from, to, code) in [
        ("<TRNAMT>20.00", "<TRNAMT>twenty", "ING-002"),
        ("<TRNAMT>20.00", "", "ING-009"),
        ("<DTPOSTED>20260111", "<DTPOSTED>20261311", "ING-005"),
        ("<DTPOSTED>20260111", "", "ING-009"),
        ("<MEMO></STMTTRN>\n</BANK", "<MEMO>\n</BANK", "ING-013"),
    ] {
        assert!(text.contains(from), "{from}");
        let found = read("ofx", text.replace(from, to).as_bytes());
        assert_eq!((found.codes(), found.rows.len()), (vec![code.to_owned()], 2), "{to}");
        assert!(found.halt.is_none());
    }
    let cut = read("ofx", &text.as_bytes()[..text.len() / 2]);
    assert!(matches!(cut.halt, Some(Halt::Broken { .. })));
}

#[test]
fn an_answer_that_is_an_error_says_so() {
    let text = "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0\
        <SEVERITY>INFO</STATUS></SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1\
        <STATUS><CODE>2000<SEVERITY>ERROR<MESSAGE>General error</STATUS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";
    let found = read("ofx", text.as_bytes());
    let remarks: Vec<&str> = found
        .notes
        .iter()
        .filter_map(|note| match note {
            Note::Remark(said) => Some(said.text()),
            _ => None,
        })
        .collect();
    let [only] = remarks.as_slice() else { panic!("{remarks:?}") };
    assert!(only.contains("code 2000: General error"), "{only}");
}
