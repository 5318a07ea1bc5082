//! The ledger: payment events, each with every record that states it.

use model::views::{CaseView, KeyId, PaymentStatus, When};
use model::{Currency, RecordRef};
use serde::Serialize;

/// By what the records of one event were found to state the same payment, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// One record states it.
    Single,
    /// Records equal in every field that questions see: a return received twice, say.
    Repeated,
    /// One reference, with amounts, parties and times that do not contradict each other.
    Reference,
    /// Equal amount, both parties the same, close in time, from different sources.
    BothParties,
    /// Equal amount, one party the same by an identifier, the other not contradicted, close in
    /// time, and no other candidate on either side.
    OneParty,
    /// A debit and a credit that belong together by amount, days and text with a stated
    /// probability, learnt from all of them ([`crate::matching`]).
    Weighed,
}

/// Every way of matching, strongest first.
pub const MATCHED: [Matched; 6] = [
    Matched::Single,
    Matched::Repeated,
    Matched::Reference,
    Matched::BothParties,
    Matched::OneParty,
    Matched::Weighed,
];

impl Matched {
    /// Its key in the word list.
    pub fn term(self) -> &'static str {
        match self {
            Self::Single => "ledger-matched-single",
            Self::Repeated => "ledger-matched-repeated",
            Self::Reference => "ledger-matched-reference",
            Self::BothParties => "ledger-matched-both-parties",
            Self::OneParty => "ledger-matched-one-party",
            Self::Weighed => "ledger-matched-weighed",
        }
    }
}

/// Whether an event enters totals, and if not, by which visible rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// In totals.
    InTotals,
    /// Left out: cancelled, refunded, rejected or reversed.
    Undone,
    /// Left out: pending or only announced.
    Pending,
    /// Left out: another exhibit states the same reference otherwise, and the lower amount counts.
    Contradicted,
}

/// One payment, stated by one or more records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerEvent {
    /// Identity that paid (lowest key of its links).
    pub payer: KeyId,
    /// Identity that was paid.
    pub payee: KeyId,
    /// The payer's key as the record states it.
    pub payer_stated: KeyId,
    /// The payee's key as the record states it.
    pub payee_stated: KeyId,
    /// When, by the record that sees both parties, else by the payer's, else by the payee's.
    pub when: When,
    /// Principal in minor units.
    pub minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// Undone if any of its records says so, else done if any says so, else pending.
    pub status: PaymentStatus,
    /// By what its records were matched: the weakest way used.
    pub matched: Matched,
    /// Where its sides were weighed: the probability that they are one payment, thousandths.
    pub confidence_permille: Option<u16>,
    /// Whether totals hold it.
    pub counted: Counted,
    /// Its records, as a range of the ledger's list.
    pub(crate) rows: (u32, u32),
}

impl LedgerEvent {
    /// Whether totals hold it.
    pub fn in_totals(&self) -> bool {
        self.counted == Counted::InTotals
    }
}

/// Records of one reference that state different payments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The reference.
    pub reference: KeyId,
    /// The events, by number in the ledger; the first is the one in totals.
    pub events: Vec<u32>,
}

/// Events that could be two sides of one payment, but not of which one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguity {
    /// The events, by number in the ledger.
    pub events: Vec<u32>,
    /// What totals would lose at most if they were matched, in minor units.
    pub twice_minor: i64,
    /// The currency of it.
    pub currency: Currency,
}

/// The canonical list of payments of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The events, by time and first record.
    pub events: Vec<LedgerEvent>,
    /// Contradictions under one reference.
    pub contradictions: Vec<Contradiction>,
    /// Candidates left apart.
    pub ambiguities: Vec<Ambiguity>,
    /// Events whose records disagree on whether the payment was undone; all count as undone.
    pub status_changes: Vec<u32>,
    /// Events that equal another of the same exhibit, without a reference to tell them apart.
    pub twins: Vec<u32>,
    /// Debits and credits without their other side that were too many to be weighed.
    pub not_weighed: usize,
    pub(crate) rows: Vec<u32>,
}

impl Ledger {
    /// The event with this number.
    pub fn event(&self, number: u32) -> Option<&LedgerEvent> {
        self.events.get(number as usize)
    }

    /// The numbers of an event's payments in the view.
    pub fn rows(&self, event: &LedgerEvent) -> &[u32] {
        let (start, end) = event.rows;
        self.rows.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The records that state an event.
    pub fn citations<'a>(
        &'a self,
        event: &LedgerEvent,
        view: &'a CaseView,
    ) -> impl Iterator<Item = RecordRef> + 'a {
        self.rows(event)
            .iter()
            .filter_map(|row| view.payments.get(*row as usize))
            .map(|payment| payment.record)
    }

    /// The ledger in a form that reads without the view, one event after the other.
    pub fn stated<'a>(&'a self, view: &'a CaseView) -> impl Iterator<Item = EventStated> + 'a {
        self.events.iter().map(|event| EventStated {
            payer: view.keys.text(event.payer).to_owned(),
            payee: view.keys.text(event.payee).to_owned(),
            payer_stated: view.keys.text(event.payer_stated).to_owned(),
            payee_stated: view.keys.text(event.payee_stated).to_owned(),
            earliest_us: event.when.earliest_us,
            latest_us: event.when.latest_us,
            minor: event.minor,
            currency: event.currency,
            status: event.status.into(),
            matched: event.matched,
            confidence_permille: event.confidence_permille,
            counted: event.counted,
            citations: self.citations(event, view).collect(),
        })
    }
}

/// A payment event with its keys as text, for `--json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventStated {
    /// Identity that paid.
    pub payer: String,
    /// Identity that was paid.
    pub payee: String,
    /// The payer's key as stated.
    pub payer_stated: String,
    /// The payee's key as stated.
    pub payee_stated: String,
    /// First instant it can mean.
    pub earliest_us: i64,
    /// Last instant it can mean.
    pub latest_us: i64,
    /// Principal in minor units.
    pub minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// What became of it.
    pub status: StatusStated,
    /// How its records were matched.
    pub matched: Matched,
    /// Where its sides were weighed: the probability that they are one payment, thousandths.
    pub confidence_permille: Option<u16>,
    /// Whether totals hold it.
    pub counted: Counted,
    /// The records that state it.
    pub citations: Vec<RecordRef>,
}

/// What became of a payment, as a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusStated {
    /// Paid or booked.
    Done,
    /// Pending.
    Pending,
    /// Cancelled, refunded, rejected or reversed.
    Undone,
}

impl From<PaymentStatus> for StatusStated {
    fn from(status: PaymentStatus) -> Self {
        match status {
            PaymentStatus::Done => Self::Done,
            PaymentStatus::Pending => Self::Pending,
            PaymentStatus::Undone => Self::Undone,
        }
    }
}
