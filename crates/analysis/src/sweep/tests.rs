//! What holds of sweeps: they say what counting row by row says, in any order of the rows.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

type Row = (u32, u32, i64, i64);

fn layout(rows: &[Row]) -> Layout {
    let payer: Vec<u32> = rows.iter().map(|row| row.0).collect();
    let payee: Vec<u32> = rows.iter().map(|row| row.1).collect();
    let at_us: Vec<i64> = rows.iter().map(|row| row.2).collect();
    let minor: Vec<i64> = rows.iter().map(|row| row.3).collect();
    Layout::of(Columns { payer: &payer, payee: &payee, at_us: &at_us, minor: &minor })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0u32..6, 0u32..6, 0i64..60, 1i64..9), 0..60)
}

proptest! {
    #[test]
    fn pairs_rolls_and_fans_are_those_of_counting(rows in rows(), window in 0i64..30) {
        let layout = layout(&rows);
        prop_assert_eq!(layout.len(), rows.len());
        let told = pairs(&layout, |all: &mut Vec<PairSum>, pair| all.push(pair)).concat();
        let mut counted: BTreeMap<(u32, u32), (u32, i64)> = BTreeMap::new();
        for (payer, payee, _, minor) in &rows {
            let sum = counted.entry((*payer, *payee)).or_default();
            *sum = (sum.0 + 1, sum.1 + minor);
        }
        let told: BTreeMap<(u32, u32), (u32, i64)> =
            told.iter().map(|p| ((p.payer, p.payee), (p.transfers, p.sum_minor))).collect();
        prop_assert_eq!(&told, &counted);

        let rolled = rolling(&layout, window, |all: &mut Vec<Rolled>, one| all.push(one)).concat();
        prop_assert_eq!(rolled.len(), rows.len());
        for one in rolled {
            let near = rows.iter().filter(|row| {
                row.1 == one.payee && (one.entry.at_us - window..=one.entry.at_us).contains(&row.2)
            });
            let sum = near.fold((0, 0), |(n, sum), row| (n + 1, sum + row.3));
            prop_assert_eq!((one.transfers, one.sum_minor), sum);
        }

        let (out, paid) = fans(&layout);
        for party in 0..6u32 {
            let payees: BTreeSet<u32> =
                rows.iter().filter(|row| row.0 == party).map(|row| row.1).collect();
            let payers: BTreeSet<u32> =
                rows.iter().filter(|row| row.1 == party).map(|row| row.0).collect();
            let at = |all: &[u32]| all.get(party as usize).copied().unwrap_or(0) as usize;
            prop_assert_eq!((at(&out), at(&paid)), (payees.len(), payers.len()));
        }
        for (payee, widest) in (0u32..).zip(widest_within(&layout, window)) {
            let within = |last: i64| {
                let near = rows.iter().filter(|row| {
                    row.1 == payee && (last - window..=last).contains(&row.2)
                });
                near.map(|row| row.0).collect::<BTreeSet<u32>>().len()
            };
            let most = rows.iter().filter(|row| row.1 == payee).map(|row| within(row.2)).max();
            prop_assert_eq!(widest as usize, most.unwrap_or(0));
        }
    }

    #[test]
    fn meetings_meet_the_transfers_that_trying_every_pair_meets(
        rows in rows(),
        met in prop::collection::vec((0u32..6, 0u32..6, 0i64..60), 0..40),
        reach_us in 0i64..10,
    ) {
        let layout = layout(&rows);
        let list: Vec<Meeting> = met
            .iter()
            .map(|(payer, payee, start_us)| Meeting {
                payer: *payer,
                payee: *payee,
                start_us: *start_us,
            })
            .collect();
        let meetings = Meetings::of(&list);
        let mut last: Vec<(u32, i64)> =
            last_before(&layout, &meetings, |all: &mut Vec<(u32, i64)>, transfer, meeting| {
                all.push((transfer.row, transfer.at_us - meeting.at_us));
            })
            .concat();
        last.sort_unstable();
        let tried: Vec<(u32, i64)> = (0u32..)
            .zip(&rows)
            .filter_map(|(number, row)| {
                let own = list.iter().filter(|m| {
                    (m.payer, m.payee) == (row.0, row.1) && m.start_us <= row.2
                });
                own.map(|m| row.2 - m.start_us).min().map(|gap| (number, gap))
            })
            .collect();
        prop_assert_eq!(last, tried);

        let near = around(&layout, &meetings, reach_us, |all: &mut (usize, usize), found| {
            *all = (all.0 + found.transfers.len(), all.1 + found.unmet);
        });
        let told = near.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        let meets = |m: &Meeting, row: &Row| {
            (m.payer, m.payee) == (row.0, row.1) && (m.start_us - row.2).abs() <= reach_us
        };
        let matches =
            list.iter().map(|m| rows.iter().filter(|row| meets(m, row)).count()).sum::<usize>();
        let distinct = rows.iter().filter(|row| list.iter().any(|m| meets(m, row))).count();
        prop_assert_eq!(told, (matches, distinct));
    }

    #[test]
    fn walks_are_those_of_trying_every_sequence(rows in rows()) {
        let layout = layout(&rows);
        let mut tried: BTreeSet<(usize, u32)> = BTreeSet::new();
        let mut sequences: BTreeSet<Vec<u32>> = BTreeSet::new();
        let mut trails: Vec<(Vec<u32>, i64)> = vec![(vec![0], i64::MIN)];
        for step in 1..=3 {
            let mut longer = Vec::new();
            for (trail, at) in &trails {
                for row in rows.iter().filter(|row| row.0 == trail[step - 1]) {
                    if row.2 > *at && row.2 > 5 && row.2 < 50 {
                        let mut trail = trail.clone();
                        trail.push(row.1);
                        tried.insert((step, row.1));
                        if trail.iter().collect::<BTreeSet<_>>().len() == trail.len() {
                            sequences.insert(trail.clone());
                        }
                        longer.push((trail, row.2));
                    }
                }
            }
            trails = longer;
        }
        let told: BTreeSet<(usize, u32)> = reach(&layout, &[0], (5, 50), 3, Way::Forward)
            .iter()
            .map(|reached| (reached.steps, reached.party))
            .collect();
        prop_assert_eq!(told, tried);
        let told: BTreeSet<Vec<u32>> = paths(&layout, &[0], (5, 50), 3).into_iter().collect();
        prop_assert_eq!(told, sequences);
    }
}
