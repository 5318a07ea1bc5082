//! What the sheets say: row by row, with the innocent reading beside each.

use model::finding::{Finding, Strength};
use model::{Card, RecordRef, Sentence, Value};

use super::config::{Indicator, Measure, Of};
use super::{Figure, Indicators, Missing, Row, Sheet, TwinRow, Unit};
use crate::citing::{Cited, count, recorded};

/// The findings; none where no pair is known.
pub(super) fn findings(card: &Card, all: &Indicators, shown_max: usize) -> Vec<Finding> {
    let mut findings: Vec<Finding> = list(card, all).into_iter().collect();
    for (of, sheets) in [(Of::Pair, &all.pairs), (Of::Payee, &all.payees)] {
        let computed = || sheets.iter().filter(|sheet| sheet.states());
        let total = computed().count();
        let page = Page { card, all, of, total, shown: total.min(shown_max) };
        findings.extend(computed().take(shown_max).filter_map(|sheet| page.sheet(sheet)));
    }
    findings
}

fn term(prefix: &str, name: &str) -> Value {
    Value::Term(format!("{prefix}{name}"))
}

fn name(measure: Measure) -> String {
    let named = serde_json::to_value(measure).ok();
    named.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn value(number: f64, unit: Unit) -> Value {
    match unit {
        Unit::Share => Value::Share(number),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counts of things of a case, never negative"
        )]
        Unit::Count => Value::Count(number.round() as u64),
        #[expect(clippy::cast_possible_truncation, reason = "days of a case")]
        Unit::Days => Value::Span((number * 86_400.0).round() as i64),
        Unit::Number => Value::Number { value: number, decimals: 2 },
    }
}

fn list(card: &Card, all: &Indicators) -> Option<Finding> {
    let some = |sheets: &[Sheet]| -> Vec<RecordRef> {
        sheets.iter().filter_map(|sheet| sheet.records.first().copied()).collect()
    };
    let cited = Cited::of(some(&all.pairs).into_iter().chain(some(&all.payees)));
    let indicators = &all.configuration.indicators;
    let statement = cited
        .says("indicators-list")?
        .with("indicators", count(indicators.len()))
        .with("version", Value::Stated(all.configuration.version.clone()))
        .with("pairs", count(all.pairs.len()))
        .with("payees", count(all.payees.len()));
    let mut finding = recorded(card, "list".to_owned(), statement);
    if !all.pairs.iter().chain(&all.payees).any(Sheet::states) {
        finding.strength = Strength::InsufficientData;
    }
    finding.detail.extend(cited.in_part());
    let guarded = cited.says("indicators-guarded").filter(|_| all.guarded > 0);
    finding.detail.extend(guarded.map(|said| said.with("pairs", count(all.guarded))));
    let never = indicators.iter().filter(|one| one.measure == Measure::NotInRecords);
    finding
        .contrary
        .extend(never.filter_map(|one| missing(&cited, &one.id, Missing::NotInRecords)));
    finding.contrary.extend(cited.says("indicators-no-sum"));
    Some(finding)
}

fn missing(cited: &Cited, indicator: &str, why: Missing) -> Option<Sentence> {
    Some(
        cited
            .says("indicators-missing")?
            .with("indicator", term("indicators-name-", indicator))
            .with("reason", Value::Term(why.term().to_owned())),
    )
}

struct Page<'a> {
    card: &'a Card,
    all: &'a Indicators,
    of: Of,
    shown: usize,
    total: usize,
}

impl Page<'_> {
    fn sheet(&self, sheet: &Sheet) -> Option<Finding> {
        let cited = Cited::of(sheet.records.iter().copied());
        let computed = sheet.rows.iter().filter(|row| row.figure.is_ok()).count();
        let payee = Value::Stated(sheet.payee.clone());
        let said = match &sheet.payer {
            Some(payer) => cited
                .says("indicators-pair")?
                .with("payer", Value::Stated(payer.clone()))
                .with("payee", payee),
            None => cited.says("indicators-payee")?.with("payee", payee),
        };
        let statement = said
            .with("payments", count(sheet.payments))
            .with("currency", Value::Stated(sheet.currency.to_string()))
            .with("first", Value::Instant(sheet.first_us))
            .with("last", Value::Instant(sheet.last_us))
            .with("computed", count(computed))
            .with("indicators", count(sheet.rows.len()))
            .with("shown", count(self.shown))
            .with("total", count(self.total));
        let id = match &sheet.payer {
            Some(payer) => format!("pair-{payer}-{}", sheet.payee),
            None => format!("payee-{}", sheet.payee),
        };
        let mut finding = recorded(self.card, id, statement);
        for row in &sheet.rows {
            let Some(indicator) = self.indicator(&row.indicator) else { continue };
            match &row.figure {
                Ok(figure) => {
                    finding.detail.extend(self.row(indicator, row, figure));
                    // Where the indicator is not there, there is nothing to read innocently.
                    let twins = row.twins.iter().filter(|_| row.reached == Some(true));
                    finding.alternatives.extend(twins.filter_map(|twin| beside(&cited, row, twin)));
                }
                Err(Missing::NotInRecords) => {}
                Err(why) => finding.contrary.extend(missing(&cited, &row.indicator, *why)),
            }
        }
        finding.detail.extend(cited.in_part());
        Some(finding)
    }

    fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.all.configuration.indicators.iter().find(|one| one.id == id)
    }

    fn row(&self, indicator: &Indicator, row: &Row, figure: &Figure) -> Option<Sentence> {
        let cited = Cited::of(figure.records.iter().copied());
        let template = match row.percentile {
            Some(_) => "indicators-row",
            None => "indicators-row-alone",
        };
        let way = if indicator.at_least.is_some() { "indicators-from" } else { "indicators-up-to" };
        let by = indicator.published.iter().map(|by| format!("{} {}", by.source, by.year));
        let said = cited
            .says(template)?
            .with("indicator", term("indicators-name-", &row.indicator))
            .with("value", value(figure.value, figure.unit))
            .with("way", Value::Term(way.to_owned()))
            .with("limit", value(row.limit, figure.unit))
            .with("published", Value::Stated(by.collect::<Vec<_>>().join("; ")))
            .with("group", count(row.group))
            .with("others", term("indicators-others-", self.others()));
        Some(match row.percentile {
            Some(share) => said.with("share", Value::Share(share)),
            None => said,
        })
    }

    fn others(&self) -> &'static str {
        match self.of {
            Of::Pair => "pairs",
            Of::Payee => "payees",
        }
    }
}

/// The innocent reading beside a row.
fn beside(cited: &Cited, row: &Row, twin: &TwinRow) -> Option<Sentence> {
    let names = |said: Sentence| {
        said.with("indicator", term("indicators-name-", &row.indicator))
            .with("twin", term("indicators-measure-", &name(twin.measure)))
    };
    match &twin.figure {
        Ok(figure) => {
            let said = Cited::of(figure.records.iter().copied()).says("indicators-twin")?;
            let speaks = if twin.speaks { "indicators-speaks" } else { "indicators-silent" };
            let said = names(said).with("value", value(figure.value, figure.unit));
            Some(said.with("speaks", Value::Term(speaks.to_owned())))
        }
        Err(why) => {
            let said = names(cited.says("indicators-twin-missing")?);
            Some(said.with("reason", Value::Term(why.term().to_owned())))
        }
    }
}
