//! CSV and XLSX, read back by others: every value is as it was, and nothing is a formula.

use std::io::Read as _;

use model::Text;

use super::super::hand_over;
use super::super::xlsx::Xlsx;
use super::sample::{NOON_S, Sample, sample, transfer};
use super::{asked, by_python, handed, on_shelf};

#[test]
fn a_csv_guards_what_a_spreadsheet_would_compute_and_loses_nothing() {
    let (manifest, files) = handed("csv", &asked(), &sample()).unwrap();
    let text = std::str::from_utf8(&files["transfer.csv"]).unwrap();
    let mut lines = text.split("\r\n");
    let header = "record,exhibit,row,inside,place_path,bytes_start,bytes_len,reference,operator,";
    assert!(lines.next().unwrap().starts_with(header));
    let first = "EX-3/1,EX-3,1,archive.zip!/part.csv,,100,99,'=1+1,mto-a,,\
                 2026-01-10T11:30:00Z,2026-01-10T11:30:00.999999Z,second,UTC,in_value,as stated,";
    assert!(lines.next().unwrap().starts_with(first), "{text}");
    assert!(text.contains(",49.50,EUR,49.50,no,"), "{text}");
    // Two references, two numbers of the payer, one name.
    assert_eq!(manifest.notes["cells_with_apostrophe"], 5);
    let script = r#"
import csv
rows = list(csv.DictReader(open("transfer.csv", encoding="utf-8", newline="")))
back = lambda text: text[1:] if text.startswith("'") else text
for row in rows:
    print([back(row[name]) for name in ("reference", "payer_phone", "payer_name", "purpose", "payer_key")])
"#;
    if let Some(read) = by_python("csv", script, &files) {
        let expected = r#"['=1+1', '+393470000001', 'Mario Rossi', '', 'phone:+393470000001']
['\'quoted', '+393470000001', '@SUM(A1) _x0041_ \x01end', 'line one\nline two, "two"', 'phone:+393470000001']"#
            .replace("'\\'quoted'", "\"'quoted\"");
        assert_eq!(read, expected);
    }
}

#[test]
fn duckdb_and_polars_read_every_csv() {
    let (_, files) = handed("csv", &asked(), &sample()).unwrap();
    let script = r#"
import duckdb, glob
for name in sorted(glob.glob("*.csv")):
    print(name, duckdb.sql(f"SELECT count(*) FROM read_csv('{name}')").fetchall()[0][0])
"#;
    let expected = "account.csv 1\ncontact.csv 1\nmedia.csv 1\nmessage.csv 2\nsession.csv 1\ntransfer.csv 2\ntrip.csv 1";
    if let Some(read) = by_python("duckdb", script, &files) {
        assert_eq!(read, expected);
    }
    let script = r#"
import polars, glob
for name in sorted(glob.glob("*.csv")):
    print(name, polars.read_csv(name, infer_schema_length=None).height)
"#;
    if let Some(read) = by_python("polars", script, &files) {
        assert_eq!(read, expected);
    }
}

#[test]
fn a_workbook_has_no_formula_and_every_value() {
    let (manifest, files) = handed("xlsx", &asked(), &sample()).unwrap();
    assert_eq!(manifest.files[0].rows, 9);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&files[""])).unwrap();
    let mut sheets = 0;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut xml = String::new();
        file.read_to_string(&mut xml).unwrap();
        let name = file.name().unwrap();
        assert!(!xml.contains("<f>") && !xml.contains("<f "), "{name}");
        sheets += u64::from(name.starts_with("xl/worksheets/"));
    }
    assert_eq!(sheets, 9, "seven kinds, the copy, and the long texts");
    let script = r#"
import openpyxl
from openpyxl.utils.escape import unescape
book = openpyxl.load_workbook(open("file", "rb"))
print(book.sheetnames)
def records(name):
    rows = list(book[name].iter_rows())
    names = [cell.value for cell in rows[0]]
    return [dict(zip(names, row)) for row in rows[1:]]
for row in records("transfer"):
    for name in ("reference", "payer_name", "purpose", "principal_amount"):
        print(name, row[name].data_type, repr(unescape(row[name].value) if name == "payer_name" else row[name].value))
first = records("message")[0]["body"].value
rest = records("long texts")
assert all(r["record"].value == "EX-3/4" and r["column"].value == "body" for r in rest)
print(len(rest), first + "".join(r["text"].value for r in rest) == "filler è " * 8000)
print(book["transfer"].oddFooter.center.text)
"#;
    if let Some(read) = by_python("openpyxl", script, &files) {
        let expected = r#"['copy', 'transfer', 'session', 'message', 'account', 'contact', 'media', 'trip', 'long texts']
reference s '=1+1'
payer_name s 'Mario Rossi'
purpose n None
principal_amount n 49.5
reference s "'quoted"
payer_name s '@SUM(A1) _x0041_ \x01end'
purpose s 'line one\nline two, "two"'
principal_amount n 1250.0
2 True
Copy for Analyst – purpose: a test && more – to be used until 2027-06-30"#;
        assert_eq!(read, expected);
    }
}

#[test]
fn a_number_longer_than_a_spreadsheet_keeps_is_a_text() {
    let mut rows = Sample::default();
    let mut one = transfer("R", NOON_S, "1234567890123456.78", "EUR");
    one.extra = Text::from("{}");
    rows.add(&one);
    let (_, files) = handed("xlsx", &asked(), &rows).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&files[""])).unwrap();
    let mut xml = String::new();
    archive.by_name("xl/worksheets/sheet2.xml").unwrap().read_to_string(&mut xml).unwrap();
    assert!(xml.contains("preserve\">1234567890123456.78</t>"), "{xml}");
}

#[test]
fn a_sheet_that_is_full_goes_on_in_a_further_one() {
    let mut rows = Sample::default();
    for number in 1..=5 {
        rows.add(&transfer(&format!("R-{number}"), NOON_S, "1", "EUR"));
    }
    let small = Xlsx { sheet_rows_max: 3 };
    let (manifest, files) = on_shelf(&mut |open| hand_over(&small, &asked(), &rows, open)).unwrap();
    assert_eq!(manifest.files[0].rows, 5);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&files[""])).unwrap();
    let mut read = |name: &str| {
        let mut xml = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
        xml
    };
    let book = read("xl/workbook.xml");
    for (sheet, references) in [
        ("transfer", &["R-1", "R-2"][..]),
        ("transfer (2)", &["R-3", "R-4"]),
        ("transfer (3)", &["R-5"]),
    ] {
        let named = format!("name=\"{sheet}\" sheetId=\"");
        let number = book.split(&named).nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let xml = read(&format!("xl/worksheets/sheet{number}.xml"));
        assert!(xml.contains(">record</t>"), "every sheet has its header");
        for reference in ["R-1", "R-2", "R-3", "R-4", "R-5"] {
            let is_there = xml.contains(&format!(">{reference}</t>"));
            assert_eq!(is_there, references.contains(&reference), "{sheet} {reference}");
        }
    }
}
