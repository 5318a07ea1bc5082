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
fn a_withdrawn_currency_is_read_as_stated_and_told_where_it_is_too_old() {
    let Some((bytes, yaml)) = real("cmxl-mt940") else { return };
    let found = read("swift_mt", &bytes);
    let truth = truth(&yaml);
    assert_eq!((truth.len(), found.rows.len(), found.rejects.len()), (16, 16, 0));
    for (row, expected) in found.rows.iter().zip(&truth) {
        agrees("cmxl", row, expected);
    }
    let marks = found.rows.iter().filter(|row| row.get("amount").starts_with("DEM ")).count();
    assert_eq!(marks, 11);
    assert!(remarks(&found).contains("is in DEM, a currency withdrawn in 2002-03"));
}

#[test]
fn a_withdrawn_currency_of_its_own_time_needs_no_remark() {
    let text = ":20:S\n:25:A/1\n:28C:1\n:60F:C010515DEM10,\n:61:010516D4,NTRFNONREF\n\
                :62F:C010516DEM6,\n-\n";
    let found = read("swift_mt", text.as_bytes());
    assert_eq!(found.rows[0].get("amount"), "DEM -4.00");
    assert!(remarks(&found).is_empty(), "{}", remarks(&found));
    assert_eq!(found.totals()[0].2, "DEM 6.00");
}

/// The remarks of a reading, one after the other.
fn remarks(found: &Collected) -> String {
    let text = |note: &Note| match note {
        Note::Remark(said) => Some(said.to_string()),
        _ => None,
    };
    found.notes.iter().filter_map(text).collect()
}

#[test]
fn blanks_may_stand_for_a_day_of_entry_that_is_not_stated() {
    let found = of_lines(":61:260101    DD212,39NMSCNONREF//\n/ABC/\n:61:260101    C3,NTRFX");
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let rows: Vec<_> = found.rows.iter().map(|r| (r.get("amount"), r.get("booked"))).collect();
    assert_eq!(rows, [("EUR -212.39", ""), ("EUR 3.00", "")]);
    assert!(found.rows[0].get("extra").contains("\"61/funds_code\":\"D\""));
}

#[test]
fn a_mark_of_an_old_system_does_not_hide_the_next_account() {
    let text = ":20:A\n:25:1111EUR\n:28:0\n:60F:C260101EUR5,\n:62F:C260101EUR5,\n\u{1a}:20:B\n\
                :25:2222EUR\n:28:0\n:60F:C260101EUR1,\n:61:260101C2,NTRFX\n:62F:C260101EUR3,\n\u{1a}";
    let found = read("swift_mt", text.as_bytes());
    assert_eq!(found.rows[0].get("holder.account"), "account:2222");
    assert!(found.totals().iter().all(|(_, stated, found)| stated == found));
    assert_eq!((found.totals().len(), remarks(&found).as_str()), (2, ""));
}

#[test]
fn a_dash_at_the_end_of_a_text_does_not_part_a_statement_from_its_balance() {
    let found = of_lines(":61:260101C0,NTRFX\n:86:filler text and more filler -\n-");
    assert_eq!((found.rows.len(), found.totals().len(), remarks(&found).as_str()), (1, 1, ""));
    // Where another message follows, a dash ends the one before it.
    let two = ":20:A\n:25:1\n:61:260101C1,NTRFX\n-\n:20:B\n:25:2\n:61:260101C1,NTRFX\n-\n";
    let found = read("swift_mt", two.as_bytes());
    let holders: Vec<_> = found.rows.iter().map(|row| row.get("holder.account")).collect();
    assert_eq!(holders, ["account:1", "account:2"]);
}

#[test]
fn sums_in_the_text_on_the_account_are_held_against_its_lines() {
    let text = ":20:S\n:25:A/1\n:28C:1\n:60F:C260101EUR10,\n:61:260101D4,NTRFX\n:61:260101C1,NTRFX\n\
                :62F:C260101EUR7,\n:86:/SUM/1/2/4,00/9,00/\n-\n";
    let found = read("swift_mt", text.as_bytes());
    let totals: Vec<_> = found
        .totals()
        .into_iter()
        .map(|(what, stated, read)| (what.to_owned(), stated == read))
        .collect();
    assert_eq!(totals.len(), 5);
    let wrong: Vec<_> =
        totals.iter().filter(|(_, holds)| !holds).map(|(w, _)| w.as_str()).collect();
    assert_eq!(wrong, ["number of credits of S 1", "sum of credits of S 1"]);
}

#[test]
fn the_other_account_is_an_iban_that_stands_alone_and_never_the_holders_own() {
    let iban = "NL86INGB0002445588";
    for line in [
        format!(":61:260101D4,NTRF{iban}"),
        format!(":61:260101D4,NTRFEREF\n{iban}"),
        format!(":61:260101D4,NTRFX\n:86:/CNTP/A/X/NAME/\n:61:260101D4,NTRFX\n{iban}"),
    ] {
        let found = of_lines(&line);
        let last = found.rows.last().unwrap();
        assert_eq!(last.get("counterparty.account"), format!("iban:{iban}"), "{line}");
    }
    let found = of_lines(":61:260101D4,NTRFX\n:86:000>2054.49.42>311");
    assert_eq!(found.rows[0].get("counterparty.account"), "");
    assert!(
        found.rows[0].get("extra").contains("86/own_account"),
        "{}",
        found.rows[0].get("extra")
    );
    let broken =
        "166?20SVWZ+filler IBAN: DE835?2100105179219844142?30BANKDEFF?31DE89370400440532013000";
    let found = of_lines(&format!(":61:260101D4,NTRFX\n:86:{broken}"));
    assert_eq!(found.rows[0].get("counterparty.account"), "iban:DE89370400440532013000");
}

#[test]
fn a_template_that_holds_the_tags_is_no_statement() {
    let text = "<?xml version=\"1.0\"?>\n<t>\n:20:x\n:25:x\n:61:x\n</t>\n";
    assert_eq!(recognised(text.as_bytes()), None);
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
    // Among them are the numbers and sums that one bank writes into the text on the account.
    assert_eq!(checked, 12);
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
