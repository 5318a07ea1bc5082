//! What happens in the synthetic case, before any source writes of it.
//!
//! Counts of payments follow `max(1, round(exp(0.38 + 1.92 z)))`, which reproduces the
//! concentration published in AIC Trends & Issues 589 (2020): 256 payers, 2,714 transfers, 3 % of
//! payers make half of them, 25 % make 3 %. Amounts lie mostly between 49 and 390, as there. The
//! other populations overlap with them in amount and in rhythm, so that neither alone tells them
//! apart; a test holds both below an AUC of .75.

use serde::{Deserialize, Serialize};

use crate::calendar::{DAYS, instant_s, month_day, weekday};
use crate::chance::Chance;
use crate::habits::{self, Habit};
use crate::people::{POPULATIONS, Person, Population, Side, person};

/// Payers of the associated population at factor 1 (AIC T&I 589).
const PAYERS: u32 = 256;

/// Most payments of one payer; the published most prolific made about 170.
const PAYMENTS_MAX: i64 = 400;

/// Who carries the money of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operator {
    /// Delimited text, US Central by default.
    MtoA,
    /// Workbook, Italian headers.
    MtoB,
    /// App wallet, milliseconds of UTC.
    WalletC,
}

/// A payer and a payee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Index of the payer among the people.
    pub payer: u32,
    /// Index of the payee among the people.
    pub payee: u32,
    /// What the pair is by construction.
    pub population: Population,
    /// Who carries its money.
    pub operator: Operator,
}

/// A payment that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Index of its pair.
    pub pair: u32,
    /// When, seconds of UTC.
    pub at_s: i64,
    /// Principal in euro cents.
    pub minor: i64,
    /// Whether it was cancelled or refunded afterwards.
    pub undone: bool,
}

/// A call that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Index of its pair.
    pub pair: u32,
    /// Start, seconds of UTC.
    pub start_s: i64,
    /// Duration; 0 for a call that was not answered.
    pub duration_s: i64,
}

/// A message that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Index of its pair.
    pub pair: u32,
    /// When, seconds of UTC.
    pub at_s: i64,
    /// Whether the payer wrote it.
    pub from_payer: bool,
}

/// A message between two people who are no pair, or before they are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Index of who wrote.
    pub from: u32,
    /// Index of who got it.
    pub to: u32,
    /// When, seconds of UTC.
    pub at_s: i64,
}

/// Somebody who brings a payer and a payee together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    /// Index of who introduces.
    pub introducer: u32,
    /// Index of the payer.
    pub payer: u32,
    /// Index of the payee.
    pub payee: u32,
    /// When the introducer and the payer were in touch, seconds of UTC.
    pub told_s: i64,
    /// When payer and payee first were, seconds of UTC.
    pub met_s: i64,
}

/// A leg of a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journey {
    /// Index of the pair it belongs to.
    pub pair: u32,
    /// Index of the traveller.
    pub traveller: u32,
    /// Airport of departure.
    pub from: String,
    /// Airport of arrival.
    pub to: String,
    /// Departure, seconds of UTC.
    pub departs_s: i64,
    /// `flown`, `booked` or `cancelled`.
    pub status: String,
}

/// A use of an account from a network address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Index of who used it.
    pub person: u32,
    /// When, seconds of UTC.
    pub at_s: i64,
    /// The network address.
    pub address: String,
    /// The source port.
    pub port: i64,
}

/// Everything that happens.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The people; indexes of pairs point here.
    pub people: Vec<Person>,
    /// The pairs.
    pub pairs: Vec<Pair>,
    /// The payments, by pair and time.
    pub payments: Vec<Payment>,
    /// The calls, by pair and time.
    pub sessions: Vec<Session>,
    /// The messages, by pair and time.
    pub messages: Vec<Message>,
    /// Messages between people who are no pair, by time.
    pub meetings: Vec<Meeting>,
    /// Who was introduced to whom by whom.
    pub introductions: Vec<Introduction>,
    /// Those who collect for several payees, by index.
    pub collectors: Vec<u32>,
    /// Legs of journeys, by pair and time.
    pub journeys: Vec<Journey>,
    /// Uses of accounts, by person.
    pub logins: Vec<Login>,
}

/// Pairs whose money goes through the workbook operator: one workbook stays readable.
const WORKBOOK_PAIRS: u32 = 120;

/// Pairs that write messages: a chat export of a device, not of a country.
const CHAT_PAIRS: u32 = 40;

