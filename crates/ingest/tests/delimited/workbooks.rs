//! Workbooks: typed cells, sheets, preambles, merged headers, and what is refused.

use insta::assert_snapshot;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer, Worksheet};
use tutela_ingest::formats::delimited::{Mapping, Workbook, guess};
use tutela_ingest::{Head, Settings, Source, SourceFormat, Sure};

use crate::pot::{Pot, pour, settings};

const MTO_B: [&str; 29] = [
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

fn header(sheet: &mut Worksheet, row: u32) {
    for (column, name) in (0u16..).zip(MTO_B) {
        sheet.write_string(row, column, name).unwrap();
    }
}

fn read_with(bytes: &[u8], settings: &Settings) -> Pot {
    let pot = pour(&Workbook, bytes, settings);
    assert_eq!(pot.counts.rows, pot.counts.records + pot.counts.rejects);
    assert_eq!(pot.counts.records, pot.rows.len() as u64);
    pot
}

fn read(mut book: Writer) -> Pot {
    read_with(&book.save_to_buffer().unwrap(), &settings(""))
}

/// One row of text cells, one of typed cells, one that cannot be read.
fn mto_b() -> Writer {
    let mut book = Writer::new();
    let sheet = book.add_worksheet().set_name("Operazioni").unwrap();
    sheet.write_string(0, 0, "Elenco operazioni").unwrap();
    header(sheet, 2);
    for (column, cell) in [
        (0, "0001"),
        (1, "03/01/2026"),
        (2, "21:05"),
        (3, "04/01/2026"),
        (4, "09:00"),
        (5, "C-77"),
        (6, "Rossi"),
        (7, "Mario"),
        (9, "+39 347 123 4567"),
        (10, "CI"),
        (11, "AB 123"),
        (12, "Via Esempio 3"),
        (13, "Milano"),
        (14, "C-88"),
        (15, "Dela Cruz"),
        (16, "Maria"),
        (17, "+639171234567"),
        (18, "Cebu"),
        (19, "PH"),
        (20, "1.250,50"),
        (21, "EUR"),
        (22, "4,90"),
        (23, "78.000,00"),
        (24, "PHP"),
        (25, "Riscosso"),
        (26, "MI-12"),
        (27, "CB-03"),
        (28, "testo neutro"),
    ] {
        sheet.write_string(3, column, cell).unwrap();
    }
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let clock = Format::new().set_num_format("hh:mm:ss");
    let date = ExcelDateTime::from_ymd(2026, 3, 4).unwrap();
    sheet.write_number(4, 0, 12_345.0).unwrap();
    sheet.write_datetime_with_format(4, 1, &date, &day).unwrap();
    let time = ExcelDateTime::from_hms(21, 5, 7).unwrap();
    sheet.write_datetime_with_format(4, 2, &time, &clock).unwrap();
    sheet.write_string(4, 6, "Rossi").unwrap();
    sheet.write_number(4, 20, 12.5).unwrap();
    sheet.write_string(4, 21, "EUR").unwrap();
    sheet.write_formula(4, 22, Formula::new("=2.5+2.4").set_result("4.9")).unwrap();
    sheet.write_string(5, 0, "0003").unwrap();
    sheet.write_string(5, 1, "29/03/2026").unwrap();
    sheet.write_string(5, 2, "02:30").unwrap();
    sheet.write_string(5, 20, "1,00").unwrap();
    book.add_worksheet().set_name("Note").unwrap().write_string(0, 0, "vuoto").unwrap();
    book
}

#[test]
fn mto_b_reads_texts_and_typed_cells_alike() {
    assert_snapshot!(read(mto_b()).page());
}

#[test]
fn a_workbook_is_known_by_its_signature() {
    let bytes = mto_b().save_to_buffer().unwrap();
    let settings = settings("");
    let head = Head::of(&bytes, &settings);
    assert_eq!(Workbook.recognise(&head), Sure::Yes);
    assert_eq!(Workbook.recognise(&Head::of(b"PK\x03\x04", &settings)), Sure::No);
}

fn merged() -> Writer {
    let mut book = Writer::new();
    for name in ["Gennaio", "Febbraio"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.merge_range(0, 1, 0, 2, "Sender", &Format::new()).unwrap();
        sheet.merge_range(0, 3, 0, 4, "Receiver", &Format::new()).unwrap();
        for (column, name) in (0u16..).zip(["Date", "Name", "Phone", "Name", "Phone", "Amount"]) {
            sheet.write_string(1, column, name).unwrap();
        }
        for (column, cell) in
            (0u16..).zip(["2026-01-05", "Mario", "+393471234567", "Maria", "", "10"])
        {
            sheet.write_string(2, column, cell).unwrap();
        }
    }
    book
}

fn merged_mapping() -> Mapping {
    Mapping::from_toml(
        r#"
        name = "merged"
        header_rows = 2
        [columns]
        "Date" = "sent"
        "Sender Name" = "payer.name"
        "Sender Phone" = "payer.phone"
        "Receiver Name" = "payee.name"
        "Receiver Phone" = "payee.phone"
        "Receiver Amount" = "principal"
        "#,
    )
    .unwrap()
}

#[test]
fn a_header_of_two_lines_is_read_on_every_sheet_or_the_one_named() {
    let mut settings = settings("merged");
    settings.mappings = vec![merged_mapping()];
    let bytes = merged().save_to_buffer().unwrap();
    let pot = read_with(&bytes, &settings);
    assert_eq!(pot.rows.len(), 2, "{}", pot.page());
    assert_eq!(pot.rows[0].get("payee.name"), "Maria");
    settings.mappings[0].sheet = Some("Febbraio".into());
    let pot = read_with(&bytes, &settings);
    assert_eq!(pot.rows.len(), 1);
    assert_eq!(pot.rows[0].place.path, "Febbraio!3");
}

#[test]
fn each_sheet_is_read_by_the_mapping_of_its_own_header() {
    let mut book = Writer::new();
    let sheets: [(&str, &[&[&str]]); 3] = [
        (
            "Binds",
            &[
                &["Return of account user_1"],
                &["user_jid", "ip", "port", "ts", "device"],
                &["a@k", "198.51.100.7", "50123", "2026-01-10 08:00:00 UTC", "iPhone"],
            ],
        ),
        ("Notes", &[&["anything", "else"], &["x", "y"]]),
        (
            "Friends",
            &[&["user_jid", "friend_user_jid", "ts"], &["a@k", "b@k", "2026-01-10 08:00:00 UTC"]],
        ),
    ];
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    let pot = read(book);
    let kinds: Vec<_> =
        pot.rows.iter().map(|row| (row.kind.table(), row.place.path.clone())).collect();
    assert_eq!(
        kinds,
        [("login", "Binds!3".to_owned()), ("contact", "Friends!2".to_owned())],
        "{}",
        pot.page()
    );
    assert!(pot.remarks().contains("the sheet `Notes` has no header of a confirmed mapping"));
}

#[test]
fn a_workbook_without_a_confirmed_header_says_what_to_do() {
    let mut book = Writer::new();
    book.add_worksheet().write_string(0, 0, "anything").unwrap();
    assert_snapshot!(read(book).halt.unwrap(), @"no mapping was confirmed for its header; run `tutela map FILE`, look at what it proposes, and confirm it");
}

#[test]
fn a_damaged_workbook_is_refused_and_never_panics() {
    let bytes = mto_b().save_to_buffer().unwrap();
    for cut in (0..bytes.len()).step_by(211) {
        let pot = read_with(&bytes[..cut], &settings(""));
        assert!(pot.halt.is_some() && pot.rows.is_empty());
    }
    for at in (0..bytes.len()).step_by(97) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x20;
        let _ = read_with(&flipped, &settings(""));
    }
}

