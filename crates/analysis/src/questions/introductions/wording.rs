//! What is said of introductions: how many parties were tested, and each order that is more than chance.

use model::finding::{Finding, Strength};
use model::{Card, RecordRef, Value};

use super::{Introducer, Introductions, OPPORTUNITIES_MIN};
use crate::basis::Basis;
use crate::citing::{Cited, count, recorded};

/// Introductions of one party told step by step; the typed result holds all.
const TOLD_MAX: usize = 3;

/// The findings; none where no payer and payee are known to have met.
pub(super) fn findings(card: &Card, basis: &Basis<'_>, found: &Introductions) -> Vec<Finding> {
    let mut findings: Vec<Finding> = list(card, basis, found).into_iter().collect();
    // Chance rejected first, then by name; an order that chance explains is told by the list.
    let tested = || found.introducers.iter().filter(|one| one.rejected);
    let total = tested().count();
    let shown_max = basis.settings.money.shown_max;
    let shown = tested().take(shown_max);
    findings.extend(
        shown.filter_map(|one| of_party(card, basis, found, one, total.min(shown_max), total)),
    );
    findings
}

fn list(card: &Card, basis: &Basis<'_>, found: &Introductions) -> Option<Finding> {
    let records = found
        .introducers
        .iter()
        .flat_map(|one| one.introductions.iter().flat_map(|introduction| introduction.records));
    let some = basis.dealings().pairs().filter_map(|paid| Some(paid.first()?.record));
    let records: Vec<RecordRef> = records.collect();
    let cited = if records.is_empty() { Cited::of(some) } else { Cited::of(records) };
    let held = found.introducers.iter().filter(|one| !one.introductions.is_empty()).count();
    let statement = cited
        .says("introductions-list")?
        .with("met", count(found.met))
        .with("parties", count(found.introducers.len()))
        .with("held", count(held))
        .with("tested", count(found.tested))
        .with("rejected", count(found.introducers.iter().filter(|one| one.rejected).count()))
        .with("least", count(OPPORTUNITIES_MIN));
    let mut finding = recorded(card, "list".to_owned(), statement);
    if found.tested == 0 {
        finding.strength = Strength::InsufficientData;
    }
    finding.detail.extend(cited.in_part());
    if found.without_touch > 0 {
        let said = cited.says("introductions-without-touch");
        finding.contrary.extend(said.map(|said| said.with("pairs", count(found.without_touch))));
    }
    Some(finding)
}

fn of_party(
    card: &Card,
    basis: &Basis<'_>,
    found: &Introductions,
    one: &Introducer,
    shown: usize,
    total: usize,
) -> Option<Finding> {
    let settings = &basis.settings.signs;
    let cited = Cited::of(one.introductions.iter().flat_map(|step| step.records));
    let p = one.p?;
    let statement = cited
        .says("introductions-party")?
        .with("party", Value::Stated(one.party.clone()))
        .with("held", count(one.introductions.len()))
        .with("opportunities", count(one.opportunities))
        .with("within", Value::Span(settings.introduction_s))
        .with("expected", Value::Number { value: one.expected, decimals: 1 })
        .with("p", Value::PValue(p))
        .with("shown", count(shown))
        .with("total", count(total));
    let mut finding = recorded(card, format!("party-{}", one.party), statement);
    finding.strength = Strength::Tested {
        p,
        m: found.tested as u64,
        rejected: one.rejected,
        lr: None,
        lr_cap: None,
    };
    for step in one.introductions.iter().take(TOLD_MAX) {
        let cited = Cited::of(step.records);
        finding.detail.extend(cited.says("introductions-steps").map(|said| {
            said.with("payer", Value::Stated(step.payer.clone()))
                .with("payee", Value::Stated(step.payee.clone()))
                .with("told", Value::Instant(step.told_us))
                .with("met", Value::Instant(step.met_us))
                .with("paid", Value::Instant(step.paid_us))
        }));
    }
    finding.detail.extend(cited.in_part());
    let other = one.opportunities - one.introductions.len();
    let said = cited.says("introductions-otherwise").filter(|_| other > 0);
    finding.contrary.extend(said.map(|said| said.with("other", count(other))));
    let common = one.introductions.iter().filter(|step| step.others_in_common > 0).count();
    finding.alternatives.extend(cited.says("introductions-common-group").map(|said| {
        said.with("common", count(common)).with("held", count(one.introductions.len()))
    }));
    finding.alternatives.extend(cited.says("introductions-refuted"));
    Some(finding)
}
