//! The signs of money of one payer: a burst, small amounts, an abrupt stop.

use std::collections::BTreeMap;

use model::ExhibitId;

use super::ages::Ages;
use super::{Band, Holds, MoneySigns, PayerSigns};
use crate::basis::Basis;
use crate::dealings::{Paid, latest_us};
use crate::sign_settings::SignSettings;

/// Until when payments are covered, by exhibit.
pub(super) struct Reach {
    until_us: BTreeMap<ExhibitId, i64>,
    latest_us: i64,
}

impl Reach {
    pub(super) fn of(basis: &Basis<'_>) -> Self {
        let mut until_us: BTreeMap<ExhibitId, i64> = BTreeMap::new();
        let money = |table: &str| matches!(table, "transfer" | "entry");
        for covered in basis.view.covered.iter().filter(|covered| money(covered.table)) {
            let until = until_us.entry(covered.exhibit).or_insert(covered.until_us);
            *until = (*until).max(covered.until_us);
        }
        Self { until_us, latest_us: latest_us(basis.view).unwrap_or(0) }
    }

    /// Until when a further payment of this payer would be seen: the end of what the exhibits of its
    /// payments cover, the latest record of the case where no coverage is known.
    fn of_payer(&self, paid: &[Paid]) -> i64 {
        let ends = paid.iter().filter_map(|paid| self.until_us.get(&paid.record.exhibit));
        ends.max().copied().unwrap_or(self.latest_us)
    }
}

/// What the records of one payer show; `None` where nothing was paid.
pub(super) fn payer(
    basis: &Basis<'_>,
    ages: &Ages,
    reach: &Reach,
    paid: &[Paid],
) -> Option<PayerSigns> {
    let (keys, settings) = (&basis.view.keys, &basis.settings.signs);
    let mut order: Vec<Paid> = paid.to_vec();
    order.sort_by_key(|paid| (paid.when, paid.record));
    let (first, last) = (*order.first()?, *order.last()?);
    let signs = money(settings, &order, reach.of_payer(paid))?;
    let age = ages.at(first.payer, first.at_us(), settings.young_years);
    let possible_victim = match age.band {
        Band::Young | Band::MayBeYoung => signs.held() >= 2,
        // Without an age the pattern alone protects: a wrong guard costs a look, a missing one a child.
        Band::NotStated => signs.held() == signs.each().len(),
        Band::Adult => false,
    };
    let mut payee_keys: Vec<u32> = order.iter().map(|paid| paid.payee).collect();
    payee_keys.sort_unstable();
    payee_keys.dedup();
    let ledger = basis.ledger();
    let citations = order.iter().filter_map(|paid| ledger.event(paid.event));
    Some(PayerSigns {
        payer: keys.text(first.payer).to_owned(),
        payments: order.len(),
        first_us: first.at_us(),
        last_us: last.at_us(),
        signs,
        age,
        possible_victim,
        records: citations.flat_map(|event| ledger.citations(event, basis.view)).collect(),
        payees: payee_keys.iter().map(|key| keys.text(*key).to_owned()).collect(),
        key: first.payer,
        payee_keys,
    })
}

fn money(settings: &SignSettings, order: &[Paid], until_us: i64) -> Option<MoneySigns> {
    let (first, last) = (order.first()?, order.last()?);
    let window_us = settings.burst_window_s.saturating_mul(1_000_000);
    let burst_payments = (0..order.len())
        .filter_map(|at| {
            let rest = order.get(at..)?;
            let end_us = rest.first()?.at_us().saturating_add(window_us);
            Some(rest.partition_point(|paid| paid.at_us() <= end_us))
        })
        .max()?;
    let is_burst = burst_payments >= settings.burst_payments && burst_payments * 2 >= order.len();
    let one_currency = order.iter().all(|paid| paid.currency == first.currency);
    let total_minor =
        one_currency.then(|| order.iter().fold(0i64, |sum, paid| sum.saturating_add(paid.minor)));
    let code = first.currency.to_string();
    let limits = settings.small_amounts.iter().find(|limits| limits.currency == code);
    let small = match (limits, total_minor) {
        (Some(limits), Some(total)) => {
            holds(first.minor < limits.first_minor && total <= limits.total_minor)
        }
        _ => Holds::NotComputed,
    };
    let silence_s = until_us.saturating_sub(last.when.latest_us).max(0) / 1_000_000;
    let lasted_s = last.at_us().saturating_sub(first.at_us()) / 1_000_000;
    let stop = match () {
        // What went on for longer than the silence that is asked for did not stop abruptly.
        () if lasted_s > settings.quiet_s => Holds::No,
        () if silence_s >= settings.quiet_s => Holds::Yes,
        () => Holds::NotComputed,
    };
    Some(MoneySigns {
        burst: holds(is_burst),
        burst_payments,
        small,
        first_minor: first.minor,
        total_minor,
        currency: first.currency,
        stop,
        silence_s,
    })
}

fn holds(is_so: bool) -> Holds {
    if is_so { Holds::Yes } else { Holds::No }
}
