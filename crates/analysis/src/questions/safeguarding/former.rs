//! Version 1 of the method, kept so that its answers can be made again: it named every payee whom several had
//! recently paid, called or not. On synthetic cases it named shops, treasurers and cash-outs (109 of 109).

use std::collections::{BTreeMap, BTreeSet};

use model::Card;
use model::finding::Answer;
use model::views::KeyId;

use super::facts::{Steps, recent_us};
use super::{Kind, METHOD, Safeguard, Safeguarding, answer};
use crate::basis::Basis;
use crate::dealings::Paid;
use crate::question::Question;

/// The question of safeguarding as version 1 answered it.
pub struct Former;

/// The one there is.
pub static FORMER: Former = Former;

static CARD: Card = Card {
    version: 1,
    parameters: &[
        ("as_of", "the reference instant a person fixed, microseconds of UTC"),
        ("recent_s", "how long before it something is recent, seconds"),
        ("call_after_s", "longest time from a payment to the call that follows it, seconds"),
        ("fan_min", "distinct payers from which a payee is listed"),
    ],
    ..METHOD
};

impl Question for Former {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        answer(&CARD, basis, &Safeguarding::with(basis, recipients))
    }
}

/// Payees whom several paid in the recent past.
fn recipients(basis: &Basis<'_>, _: &[Steps<'_>], as_of_us: i64) -> Vec<Safeguard> {
    let (dealings, view) = (basis.dealings(), basis.view);
    let from_us = recent_us(basis, as_of_us);
    let recent = dealings.paid().iter().filter(|paid| paid.at_us() >= from_us);
    let mut of: BTreeMap<KeyId, Vec<&Paid>> = BTreeMap::new();
    for paid in recent.filter(|paid| !basis.guard().holds(paid.payer)) {
        of.entry(paid.payee).or_default().push(paid);
    }
    let fact = |(payee, paid): (KeyId, Vec<&Paid>)| {
        let payers: BTreeSet<KeyId> = paid.iter().map(|paid| paid.payer).collect();
        if payers.len() < basis.settings.money.fan_min {
            return None;
        }
        let name = view.keys.text(payee);
        Some(Safeguard {
            id: format!("{}-{name}", Kind::ActiveRecipient.name()),
            kind: Kind::ActiveRecipient,
            parties: vec![name.to_owned()],
            count: payers.len(),
            since_us: paid.iter().map(|paid| paid.at_us()).min()?,
            until_us: paid.iter().map(|paid| paid.at_us()).max()?,
            destination: String::new(),
            payees_there: Vec::new(),
            facts: paid.iter().map(|paid| paid.record).collect(),
            keys: std::iter::once(payee).chain(payers).collect(),
        })
    };
    of.into_iter().filter_map(fact).collect()
}