impl Plan {
    /// Plans a case of this seed, `factor` times as large as the published set.
    pub fn new(seed: u64, factor: u32) -> Self {
        let mut plan = Self::default();
        for population in POPULATIONS {
            let habit = habits::of(*population);
            let mut chance = Chance::new(seed, habit.name);
            let payers = (f64::from(PAYERS) * f64::from(factor) * habit.share).round();
            // At most 256,000 × share: far inside 32 bits.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "see above"
            )]
            plan.populate(&habit, *population, payers as u32, &mut chance);
        }
        crate::ties::add(&mut plan, seed);
        plan
    }

    fn populate(
        &mut self,
        habit: &Habit,
        population: Population,
        payers: u32,
        chance: &mut Chance,
    ) {
        let mut shared_payee = None;
        for at in 0..payers {
            if at % habit.payers_per_payee == 0 {
                shared_payee = Some(self.meet(Side::Payee, chance));
            }
            let payer = self.meet(Side::Payer, chance);
            let Some(payee) = shared_payee else { continue };
            let total = habit.payments(chance).min(PAYMENTS_MAX);
            let partners = if total > 20 { 2 } else { 1 };
            for partner in 0..partners {
                let payee = if partner == 0 { payee } else { self.meet(Side::Payee, chance) };
                self.live(habit, population, (payer, payee), total / partners, chance);
            }
        }
    }

    pub(crate) fn meet(&mut self, side: Side, chance: &mut Chance) -> u32 {
        let number = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        self.people.push(person(number, side, chance));
        number
    }

    fn live(
        &mut self,
        habit: &Habit,
        population: Population,
        (payer, payee): (u32, u32),
        payments: i64,
        chance: &mut Chance,
    ) {
        let pair = u32::try_from(self.pairs.len()).unwrap_or(u32::MAX);
        let operator = match pair % 3 {
            1 if pair < WORKBOOK_PAIRS => Operator::MtoB,
            0 | 1 => Operator::MtoA,
            _ => Operator::WalletC,
        };
        self.pairs.push(Pair { payer, payee, population, operator });
        let days = payment_days(habit, payments, chance);
        let base = habit.amount(chance);
        for day in &days {
            let second = clock_second(habit.payment_hour, chance);
            let at_s = instant_s(*day, second);
            let minor = habits::amount_around(base, chance);
            let undone = chance.happens(0.02);
            self.payments.push(Payment { pair, at_s, minor, undone });
            if population == Population::Associated && chance.happens(0.8) {
                self.call_after(pair, *day, second, chance);
            }
        }
        self.call_at_habit(habit, pair, &days, chance);
        if pair % 7 == 0 && pair / 7 < CHAT_PAIRS {
            self.write(pair, &days, chance);
        }
    }

    /// A call in the evening of a payment, or in the small hours after it.
    fn call_after(&mut self, pair: u32, day: i64, second: i64, chance: &mut Chance) {
        let evening = clock_second(21.5, chance).max(second + 1_200);
        let start_s = instant_s(day, 0) + evening;
        self.sessions.push(Session { pair, start_s, duration_s: chance.between(240, 3_600) });
    }

    /// The calls that have nothing to do with money: by weekday, at the usual hour.
    fn call_at_habit(&mut self, habit: &Habit, pair: u32, days: &[i64], chance: &mut Chance) {
        let (first, last) = match (habit.all_year, days.first(), days.last()) {
            (false, Some(first), Some(last)) => (first - 20, last + 20),
            _ => (0, DAYS - 1),
        };
        for day in first.max(0)..=last.min(DAYS - 1) {
            let rate = if weekday(day) == 6 { habit.sunday_calls } else { habit.weekday_calls };
            if chance.happens(rate) {
                let start_s = instant_s(day, clock_second(habit.call_hour, chance));
                let missed = chance.happens(0.1);
                let duration_s = if missed { 0 } else { chance.between(60, 5_400) };
                self.sessions.push(Session { pair, start_s, duration_s });
            }
        }
    }

    /// Messages from some days before the first payment on.
    fn write(&mut self, pair: u32, days: &[i64], chance: &mut Chance) {
        let first = days.first().copied().unwrap_or(10);
        for _ in 0..chance.between(15, 40) {
            let day = (first - 6 + chance.between(0, 60)).clamp(0, DAYS - 1);
            let at_s = instant_s(day, clock_second(19.0, chance));
            self.messages.push(Message { pair, at_s, from_payer: chance.happens(0.5) });
        }
        let start =
            self.messages.len() - self.messages.iter().rev().take_while(|m| m.pair == pair).count();
        if let Some(own) = self.messages.get_mut(start..) {
            own.sort_by_key(|message| message.at_s);
        }
    }
}

