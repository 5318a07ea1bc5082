//! Episodes: a contact, then payments, then calls between the same two parties, in this order.
//!
//! Payments and calls of a pair are laid on one line of time and read as runs. A run of payments
//! followed by a run of calls, with a contact before it and no step longer apart than the stated
//! gap, is an episode. The other order is counted too: chance has no preference between them.

mod timeline;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use model::finding::Answer;
use model::{Card, Currency, RecordRef};
use serde::Serialize;

use crate::basis::Basis;
use crate::calendar::Calendar;
use crate::citing;
use crate::question::Question;
use timeline::{Kind, Mark};

/// The question of episodes.
pub struct EpisodesQuestion;

static CARD: Card = Card {
    code: "ANA-007",
    name: "episodes",
    version: 2,
    question: "How often does a contact precede payments, and do payments precede calls, between the same two parties?",
    assumes: &[
        "the clocks of the exhibits are right, or wrong by less than the gaps stated",
        "a message, an address-book entry or an officer's contact log is a contact",
    ],
    cannot_show: &[
        "what was said or shown in a message or call",
        "that one step was made because of another: that question is coincidence (ANA-003)",
        "who used an account",
    ],
    parameters: &[
        ("episode_gap_s", "longest gap between two steps of an episode, seconds"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &["rules of this house; see the case page episodes"],
    error_rates: &[],
};

/// A run of steps of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// First instant of its first step.
    pub first_us: i64,
    /// First instant of its last step.
    pub last_us: i64,
    /// The records.
    pub records: Vec<RecordRef>,
    /// Steps.
    pub steps: usize,
    /// Sums of payments by currency, minor units; empty for other kinds.
    pub sums: BTreeMap<String, i64>,
}

/// A contact, then payments, then calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Episode {
    /// Contacts since the last step of the episode before, within the gap of the first payment.
    pub contacts: Run,
    /// Payments.
    pub payments: Run,
    /// Calls.
    pub calls: Run,
    /// From the last contact to the first payment, seconds.
    pub to_payment_s: i64,
    /// From the last payment to the first call, seconds.
    pub to_call_s: i64,
}

/// All episodes of two parties, and what lies outside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PairEpisodes {
    /// The party that made the first payment.
    pub payer: String,
    /// The other.
    pub other: String,
    /// Whether the guard holds one of the two as a possible victim, to be met as one first.
    pub possible_victim: bool,
    /// The episodes in order of time.
    pub episodes: Vec<Episode>,
    /// Times a run of payments is followed by a run of calls within the gap, with or without a
    /// contact before.
    pub payments_then_calls: usize,
    /// Times a run of calls is followed by a run of payments within the gap.
    pub calls_then_payments: usize,
    /// Times the order of a payment and a call next to it is not certain.
    pub order_unknown: usize,
    /// Payments in totals between the two.
    pub payments: usize,
    /// Of those, in no episode.
    pub payments_outside: usize,
    /// Answered calls between the two.
    pub calls: usize,
    /// Of those, in no episode.
    pub calls_outside: usize,
    /// Days, in the zone of the case, from the first to the last step.
    pub days_spanned: i64,
    /// Of those, days with a contact.
    pub days_with_contact: usize,
    /// First and last records of payments and calls outside.
    #[serde(skip)]
    outside: Vec<RecordRef>,
}

/// The episodes of a case: pairs with most episodes first, possible victims behind the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Episodes {
    /// Pairs with at least one payment and one answered call.
    pub pairs: Vec<PairEpisodes>,
}

impl Episodes {
    /// The episodes of a case. Same basis, same episodes.
    pub fn of(basis: &Basis<'_>) -> Self {
        let gap_us = basis.settings.money.episode_gap_s.saturating_mul(1_000_000);
        let marks = timeline::marks(basis);
        let calendar = Calendar::of(&basis.settings.zone, 0, 0);
        let mut pairs: Vec<PairEpisodes> = marks
            .chunk_by(|a, b| a.pair == b.pair)
            .filter_map(|marks| pair(basis, &calendar, marks, gap_us))
            .collect();
        pairs.sort_by(|a, b| {
            (a.possible_victim, b.episodes.len(), b.payments_then_calls)
                .cmp(&(b.possible_victim, a.episodes.len(), a.payments_then_calls))
                .then_with(|| (&a.payer, &a.other).cmp(&(&b.payer, &b.other)))
        });
        Self { pairs }
    }
}

