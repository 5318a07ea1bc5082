//! Proposals: what is proposed for layouts nobody has seen, and what is left to a person.

use std::fmt::Write;
use std::io::Cursor;

use tutela_ingest::formats::delimited::{Guess, Mapping, guess};
use tutela_ingest::{Settings, Source};

use crate::pot::{read_with, settings};

fn propose(bytes: &[u8], settings: &Settings) -> Result<Guess, tutela_ingest::Halt> {
    let mut cursor = Cursor::new(bytes);
    guess(&mut Source::new(&mut cursor, bytes.len() as u64, settings))
}

const RETURN: &str = "Operator return\n\nMTCN;Send Date;Send Time;Remitter First Name;\
Remitter Last Name;Remitter Phone;Beneficiary Full Name;Principal Amount;Currency;Fees;Status;Colour\n\
0123456789;31/01/2026;10:00:00;Mario;Rossi;+39 347 123 4567;Maria Dela Cruz;1.250,50;EUR;4,90;Paid;blue\n\
0123456790;05/02/2026;11:00:00;Mario;Rossi;+39 347 123 4567;Maria Dela Cruz;50,00;EUR;2,90;Paid;\n";

#[test]
fn a_proposal_shows_its_reasons_samples_and_doubts() {
    let guess = propose(RETURN.as_bytes(), &settings("")).unwrap();
    insta::assert_snapshot!(guess.to_toml().unwrap());
}

