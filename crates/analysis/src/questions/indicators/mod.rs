//! Indicators: one row for each published indicator, with its value, where that lies among the other
//! pairs of the case, the records, and the innocent reading computed beside it.
//!
//! Rows are never added up: no total, no order by them. Pairs stand in the order of their names. What
//! cannot be computed says why. The list is versioned data (`indicators.json`) whose thresholds the unit
//! may set; payers whom the guard protects have no sheet.

mod config;
mod look;
mod measures;
mod twins;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use model::finding::Answer;
use model::views::KeyId;
use model::{Card, Currency, RecordRef};
use rayon::prelude::*;
use serde::Serialize;

use crate::basis::Basis;
use crate::citing;
use crate::dealings::Paid;
use crate::question::Question;
pub use config::{Configuration, Indicator, Measure, Of, Published, Seen, Twin};
use look::{Look, Subject};

/// The question of published indicators.
pub struct IndicatorsQuestion;

static CARD: Card = Card {
    code: "ANA-012",
    name: "indicators",
    version: 2,
    question: "Which published indicators do the payments of a payer to a payee show, where do they lie among the other payments of the case, and what speaks for an innocent reading?",
    assumes: &[
        "the ledger counts each payment once",
        "times are in the time zone of the case, as far as their zone is stated",
    ],
    cannot_show: &[
        "what a payment was for: no indicator, and no number of them, says so",
        "how usual a value is outside the case: the comparison group is the case itself, and a case is no sample of the population",
        "anything about a person: rows are never added up, and pairs are never ordered by them",
    ],
    parameters: &[
        ("configuration", "version of the list of indicators"),
        ("thresholds", "thresholds that differ from the list"),
        ("zone", "time zone in which hours and months are counted"),
        ("group_min", "fewest other pairs, or payees, for a place among them"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &[
        "FATF 2025, FINTRAC 2025, AUSTRAC 2022, FinCEN 2021, UIF 2023, as cited row by row in the list of indicators",
        "AUSTRAC: no single financial indicator reveals what an account is used for",
        "rules of this house; see the case page indicators",
    ],
    error_rates: &[
        "synthetic case, factor 2, seeds 11 to 15: no indicator alone tells associated pairs from others with an area under the curve above .66; the innocent reading that is true of a pair speaks in 99.9 % of 8,161 pairs",
    ],
};

/// Fewest others for a place among them: below, a share is a handful of neighbours.
const GROUP_MIN: usize = 10;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share of payments.
    Share,
    /// A number of things.
    Count,
    /// Days.
    Days,
    /// A coefficient or ratio.
    Number,
}

/// A value with its records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The value.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
    /// The records it rests on.
    pub records: Vec<RecordRef>,
}

/// Why something could not be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Fewer payments than the indicator asks for.
    FewPayments,
    /// Amounts in a currency for which no limit is set.
    Currency,
    /// The records state days and no hours.
    NoHours,
    /// The records state no name, address or identifier beside the key.
    NoDescription,
    /// The records state no address, phone or e-mail of one of the two.
    NoAddress,
    /// Payments within fewer months than a rhythm needs.
    FewMonths,
    /// Touches on fewer days than daily contact needs.
    FewDays,
    /// No journey of this party came, or none of anybody.
    NoJourneys,
    /// No record read so far states it.
    NotInRecords,
    /// One source of payments only.
    OneSource,
    /// Nothing else of the party is recorded to compare with.
    NothingBeside,
}

impl Missing {
    /// Its key in the word list.
    pub fn term(self) -> &'static str {
        match self {
            Self::FewPayments => "indicators-missing-few-payments",
            Self::Currency => "indicators-missing-currency",
            Self::NoHours => "indicators-missing-no-hours",
            Self::NoDescription => "indicators-missing-no-description",
            Self::NoAddress => "indicators-missing-no-address",
            Self::FewMonths => "indicators-missing-few-months",
            Self::FewDays => "indicators-missing-few-days",
            Self::NoJourneys => "indicators-missing-no-journeys",
            Self::NotInRecords => "indicators-missing-not-in-records",
            Self::OneSource => "indicators-missing-one-source",
            Self::NothingBeside => "indicators-missing-nothing-beside",
        }
    }
}

