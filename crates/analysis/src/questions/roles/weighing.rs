//! The additive model: each rule adds to the logarithm of the odds of a role, always with the same sign,
//! and the more the more it holds. The weights are stated, not learned; a role is said only where it fits
//! several times more than every other, *none* included.

use std::fmt;

use model::views::KeyId;

use super::{Evidence, PartyRoles, ROLES, Role, Rule, Verdict};

/// How many times more a role must fit than every other.
pub const FACTOR: f64 = 3.0;

/// Fewest independent rows for a role: payments that a call followed, introductions, sums handed on.
pub const ROWS_MIN: u64 = 3;

/// The p-value that speaks neither for nor against an order in time.
const NEUTRAL_P: f64 = 0.03;

/// A rule's part in the odds of a role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weight {
    /// The role.
    pub role: Role,
    /// The rule.
    pub rule: Rule,
    /// What a rule that holds wholly adds; its sign never changes.
    pub weight: f64,
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}.{:?} {:+}", self.role, self.rule, self.weight)
    }
}

const fn weight(role: Role, rule: Rule, weight: f64) -> Weight {
    Weight { role, rule, weight }
}

/// Every weight of the model.
pub const WEIGHTS: &[Weight] = &[
    weight(Role::PossibleVictim, Rule::Guarded, 4.0),
    weight(Role::Payer, Rule::CallsFollow, 1.0),
    weight(Role::Payer, Rule::TouchBefore, 0.3),
    weight(Role::Payer, Rule::OtherWay, -1.0),
    weight(Role::Payer, Rule::Rhythm, -1.0),
    weight(Role::Payer, Rule::DailyTouch, -1.5),
    weight(Role::Recipient, Rule::CallsFollow, 1.0),
    weight(Role::Recipient, Rule::SeveralPayers, 0.4),
    weight(Role::Recipient, Rule::PayersTied, -1.0),
    weight(Role::Recipient, Rule::Rhythm, -1.0),
    weight(Role::Recipient, Rule::DailyTouch, -1.5),
    weight(Role::Introducer, Rule::Introduces, 1.0),
    weight(Role::CashOut, Rule::HandedOn, 1.0),
    weight(Role::CashOut, Rule::SeveralSources, 1.0),
    weight(Role::CashOut, Rule::OneSource, -2.0),
    weight(Role::CashOut, Rule::SourcesFit, 1.0),
    weight(Role::CashOut, Rule::SourcesOther, -3.0),
    weight(Role::CashOut, Rule::KnowsPayers, -1.5),
];

/// What a rule adds that holds to this share (0 to 1).
pub(super) fn share(role: Role, rule: Rule, share: f64) -> f64 {
    of(role, rule) * share.clamp(0.0, 1.0)
}

/// What an order in time adds whose p-value this is: nothing at [`NEUTRAL_P`], more below, a little less
/// than nothing above; and where it speaks, only for the share that chance does not explain.
pub(super) fn order(role: Role, rule: Rule, p: f64, beyond_chance: f64) -> f64 {
    let speaks = (NEUTRAL_P / p.max(1e-9)).ln().clamp(-1.0, 3.0);
    let share = if speaks > 0.0 { beyond_chance.clamp(0.0, 1.0) } else { 1.0 };
    of(role, rule) * speaks * share
}

/// The share of what holds that chance does not explain.
pub(super) fn beyond_chance(held: u64, expected: f64) -> f64 {
    (held as f64 - expected) / held.max(1) as f64
}

fn of(role: Role, rule: Rule) -> f64 {
    WEIGHTS.iter().find(|one| one.role == role && one.rule == rule).map_or(0.0, |one| one.weight)
}

/// Rules that rest on an order in time: without one that speaks for it, no role is said.
fn is_order(rule: Rule) -> bool {
    matches!(rule, Rule::CallsFollow | Rule::Introduces | Rule::HandedOn | Rule::Guarded)
}

/// How many things of a row hold in the right order; other rules repeat what the same records say.
fn independent(row: &Evidence) -> u64 {
    match row.rule {
        // Each payment, and each birth date, stands by itself.
        Rule::Guarded => row.records.len() as u64,
        rule if is_order(rule) && row.adds > 0.0 => row.held,
        _ => 0,
    }
}

/// Weighs the rows of one party.
pub(super) fn weigh(party: String, key: KeyId, mut evidence: Vec<Evidence>) -> PartyRoles {
    evidence.sort_by_key(|row| (row.role, row.rule));
    let of = |role: Role| evidence.iter().filter(move |row| row.role == role);
    let has_order = |role: Role| of(role).any(|row| is_order(row.rule) && row.adds > 0.0);
    let mut odds: Vec<(Role, f64)> = ROLES
        .into_iter()
        .filter(|role| has_order(*role))
        .map(|role| (role, of(role).map(|row| row.adds).sum()))
        .collect();
    odds.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let best = odds.first().copied();
    let rows = best.map_or(0, |(role, _)| of(role).map(independent).sum());
    let second = odds.get(1).map_or(0.0, |(_, odds)| odds.max(0.0));
    let verdict = match best {
        None => Verdict::Unknown,
        Some((_, odds)) if odds <= -FACTOR.ln() => Verdict::Unknown,
        Some((_, odds)) if odds - second < FACTOR.ln() => Verdict::Undecided,
        Some(_) if rows < ROWS_MIN => Verdict::TooFewRows,
        Some((role, _)) => Verdict::Fits(role),
    };
    PartyRoles { party, verdict, odds, rows, evidence, key }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_adds_with_one_sign_and_more_the_more_it_holds() {
        for one in WEIGHTS {
            let at = |held| share(one.role, one.rule, held);
            let sign = one.weight.signum();
            assert!(at(0.0).abs() < 1e-12 && sign * at(1.0) >= sign * at(0.4), "{one}");
            let by = |p| order(one.role, one.rule, p, 0.8);
            assert!(
                sign * by(0.005) > sign * by(0.02) && sign * by(0.02) > sign * by(0.05),
                "{one}"
            );
            let beyond = |share| sign * order(one.role, one.rule, 0.01, share);
            assert!(beyond(1.0) > beyond(0.5) && beyond(0.0).abs() < 1e-12, "{one}");
        }
    }

    #[test]
    fn two_roles_within_the_factor_are_none() {
        let row = |role, adds| Evidence {
            role,
            rule: Rule::CallsFollow,
            held: 3,
            of: 3,
            expected: None,
            adds,
            records: Vec::new(),
        };
        let verdict = |rows: Vec<Evidence>| weigh(String::new(), 0, rows).verdict;
        let payer = || row(Role::Payer, 2.0);
        assert_eq!(verdict(vec![payer()]), Verdict::Fits(Role::Payer));
        assert_eq!(verdict(vec![payer(), row(Role::Recipient, 1.5)]), Verdict::Undecided);
        assert_eq!(verdict(vec![row(Role::Payer, 1.0)]), Verdict::Undecided);
        assert_eq!(verdict(Vec::new()), Verdict::Unknown);
        let few = Evidence { held: 2, ..payer() };
        assert_eq!(verdict(vec![few]), Verdict::TooFewRows);
    }
}
