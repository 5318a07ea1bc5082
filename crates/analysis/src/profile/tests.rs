//! What holds of a profile: four outcomes, contradictions first, silence of an exhibit that was not
//! there is no absence.

use model::ExhibitId;
use model::views::{Covered, PaymentStatus};
use proptest::prelude::*;

use super::*;
use crate::basis::Basis;
use crate::made::{DAY_US, MONDAY_US, Made, Meet, Pay, Trip};
use crate::question::AskSettings;

const HEAD: &str = "title = \"Before the search\"\nmade_on = \"2024-01-01\"\n";

fn made() -> Made<'static> {
    let undone =
        Pay { payee: "mto:undone", status: PaymentStatus::Undone, hour: 30, ..Pay::default() };
    Made {
        payments: vec![Pay { hour: 30, ..Pay::default() }, undone],
        sessions: vec![Meet {
            exhibit: 2,
            from: "app:1",
            to: "app:2",
            hour: 40,
            minutes: 5,
            answered: true,
        }],
        together: vec![("mto:payer", "phone:+39001"), ("mto:payee", "phone:+63002")],
        trips: vec![
            Trip { hour: 240, ..Trip::default() },
            Trip { origin: "CEB", destination: "MXP", hour: 480, ..Trip::default() },
            Trip {
                origin: "MXP",
                destination: "JFK",
                hour: 900,
                status: "no-show",
                ..Trip::default()
            },
        ],
        covered: [(1, "transfer"), (2, "session"), (5, "trip")]
            .map(|(exhibit, table)| Covered {
                exhibit: ExhibitId(exhibit),
                table,
                inside: String::new(),
                account: None,
                from_us: MONDAY_US,
                until_us: MONDAY_US + 60 * DAY_US,
                stated: true,
                records: 2,
            })
            .to_vec(),
        ..Made::default()
    }
}

/// The outcomes of a profile by id, in their order.
fn outcomes(profile: &str) -> Vec<(String, Outcome, usize)> {
    let view = made().view();
    let settings = AskSettings::default();
    let profile = Profile::read(&format!("{HEAD}{profile}")).unwrap();
    let compared = compare(&Basis::new(&view, &settings), &profile);
    assert_eq!(compared.counts.values().sum::<usize>(), profile.items.len());
    compared.items.into_iter().map(|one| (one.item.id, one.outcome, one.records.len())).collect()
}

fn outcome(item: &str) -> Outcome {
    outcomes(item)[0].1
}

#[test]
fn an_identifier_is_confirmed_contradicted_missing_or_never_looked_for() {
    let phone = |value: &str, holder: &str| {
        let holder =
            if holder.is_empty() { String::new() } else { format!("holder = \"{holder}\"") };
        outcome(&format!("[[phone]]\nid = \"P\"\nnote = \"n\"\nvalue = \"{value}\"\n{holder}\n"))
    };
    assert_eq!(phone("+39 001", ""), Outcome::Confirmed(For::Stated));
    assert_eq!(phone("+39001", "mto:payer"), Outcome::Confirmed(For::Joined));
    assert_eq!(phone("+39001", "mto:payee"), Outcome::Contradicted(Against::OtherHolder));
    assert_eq!(phone("+39009", "mto:payer"), Outcome::NotFound(Missing::NoRecord));
    let account = |value: &str| {
        outcome(&format!("[[account]]\nid = \"A\"\nnote = \"n\"\nvalue = \"{value}\"\n"))
    };
    assert_eq!(account("app:1"), Outcome::Confirmed(For::Stated));
    assert_eq!(account("app:77"), Outcome::NotFound(Missing::NoRecord));
    assert_eq!(account("net:77"), Outcome::NotLookedFor(Uncovered::NoExhibit));
    let device = "[[device]]\nid = \"D\"\nnote = \"n\"\nvalue = \"356938035643809\"\n";
    assert_eq!(outcome(device), Outcome::NotLookedFor(Uncovered::NoExhibit));
}

fn transfer(payee: &str, days: (&str, &str), amount: &str) -> Outcome {
    outcome(&format!(
        "[[transfer]]\nid = \"T\"\nnote = \"n\"\npayer = \"mto:payer\"\npayee = \"{payee}\"\n\
         from = \"{}\"\nuntil = \"{}\"\namount = \"{amount}\"\n",
        days.0, days.1
    ))
}

