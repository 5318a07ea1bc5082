//! What holds of clocks: heaps are named where they are, and whole hours point at a zone.

use model::RecordRef;
use model::views::Side;
use proptest::prelude::*;

use super::*;
use crate::links::Links;
use crate::made::{Made, Pay};
use crate::question::MoneySettings;

fn facts(clocked: u64, on_hour: u64, on_noon: u64) -> ClockFacts {
    ClockFacts {
        exhibit: ExhibitId(1),
        column: "transfer.sent".to_owned(),
        zone: "US/Central".to_owned(),
        zone_source: ZoneSource::OperatorDefault,
        stated: clocked + 5,
        day_only: 5,
        on_hour,
        on_noon,
        on_midnight: 0,
        in_fold: 0,
        duplicates: 0,
        examples: vec![RecordRef { exhibit: ExhibitId(1), row: 1 }],
    }
}

#[test]
fn a_heap_on_noon_is_named_and_does_not_make_the_hours_heap() {
    assert_eq!(column(&facts(1_000, 98, 83)).remarks, [Remark::NoonHeap]);
    assert_eq!(column(&facts(1_000, 198, 0)).remarks, [Remark::HourHeap]);
    assert_eq!(column(&facts(1_000, 17, 1)).remarks, []);
    assert_eq!(column(&facts(10, 10, 10)).remarks, []);
}

/// Payments stated by two exhibits, the second `late_h` hours later.
fn two_exhibits(late_h: &[i64]) -> Clocks {
    let references: Vec<String> = (0..late_h.len()).map(|n| format!("R{n}")).collect();
    let payments = late_h
        .iter()
        .zip(&references)
        .zip(0i64..)
        .flat_map(|((late, reference), n)| {
            let first = Pay { hour: n * 50, reference, side: Side::Both, ..Pay::default() };
            [first, Pay { exhibit: 2, hour: n * 50 + late, ..first }]
        })
        .collect();
    let view = Made { payments, ..Made::default() }.view();
    Clocks::of(&view, &Ledger::of(&view, &Links::of(&view), &MoneySettings::default()))
}

#[test]
fn a_constant_difference_of_whole_hours_points_at_a_zone() {
    let offsets = two_exhibits(&[6, 6, 6, 6]).offsets;
    assert_eq!((offsets[0].median_s, offsets[0].whole_hours), (6 * 3_600, Some(6)));
    let varied = two_exhibits(&[1, 3, 9, 20]).offsets;
    assert_eq!(varied[0].whole_hours, None);
    assert!(two_exhibits(&[6, 6]).offsets.is_empty());
}

proptest! {
    #[test]
    fn the_interval_of_differences_holds_the_median(late_h in prop::collection::vec(-40i64..40, 3..9)) {
        for offset in two_exhibits(&late_h).offsets {
            prop_assert!(offset.low_s <= offset.median_s && offset.median_s <= offset.high_s);
            prop_assert!(offset.median_s >= 0);
            prop_assert!(offset.pairs <= late_h.len());
        }
    }
}