/// An innocent reading, computed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TwinRow {
    /// What was computed.
    pub measure: Measure,
    /// Its value.
    pub figure: Result<Figure, Missing>,
    /// Whether it speaks for the innocent reading.
    pub speaks: bool,
}

/// One indicator of one sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The indicator.
    pub indicator: String,
    /// Its value, or why there is none.
    pub figure: Result<Figure, Missing>,
    /// The value from which, or up to which, the published lists speak.
    pub limit: f64,
    /// Whether the value lies there; `None` without a value.
    pub reached: Option<bool>,
    /// Share of the others that lie at or below it; `None` where there are too few.
    pub percentile: Option<f64>,
    /// Others with a value: pairs, or payees, of the case paid in the same currency.
    pub group: usize,
    /// The innocent readings.
    pub twins: Vec<TwinRow>,
}

/// The sheet of one pair, or of one payee.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheet {
    /// The payer; `None` on the sheet of a payee.
    pub payer: Option<String>,
    /// The payee.
    pub payee: String,
    /// The currency in which most of the payments are; the others are left out.
    pub currency: Currency,
    /// Payments looked at.
    pub payments: usize,
    /// First instant of the first of them.
    pub first_us: i64,
    /// First instant of the last of them.
    pub last_us: i64,
    /// The payments.
    pub records: Vec<RecordRef>,
    /// The rows, in the order of the list.
    pub rows: Vec<Row>,
}

/// The indicator sheets of a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Indicators {
    /// The list they were made by, thresholds as used.
    pub configuration: Configuration,
    /// Sheets of pairs, by payer and payee.
    pub pairs: Vec<Sheet>,
    /// Sheets of payees, by name.
    pub payees: Vec<Sheet>,
    /// Pairs that have no sheet, because the payer is to be met as a possible victim.
    pub guarded: usize,
}

impl Indicators {
    /// The sheets of a case, each with its innocent readings. Same basis, same sheets.
    pub fn of(basis: &Basis<'_>) -> Self {
        Self::read_innocently(basis, usize::MAX)
    }

    /// The sheets, with innocent readings on the first of either list that state anything: a page shows
    /// no more of them, and they are most of the work.
    fn read_innocently(basis: &Basis<'_>, first: usize) -> Self {
        let configuration = config::HOUSE.with(&basis.settings.signs);
        let look = Look::of(basis);
        let (pairs, guarded) = look::pairs(basis);
        let payees = look::payees(basis);
        let sheets = |of: Of, subjects: &[Subject]| {
            let own = configuration.indicators.iter().filter(|one| one.of == of);
            let own: Vec<&Indicator> = own.collect();
            let mut sheets: Vec<(Sheet, &Subject)> =
                subjects.par_iter().map(|subject| (sheet(&look, subject, &own), subject)).collect();
            sheets.sort_by(|(a, _), (b, _)| (&a.payer, &a.payee).cmp(&(&b.payer, &b.payee)));
            let shown = sheets.iter_mut().filter(|(sheet, _)| sheet.states()).take(first);
            let mut shown: Vec<_> = shown.collect();
            shown.par_iter_mut().for_each(|(sheet, subject)| {
                for (row, indicator) in sheet.rows.iter_mut().zip(&own) {
                    row.twins = twins(&look, subject, indicator, &row.figure);
                }
            });
            let mut sheets: Vec<Sheet> = sheets.into_iter().map(|(sheet, _)| sheet).collect();
            places(&mut sheets, own.len());
            sheets
        };
        let (pairs, payees) = (sheets(Of::Pair, &pairs), sheets(Of::Payee, &payees));
        Self { configuration, pairs, payees, guarded }
    }
}

