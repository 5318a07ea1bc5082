//! Facts that may mean a child at risk now, against what is true of whom they name.

use std::collections::{BTreeMap, BTreeSet};

use casetest::people::Population;
use casetest::truth::Role as Truth;
use tutela_analysis::Basis;
use tutela_analysis::questions::safeguarding::{Kind, Safeguard, Safeguarding};

use crate::Case;
use crate::count::{Print, Shares};

const CODE: &str = "ANA-015";

/// How many of those named are what the fact may mean, and how many of the others are named.
pub(crate) fn facts(print: &Print, cases: &[Case]) {
    let mut named: BTreeMap<Kind, Shares> = BTreeMap::new();
    let (mut innocent, mut wrongly) = (0, 0);
    let (mut no_recipients, mut named_active) = (0, 0);
    for case in cases {
        let found = Safeguarding::of(&Basis::new(&case.view, &case.settings));
        for fact in &found.facts {
            named.entry(fact.kind).or_default().say(is_true(case, fact));
        }
        let others = |party: &String| case.truth.get(party) != Some(&Truth::Recipient);
        let payees: BTreeSet<_> = case.pairs.keys().map(|(_, payee)| payee).collect();
        no_recipients += payees.into_iter().filter(|payee| others(payee)).count() as u64;
        let active = found.facts.iter().filter(|fact| fact.kind == Kind::ActiveRecipient);
        named_active +=
            active.filter(|fact| fact.parties.first().is_some_and(others)).count() as u64;
        let calls = found.facts.iter().filter(|fact| fact.kind == Kind::RecentCall);
        let called: BTreeSet<_> = calls.filter_map(pair).collect();
        let pairs = case.pairs.iter().filter(|(_, population)| is_innocent(**population));
        for (pair, _) in pairs {
            innocent += 1;
            wrongly += u64::from(called.contains(pair));
        }
    }
    for (kind, shares) in &named {
        let measure = format!("{} facts that are of whom they may mean", kind.name());
        print.share(CODE, &measure, shares.right, shares.said);
    }
    print.share(
        CODE,
        "payees who are no recipients named as active ones",
        named_active,
        no_recipients,
    );
    print.share(CODE, "innocent pairs named for a recent call", wrongly, innocent);
}

fn pair(fact: &Safeguard) -> Option<(String, String)> {
    match fact.parties.as_slice() {
        [payer, payee] => Some((payer.clone(), payee.clone())),
        _ => None,
    }
}

fn is_innocent(population: Population) -> bool {
    use Population::{Deceived, Family, Tourist, Trader, Treasurer};
    matches!(population, Family | Treasurer | Trader | Tourist | Deceived)
}

fn is_true(case: &Case, fact: &Safeguard) -> bool {
    let is = |wanted: Truth| {
        let first = fact.parties.first().and_then(|party| case.truth.get(party));
        first == Some(&wanted)
    };
    match fact.kind {
        Kind::Extortion => is(Truth::PossibleVictim),
        Kind::PlannedJourney => is(Truth::Payer),
        Kind::ActiveRecipient => is(Truth::Recipient),
        Kind::RecentCall => {
            pair(fact).and_then(|pair| case.pairs.get(&pair)) == Some(&Population::Associated)
        }
    }
}
