//! What the traces say: how many there are and what was refused, then the longest ones.

use model::finding::Finding;
use model::views::{CaseView, KeyId};
use model::{Card, Currency, Money, RecordRef, Sentence, Value};

use super::{Funnel, Gathering, Hop, Passing, Refused, Scattering, Trace, Traces};
use crate::citing::{Cited, count, recorded};
use crate::links::Links;
use crate::questions::flows::Acquainted;
use crate::questions::ledger::Ledger;

/// Payments in from which a party's passing through is shown; fewer are in the typed result.
const PASSING_PAYMENTS_MIN: usize = 3;

/// The findings of the traces; none where no payment states both parties.
pub(super) fn findings(
    card: &Card,
    view: &CaseView,
    links: &Links,
    ledger: &Ledger,
    traces: &Traces,
    shown_max: usize,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = list(card, view, ledger, traces).into_iter().collect();
    for (kind, all) in [(Shape::Open, &traces.traces), (Shape::Closed, &traces.cycles)] {
        let shown = all.iter().take(shown_max);
        let came = |hop: &Hop| -> Vec<RecordRef> {
            let events = traces.came(hop).filter_map(|event| ledger.event(event));
            events.flat_map(|event| ledger.citations(event, view)).collect()
        };
        let total = (shown_max, all.len());
        findings.extend(shown.filter_map(|trace| told(card, kind, trace, &came, total)));
    }
    let many = || traces.passing.iter().filter(|p| p.payments_in >= PASSING_PAYMENTS_MIN);
    let total = many().count();
    findings.extend(many().take(shown_max).filter_map(|p| passing(card, p, (shown_max, total))));
    let wide = traces.gatherings.len() + traces.scatterings.len() + traces.funnels.len();
    if wide > 0 {
        let acquainted = Acquainted::of(view, links);
        let of = |total: usize| (shown_max, total);
        let told = traces.gatherings.iter().take(shown_max);
        let total = of(traces.gatherings.len());
        findings.extend(told.filter_map(|found| gathering(card, found, &acquainted, total)));
        let told = traces.scatterings.iter().take(shown_max);
        let total = of(traces.scatterings.len());
        findings.extend(told.filter_map(|found| scattering(card, found, &acquainted, total)));
        let told = traces.funnels.iter().take(shown_max);
        let total = of(traces.funnels.len());
        findings.extend(told.filter_map(|found| funnel(card, found, &acquainted, total)));
    }
    findings
}

/// Whether a trace leads back to its first payer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Open,
    Closed,
}

fn money(minor: i64, currency: Currency) -> Value {
    Value::Money(Money { minor, currency })
}

fn stated(text: &str) -> Value {
    Value::Stated(text.to_owned())
}

fn list(card: &Card, view: &CaseView, ledger: &Ledger, traces: &Traces) -> Option<Finding> {
    let inside = ledger.events.iter().filter(|event| event.in_totals());
    let cited = Cited::of(inside.flat_map(|event| ledger.citations(event, view)));
    let statement = cited
        .says("traces-list")?
        .with("payments", count(traces.payments))
        .with("traces", count(traces.traces.len()))
        .with("cycles", count(traces.cycles.len()));
    let mut finding = recorded(card, "list".to_owned(), statement);
    let refused = traces.refused;
    finding.detail.extend(not_followed(&cited, "traces-refused", refused));
    if refused.cut > 0 || traces.starts_cut > 0 || traces.traces_cut > 0 {
        finding.contrary.extend(cited.says("traces-cut").map(|said| {
            said.with("followers", Value::Count(refused.cut))
                .with("starts", count(traces.starts_cut))
                .with("traces", count(traces.traces_cut))
        }));
    }
    finding.alternatives.extend(cited.says("traces-fungible"));
    finding.detail.extend(cited.in_part());
    Some(finding)
}

/// Next payments that were not followed, by reason.
fn not_followed(cited: &Cited, template: &'static str, refused: Refused) -> Option<Sentence> {
    Some(
        cited
            .says(template)?
            .with("order", Value::Count(refused.order))
            .with("currency", Value::Count(refused.currency))
            .with("more", Value::Count(refused.more))
            .with("less", Value::Count(refused.less)),
    )
}

