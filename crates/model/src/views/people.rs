//! Who and where, as records state it: mentions word for word, uses of accounts, answers of access
//! providers, legs of journeys, files held by several.
//!
//! Their descriptions (names, addresses, places, devices) are numbers of [`super::CaseView::texts`];
//! who is meant is a number of [`super::CaseView::keys`].

use super::{KeyId, TextId, When};
use crate::party::PARTY_FIELDS;
use crate::{Digest, ExhibitId, RecordRef};

/// A party exactly as records of one exhibit and table state it, each wording once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The key under which it is counted.
    pub key: KeyId,
    /// The parts in the order of [`PARTY_FIELDS`]; 0 where it is not stated.
    pub parts: [TextId; PARTY_FIELDS.len()],
    /// The first record that states it so.
    pub record: RecordRef,
    /// Records of that exhibit that state it so.
    pub records: u64,
}

/// An account used from a network address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Login {
    /// The record.
    pub record: RecordRef,
    /// The account.
    pub account: KeyId,
    /// When.
    pub at: When,
    /// The network address as stated; 0 where it is not.
    pub address: TextId,
    /// The source port.
    pub port: Option<i64>,
    /// Device or program as stated.
    pub device: TextId,
}

/// A network address held by a subscriber, as the provider answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The record.
    pub record: RecordRef,
    /// Who held it.
    pub subscriber: KeyId,
    /// The network address or prefix as stated.
    pub address: TextId,
    /// First and last port held, where ports are stated.
    pub ports: Option<(i64, i64)>,
    /// From when.
    pub start: Option<When>,
    /// Until when.
    pub end: Option<When>,
    /// Equipment as stated.
    pub device: TextId,
}

/// One leg of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// The record.
    pub record: RecordRef,
    /// Who travelled or was booked.
    pub traveller: KeyId,
    /// Place of departure as stated.
    pub origin: TextId,
    /// Place of arrival as stated.
    pub destination: TextId,
    /// Departure.
    pub departs: Option<When>,
    /// Arrival.
    pub arrives: Option<When>,
    /// Flight, train or voyage number as stated.
    pub service: TextId,
    /// Booking reference as stated.
    pub booking: TextId,
    /// `booked`, `flown`, `cancelled`, `no-show`, or the source's own word.
    pub status: TextId,
}

/// A file content that lies in exhibits of several holders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedFile {
    /// SHA-256 of the content.
    pub digest: Digest,
    /// Each exhibit that holds it, in ascending order.
    pub holders: Vec<Holder>,
}

/// One exhibit that holds a shared file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Whose it is, as stated when it was taken in.
    pub owner: KeyId,
    /// The record of the file.
    pub record: RecordRef,
    /// The earliest time the exhibit states for the file, if any.
    pub first: Option<When>,
}
