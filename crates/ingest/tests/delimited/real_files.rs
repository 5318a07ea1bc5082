//! Real files that others made, against facts computed by other tools.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pot::{Pot, Row, read, read_with, settings};

fn facts(path: &str) -> Option<Value> {
    let text = std::fs::read_to_string(casetest::real::path(path)?).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

fn bytes(path: &str) -> Option<Vec<u8>> {
    casetest::real::path(path).map(|path| std::fs::read(path).unwrap())
}

/// How many lines end.
fn line_ends(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

/// Sum in minor units.
fn sum<'r>(rows: impl IntoIterator<Item = &'r Row>, field: &str) -> i64 {
    rows.into_iter().map(|row| row.minor(field)).sum()
}

/// A decimal of the facts in minor units.
fn minor(value: &Value) -> i64 {
    let text = value.to_string();
    model::money::read_minor(&text, model::money::DecimalMark::Point, 2).unwrap().0
}

fn whole(pot: &Pot, rows: usize) {
    assert_eq!(pot.halt, None);
    assert_eq!((pot.rows.len(), pot.rejects.len()), (rows, 0), "{:?}", pot.rejects.first());
}

#[test]
fn every_row_of_amlsim_is_a_transfer_and_the_sum_is_exact() {
    let Some(bytes) = bytes("finance/amlsim-20K_fanin200/transactions.csv") else { return };
    let pot = read(&bytes);
    whole(&pot, 118_250);
    assert_eq!(sum(&pot.rows, "principal"), 3_303_903_718);
    for row in pot.rows.iter().step_by(997) {
        let start = usize::try_from(row.place.bytes_start).unwrap();
        let raw = &bytes[start..][..usize::try_from(row.place.bytes_len).unwrap()];
        let raw = std::str::from_utf8(raw).unwrap();
        let payer = row.get("payer.account").strip_prefix("amlsim:").unwrap();
        assert!(raw.starts_with(&format!("{payer},")) && !raw.ends_with('\r'), "{raw}");
    }
}

#[test]
fn finbench_transfers_give_the_sum_and_the_ten_largest_receivers() {
    let Some(bytes) = bytes("finance/finbench/snapshot/AccountTransferAccount.csv") else { return };
    let Some(facts) = facts("finance/expected/finance-facts.json") else { return };
    let facts = &facts["finbench_AccountTransferAccount"];
    let pot = read(&bytes);
    whole(&pot, 37_861);
    // Each row is rounded to the cent by itself, so the sum may be off by half a cent a row.
    let off = (sum(&pot.rows, "principal") - minor(&facts["sum_amount"])).abs();
    assert!(off <= 37_861 / 2, "{off}");
    let mut totals = BTreeMap::<&str, i64>::new();
    for row in &pot.rows {
        *totals.entry(row.get("payee.account")).or_default() += row.minor("principal");
    }
    let mut largest: Vec<(i64, &str)> = totals.into_iter().map(|(who, sum)| (sum, who)).collect();
    largest.sort_unstable_by(|a, b| b.cmp(a));
    for ((sum, who), fact) in
        largest.iter().zip(facts["top10_receivers_by_total"].as_array().unwrap())
    {
        assert_eq!(who.strip_prefix("finbench:"), fact[0].as_str());
        assert!((sum - minor(&fact[1])).abs() < 500, "{who}");
    }
}

#[test]
fn finbench_accounts_and_logins_are_read() {
    let Some(bytes_of_accounts) = bytes("finance/finbench/snapshot/Account.csv") else { return };
    let pot = read(bytes_of_accounts);
    whole(&pot, 6_200);
    let blocked = pot.rows.iter().filter(|row| row.get("status") == "blocked");
    assert_eq!(blocked.count(), 311);
    let Some(logins) = bytes("finance/finbench/snapshot/MediumSignInAccount.csv") else { return };
    whole(&read(&logins), line_ends(&logins) - 1);
}

#[test]
fn mobile_money_gives_the_rows_and_sums_of_each_type() {
    let Some(bytes) = bytes("finance/mobilemoney/mobilemoney_part1.csv") else { return };
    let Some(facts) = facts("finance/expected/finance-facts.json") else { return };
    let pot = read(&bytes);
    whole(&pot, 6_666);
    for (kind, fact) in facts["mobilemoney"]["by_type"].as_object().unwrap() {
        let rows: Vec<&Row> = pot.rows.iter().filter(|row| row.get("channel") == kind).collect();
        assert_eq!(rows.len() as u64, fact["rows"].as_u64().unwrap(), "{kind}");
        let off = (sum(rows.iter().copied(), "principal") - minor(&fact["sum_amount"])).abs();
        assert!(off <= i64::try_from(rows.len()).unwrap() / 2, "{kind}: {off}");
        let paid_in = rows.iter().filter(|row| row.get("payer.account").is_empty()).count();
        assert_eq!(paid_in, if kind == "cashin" { rows.len() } else { 0 });
    }
}

#[test]
fn both_sides_of_matched_payments_are_entries_once_a_person_says_which_side() {
    for (side, sign) in [("origin", -1), ("destination", 1)] {
        let path = format!("finance/payment-matching/transactions_{side}.csv");
        let Some(bytes) = bytes(&path) else { return };
        let undecided = read(&bytes);
        insta::allow_duplicates! {
            insta::assert_snapshot!(undecided.halt.unwrap(), @"several mappings were confirmed for its header: payment-origin, payment-destination; say which one holds for this exhibit, with `--mapping NAME`");
        }
        let pot = read_with(&bytes, &settings(&format!("payment-{side}")));
        whole(&pot, 20_000);
        assert!(pot.rows.iter().all(|row| row.minor("amount").signum() == sign));
    }
}

#[test]
fn copenhagen_gives_its_calls_messages_and_friends() {
    let Some(calls) = bytes("events/copenhagen/calls.csv") else { return };
    let pot = read(&calls);
    whole(&pot, 3_600);
    let missed = pot.rows.iter().filter(|row| row.get("status") == "missed");
    assert_eq!(missed.clone().count(), 366);
    assert!(missed.clone().all(|row| row.get("duration_s") == "0"));
    insta::assert_snapshot!(pot.rows[0].get("end"), @"1970-01-01T00:05:05Z..1970-01-01T00:05:05.999999Z second UTC in_value");
    let Some(sms) = bytes("events/copenhagen/sms.csv") else { return };
    whole(&read(&sms), line_ends(&sms) - 1);
    let Some(friends) = bytes("events/copenhagen/fb_friends.csv") else { return };
    whole(&read(&friends), 6_429);
}

#[test]
fn one_telephone_gives_calls_and_texts_with_the_owner_on_the_right_side() {
    let Some(bytes) = bytes("events/bandicoot/ego.csv") else { return };
    let mut settings = settings("");
    settings.owner = Some("bandicoot:ego".into());
    let pot = read_with(&bytes, &settings);
    whole(&pot, line_ends(&bytes) - 1);
    let first = &pot.rows[0];
    assert_eq!(first.get("sender.account"), "bandicoot:A");
    assert_eq!(first.get("receiver.account"), "bandicoot:ego");
    assert_eq!(first.get("extra"), r#"{"antenna_id":"1"}"#);
}