/// A return as spreadsheets leave it: two header lines, dates that lost their format, a reference
/// without its zeros and one whose format shows them, a total, and a summary on another sheet.
fn left_by_a_spreadsheet() -> Vec<u8> {
    let mut book = Writer::new();
    let sheet = book.add_worksheet().set_name("Sent").unwrap();
    sheet.write_string(0, 0, "Report of an operator").unwrap();
    for (column, name) in [(2, "Sender"), (4, "Receiver")] {
        sheet.write_string(6, column, name).unwrap();
    }
    let names = [
        "MTCN",
        "Date",
        "First Name",
        "Last Name",
        "First Name",
        "Last Name",
        "Amount",
        "Currency",
    ];
    for (column, name) in (0u16..).zip(names) {
        sheet.write_string(7, column, name).unwrap();
    }
    let zeros = Format::new().set_num_format("0000000000");
    for (row, serial) in [(8, 46_027.5), (9, 46_047.0)] {
        sheet.write_number(row, 1, serial).unwrap();
        for (column, text) in (2u16..).zip(["JOHN", "SAMPLE", "MARIA", "DELA CRUZ", "10,50", "EUR"])
        {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    sheet.write_number(8, 0, 123_456_789.0).unwrap();
    sheet.write_number_with_format(9, 0, 123_456_790.0, &zeros).unwrap();
    sheet.write_string(10, 0, "TOTAL").unwrap();
    sheet.write_string(10, 6, "21,00").unwrap();
    let summary = book.add_worksheet().set_name("Summary").unwrap();
    for (column, name) in (0u16..).zip(["Amount Currency", "Currency", "Amount"]) {
        summary.write_string(0, column, name).unwrap();
    }
    summary.write_string(1, 1, "EUR").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_left_by_a_spreadsheet_is_proposed_and_read_whole() {
    let bytes = left_by_a_spreadsheet();
    let mut cursor = std::io::Cursor::new(&bytes);
    let mut own = settings("");
    let guess = guess(&mut Source::new(&mut cursor, bytes.len() as u64, &own)).unwrap();
    let doubts = guess.doubts.join("; ");
    for doubt in ["dates are numbers", "taken for totals"] {
        assert!(doubts.contains(doubt), "{doubts}");
    }
    let toml = guess.to_toml().unwrap().replace("new-mapping", "operator-x");
    own.mappings = vec![Mapping::from_toml(&toml).unwrap()];
    let pot = read_with(&bytes, &own);
    assert_eq!((pot.rows.len(), pot.rejects.len()), (2, 0), "{}", pot.page());
    assert_eq!(pot.rows[0].get("payee.name"), "MARIA DELA CRUZ");
    assert!(pot.rows[0].get("sent").starts_with("2026-01-05T11:00:00Z"), "{}", pot.page());
    assert_eq!(pot.rows[1].get("reference"), "0123456790");
    let remarks = pot.remarks();
    for remark in
        ["`mtcn` is a number and not a text (rows: 1)", "the sheet `Summary` has no header"]
    {
        assert!(remarks.contains(remark), "{remarks}");
    }
}

/// A log as Apple's workbooks hold them: lines on the account and the request above the header, which
/// stands in line 7 or 9. Nobody has published the names of their columns; these are ours.
#[test]
fn a_log_below_lines_on_its_account_is_proposed_and_read() {
    for header_row in [6, 8] {
        let mut book = Writer::new();
        let sheet = book.add_worksheet().set_name("Log").unwrap();
        for (row, line) in
            (0..).zip(["Example Inc.", "Confidential", "1000000001", "", "Times in UTC"])
        {
            sheet.write_string(row, 0, line).unwrap();
        }
        let names = ["Date/Time (UTC)", "Apple ID", "IP Address", "Event"];
        let cells = ["2026-01-10 08:00:00", "filler.one@example.org", "192.0.2.7", "sign-on"];
        for (column, (name, cell)) in (0..).zip(names.iter().zip(cells)) {
            sheet.write_string(header_row, column, *name).unwrap();
            for row in 1..4 {
                sheet.write_string(header_row + row, column, cell).unwrap();
            }
        }
        let bytes = book.save_to_buffer().unwrap();
        let mut own = settings("");
        let mut cursor = std::io::Cursor::new(&bytes);
        let guess = guess(&mut Source::new(&mut cursor, bytes.len() as u64, &own)).unwrap();
        assert_eq!(guess.mapping.operator_zone.as_deref(), Some("UTC"));
        let text = guess.to_toml().unwrap().replace("new-mapping", "log");
        own.mappings = vec![Mapping::from_toml(&text).unwrap()];
        let pot = read_with(&bytes, &own);
        assert_eq!((pot.rows.len(), pot.rejects.len()), (3, 0), "{}", pot.page());
        let login = &pot.rows[0];
        assert_eq!((login.kind, login.get("address")), (model::record::Kind::Login, "192.0.2.7"));
        assert!(login.get("account.account").ends_with("filler.one@example.org"), "{}", pot.page());
        assert!(login.get("at").starts_with("2026-01-10T08:00:00Z"), "{}", pot.page());
    }
}
