//! Attribution: which subscriber held the address from which an account was used.
//!
//! A provider answers for an address, a port range and an interval; a platform states an address, a
//! port and an instant. Each use is confirmed where one subscriber alone can have held that address and
//! port at that instant, ambiguous where several can, or where the interval does not cover the instant
//! for certain. The same is tried with the clock wrong by an hour, and what would change is counted.

mod held;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use model::finding::Answer;
use model::views::{CaseView, KeyId, Login};
use model::{Card, RecordRef};
use serde::Serialize;

use crate::basis::Basis;
use crate::citing;
use crate::links::Links;
use crate::question::{AttributionSettings, Question};
use held::Held;

/// The question of who used an account.
pub struct AttributionQuestion;

static CARD: Card = Card {
    code: "ANA-010",
    name: "attribution",
    version: 1,
    question: "Which subscriber held the address from which an account was used?",
    assumes: &[
        "the provider's answer is complete for the address and the time that were asked for",
        "the clocks of platform and provider agree to within the stated seconds",
    ],
    cannot_show: &[
        "who sat at the connection: a subscriber is who pays for it",
        "what lies behind a shared, open or rented connection, a relay or a virtual private network",
        "anything of uses for which no provider was asked",
    ],
    parameters: &[
        ("clock_s", "seconds by which the clocks of platform and provider may differ"),
        ("trial_s", "clock error on which every result is tried again, in seconds"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &[
        "RFC 6302, Logging Recommendations for Internet-Facing Servers",
        "RFC 6269, Issues with IP Address Sharing",
    ],
    error_rates: &[],
};

/// What the providers' answers say of one use of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// One subscriber alone, for certain.
    Confirmed,
    /// Several subscribers share the address, and no port tells them apart.
    NoPort,
    /// Several subscribers can have held address and port then.
    Several,
    /// One subscriber, and it is not certain that the interval covers the instant.
    Edge,
    /// No answer covers it.
    None,
    /// The record states no address that can be read.
    NoAddress,
}

/// The uses of one account that one subscriber's answers can explain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Use {
    /// The account.
    pub account: String,
    /// The subscriber.
    pub subscriber: String,
    /// Uses that only this subscriber can have made, under the assumptions.
    pub confirmed: Vec<RecordRef>,
    /// Uses that several can have made, this one among them.
    pub ambiguous: Vec<RecordRef>,
    /// Of these, uses that lack the port that would tell.
    pub no_port: Vec<RecordRef>,
    /// Of the ambiguous uses, those at the edge of an interval.
    pub edge: Vec<RecordRef>,
    /// Confirmed uses that would be so no longer, were one clock wrong by the trial.
    pub changed: Vec<RecordRef>,
    /// Of these, uses that would then be confirmed for another subscriber.
    pub other: Vec<RecordRef>,
    /// The answers it rests on.
    pub leases: Vec<RecordRef>,
    /// Uses and answers that state the same equipment.
    pub device: Vec<RecordRef>,
    /// Whether exact identifiers join account and subscriber, apart from any address.
    pub joined: bool,
    /// Payments of the subscriber's identity in the case.
    pub payments: Vec<RecordRef>,
}

/// What the answers say of each account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Attribution {
    /// Uses of accounts in the case, by standing.
    pub standing: BTreeMap<Standing, Vec<RecordRef>>,
    /// By account and subscriber, the most confirmed first.
    pub uses: Vec<Use>,
    /// Subscribers with a confirmed or ambiguous use, by account: more than one is said.
    pub subscribers: BTreeMap<String, usize>,
    /// Answers of providers in the case.
    pub leases: usize,
    /// Answers whose address cannot be read.
    pub unread: Vec<RecordRef>,
}

