//! Times the questions of money on made-up payments: `cargo run -p tutela-analysis --example
//! money_speed [payments]`.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]

use std::time::Instant;

use model::time::{Precision, ZoneSource};
use model::views::{CaseView, Covered, Keys, Payment, PaymentSource, PaymentStatus, Side, When};
use model::{Currency, ExhibitId, RecordRef};
use tutela_analysis::AskSettings;
use tutela_analysis::links::Links;
use tutela_analysis::questions::clocks::Clocks;
use tutela_analysis::questions::coverage::Coverage;
use tutela_analysis::questions::flows::Flows;
use tutela_analysis::questions::ledger::Ledger;
use tutela_analysis::questions::traces::Traces;

/// Three years from 1 January 2022 in microseconds.
const START_US: i64 = 1_640_995_200_000_000;
const SPAN_US: i64 = 3 * 365 * DAY_US;
const DAY_US: i64 = 86_400_000_000;

/// A linear congruential generator (Knuth, MMIX): enough to spread made-up payments.
struct Spread(u64);

impl Spread {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Payments of an operator's return, and a tenth of them again as bank entries a day later.
fn view(payments: u64) -> CaseView {
    let parties = (payments / 10).max(10);
    let mut texts: Vec<String> = (0..parties).map(|n| format!("mto:{n:08}")).collect();
    texts.extend((0..payments).map(|n| format!("ref:{n:08}")));
    texts.push(String::new());
    texts.sort_unstable();
    let keys = Keys::from_sorted(texts);
    let mut spread = Spread(7);
    let mut list = Vec::new();
    let currency = Currency::from_code("EUR").unwrap_or(Currency::NONE);
    for row in 0..payments {
        // Squares make a few parties busy and most of them quiet, as in published returns.
        let mut party = || {
            let at = spread.below(parties) * spread.below(parties) / parties;
            keys.id(&format!("mto:{at:08}")).unwrap_or(0)
        };
        let (payer, payee) = (party(), party());
        let at_us = START_US + i64::try_from(spread.below(SPAN_US.unsigned_abs())).unwrap_or(0);
        let transfer = Payment {
            record: RecordRef { exhibit: ExhibitId(1), row },
            from: PaymentSource::Transfer,
            payer,
            payee,
            when: When {
                earliest_us: at_us,
                latest_us: at_us + 999_999,
                precision: Precision::Second,
                zone_source: ZoneSource::OperatorDefault,
            },
            minor: 1_000 + i64::try_from(spread.below(400)).unwrap_or(0) * 50,
            currency,
            fee: None,
            pay_out: None,
            side: Side::Both,
            reference: keys.id(&format!("ref:{row:08}")),
            status: PaymentStatus::Done,
        };
        list.push(transfer);
        if row.is_multiple_of(10) {
            list.push(entry(transfer));
        }
    }
    list.sort_by_key(|payment| (payment.when, payment.record));
    let covered = vec![covered(1, "transfer", payments), covered(2, "entry", payments)];
    CaseView { keys, payments: list, covered, ..CaseView::default() }
}

/// The bank entry of a transfer: booked on the next day, without its reference.
fn entry(transfer: Payment) -> Payment {
    let day_us = (transfer.when.earliest_us / DAY_US + 1) * DAY_US;
    Payment {
        record: RecordRef { exhibit: ExhibitId(2), ..transfer.record },
        from: PaymentSource::Entry,
        side: Side::Payer,
        reference: None,
        when: When {
            earliest_us: day_us,
            latest_us: day_us + DAY_US - 1,
            precision: Precision::Day,
            zone_source: ZoneSource::Assumed,
        },
        ..transfer
    }
}

fn covered(exhibit: u32, table: &'static str, records: u64) -> Covered {
    Covered {
        inside: String::new(),
        exhibit: ExhibitId(exhibit),
        table,
        account: None,
        from_us: START_US,
        until_us: START_US + SPAN_US,
        stated: true,
        records,
    }
}

fn main() {
    let payments = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let (view, settings) = (view(payments), AskSettings::default());
    let mut last = Instant::now();
    let mut lap = |name: &str, what: String| {
        println!("{name:10} {:7.2} s  {what}", last.elapsed().as_secs_f64());
        last = Instant::now();
    };
    let links = Links::of(&view);
    lap("links", format!("{} payments", view.payments.len()));
    let ledger = Ledger::of(&view, &links, &settings.money);
    let several = ledger.events.iter().filter(|event| ledger.rows(event).len() > 1).count();
    lap("ledger", format!("{} events, {several} of several records", ledger.events.len()));
    let coverage = Coverage::of(&view, &settings.zone);
    lap("coverage", format!("{} periods", coverage.sources.len()));
    let clocks = Clocks::of(&view, &ledger);
    lap("clocks", format!("{} differences", clocks.offsets.len()));
    let flows = Flows::of(&view, &ledger, &settings);
    lap("flows", format!("{} pairs, {} fans", flows.pairs.len(), flows.fans.len()));
    let traces = Traces::of(&view, &ledger, &settings.money, &settings.zone);
    lap("traces", format!("{} traces, {} cycles", traces.traces.len(), traces.cycles.len()));
}
