//! All patterns of transfers at once (traces, cycles, gather-scatter, scatter-gather, passing through,
//! funnels): how many transfers a second, and how AMLSim's labelled rings are found:
//! `cargo run --release -p tutela-analysis --example pattern_speed [TRANSFERS [PYTHON]]`.
//!
//! Prints one JSON object a line; with a Python that has `snapml`, what IBM's Graph Feature Preprocessor
//! takes for the same transfers (`xtask/peers/patterns_snapml.py`) as well. `finance/amlsim-20K_fanin200` of the real data is measured where it
//! is there; the made-up transfers are seeded.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]

use std::collections::BTreeSet;
use std::io::Write;
use std::process::Command;
use std::time::Instant;

use casetest::usage::{peak_bytes, processor_s};
use model::money::{DecimalMark, read_minor};
use model::time::{Precision, ZoneSource};
use model::views::{CaseView, Keys, Payment, PaymentSource, PaymentStatus, Side, When};
use model::{Currency, ExhibitId, RecordRef};
use serde_json::json;
use tutela_analysis::links::Links;
use tutela_analysis::question::MoneySettings;
use tutela_analysis::questions::ledger::Ledger;
use tutela_analysis::questions::traces::Traces;
use tutela_analysis::statistics::binomial::wilson_interval;
use tutela_analysis::sweep::{Columns, Layout, PairSum, pairs, widest_within};

const DAY_US: i64 = 86_400_000_000;

/// Payer, payee, first instant, span of the instant, amount.
type Row = (u32, u32, i64, i64, i64);

fn view(rows: &[Row]) -> CaseView {
    let parties = rows.iter().map(|row| row.0.max(row.1)).max().unwrap_or(0) + 1;
    let keys = Keys::from_sorted((0..parties).map(|party| format!("app:{party:09}")).collect());
    let mut payments: Vec<Payment> = (1..)
        .zip(rows)
        .map(|(row, (payer, payee, at_us, span_us, minor))| Payment {
            record: RecordRef { exhibit: ExhibitId(1), row },
            from: PaymentSource::Transfer,
            payer: *payer,
            payee: *payee,
            when: When {
                earliest_us: *at_us,
                latest_us: at_us + span_us - 1,
                precision: if *span_us == DAY_US { Precision::Day } else { Precision::Second },
                zone_source: ZoneSource::InValue,
            },
            minor: *minor,
            currency: Currency::from_code("EUR").unwrap_or(Currency::NONE),
            fee: None,
            pay_out: None,
            side: Side::Both,
            reference: None,
            status: PaymentStatus::Done,
        })
        .collect();
    payments.sort_by_key(|payment| (payment.when, payment.record));
    CaseView { keys, payments, ..CaseView::default() }
}

/// Transfers of a year; a fifth of them hand on a transfer that came within two days, less a little.
fn made(transfers: usize) -> Vec<Row> {
    let mut state = 7u64;
    let mut below = |bound: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound.max(1)
    };
    let parties = (transfers as u64 / 6).max(10);
    let mut rows: Vec<Row> = Vec::with_capacity(transfers);
    while rows.len() < transfers {
        let before = rows.get(usize::try_from(below(rows.len() as u64)).unwrap_or(0)).copied();
        let narrow = |party: u64| u32::try_from(party).unwrap_or(0);
        let payee = narrow(below(parties) * below(parties) / parties);
        let wide = |number: u64| i64::try_from(number).unwrap_or(0);
        let row = if let Some((_, middle, at_us, _, minor)) = before.filter(|_| below(5) == 0) {
            let later_us = at_us + wide(below(2 * 86_400)) * 1_000_000 + 1_000_000;
            (middle, payee, later_us, 1_000_000, minor - wide(below(50)) * minor / 1_000)
        } else {
            let at_us = wide(below(365 * 86_400)) * 1_000_000;
            (narrow(below(parties)), payee, at_us, 1_000_000, 1_000 + wide(below(90_000)))
        };
        rows.push(row);
    }
    rows
}

fn measure(data: &str, rows: &[Row]) {
    let settings = MoneySettings::default();
    let view = view(rows);
    let ledger = Ledger::of(&view, &Links::of(&view), &settings);
    let (wall, cpu) = (Instant::now(), processor_s());
    let found = Traces::of(&view, &ledger, &settings, "UTC");
    let (wall_s, cpu_s) = (wall.elapsed().as_secs_f64(), processor_s() - cpu);
    let each = |name: &str, number: usize| json!([name, number]);
    println!(
        "{}",
        json!({
            "question": "ANA-006", "data": data, "speed": "transfers a second, all patterns",
            "transfers": found.payments, "wall_s": wall_s, "cpu_s": cpu_s,
            "peak_mb": peak_bytes() / 1_000_000,
            "value": found.payments as f64 / wall_s, "per_cpu_s": found.payments as f64 / cpu_s,
            "found": [
                each("traces", found.traces.len() + found.traces_cut),
                each("cycles", found.cycles.len()),
                each("gatherings", found.gatherings.len()),
                each("scatterings", found.scatterings.len()),
                each("passing", found.passing.len()),
                each("funnels", found.funnels.len()),
            ],
        })
    );
}

