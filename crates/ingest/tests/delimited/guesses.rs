//! Proposals: what is proposed for layouts nobody has seen, and what is left to a person.

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