#[test]
fn a_transfer_is_looked_for_only_in_what_is_covered() {
    let january = ("2024-01-02", "2024-01-10");
    assert_eq!(transfer("mto:payee", january, "50.00 EUR"), Outcome::Confirmed(For::Stated));
    let other = Outcome::Contradicted(Against::OtherAmount);
    assert_eq!(transfer("mto:payee", january, "60.00 EUR"), other);
    assert_eq!(
        transfer("mto:undone", january, "50.00 EUR"),
        Outcome::Contradicted(Against::Undone)
    );
    let missing = Outcome::NotFound(Missing::NoRecord);
    assert_eq!(transfer("mto:payee", ("2024-01-04", "2024-01-10"), "50.00 EUR"), missing);
    let uncovered = Outcome::NotLookedFor(Uncovered::Period);
    assert_eq!(transfer("mto:payee", ("2024-02-20", "2024-03-10"), "50.00 EUR"), uncovered);
}

#[test]
fn a_journey_is_taken_not_taken_or_contradicted_by_another() {
    let journey = |destination: &str, from: &str, until: &str| {
        outcome(&format!(
            "[[journey]]\nid = \"J\"\nnote = \"n\"\ntraveller = \"mto:payer\"\n\
             destination = \"{destination}\"\nfrom = \"{from}\"\nuntil = \"{until}\"\n"
        ))
    };
    let stated = Outcome::Confirmed(For::Stated);
    assert_eq!(journey("Philippines", "2024-01-10", "2024-01-12"), stated);
    assert_eq!(journey("Cebu City, Philippines", "2024-01-11", "2024-01-11"), stated);
    let elsewhere = Outcome::Contradicted(Against::Elsewhere);
    assert_eq!(journey("JFK", "2024-01-13", "2024-01-15"), elsewhere);
    let undone = Outcome::Contradicted(Against::Undone);
    assert_eq!(journey("JFK", "2024-02-07", "2024-02-09"), undone);
    assert_eq!(journey("BKK", "2024-02-10", "2024-02-12"), Outcome::NotFound(Missing::NoRecord));
}

#[test]
fn contradictions_come_first_and_keep_their_records() {
    let got = outcomes(
        "[[phone]]\nid = \"P1\"\nnote = \"n\"\nvalue = \"+39001\"\nholder = \"mto:payer\"\n\
         [[phone]]\nid = \"P2\"\nnote = \"n\"\nvalue = \"+39003\"\n\
         [[phone]]\nid = \"P3\"\nnote = \"n\"\nvalue = \"+63002\"\nholder = \"mto:payer\"\n",
    );
    let order: Vec<(&str, bool)> =
        got.iter().map(|(id, _, records)| (id.as_str(), *records > 0)).collect();
    assert_eq!(order, [("P3", true), ("P2", false), ("P1", true)]);
}

#[test]
fn a_fault_says_what_where_and_what_to_do() {
    let said = |text: &str| Profile::read(text).unwrap_err().to_string();
    insta::assert_snapshot!(
        said(&format!("{HEAD}[[transfer]]\nid = \"T\"\nnote = \"n\"\npayer = \"a\"\npayee = \"b\"\nfrom = \"2024-02-01\"\nuntil = \"2024-01-01\"\n")),
        @"profile: `from` 2024-02-01 is after `until` 2024-01-01 (item `T`); put the earlier day first; both are included"
    );
    insta::assert_snapshot!(
        said(&format!("{HEAD}[[phone]]\nid = \"P\"\nnote = \"\"\nvalue = \"1\"\n")),
        @"profile: an item has no id or no note (item `P`); give each an id, and a note of where the expectation comes from"
    );
    assert!(
        said(&format!("{HEAD}[[phone]]\nid = \"P\"\nnote = \"n\"\nnumber = \"1\"\n"))
            .contains("line 6, column 1")
    );
    assert!(said(&" ".repeat((1 << 20) + 1)).contains("split it"));
    let twice = "[[phone]]\nid = \"P\"\nnote = \"n\"\nvalue = \"1\"\n".repeat(2);
    assert!(said(&format!("{HEAD}{twice}")).contains("stands twice"));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        let _ = Profile::read(&text);
        let _ = Profile::read(&format!("{HEAD}[[transfer]]\n{text}"));
    }
}
