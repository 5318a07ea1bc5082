//! What the episodes say: pair by pair, the first episodes step by step, and what lies outside.

use model::finding::Finding;
use model::{Card, Currency, Money, Sentence, Value};

use super::{Episode, Episodes, PairEpisodes, Run};
use crate::citing::{Cited, count, recorded};
use crate::question::MoneySettings;

/// Episodes of a pair told step by step; the typed result holds all.
const TOLD_MAX: usize = 3;

/// The findings of the episodes; none where no pair has both a payment and a call.
pub(super) fn findings(card: &Card, episodes: &Episodes, settings: &MoneySettings) -> Vec<Finding> {
    let with = || episodes.pairs.iter().filter(|pair| !pair.episodes.is_empty());
    let total = with().count();
    let mut findings: Vec<Finding> = list(card, episodes, total, settings).into_iter().collect();
    let shown = settings.shown_max;
    findings.extend(with().take(shown).filter_map(|pair| of_pair(card, pair, total, settings)));
    findings
}

fn stated(text: &str) -> Value {
    Value::Stated(text.to_owned())
}

fn list(
    card: &Card,
    episodes: &Episodes,
    with: usize,
    settings: &MoneySettings,
) -> Option<Finding> {
    let of_pair = |pair: &PairEpisodes| {
        let inside = pair.episodes.iter().flat_map(|episode| {
            let runs = [&episode.contacts, &episode.payments, &episode.calls];
            runs.into_iter().flat_map(|run| run.records.clone())
        });
        inside.chain(pair.outside.iter().copied()).collect::<Vec<_>>()
    };
    let cited = Cited::of(episodes.pairs.iter().flat_map(of_pair));
    let statement = cited
        .says("episodes-list")?
        .with("pairs", count(episodes.pairs.len()))
        .with("with", count(with))
        .with("gap", Value::Span(settings.episode_gap_s));
    let mut finding = recorded(card, "list".to_owned(), statement);
    let sum = |of: fn(&PairEpisodes) -> usize| episodes.pairs.iter().map(of).sum::<usize>();
    finding.contrary.extend(cited.says("episodes-orders").map(|said| {
        said.with("forward", count(sum(|pair| pair.payments_then_calls)))
            .with("back", count(sum(|pair| pair.calls_then_payments)))
            .with("unknown", count(sum(|pair| pair.order_unknown)))
    }));
    finding.detail.extend(cited.in_part());
    Some(finding)
}

fn of_pair(
    card: &Card,
    pair: &PairEpisodes,
    total: usize,
    settings: &MoneySettings,
) -> Option<Finding> {
    let cited = Cited::of(pair.episodes.iter().flat_map(|episode| {
        let runs = [&episode.contacts, &episode.payments, &episode.calls];
        runs.into_iter().flat_map(|run| run.records.clone())
    }));
    let statement = cited
        .says("episodes-pair")?
        .with("payer", stated(&pair.payer))
        .with("other", stated(&pair.other))
        .with("episodes", count(pair.episodes.len()))
        .with("gap", Value::Span(settings.episode_gap_s))
        .with("shown", count(total.min(settings.shown_max)))
        .with("total", count(total));
    let mut finding = recorded(card, format!("pair-{}-{}", pair.payer, pair.other), statement);
    for episode in pair.episodes.iter().take(TOLD_MAX) {
        finding.detail.extend(told(episode));
    }
    finding.detail.extend(cited.in_part());
    finding.contrary.extend(Cited::of(pair.outside.iter().copied()).says("episodes-outside").map(
        |said| {
            said.with("payments", count(pair.payments))
                .with("payments_outside", count(pair.payments_outside))
                .with("calls", count(pair.calls))
                .with("calls_outside", count(pair.calls_outside))
        },
    ));
    finding.contrary.extend(cited.says("episodes-orders").map(|said| {
        said.with("forward", count(pair.payments_then_calls))
            .with("back", count(pair.calls_then_payments))
            .with("unknown", count(pair.order_unknown))
    }));
    finding.alternatives.extend(cited.says("episodes-daily-contact").map(|said| {
        said.with("days", count(pair.days_with_contact))
            .with("spanned", Value::Count(pair.days_spanned.unsigned_abs()))
    }));
    Some(finding)
}

/// One episode, step by step with the gaps between.
fn told(episode: &Episode) -> Vec<Sentence> {
    let cite = |run: &Run| Cited::of(run.records.iter().copied());
    let between = |said: Sentence, run: &Run| {
        said.with("steps", count(run.steps))
            .with("first", Value::Instant(run.first_us))
            .with("last", Value::Instant(run.last_us))
    };
    let mut sentences: Vec<Sentence> = cite(&episode.contacts)
        .says("episodes-contacts")
        .map(|said| between(said, &episode.contacts))
        .into_iter()
        .collect();
    for (code, minor) in &episode.payments.sums {
        let currency = Currency::from_code(code).unwrap_or(Currency::NONE);
        sentences.extend(cite(&episode.payments).says("episodes-payments").map(|said| {
            between(said, &episode.payments)
                .with("wait", Value::Span(episode.to_payment_s))
                .with("sum", Value::Money(Money { minor: *minor, currency }))
        }));
    }
    sentences.extend(
        cite(&episode.calls)
            .says("episodes-calls")
            .map(|said| between(said, &episode.calls).with("wait", Value::Span(episode.to_call_s))),
    );
    sentences
}