/// AMLSim's transfers (a step is a day) and the numbers of its labelled accounts.
fn amlsim() -> Option<(Vec<Row>, BTreeSet<u32>)> {
    let folder = casetest::real::path("finance/amlsim-20K_fanin200")?;
    let text = std::fs::read_to_string(folder.join("transactions.csv")).ok()?;
    let rows: Option<Vec<Row>> = text
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let day: i64 = cells.get(3)?.parse().ok()?;
            let minor = read_minor(cells.get(2)?, DecimalMark::Point, 2).ok()?.0;
            let party = |at: usize| cells.get(at)?.parse().ok();
            Some((party(0)?, party(1)?, day * DAY_US, DAY_US, minor))
        })
        .collect();
    let text = std::fs::read_to_string(folder.join("nodes.csv")).ok()?;
    let labelled = text.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let node = cells.next()?.parse().ok()?;
        (cells.next()? == "1").then_some(node)
    });
    Some((rows?, labelled.collect()))
}

/// Accounts in fans of at least `payers` payers, as two rules see them: payers within a month, and
/// payers who each pay more than once.
fn rings(rows: &[Row], labelled: &BTreeSet<u32>) {
    let column = |of: fn(&Row) -> u32| -> Vec<u32> { rows.iter().map(of).collect() };
    let wide = |of: fn(&Row) -> i64| -> Vec<i64> { rows.iter().map(of).collect() };
    let (payer, payee) = (column(|row| row.0), column(|row| row.1));
    let (at_us, minor) = (wide(|row| row.2), wide(|row| row.4));
    let layout = Layout::of(Columns { payer: &payer, payee: &payee, at_us: &at_us, minor: &minor });
    for least in [2usize, 3, 5] {
        let mut told = BTreeSet::new();
        for (party, widest) in (0u32..).zip(widest_within(&layout, 30 * DAY_US)) {
            if widest as usize >= least {
                told.insert(party);
                told.extend(layout.paid_to(party).iter().map(|entry| entry.other));
            }
        }
        say(&format!("at least {least} payers within 30 days"), &told, labelled);
    }
    let again: Vec<(u32, u32)> = pairs(&layout, |all: &mut Vec<(u32, u32)>, pair: PairSum| {
        if pair.transfers > 1 {
            all.push((pair.payee, pair.payer));
        }
    })
    .concat();
    for least in [1usize, 2, 3] {
        let mut again = again.clone();
        again.sort_unstable();
        let rings = again.chunk_by(|a, b| a.0 == b.0).filter(|ring| ring.len() >= least);
        let told = rings.flatten().flat_map(|(payee, payer)| [*payee, *payer]).collect();
        say(&format!("at least {least} payers who each paid more than once"), &told, labelled);
    }
}

fn say(rule: &str, told: &BTreeSet<u32>, labelled: &BTreeSet<u32>) {
    let right = told.intersection(labelled).count() as u64;
    for (measure, of) in [("precision", told.len()), ("recall", labelled.len())] {
        let (low, high) = wilson_interval(right, of as u64);
        println!(
            "{}",
            json!({
                "question": "ANA-005", "data": "finance/amlsim-20K_fanin200", "who": rule,
                "measure": measure, "accounts": told.len(),
                "value": right as f64 / of.max(1) as f64, "low": low, "high": high,
            })
        );
    }
}

/// What the peer takes for the same transfers: its line as it prints it.
fn peer(python: &str, rows: &[Row]) -> std::io::Result<()> {
    let mut ordered: Vec<&Row> = rows.iter().collect();
    ordered.sort_unstable_by_key(|row| row.2);
    let mut file = tempfile::NamedTempFile::new()?;
    for (payer, payee, at_us, ..) in ordered {
        writeln!(file, "{payer},{payee},{}", at_us / 1_000_000)?;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../xtask/peers/patterns_snapml.py");
    let ran = Command::new(python).arg(script).arg(file.path()).output()?;
    print!("{}", String::from_utf8_lossy(&ran.stdout));
    std::io::stderr().write_all(&ran.stderr)
}

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let transfers = words.first().and_then(|word| word.parse().ok()).unwrap_or(1_000_000);
    if let Some((rows, labelled)) = amlsim() {
        rings(&rows, &labelled);
        measure("finance/amlsim-20K_fanin200", &rows);
    }
    let rows = made(transfers);
    measure("made up, seed 7", &rows);
    words.get(1).map_or(Ok(()), |python| peer(python, &rows))
}
