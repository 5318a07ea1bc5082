//! What the questions see: columns of plain numbers, sorted, with keys interned.
//!
//! Every view is ordered by time, then by record, so that two runs see the same rows in the same
//! order whatever the number of threads.

mod people;

use crate::time::{Precision, ZoneSource};
use crate::{Currency, ExhibitId, Money, RecordRef};

pub use people::{Holder, Lease, Leg, Login, Mention, SharedFile};

/// A key by its number in [`Keys`].
pub type KeyId = u32;

/// A description (name, address, place, device) by its number in [`CaseView::texts`]; 0 where
/// none is stated.
pub type TextId = u32;

/// The keys of parties, each once, in ascending order of the text.
///
/// In a view loaded from tables the empty text is key 0: it stands where a source does not state
/// the party, and is never one party ([`Keys::is_stated`]).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    texts: Vec<String>,
}

impl Keys {
    /// Keys from sorted, distinct texts.
    pub fn from_sorted(texts: Vec<String>) -> Self {
        debug_assert!(texts.is_sorted());
        Self { texts }
    }

    /// The text of a key; empty for a number that is none.
    pub fn text(&self, id: KeyId) -> &str {
        self.texts.get(id as usize).map_or("", String::as_str)
    }

    /// The number of a text.
    pub fn id(&self, text: &str) -> Option<KeyId> {
        let at = self.texts.binary_search_by(|probe| probe.as_str().cmp(text)).ok()?;
        KeyId::try_from(at).ok()
    }

    /// Whether the key names a party; the empty key stands for one that is not stated.
    #[inline]
    pub fn is_stated(&self, id: KeyId) -> bool {
        // Sorted and distinct: only the first can be empty.
        (id as usize) < self.texts.len() && (id > 0 || !self.text(0).is_empty())
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// When something happened: an interval of UTC microseconds and how it was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// First instant it can mean.
    pub earliest_us: i64,
    /// Last instant it can mean.
    pub latest_us: i64,
    /// How finely it was stated.
    pub precision: Precision,
    /// Where its zone came from.
    pub zone_source: ZoneSource,
}

/// A payment: a transfer record, or a bank entry seen from its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// The record.
    pub record: RecordRef,
    /// Whether it comes from a transfer or an entry.
    pub from: PaymentSource,
    /// Who paid.
    pub payer: KeyId,
    /// Who was paid.
    pub payee: KeyId,
    /// Sent (transfer) or booked (entry).
    pub when: When,
    /// Principal in minor units, never negative.
    pub minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// Fee (transfer) or charges (entry) as stated, never negative.
    pub fee: Option<Money>,
    /// What the payee got (transfer), in the currency of the pay-out; `None` for an entry.
    pub pay_out: Option<Money>,
    /// From which side the record sees the payment.
    pub side: Side,
    /// Reference (operator's, UETR or EndToEndId) interned with the keys; `None` if not stated.
    pub reference: Option<KeyId>,
    /// What became of it.
    pub status: PaymentStatus,
}

/// What a record says in free text beside its payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Memo {
    /// The record.
    pub record: RecordRef,
    /// The text as stated.
    pub text: TextId,
}

/// Which kind of record a payment comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaymentSource {
    /// A transfer record.
    Transfer,
    /// A bank entry.
    Entry,
}

/// From which side a record sees a payment: a debit and a credit can be two sides of one
/// payment, two debits cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// A transfer: the source states payer and payee alike.
    Both,
    /// A debit on the payer's account.
    Payer,
    /// A credit on the payee's account.
    Payee,
}

/// What became of a payment, as far as totals care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaymentStatus {
    /// Paid, booked, or nothing else stated.
    Done,
    /// Pending or only announced.
    Pending,
    /// Cancelled, refunded, rejected or reversed: kept, and left out of totals by this rule.
    Undone,
}

/// A call or message between two parties, or a login of one: something in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// The record.
    pub record: RecordRef,
    /// Caller, sender.
    pub from: KeyId,
    /// Callee, receiver.
    pub to: KeyId,
    /// Start.
    pub start: When,
    /// End, microseconds of UTC; equal to the start's earliest for a message or an unknown end.
    pub end_us: i64,
    /// Whether it was answered; a missed call is an event and not a session.
    pub answered: bool,
    /// A hash of the text it carries, to tell messages of one second apart; 0 where none is stated.
    pub said: u64,
}