impl Attribution {
    /// The attribution of a view. Same view, links, settings: same attribution.
    pub fn of(view: &CaseView, links: &Links, settings: &AttributionSettings) -> Self {
        let held = Held::of(view, settings.clock_s);
        let mut found =
            Self { leases: view.leases.len(), unread: held.unread.clone(), ..Self::default() };
        let mut uses: BTreeMap<(KeyId, KeyId), Use> = BTreeMap::new();
        for login in &view.logins {
            let (standing, holders) = held.at(view, login, 0);
            found.standing.entry(standing).or_default().push(login.record);
            for holder in &holders {
                let of = uses.entry((login.account, holder.subscriber)).or_default();
                of.take(login, standing);
                of.leases.push(holder.record);
                if login.device > 0 && login.device == holder.device {
                    of.device.extend([login.record, holder.record]);
                }
                if standing == Standing::Confirmed {
                    of.tried(view, &held, login, holder.subscriber, settings.trial_s);
                }
            }
        }
        let paid = paid(view, links, uses.keys().map(|(_, subscriber)| *subscriber));
        for ((account, subscriber), one) in &mut uses {
            view.keys.text(*account).clone_into(&mut one.account);
            view.keys.text(*subscriber).clone_into(&mut one.subscriber);
            let identity = links.identity(*subscriber);
            one.joined = links.identity(*account) == identity;
            one.payments = paid.get(&identity).cloned().unwrap_or_default();
            *found.subscribers.entry(one.account.clone()).or_default() += 1;
            for list in [&mut one.leases, &mut one.device] {
                list.sort_unstable();
                list.dedup();
            }
        }
        found.uses = uses.into_values().collect();
        found.uses.sort_by(|a, b| {
            let rank = |of: &Use| (of.confirmed.len(), of.ambiguous.len());
            rank(b)
                .cmp(&rank(a))
                .then_with(|| (&a.account, &a.subscriber).cmp(&(&b.account, &b.subscriber)))
        });
        found
    }
}

/// The payments of the identities of these subscribers, in the order of the view.
fn paid(
    view: &CaseView,
    links: &Links,
    subscribers: impl Iterator<Item = KeyId>,
) -> BTreeMap<KeyId, Vec<RecordRef>> {
    let mut paid: BTreeMap<KeyId, Vec<RecordRef>> =
        subscribers.map(|key| (links.identity(key), Vec::new())).collect();
    for payment in &view.payments {
        let [payer, payee] = [payment.payer, payment.payee].map(|key| links.identity(key));
        for identity in [Some(payer), Some(payee).filter(|payee| *payee != payer)] {
            if let Some(records) = identity.and_then(|identity| paid.get_mut(&identity)) {
                records.push(payment.record);
            }
        }
    }
    paid
}

impl Use {
    fn take(&mut self, login: &Login, standing: Standing) {
        match standing {
            Standing::Confirmed => self.confirmed.push(login.record),
            Standing::NoPort => self.no_port.push(login.record),
            Standing::Edge => self.edge.push(login.record),
            Standing::Several | Standing::None | Standing::NoAddress => {}
        }
        if standing != Standing::Confirmed {
            self.ambiguous.push(login.record);
        }
    }

    /// Tries a confirmed use again with the clock wrong, to both sides.
    fn tried(
        &mut self,
        view: &CaseView,
        held: &Held,
        login: &Login,
        subscriber: KeyId,
        trial_s: i64,
    ) {
        let (mut changed, mut other) = (false, false);
        for shift_s in [-trial_s, trial_s] {
            let (standing, holders) = held.at(view, login, shift_s);
            let same = holders.iter().all(|holder| holder.subscriber == subscriber);
            changed |= standing != Standing::Confirmed || !same;
            other |= standing == Standing::Confirmed && !same;
        }
        if changed {
            self.changed.push(login.record);
        }
        if other {
            self.other.push(login.record);
        }
    }
}

impl Question for AttributionQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let Basis { view, settings, .. } = *basis;
        let found = Attribution::of(view, basis.links(), &settings.attribution);
        let parameters = [
            ("clock_s", settings.attribution.clock_s.to_string()),
            ("trial_s", settings.attribution.trial_s.to_string()),
            ("shown_max", settings.money.shown_max.to_string()),
        ];
        let findings =
            wording::findings(&CARD, &found, &settings.attribution, settings.money.shown_max);
        citing::answer(&CARD, &parameters, findings)
    }
}
