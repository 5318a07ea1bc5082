//! What the coverage says, exhibit by exhibit, gaps first named and then left open.

use model::finding::Finding;
use model::{Card, Sentence, Value};

use super::{Coverage, Missing, Period, SourceCoverage};
use crate::basis::Basis;
use crate::citing::{Cited, count, recorded};
use crate::repeats::Stated;

/// Months named in one sentence; the typed result names all.
const MONTHS_NAMED_MAX: usize = 12;

/// Findings of a coverage: a list of sources, the widest first, then what is missing between them,
/// then what several records state.
pub(super) fn findings(
    card: &Card,
    coverage: &Coverage,
    basis: &Basis<'_>,
    shown_max: usize,
) -> Vec<Finding> {
    let mut sources: Vec<&SourceCoverage> = coverage.sources.iter().collect();
    sources.sort_by_key(|source| {
        (source.exhibit, source.account.is_some(), std::cmp::Reverse(source.records))
    });
    let mut findings: Vec<Finding> = Vec::new();
    findings.extend(list(card, coverage, shown_max));
    findings.extend(sources.iter().take(shown_max).filter_map(|source| of_source(card, source)));
    let missing = coverage.missing.iter().zip(1..).take(shown_max);
    findings.extend(missing.filter_map(|(missing, number)| of_missing(card, missing, number)));
    let (view, repeats) = (basis.view, basis.repeats());
    findings.extend(repeated(card, "session", repeats.sessions.several(&view.sessions)));
    findings.extend(repeated(card, "message", repeats.messages.several(&view.messages)));
    findings
}

/// How many events of a kind more than one record states; each of them counts once.
fn repeated<'a>(
    card: &Card,
    table: &str,
    several: impl Iterator<Item = Stated<'a>>,
) -> Option<Finding> {
    let (mut events, mut records) = (0, Vec::new());
    for stated in several {
        events += 1;
        records.extend(stated.records());
    }
    let (stating, cited) = (records.len(), Cited::of(records));
    let statement = cited
        .says("coverage-repeated")?
        .with("kind", Value::Term(kind_term(table)))
        .with("events", count(events))
        .with("records", count(stating));
    let mut finding = recorded(card, format!("repeated-{table}"), statement);
    finding.contrary.extend(cited.says("coverage-repeated-against"));
    finding.detail.extend(cited.in_part());
    Some(finding)
}

/// How many periods there are, how many are shown, and what none of them can show.
fn list(card: &Card, coverage: &Coverage, shown_max: usize) -> Option<Finding> {
    let bounds = coverage.sources.iter().filter_map(|source| source.bounds);
    let cited = Cited::of(bounds.flat_map(|(first, last)| [first, last]));
    let mut exhibits: Vec<_> = coverage.sources.iter().map(|source| source.exhibit).collect();
    exhibits.sort_unstable();
    exhibits.dedup();
    let gaps = coverage.sources.iter().filter(|source| !source.empty_months.is_empty()).count();
    let statement = cited
        .says("coverage-list")?
        .with("exhibits", count(exhibits.len()))
        .with("periods", count(coverage.sources.len()))
        .with("shown", count(coverage.sources.len().min(shown_max)))
        .with("gaps", count(gaps + coverage.missing.len()));
    let mut finding = recorded(card, "list".to_owned(), statement);
    finding.contrary.extend(cited.says("coverage-absence"));
    finding.detail.extend(cited.in_part());
    Some(finding)
}

fn of_source(card: &Card, source: &SourceCoverage) -> Option<Finding> {
    let (first, last) = source.bounds?;
    let cited = Cited::of([first, last]);
    let template = match (source.period, source.account.is_some()) {
        (Period::Stated, true) => "coverage-account-stated",
        (Period::Spanned, true) => "coverage-account-spanned",
        (Period::Stated, false) => "coverage-exhibit-stated",
        (Period::Spanned, false) => "coverage-exhibit-spanned",
    };
    let mut statement = cited
        .says(template)?
        .with("exhibit", Value::Stated(source.exhibit.to_string()))
        .with("kind", Value::Term(kind_term(source.table)))
        .with("from", Value::Instant(source.span.from_us))
        .with("until", Value::Instant(source.span.until_us - 1))
        .with("records", Value::Count(source.records));
    let mut id = format!("{}-{}", source.exhibit, source.table);
    if let Some(account) = &source.account {
        statement = statement.with("account", Value::Stated(account.clone()));
        id = format!("{id}-{account}");
    }
    // One exhibit may state several periods.
    id = format!("{id}-{}", source.span.from_us);
    let mut finding = recorded(card, id, statement);
    finding.contrary.extend(empty_months(source));
    Some(finding)
}

fn empty_months(source: &SourceCoverage) -> Vec<Sentence> {
    let named = source.empty_months.iter().take(MONTHS_NAMED_MAX).cloned().collect::<Vec<_>>();
    let around = source.around.iter().copied();
    let sentence = Cited::of(around).says("coverage-empty-months").map(|said| {
        said.with("months", count(source.empty_months.len()))
            .with("whole", count(source.whole_months))
            .with("named", Value::Stated(named.join(", ")))
            .with("expected", Value::Number { value: source.empty_expected(), decimals: 1 })
    });
    sentence.into_iter().collect()
}

fn of_missing(card: &Card, missing: &Missing, number: usize) -> Option<Finding> {
    let (last, first) = missing.bounds;
    let template = match missing.account {
        Some(_) => "coverage-missing-account",
        None => "coverage-missing",
    };
    let mut statement = Cited::of([last, first])
        .says(template)?
        .with("kind", Value::Term(kind_term(missing.table)))
        .with("before", Value::Stated(missing.exhibits.0.to_string()))
        .with("after", Value::Stated(missing.exhibits.1.to_string()))
        .with("from", Value::Instant(missing.span.from_us))
        .with("until", Value::Instant(missing.span.until_us));
    if let Some(account) = &missing.account {
        statement = statement.with("account", Value::Stated(account.clone()));
    }
    Some(recorded(card, format!("missing-{number}"), statement))
}

/// The plural name of a kind of record in the word list.
fn kind_term(table: &str) -> String {
    format!("coverage-kind-{table}")
}