#[test]
fn a_confirmed_proposal_reads_the_file_it_was_made_for() {
    let guess = propose(RETURN.as_bytes(), &settings("")).unwrap();
    let text = guess.to_toml().unwrap().replace("new-mapping", "operator-x");
    let mut settings = settings("");
    // Unconfirmed, it is not used; saved in the case, it is found by its fingerprint.
    assert!(read_with(RETURN, &settings).halt.is_some());
    settings.mappings = vec![Mapping::from_toml(&text).unwrap()];
    let pot = read_with(RETURN, &settings);
    assert_eq!((pot.rows.len(), pot.rejects.len()), (2, 0), "{}", pot.page());
    assert_eq!(pot.rows[0].minor("principal"), 125_050);
    assert_eq!(pot.rows[0].get("payer.name"), "Mario Rossi");
    assert_eq!(pot.rows[0].get("extra"), r#"{"Colour":"blue"}"#);
}

#[test]
fn a_header_that_is_known_or_nearly_known_says_so() {
    let known =
        propose(b"sourceNodeId,targetNodeId,value,time\n1,2,3.5,4\n", &settings("")).unwrap();
    assert_eq!(known.confirmed, ["amlsim-transactions"]);
    let near =
        propose(b"sourceNodeId,targetNodeId,value,more\n1,2,3.5,4\n", &settings("")).unwrap();
    assert_eq!(near.near[0].name, "amlsim-transactions");
    assert_eq!((near.near[0].columns_found, near.near[0].columns), (3, 4));
}

#[test]
fn real_files_are_proposed_as_what_they_are() {
    for (path, table) in [
        ("finance/amlsim-20K_fanin200/transactions.csv", "transfer"),
        ("finance/finbench/snapshot/AccountTransferAccount.csv", "transfer"),
        ("finance/mobilemoney/mobilemoney_part1.csv", "transfer"),
        ("finance/payment-matching/transactions_origin.csv", "entry"),
        ("events/copenhagen/calls.csv", "session"),
        ("events/copenhagen/sms.csv", "message"),
    ] {
        let Some(path) = casetest::real::path(path) else { return };
        let guess = propose(&std::fs::read(&path).unwrap(), &settings("")).unwrap();
        let kinds: Vec<&str> = std::iter::once(guess.mapping.kind)
            .chain(guess.other_kinds.iter().map(|(kind, _)| *kind))
            .map(|kind| kind.0.table())
            .collect();
        assert!(kinds.contains(&table), "{}: {}", path.display(), guess.to_toml().unwrap());
        guess.mapping.check().unwrap();
    }
}

/// Proposes for a text, and reads the text through what was proposed.
fn propose_and_read(text: &str) -> (Guess, crate::pot::Pot) {
    let guess = propose(text.as_bytes(), &settings("")).unwrap();
    let toml = guess.to_toml().unwrap().replace("new-mapping", "operator-x");
    let mut settings = settings("");
    settings.mappings = vec![Mapping::from_toml(&toml).unwrap()];
    let pot = read_with(text, &settings);
    (guess, pot)
}

/// The doubts, one after the other.
fn doubts(guess: &Guess) -> String {
    guess.doubts.join("; ")
}

const ITALIAN: &str = "Operatore di esempio S.p.A.\nRichiesta n. 12/2026 del 03/02/2026\n\n\
Periodo: dal 01/01/2026 al 31/01/2026\nSoggetto: filler\n\n\
N. Operazione;Data Invio;Ora Invio;Cognome Ordinante;Nome Ordinante;Cognome Beneficiario;\
Nome Beneficiario;Paese Destinazione;Importo Inviato \u{20ac};Commissioni;Importo Pagato;Valuta Pagamento;Stato\n\
0123456789;05/01/2026;10:15;D'ESEMPIO;MARIO;DELA CRUZ;MARIA;FILIPPINE;1.234,50;12,90;73.456,00;PHP;Pagato\n\
0123456790;25/01/2026;18:40;D'ESEMPIO;MARIO;DE LOS SANTOS;ANA;FILIPPINE;50,00;4,90;2.975,00;PHP;Pagato\n\
TOTALE;;;;;;;;1.284,50;17,80;;;\n";

#[test]
fn a_return_with_title_rows_and_a_total_gives_its_rows_and_no_more() {
    let (guess, pot) = propose_and_read(ITALIAN);
    assert_eq!((pot.rows.len(), pot.rejects.len()), (2, 0), "{}", pot.page());
    let row = &pot.rows[0];
    assert_eq!(row.get("payee.name"), "MARIA DELA CRUZ");
    assert_eq!(row.get("reference"), "0123456789");
    assert_eq!((row.minor("principal"), row.minor("pay_out")), (123_450, 7_345_600));
    assert!(pot.page().contains("EUR") && pot.page().contains("PHP"));
    assert!(doubts(&guess).contains("taken for totals"), "{}", doubts(&guess));
    // The clock stands in a column of its own: its zone is asked for all the same.
    assert!(doubts(&guess).contains("state no zone"), "{}", doubts(&guess));
}

#[test]
fn balances_of_a_statement_are_no_payments() {
    let text = "Data contabile;Data valuta;Descrizione;Dare;Avere\n\
        31/12/2025;31/12/2025;SALDO INIZIALE;;1.000,00\n05/01/2026;05/01/2026;filler;100,00;\n\
        25/01/2026;25/01/2026;saldo fattura filler;;50,00\n31/01/2026;31/01/2026;SALDO FINALE;;950,00\n";
    let (_, pot) = propose_and_read(text);
    assert_eq!((pot.rows.len(), pot.rejects.len()), (2, 0), "{}", pot.page());
}

#[test]
fn a_list_with_one_side_is_a_statement_and_its_words_are_translated() {
    let text = "Date,Label,Currency,Amount,Amount Currency,Partner Name,D/C\n\
        12/15/2025,filler,USD,33.50,0.0,Jane Sample,D\n\
        12/16/2025,filler,EUR,\"1,525.00\",\"1,000.00\",John Sample,C\n";
    let (guess, pot) = propose_and_read(text);
    assert_eq!(guess.mapping.kind.0.table(), "entry", "{}", guess.to_toml().unwrap());
    assert_eq!((pot.rows.len(), pot.rejects.len()), (2, 0), "{}", pot.page());
    assert_eq!((pot.rows[0].minor("amount"), pot.rows[1].minor("amount")), (-3_350, 152_500));
    assert_eq!(pot.rows[1].get("counterparty.name"), "John Sample");
}

#[test]
fn what_was_cancelled_is_not_taken_for_paid() {
    let text = ITALIAN.replace("PHP;Pagato\n0123456790", "PHP;Annullato\n0123456790");
    let (guess, pot) = propose_and_read(&text);
    assert_eq!((pot.rows[0].get("status"), pot.rows[1].get("status")), ("cancelled", "paid"));
    assert!(!doubts(&guess).contains("not translated"), "{}", doubts(&guess));
    let guess = propose(text.replace("Annullato", "Sospesa").as_bytes(), &settings("")).unwrap();
    assert!(doubts(&guess).contains("not translated (sospesa)"), "{}", doubts(&guess));
}

#[test]
fn a_total_behind_the_rows_looked_at_is_found_at_the_end() {
    for rows in [250, 3000] {
        let mut text = String::from("Reference;Date;Sender;Recipient;Amount;Currency\n");
        for row in 0..rows {
            writeln!(text, "{row};13/01/2026;John Sample;Maria Cruz;1,50;EUR").unwrap();
        }
        text.push_str("Total;13/01/2026;;x y;4500,00;EUR\n");
        let (_, pot) = propose_and_read(&text);
        assert_eq!((pot.rows.len(), pot.rejects.len()), (rows, 0));
    }
}

#[test]
fn what_two_readings_fit_is_asked_and_refused() {
    let text = "Reference;Date (UTC);Sender;Recipient;Amount;Currency\n\
        1234567890;03/04/2026 10:00;John Sample;Maria Cruz;1.250;EUR\n\
        123456789;05/06/2026 11:00;John Sample;Maria Cruz;2.500;EUR\n";
    let (guess, pot) = propose_and_read(text);
    assert_eq!((pot.rows.len(), pot.rejects.len()), (0, 2));
    for doubt in ["day and month", "decimal_mark", "may have cut zeros off"] {
        assert!(doubts(&guess).contains(doubt), "{doubt}: {}", doubts(&guess));
    }
    assert!(!doubts(&guess).contains("state no zone"), "{}", doubts(&guess));
    assert_eq!(guess.mapping.operator_zone.as_deref(), Some("UTC"));
    let signed = "Date,Time,TimeZone,From Email,To Email,Gross,Currency,Transaction ID\n\
        1/25/2026,09:05:00,PST,a@example.org,b@example.org,-50.00,USD,1AB\n";
    let guess = propose(signed.as_bytes(), &settings("")).unwrap();
    for doubt in ["below zero", "America/Los_Angeles"] {
        assert!(doubts(&guess).contains(doubt), "{doubt}: {}", doubts(&guess));
    }
}

#[test]
fn what_is_no_table_is_refused() {
    for bytes in [&b""[..], b"one line of words\n", b"\0\0\0\0", b"PK\x03\x04"] {
        assert!(propose(bytes, &settings("")).is_err());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_bytes_panic(text in "[a-zA-Z0-9,;|\"\\n é/:.-]{0,200}") {
        if let Ok(guess) = propose(text.as_bytes(), &settings("")) {
            guess.to_toml().unwrap();
        }
    }
}
