//! What ties the pairs of the synthetic case together: who introduced whom, who collects for several,
//! who knows whom anyway, who travels, how old people are, and from where accounts are used.
//!
//! Each of these has a stream of chance of its own, so that payments and calls stay as they were.

use std::collections::BTreeMap;

use crate::calendar::{DAYS, instant_s};
use crate::chance::Chance;
use crate::people::{Population, Side};
use crate::plan::{
    Introduction, Journey, Login, Meeting, Operator, Pair, Payment, Plan, clock_second,
};

const DAY_S: i64 = 86_400;

/// Introductions one person makes at most.
const INTRODUCED_MAX: usize = 9;

/// Payees one collector serves at most.
const COLLECTED_MAX: usize = 5;

/// Adds what ties the pairs of a plan together.
pub(crate) fn add(plan: &mut Plan, seed: u64) {
    introductions(plan, &mut Chance::new(seed, "introductions"));
    groups(plan, &mut Chance::new(seed, "groups"));
    let came = came(plan);
    collectors(plan, &came, &mut Chance::new(seed, "collectors"));
    suppliers(plan, &came, &mut Chance::new(seed, "suppliers"));
    births(plan, &mut Chance::new(seed, "births"));
    journeys(plan, &mut Chance::new(seed, "trips"));
    logins(plan, &mut Chance::new(seed, "logins"));
    plan.meetings.sort_by_key(|meeting| (meeting.at_s, meeting.from, meeting.to));
}

/// The payments of a pair of the plan as it is so far.
fn payments_of(plan: &Plan, pair: usize) -> &[Payment] {
    let from = plan.payments.partition_point(|payment| (payment.pair as usize) < pair);
    let own = plan.payments.get(from..).unwrap_or_default();
    own.get(..own.partition_point(|payment| payment.pair as usize == pair)).unwrap_or_default()
}

fn write(plan: &mut Plan, from: u32, to: u32, at_s: i64) {
    plan.meetings.push(Meeting { from, to, at_s });
}

/// One associated pair in four was brought together by somebody whom both knew before. Before that
/// day the two had nothing to do with each other.
fn introductions(plan: &mut Plan, chance: &mut Chance) {
    let early_s = instant_s(35, 0);
    let brought: Vec<(usize, i64)> = (0..plan.pairs.len())
        .filter(|pair| {
            plan.pairs.get(*pair).is_some_and(|pair| pair.population == Population::Associated)
        })
        .filter_map(|pair| Some((pair, payments_of(plan, pair).first()?.at_s)))
        .filter(|(_, first_s)| *first_s > early_s)
        .collect();
    let mut introducer = None;
    let mut made = 0;
    for (pair, first_s) in brought {
        if !chance.happens(0.25) {
            continue;
        }
        if introducer.is_none() || made == INTRODUCED_MAX {
            introducer = Some(plan.meet(Side::Payer, chance));
            made = 0;
        }
        let Some(who) = introducer else { continue };
        made += 1;
        introduce(plan, who, pair, first_s, chance);
    }
}

fn introduce(plan: &mut Plan, who: u32, pair: usize, first_s: i64, chance: &mut Chance) {
    let Some(Pair { payer, payee, .. }) = plan.pairs.get(pair).cloned() else { return };
    let met_s = first_s - chance.between(DAY_S, 9 * DAY_S);
    let told_s = met_s - chance.between(DAY_S / 4, 9 * DAY_S);
    write(plan, who, payer, told_s);
    write(plan, payer, who, told_s + chance.between(60, 7_200));
    // The one who introduces knows the payee, and goes on knowing both.
    write(plan, who, payee, told_s - chance.between(DAY_S, 20 * DAY_S));
    for _ in 0..chance.between(1, 4) {
        let day = chance.between(0, DAYS - 1);
        write(plan, who, payee, instant_s(day, clock_second(18.0, chance)));
    }
    if chance.happens(0.5) {
        write(plan, who, payer, met_s + chance.between(5 * DAY_S, 40 * DAY_S));
    }
    write(plan, payer, payee, met_s);
    let number = u32::try_from(pair).unwrap_or(u32::MAX);
    plan.sessions.retain(|call| call.pair != number || call.start_s > met_s);
    plan.messages.retain(|message| message.pair != number || message.at_s > met_s);
    plan.introductions.push(Introduction { introducer: who, payer, payee, told_s, met_s });
}