fn told(
    card: &Card,
    shape: Shape,
    trace: &Trace,
    came: &dyn Fn(&Hop) -> Vec<RecordRef>,
    shown: (usize, usize),
) -> Option<Finding> {
    let (first, last) = (trace.hops.first()?, trace.hops.last()?);
    let cited = Cited::of(trace.hops.iter().flat_map(|hop| hop.records.iter().copied()));
    let template = match shape {
        Shape::Open => "traces-trace",
        Shape::Closed => "traces-cycle",
    };
    let mut statement = cited
        .says(template)?
        .with("hops", count(trace.hops.len()))
        .with("payer", stated(&first.payer))
        .with("sent", money(first.minor, trace.currency))
        .with("arrived", money(last.minor, trace.currency))
        .with("first", Value::Instant(first.earliest_us))
        .with("last", Value::Instant(last.earliest_us))
        .with("shown", count(shown.0.min(shown.1)))
        .with("total", count(shown.1));
    if shape == Shape::Open {
        statement = statement.with("payee", stated(&last.payee));
    }
    let names: Vec<String> =
        trace.hops.iter().filter_map(|hop| hop.records.first()).map(RecordRef::to_string).collect();
    let kind = if shape == Shape::Open { "trace" } else { "cycle" };
    let mut finding = recorded(card, format!("{kind}-{}", names.join("-")), statement);
    finding.detail.extend(trace.hops.iter().filter_map(|hop| step(hop, trace.currency)));
    finding.alternatives.extend(trace.hops.windows(2).filter_map(|pair| match pair {
        [before, hop] => other_sources(before, hop, came(hop)),
        _ => None,
    }));
    let Refused { order, currency, more, less, .. } = trace.refused;
    if order + currency + more + less > 0 {
        finding.contrary.extend(not_followed(&cited, "traces-refused-here", trace.refused));
    }
    if trace.continues {
        finding.contrary.extend(cited.says("traces-continues"));
    }
    Some(finding)
}

fn step(hop: &Hop, currency: Currency) -> Option<Sentence> {
    Some(
        Cited::of(hop.records.iter().copied())
            .says("traces-step")?
            .with("payer", stated(&hop.payer))
            .with("payee", stated(&hop.payee))
            .with("amount", money(hop.minor, currency))
            .with("when", Value::Instant(hop.earliest_us)),
    )
}

/// What else came to the payer of a hop: each such payment could be the money instead.
fn other_sources(before: &Hop, hop: &Hop, mut came: Vec<RecordRef>) -> Option<Sentence> {
    came.retain(|record| !before.records.contains(record));
    Some(
        Cited::of(came)
            .says("traces-other-sources")?
            .with("party", stated(&hop.payer))
            .with("payee", stated(&hop.payee))
            .with("others", count(hop.other_sources)),
    )
}

fn passing(card: &Card, found: &Passing, shown: (usize, usize)) -> Option<Finding> {
    let cited = Cited::of(found.records.iter().copied());
    let statement = cited
        .says("traces-passing")?
        .with("party", stated(&found.party))
        .with("payments", count(found.payments_in))
        .with("came", money(found.in_minor, found.currency))
        .with("passed", money(found.passed_minor, found.currency))
        .with("ratio", Value::Share(found.ratio))
        .with("lower", Value::Span(found.residence_lower_s))
        .with("stay", Value::Span(found.residence_median_s))
        .with("upper", Value::Span(found.residence_upper_s))
        .with("shown", count(shown.0.min(shown.1)))
        .with("total", count(shown.1));
    let id = format!("passing-{}-{}", found.party, found.currency);
    let mut finding = recorded(card, id, statement);
    finding.alternatives.extend(cited.says("traces-passing-household").map(|said| {
        said.with("payers", count(found.payers))
            .with("payees", count(found.payees))
            .with("left", money(found.out_minor, found.currency))
    }));
    finding.detail.extend(cited.in_part());
    Some(finding)
}