/// Two identifiers stated for one party in one record: the ground of an exact link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Together {
    /// The key under which the mention is counted.
    pub key: KeyId,
    /// Another identifier of the same mention, as a key of its own (`phone:+39…`).
    pub other: KeyId,
    /// The record that states both.
    pub record: RecordRef,
}

/// What an exhibit covers: stated by the source, or spanned by what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Kind of record, as table name.
    pub table: &'static str,
    /// The member of a container that states it for itself, as chain of names; empty for the exhibit.
    pub inside: String,
    /// Account it is stated for; `None` for the whole exhibit or member.
    pub account: Option<KeyId>,
    /// First instant.
    pub from_us: i64,
    /// Last instant.
    pub until_us: i64,
    /// Whether the source states the period, or it is only the span of its records.
    pub stated: bool,
    /// Records in it.
    pub records: u64,
}

/// How the clock of one exhibit behaves in one column of times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockFacts {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Table and column (`transfer.sent`).
    pub column: String,
    /// Zone, as in the records; empty if they differ.
    pub zone: String,
    /// Where the zone came from (weakest found).
    pub zone_source: ZoneSource,
    /// Times stated.
    pub stated: u64,
    /// Times stated only to the day.
    pub day_only: u64,
    /// Of those with a clock time: on the exact hour, on 12:00:00, on 00:00:00 of the zone.
    pub on_hour: u64,
    /// On 12:00:00.
    pub on_noon: u64,
    /// On 00:00:00.
    pub on_midnight: u64,
    /// Times that lie in a repeated hour (an interval of an hour).
    pub in_fold: u64,
    /// Records that equal another record of the same exhibit in every stated field.
    pub duplicates: u64,
    /// A record as example for each figure above, in that order, where there is one.
    pub examples: Vec<RecordRef>,
}

/// Records that a view cannot hold, so that no total is silently short of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Kind of record, as table name.
    pub table: &'static str,
    /// What they do not state.
    pub lacks: Lack,
    /// How many they are.
    pub records: u64,
    /// The first of them.
    pub example: RecordRef,
}

/// What a record must state to be part of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// No time at all.
    Time,
    /// No amount.
    Amount,
}

/// Everything the questions of money and contact need, loaded once.
#[derive(Debug, Clone, Default)]
pub struct CaseView {
    /// Keys of parties and references.
    pub keys: Keys,
    /// Payments, by time and record.
    pub payments: Vec<Payment>,
    /// Texts beside bank entries, by record; a payment without one has no line here.
    pub memos: Vec<Memo>,
    /// Calls, by time and record.
    pub sessions: Vec<Event>,
    /// Messages, by time and record.
    pub messages: Vec<Event>,
    /// Address-book entries and officers' contacts, as events without length.
    pub contacts: Vec<Event>,
    /// Identifiers stated together.
    pub together: Vec<Together>,
    /// Descriptions, each once; the empty text is number 0.
    pub texts: Keys,
    /// Parties as records state them, by key, parts and record.
    pub mentions: Vec<Mention>,
    /// Uses of accounts, by time and record.
    pub logins: Vec<Login>,
    /// Answers of access providers, by record.
    pub leases: Vec<Lease>,
    /// Legs of journeys, by the earliest time stated and record.
    pub legs: Vec<Leg>,
    /// Files that lie in exhibits of several holders, by digest; from the last triage.
    pub shared_files: Vec<SharedFile>,
    /// Coverage.
    pub covered: Vec<Covered>,
    /// Clocks.
    pub clocks: Vec<ClockFacts>,
    /// Records that the lists above cannot hold, by exhibit and table.
    pub left_out: Vec<LeftOut>,
    /// SHA-256 over the digests of all parts, in order: what the findings rest on.
    pub data_root: Option<crate::Digest>,
}

impl CaseView {
    /// What a record says beside its payment; empty where it says nothing.
    pub fn memo(&self, record: RecordRef) -> &str {
        let at = self.memos.binary_search_by_key(&record, |memo| memo.record);
        at.ok().and_then(|at| self.memos.get(at)).map_or("", |memo| self.texts.text(memo.text))
    }
}
