//! Statements and payments of SWIFT: real samples against what another reader made of them.

use model::record::Kind;
use tutela_ingest::sink::Note;

use crate::collected::{Collected, Row, bytes_at, fixture, read, recognised};

/// What another reader (wolph/mt940) found: amount, mark and bank reference of each line.
fn truth(yaml: &str) -> Vec<(String, String, String)> {
    let lines = yaml.split_once("\ntransactions:").unwrap().1;
    let each = lines.split("!!python/object:mt940.models.Transaction\n").skip(1);
    each.map(|block| {
        let value = |key: &str| {
            let line = block.lines().find_map(|line| line.trim().strip_prefix(key)).unwrap();
            let text = line.trim().trim_matches('\'');
            if text == "null" { String::new() } else { text.to_owned() }
        };
        let amount = block.lines().find_map(|line| line.strip_prefix("      - '")).unwrap();
        (amount.trim_end_matches('\'').to_owned(), value("status:"), value("bank_reference:"))
    })
    .collect()
}

fn real(name: &str) -> Option<(Vec<u8>, String)> {
    let read = |ext: &str| {
        let path = casetest::real::path(&format!("finance/mt940/{name}.{ext}"))?;
        Some(std::fs::read(path).unwrap())
    };
    Some((read("sta")?, String::from_utf8(read("yml")?).unwrap()))
}

fn minor(decimal: &str) -> i64 {
    model::money::read_minor(decimal, model::money::DecimalMark::Point, 2).unwrap().0
}

fn agrees(name: &str, row: &Row, (amount, mark, bank): &(String, String, String)) {
    let (_, own) = row.get("amount").split_once(' ').unwrap();
    assert_eq!(minor(own).abs(), minor(amount).abs(), "{name}: {}", row.place);
    // The other reader gives reversals the sign of what they undo.
    let debit = matches!(mark.as_str(), "D" | "RC");
    assert_eq!(row.get("direction"), if debit { "debit" } else { "credit" }, "{name}");
    assert_eq!(minor(own) < 0, debit, "{name}: {}", row.place);
    assert_eq!(row.get("reversal") == "yes", mark.starts_with('R'), "{name}");
    assert_eq!(row.get("bank_reference"), bank, "{name}");
}

#[test]
fn every_sample_gives_the_lines_another_reader_found() {
    for (name, count) in [
        ("betterplace-sepa_mt9401", 97),
        ("jejik-abnamro", 10),
        ("jejik-ing", 7),
        ("jejik-rabobank-iban", 4),
    ] {
        let Some((bytes, yaml)) = real(name) else { return };
        assert_eq!(recognised(&bytes), Some("swift_mt"), "{name}");
        let found = read("swift_mt", &bytes);
        assert!(found.halt.is_none() && found.rejects.is_empty(), "{name}: {:?}", found.rejects);
        let truth = truth(&yaml);
        assert_eq!((found.rows.len(), truth.len()), (count, count), "{name}");
        for (row, expected) in found.rows.iter().zip(&truth) {
            agrees(name, row, expected);
            assert!(bytes_at(&bytes, &row.place).starts_with(b":61:"));
        }
    }
}

#[test]
fn a_line_outside_any_statement_has_no_account_and_no_currency() {
    let Some((bytes, yaml)) = real("self-provided-multiline") else { return };
    let found = read("swift_mt", &bytes);
    assert_eq!((truth(&yaml).len(), found.rows.len(), found.rejects.len()), (2, 2, 0));
    for (row, expected) in found.rows.iter().zip(&truth(&yaml)) {
        agrees("multiline", row, expected);
    }
    assert_eq!(
        (found.rows[1].get("amount"), found.rows[1].get("holder.account")),
        ("XXX 119.00", "")
    );
}

#[test]
fn a_value_on_the_thirtieth_of_february_costs_no_line() {
    let found = of_lines(":61:2602300302C1,NTRFNONREF\n:61:260230C1,NTRFNONREF");
    assert_eq!(found.codes(), ["ING-005"]);
    assert_eq!((found.rows[0].get("valued"), found.rows[0].get("booked")), ("", "0302"));
    assert!(found.rows[0].get("extra").contains("\"61/value_date\":\"260230\""));
}

