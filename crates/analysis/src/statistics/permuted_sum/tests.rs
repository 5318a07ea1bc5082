//! What must hold for any table: enumeration, draws and moments agree.

use super::*;

fn table(days: &[usize], rows: &[(usize, usize, Vec<u64>)]) -> Table {
    let mut blocks: Vec<Block> = days.iter().map(|&n| Block::new(n)).collect();
    for (block, home, cells) in rows {
        let n = days[*block];
        let row: Vec<Packed> = (0..n)
            .map(|day| {
                let units = cells[day % cells.len()];
                Packed::one(0, units).plus(Packed::one(2, units * 2))
            })
            .collect();
        blocks[*block].push(home % n, &row);
    }
    Table { blocks, fixed: Packed::one(1, 5) }
}

fn example() -> Table {
    let rows = [
        (0, 0, vec![1, 0, 0, 0, 1]),
        (0, 1, vec![0, 2, 0, 0, 0]),
        (0, 4, vec![0, 0, 0, 1, 3]),
        (1, 1, vec![0, 1, 1]),
    ];
    table(&[5, 3], &rows)
}

#[test]
fn counts_every_arrangement_once() {
    let table = example();
    let mut seen = 0;
    let mut sum = 0.0;
    let mut squares = 0.0;
    table.enumerate(|packed, times| {
        assert_eq!(packed.get(1), 5);
        assert_eq!(packed.get(2), 2 * packed.get(0));
        seen += times;
        sum += float(times) * float(packed.get(0));
        squares += float(times) * float(packed.get(0)).powi(2);
    });
    assert_eq!(Some(seen), table.arrangements());
    assert_eq!(seen, 5 * 4 * 3 * 3);
    let moments = table.moments(0);
    let mean = sum / float(seen);
    assert!((moments.mean - mean).abs() < 1e-12);
    assert!((moments.variance - (squares / float(seen) - mean * mean)).abs() < 1e-12);
    assert_eq!(table.observed().get(0), 1 + 2 + 3 + 1);
}

#[test]
fn draws_come_as_often_as_enumeration_says() {
    let table = example();
    let mut exact = std::collections::BTreeMap::new();
    table.enumerate(|packed, times| {
        *exact.entry(packed.get(0)).or_insert(0_u64) += times;
    });
    let all = table.arrangements().unwrap();
    let mut draws = Draws::new(&table, Dice::new(7, 3));
    let mut found = std::collections::BTreeMap::new();
    let n = 60_000;
    for _ in 0..n {
        *found.entry(draws.draw().get(0)).or_insert(0_u64) += 1;
    }
    for (value, times) in exact {
        let share = float(times) / float(all);
        let got = float(found.get(&value).copied().unwrap_or(0)) / float(n);
        let error = (share * (1.0 - share) / float(n)).sqrt();
        assert!((got - share).abs() < 4.5 * error, "{value}: {got} for {share}");
    }
}

#[test]
fn thresholds_are_reached_exactly() {
    let limits = Thresholds::new([Some(4), None, Some(0)]);
    let sum = |a, b| Packed::one(0, a).plus(Packed::one(1, b));
    assert!(limits.reached(sum(4, 0), 0) && !limits.reached(sum(3, 9), 0));
    assert!(!limits.reached(sum(0, FIELD_MAX - 1), 1));
    assert!(limits.reached(sum(0, 0), 2) && limits.any(sum(0, 0)));
    let only = Thresholds::new([Some(4), None, None]);
    assert!(!only.any(sum(3, FIELD_MAX - 1)) && only.any(sum(4, 0)));
}

#[test]
fn bounded_numbers_are_even() {
    let mut dice = Dice::new(1, 1);
    let mut counts = [0_u32; 7];
    for _ in 0..70_000 {
        counts[dice.below(7) as usize] += 1;
    }
    assert!(counts.iter().all(|&count| count.abs_diff(10_000) < 450), "{counts:?}");
    assert_eq!(dice.below(0), 0);
}

proptest::proptest! {
    #[test]
    fn moments_equal_enumeration(
        rows in proptest::collection::vec(proptest::collection::vec(0u64..4, 4), 0..4),
    ) {
        let rows: Vec<_> = rows.into_iter().enumerate().map(|(at, row)| (0, at, row)).collect();
        let table = table(&[4], &rows);
        let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
        table.enumerate(|packed, times| {
            n += float(times);
            sum += float(times) * float(packed.get(0));
            squares += float(times) * float(packed.get(0)).powi(2);
        });
        let moments = table.moments(0);
        proptest::prop_assert!((moments.mean - sum / n).abs() < 1e-9);
        proptest::prop_assert!((moments.variance - (squares / n - (sum / n).powi(2))).abs() < 1e-9);
    }
}
