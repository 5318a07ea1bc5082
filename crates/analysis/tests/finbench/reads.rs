//! The reads on the sweeps.

use std::collections::{BTreeMap, BTreeSet};

use tutela_analysis::sweep::{Entry, Way, paths, reach};

use crate::Asked;
use crate::snapshot::{Snapshot, UNIT};

/// Steps of every trace.
const STEPS: usize = 3;

/// The rows of an answer as text, in the order of the specification.
pub(crate) fn answer(snapshot: &Snapshot, asked: &Asked) -> Vec<String> {
    match asked.read {
        1 => blocked_media(snapshot, asked),
        2 => loans_gathered(snapshot, asked),
        5 => traces(snapshot, asked),
        6 => withdrawn_after_many(snapshot, asked),
        7 => in_and_out(snapshot, asked),
        8 => loan_trace(snapshot, asked),
        other => panic!("no read {other}"),
    }
}

impl Asked {
    fn holds(&self, at_us: i64) -> bool {
        at_us > self.from && at_us < self.until
    }

    fn id(&self) -> i64 {
        self.id.parse().unwrap()
    }
}

/// Ten places to three, half up.
fn rounded(amount: i128) -> String {
    let thousandths = (amount + 5_000_000) / 10_000_000;
    format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

fn ratio(of: i128, to: i128) -> String {
    let unit = UNIT as f64;
    format!("{:.3}", (of as f64 / unit) / (to as f64 / unit))
}

/// Read 1: the sign-in lies in the window too; the start can be reached again.
fn blocked_media(snapshot: &Snapshot, asked: &Asked) -> Vec<String> {
    let blocked: BTreeMap<i64, &str> = snapshot
        .media
        .iter()
        .filter(|(.., is_blocked)| *is_blocked)
        .map(|(medium, kind, _)| (*medium, kind.as_str()))
        .collect();
    let mut signed: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (medium, account, at_us) in &snapshot.signs {
        if blocked.contains_key(medium) && asked.holds(*at_us) {
            signed.entry(*account).or_default().insert(*medium);
        }
    }
    let from: Vec<u32> = snapshot.number(asked.id()).into_iter().collect();
    let within = (asked.from, asked.until);
    let mut rows: Vec<(usize, i64, i64)> = Vec::new();
    for reached in reach(&snapshot.transferred, &from, within, STEPS, Way::Forward) {
        let account = snapshot.account(reached.party);
        let media = signed.get(&account).into_iter().flatten();
        rows.extend(media.map(|medium| (reached.steps, account, *medium)));
    }
    rows.sort_unstable();
    rows.iter()
        .map(|(steps, account, medium)| format!("{account}|{steps}|{medium}|{}", blocked[medium]))
        .collect()
}

fn owned(snapshot: &Snapshot, person: i64) -> Vec<u32> {
    let own = snapshot.owns.iter().filter(|(owner, _)| *owner == person);
    let mut accounts: Vec<u32> = own.filter_map(|(_, account)| snapshot.number(*account)).collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// Read 2: the deposit lies in the window too.
fn loans_gathered(snapshot: &Snapshot, asked: &Asked) -> Vec<String> {
    let within = (asked.from, asked.until);
    let from = owned(snapshot, asked.id());
    let upstream: BTreeSet<i64> = reach(&snapshot.transferred, &from, within, STEPS, Way::Backward)
        .iter()
        .map(|reached| snapshot.account(reached.party))
        .collect();
    let lent: BTreeSet<(i64, i64)> = snapshot
        .deposits
        .iter()
        .filter(|edge| asked.holds(edge.at_us) && upstream.contains(&edge.to))
        .map(|edge| (edge.to, edge.from))
        .collect();
    let loans: BTreeMap<i64, (i64, i64)> =
        snapshot.loans.iter().map(|(loan, amount, balance)| (*loan, (*amount, *balance))).collect();
    let mut sums: BTreeMap<i64, (i128, i128)> = BTreeMap::new();
    for (account, loan) in lent {
        let sum = sums.entry(account).or_default();
        let (amount, balance) = loans[&loan];
        *sum = (sum.0 + i128::from(amount), sum.1 + i128::from(balance));
    }
    let mut rows: Vec<(i128, i64, i128)> =
        sums.iter().map(|(account, (amount, balance))| (-amount, *account, *balance)).collect();
    rows.sort_unstable();
    rows.iter()
        .map(|(amount, account, balance)| {
            format!("{account}|{}|{}", rounded(-amount), rounded(*balance))
        })
        .collect()
}

/// Read 5: by the accounts of the trace, for comparison; the specification leaves the order open.
fn traces(snapshot: &Snapshot, asked: &Asked) -> Vec<String> {
    let from = owned(snapshot, asked.id());
    let mut traces: Vec<Vec<i64>> =
        paths(&snapshot.transferred, &from, (asked.from, asked.until), STEPS)
            .iter()
            .map(|trace| trace.iter().map(|number| snapshot.account(*number)).collect())
            .collect();
    traces.sort_unstable();
    let cell = |trace: &[i64], at: usize| trace.get(at).map_or(String::new(), i64::to_string);
    traces
        .iter()
        .map(|trace| (0..=STEPS).map(|at| cell(trace, at)).collect::<Vec<_>>().join("|"))
        .collect()
}

/// Read 6: more than three transfers in, counted as transfers, from other accounts.
fn withdrawn_after_many(snapshot: &Snapshot, asked: &Asked) -> Vec<String> {
    let Some(card) = snapshot.number(asked.id()) else { return Vec::new() };
    let above = |entry: &&Entry, threshold: i64, own: u32| {
        asked.holds(entry.at_us) && entry.minor > threshold * UNIT && entry.other != own
    };
    let mut sums: BTreeMap<u32, i128> = BTreeMap::new();
    let withdrawn = snapshot.withdrawn.paid_to(card).iter();
    for entry in withdrawn.filter(|entry| above(entry, asked.threshold2, card)) {
        *sums.entry(entry.other).or_default() += i128::from(entry.minor);
    }
    let mut rows: Vec<(i128, i64, i128)> = Vec::new();
    for (middle, sum) in sums {
        let came: Vec<i128> = snapshot
            .transferred
            .paid_to(middle)
            .iter()
            .filter(|entry| above(entry, asked.threshold1, middle))
            .map(|entry| i128::from(entry.minor))
            .collect();
        if came.len() > 3 {
            rows.push((-sum, snapshot.account(middle), came.iter().sum()));
        }
    }
    rows.sort_unstable();
    rows.iter()
        .map(|(sum, middle, came)| format!("{middle}|{}|{}", rounded(*came), rounded(-sum)))
        .collect()
}

/// Read 7.
fn in_and_out(snapshot: &Snapshot, asked: &Asked) -> Vec<String> {
    let side = |entries: &[Entry]| {
        let above: Vec<&Entry> = entries
            .iter()
            .filter(|entry| asked.holds(entry.at_us) && entry.minor > asked.threshold1 * UNIT)
            .collect();
        let others: BTreeSet<u32> = above.iter().map(|entry| entry.other).collect();
        (others.len(), above.iter().map(|entry| i128::from(entry.minor)).sum::<i128>())
    };
    let number = snapshot.number(asked.id());
    let (sources, came) = side(number.map_or(&[], |n| snapshot.transferred.paid_to(n)));
    let (targets, went) = side(number.map_or(&[], |n| snapshot.transferred.paid_by(n)));
    let ratio = if targets == 0 { "-1.000".to_owned() } else { ratio(came, went) };
    vec![format!("{sources}|{targets}|{ratio}")]
}

/// Read 8: a step counts where it is above the share of what came to its account by transfer in the
/// window (for the first account: of what the loan deposited there); accounts that the loan itself
/// reached are no targets; what comes to an account is summed over all steps that count.
fn loan_trace(snapshot: &Snapshot, asked: &Asked) -> Vec<String> {
    let loan = asked.id();
    let mut front: BTreeMap<u32, i128> = BTreeMap::new();
    for edge in &snapshot.deposits {
        if edge.from == loan && asked.holds(edge.at_us) {
            let account = snapshot.number(edge.to).unwrap();
            *front.entry(account).or_default() += i128::from(edge.amount);
        }
    }
    let came = |account: u32| -> i128 {
        let entries = snapshot.transferred.paid_to(account).iter();
        entries.filter(|e| asked.holds(e.at_us)).map(|e| i128::from(e.minor)).sum()
    };
    let first: BTreeSet<u32> = front.keys().copied().collect();
    let mut met = first.clone();
    let mut inflow: BTreeMap<u32, (usize, i128)> = BTreeMap::new();
    for distance in 2..2 + STEPS {
        let mut next = BTreeSet::new();
        for (account, upstream) in &front {
            let steps = [&snapshot.transferred, &snapshot.withdrawn]
                .into_iter()
                .flat_map(|layout| layout.paid_by(*account));
            for entry in steps.filter(|entry| asked.holds(entry.at_us)) {
                if i128::from(entry.minor) * 1_000 > i128::from(asked.permille) * upstream {
                    let sum = inflow.entry(entry.other).or_insert((distance, 0));
                    sum.1 += i128::from(entry.minor);
                    next.insert(entry.other);
                }
            }
        }
        front = next
            .into_iter()
            .filter(|account| met.insert(*account))
            .map(|account| (account, came(account)))
            .collect();
    }
    let lent =
        snapshot.loans.iter().find(|(id, ..)| *id == loan).map_or(1, |(_, amount, _)| *amount);
    let mut rows: Vec<(usize, i128, i64)> = inflow
        .iter()
        .filter(|(account, _)| !first.contains(account))
        .map(|(account, (distance, sum))| (*distance, *sum, snapshot.account(*account)))
        .collect();
    rows.sort_unstable_by_key(|(distance, sum, account)| {
        (std::cmp::Reverse(*distance), std::cmp::Reverse(*sum), *account)
    });
    rows.iter()
        .map(|(distance, sum, account)| {
            format!("{account}|{}|{distance}", ratio(*sum, i128::from(lent)))
        })
        .collect()
}