/// The days on which a payer pays: near pay-day, or spread over a stretch of the year.
fn payment_days(habit: &Habit, count: i64, chance: &mut Chance) -> Vec<i64> {
    let mut days = Vec::new();
    if let Some(pay_day) = habit.pay_day {
        for day in 0..DAYS {
            let near = (month_day(day) - pay_day).abs() <= 2;
            if near && chance.happens(habit.monthly / 5.0) {
                days.push(day);
            }
        }
    } else {
        #[expect(clippy::cast_possible_truncation, reason = "days of one year")]
        let span = ((count as f64 * habit.gap_days * (0.5 * chance.normal()).exp()) as i64)
            .clamp(habit.span_days_min, DAYS - 1);
        let start = chance.between(0, DAYS - 1 - span);
        days.extend((0..count).map(|_| start + chance.between(0, span)));
    }
    if days.is_empty() {
        days.push(chance.between(0, DAYS - 1));
    }
    if habit.working_days {
        for day in &mut days {
            // Saturday and Sunday move to Friday, or to Monday where the year begins.
            *day += match weekday(*day) {
                late @ 5..=6 if *day > 2 => 4 - late,
                late @ 5..=6 => 7 - late,
                _ => 0,
            };
        }
    }
    days.sort_unstable();
    days
}

/// A second of the day around an hour, on the clock of the person.
pub(crate) fn clock_second(hour: f64, chance: &mut Chance) -> i64 {
    let at = (hour + 1.6 * chance.normal()).clamp(0.0, 23.9) * 3_600.0;
    #[expect(clippy::cast_possible_truncation, reason = "at most 86,400")]
    let second = at as i64;
    second
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Area under the curve of one number as a detector, in either direction.
    fn auc(mut positive: Vec<i64>, mut negative: Vec<i64>) -> f64 {
        positive.sort_unstable();
        negative.sort_unstable();
        let mut wins = 0.0;
        for value in &positive {
            let below = negative.partition_point(|other| other < value);
            let equal = negative.partition_point(|other| other <= value) - below;
            wins += below as f64 + equal as f64 / 2.0;
        }
        let auc = wins / (positive.len() as f64 * negative.len() as f64);
        auc.max(1.0 - auc)
    }

    fn split(plan: &Plan, value: impl Fn(&[Payment], usize) -> Option<i64>) -> f64 {
        let (mut positive, mut negative) = (Vec::new(), Vec::new());
        for at in 0..plan.payments.len() {
            let pair = &plan.pairs[plan.payments[at].pair as usize];
            if pair.population == Population::Forwarded {
                continue;
            }
            let Some(value) = value(&plan.payments, at) else { continue };
            let side = if pair.population == Population::Associated {
                &mut positive
            } else {
                &mut negative
            };
            side.push(value);
        }
        auc(positive, negative)
    }

    #[test]
    fn neither_amount_nor_gap_alone_tells_the_populations_apart() {
        for seed in [1, 7, 42] {
            let plan = Plan::new(seed, 2);
            let amount = split(&plan, |payments, at| Some(payments[at].minor));
            let gap = split(&plan, |payments, at| {
                let before = payments.get(at.checked_sub(1)?)?;
                (before.pair == payments[at].pair).then(|| payments[at].at_s - before.at_s)
            });
            eprintln!("seed {seed}: AUC of amount {amount:.3}, of gap {gap:.3}");
            assert!(amount <= 0.75 && gap <= 0.75, "seed {seed}: {amount} {gap}");
        }
    }

    #[test]
    fn counts_have_the_published_concentration() {
        let mut chance = Chance::new(589, "counts");
        let mut counts: Vec<i64> =
            (0..200_000).map(|_| habits::count_of_published_shape(chance.normal())).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let all: i64 = counts.iter().sum();
        let share =
            |range: std::ops::Range<usize>| counts[range].iter().sum::<i64>() as f64 / all as f64;
        assert!((share(0..6_000) - 0.50).abs() < 0.05, "top 3 %: {}", share(0..6_000));
        assert!((share(150_000..200_000) - 0.03).abs() < 0.01, "last 25 %");
    }

    #[test]
    fn the_same_seed_gives_the_same_case() {
        let (one, two) = (Plan::new(7, 1), Plan::new(7, 1));
        assert_eq!((one.payments, one.sessions), (two.payments, two.sessions));
    }
}
