//! What is said of roles: how many parties fit which, and for each the rows for and against.

use model::finding::{Finding, Strength};
use model::{Card, RecordRef, Sentence, Value};

use super::{Evidence, PartyRoles, ROLES, Role, Roles, Verdict};
use crate::basis::Basis;
use crate::citing::{Cited, count, recorded};

/// The findings; none where nobody has any row.
pub(super) fn findings(card: &Card, basis: &Basis<'_>) -> Vec<Finding> {
    let roles = Roles::of(basis);
    let shown_max = basis.settings.money.shown_max;
    let mut findings: Vec<Finding> = list(card, &roles).into_iter().collect();
    for role in ROLES {
        let total = roles.that_fit(role).count();
        let fit = roles.that_fit(role).take(shown_max);
        findings.extend(
            fit.filter_map(|party| of_party(card, party, role, (total.min(shown_max), total))),
        );
    }
    findings
}

fn list(card: &Card, roles: &Roles) -> Option<Finding> {
    let first = |party: &PartyRoles| party.evidence.first()?.records.first().copied();
    let cited = Cited::of(roles.parties.iter().filter_map(first));
    let with = |verdict: Verdict| {
        count(roles.parties.iter().filter(|party| party.verdict == verdict).count())
    };
    let statement = cited
        .says("roles-list")?
        .with("parties", count(roles.parties.len()))
        .with("victims", with(Verdict::Fits(Role::PossibleVictim)))
        .with("payers", with(Verdict::Fits(Role::Payer)))
        .with("recipients", with(Verdict::Fits(Role::Recipient)))
        .with("introducers", with(Verdict::Fits(Role::Introducer)))
        .with("collectors", with(Verdict::Fits(Role::CashOut)))
        .with("unknown", with(Verdict::Unknown))
        .with("few", with(Verdict::TooFewRows))
        .with("undecided", with(Verdict::Undecided));
    let mut finding = recorded(card, "list".to_owned(), statement);
    let decided = roles.parties.iter().any(|party| matches!(party.verdict, Verdict::Fits(_)));
    if !decided {
        finding.strength = Strength::InsufficientData;
    }
    finding.detail.extend(cited.in_part());
    finding.contrary.extend(cited.says("roles-no-label"));
    Some(finding)
}

fn of_party(
    card: &Card,
    party: &PartyRoles,
    role: Role,
    (shown, total): (usize, usize),
) -> Option<Finding> {
    let own = || party.evidence.iter().filter(move |row| row.role == role);
    let records: Vec<RecordRef> =
        own().filter(|row| row.adds > 0.0).flat_map(|row| row.records.iter().copied()).collect();
    let cited = Cited::of(records);
    let (best, second) = (party.odds.first()?.1, party.odds.get(1).map_or(0.0, |odds| odds.1));
    let statement = cited
        .says("roles-party")?
        .with("party", Value::Stated(party.party.clone()))
        .with("role", Value::Term(role.term().to_owned()))
        .with("times", Value::Number { value: (best - second.max(0.0)).exp(), decimals: 0 })
        .with("rows", Value::Count(party.rows))
        .with("shown", count(shown))
        .with("total", count(total));
    let id = format!("party-{}", party.party);
    let mut finding = recorded(card, id, statement);
    for row in own() {
        let said = row_said(row);
        if row.adds > 0.0 {
            finding.detail.extend(said);
        } else {
            finding.contrary.extend(said);
        }
    }
    finding.detail.extend(cited.in_part());
    for row in party.evidence.iter().filter(|row| row.role != role && row.adds > 0.0) {
        finding.alternatives.extend(other_said(row));
    }
    let refuted = match role {
        Role::PossibleVictim => "roles-refuted-possible-victim",
        Role::Payer => "roles-refuted-payer",
        Role::Recipient => "roles-refuted-recipient",
        Role::Introducer => "roles-refuted-introducer",
        Role::CashOut => "roles-refuted-cash-out",
    };
    finding.alternatives.extend(cited.says(refuted));
    Some(finding)
}

fn row_said(row: &Evidence) -> Option<Sentence> {
    let cited = Cited::of(row.records.iter().copied());
    let with = |said: Sentence| {
        said.with("rule", Value::Term(row.rule.term().to_owned()))
            .with("held", Value::Count(row.held))
            .with("of", Value::Count(row.of))
    };
    match row.expected {
        Some(expected) => Some(
            with(cited.says("roles-row-chance")?)
                .with("expected", Value::Number { value: expected, decimals: 1 }),
        ),
        None => cited.says("roles-row").map(with),
    }
}

fn other_said(row: &Evidence) -> Option<Sentence> {
    Some(
        Cited::of(row.records.iter().copied())
            .says("roles-other-role")?
            .with("rule", Value::Term(row.rule.term().to_owned()))
            .with("role", Value::Term(row.role.term().to_owned()))
            .with("held", Value::Count(row.held))
            .with("of", Value::Count(row.of)),
    )
}
