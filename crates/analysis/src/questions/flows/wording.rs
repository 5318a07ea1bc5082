//! What the flows say: the case, its currencies, its busiest pairs, its fans.

use model::finding::Finding;
use model::time::Precision;
use model::views::CaseView;
use model::{Card, Currency, Money, Sentence, Value};

use super::fans::{Acquainted, Direction, Fan};
use super::{CurrencyFlow, Flows, PairFlow, figures, is_named};
use crate::basis::Basis;
use crate::citing::{Cited, count, recorded, with_figures};
use crate::questions::ledger::Ledger;

/// The findings of the flows; none where totals hold no payment.
pub(super) fn findings(card: &Card, basis: &Basis<'_>, flows: &Flows) -> Vec<Finding> {
    let (view, shown_max) = (basis.view, basis.settings.money.shown_max);
    let page = Page { card, view, ledger: basis.ledger(), flows };
    let mut findings: Vec<Finding> = page.list().into_iter().collect();
    findings.extend(flows.currencies.iter().filter_map(|flow| page.currency(flow)));
    // Whoever is to be met as a possible victim stands in no list of payers; sums hold all.
    let guard = basis.guard();
    let paid = || flows.pairs.iter().filter(|pair| pair.payments > 0 && !guard.holds(pair.keys.0));
    let total = paid().count();
    findings.extend(paid().take(shown_max).filter_map(|pair| page.pair(pair, total, shown_max)));
    let acquainted = Acquainted::of(view, basis.links());
    let pays = |fan: &&Fan| fan.direction == Direction::Out;
    let fans = flows.fans.iter().filter(|fan| !(pays(fan) && guard.holds(fan.key)));
    let fans = fans.take(shown_max);
    findings.extend(fans.filter_map(|fan| page.fan(fan, &acquainted, shown_max)));
    findings
}

struct Page<'a> {
    card: &'a Card,
    view: &'a CaseView,
    ledger: &'a Ledger,
    flows: &'a Flows,
}

fn money(minor: i64, currency: Currency) -> Value {
    Value::Money(Money { minor, currency })
}

fn stated(text: &str) -> Value {
    Value::Stated(text.to_owned())
}