#[test]
fn a_currency_behind_the_account_is_that_of_the_statement() {
    let text = ":20:S\n:25:BANKHUHB/12345/HUF\n:28C:1\n:61:260101C1,00NTRFNONREF\n-\n";
    let found = read("swift_mt", text.as_bytes());
    assert_eq!(found.rows[0].get("amount"), "HUF 1.00");
    assert_eq!(found.rows[0].get("holder.account"), "bankhuhb:12345");
}

#[test]
fn a_withdrawn_currency_is_set_aside_and_the_rest_is_read() {
    let Some((bytes, yaml)) = real("cmxl-mt940") else { return };
    let found = read("swift_mt", &bytes);
    let truth = truth(&yaml);
    let marks = found.codes().iter().filter(|code| *code == "ING-004").count();
    assert_eq!((truth.len(), found.rows.len(), marks), (16, 5, 11));
    for (row, expected) in found.rows.iter().zip(truth.iter().skip(11)) {
        agrees("cmxl", row, expected);
    }
}

#[test]
fn the_balances_of_real_statements_hold() {
    let Some((bytes, _)) = real("betterplace-sepa_mt9401") else { return };
    let found = read("swift_mt", &bytes);
    let totals = found.totals();
    let holding = totals.iter().filter(|(_, stated, found)| stated == found).count();
    assert_eq!((totals.len(), holding), (26, 26), "{totals:#?}");
    let first = &found.rows[0];
    assert_eq!(first.get("end_to_end_reference"), "TFNR 40005 00005");
    assert_eq!(first.get("code"), "NTRF+159");
    let row = found.rows.iter().find(|row| row.get("amount") == "EUR 15000.05").unwrap();
    assert_eq!(row.get("counterparty.account"), "iban:DE42100100100043921105");
    assert_eq!(
        row.get("counterparty.name"),
        "Richter Renate 70 Zeichen Beginn Fuellzeichen xxxxxxxx"
    );
    assert_eq!(row.get("holder.account"), "50880050:0194777100888");
    assert!(row.get("extra").contains("counterparty.name"), "{}", row.get("extra"));
}

#[test]
fn every_balance_of_the_other_real_statements_is_checked() {
    let mut checked = 0;
    for name in ["jejik-abnamro", "jejik-ing", "jejik-rabobank-iban", "cmxl-mt940"] {
        let Some((bytes, _)) = real(name) else { return };
        let found = read("swift_mt", &bytes);
        checked += found.totals().len();
    }
    assert_eq!(checked, 7);
}

#[test]
fn a_dutch_line_gives_its_parties_and_purpose() {
    let Some((bytes, _)) = real("jejik-rabobank-iban") else { return };
    let found = read("swift_mt", &bytes);
    let row = &found.rows[1];
    assert_eq!(row.get("counterparty.name"), "JOHN DOE");
    assert_eq!(row.get("purpose"), "Reference 201301234");
    assert_eq!(row.get("holder.account"), "account:NL71RABO0123456789");
    assert!(row.get("extra").contains("\"61/details\":\"P001234567\""));
}

#[test]
fn a_statement_is_read_with_its_year_turned_over() {
    let bytes = fixture("swift_mt/statement.sta");
    assert_eq!(recognised(&bytes), Some("swift_mt"));
    let found = read("swift_mt", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none());
    let row = &found.rows[0];
    assert_eq!(row.get("amount"), "EUR 10.50");
    assert_eq!(row.get("valued.earliest"), "2025-12-30T23:00:00Z");
    assert_eq!((row.get("booked"), row.get("booked.earliest")), ("0102", "2026-01-01T23:00:00Z"));
    assert_eq!(row.get("counterparty.account"), "iban:DE89370400440532013000");
    assert_eq!((row.get("end_to_end_reference"), row.get("purpose")), ("E-1", "filler one"));
    assert_eq!(found.rows[1].get("counterparty.name"), "EXAMPLE TWO");
    assert_eq!(found.rows[2].get("reversal"), "yes");
    let what = "closing balance of STARTUMS 00001/001 (opening balance and bookings)";
    assert_eq!(found.totals(), [(what, "EUR 107.25", "EUR 107.25")]);
    assert!(found.notes.iter().any(|note| matches!(note, Note::Coverage { account, .. }
        if account == "iban:IT60X0542811101000000123456")));
}