/// People who know each other anyway: members of one treasurer, and a friend of payer and payee here
/// and there. Their messages have no order to look for.
fn groups(plan: &mut Plan, chance: &mut Chance) {
    let of = |plan: &Plan, population| -> Vec<Pair> {
        plan.pairs.iter().filter(|pair| pair.population == population).cloned().collect()
    };
    let members = of(plan, Population::Treasurer);
    for group in members.chunk_by(|a, b| a.payee == b.payee) {
        for (at, member) in group.iter().enumerate() {
            let next = group.get((at + 1) % group.len()).map_or(member.payer, |pair| pair.payer);
            for _ in 0..chance.between(1, 4) {
                let at_s = instant_s(chance.between(0, DAYS - 1), clock_second(19.0, chance));
                if member.payer != next {
                    write(plan, member.payer, next, at_s);
                }
            }
        }
    }
    for (population, every) in [
        (Population::Family, 9),
        (Population::Trader, 9),
        (Population::Associated, 9),
        // These meet late in the year, so that a friend of both could have introduced them.
        (Population::Tourist, 2),
        (Population::Deceived, 2),
    ] {
        let mut friend = None;
        for (at, pair) in of(plan, population).into_iter().step_by(every).enumerate() {
            if at % 8 == 0 {
                friend = Some(plan.meet(Side::Payer, chance));
            }
            let Some(friend) = friend else { continue };
            for to in [pair.payer, pair.payee] {
                for _ in 0..chance.between(1, 5) {
                    let at_s = instant_s(chance.between(0, DAYS - 1), clock_second(18.0, chance));
                    write(plan, friend, to, at_s);
                }
            }
        }
    }
}

/// What came to each payee and was not undone: when, and how much.
type Came = BTreeMap<u32, Vec<(i64, i64)>>;

fn came(plan: &Plan) -> Came {
    let mut came = Came::new();
    for payment in plan.payments.iter().filter(|payment| !payment.undone) {
        if let Some(pair) = plan.pairs.get(payment.pair as usize) {
            came.entry(pair.payee).or_default().push((payment.at_s, payment.minor));
        }
    }
    came
}

/// The payees of a population, each once, in the order of the pairs.
fn payees(plan: &Plan, population: Population) -> Vec<u32> {
    let own = plan.pairs.iter().filter(|pair| pair.population == population);
    let mut payees: Vec<u32> = own.map(|pair| pair.payee).collect();
    payees.dedup();
    payees
}

/// Somebody collects for several associated payees: part of what comes is handed on within two days.
fn collectors(plan: &mut Plan, came: &Came, chance: &mut Chance) {
    let payees = payees(plan, Population::Associated);
    let mut served = COLLECTED_MAX;
    for payee in payees {
        let Some(came) = came.get(&payee).filter(|came| came.len() >= 4) else { continue };
        if !chance.happens(0.4) {
            continue;
        }
        if served == COLLECTED_MAX {
            let collector = plan.meet(Side::Payee, chance);
            plan.collectors.push(collector);
            served = 0;
        }
        let Some(collector) = plan.collectors.last().copied() else { continue };
        served += 1;
        hand_on(plan, (payee, collector), came, chance);
    }
}

fn hand_on(
    plan: &mut Plan,
    (payee, collector): (u32, u32),
    came: &[(i64, i64)],
    chance: &mut Chance,
) {
    let mut handed = Vec::new();
    for (at_s, minor) in came {
        if chance.happens(0.7) {
            let share = chance.between(60, 95);
            handed.push((at_s + chance.between(3_600, 2 * DAY_S), (minor * share / 100).max(100)));
        }
    }
    forward(plan, payee, collector, handed);
}

