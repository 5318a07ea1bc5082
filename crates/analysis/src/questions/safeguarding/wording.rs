//! What safeguarding says: the facts of each kind, and what else could explain each.

use model::finding::Finding;
use model::{Card, Sentence, Value};

use super::{Kind, Safeguard, Safeguarding};
use crate::basis::Basis;
use crate::calendar::Calendar;
use crate::citing::{Cited, count, recorded};
use crate::dealings::Paid;
use crate::questions::flows::Acquainted;

const KINDS: [Kind; 4] =
    [Kind::Extortion, Kind::PlannedJourney, Kind::RecentCall, Kind::ActiveRecipient];

/// The findings; none where no fact is known.
pub(super) fn findings(card: &Card, basis: &Basis<'_>, all: &Safeguarding) -> Vec<Finding> {
    let mut findings: Vec<Finding> = list(card, all).into_iter().collect();
    let acquainted = Acquainted::of(basis.view, basis.links());
    for kind in KINDS {
        let of = || all.facts.iter().filter(move |fact| fact.kind == kind);
        let total = of().count();
        // Each fact is a task of somebody: none is left out.
        let page = Page { card, basis, acquainted: &acquainted, shown: total, total };
        findings.extend(of().filter_map(|fact| page.fact(fact)));
    }
    findings
}

fn list(card: &Card, all: &Safeguarding) -> Option<Finding> {
    let cited = Cited::of(all.facts.iter().flat_map(|fact| fact.facts.iter().copied()));
    let of = |kind: Kind| count(all.facts.iter().filter(|fact| fact.kind == kind).count());
    let reference = if all.as_of_fixed {
        "safeguarding-reference-fixed"
    } else {
        "safeguarding-reference-latest"
    };
    let statement = cited
        .says("safeguarding-list")?
        .with("as_of", Value::Instant(all.as_of_us?))
        .with("reference", Value::Term(reference.to_owned()))
        .with("extortions", of(Kind::Extortion))
        .with("journeys", of(Kind::PlannedJourney))
        .with("calls", of(Kind::RecentCall))
        .with("recipients", of(Kind::ActiveRecipient));
    let mut finding = recorded(card, "list".to_owned(), statement);
    finding.detail.extend(cited.in_part());
    finding.contrary.extend(cited.says("safeguarding-no-verdict"));
    Some(finding)
}

struct Page<'a> {
    card: &'a Card,
    basis: &'a Basis<'a>,
    acquainted: &'a Acquainted,
    shown: usize,
    total: usize,
}

impl Page<'_> {
    fn fact(&self, fact: &Safeguard) -> Option<Finding> {
        let cited = Cited::of(fact.facts.iter().copied());
        let party = |at: usize| Value::Stated(fact.parties.get(at).cloned().unwrap_or_default());
        let span = |said: Sentence| {
            said.with("first", Value::Instant(fact.since_us))
                .with("last", Value::Instant(fact.until_us))
        };
        let said = match fact.kind {
            Kind::Extortion => span(cited.says("safeguarding-extortion")?)
                .with("payer", party(0))
                .with("payments", count(fact.count)),
            Kind::PlannedJourney => cited
                .says("safeguarding-planned-journey")?
                .with("traveller", party(0))
                .with("departs", Value::Instant(fact.until_us))
                .with("destination", Value::Stated(fact.destination.clone()))
                .with("payments", count(fact.count))
                .with("there", count(fact.payees_there.len())),
            Kind::RecentCall => span(cited.says("safeguarding-recent-call")?)
                .with("payer", party(0))
                .with("payee", party(1))
                .with("times", count(fact.count)),
            Kind::ActiveRecipient => span(cited.says("safeguarding-active-recipient")?)
                .with("payee", party(0))
                .with("payers", count(fact.count)),
        };
        let statement = said.with("shown", count(self.shown)).with("total", count(self.total));
        let mut finding = recorded(self.card, fact.id.clone(), statement);
        for payee in &fact.payees_there {
            let said = cited.says("safeguarding-payee-there");
            let payee = Value::Stated(payee.clone());
            let place = Value::Stated(fact.destination.clone());
            finding.detail.extend(said.map(|said| said.with("payee", payee).with("place", place)));
        }
        finding.detail.extend(cited.in_part());
        finding.alternatives.extend(self.alternative(fact, &cited));
        Some(finding)
    }

    fn alternative(&self, fact: &Safeguard, cited: &Cited) -> Option<Sentence> {
        let dealings = self.basis.dealings();
        match (fact.kind, fact.keys.as_slice()) {
            (Kind::Extortion, _) => cited.says("safeguarding-see-guard"),
            (Kind::PlannedJourney, [traveller, ..]) => {
                let first_us = dealings.paid_by(*traveller).iter().map(Paid::at_us).min()?;
                let (view, links) = (self.basis.view, self.basis.links());
                let own =
                    view.legs.iter().filter(|leg| links.identity(leg.traveller) == *traveller);
                let before = own
                    .filter(|leg| leg.departs.is_some_and(|departs| departs.latest_us < first_us));
                let before: Vec<_> = before.map(|leg| leg.record).collect();
                let legs = count(before.len());
                let own = Cited::of(before);
                let cited = if own.support().is_some() { &own } else { cited };
                Some(cited.says("safeguarding-journeys-before")?.with("legs", legs))
            }
            (Kind::RecentCall, [payer, payee, ..]) => {
                let met = dealings.between(*payer, *payee);
                let calendar = Calendar::of(&self.basis.settings.zone, 0, 0);
                let days = calendar.days_of(met.iter().map(|met| met.at_us));
                let spanned = days.last()?.abs_diff(*days.first()?) + 1;
                Some(
                    Cited::of(met.iter().map(|met| met.record))
                        .says("safeguarding-in-touch")?
                        .with("days", count(days.len()))
                        .with("spanned", Value::Count(spanned)),
                )
            }
            (Kind::ActiveRecipient, [_, payers @ ..]) => {
                let (tied, records) = self.acquainted.among(payers);
                let ties = Cited::of(records);
                let cited = if ties.support().is_some() { &ties } else { cited };
                Some(
                    cited
                        .says("safeguarding-payers-tied")?
                        .with("tied", count(tied))
                        .with("payers", count(payers.len())),
                )
            }
            _ => None,
        }
    }
}