#[test]
fn a_day_in_progress_states_sums_and_what_is_expected() {
    let found = read("swift_mt", &fixture("swift_mt/interim.sta"));
    let rows: Vec<_> = found.rows.iter().map(|r| (r.get("status"), r.get("amount"))).collect();
    assert_eq!(rows, [("interim", "EUR -5.00"), ("pending", "EUR 7.00")]);
    assert_eq!(found.rows[0].get("holder.account"), "bankdeff:1234567");
    assert!(found.totals().iter().all(|(_, stated, found)| stated == found));
    assert_eq!(found.totals().len(), 4);
}

#[test]
fn a_payment_and_its_cover_are_transfers() {
    let bytes = fixture("swift_mt/payments.fin");
    assert_eq!(recognised(&bytes), Some("swift_mt"));
    let found = read("swift_mt", &bytes);
    let rows = found.of(Kind::Transfer);
    let [first, cover] = rows.as_slice() else { panic!("{:?}", found.rejects) };
    assert_eq!(first.get("reference"), "11111111-1111-4111-8111-111111111111");
    assert_eq!((first.get("principal"), first.get("fee")), ("EUR 1000.00", "EUR 10.00"));
    assert_eq!(first.get("payer.account"), "iban:IT60X0542811101000000123456");
    assert_eq!(
        (first.get("payer.name"), first.get("payer.address")),
        ("EXAMPLE ONE", "VIA ESEMPIO 1")
    );
    assert_eq!(first.get("payee.address"), "EXAMPLE STREET 2, DE/BERLIN");
    assert_eq!((first.get("operator"), first.get("pay_place")), ("BANKITMMXXX", "BANKDEFF"));
    assert!(first.get("extra").contains("\"32A\":\"260112EUR990,00\""));
    assert_eq!(
        (cover.get("payer.document"), cover.get("payee.name")),
        ("NIDN:IT/ID-1", "EXAMPLE TWO")
    );
    assert!(cover.get("extra").contains("\"may_be_cut\":\"payer.name\""), "{}", cover.get("extra"));
}

fn of_lines(lines: &str) -> Collected {
    read(
        "swift_mt",
        format!(":20:S\n:25:A/1\n:28C:1\n:60F:C260101EUR0,\n{lines}\n:62F:C260101EUR0,\n-\n")
            .as_bytes(),
    )
}

#[test]
fn a_line_that_cannot_be_read_is_set_aside_alone() {
    let good = ":61:260101C1,NTRFNONREF";
    for (bad, code) in [
        (":61:261301C1,NTRFNONREF", "ING-005"),
        (":61:260101X1,NTRFNONREF", "ING-013"),
        (":61:260101C1,2,3NTRFNONREF", "ING-002"),
        (":61:260101C99999999999999999999,NTRFNONREF", "ING-003"),
        (":61:2601010230C1,NTRFNONREF", "ING-005"),
        (":61:260101C1", "ING-013"),
    ] {
        let found = of_lines(&[good, bad, good].join("\n"));
        assert_eq!((found.codes(), found.rows.len()), (vec![code.to_owned()], 2), "{bad}");
    }
}

#[test]
fn a_message_of_another_type_is_one_reject() {
    let text = "{1:F01BANKITMMAXXX0000000000}{2:I999BANKDEFFXXXXN}{4:\n:20:A\n:79:filler\n-}\n";
    assert_eq!(read("swift_mt", text.as_bytes()).codes(), ["ING-020"]);
    let cut = "{1:F01BANKITMMAXXX0000000000}{2:I103BANKDEFFXXXXN}{4:\n:20:A\n:32A:260101EUR1,\n";
    assert_eq!(read("swift_mt", cut.as_bytes()).codes(), ["ING-013"]);
}
