//! What holds of matching: one to one, the same whatever the order, the best set that can be had.

use proptest::prelude::*;

use super::*;

/// Day, amount, text.
type Row = (i64, i64, String);

/// Debits and their credits: `n` payments of `n` days, a word of each, every third amount changed.
fn made(n: u32) -> (Vec<Row>, Vec<Row>) {
    let debit = |at: u32| {
        let minor = 2_000 + i64::from(at * 7_919 % 900) * 10;
        (i64::from(at % 60), minor, format!("word{} of {}", at % 97, at % 5))
    };
    let debits: Vec<_> = (0..n).map(debit).collect();
    let credits = (0..n).map(|at| {
        let (day, minor, memo) = debit(at);
        let changed = if at % 3 == 0 { minor - minor / 50 } else { minor };
        (day + 1 + i64::from(at % 2), changed, memo.chars().take(9).collect())
    });
    (debits, credits.collect())
}

fn booked(rows: &[Row]) -> Vec<Booked<'_>> {
    rows.iter()
        .map(|(day, minor, memo)| Booked {
            day: *day,
            minor: *minor,
            currency: Currency::NONE,
            memo,
        })
        .collect()
}

#[test]
fn payments_are_found_by_text_amount_and_days_together() {
    let (debits, credits) = made(600);
    let found = match_sides(&booked(&debits), &booked(&credits), &Rules::default());
    let right = found.pairs.iter().filter(|pair| pair.debit == pair.credit).count();
    assert!(right > 560, "{right} of 600, {} told", found.pairs.len());
    // Money arrives a day or two after it left: learnt, not told.
    assert!(found.days[2] + found.days[3] > 0.9, "{:?}", found.days);
    assert!((0.55..0.75).contains(&found.equal_amounts), "{}", found.equal_amounts);
}

#[test]
fn too_few_debits_give_no_pair() {
    let (debits, credits) = made(40);
    let found = match_sides(&booked(&debits), &booked(&credits), &Rules::default());
    assert!(found.pairs.is_empty());
}

#[test]
fn sides_of_two_currencies_are_never_compared() {
    let (debits, credits) = made(100);
    let mut others = booked(&credits);
    for side in &mut others {
        side.currency = Currency::from_code("EUR").unwrap();
    }
    assert_eq!(match_sides(&booked(&debits), &others, &Rules::default()).compared, 0);
}

#[test]
fn a_second_claim_halves_the_probability() {
    let (mut debits, credits) = made(300);
    debits.push(debits[10].clone());
    let found = match_sides(&booked(&debits), &booked(&credits), &Rules::default());
    let of = |debit: u32| found.pairs.iter().find(|pair| pair.debit == debit);
    let (one, twin) = (of(10), of(300));
    let best = one.into_iter().chain(twin).map(|pair| pair.probability).fold(0.0, f64::max);
    assert!(best < 0.6, "{one:?} {twin:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_side_has_one_partner_at_most_in_any_order(
        keys in prop::collection::vec(any::<u32>(), 200),
    ) {
        let (debits, credits) = made(200);
        let mut order: Vec<usize> = (0..200).collect();
        order.sort_by_key(|at| (keys[*at], *at));
        let turned: Vec<_> = order.iter().map(|at| debits[*at].clone()).collect();
        let plain = match_sides(&booked(&debits), &booked(&credits), &Rules::default());
        let other = match_sides(&booked(&turned), &booked(&credits), &Rules::default());
        let sum = |found: &Matching| found.pairs.iter().map(|pair| pair.probability).sum::<f64>();
        prop_assert!((sum(&plain) - sum(&other)).abs() < 1e-3, "{} {}", sum(&plain), sum(&other));
        let mut credits: Vec<u32> = plain.pairs.iter().map(|pair| pair.credit).collect();
        credits.sort_unstable();
        credits.dedup();
        prop_assert_eq!(credits.len(), plain.pairs.len());
        prop_assert!(plain.pairs.is_sorted_by_key(|pair| pair.debit));
    }
}