/// The episodes of one pair from its marks in order of time.
fn pair(
    basis: &Basis<'_>,
    calendar: &Calendar,
    marks: &[Mark],
    gap_us: i64,
) -> Option<PairEpisodes> {
    let (keys, guard) = (&basis.view.keys, basis.guard());
    let of = |kind: Kind| marks.iter().filter(move |mark| mark.kind == kind);
    let payer = of(Kind::Payment).next()?.from;
    let any = of(Kind::Call).next()?.pair;
    let other = if any.0 == payer { any.1 } else { any.0 };
    let contacts: Vec<&Mark> = of(Kind::Contact).collect();
    let steps: Vec<&Mark> = marks.iter().filter(|mark| mark.kind != Kind::Contact).collect();
    let runs = timeline::runs(&steps, gap_us);
    let mut found = Vec::new();
    let (mut forward, mut back, mut inside) = (0, 0, Vec::new());
    for near in runs.windows(2) {
        let [first, second] = near else { continue };
        let Some(wait_us) = timeline::wait_us(first, second).filter(|us| *us <= gap_us) else {
            continue;
        };
        if timeline::kind(first) == Some(Kind::Call) {
            back += 1;
            continue;
        }
        forward += 1;
        let Some(episode) = episode(&contacts, first, second, wait_us, gap_us) else { continue };
        inside.extend(episode.payments.records.iter().chain(&episode.calls.records).copied());
        found.push(episode);
    }
    inside.sort_unstable();
    let is_outside =
        |mark: &&&Mark| mark.records.iter().all(|record| inside.binary_search(record).is_err());
    let outside: Vec<&&Mark> = steps.iter().filter(is_outside).collect();
    let count = |kind: Kind| outside.iter().filter(|mark| mark.kind == kind).count();
    let days = calendar.days_of(marks.iter().map(|mark| mark.earliest_us));
    let contact_days = calendar.days_of(contacts.iter().map(|mark| mark.earliest_us));
    Some(PairEpisodes {
        payer: keys.text(payer).to_owned(),
        other: keys.text(other).to_owned(),
        possible_victim: guard.holds(payer) || guard.holds(other),
        episodes: found,
        payments_then_calls: forward,
        calls_then_payments: back,
        order_unknown: timeline::uncertain(&steps),
        payments: of(Kind::Payment).count(),
        payments_outside: count(Kind::Payment),
        calls: of(Kind::Call).count(),
        calls_outside: count(Kind::Call),
        days_spanned: days.last()? - days.first()? + 1,
        days_with_contact: contact_days.len(),
        outside: outside.iter().flat_map(|mark| mark.records.iter().copied()).collect(),
    })
}

/// The episode of a run of payments and the run of calls after it; `None` without a contact that
/// is certain to come before, within the gap.
fn episode(
    contacts: &[&Mark],
    payments: &[&Mark],
    calls: &[&Mark],
    wait_us: i64,
    gap_us: i64,
) -> Option<Episode> {
    let first_us = payments.first()?.earliest_us;
    let before: Vec<&Mark> = contacts
        .iter()
        .copied()
        .filter(|mark| {
            mark.latest_us < first_us && first_us.saturating_sub(mark.latest_us) <= gap_us
        })
        .collect();
    let last_us = before.iter().map(|mark| mark.latest_us).max()?;
    Some(Episode {
        contacts: run(&before)?,
        payments: run(payments)?,
        calls: run(calls)?,
        to_payment_s: (first_us - last_us) / 1_000_000,
        to_call_s: wait_us / 1_000_000,
    })
}

fn run(marks: &[&Mark]) -> Option<Run> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for (minor, currency) in marks.iter().filter_map(|mark| mark.amount) {
        let currency: Currency = currency;
        let sum = sums.entry(currency.to_string()).or_insert(0);
        *sum = sum.saturating_add(minor);
    }
    Some(Run {
        first_us: marks.first()?.earliest_us,
        last_us: marks.last()?.earliest_us,
        records: marks.iter().flat_map(|mark| mark.records.iter().copied()).collect(),
        steps: marks.len(),
        sums,
    })
}

impl Question for EpisodesQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let Basis { settings, .. } = *basis;
        let episodes = Episodes::of(basis);
        let parameters = [
            ("episode_gap_s", settings.money.episode_gap_s.to_string()),
            ("shown_max", settings.money.shown_max.to_string()),
        ];
        let findings = wording::findings(&CARD, &episodes, &settings.money);
        citing::answer(&CARD, &parameters, findings)
    }
}
