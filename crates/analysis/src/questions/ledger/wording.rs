//! What the ledger says: findings of a ledger, sentence by sentence.

use std::collections::BTreeMap;

use model::finding::Finding;
use model::time::Precision;
use model::views::{CaseView, Lack, LeftOut};
use model::{Card, Currency, Money, RecordRef, Sentence, Value};

use super::event::{Counted, Ledger, LedgerEvent, MATCHED, Matched};
use crate::citing::{Cited, count, recorded};
use crate::question::MoneySettings;

/// The findings of a ledger, in the order of the report; none where no record states a payment.
pub(super) fn findings(
    card: &Card,
    view: &CaseView,
    ledger: &Ledger,
    settings: &MoneySettings,
) -> Vec<Finding> {
    let page = Page { card, view, ledger };
    let mut findings = Vec::new();
    findings.extend(page.list());
    findings.extend(page.totals());
    findings.extend(page.status_changes());
    findings.extend(page.twins());
    findings.extend(page.contradictions(settings.shown_max));
    findings
}

struct Page<'a> {
    card: &'a Card,
    view: &'a CaseView,
    ledger: &'a Ledger,
}

impl Page<'_> {
    fn cite<'e>(&self, events: impl IntoIterator<Item = &'e LedgerEvent>) -> Cited {
        let records: Vec<RecordRef> =
            events.into_iter().flat_map(|event| self.ledger.citations(event, self.view)).collect();
        Cited::of(records)
    }

    /// A sentence on some events, by how many there are; none where there are none.
    fn counted(
        &self,
        template: &'static str,
        keep: impl Fn(&LedgerEvent) -> bool,
    ) -> Option<Sentence> {
        let events: Vec<&LedgerEvent> = self.ledger.events.iter().filter(|e| keep(e)).collect();
        let number = events.len();
        Some(self.cite(events).says(template)?.with("payments", count(number)))
    }

    /// What all records state, and how they were matched.
    fn list(&self) -> Option<Finding> {
        let cited = Cited::of(self.view.payments.iter().map(|payment| payment.record));
        let several =
            self.ledger.events.iter().filter(|event| event.matched != Matched::Single).count();
        let statement = cited
            .says("ledger-list")?
            .with("records", count(self.view.payments.len()))
            .with("payments", count(self.ledger.events.len()))
            .with("several", count(several));
        let mut finding = recorded(self.card, "list".to_owned(), statement);
        for how in MATCHED.into_iter().filter(|how| *how != Matched::Single) {
            let sentence = self.counted("ledger-matched", |event| event.matched == how);
            finding
                .detail
                .extend(sentence.map(|said| said.with("how", Value::Term(how.term().to_owned()))));
        }
        finding.detail.extend(self.weighed());
        finding.detail.extend(cited.in_part());
        finding.contrary.extend(self.not_weighed(&cited));
        finding.contrary.extend(self.counted("ledger-weighed-amounts", |event| {
            let minors = || self.ledger.rows(event).iter().filter_map(|row| self.minor(*row));
            event.confidence_permille.is_some() && minors().any(|minor| minor != event.minor)
        }));
        finding.contrary.extend(self.counted("ledger-name-only", |event| self.is_name_only(event)));
        finding.contrary.extend(
            self.counted("ledger-day-only", |event| event.when.precision == Precision::Day),
        );
        finding.contrary.extend(self.unlisted());
        finding.alternatives.extend(self.maybe_two());
        Some(finding)
    }

    fn minor(&self, row: u32) -> Option<i64> {
        Some(self.view.payments.get(row as usize)?.minor)
    }

    /// How probable the weighed pairs are: the least probable one is said.
    fn weighed(&self) -> Option<Sentence> {
        let least =
            self.ledger.events.iter().filter_map(|event| event.confidence_permille).min()?;
        let said = self.counted("ledger-weighed", |event| event.confidence_permille.is_some())?;
        Some(said.with("least", Value::Share(f64::from(least) / 1_000.0)))
    }

    fn not_weighed(&self, cited: &Cited) -> Option<Sentence> {
        let sides = self.ledger.not_weighed;
        let said = cited.says("ledger-not-weighed").filter(|_| sides > 0)?;
        Some(said.with("records", count(sides)))
    }

    /// Transfers and statement entries that no list can hold, for want of a time or an amount.
    fn unlisted(&self) -> Vec<Sentence> {
        let of_money = |left: &&LeftOut| matches!(left.table, "transfer" | "entry");
        let said = |left: &LeftOut| {
            let lacks = match left.lacks {
                Lack::Time => "ledger-lacks-time",
                Lack::Amount => "ledger-lacks-amount",
            };
            Some(
                Cited::of([left.example])
                    .says("ledger-unlisted")?
                    .with("records", Value::Count(left.records))
                    .with("exhibit", Value::Stated(left.exhibit.to_string()))
                    .with("lacks", Value::Term(lacks.to_owned())),
            )
        };
        self.view.left_out.iter().filter(of_money).filter_map(said).collect()
    }

    fn is_name_only(&self, event: &LedgerEvent) -> bool {
        let name = |key| self.view.keys.text(key).starts_with("name:");
        name(event.payer_stated) || name(event.payee_stated)
    }

    /// For each currency, what totals would gain if matches without a reference were wrong.
    fn maybe_two(&self) -> Vec<Sentence> {
        let loose = |event: &&LedgerEvent| {
            let loose = [Matched::BothParties, Matched::OneParty, Matched::Weighed];
            event.in_totals() && loose.contains(&event.matched)
        };
        by_currency(self.ledger.events.iter().filter(loose))
            .into_iter()
            .filter_map(|(currency, events)| {
                let said = self.cite(events.iter().copied()).says("ledger-maybe-two")?;
                Some(said.with("payments", count(events.len())).with("sum", sum(&events, currency)))
            })
            .collect()
    }

    /// One finding per currency: the total, and what is left out of it.
    fn totals(&self) -> Vec<Finding> {
        by_currency(self.ledger.events.iter())
            .into_iter()
            .filter_map(|(currency, events)| self.total(currency, &events))
            .collect()
    }

    fn total(&self, currency: Currency, events: &[&LedgerEvent]) -> Option<Finding> {
        let of = |counted: Counted| -> Vec<&LedgerEvent> {
            events.iter().copied().filter(|event| event.counted == counted).collect()
        };
        let inside = of(Counted::InTotals);
        // A currency whose payments are all left out still gets its sentence, on their records.
        let cited = self.cite(if inside.is_empty() { events } else { &inside }.iter().copied());
        let statement = cited
            .says("ledger-total")?
            .with("payments", count(inside.len()))
            .with("sum", sum(&inside, currency));
        let mut finding = recorded(self.card, format!("total-{currency}"), statement);
        for (counted, template) in [
            (Counted::Undone, "ledger-left-out-undone"),
            (Counted::Pending, "ledger-left-out-pending"),
            (Counted::Contradicted, "ledger-left-out-contradicted"),
        ] {
            let out = of(counted);
            let said = self.cite(out.iter().copied()).says(template).map(|said| {
                said.with("payments", count(out.len())).with("sum", sum(&out, currency))
            });
            finding.detail.extend(said);
        }
        finding.detail.extend(cited.in_part());
        finding.contrary.extend(self.ambiguous(currency));
        Some(finding)
    }

    /// Candidates left apart in a currency, and what totals may hold twice for it.
    fn ambiguous(&self, currency: Currency) -> Option<Sentence> {
        let sets = || self.ledger.ambiguities.iter().filter(|set| set.currency == currency);
        let events = sets().flat_map(|set| &set.events).filter_map(|n| self.ledger.event(*n));
        let cited = self.cite(events);
        let twice_minor = sets().fold(0i64, |sum, set| sum.saturating_add(set.twice_minor));
        Some(
            cited
                .says("ledger-ambiguous")?
                .with("sets", count(sets().count()))
                .with("sum", Value::Money(Money { minor: twice_minor, currency })),
        )
    }

    fn status_changes(&self) -> Option<Finding> {
        self.listed("status-changes", "ledger-status-changes", &self.ledger.status_changes)
    }

    fn twins(&self) -> Option<Finding> {
        let mut finding = self.listed("twins", "ledger-twins", &self.ledger.twins)?;
        let both = self.ledger.twins.iter().filter_map(|number| self.ledger.event(*number));
        finding.alternatives.extend(self.cite(both).says("ledger-twins-two"));
        Some(finding)
    }

    fn listed(&self, id: &str, template: &'static str, numbers: &[u32]) -> Option<Finding> {
        let events = numbers.iter().filter_map(|number| self.ledger.event(*number));
        let cited = self.cite(events);
        let statement = cited.says(template)?.with("payments", count(numbers.len()));
        let mut finding = recorded(self.card, id.to_owned(), statement);
        finding.detail.extend(cited.in_part());
        Some(finding)
    }

    /// One finding per contradiction, the first ones, and how many there are in all.
    fn contradictions(&self, shown_max: usize) -> Vec<Finding> {
        let all = &self.ledger.contradictions;
        let shown = all.len().min(shown_max);
        let mut findings = Vec::new();
        for contradiction in all.iter().take(shown) {
            let events: Vec<&LedgerEvent> =
                contradiction.events.iter().filter_map(|n| self.ledger.event(*n)).collect();
            let reference = self.view.keys.text(contradiction.reference);
            let Some(statement) = self.cite(events.iter().copied()).says("ledger-contradiction")
            else {
                continue;
            };
            let statement = statement
                .with("reference", Value::Stated(reference.to_owned()))
                .with("payments", count(events.len()))
                .with("shown", count(shown))
                .with("total", count(all.len()));
            let id = format!("contradiction-{reference}-{}", findings.len() + 1);
            let mut finding = recorded(self.card, id, statement);
            finding.detail.extend(events.iter().filter_map(|event| self.stated(event)));
            findings.push(finding);
        }
        findings
    }

    /// One event in full: who, whom, how much, when, and whether totals hold it.
    fn stated(&self, event: &LedgerEvent) -> Option<Sentence> {
        let text = |key| Value::Stated(self.view.keys.text(key).to_owned());
        let counted = match event.counted {
            Counted::InTotals => "ledger-in-totals",
            Counted::Undone | Counted::Pending | Counted::Contradicted => "ledger-not-in-totals",
        };
        Some(
            self.cite([event])
                .says("ledger-stated")?
                .with("payer", text(event.payer_stated))
                .with("payee", text(event.payee_stated))
                .with(
                    "amount",
                    Value::Money(Money { minor: event.minor, currency: event.currency }),
                )
                .with("when", Value::Instant(event.when.earliest_us))
                .with("counted", Value::Term(counted.to_owned())),
        )
    }
}

fn by_currency<'e>(
    events: impl Iterator<Item = &'e LedgerEvent>,
) -> BTreeMap<Currency, Vec<&'e LedgerEvent>> {
    let mut by_currency: BTreeMap<Currency, Vec<&LedgerEvent>> = BTreeMap::new();
    for event in events {
        by_currency.entry(event.currency).or_default().push(event);
    }
    by_currency
}

fn sum(events: &[&LedgerEvent], currency: Currency) -> Value {
    let minor = events.iter().fold(0i64, |sum, event| sum.saturating_add(event.minor));
    Value::Money(Money { minor, currency })
}