/// Traders pay their suppliers when they can, and treasurers hand a month's contributions to the club.
fn suppliers(plan: &mut Plan, came: &Came, chance: &mut Chance) {
    let mut supplier = None;
    for (at, payee) in payees(plan, Population::Trader).into_iter().enumerate() {
        if at % 3 == 0 {
            supplier = Some(plan.meet(Side::Payee, chance));
        }
        let (Some(supplier), Some(came)) = (supplier, came.get(&payee)) else { continue };
        let mut bills = Vec::new();
        for (at_s, minor) in came {
            if chance.happens(0.7) {
                bills.push((at_s + chance.between(DAY_S / 2, 5 * DAY_S), minor * 9 / 10));
            }
        }
        forward(plan, payee, supplier, bills);
    }
    for payee in payees(plan, Population::Treasurer) {
        let club = plan.meet(Side::Payee, chance);
        let Some(came) = came.get(&payee) else { continue };
        let mut came = came.clone();
        came.sort_unstable();
        let month = |at_s: i64| (at_s - instant_s(0, 0)).div_euclid(30 * DAY_S);
        let months = came.chunk_by(|a, b| month(a.0) == month(b.0));
        let handed = months.filter_map(|month| {
            let sum: i64 = month.iter().map(|(_, minor)| minor).sum();
            let wait_s = chance.between(DAY_S / 2, 4 * DAY_S);
            Some((month.last()?.0 + wait_s, sum * chance.between(50, 95) / 100))
        });
        let handed = handed.collect();
        forward(plan, payee, club, handed);
    }
}

/// A pair of its own for what a payee hands on, where anything is.
fn forward(plan: &mut Plan, from: u32, to: u32, mut handed: Vec<(i64, i64)>) {
    if handed.is_empty() {
        return;
    }
    handed.sort_unstable();
    let pair = u32::try_from(plan.pairs.len()).unwrap_or(u32::MAX);
    plan.pairs.push(Pair {
        payer: from,
        payee: to,
        population: Population::Forwarded,
        operator: Operator::WalletC,
    });
    let payment = |(at_s, minor)| Payment { pair, at_s, minor, undone: false };
    plan.payments.extend(handed.into_iter().map(payment));
}

/// Birth dates: those under threat are mostly young, some others are; not every source states one.
fn births(plan: &mut Plan, chance: &mut Chance) {
    let mut young = vec![0.015; plan.people.len()];
    for pair in plan.pairs.iter().filter(|pair| pair.population == Population::Extorted) {
        if let Some(share) = young.get_mut(pair.payer as usize) {
            *share = 0.93;
        }
    }
    for (person, share) in plan.people.iter_mut().zip(young) {
        let age =
            if chance.happens(share) { chance.between(13, 16) } else { chance.between(19, 72) };
        let (month, day) = (chance.between(1, 12), chance.between(1, 28));
        if !chance.happens(0.1) {
            person.born = format!("{:04}-{month:02}-{day:02}", 2024 - age);
        }
    }
}

/// Tourists are there before they pay; a few others travel at any time; some journeys lie ahead.
fn journeys(plan: &mut Plan, chance: &mut Chance) {
    let mut journeys = Vec::new();
    for (at, pair) in plan.pairs.iter().enumerate() {
        let is_tourist = pair.population == Population::Tourist;
        if (!is_tourist && at % 41 != 0) || pair.population == Population::Forwarded {
            continue;
        }
        let any_day = chance.between(5, 330);
        let first_s = payments_of(plan, at).first().map(|payment| payment.at_s);
        let departs_s = match first_s.filter(|_| is_tourist) {
            Some(first_s) => first_s - 2 * DAY_S - chance.between(3_600, DAY_S),
            None => instant_s(any_day, 39_600),
        };
        let leg = |from: &str, to: &str, departs_s, status: &str| Journey {
            pair: u32::try_from(at).unwrap_or(u32::MAX),
            traveller: pair.payer,
            from: from.to_owned(),
            to: to.to_owned(),
            departs_s,
            status: status.to_owned(),
        };
        journeys.push(leg("MXP", "CEB", departs_s, "flown"));
        journeys.push(leg("CEB", "MXP", departs_s + 21 * DAY_S, "flown"));
        if pair.population == Population::Associated && at % 2 == 0 {
            let ahead_s = instant_s(DAYS + chance.between(4, 25), 39_600);
            let status = if chance.happens(0.3) { "cancelled" } else { "booked" };
            journeys.push(leg("MXP", "CEB", ahead_s, status));
        }
    }
    plan.journeys = journeys;
}

/// Two uses of the account of every payer.
fn logins(plan: &mut Plan, chance: &mut Chance) {
    let payers = plan.people.iter().filter(|person| person.side == Side::Payer);
    let mut logins = Vec::new();
    for person in payers {
        for _ in 0..2 {
            logins.push(Login {
                person: person.number,
                at_s: instant_s(chance.between(0, 360), chance.between(60_000, 86_000)),
                address: format!("198.51.100.{}", person.number % 250 + 1),
                port: chance.between(1_024, 65_535),
            });
        }
    }
    plan.logins = logins;
}