impl Page<'_> {
    fn list(&self) -> Option<Finding> {
        let inside = || self.ledger.events.iter().filter(|event| event.in_totals());
        let cite = |events: &mut dyn Iterator<Item = &crate::questions::ledger::LedgerEvent>| {
            Cited::of(events.flat_map(|event| self.ledger.citations(event, self.view)))
        };
        let cited = cite(&mut inside());
        let pairs = self.flows.pairs.iter().filter(|pair| pair.payments > 0).count();
        let statement = cited
            .says("flows-list")?
            .with("payments", count(inside().count()))
            .with("pairs", count(pairs))
            .with("currencies", count(self.flows.currencies.len()));
        let mut finding = recorded(self.card, "list".to_owned(), statement);
        finding.detail.extend(cited.in_part());
        let mut no_party = inside().filter(|event| !is_named(self.view, event));
        finding.contrary.extend(
            cite(&mut no_party)
                .says("flows-without-party")
                .map(|said| said.with("payments", count(self.flows.without_party))),
        );
        let mut days = inside().filter(|event| event.when.precision > Precision::Hour);
        finding.contrary.extend(
            cite(&mut days)
                .says("flows-without-hour")
                .map(|said| said.with("payments", count(self.flows.without_hour))),
        );
        Some(with_figures(finding, figures::heat_map(&self.flows.week_hours).into_iter().collect()))
    }

    fn currency(&self, flow: &CurrencyFlow) -> Option<Finding> {
        let pairs: Vec<&PairFlow> =
            self.flows.pairs.iter().filter(|pair| pair.currency == flow.currency).collect();
        let events = self
            .ledger
            .events
            .iter()
            .filter(|event| event.in_totals() && event.currency == flow.currency);
        let cited = Cited::of(events.flat_map(|event| self.ledger.citations(event, self.view)));
        let statement = cited
            .says("flows-currency")?
            .with("payments", count(flow.payments))
            .with("sum", money(flow.sum_minor, flow.currency))
            .with("pairs", count(flow.pairs))
            .with("months", count(flow.months.len()));
        let mut finding = recorded(self.card, format!("currency-{}", flow.currency), statement);
        let most = flow.months.iter().max_by_key(|month| month.sum_minor);
        finding.detail.extend(most.and_then(|month| {
            Some(
                cited
                    .says("flows-currency-month")?
                    .with("month", Value::Date(month.month.clone()))
                    .with("payments", count(month.payments))
                    .with("sum", money(month.sum_minor, flow.currency)),
            )
        }));
        if flow.between_months > 0 {
            let said = cited.says("flows-between-months");
            finding
                .contrary
                .extend(said.map(|said| said.with("payments", count(flow.between_months))));
        }
        finding.detail.extend(cited.in_part());
        Some(with_figures(finding, figures::links(&pairs, flow.currency).into_iter().collect()))
    }

    fn pair(&self, pair: &PairFlow, total: usize, shown_max: usize) -> Option<Finding> {
        let cited = Cited::of(pair.records.iter().copied());
        let statement = cited
            .says("flows-pair")?
            .with("payer", stated(&pair.payer))
            .with("payee", stated(&pair.payee))
            .with("payments", count(pair.payments))
            .with("sum", money(pair.sum_minor, pair.currency))
            .with("first", Value::Instant(pair.first_us))
            .with("last", Value::Instant(pair.last_us))
            .with("shown", count(total.min(shown_max)))
            .with("total", count(total));
        let id = format!("pair-{}-{}-{}", pair.payer, pair.payee, pair.currency);
        let mut finding = recorded(self.card, id, statement);
        finding.detail.extend(cited.in_part());
        finding.contrary.extend(left_out(pair));
        finding.contrary.extend(self.way_back(pair));
        finding.alternatives.extend(rhythm(pair, &cited));
        Some(finding)
    }

    /// Payments the other way: debts, shared costs, refunds paid anew.
    fn way_back(&self, pair: &PairFlow) -> Option<Sentence> {
        let back = self.flows.pairs.iter().find(|other| {
            other.keys == (pair.keys.1, pair.keys.0)
                && other.currency == pair.currency
                && pair.keys.0 != pair.keys.1
        })?;
        Some(
            Cited::of(back.records.iter().copied())
                .says("flows-way-back")?
                .with("payments", count(back.payments))
                .with("sum", money(back.sum_minor, back.currency)),
        )
    }

    fn fan(&self, fan: &Fan, acquainted: &Acquainted, shown_max: usize) -> Option<Finding> {
        let cited = Cited::of(fan.records.iter().copied());
        let (template, touch) = match fan.direction {
            Direction::In => ("flows-fan-in", "flows-fan-in-acquainted"),
            Direction::Out => ("flows-fan-out", "flows-fan-out-acquainted"),
        };
        let statement = cited
            .says(template)?
            .with("party", stated(&fan.party))
            .with("others", count(fan.others))
            .with("payments", count(fan.payments))
            .with("sum", money(fan.sum_minor, fan.currency))
            .with("shown", count(self.flows.fans.len().min(shown_max)))
            .with("total", count(self.flows.fans.len()));
        let way = match fan.direction {
            Direction::In => "in",
            Direction::Out => "out",
        };
        let id = format!("fan-{way}-{}-{}", fan.party, fan.currency);
        let mut finding = recorded(self.card, id, statement);
        finding.detail.extend(cited.says("flows-fan-repeated").map(|said| {
            said.with("repeated", count(fan.repeated)).with("others", count(fan.others))
        }));
        let (tied, records) = acquainted.among(&fan.other_keys);
        let ties = if records.is_empty() { cited.clone() } else { Cited::of(records) };
        finding.alternatives.extend(
            ties.says(touch)
                .map(|said| said.with("tied", count(tied)).with("others", count(fan.others))),
        );
        finding.detail.extend(cited.in_part());
        Some(finding)
    }
}

fn left_out(pair: &PairFlow) -> Option<Sentence> {
    Some(
        Cited::of(pair.left_out_records.iter().copied())
            .says("flows-left-out")?
            .with("payments", count(pair.left_out))
            .with("sum", money(pair.left_out_minor, pair.currency)),
    )
}

fn rhythm(pair: &PairFlow, cited: &Cited) -> Vec<Sentence> {
    let Some(rhythm) = &pair.rhythm else { return Vec::new() };
    let monthly = cited.says("flows-rhythm").map(|said| {
        said.with("paid", count(rhythm.months_paid))
            .with("spanned", count(rhythm.months_spanned))
            .with("near", count(rhythm.near_usual_day))
            .with("payments", count(rhythm.payments))
            .with("day", Value::Count(u64::from(rhythm.usual_day)))
            .with("chance", Value::Share(rhythm.chance_share))
            .with("gap", Value::Span(rhythm.gap_median_s))
    });
    let pay_day = rhythm.near_pay_day.zip(rhythm.pay_day_share).and_then(|(near, chance)| {
        Some(
            cited
                .says("flows-pay-day")?
                .with("near", count(near))
                .with("payments", count(rhythm.payments))
                .with("chance", Value::Share(chance)),
        )
    });
    monthly.into_iter().chain(pay_day).collect()
}