fn gathering(
    card: &Card,
    found: &Gathering,
    acquainted: &Acquainted,
    shown: (usize, usize),
) -> Option<Finding> {
    let cited = Cited::of(found.records.iter().copied());
    let statement = cited
        .says("traces-gathering")?
        .with("party", stated(&found.party))
        .with("payers", count(found.payers))
        .with("payees", count(found.payees))
        .with("came", money(found.in_minor, found.currency))
        .with("left", money(found.out_minor, found.currency))
        .with("first", Value::Instant(found.first_us))
        .with("turn", Value::Instant(found.turn_us))
        .with("last", Value::Instant(found.last_us))
        .with("shown", count(shown.0.min(shown.1)))
        .with("total", count(shown.1));
    let id = format!("gathering-{}-{}-{}", found.party, found.currency, found.turn_us);
    let mut finding = recorded(card, id, statement);
    finding.alternatives.extend(treasurer(&cited, acquainted, &found.payer_keys));
    finding.detail.extend(cited.in_part());
    Some(finding)
}

/// Whether payers know each other, as those of a treasurer do.
fn treasurer(cited: &Cited, acquainted: &Acquainted, payers: &[KeyId]) -> Option<Sentence> {
    let (tied, records) = acquainted.among(payers);
    let ties = if records.is_empty() { cited.clone() } else { Cited::of(records) };
    let said = ties.says("traces-gathering-acquainted")?;
    Some(said.with("tied", count(tied)).with("payers", count(payers.len())))
}

fn scattering(
    card: &Card,
    found: &Scattering,
    acquainted: &Acquainted,
    shown: (usize, usize),
) -> Option<Finding> {
    let cited = Cited::of(found.records.iter().copied());
    let statement = cited
        .says("traces-scattering")?
        .with("source", stated(&found.source))
        .with("sink", stated(&found.sink))
        .with("through", count(found.through))
        .with("sent", money(found.sent_minor, found.currency))
        .with("arrived", money(found.arrived_minor, found.currency))
        .with("first", Value::Instant(found.first_us))
        .with("last", Value::Instant(found.last_us))
        .with("shown", count(shown.0.min(shown.1)))
        .with("total", count(shown.1));
    let ends = (&found.source, &found.sink);
    let id = format!("scattering-{}-{}-{}-{}", ends.0, ends.1, found.currency, found.first_us);
    let mut finding = recorded(card, id, statement);
    let (tied, records) = acquainted.among(&found.through_keys);
    let ties = if records.is_empty() { cited.clone() } else { Cited::of(records) };
    finding.alternatives.extend(cited.says("traces-scattering-wages").map(|said| {
        said.with("same", count(found.same_day)).with("through", count(found.through))
    }));
    finding.alternatives.extend(
        ties.says("traces-scattering-acquainted")
            .map(|said| said.with("tied", count(tied)).with("through", count(found.through))),
    );
    finding.detail.extend(cited.in_part());
    Some(finding)
}

fn funnel(
    card: &Card,
    found: &Funnel,
    acquainted: &Acquainted,
    shown: (usize, usize),
) -> Option<Finding> {
    let cited = Cited::of(found.records.iter().copied());
    let statement = cited
        .says("traces-funnel")?
        .with("party", stated(&found.party))
        .with("payers", count(found.payers))
        .with("in", stated(&found.came_by))
        .with("came", money(found.in_minor, found.currency))
        .with("passed", money(found.passed_minor, found.currency))
        .with("ratio", Value::Share(found.ratio))
        .with("out", stated(&found.left_by))
        .with("payees", count(found.payees))
        .with("stay", Value::Span(found.residence_median_s))
        .with("shown", count(shown.0.min(shown.1)))
        .with("total", count(shown.1));
    let id =
        format!("funnel-{}-{}-{}-{}", found.party, found.currency, found.came_by, found.left_by);
    let mut finding = recorded(card, id, statement);
    finding.alternatives.extend(cited.says("traces-funnel-shop").map(|said| {
        said.with("prices", count(found.at_prices)).with("payments", count(found.payments_in))
    }));
    finding.alternatives.extend(treasurer(&cited, acquainted, &found.payer_keys));
    finding.detail.extend(cited.in_part());
    Some(finding)
}
