//! Comparing two records that may state one payment: amounts, parties, times, statuses, sources.

use model::views::{CaseView, KeyId, Payment, PaymentStatus, Side, When};
use model::{Currency, ExhibitId};

use crate::links::Links;
use crate::question::MoneySettings;

/// How far a credit may be stamped before its other side: two zones of the earth never differ more.
const BEFORE_US: i64 = 26 * 3_600_000_000;

/// How far two records of the same side may lie apart: a minute, as clocks of two exports differ.
const SAME_SIDE_US: i64 = 60_000_000;

/// References that say that there is none (ISO 20022 usage and bank habit).
const NO_REFERENCE: [&str; 7] =
    ["NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOREF", "NONE", "N/A", "UNKNOWN"];

/// What sort of key a party is stated by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Absent,
    Name,
    /// An identifier, by the number of its prefix.
    Typed(u32),
}

/// Whether two statements of a party agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The same identity, by an identifier.
    Same,
    /// The same folded name, and no identifier.
    SameName,
    /// One is absent, or stated in a way the other is not: nothing to compare.
    Silent,
    /// Stated alike and different.
    Conflict,
}

/// A source of payments: an exhibit seen from one side. It states each payment once.
pub(super) type Source = (ExhibitId, Side);

/// What two records are compared with.
pub(super) struct Compare<'a> {
    pub(super) view: &'a CaseView,
    pub(super) settings: &'a MoneySettings,
    links: &'a Links,
    sorts: Vec<Sort>,
}

impl<'a> Compare<'a> {
    pub(super) fn new(view: &'a CaseView, links: &'a Links, settings: &'a MoneySettings) -> Self {
        let keys = KeyId::try_from(view.keys.len()).unwrap_or(KeyId::MAX);
        let mut prefixes: Vec<&str> = Vec::new();
        let mut sorts = Vec::with_capacity(view.keys.len());
        for key in 0..keys {
            sorts.push(sort_of(view.keys.text(key), &mut prefixes));
        }
        Self { view, settings, links, sorts }
    }

