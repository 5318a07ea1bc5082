//! Two public transfer networks as views, read without the importers: AMLSim and LDBC FinBench.

use std::path::Path;

use model::money::{DecimalMark, read_minor};
use model::time::{Precision, ZoneSource};
use model::views::{CaseView, KeyId, Keys, Payment, PaymentSource, PaymentStatus, Side, When};
use model::{Currency, ExhibitId, RecordRef};

use crate::made::DAY_US;

/// Facts counted by another program.
pub(crate) fn facts() -> Option<serde_json::Value> {
    let path = casetest::real::path("finance/expected/finance-facts.json")?;
    Some(serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
}

/// 118,250 transfers of a simulation; a step is a day.
pub(crate) fn amlsim() -> Option<CaseView> {
    let path = casetest::real::path("finance/amlsim-20K_fanin200/transactions.csv")?;
    Some(view(&path, ',', "amlsim", |cells| {
        let day: i64 = cells[3].parse().unwrap();
        let when = (day * DAY_US, day * DAY_US + DAY_US - 1, Precision::Day);
        (cells[0].to_owned(), cells[1].to_owned(), cells[2].to_owned(), when)
    }))
}

/// 37,861 transfers between accounts, to the millisecond.
pub(crate) fn finbench() -> Option<CaseView> {
    let path = casetest::real::path("finance/finbench/snapshot/AccountTransferAccount.csv")?;
    Some(view(&path, '|', "finbench", |cells| {
        let at: jiff::civil::DateTime = cells[3].replace(' ', "T").parse().unwrap();
        let at = at.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_microsecond();
        let when = (at, at + 999, Precision::Millisecond);
        (cells[0].to_owned(), cells[1].to_owned(), cells[2].to_owned(), when)
    }))
}

type Row = (String, String, String, (i64, i64, Precision));

fn view(path: &Path, mark: char, platform: &str, read: impl Fn(&[&str]) -> Row) -> CaseView {
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Row> =
        text.lines().skip(1).map(|line| read(&line.split(mark).collect::<Vec<_>>())).collect();
    let mut texts: Vec<String> = rows
        .iter()
        .flat_map(|row| [format!("{platform}:{}", row.0), format!("{platform}:{}", row.1)])
        .collect();
    texts.sort_unstable();
    texts.dedup();
    let keys = Keys::from_sorted(texts);
    let id = |party: &str| -> KeyId { keys.id(&format!("{platform}:{party}")).unwrap() };
    let mut payments: Vec<Payment> = rows
        .iter()
        .zip(1u64..)
        .map(|((payer, payee, amount, (earliest_us, latest_us, precision)), row)| Payment {
            record: RecordRef { exhibit: ExhibitId(1), row },
            from: PaymentSource::Transfer,
            payer: id(payer),
            payee: id(payee),
            when: When {
                earliest_us: *earliest_us,
                latest_us: *latest_us,
                precision: *precision,
                zone_source: ZoneSource::Assumed,
            },
            minor: read_minor(amount, DecimalMark::Point, 2).unwrap().0,
            currency: Currency::NONE,
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