impl Sheet {
    /// Whether any value could be computed: otherwise the sheet says nothing that the list does not say.
    fn states(&self) -> bool {
        self.rows.iter().any(|row| row.figure.is_ok())
    }
}

fn sheet(look: &Look<'_>, subject: &Subject, indicators: &[&Indicator]) -> Sheet {
    let text = |key: KeyId| look.view.keys.text(key).to_owned();
    let (first, last) = (subject.paid.first(), subject.paid.last());
    Sheet {
        payer: subject.payer.map(text),
        payee: text(subject.payee),
        currency: subject.currency,
        payments: subject.paid.len(),
        first_us: first.map_or(0, Paid::at_us),
        last_us: last.map_or(0, Paid::at_us),
        records: subject.paid.iter().map(|paid| paid.record).collect(),
        rows: indicators.iter().map(|indicator| row(look, subject, indicator)).collect(),
    }
}

/// A row without its innocent readings.
fn row(look: &Look<'_>, subject: &Subject, indicator: &Indicator) -> Row {
    let figure = if subject.paid.len() < indicator.minimum {
        Err(Missing::FewPayments)
    } else {
        measures::figure(look, subject, indicator)
    };
    let reached = figure.as_ref().ok().map(|figure| indicator.reached(figure.value));
    Row {
        indicator: indicator.id.clone(),
        twins: Vec::new(),
        figure,
        limit: indicator.limit(),
        reached,
        percentile: None,
        group: 0,
    }
}

/// The innocent readings of a figure; none where there is no figure.
fn twins(
    look: &Look<'_>,
    subject: &Subject,
    indicator: &Indicator,
    figure: &Result<Figure, Missing>,
) -> Vec<TwinRow> {
    let Ok(figure) = figure else { return Vec::new() };
    let read = indicator.twins.iter().map(|twin| {
        let found = twins::figure(look, subject, twin);
        let speaks = found.as_ref().is_ok_and(|found| twin.speaks(found.value, figure.value));
        TwinRow { measure: twin.measure, figure: found, speaks }
    });
    read.collect()
}

/// Fills in where each value lies among the others of its currency.
fn places(sheets: &mut [Sheet], rows: usize) {
    for at in 0..rows {
        let mut groups: BTreeMap<Currency, Vec<f64>> = BTreeMap::new();
        for sheet in sheets.iter() {
            let value = sheet.rows.get(at).and_then(|row| row.figure.as_ref().ok());
            groups.entry(sheet.currency).or_default().extend(value.map(|figure| figure.value));
        }
        for values in groups.values_mut() {
            values.sort_by(f64::total_cmp);
        }
        for sheet in sheets.iter_mut() {
            let Some(values) = groups.get(&sheet.currency) else { continue };
            let Some(row) = sheet.rows.get_mut(at) else { continue };
            let Ok(figure) = &row.figure else { continue };
            // The value itself is no other.
            row.group = values.len().saturating_sub(1);
            let upto = values.partition_point(|value| *value <= figure.value).saturating_sub(1);
            row.percentile = (row.group >= GROUP_MIN).then(|| upto as f64 / row.group as f64);
        }
    }
}

impl Question for IndicatorsQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let shown_max = basis.settings.money.shown_max;
        let indicators = Indicators::read_innocently(basis, shown_max);
        let set = basis.settings.signs.thresholds.iter();
        let thresholds: Vec<String> = set.map(|(name, value)| format!("{name} {value}")).collect();
        let parameters = [
            ("configuration", indicators.configuration.version.clone()),
            ("thresholds", thresholds.join(", ")),
            ("zone", basis.settings.zone.clone()),
            ("group_min", GROUP_MIN.to_string()),
            ("shown_max", shown_max.to_string()),
        ];
        citing::answer(&CARD, &parameters, wording::findings(&CARD, &indicators, shown_max))
    }
}