    /// The payment of a row; the view's own rows only are asked for.
    pub(super) fn payment(&self, row: u32) -> Option<&'a Payment> {
        self.view.payments.get(row as usize)
    }

    pub(super) fn identity(&self, key: KeyId) -> KeyId {
        self.links.identity(key)
    }

    fn sort(&self, key: KeyId) -> Sort {
        self.sorts.get(key as usize).copied().unwrap_or(Sort::Absent)
    }

    /// 0 for nothing, 1 for a name, 2 for an identifier: which statement of a party to prefer.
    pub(super) fn strength(&self, key: KeyId) -> u8 {
        match self.sort(key) {
            Sort::Absent => 0,
            Sort::Name => 1,
            Sort::Typed(_) => 2,
        }
    }

    pub(super) fn agreement(&self, a: KeyId, b: KeyId) -> Agreement {
        match (self.sort(a), self.sort(b)) {
            (Sort::Absent, _) | (_, Sort::Absent) => Agreement::Silent,
            (Sort::Name, Sort::Name) if a == b => Agreement::SameName,
            _ if self.identity(a) == self.identity(b) => Agreement::Same,
            (left, right) if left == right => Agreement::Conflict,
            _ => Agreement::Silent,
        }
    }

    /// Payer and payee of two records. A bank entry knows its own side; the other side of it may
    /// be the operator that carried the money, so that it never contradicts a record that knows.
    pub(super) fn parties(&self, a: &Payment, b: &Payment) -> (Agreement, Agreement) {
        let relax = |seen: Agreement, far: Side| {
            let blind = a.side == far || b.side == far;
            if seen == Agreement::Conflict && blind { Agreement::Silent } else { seen }
        };
        (
            relax(self.agreement(a.payer, b.payer), Side::Payee),
            relax(self.agreement(a.payee, b.payee), Side::Payer),
        )
    }

    /// The reference, unless it is a word for "none".
    pub(super) fn reference(&self, payment: &Payment) -> Option<KeyId> {
        payment.reference.filter(|id| {
            let text = self.view.keys.text(*id);
            let bare = text.rsplit_once(':').map_or(text, |(_, bare)| bare).trim();
            !bare.is_empty() && !NO_REFERENCE.iter().any(|none| none.eq_ignore_ascii_case(bare))
        })
    }

    /// Whether two records can be one payment seen from two sources, the parties apart.
    pub(super) fn may_meet(&self, a: &Payment, b: &Payment) -> bool {
        self.may_be_one(a, b) && amounts_meet(a, b) && self.times_meet(a, b)
    }

    /// Whether sources, references and statuses of two records allow one payment.
    pub(super) fn may_be_one(&self, a: &Payment, b: &Payment) -> bool {
        let references = match (self.reference(a), self.reference(b)) {
            // An operator and a bank number one payment each in its own way; two operators, or
            // two banks, pass the reference on.
            (Some(left), Some(right)) => left == right || a.from != b.from,
            _ => true,
        };
        references
            && (a.record.exhibit, a.side) != (b.record.exhibit, b.side)
            && (a.status == PaymentStatus::Undone) == (b.status == PaymentStatus::Undone)
    }

    fn times_meet(&self, a: &Payment, b: &Payment) -> bool {
        if a.side == b.side {
            return gap_us(&a.when, &b.when) <= SAME_SIDE_US;
        }
        let in_order = |other: &Payment, credit: &Payment| {
            credit.side != Side::Payee
                || credit.when.latest_us.saturating_add(BEFORE_US) >= other.when.earliest_us
        };
        gap_us(&a.when, &b.when) <= self.window_us() && in_order(a, b) && in_order(b, a)
    }

    /// The longest time between two sides, microseconds.
    pub(super) fn window_us(&self) -> i64 {
        self.settings.match_window_s.saturating_mul(1_000_000)
    }
}

fn sort_of<'k>(text: &'k str, prefixes: &mut Vec<&'k str>) -> Sort {
    match text.split_once(':') {
        _ if text.is_empty() => Sort::Absent,
        Some(("name", _)) | None => Sort::Name,
        Some((prefix, _)) => {
            let known = prefixes.iter().position(|seen| *seen == prefix);
            let at = known.unwrap_or_else(|| {
                prefixes.push(prefix);
                prefixes.len() - 1
            });
            Sort::Typed(u32::try_from(at).unwrap_or(u32::MAX))
        }
    }
}

/// Microseconds between two stated times; 0 where their intervals overlap.
pub(super) fn gap_us(a: &When, b: &When) -> i64 {
    let gap = a.earliest_us.max(b.earliest_us).saturating_sub(a.latest_us.min(b.latest_us));
    gap.max(0)
}

/// The amounts another source may state for this payment: the principal; with the fee, as a
/// payer's account sees it; without charges, as they may be booked apart; the pay-out.
pub(super) fn faces(payment: &Payment) -> [Option<(Currency, i64)>; 4] {
    let fee = payment.fee.filter(|fee| fee.currency == payment.currency && fee.minor > 0);
    let with = |minor: i64| Some((payment.currency, minor));
    let more = fee.and_then(|fee| payment.minor.checked_add(fee.minor)).and_then(with);
    let less = fee.and_then(|fee| payment.minor.checked_sub(fee.minor)).and_then(with);
    let pay_out = payment.pay_out.map(|money| (money.currency, money.minor));
    match payment.side {
        Side::Both => [with(payment.minor), more, None, pay_out],
        Side::Payer | Side::Payee => [with(payment.minor), more, less, None],
    }
}

/// Whether the principal of one is an amount the other may show.
pub(super) fn amounts_meet(a: &Payment, b: &Payment) -> bool {
    faces(b).contains(&Some((a.currency, a.minor)))
        || faces(a).contains(&Some((b.currency, b.minor)))
}
